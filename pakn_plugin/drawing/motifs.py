"""The motifs of scenery, each drawn into any box; `rising` is true where words lie to the left of it."""

import math
from collections.abc import Callable

from pakn_plugin.drawing.scenery import (
    Colours,
    birds,
    boat,
    hill,
    mixed,
    petal,
    sun,
    tower,
    wave,
)
from pakn_plugin.drawing.shapes import Disc, Outline, Shape
from pakn_plugin.drawing.sizes import Box

Motif = Callable[[Box, Colours, bool], list[Shape]]


def sea(box: Box, c: Colours, rising: bool) -> list[Shape]:
    """A bay by day: towers on an island, the sun, boats."""
    left, top, right, bottom = box
    w, h = right - left, bottom - top
    u = min(h, w * 0.52)
    horizon = bottom - max(0.3 * u, 0.26 * h)
    ix, sx, one, two = (left + w * at for at in ((0.27, 0.46, 0.41, 0.56) if rising else (0.76, 0.33, 0.66, 0.92)))
    found: list[Shape] = sun(sx, horizon - 0.33 * u, 0.17 * u, c)
    found += [
        hill(sx + 0.3 * u, horizon, 1.5 * u, 0.15 * u, c["far"]),
        hill(right, horizon, 1.9 * u, 0.24 * u, c["far"]),
    ]
    found += tower(ix - 0.17 * u, horizon - 0.13 * u, 0.3 * u, c["tower"])
    found += tower(ix + 0.05 * u, horizon - 0.15 * u, 0.46 * u, c["tower"])
    found.append(hill(ix, horizon, 1.15 * u, 0.26 * u, c["near"]))
    found += waters(box, horizon, c, rising)
    found += boat(one, horizon + 0.13 * u, 0.28 * u, c["sail"], c["hull"])
    found += boat(two, horizon + 0.07 * u, 0.17 * u, c["sail"], c["hull"])
    return [*found, *birds(left + w * (0.33 if rising else 0.5), horizon - 0.5 * u, 0.035 * u, c["sail"])]


def sunset(box: Box, c: Colours, rising: bool) -> list[Shape]:
    """A sun half sunk, its light on the water, towers and boats as shadows."""
    left, _top, right, bottom = box
    w, h = right - left, bottom - _top
    u = min(h, w * 0.6)
    horizon = bottom - max(0.36 * u, 0.3 * h)
    sx, tx, bx = (left + w * at for at in ((0.42, 0.2, 0.31) if rising else (0.44, 0.8, 0.64)))
    found: list[Shape] = sun(sx, horizon, 0.23 * u, c)
    found += [hill(right - w * 0.06, horizon, 1.6 * u, 0.2 * u, c["far"])]
    found += tower(tx + 0.16 * u, horizon - 0.12 * u, 0.3 * u, c["tower"])
    found += tower(tx - 0.1 * u, horizon - 0.13 * u, 0.45 * u, c["tower"])
    found.append(hill(tx, horizon, 1.25 * u, 0.24 * u, c["near"]))
    found += waters(box, horizon, c, rising)
    for row, wide in enumerate((0.5, 0.36, 0.27, 0.17, 0.1)):
        y = horizon + (0.05 + 0.062 * row) * u
        half, thick = wide * u * 0.55, 0.011 * u + 0.4
        found.append(Outline(((sx - half, y), (sx, y - thick), (sx + half, y), (sx, y + thick)), c["sun"]))
    found += boat(bx, horizon + 0.16 * u, 0.3 * u, c["sail"], c["hull"])
    return found


def islands(box: Box, c: Colours, rising: bool) -> list[Shape]:
    """Quiet hills behind each other in morning mist, one sail."""
    left, top, right, bottom = box
    w, h = right - left, bottom - top
    u = min(h, w * 0.52)
    horizon = bottom - max(0.26 * u, 0.22 * h)
    ix, sx, bx = (left + w * at for at in ((0.22, 0.44, 0.5) if rising else (0.74, 0.34, 0.64)))
    found: list[Shape] = sun(sx, horizon - 0.42 * u, 0.15 * u, c)
    pale = mixed(c["ground"], c["far"], 0.55)
    found.append(hill(sx - 0.5 * u, horizon, 1.5 * u, 0.3 * u, pale))
    found.append(hill(right, horizon, max(1.3 * u, 0.7 * w), 0.44 * u, pale))
    found.append(hill(sx, horizon, 1.4 * u, 0.22 * u, c["far"]))
    found.append(hill(right - 0.04 * w, horizon, 1.2 * u, 0.28 * u, c["far"]))
    found += tower(ix + 0.02 * u, horizon - 0.11 * u, 0.36 * u, c["tower"])
    found += tower(ix - 0.16 * u, horizon - 0.1 * u, 0.24 * u, c["tower"])
    found.append(hill(ix, horizon, 1.0 * u, 0.2 * u, c["near"]))
    found += waters(box, horizon, c, rising)
    found += boat(bx, horizon + 0.11 * u, 0.3 * u, c["sail"], c["hull"])
    return [*found, *birds(left + w * (0.3 if rising else 0.46), horizon - 0.6 * u, 0.035 * u, c["near"])]


def waters(box: Box, horizon: float, c: Colours, rising: bool) -> list[Shape]:
    """Three bands of water, deeper towards the front."""
    bottom = box[3]
    deep = bottom - horizon
    bands = ((0.0, 0.012, mixed(c["wave"], c["far"], 0.18)), (0.36, 0.05, c["wave"]), (0.68, 0.06, c["depth"]))
    return [
        wave(box, horizon + deep * at, deep * swing, 1.9 * number, fill, rising)
        for number, (at, swing, fill) in enumerate(bands)
    ]


def towers(box: Box, c: Colours, rising: bool) -> list[Shape]:
    """The towers close by, before rings of light."""
    left, top, right, bottom = box
    w, h = right - left, bottom - top
    u = min(h, w * 1.15)
    x = (left + right) / 2
    found: list[Shape] = [
        Disc(x, bottom - 0.5 * u, radius * u, mixed(c["deep"], c["glow"], share))
        for radius, share in ((0.74, 0.22), (0.6, 0.45), (0.47, 0.7))
    ]
    found.append(Disc(x, bottom - 0.5 * u, 0.34 * u, c["sun"]))
    foot = bottom - 0.09 * u
    shade = mixed(c["tower"], c["deep"], 0.72)
    found += tower(x - 0.4 * u, foot, 0.38 * u, c["tower"], shade)
    found += tower(x + 0.4 * u, foot, 0.44 * u, c["tower"], shade)
    found += tower(x, foot, 0.78 * u, c["tower"], shade)
    found.append(Outline(((left, foot), (right, foot), (right, bottom), (left, bottom)), c["near"]))
    return found


def lotus(box: Box, c: Colours, rising: bool) -> list[Shape]:
    """A lotus flower on the water."""
    left, top, right, bottom = box
    u = min(right - left, (bottom - top) * 1.5)
    x, y = (left + right) / 2, bottom - 0.1 * u
    found: list[Shape] = []
    for turn, length, width, share in (
        (1.25, 0.44, 0.17, 0.2), (0.95, 0.5, 0.2, 0.4), (0.62, 0.53, 0.22, 0.6), (0.3, 0.56, 0.22, 0.8),
    ):  # fmt: skip
        fill = mixed(c["far"], c["accent"], share)
        found += [petal(x, y, length * u, width * u, side * turn, fill) for side in (-1, 1)]
    found.append(petal(x, y, 0.55 * u, 0.22 * u, 0.0, c["accent"]))
    for side in (-1, 1):
        found.append(petal(x, y, 0.36 * u, 0.15 * u, side * 0.95, mixed(c["accent"], c["sun"], 0.35)))
        found.append(petal(x, y, 0.4 * u, 0.16 * u, side * 0.45, mixed(c["accent"], c["sun"], 0.6)))
    found.append(petal(x, y, 0.4 * u, 0.16 * u, 0.0, mixed(c["accent"], c["sun"], 0.85)))
    return found


def waves(box: Box, c: Colours, rising: bool) -> list[Shape]:
    """Water alone."""
    return waters(box, box[1] + 0.12 * (box[3] - box[1]), c, rising)


def rings(box: Box, c: Colours, rising: bool) -> list[Shape]:
    """A voice that spreads: rings around the lower right corner."""
    left, top, right, bottom = box
    u = math.hypot(right - left, bottom - top)
    shares = (0.2, 0.4, 0.65, 1.0)
    return [
        Disc(right, bottom, u * (0.92 - 0.2 * step), mixed(c["ground"], c["glow"], share))
        for step, share in enumerate(shares)
    ]


MOTIFS: dict[str, Motif] = {
    "sea": sea, "sunset": sunset, "islands": islands, "towers": towers, "lotus": lotus, "waves": waves, "rings": rings,
}  # fmt: skip
