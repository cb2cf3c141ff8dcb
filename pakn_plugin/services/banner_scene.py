"""The scenery of the banner: sea, islands, a tower and boats, drawn from flat shapes so that files stay small."""

import math
from dataclasses import dataclass

from PIL import Image, ImageDraw

Colour = tuple[int, int, int]
Point = tuple[float, float]
OVERSAMPLE = 2


def rgb(code: str) -> Colour:
    """A colour from its hexadecimal form."""
    return int(code[1:3], 16), int(code[3:5], 16), int(code[5:7], 16)


@dataclass(frozen=True)
class Palette:
    """The colours of one design. Text colours must stand out from sky and waves: a test measures it."""

    sky: Colour
    glow: tuple[Colour, ...]
    sun: Colour
    far: Colour
    near: Colour
    tower: Colour
    waves: tuple[Colour, Colour, Colour]
    sail: Colour
    hull: Colour
    heading: Colour
    line: Colour
    button: Colour
    call: Colour
    mark: Colour
    mark_ink: Colour
    border: Colour | None = None


PALETTES = {
    "sea": Palette(
        sky=rgb("#0B5C8A"),
        glow=(rgb("#0E6595"), rgb("#136F9F"), rgb("#1B7BAB")),
        sun=rgb("#FFE3AE"),
        far=rgb("#3F93B8"),
        near=rgb("#0A4A70"),
        tower=rgb("#E39A72"),
        waves=(rgb("#0A527C"), rgb("#08446A"), rgb("#073A5A")),
        sail=rgb("#FFFFFF"),
        hull=rgb("#E8785A"),
        heading=rgb("#FFFFFF"),
        line=rgb("#E8F2F8"),
        button=rgb("#C2410C"),
        call=rgb("#FFFFFF"),
        mark=rgb("#FFFFFF"),
        mark_ink=rgb("#0B5C8A"),
    ),
    "dusk": Palette(
        sky=rgb("#33244E"),
        glow=(rgb("#4A2C5A"), rgb("#7A3B5E"), rgb("#B9545A")),
        sun=rgb("#FFD58A"),
        far=rgb("#8A4A66"),
        near=rgb("#2A1B3F"),
        tower=rgb("#1E1431"),
        waves=(rgb("#2B2148"), rgb("#241A3D"), rgb("#1C1431")),
        sail=rgb("#FFE9C7"),
        hull=rgb("#160F26"),
        heading=rgb("#FFFFFF"),
        line=rgb("#F6E4DA"),
        button=rgb("#FFC46B"),
        call=rgb("#2A1B3F"),
        mark=rgb("#FFC46B"),
        mark_ink=rgb("#33244E"),
    ),
    "light": Palette(
        sky=rgb("#FFFFFF"),
        glow=(rgb("#F5FAFD"), rgb("#E8F2F8"), rgb("#DBECF5")),
        sun=rgb("#FFD9A0"),
        far=rgb("#B7D6E6"),
        near=rgb("#6FA9C6"),
        tower=rgb("#C97B52"),
        waves=(rgb("#DDEEF6"), rgb("#C9E3F0"), rgb("#B1D5E7")),
        sail=rgb("#FFFFFF"),
        hull=rgb("#C2410C"),
        heading=rgb("#07324D"),
        line=rgb("#22394A"),
        button=rgb("#C2410C"),
        call=rgb("#FFFFFF"),
        mark=rgb("#0B5C8A"),
        mark_ink=rgb("#FFFFFF"),
        border=rgb("#B9D5E6"),
    ),
}


@dataclass(frozen=True)
class Zone:
    """The part of a banner where scenery may be lively: from `left` to the right edge, the sea from `horizon` down."""

    left: float
    horizon: float
    sun: Point
    radius: float
    island: Point
    boats: tuple[Point, ...] = ()
    birds: Point | None = None


class Sheet:
    """A canvas in the banner's own units; drawn larger and scaled down, which smooths every edge."""

    def __init__(self, size: tuple[int, int], density: int, ground: Colour) -> None:
        self.size, self.density, self.k = size, density, density * OVERSAMPLE
        self.image = Image.new("RGB", (size[0] * self.k, size[1] * self.k), ground)
        self.draw = ImageDraw.Draw(self.image)

    def poly(self, points: list[Point], fill: Colour) -> None:
        """A filled outline."""
        self.draw.polygon([(x * self.k, y * self.k) for x, y in points], fill=fill)

    def disc(self, x: float, y: float, r: float, fill: Colour) -> None:
        """A filled circle."""
        self.draw.ellipse([(x - r) * self.k, (y - r) * self.k, (x + r) * self.k, (y + r) * self.k], fill=fill)

    def rounded(self, box: tuple[float, float, float, float], radius: float, fill: Colour) -> None:
        """A box with round corners."""
        self.draw.rounded_rectangle([v * self.k for v in box], radius * self.k, fill=fill)

    def finish(self) -> Image.Image:
        """The picture in its final size."""
        target = (self.size[0] * self.density, self.size[1] * self.density)
        return self.image.resize(target, Image.Resampling.LANCZOS)


def paint(sheet: Sheet, p: Palette, zone: Zone) -> None:
    """The whole ground of a banner."""
    x, y = zone.sun
    for step, colour in zip((3.6, 2.5, 1.65), p.glow, strict=True):
        sheet.disc(x, y, zone.radius * step, colour)
    sheet.disc(x, y, zone.radius, p.sun)
    ix, unit = zone.island
    hill(sheet, (zone.left + ix) / 2, zone.horizon, unit * 3.2, unit * 0.5, p.far)
    hill(sheet, ix - unit * 1.0, zone.horizon, unit * 2.0, unit * 0.8, p.far)
    tower(sheet, ix - unit * 0.42, zone.horizon - unit * 0.42, unit * 0.72, p.tower)
    tower(sheet, ix + unit * 0.1, zone.horizon - unit * 0.44, unit * 1.05, p.tower)
    hill(sheet, ix + unit * 0.1, zone.horizon, unit * 3.0, unit * 0.6, p.near)
    waters(sheet, p, zone)
    for bx, size in zone.boats:
        boat(sheet, p, bx, zone.horizon + size * 0.42, size)
    if zone.birds:
        birds(sheet, p.sail if p.border is None else p.near, zone.birds)


def hill(sheet: Sheet, x: float, foot: float, width: float, height: float, fill: Colour) -> None:
    """An island: a soft hump with a lower shoulder."""
    outline = [(x - width / 2, foot + 2)]
    for i in range(41):
        t = i / 40
        rise = math.sin(math.pi * t) ** 1.6 * (1 - 0.28 * math.sin(3 * math.pi * t) ** 2)
        outline.append((x - width / 2 + width * t, foot - height * rise))
    sheet.poly([*outline, (x + width / 2, foot + 2)], fill)


def tower(sheet: Sheet, x: float, foot: float, height: float, fill: Colour) -> None:
    """A Cham tower as a silhouette: a massive body, three tiers that grow smaller, a tip."""
    for wide, low, high in ((0.5, 0.0, 0.52), (0.38, 0.5, 0.7), (0.27, 0.68, 0.84), (0.16, 0.82, 0.94)):
        half, slim, low_y, top = wide * height / 2, wide * height * 0.45, foot - low * height, foot - high * height
        sheet.poly([(x - half, low_y), (x - slim, top), (x + slim, top), (x + half, low_y)], fill)
        ledge, thick = half * 1.06, height * 0.03
        sheet.poly([(x - ledge, top), (x - slim, top + thick), (x + slim, top + thick), (x + ledge, top)], fill)
        for side in (-1, 1):
            spike(sheet, x + side * (ledge - height * 0.02), top, height * 0.025, height * 0.07, fill)
    spike(sheet, x, foot - 0.93 * height, 0.06 * height, 0.15 * height, fill)


def spike(sheet: Sheet, x: float, foot: float, half: float, height: float, fill: Colour) -> None:
    """A small pointed ornament."""
    sheet.poly([(x - half, foot), (x, foot - height), (x + half, foot)], fill)


def waters(sheet: Sheet, p: Palette, zone: Zone) -> None:
    """Three bands of water over the whole width: low under the words, up to the horizon in the zone."""
    w, h = sheet.size
    depth = h - zone.horizon
    for i, colour in enumerate(p.waves):
        crest = zone.horizon + depth * (0.0, 0.4, 0.72)[i]
        amplitude = (0.5, 1.6, 2.0)[i] * min(1.0, depth / 26)
        outline: list[Point] = [(0, h)]
        for step in range(121):
            x = w * step / 120
            rise = 1 / (1 + math.exp(-(x - zone.left + w * 0.035) / max(w * 0.014, 5)))
            top = h - (h - crest) * rise + amplitude * math.sin(x / (17 + 6 * i) + i * 1.9) * rise
            outline.append((x, top))
        sheet.poly([*outline, (w, h)], colour)


def boat(sheet: Sheet, p: Palette, x: float, y: float, size: float) -> None:
    """A sailing boat; `size` is its height."""
    hull = [(-0.42, -0.16), (0.46, -0.2), (0.3, 0.04), (-0.28, 0.04)]
    sheet.poly([(x + px * size, y + py * size) for px, py in hull], p.hull)
    edge = p.hull if p.border is not None else p.sail
    for outline in ([(0.02, -1.0), (0.44, -0.27), (0.02, -0.25)], [(-0.04, -0.86), (-0.04, -0.24), (-0.34, -0.24)]):
        sheet.poly([(x + px * size, y + py * size) for px, py in outline], edge)


def birds(sheet: Sheet, fill: Colour, at: Point) -> None:
    """A few gulls far away."""
    for dx, dy, s in ((0, 0, 4.4), (12, -5, 3.6), (19, 3, 3.2)):
        x, y = at[0] + dx, at[1] + dy
        for side in (-1, 1):
            wing = [
                (x, y),
                (x + side * s * 0.55, y - s * 0.5),
                (x + side * s, y - s * 0.18),
                (x + side * s * 0.55, y - s * 0.28),
            ]
            sheet.poly(wing, fill)


def mark(sheet: Sheet, p: Palette, x: float, y: float, size: float) -> None:
    """A speech bubble with a wave in it: somebody speaks, the province listens."""
    sheet.rounded((x, y, x + size, y + size * 0.78), size * 0.24, p.mark)
    sheet.poly(
        [(x + size * 0.2, y + size * 0.7), (x + size * 0.2, y + size), (x + size * 0.5, y + size * 0.74)], p.mark
    )
    for row, width in ((0.29, 0.62), (0.5, 0.4)):
        points = [
            (x + size * (0.19 + width * t / 24), y + size * (row + 0.035 * math.sin(t / 24 * width * 21)))
            for t in range(25)
        ]
        thick = size * 0.075
        sheet.poly([*points, *[(px, py + thick) for px, py in reversed(points)]], p.mark_ink)
