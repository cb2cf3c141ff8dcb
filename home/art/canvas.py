"""A small vector canvas on Pillow: shapes are drawn at twice the size and scaled down, which smooths every edge."""

import math
import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from .colour import Colour
from .shapes import Point, ellipse

WIDTH, HEIGHT, OVERSAMPLE = 1600, 900, 2
Fill = Colour | list[Colour]
Alpha = float | tuple[float, float]
Box = tuple[int, int, int, int]


class Canvas:
    """Draws in units of a 1600 × 900 picture, cropped around the middle to the asked size.

    A list of colours as a fill is a gradient from the shape's top to its bottom (or from left to right);
    a pair as alpha fades from top to bottom.
    """

    def __init__(self, size: tuple[int, int], units: tuple[int, int] = (WIDTH, HEIGHT)) -> None:
        self.size = size
        self.units = units
        scale = max(size[0] / units[0], size[1] / units[1])
        self.k = scale * OVERSAMPLE
        self.origin = ((units[0] - size[0] / scale) / 2, (units[1] - size[1] / scale) / 2)
        self.im = Image.new("RGB", (size[0] * OVERSAMPLE, size[1] * OVERSAMPLE))
        self.frames: list[tuple[float, float, float, float]] = []

    def finish(self) -> Image.Image:
        return self.im.resize(self.size, Image.Resampling.LANCZOS)

    @contextmanager
    def at(self, x: float, y: float, sx: float, sy: float | None = None) -> Iterator[None]:
        """Draw inside around (x, y), stretched; a negative factor mirrors."""
        self.frames.append((x, y, sx, abs(sx) if sy is None else sy))
        try:
            yield
        finally:
            self.frames.pop()

    def pixels(self, points: Sequence[Point]) -> list[Point]:
        out = list(points)
        for x, y, sx, sy in reversed(self.frames):
            out = [(x + px * sx, y + py * sy) for px, py in out]
        ox, oy = self.origin
        return [((px - ox) * self.k, (py - oy) * self.k) for px, py in out]

    def poly(self, points: Sequence[Point], fill: Fill, alpha: Alpha = 1.0, across: bool = False) -> None:
        pixels = self.pixels(points)
        if not isinstance(fill, list) and alpha == 1.0:
            ImageDraw.Draw(self.im).polygon(pixels, fill=fill)
            return
        whole, seen = self._boxes(pixels)
        if seen[0] >= seen[2] or seen[1] >= seen[3]:
            return
        mask = self._mask(pixels, seen)
        if alpha != 1.0:
            mask = ImageChops.multiply(mask, self._veil(alpha, whole, seen))
        self.im.paste(self._paint(fill, whole, seen, across), seen[:2], mask)

    def _boxes(self, pixels: Sequence[Point]) -> tuple[Box, Box]:
        xs, ys = [p[0] for p in pixels], [p[1] for p in pixels]
        whole = (math.floor(min(xs)), math.floor(min(ys)), math.ceil(max(xs)) + 1, math.ceil(max(ys)) + 1)
        w, h = self.im.size
        return whole, (max(whole[0], 0), max(whole[1], 0), min(whole[2], w), min(whole[3], h))

    @staticmethod
    def _mask(pixels: Sequence[Point], seen: Box) -> Image.Image:
        mask = Image.new("L", (seen[2] - seen[0], seen[3] - seen[1]))
        ImageDraw.Draw(mask).polygon([(x - seen[0], y - seen[1]) for x, y in pixels], fill=255)
        return mask

    @staticmethod
    def _veil(alpha: Alpha, whole: Box, seen: Box) -> Image.Image:
        size = (seen[2] - seen[0], seen[3] - seen[1])
        if not isinstance(alpha, tuple):
            return Image.new("L", size, round(alpha * 255))
        column = Image.new("L", (1, 2))
        column.putdata([round(a * 255) for a in alpha])
        return _stretch(column, whole, seen, False)

    @staticmethod
    def _paint(fill: Fill, whole: Box, seen: Box, across: bool) -> Image.Image:
        if not isinstance(fill, list):
            return Image.new("RGB", (seen[2] - seen[0], seen[3] - seen[1]), fill)
        strip = Image.new("RGB", (len(fill), 1) if across else (1, len(fill)))
        strip.putdata(fill)
        return _stretch(strip, whole, seen, across)

    def many(self, shapes: Sequence[Sequence[Point]], fill: Fill, alpha: Alpha = 1.0) -> None:
        for shape in shapes:
            self.poly(shape, fill, alpha)

    def glow(self, x: float, y: float, r: float, colour: Colour, alpha: float = 1.0) -> None:
        """Light that falls off softly to nothing at r."""
        whole, seen = self._boxes(self.pixels(ellipse(x, y, r)))
        if seen[0] >= seen[2] or seen[1] >= seen[3]:
            return
        falloff = Image.radial_gradient("L").point(
            [round(255 * alpha * max(0.0, 1 - i / 181) ** 2.2) for i in range(256)]
        )
        big = (falloff.width / max(whole[2] - whole[0], 1), falloff.height / max(whole[3] - whole[1], 1))
        part = ((seen[0] - whole[0]) * big[0], (seen[1] - whole[1]) * big[1],
                (seen[2] - whole[0]) * big[0], (seen[3] - whole[1]) * big[1])  # fmt: skip
        mask = falloff.resize((seen[2] - seen[0], seen[3] - seen[1]), Image.Resampling.BICUBIC, box=part)
        self.im.paste(colour, seen, mask)

    def soft(self, points: Sequence[Point], colour: Colour, alpha: float, blur: float) -> None:
        """A shape without an edge: a shadow, a cloud, a patch of light."""
        pixels = self.pixels(points)
        pad = blur * self.k * 2.5
        xs, ys = [p[0] for p in pixels], [p[1] for p in pixels]
        x0, y0 = math.floor(min(xs) - pad), math.floor(min(ys) - pad)
        size = (math.ceil(max(xs) + pad) - x0, math.ceil(max(ys) + pad) - y0)
        small = (max(size[0] // 8, 1), max(size[1] // 8, 1))
        mask = Image.new("L", small)
        fx, fy = small[0] / size[0], small[1] / size[1]
        ImageDraw.Draw(mask).polygon([((x - x0) * fx, (y - y0) * fy) for x, y in pixels], fill=round(alpha * 255))
        mask = mask.filter(ImageFilter.GaussianBlur(blur * self.k / 8)).resize(size, Image.Resampling.BICUBIC)
        self.im.paste(colour, (x0, y0, x0 + size[0], y0 + size[1]), mask)

    @contextmanager
    def clip(self, points: Sequence[Point]) -> Iterator[None]:
        """What is drawn inside shows only within the outline."""
        before = self.im.copy()
        yield
        _, seen = self._boxes(self.pixels(points))
        if seen[0] < seen[2] and seen[1] < seen[3]:
            before.paste(self.im.crop(seen), seen[:2], self._mask(self.pixels(points), seen))
        self.im = before

    def reflected(self, y: float, paint: Callable[[], None], alpha: float = 0.5, squash: float = 0.7) -> None:
        """Paint something that stands on the water line y, and its broken image in the water."""
        before = self.im.copy()
        with self.at(0, y * (1 + squash), 1, -squash):
            paint()
        changed = ImageChops.difference(before, self.im).getbbox()
        if changed:
            ghost = self.im.crop(changed)
            fade = Image.new("L", (1, 2))
            fade.putdata([round(255 * alpha), round(255 * alpha * 0.25)])
            before.paste(_rippled(ghost, self.k), changed[:2], fade.resize(ghost.size, Image.Resampling.BILINEAR))
        self.im = before
        paint()

    def mirror_down(self, y: float, depth: float, alpha: float = 0.5) -> None:
        """The whole picture above the water line y, reflected into the water below it."""
        line = round((y - self.origin[1]) * self.k)
        reach = min(round(depth * self.k), line, self.im.height - line)
        if reach < 2:
            return
        above = self.im.crop((0, line - reach, self.im.width, line)).transpose(Image.Transpose.FLIP_TOP_BOTTOM)
        fade = Image.new("L", (1, 3))
        fade.putdata([round(255 * alpha), round(255 * alpha * 0.5), 0])
        self.im.paste(_rippled(above, self.k), (0, line), fade.resize(above.size, Image.Resampling.BICUBIC))


def _stretch(strip: Image.Image, whole: Box, seen: Box, across: bool) -> Image.Image:
    """Blow a strip of colours up to the whole box, smoothly, and cut out the part that is seen."""
    length = (whole[2] - whole[0]) if across else (whole[3] - whole[1])
    count = max(strip.size)
    first = ((seen[0] - whole[0]) if across else (seen[1] - whole[1])) / length
    last = ((seen[2] - whole[0]) if across else (seen[3] - whole[1])) / length
    size = (seen[2] - seen[0], seen[3] - seen[1])
    lo, hi = 0.5 + first * (count - 1), 0.5 + last * (count - 1)
    part = (lo, 0, hi, 1) if across else (0, lo, 1, hi)
    line = (size[0], 1) if across else (1, size[1])
    return strip.resize(line, Image.Resampling.BILINEAR, box=part).resize(size, Image.Resampling.NEAREST)


def _rippled(image: Image.Image, k: float) -> Image.Image:
    """Shift bands of rows sideways, wider and further apart towards the beholder, as small waves do."""
    out = image.copy()
    rng = random.Random(image.height)
    y = 0
    while y < image.height:
        t = y / image.height
        band = max(2, round(k * (1.2 + 5 * t)))
        shift = round(k * (0.6 + 9 * t) * math.sin(y / k * 0.9 + rng.uniform(-0.8, 0.8)))
        out.paste(image.crop((0, y, image.width, min(y + band, image.height))), (shift, y))
        y += band
    return out
