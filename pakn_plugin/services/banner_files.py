"""Banners as files, so that a page of another agency never waits for our database.

There is one picture a look, size and format, and for each placement one small file that names its look. Looks are
named after everything that decides them, so a change makes new pictures. Every file appears whole or not at all.
"""

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from django.utils import timezone

from pakn_plugin import conf
from pakn_plugin.models import Placement
from pakn_plugin.services import banner_look
from pakn_plugin.services.banner_look import FORMS, NEUTRAL, SIZES, Look

__all__ = ["NEUTRAL", "Look", "look_of", "picture", "remember", "remembered", "render", "root", "stored"]


def root() -> Path:
    """The folder of everything here."""
    return Path(conf.get("BANNER_ROOT"))


def look_of(placement: Placement) -> Look:
    """How a placement looks today."""
    return banner_look.look_of(placement, timezone.localdate())


def remember(placement: Placement) -> None:
    """Keep the name of a placement's look where it is found without the database."""
    _write(root() / "placements" / placement.key, f"{banner_look.edition()} {look_of(placement).name}".encode())


def remembered(key: str) -> str | None:
    """The name of a placement's look as last kept; None where none was. `key` is letters, digits, "-" and "_"."""
    try:
        edition, _space, name = (root() / "placements" / key).read_text().partition(" ")
    except FileNotFoundError:
        return None
    return name if edition == banner_look.edition() else None


def stored(name: str, size: str, form: str) -> bytes | None:
    """A picture that was drawn before, by the name of its look."""
    try:
        return (root() / "looks" / name / f"{size}.{form}").read_bytes()
    except FileNotFoundError:
        return None


def picture(look: Look, size: str, form: str) -> bytes:
    """The file of a look in a size and format; drawn now if it is not there."""
    found = stored(look.name, size, form)
    if found is not None:
        return found
    data = look.picture(size, form)
    with suppress(OSError):  # a full disk makes it slow, not broken
        _write(root() / "looks" / look.name / f"{size}.{form}", data)
    return data


def render(look: Look) -> None:
    """Draw what is missing of a look, in all sizes and formats."""
    for size in SIZES:
        if all((root() / "looks" / look.name / f"{size}.{form}").exists() for form in FORMS):
            continue
        for form, data in look.files(size).items():
            _write(root() / "looks" / look.name / f"{size}.{form}", data)


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, part = tempfile.mkstemp(dir=path.parent, prefix=".part-")
    with os.fdopen(handle, "wb") as file:
        file.write(data)
    Path(part).replace(path)
