"""Setting words: what does not fit becomes smaller, then goes on more lines, then is refused. It never is cut."""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import fontpkg_be_vietnam_pro
from PIL import ImageFont

from pakn_plugin.drawing.shapes import Colour
from pakn_plugin.drawing.sizes import Box

LEADING = 1.26
STYLES = {"medium": "Medium", "bold": "Bold", "black": "ExtraBold"}
# Widths are measured once in a large size, which keeps them free of rounding.
MEASURE = 200


class DoesNotFit(ValueError):
    """A text that no allowed size and number of lines shows whole."""


@dataclass(frozen=True)
class Slot:
    """Where words may lie and how: percentages of the largest size that the height allows, and lines at most."""

    box: Box
    weight: str = "bold"
    align: str = "left"
    lines: int = 1
    fallback: tuple[int, ...] = (100, 90, 80, 70)
    smallest: float = 7.5


@dataclass(frozen=True)
class Words:
    """A text as it is set: its lines with the left end of each baseline, in the units of the size."""

    lines: tuple[tuple[float, float, str], ...]
    size: float
    weight: str
    colour: Colour
    box: Box
    layer: int


def font_path(weight: str) -> Path:
    """The file of a weight of the typeface."""
    return Path(fontpkg_be_vietnam_pro.ROOT) / "files" / f"BeVietnamPro-{STYLES[weight]}.ttf"


@lru_cache(maxsize=512)
def font(weight: str, size: float) -> ImageFont.FreeTypeFont:
    """The typeface in a weight and size of pixels."""
    return ImageFont.truetype(str(font_path(weight)), size)


@lru_cache(maxsize=8192)
def _measured(text: str, weight: str) -> float:
    return font(weight, MEASURE).getlength(text) / MEASURE


def width_of(text: str, weight: str, size: float) -> float:
    """How wide a line is."""
    return _measured(text, weight) * size


def tidy(text: str) -> str:
    """One spelling of each letter, so that every one has its glyph."""
    return unicodedata.normalize("NFC", text)


def wrapped(text: str, weight: str, size: float, width: float) -> list[str] | None:
    """The text in lines that fit a width; None where a single word does not."""
    lines: list[str] = []
    for word in text.split(" "):
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(joined, weight, size) <= width:
            lines[-1] = joined
        elif width_of(word, weight, size) <= width:
            lines.append(word)
        else:
            return None
    return lines


def balanced(text: str, weight: str, size: float, width: float) -> list[str]:
    """The same number of lines, as even in width as they can be."""
    best = wrapped(text, weight, size, width) or [text]
    step = max(width / 60, 1)
    narrow = width - step
    while len(best) > 1 and narrow > step:
        tried = wrapped(text, weight, size, narrow)
        if tried is None or len(tried) > len(best):
            break
        best, narrow = tried, narrow - step
    return best


def fit(text: str, slot: Slot) -> tuple[list[str], float]:
    """Lines and size that keep a text whole inside its slot: first smaller, then on more lines.

    Raises DoesNotFit for a text that could not be read at any allowed size.
    """
    left, top, right, bottom = slot.box
    for lines in range(1, slot.lines + 1):
        for percent in slot.fallback:
            size = (bottom - top) / LEADING / lines * percent / 100
            if size < slot.smallest:
                continue
            found = wrapped(text, slot.weight, size, right - left)
            if found and len(found) <= lines:
                return balanced(text, slot.weight, size, right - left), size
    raise DoesNotFit(text)


def set_words(text: str, slot: Slot, colour: Colour, layer: int) -> Words:
    """Place a text in its slot, in the middle of the height. Raises DoesNotFit."""
    lines, size = fit(tidy(text), slot)
    left, top, right, bottom = slot.box
    first = (top + bottom) / 2 - len(lines) * size * LEADING / 2 + size * 0.985
    placed = []
    for number, line in enumerate(lines):
        spare = right - left - width_of(line, slot.weight, size)
        x = left + {"left": 0.0, "middle": spare / 2, "right": spare}[slot.align]
        placed.append((x, first + number * size * LEADING, line))
    return Words(tuple(placed), size, slot.weight, colour, slot.box, layer)
