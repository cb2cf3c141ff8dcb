"""Posters as PDF: vectors, so that a printer shows them as sharp as it can. One page, nothing but the drawing."""

import io
import math
import zlib

from PIL import Image

from pakn_plugin.drawing import outlines
from pakn_plugin.drawing.composing import Composed
from pakn_plugin.drawing.lettering import Words
from pakn_plugin.drawing.raster import opened
from pakn_plugin.drawing.shapes import Clip, Colour, Disc, Modules, Outline, Panel, Photo, Point, Ramp, Shape
from pakn_plugin.drawing.sizes import Box, size_of

# How far the handles of a quarter of a circle reach.
HANDLE = 4 / 3 * (math.sqrt(2) - 1)
MOST_PIXELS = (2000, 2000)


def pdf(composed: Composed, title: str) -> bytes:
    """The file's bytes."""
    width, height = size_of(composed.size)
    page = _Page(height)
    for each in composed.shapes:
        page.shape(each)
    for words in composed.words:
        page.words(words)
    states = "".join(f"/S{percent} << /ca {percent / 100:.2f} >> " for percent in sorted(page.opacities))
    images = "".join(f"/I{at} {6 + at} 0 R " for at in range(len(page.images)))
    resources = f"<< /ExtGState << {states}>> /XObject << {images}>> /Shading << {''.join(page.shadings)}>> >>"
    box = f"[0 0 {width} {height}]"
    content = zlib.compress("\n".join(page.lines).encode("ascii"), 9)
    said = "FEFF" + title.encode("utf-16-be").hex().upper()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox {box} /Contents 4 0 R /Resources {resources} >>".encode(),
        _stream("/Filter /FlateDecode", content),
        f"<< /Title <{said}> >>".encode(),
        *page.images,
    ]
    return _file(objects)


def _stream(entries: str, data: bytes) -> bytes:
    return f"<< {entries} /Length {len(data)} >>\nstream\n".encode() + data + b"\nendstream"


def _file(objects: list[bytes]) -> bytes:
    """Objects one after the other, and the table that says where each begins."""
    out = io.BytesIO(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    out.seek(0, io.SEEK_END)
    places = []
    for at, each in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(f"{at} 0 obj\n".encode() + each + b"\nendobj\n")
    table = out.tell()
    rows = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(objects) + 1
    out.write(f"xref\n0 {size}\n0000000000 65535 f \n{rows}".encode())
    out.write(f"trailer\n<< /Size {size} /Root 1 0 R /Info 5 0 R >>\nstartxref\n{table}\n%%EOF\n".encode())
    return out.getvalue()


class _Page:
    """Writes the operators of a page; PDF counts y from the foot."""

    def __init__(self, height: float) -> None:
        self.height = height
        self.lines: list[str] = []
        self.opacities: set[int] = {100}
        self.images: list[bytes] = []
        self.shadings: list[str] = []

    def shape(self, each: Shape) -> None:
        """Write a shape."""
        {
            Outline: self._outline, Disc: self._disc, Panel: self._panel, Ramp: self._ramp,
            Photo: self._photo, Clip: self._clip, Modules: self._modules,
        }[type(each)](each)  # type: ignore[operator]  # fmt: skip

    def words(self, words: Words) -> None:
        """Write a set text as outlines."""
        scale = words.size / outlines.units(words.weight)
        self._ink(words.colour, 1)
        for letter, x, y in outlines.letters(words):
            for name, points in outlines.outline(letter, words.weight):
                self._step(name, [(x + px * scale, y - py * scale) for px, py in points])
        self.lines.append("f")

    def _step(self, name: str, points: list[Point]) -> None:
        mark = {"move": "m", "line": "l", "curve": "c", "close": "h"}[name]
        self.lines.append(" ".join([*(self._at(point) for point in points), mark]))

    def _at(self, point: Point) -> str:
        return f"{point[0]:.2f} {self.height - point[1]:.2f}"

    def _ink(self, colour: Colour, opacity: float) -> None:
        percent = round(opacity * 100)
        self.opacities.add(percent)
        parts = " ".join(f"{part / 255:.4f}" for part in colour)
        self.lines.append(f"/S{percent} gs {parts} rg")

    def _outline(self, each: Outline) -> None:
        self._ink(each.colour, each.opacity)
        self._step("move", [each.points[0]])
        for point in each.points[1:]:
            self._step("line", [point])
        self.lines.append("f")

    def _disc(self, each: Disc) -> None:
        box = (each.x - each.radius, each.y - each.radius, each.x + each.radius, each.y + each.radius)
        self._panel(Panel(box, each.colour, each.radius, each.opacity))

    def _panel(self, each: Panel) -> None:
        self._ink(each.colour, each.opacity)
        (left, top, right, bottom), r = each.box, each.radius
        bend = r * (1 - HANDLE)
        self._step("move", [(left + r, top)])
        self._step("line", [(right - r, top)])
        self._step("curve", [(right - bend, top), (right, top + bend), (right, top + r)])
        self._step("line", [(right, bottom - r)])
        self._step("curve", [(right, bottom - bend), (right - bend, bottom), (right - r, bottom)])
        self._step("line", [(left + r, bottom)])
        self._step("curve", [(left + bend, bottom), (left, bottom - bend), (left, bottom - r)])
        self._step("line", [(left, top + r)])
        self._step("curve", [(left, top + bend), (left + bend, top), (left + r, top)])
        self.lines.append("h f")

    def _ramp(self, each: Ramp) -> None:
        left, top, right, bottom = each.box
        ends = {"down": (left, bottom), "right": (right, top), "diagonal": (right, bottom)}[each.direction]
        colours = [" ".join(f"{part / 255:.4f}" for part in colour) for colour in (each.first, each.second)]
        function = f"<< /FunctionType 2 /Domain [0 1] /C0 [{colours[0]}] /C1 [{colours[1]}] /N 1 >>"
        line = f"{self._at((left, top))} {self._at(ends)}"
        self.shadings.append(
            f"/H{len(self.shadings)} << /ShadingType 2 /ColorSpace /DeviceRGB /Coords [{line}] /Function {function} >> "
        )
        self.lines.append(f"q {self._box(each.box)} re W n /H{len(self.shadings) - 1} sh Q")

    def _box(self, box: Box) -> str:
        left, top, right, bottom = box
        return f"{left:.2f} {self.height - bottom:.2f} {right - left:.2f} {bottom - top:.2f}"

    def _clip(self, each: Clip) -> None:
        self.lines.append(f"q {self._box(each.box)} re W n")
        for inner in each.inner:
            self.shape(inner)
        self.lines.append("Q")

    def _modules(self, each: Modules) -> None:
        self._panel(Panel(each.box, each.light))
        self._ink(each.dark, 1)
        left, top, right, _bottom = each.box
        step = (right - left) / len(each.rows)
        for row, line in enumerate(each.rows):
            for column, dark in enumerate(line):
                if dark == "1":
                    x, y = left + column * step, top + row * step
                    self.lines.append(f"{self._box((x, y, x + step, y + step))} re")
        self.lines.append("f")

    def _photo(self, each: Photo) -> None:
        photo = opened(each.data)
        photo.thumbnail(MOST_PIXELS, Image.Resampling.LANCZOS)
        left, top, right, bottom = each.box
        choose = min if each.whole else max
        scale = choose((right - left) / photo.width, (bottom - top) / photo.height)
        wide, high = photo.width * scale, photo.height * scale
        x, y = (left + right - wide) / 2, (top + bottom - high) / 2
        place = f"{wide:.2f} 0 0 {high:.2f} {x:.2f} {self.height - y - high:.2f} cm"
        self.lines.append(f"q {self._box(each.box)} re W n /S100 gs {place} /I{self._keep(photo)} Do Q")

    def _keep(self, photo: Image.Image) -> int:
        """Store a picture and its transparency; give its number."""
        about = f"/Type /XObject /Subtype /Image /Width {photo.width} /Height {photo.height} /BitsPerComponent 8"
        number = len(self.images)
        alpha = zlib.compress(photo.getchannel("A").tobytes(), 9)
        out = io.BytesIO()
        photo.convert("RGB").save(out, "JPEG", quality=88)
        mask = f"/SMask {6 + number + 1} 0 R"
        self.images.append(_stream(f"{about} /ColorSpace /DeviceRGB /Filter /DCTDecode {mask}", out.getvalue()))
        self.images.append(_stream(f"{about} /ColorSpace /DeviceGray /Filter /FlateDecode", alpha))
        return number
