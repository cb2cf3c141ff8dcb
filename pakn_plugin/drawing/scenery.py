"""Sea, islands, towers, boats and flowers from flat shapes, so that files stay small and every edge is sharp."""

import math

from pakn_plugin.drawing.shapes import Colour, Disc, Outline, Point, Shape

Colours = dict[str, Colour]


def hill(x: float, foot: float, width: float, height: float, fill: Colour) -> Outline:
    """An island: a soft hump with a lower shoulder."""
    outline: list[Point] = [(x - width / 2, foot + 2)]
    for i in range(33):
        t = i / 32
        rise = math.sin(math.pi * t) ** 1.6 * (1 - 0.28 * math.sin(3 * math.pi * t) ** 2)
        outline.append((x - width / 2 + width * t, foot - height * rise))
    return Outline((*outline, (x + width / 2, foot + 2)), fill)


# Half width below and above, lower and upper end of each tier of a tower, as parts of its height.
_TIERS = ((0.25, 0.235, 0.0, 0.5), (0.19, 0.17, 0.5, 0.68), (0.135, 0.12, 0.68, 0.82), (0.085, 0.07, 0.82, 0.92))


def tower(x: float, foot: float, height: float, fill: Colour, shade: Colour | None = None) -> list[Shape]:
    """A Cham tower: a massive body, tiers that grow smaller, a tip; with a `shade` also its door and pillars."""
    found: list[Shape] = []
    for half, slim, low, high in _TIERS:
        low_y, top = foot - low * height, foot - high * height
        points = (
            (x - half * height, low_y), (x - slim * height, top), (x + slim * height, top), (x + half * height, low_y),
        )  # fmt: skip
        found.append(Outline(points, fill))
        ledge, thick = (half + 0.018) * height, height * 0.028
        found.append(_box(x - ledge, top - thick * 0.3, x + ledge, top + thick, fill))
        for side in (-1, 1):
            found.append(_spike(x + side * (ledge - height * 0.022), top, height * 0.022, height * 0.075, fill))
    found.append(_spike(x, foot - 0.91 * height, 0.055 * height, 0.17 * height, fill))
    if shade:
        found += _details(x, foot, height, shade)
    return found


def _details(x: float, foot: float, height: float, shade: Colour) -> list[Shape]:
    """The doorway with its niches above, pillars, and the mouldings of the base and below the roof."""
    found: list[Shape] = [_arch(x, foot, height * 0.095, height * 0.31, shade)]
    for side in (-1, 1):
        px = x + side * 0.165 * height
        found.append(_box(px - height * 0.012, foot - 0.4 * height, px + height * 0.012, foot - 0.07 * height, shade))
    for low, half in ((0.455, 0.2), (0.425, 0.2), (0.655, 0.15), (0.8, 0.105)):
        y = foot - low * height
        found.append(_box(x - half * height, y, x + half * height, y + height * 0.011, shade))
    for half, low, high in ((0.05, 0.525, 0.635), (0.035, 0.705, 0.785)):
        found.append(_arch(x, foot - low * height, half * height, (high - low) * height, shade))
    return found


def _arch(x: float, foot: float, half: float, height: float, fill: Colour) -> Outline:
    """A pointed doorway."""
    shoulder = foot - height * 0.55
    curve = [
        (x - half * math.cos(math.pi * t / 16), shoulder - height * 0.45 * math.sin(math.pi * t / 16)) for t in range(9)
    ]
    right = [(2 * x - px, py) for px, py in reversed(curve[:-1])]
    return Outline(((x - half, foot), *curve, *right, (x + half, foot)), fill)


def _box(left: float, top: float, right: float, bottom: float, fill: Colour) -> Outline:
    return Outline(((left, top), (right, top), (right, bottom), (left, bottom)), fill)


def _spike(x: float, foot: float, half: float, height: float, fill: Colour) -> Outline:
    return Outline(((x - half, foot), (x, foot - height), (x + half, foot)), fill)


def wave(box: tuple[float, float, float, float], crest: float, swing: float, turn: float, fill: Colour,
         rising: bool) -> Outline:  # fmt: skip
    """A band of water from its crest to the bottom; `rising` lets it begin flat at the left, under words."""
    left, _top, right, bottom = box
    length = max((bottom - crest) * 1.5, 20)
    outline: list[Point] = [(left, bottom)]
    for step in range(97):
        x = left + (right - left) * step / 96
        rise = 1 / (1 + math.exp(-(x - left - 0.1 * (right - left)) / (0.03 * (right - left)))) if rising else 1
        top = bottom - (bottom - crest) * rise + swing * math.sin((x - left) / length * 2.4 + turn) * rise
        outline.append((x, top))
    return Outline((*outline, (right, bottom)), fill)


def boat(x: float, y: float, size: float, sail: Colour, hull: Colour) -> list[Shape]:
    """A sailing boat; `size` is its height, `y` its water line."""
    parts = (
        (((-0.42, -0.16), (0.46, -0.2), (0.3, 0.04), (-0.28, 0.04)), hull),
        (((0.02, -1.0), (0.44, -0.27), (0.02, -0.25)), sail),
        (((-0.04, -0.86), (-0.04, -0.24), (-0.34, -0.24)), sail),
    )
    return [Outline(tuple((x + px * size, y + py * size) for px, py in part), fill) for part, fill in parts]


def birds(x: float, y: float, size: float, fill: Colour) -> list[Shape]:
    """A few gulls far away."""
    found: list[Shape] = []
    for dx, dy, grown in ((0, 0, 1.0), (2.7, -1.1, 0.82), (4.3, 0.7, 0.73)):
        bx, by, s = x + dx * size, y + dy * size, size * grown
        for side in (-1, 1):
            wing = ((0.0, 0.0), (0.55, -0.5), (1.0, -0.18), (0.55, -0.28))
            found.append(Outline(tuple((bx + side * px * s, by + py * s) for px, py in wing), fill))
    return found


def petal(x: float, y: float, length: float, width: float, turn: float, fill: Colour) -> Outline:
    """A pointed petal that grows from a point, turned by an angle (0 is upright)."""
    side = [(width / 2 * math.sin(math.pi * (t / 14) ** 0.85), length * t / 14) for t in range(15)]
    points = [*side, *[(-px, py) for px, py in reversed(side[1:-1])]]
    sine, cosine = math.sin(turn), math.cos(turn)
    return Outline(tuple((x + px * cosine + py * sine, y + px * sine - py * cosine) for px, py in points), fill)


def mark(box: tuple[float, float, float, float], fill: Colour, ink: Colour) -> list[Shape]:
    """A speech bubble with a wave in it: somebody speaks, the province listens."""
    left, top, right, bottom = box
    size = min(right - left, bottom - top)
    x, y = (left + right - size) / 2, (top + bottom - size) / 2
    found: list[Shape] = [_bubble(x, y, size, fill)]
    for row, width in ((0.29, 0.62), (0.5, 0.4)):
        points = [
            (x + size * (0.19 + width * t / 24), y + size * (row + 0.035 * math.sin(t / 24 * width * 21)))
            for t in range(25)
        ]
        thick = size * 0.075
        found.append(Outline((*points, *[(px, py + thick) for px, py in reversed(points)]), ink))
    return found


def _bubble(x: float, y: float, size: float, fill: Colour) -> Outline:
    """The bubble's round box with its tail in one outline."""
    high, radius = size * 0.78, size * 0.24
    centres = ((size - radius, radius, -90), (size - radius, high - radius, 0), (radius, high - radius, 90),
               (radius, radius, 180))  # fmt: skip
    points: list[Point] = []
    for cx, cy, start in centres:
        if start == 90:
            points += [(x + size * 0.5, y + high), (x + size * 0.2, y + size)]
        for step in range(9):
            angle = math.radians(start + 90 * step / 8)
            points.append((x + cx + radius * math.cos(angle), y + cy + radius * math.sin(angle)))
    return Outline(tuple(points), fill)


def sun(x: float, y: float, radius: float, c: Colours) -> list[Shape]:
    """The sun with rings of light around it."""
    rings = ((2.6, 0.22), (2.0, 0.32), (1.45, 0.55))
    found: list[Shape] = [Disc(x, y, radius * far, c["glow"], share) for far, share in rings]
    return [*found, Disc(x, y, radius, c["sun"])]


def mixed(first: Colour, second: Colour, share: float) -> Colour:
    """A colour between two."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return red, green, blue
