"""The ground behind words, drawn to be measured: only that part, one sample for a pixel, one pixel for a unit.

Edges are not smoothed: a thin line keeps its full colour, so that it counts as much as in the finished picture or more.
"""

import io
import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from typing import Any

from PIL import Image

from pakn_plugin.drawing.composing import Composed
from pakn_plugin.drawing.lettering import Words, width_of
from pakn_plugin.drawing.raster import COLOURS, WHITE, Sheet, draw_code, opened
from pakn_plugin.drawing.shapes import Colour, Modules
from pakn_plugin.drawing.sizes import Box, density_of, size_of

# Photos of a library are far larger than any banner.
LARGEST = 1600
# A file has so many times the bytes of one with half as many pixels to a side.
GROWTH = 3


@lru_cache(maxsize=65536)
def luminance(pixel: Colour) -> float:
    """How bright a colour is, as WCAG counts it."""
    parts = [v / 255 / 12.92 if v <= 10 else ((v / 255 + 0.055) / 1.055) ** 2.4 for v in pixel]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(a: Colour, b: Colour) -> float:
    """The contrast of two colours, from 1 to 21."""
    light, dark = sorted((luminance(a), luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@dataclass(frozen=True)
class Part:
    """A part of a ground: its pixels, and where they begin."""

    image: Image.Image
    left: int
    top: int


def opener() -> Callable[[bytes], Image.Image]:
    """Opens each picture once, small enough to be drawn often."""
    return cache(partial(opened, largest=LARGEST))


def lines_of(words: Words) -> list[Box]:
    """Where each line lies, with its accents and descenders."""
    return [
        (x, y - words.size, x + width_of(line, words.weight, words.size), y + words.size * 0.3)
        for x, y, line in words.lines
    ]


def meet(a: Box, b: Box) -> bool:
    """Whether two boxes overlap by more than a hair."""
    slack = 0.01
    return a[0] < b[2] - slack and b[0] < a[2] - slack and a[1] < b[3] - slack and b[1] < a[3] - slack


def behind(composed: Composed, words: Iterable[Words], opening: Callable[[bytes], Image.Image]) -> Part:
    """The ground below all of these words, as one part."""
    width, height = size_of(composed.size)
    boxes = [box for each in words for box in lines_of(each)] or [(0.0, 0.0, 1.0, 1.0)]
    left, top = (max(math.floor(min(box[side] for box in boxes)), 0) for side in (0, 1))
    right, bottom = (math.ceil(max(box[side] for box in boxes)) for side in (2, 3))
    image = Image.new("RGB", (max(min(right, width) - left, 1), max(min(bottom, height) - top, 1)), WHITE)
    sheet = Sheet(image, 1, left, top, opening)
    for shape in composed.shapes:
        sheet.shape(shape)
    for shape in composed.shapes:
        if isinstance(shape, Modules) and any(meet(box, shape.box) for box in boxes):
            draw_code(image, shape, 1, left, top)
    return Part(image, left, top)


def worst_contrast(words: Words, part: Part) -> float:
    """The lowest contrast between some words and any pixel behind them."""
    worst = 21.0
    for box in lines_of(words):
        left, top, right, bottom = math.floor(box[0]), math.floor(box[1]), math.ceil(box[2]), math.ceil(box[3])
        image = part.image.crop((left - part.left, top - part.top, right - part.left, bottom - part.top))
        pixels: Any = image.getcolors(image.width * image.height) or []
        worst = min([worst, *(contrast(words.colour, pixel) for _count, pixel in pixels)])
    return worst


def kilobytes(composed: Composed, opening: Callable[[bytes], Image.Image]) -> int:
    """About how heavy a PNG of the ground is, told from one of half the width and height."""
    density = density_of(composed.size) / 2
    width, height = (round(v * density) for v in size_of(composed.size))
    image, out = Image.new("RGB", (width, height), WHITE), io.BytesIO()
    sheet = Sheet(image, density, opener=opening)
    for shape in composed.shapes:
        sheet.shape(shape)
    image.quantize(COLOURS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(out, "PNG")
    return round(GROWTH * len(out.getvalue()) / 1024)
