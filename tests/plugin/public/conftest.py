"""A citizen at the door: a filled form, pictures of all sorts, the reporter's pages."""

import io
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from pakn_plugin import links
from pakn_plugin.models import Case
from tests.factories import World

GPS = 0x8825


def picture(size: tuple[int, int] = (640, 480), kind: str = "JPEG", gps: bool = False) -> bytes:
    """A picture file, on request with a place in it."""
    out = io.BytesIO()
    exif = Image.Exif()
    if gps:
        exif[0x010F] = "MAYANH"
        exif.get_ifd(GPS).update({1: "N", 2: (12.0, 14.0, 44.0), 3: "E", 4: (109.0, 11.0, 43.0)})
    Image.effect_noise(size, 60).convert("RGB").save(out, kind, exif=exif)
    return out.getvalue()


def upload(content: bytes, name: str = "anh.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="image/jpeg")


@contextmanager
def asking() -> Iterator[list[str]]:
    """The plugin's own queries within this block; what the host's frame asks is its own affair."""
    found: list[str] = []
    with CaptureQueriesContext(connection) as queries:
        yield found
    found += [query["sql"] for query in queries if "pakn_" in query["sql"]]


@pytest.fixture
def filled(world: World) -> Callable[..., dict[str, Any]]:
    """`filled(text="…")`: a form that would be accepted, with changes."""

    def fill(**changes: Any) -> dict[str, Any]:
        data: dict[str, Any] = {
            "key": str(uuid.uuid4()),
            "b": "",
            "text": "Đèn đường hẻm 34 Võ Thị Sáu tắt cả dãy.",
            "topic": str(world.topic.pk),
            "area": str(world.area.pk),
            "old_name": "",
            "address": "Hẻm 34 Võ Thị Sáu",
            "name": "Trần Thị An",
            "phone": "0905 123 456",
            "email": "",
            "consent": "on",
        }
        return {name: value for name, value in (data | changes).items() if value is not None}

    return fill


@pytest.fixture
def follow(client: Client) -> Callable[[Case], Any]:
    """`follow(case)`: the reporter opens the page of their case."""
    return lambda case: client.get(links.follow_path(case))
