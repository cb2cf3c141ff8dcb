"""How a placement's banner looks, by a name that says everything that decides the picture."""

import base64
import hashlib
import io
import json
from dataclasses import dataclass
from datetime import date

from PIL import Image

from pakn_plugin import conf
from pakn_plugin.models import Placement
from pakn_plugin.services import banner_image
from pakn_plugin.services.banner_image import SIZES, size_of
from pakn_plugin.services.banner_scene import PALETTES

__all__ = ["FORMS", "NEUTRAL", "SIZES", "Look", "look_of", "size_of"]

# Raise it when the drawing changes: pictures are then drawn anew.
DRAWING = 1
FORMS = ("png", "webp", "avif", "svg")


@dataclass(frozen=True)
class Look:
    """A design in a language, with the words of this moment."""

    design: str
    language: str

    @property
    def name(self) -> str:
        """A file-safe name; another picture has another name."""
        said = json.dumps([DRAWING, conf.get("BANNER_TEXTS")], sort_keys=True)
        return f"{self.design}-{self.language}-{hashlib.sha256(said.encode()).hexdigest()[:12]}"

    @property
    def alt(self) -> str:
        """What the picture says."""
        return banner_image.alt(self.language)

    def picture(self, size: str, form: str) -> bytes:
        """The file in one of SIZES and FORMS."""
        return _encoded(self._image(size), size, form)

    def files(self, size: str) -> dict[str, bytes]:
        """Every form of FORMS in a size of SIZES, drawn once."""
        image = self._image(size)
        return {form: _encoded(image, size, form) for form in FORMS}

    def _image(self, size: str) -> Image.Image:
        return banner_image.draw(banner_image.Look(self.design, self.language), size).image


NEUTRAL = Look("sea", "vi")


def look_of(placement: Placement, today: date) -> Look:
    """How a placement looks on a day."""
    return Look(placement.design, placement.language) if placement.design in PALETTES else NEUTRAL


def _encoded(image: Image.Image, size: str, form: str) -> bytes:
    if form == "svg":
        return _framed(banner_image.encode(image, "png"), *size_of(size))
    if form == "avif":
        out = io.BytesIO()
        image.save(out, "AVIF", quality=70)
        return out.getvalue()
    return banner_image.encode(image, form)


def _framed(png: bytes, width: int, height: int) -> bytes:
    data = base64.b64encode(png).decode()
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
    return f'{head}<image width="{width}" height="{height}" href="data:image/png;base64,{data}"/></svg>'.encode()
