"""The banner as a picture: words that always fit, a button, and the scenery of its design."""

import io
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import fontpkg_be_vietnam_pro
from PIL import Image, ImageDraw, ImageFont

from pakn_plugin import conf
from pakn_plugin.services.banner_scene import PALETTES, Colour, Palette, Sheet, Zone, mark, paint

DENSITY = 2
SMALLEST = 6.0
LEADING = 1.28
COLOURS = 48
FORMATS = ("png", "webp")
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Look:
    """All that decides how a banner looks."""

    design: str
    language: str

    @property
    def name(self) -> str:
        """A file-safe name."""
        return f"{self.design}-{self.language}"


@dataclass(frozen=True)
class Slot:
    """Where a text goes, how large it may be, and on how many lines. `middle` centres it in the box."""

    text: str
    box: Box
    size: float
    lines: int = 1
    bold: bool = False
    middle: bool = False


@dataclass(frozen=True)
class Layout:
    """One size of the banner: scenery, mark, button and the places of the words, in pixels of the pasted size."""

    zone: Zone
    button: Box
    slots: tuple[Slot, ...]
    mark: tuple[float, float, float] | None = None


@dataclass(frozen=True)
class Words:
    """A text as it is set: its lines, their size and where each begins (left end of the baseline)."""

    lines: tuple[tuple[float, float, str], ...]
    size: float
    bold: bool
    colour: Colour
    box: Box


@dataclass(frozen=True)
class Drawn:
    """A finished banner, its ground without words and the words, so that a test can measure both."""

    image: Image.Image
    ground: Image.Image
    words: tuple[Words, ...]


LAYOUTS: dict[str, Layout] = {
    "970x90": Layout(
        Zone(478, 62, (560, 56), 21, (690, 38), ((500, 26), (612, 17)), (590, 20)),
        (776, 21, 946, 69),
        (
            Slot("heading", (92, 12, 470, 46), 27, bold=True),
            Slot("line", (92, 48, 470, 76), 17),
            Slot("call", (788, 21, 934, 69), 19, bold=True, middle=True),
        ),
        (26, 20, 50),
    ),
    "728x90": Layout(
        Zone(402, 62, (447, 56), 20, (528, 34), ((418, 23), (478, 15))),
        (572, 22, 710, 68),
        (
            Slot("heading", (76, 13, 396, 46), 24, bold=True),
            Slot("line", (76, 49, 396, 75), 15),
            Slot("call", (582, 22, 700, 68), 16, bold=True, middle=True),
        ),
        (18, 22, 46),
    ),
    "300x250": Layout(
        Zone(-60, 212, (150, 202), 23, (232, 50), ((52, 34), (104, 22)), (70, 172)),
        (20, 110, 180, 154),
        (
            Slot("heading", (20, 18, 280, 54), 27, bold=True),
            Slot("line", (20, 56, 280, 100), 16, lines=2),
            Slot("call", (30, 110, 170, 154), 17, bold=True, middle=True),
        ),
    ),
    "320x100": Layout(
        Zone(172, 82, (214, 79), 9, (270, 18), ((182, 17), (234, 11))),
        (14, 58, 142, 90),
        (
            Slot("heading", (14, 7, 306, 32), 20, bold=True),
            Slot("line", (14, 33, 306, 52), 13.5),
            Slot("call", (22, 58, 134, 90), 14.5, bold=True, middle=True),
        ),
    ),
    "234x60": Layout(
        Zone(172, 48, (186, 47), 6, (210, 13), ((170, 10),)),
        (10, 31, 104, 53),
        (
            Slot("heading", (10, 4, 224, 27), 17, bold=True),
            Slot("call", (16, 31, 98, 53), 11.5, bold=True, middle=True),
            Slot("place", (110, 29, 160, 55), 9.5, lines=2),
        ),
    ),
}
SIZES = tuple(LAYOUTS)


def size_of(name: str) -> tuple[int, int]:
    """Width and height of a size like "728x90"."""
    width, height = name.split("x")
    return int(width), int(height)


def texts(language: str) -> dict[str, str]:
    """The words of the banner in a language: heading, line, call, place. Vietnamese where a language has none."""
    every = conf.get("BANNER_TEXTS")
    return every.get(language) or every["vi"]


def alt(language: str) -> str:
    """What the picture says, for people who do not see it."""
    words = texts(language)
    return f"{words['heading']} – {words['line']}"


@lru_cache(maxsize=256)
def font(bold: bool, size: float) -> ImageFont.FreeTypeFont:
    """The typeface in a size of the pasted picture."""
    style = "Bold" if bold else "Medium"
    path = Path(fontpkg_be_vietnam_pro.ROOT) / "files" / f"BeVietnamPro-{style}.ttf"
    return ImageFont.truetype(str(path), round(size * DENSITY))


def width_of(text: str, bold: bool, size: float) -> float:
    """How wide a line of text is."""
    return font(bold, size).getlength(text) / DENSITY


def wrapped(text: str, bold: bool, size: float, width: float) -> list[str] | None:
    """The text in lines that fit a width; None where a single word does not."""
    lines: list[str] = []
    for word in text.split(" "):
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(joined, bold, size) <= width:
            lines[-1] = joined
        elif width_of(word, bold, size) <= width:
            lines.append(word)
        else:
            return None
    return lines


def balanced(text: str, bold: bool, size: float, width: float) -> list[str]:
    """The same number of lines, as even in width as they can be."""
    best = wrapped(text, bold, size, width) or [text]
    narrow = width
    while narrow > 20:
        narrow -= 4
        tried = wrapped(text, bold, size, narrow)
        if tried is None or len(tried) > len(best):
            break
        best = tried
    return best


def fit(text: str, slot: Slot) -> tuple[list[str], float]:
    """Lines and size that keep a text whole inside its slot: first smaller, then on more lines, then smaller still.

    Raises ValueError for a text that cannot be read at any size: it is a mistake in PAKN_BANNER_TEXTS.
    """
    left, top, right, bottom = slot.box
    alone = 0.78 if slot.lines == 1 else 0.94
    for smallest, most in ((slot.size * alone, 1), (slot.size * 0.7, slot.lines), (SMALLEST, 4)):
        size = slot.size
        while size >= smallest:
            lines = wrapped(text, slot.bold, size, right - left)
            if lines and len(lines) <= most and len(lines) * size * LEADING <= bottom - top:
                return balanced(text, slot.bold, size, right - left), size
            size -= 0.5
    raise ValueError(f"A banner text does not fit into {slot.box}: {text!r}")


def set_words(text: str, slot: Slot, colour: Colour) -> Words:
    """Place a text in its slot: in the middle of the height, on the left or centred."""
    lines, size = fit(text, slot)
    left, top, right, bottom = slot.box
    first = (top + bottom) / 2 - len(lines) * size * LEADING / 2 + size * 1.0
    placed = []
    for number, line in enumerate(lines):
        wide = width_of(line, slot.bold, size)
        x = (left + right - wide) / 2 if slot.middle else left
        placed.append((x, first + number * size * LEADING, line))
    return Words(tuple(placed), size, slot.bold, colour, slot.box)


def draw(look: Look, size: str) -> Drawn:
    """Draw a banner; `size` is one of SIZES, the picture has twice its pixels each way."""
    palette, layout = PALETTES[look.design], LAYOUTS[size]
    ground = _ground(palette, layout, size)
    said = texts(look.language)
    colours = {"heading": palette.heading, "line": palette.line, "call": palette.call, "place": palette.line}
    words = tuple(set_words(said[slot.text], slot, colours[slot.text]) for slot in layout.slots)
    image = ground.copy()
    pen = ImageDraw.Draw(image)
    for part in words:
        for x, y, line in part.lines:
            at = (x * DENSITY, y * DENSITY)
            pen.text(at, line, fill=part.colour, font=font(part.bold, part.size), anchor="ls")
    return Drawn(image, ground, words)


def _ground(palette: Palette, layout: Layout, size: str) -> Image.Image:
    width, height = size_of(size)
    sheet = Sheet((width, height), DENSITY, palette.sky)
    paint(sheet, palette, layout.zone)
    if layout.mark:
        mark(sheet, palette, *layout.mark)
    _left, top, _right, bottom = layout.button
    sheet.rounded(layout.button, (bottom - top) * 0.22, palette.button)
    image = sheet.finish()
    if palette.border:
        edge = (0, 0, width * DENSITY - 1, height * DENSITY - 1)
        ImageDraw.Draw(image).rectangle(edge, outline=palette.border, width=DENSITY)
    return image


def encode(image: Image.Image, form: str) -> bytes:
    """The file's bytes: few colours, no loss beyond that."""
    small = image.quantize(COLOURS, Image.Quantize.MEDIANCUT, kmeans=2, dither=Image.Dither.NONE)
    out = io.BytesIO()
    if form == "webp":
        small.convert("RGB").save(out, "WEBP", lossless=True, method=6)
    else:
        small.save(out, "PNG", optimize=True)
    return out.getvalue()
