"""Shapes and words as pixels: drawn larger and scaled down, which smooths every edge; then files of few colours."""

import io
from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image, ImageDraw, ImageOps

from pakn_plugin.drawing.composing import Composed
from pakn_plugin.drawing.layout import colour as hexadecimal
from pakn_plugin.drawing.lettering import font
from pakn_plugin.drawing.shapes import Clip, Colour, Disc, Modules, Outline, Panel, Photo, Ramp, Shape
from pakn_plugin.drawing.sizes import Box, density_of, size_of

OVERSAMPLE = 2
COLOURS = 64
RAMP_STEPS = 28
WHITE = hexadecimal("#FFFFFF")


@dataclass(frozen=True)
class Drawn:
    """A finished picture, and its ground without the words, so that contrast can be measured."""

    image: Image.Image
    ground: Image.Image


def opened(data: bytes, largest: int = 0) -> Image.Image:
    """A picture, upright, with its transparency; where a largest side is given, about that large at most."""
    picture = Image.open(io.BytesIO(data))
    if largest:
        picture.draft(None, (largest, largest))
    upright = ImageOps.exif_transpose(picture).convert("RGBA")
    if largest:
        upright.thumbnail((largest, largest))
    return upright


class Sheet:
    """Draws shapes in their own units, `k` pixels to a unit; `left` and `top` are the pixels where the image begins."""

    def __init__(
        self, image: Image.Image, k: float, left: int = 0, top: int = 0, opener: Callable[[bytes], Image.Image] = opened
    ) -> None:
        self.image, self.k, self.left, self.top, self.opener = image, k, left, top, opener
        self.pen = ImageDraw.Draw(image, "RGBA")

    def shape(self, each: Shape) -> None:
        """Draw one shape."""
        {
            Outline: self._outline, Disc: self._disc, Panel: self._panel, Ramp: self._ramp,
            Photo: self._photo, Clip: self._clip, Modules: self._none,
        }[type(each)](each)  # type: ignore[operator]  # fmt: skip

    def _fill(self, colour: Colour, opacity: float) -> tuple[int, int, int, int]:
        return (*colour, round(255 * opacity))

    def _outline(self, each: Outline) -> None:
        points = [(x * self.k - self.left, y * self.k - self.top) for x, y in each.points]
        self.pen.polygon(points, self._fill(each.colour, each.opacity))

    def _disc(self, each: Disc) -> None:
        x, y, r = each.x * self.k - self.left, each.y * self.k - self.top, each.radius * self.k
        self.pen.ellipse((x - r, y - r, x + r, y + r), self._fill(each.colour, each.opacity))

    def _panel(self, each: Panel) -> None:
        left, top, right, bottom = self._box(each.box)
        fill = self._fill(each.colour, each.opacity)
        self.pen.rounded_rectangle((left, top, right - 1, bottom - 1), each.radius * self.k, fill)

    def _box(self, box: Box) -> Box:
        left, top, right, bottom = (v * self.k for v in box)
        return left - self.left, top - self.top, right - self.left, bottom - self.top

    def _ramp(self, each: Ramp) -> None:
        """In steps: they are not seen, and the file stays small."""
        left, top, right, bottom = self._whole(each.box)
        across, down = right - left, bottom - top
        tile = Image.new("RGB", (across, down), each.first)
        pen = ImageDraw.Draw(tile)
        for step in range(1, RAMP_STEPS):
            share = step / (RAMP_STEPS - 1)
            fill = tuple(round(a + (b - a) * share) for a, b in zip(each.first, each.second, strict=True))
            at, end = step / RAMP_STEPS, (step + 1) / RAMP_STEPS
            if each.direction == "down":
                pen.rectangle((0, at * down, across, end * down), fill)
            elif each.direction == "right":
                pen.rectangle((at * across, 0, end * across, down), fill)
            else:
                x = at * (across + down)
                pen.polygon([(x, 0), (across + down, 0), (across, down), (x - down, down)], fill)
        self.image.paste(tile, (left, top))

    def _whole(self, box: Box) -> tuple[int, int, int, int]:
        left, top, right, bottom = (round(v * self.k) for v in box)
        return left - self.left, top - self.top, right - self.left, bottom - self.top

    def _photo(self, each: Photo) -> None:
        left, top, right, bottom = self._whole(each.box)
        photo = self.opener(each.data)
        if each.whole:
            photo = ImageOps.contain(photo, (right - left, bottom - top))
            left, top = left + (right - left - photo.width) // 2, top + (bottom - top - photo.height) // 2
        else:
            photo = ImageOps.fit(photo, (right - left, bottom - top))
        self.image.paste(photo, (left, top), photo.getchannel("A"))

    def _clip(self, each: Clip) -> None:
        across, down, right, bottom = self._whole(each.box)
        left, top = max(across, 0), max(down, 0)
        right, bottom = min(right, self.image.width), min(bottom, self.image.height)
        if left >= right or top >= bottom:
            return
        copy = Sheet(self.image.copy(), self.k, self.left, self.top, self.opener)
        for inner in each.inner:
            copy.shape(inner)
        self.image.paste(copy.image.crop((left, top, right, bottom)), (left, top))

    def _none(self, each: Modules) -> None:
        """Drawn later, in the final size: scaled modules would be grey at their edges."""


def draw(composed: Composed, density: float | None = None) -> Drawn:
    """The picture of a composed size; `density` pixels for a unit (its own where not given)."""
    density = density or density_of(composed.size)
    width, height = (round(v * density) for v in size_of(composed.size))
    large = Image.new("RGB", (width * OVERSAMPLE, height * OVERSAMPLE), WHITE)
    sheet = Sheet(large, density * OVERSAMPLE)
    for each in composed.shapes:
        sheet.shape(each)
    ground = large.resize((width, height), Image.Resampling.BOX)
    for each in composed.shapes:
        if isinstance(each, Modules):
            draw_code(ground, each, density)
    image = ground.copy()
    pen = ImageDraw.Draw(image)
    for words in composed.words:
        face = font(words.weight, words.size * density)
        for x, y, line in words.lines:
            pen.text((x * density, y * density), line, fill=words.colour, font=face, anchor="ls")
    return Drawn(image, ground)


def module_pixels(each: Modules, density: float) -> int:
    """How many whole pixels a module of a QR code gets."""
    return int((each.box[2] - each.box[0]) * density / len(each.rows))


def draw_code(image: Image.Image, each: Modules, density: float, x0: int = 0, y0: int = 0) -> None:
    """A QR code in whole pixels, on an image that begins at some pixel."""
    step = module_pixels(each, density)
    left, top, right, bottom = (round(v * density) - begin for v, begin in zip(each.box, (x0, y0, x0, y0), strict=True))
    pen = ImageDraw.Draw(image)
    pen.rectangle((left, top, right - 1, bottom - 1), each.light)
    if not step:
        return
    spare = (right - left - step * len(each.rows)) // 2
    for row, line in enumerate(each.rows):
        for column, dark in enumerate(line):
            if dark == "1":
                x, y = left + spare + column * step, top + spare + row * step
                pen.rectangle((x, y, x + step - 1, y + step - 1), each.dark)


def reduced(image: Image.Image) -> Image.Image:
    """The picture in few colours, which keeps flat shapes small."""
    return image.quantize(COLOURS, Image.Quantize.MEDIANCUT, kmeans=2, dither=Image.Dither.NONE)


def encode(image: Image.Image, form: str, few: Image.Image | None = None) -> bytes:
    """The file's bytes in "png", "webp" or "avif": few colours, no loss beyond that (AVIF loses what is not seen).

    `few` is what `reduced` made of it, where that is known already.
    """
    out = io.BytesIO()
    if form == "avif":
        image.save(out, "AVIF", quality=32, speed=8, subsampling="4:4:4")
        return out.getvalue()
    few = few or reduced(image)
    if form == "webp":
        few.convert("RGB").save(out, "WEBP", lossless=True, method=4)
    else:
        few.save(out, "PNG", optimize=True)
    return out.getvalue()
