"""Banners of these tests lie in a folder of their own, empty at the beginning."""

from pathlib import Path

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from pytest_django import Settings

from pakn_plugin.access import Actor
from pakn_plugin.models import Placement
from tests.factories import PlacementFactory


@pytest.fixture(autouse=True)
def banners(settings: Settings, tmp_path: Path) -> Path:
    settings.PAKN_BANNER_ROOT = tmp_path / "banners"
    return tmp_path / "banners"


@pytest.fixture
def placement(db: None) -> Placement:
    return PlacementFactory()


def admin_client(actor: Actor) -> Client:
    """A browser in which the person is signed in, who may enter the admin."""
    actor.user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client = Client()
    client.force_login(actor.user)
    return client
