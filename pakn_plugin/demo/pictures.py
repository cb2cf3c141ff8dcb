"""Photographs and papers for demo cases: drawn by the host where it names a painter, else a plain gradient."""

from io import BytesIO
from random import Random
from zlib import crc32

from django.utils.module_loading import import_string
from PIL import Image, ImageDraw, ImageOps

from pakn_plugin import conf
from pakn_plugin.documents import Pdf, clean_document
from pakn_plugin.pictures import Picture, clean_picture

SIZE = (1280, 960)
SHEET = (827, 1169)
PALETTE = ("#0B5C8A", "#07324D", "#C2410C", "#2F7F5F", "#66747E")


def picture(kind: str, key: str, after: bool = False) -> Picture:
    """A clean picture of a matter (`kind`), before or after it was put right; the same for the same key."""
    seed = crc32(key.encode())
    painter = conf.get("DEMO_PHOTOS")
    image = import_string(painter)(kind, seed, after) if painter else _gradient(seed, after)
    out = BytesIO()
    image.save(out, "JPEG", quality=90)
    return clean_picture(out.getvalue())


def _gradient(seed: int, after: bool) -> Image.Image:
    dark, light = Random(seed).choice(PALETTE), "#E8F2F8" if after else "#D9C9B0"
    return ImageOps.colorize(Image.linear_gradient("L").resize(SIZE), light, dark)


def paper(title: str) -> Pdf:
    """A scanned sheet as a PDF: grey lines instead of words."""
    sheet = Image.new("L", SHEET, "white")
    pen = ImageDraw.Draw(sheet)
    for line in range(6, 40):
        width = SHEET[0] - (120 if line % 7 else 520)
        pen.rectangle((80, line * 28, width, line * 28 + 10), fill=200 if line % 7 else 120)
    out = BytesIO()
    sheet.save(out, "PDF", resolution=100)
    return clean_document(out.getvalue(), f"{title}.pdf")
