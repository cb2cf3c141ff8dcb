"""Shapes and words as SVG: vectors and outlines of letters only, so that it shows right inside <img>."""

import base64
import io
from html import escape

from PIL import Image

from pakn_plugin.drawing import outlines
from pakn_plugin.drawing.composing import Composed
from pakn_plugin.drawing.lettering import Words
from pakn_plugin.drawing.raster import opened
from pakn_plugin.drawing.shapes import Clip, Colour, Disc, Modules, Outline, Panel, Photo, Ramp, Shape
from pakn_plugin.drawing.sizes import Box, size_of

MOST_PIXELS = (1600, 1600)
ENDS = {"down": "0 0 0 1", "right": "0 0 1 0", "diagonal": "0 0 1 1"}


def svg(composed: Composed, title: str) -> bytes:
    """The file's bytes; `title` is what it says to people who do not see it."""
    width, height = size_of(composed.size)
    writer = _Writer()
    body = "".join(writer.shape(each) for each in composed.shapes) + "".join(map(writer.words, composed.words))
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
    said = f'{head} role="img"><title>{escape(title)}</title>'
    return f"{said}<defs>{''.join(writer.defs)}</defs>{body}</svg>".encode()


def number(value: float) -> str:
    """A coordinate, as short as it may be."""
    return f"{value:.1f}".removesuffix(".0")


def hexadecimal(colour: Colour) -> str:
    """A colour as SVG writes it."""
    return "#" + "".join(f"{part:02x}" for part in colour)


class _Writer:
    """Writes shapes; what is used more than once is defined in `defs`."""

    def __init__(self) -> None:
        self.defs: list[str] = []
        self.glyphs: dict[tuple[str, str], str] = {}

    def shape(self, each: Shape) -> str:
        """The markup of a shape."""
        return {
            Outline: self._outline, Disc: self._disc, Panel: self._panel, Ramp: self._ramp,
            Photo: self._photo, Clip: self._clip, Modules: self._modules,
        }[type(each)](each)  # type: ignore[operator]  # fmt: skip

    def words(self, words: Words) -> str:
        """A set text: each letter's outline once, then where it is used."""
        scale = words.size / outlines.units(words.weight)
        used = "".join(
            f'<use href="#{self._glyph(letter, words.weight)}" x="{x / scale:.0f}" y="{y / scale:.0f}"/>'
            for letter, x, y in outlines.letters(words)
        )
        return f'<g fill="{hexadecimal(words.colour)}" transform="scale({scale:.5f})">{used}</g>'

    def _glyph(self, letter: str, weight: str) -> str:
        key = (letter, weight)
        if key not in self.glyphs:
            self.glyphs[key] = f"g{len(self.glyphs)}"
            self.defs.append(f'<path id="{self.glyphs[key]}" d="{_path(letter, weight)}"/>')
        return self.glyphs[key]

    def _outline(self, each: Outline) -> str:
        points = " ".join(f"{number(x)},{number(y)}" for x, y in each.points)
        return f'<polygon points="{points}"{_fill(each.colour, each.opacity)}/>'

    def _disc(self, each: Disc) -> str:
        place = f'cx="{number(each.x)}" cy="{number(each.y)}" r="{number(each.radius)}"'
        return f"<circle {place}{_fill(each.colour, each.opacity)}/>"

    def _panel(self, each: Panel) -> str:
        corner = f' rx="{number(each.radius)}"' if each.radius else ""
        return f"<rect{_placed(each.box)}{corner}{_fill(each.colour, each.opacity)}/>"

    def _ramp(self, each: Ramp) -> str:
        name = f"r{len(self.defs)}"
        ends = " ".join(
            f'{at}="{v}"' for at, v in zip(("x1", "y1", "x2", "y2"), ENDS[each.direction].split(), strict=True)
        )
        stops = (
            f'<stop stop-color="{hexadecimal(each.first)}"/><stop offset="1" stop-color="{hexadecimal(each.second)}"/>'
        )
        self.defs.append(f'<linearGradient id="{name}" {ends}>{stops}</linearGradient>')
        return f'<rect{_placed(each.box)} fill="url(#{name})"/>'

    def _photo(self, each: Photo) -> str:
        data, kind = packed(each)
        how = "xMidYMid meet" if each.whole else "xMidYMid slice"
        code = base64.b64encode(data).decode()
        return f'<image{_placed(each.box)} preserveAspectRatio="{how}" href="data:image/{kind};base64,{code}"/>'

    def _clip(self, each: Clip) -> str:
        name = f"c{len(self.defs)}"
        self.defs.append(f'<clipPath id="{name}"><rect{_placed(each.box)}/></clipPath>')
        return f'<g clip-path="url(#{name})">{"".join(map(self.shape, each.inner))}</g>'

    def _modules(self, each: Modules) -> str:
        left, top, right, _bottom = each.box
        step = (right - left) / len(each.rows)
        drawn = "".join(
            f"M{column} {row}h1v1h-1z"
            for row, line in enumerate(each.rows)
            for column, dark in enumerate(line)
            if dark == "1"
        )
        place = f"translate({number(left)} {number(top)}) scale({step:.5f})"
        paths = f'<path d="{drawn}" transform="{place}" shape-rendering="crispEdges"{_fill(each.dark, 1)}/>'
        return f"<rect{_placed(each.box)}{_fill(each.light, 1)}/>{paths}"


def packed(each: Photo) -> tuple[bytes, str]:
    """A picture's bytes, no larger than it is shown: with transparency as PNG, else as JPEG."""
    photo = opened(each.data)
    photo.thumbnail(MOST_PIXELS, Image.Resampling.LANCZOS)
    out = io.BytesIO()
    if photo.getchannel("A").getextrema() != (255, 255):
        photo.save(out, "PNG", optimize=True)
        return out.getvalue(), "png"
    photo.convert("RGB").save(out, "JPEG", quality=82)
    return out.getvalue(), "jpeg"


def _path(letter: str, weight: str) -> str:
    """A letter's outline as a path; SVG's y grows downwards."""
    marks = {"move": "M", "line": "L", "curve": "C", "close": "z"}
    return "".join(
        marks[name] + " ".join(f"{round(x)} {round(-y)}" for x, y in points)
        for name, points in outlines.outline(letter, weight)
    )


def _fill(colour: Colour, opacity: float) -> str:
    seen = f' fill-opacity="{opacity:.2f}"' if opacity < 1 else ""
    return f' fill="{hexadecimal(colour)}"{seen}'


def _placed(box: Box) -> str:
    left, top, right, bottom = box
    values = zip(("x", "y", "width", "height"), (left, top, right - left, bottom - top), strict=True)
    return "".join(f' {name}="{number(value)}"' for name, value in values)
