"""People at the desk: signed in, in the staff group, with nothing but `access_admin` and their memberships."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from pakn_plugin.access import Actor
from pakn_plugin.desk.permissions import staff_group
from tests.factories import World

SignIn = Callable[[Actor], Client]


@pytest.fixture
def at_desk(world: World) -> SignIn:
    """`at_desk(world.operator)`: a browser in which this person is signed in."""
    group = staff_group()

    def sign_in(actor: Actor) -> Client:
        actor.user.groups.add(group)
        client = Client()
        client.force_login(actor.user)
        return client

    return sign_in


@pytest.fixture
def picture() -> Any:
    """A small photo to upload."""
    from io import BytesIO

    from django.core.files.uploadedfile import SimpleUploadedFile
    from PIL import Image

    out = BytesIO()
    Image.new("RGB", (60, 40), "teal").save(out, "JPEG")
    return SimpleUploadedFile("sau-khi-sua.jpg", out.getvalue(), "image/jpeg")
