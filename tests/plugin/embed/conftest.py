"""Banners of these tests lie in a folder of their own, empty at the beginning; so do the counts."""

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest import mock

import pytest
from django.contrib.auth.models import Permission
from django.db import OperationalError, connections
from django.test import Client
from pytest_django import Settings

from pakn_plugin.access import Actor
from pakn_plugin.drawing import builtin
from pakn_plugin.models import BannerDesign, Placement
from pakn_plugin.services import banner, banner_files, rendering
from pakn_plugin.services.banner_look import SIZES, Look
from tests.factories import PlacementFactory

Counted = Callable[[], Counter[tuple[str, str]]]


@pytest.fixture(autouse=True)
def banners(settings: Settings, tmp_path: Path) -> Path:
    settings.PAKN_BANNER_ROOT = tmp_path / "banners"
    banner._unknown.clear()
    return tmp_path / "banners"


@pytest.fixture(scope="session", autouse=True)
def _drawn_once() -> Iterator[None]:
    """Each size of a look is drawn once for all these tests."""
    drawn, draw, picture = dict[tuple[str, str], dict[str, bytes]](), Look.files, Look.picture

    def files(look: Look, size: str) -> dict[str, bytes]:
        asked = (look.name, size)
        if asked not in drawn:
            drawn[asked] = draw(look, size)
        return drawn[asked]

    def picture_of(look: Look, size: str, form: str) -> bytes:
        return look.files(size)[form] if size in SIZES else picture(look, size, form)

    with (
        mock.patch.object(Look, "files", files),
        mock.patch.object(Look, "picture", picture_of),
    ):
        yield


@pytest.fixture
def placement(db: None) -> Placement:
    return PlacementFactory()


def design(code: str) -> BannerDesign:
    """A design that comes with the product."""
    return BannerDesign.objects.get(code=code)


def look(code: str, language: str = "vi", scheme: str = "light") -> Look:
    """How a placement with that design looks, without figures."""
    return Look(next(each.layout for each in builtin.every() if each.code == code), language, scheme)


def admin_client(actor: Actor) -> Client:
    """A browser in which the person is signed in, who may enter the admin."""
    actor.user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client = Client()
    client.force_login(actor.user)
    return client


@pytest.fixture
def rendered(placement: Placement) -> Placement:
    """A placement whose pictures and card lie there, as the worker leaves them."""
    banner.render(placement.pk)
    banner_files.publish_neutral()
    return placement


@pytest.fixture
def spooled(banners: Path) -> Counted:
    """How often each kind was counted for each key, from the files of the spool."""

    def read() -> Counter[tuple[str, str]]:
        lines = [line for path in (banners / "counts").glob("*.log") for line in path.read_text().splitlines()]
        return Counter((key, kind) for key, kind, _day, _origin in (line.split("\t") for line in lines))

    return read


@pytest.fixture
def no_database() -> Iterator[None]:
    """A database that refuses every connection and every statement."""
    kind = type(connections["default"])
    down = OperationalError("the database is stopped")
    with (
        mock.patch.object(kind, "cursor", side_effect=down),
        mock.patch.object(kind, "ensure_connection", side_effect=down),
    ):
        yield


@pytest.fixture
def queued() -> Iterator[list[int]]:
    """Tasks wait in a list instead of being run."""
    waiting = list[int]()
    with mock.patch.object(rendering, "async_task", lambda _name, pk: waiting.append(pk)):
        yield waiting
