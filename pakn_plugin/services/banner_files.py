"""Banners as files, so that a page of another agency never waits for our database.

There is one picture a look, size and format, and for each placement one small file that names its look. Looks live in
a folder named after texts and drawing, so a changed text makes new pictures. Every file appears whole or not at all.
"""

import hashlib
import json
import os
import tempfile
from contextlib import suppress
from pathlib import Path

from pakn_plugin import conf
from pakn_plugin.models import Placement
from pakn_plugin.services import banner_image
from pakn_plugin.services.banner_image import FORMATS, SIZES, Look
from pakn_plugin.services.banner_scene import PALETTES

# Raise it when the drawing changes: pictures are then drawn anew.
DRAWING = 1
NEUTRAL = Look("sea", "vi")
LOOKS = {f"{design}-{language}": Look(design, language) for design in PALETTES for language in ("vi", "en")}


def root() -> Path:
    """The folder of everything here."""
    return Path(conf.get("BANNER_ROOT"))


def look_of(placement: Placement) -> Look:
    """How a placement looks; one that is not in use any more shows the neutral banner."""
    return LOOKS.get(f"{placement.design}-{placement.language}", NEUTRAL) if placement.active else NEUTRAL


def remember(placement: Placement) -> None:
    """Keep a placement's look where it is found without the database."""
    _write(root() / "placements" / placement.key, look_of(placement).name.encode())


def remembered(key: str) -> Look | None:
    """The look of a placement as last kept; None where nothing was kept. `key` is letters, digits, "-" and "_"."""
    try:
        return LOOKS.get((root() / "placements" / key).read_text())
    except FileNotFoundError:
        return None


def picture(look: Look, size: str, form: str) -> bytes:
    """The file of a look in a size and format; drawn now if it is not there."""
    path = _pictures() / look.name / f"{size}.{form}"
    try:
        return path.read_bytes()
    except FileNotFoundError:
        data = banner_image.encode(banner_image.draw(look, size).image, form)
        with suppress(OSError):  # a full disk makes it slow, not broken
            _write(path, data)
        return data


def render(look: Look) -> None:
    """Draw what is missing of a look, in all sizes and formats."""
    for size in SIZES:
        for form in FORMATS:
            picture(look, size, form)


def _pictures() -> Path:
    said = json.dumps([DRAWING, conf.get("BANNER_TEXTS")], sort_keys=True)
    return root() / "looks" / hashlib.sha256(said.encode()).hexdigest()[:12]


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, part = tempfile.mkstemp(dir=path.parent, prefix=".part-")
    with os.fdopen(handle, "wb") as file:
        file.write(data)
    Path(part).replace(path)
