"""What floats, and the people in it."""

import random
from functools import partial

from .canvas import Canvas
from .colour import INK, SAND, SEA, WARM, WHITE, Colour, Mood, mix, rgb
from .shapes import arc, box, curve, ellipse, ribbon, rounded

HULLS = [(rgb("#1C78B0"), WARM), (rgb("#14618F"), rgb("#D6502E")), (rgb("#2A93B8"), rgb("#B93A1C"))]


def person(c: Canvas, x: float, y: float, h: float, coat: Colour, hat: Colour | None, turn: int = 1) -> None:
    """A small standing figure seen from afar; a conical hat instead of a bare head when hat is given."""
    legs = mix(coat, INK, 0.65)
    c.poly(
        [
            (x - h * 0.09, y - h * 0.45),
            (x + h * 0.09, y - h * 0.45),
            (x + h * 0.1, y),
            (x + h * 0.02, y),
            (x, y - h * 0.3),
            (x - h * 0.03, y),
            (x - h * 0.1, y),
        ],
        legs,
    )
    c.poly(
        curve(
            [
                (x - h * 0.12, y - h * 0.4),
                (x - h * 0.13, y - h * 0.66),
                (x - h * 0.07, y - h * 0.8),
                (x + h * 0.07, y - h * 0.8),
                (x + h * 0.13, y - h * 0.66),
                (x + h * 0.12, y - h * 0.4),
            ],
            5,
        ),
        coat,
    )
    arm = curve(
        [(x + turn * h * 0.08, y - h * 0.75), (x + turn * h * 0.2, y - h * 0.6), (x + turn * h * 0.25, y - h * 0.45)], 5
    )
    c.poly(ribbon(arm, h * 0.07, h * 0.05), mix(coat, INK, 0.18))
    c.poly(ellipse(x, y - h * 0.88, h * 0.075, h * 0.09, 24), rgb("#8A5A44") if hat else INK)
    if hat:
        c.poly([(x, y - h * 1.06), (x + h * 0.19, y - h * 0.86), (x - h * 0.19, y - h * 0.86)], hat)
        c.poly([(x, y - h * 1.06), (x + h * 0.19, y - h * 0.86), (x + h * 0.03, y - h * 0.86)], mix(hat, INK, 0.22))


def fishing_boat(c: Canvas, m: Mood, x: float, y: float, w: float, paint: int = 0, facing: int = 1) -> None:
    """A wooden trawler, w long, floating on y: blue hull, red foot, high bow with painted eyes."""
    hull, foot = (m(colour) for colour in HULLS[paint % len(HULLS)])
    with c.at(x, y, facing * w, w):
        _rigging(c, m)
        _cabin(c, m, hull)
        _hull(c, m, hull, foot)


def _hull(c: Canvas, m: Mood, hull: Colour, foot: Colour) -> None:
    sheer = curve([(-0.49, -0.115), (-0.3, -0.085), (0.0, -0.075), (0.28, -0.105), (0.52, -0.215)], 10)
    outline = [
        *sheer,
        *curve([(0.52, -0.215), (0.46, -0.1), (0.38, 0.0)], 8),
        (0.36, 0.012),
        (-0.42, 0.012),
        (-0.46, -0.05),
    ]
    c.poly(outline, [mix(hull, WHITE, 0.2), hull, mix(hull, INK, 0.3)])
    with c.clip(outline):
        c.poly(box(-0.6, -0.022, 0.6, 0.02), foot)
        c.poly(ribbon([(px, py + 0.032) for px, py in sheer], 0.014), m(rgb("#F2D16B")))
        c.poly(ribbon([(px, py + 0.008) for px, py in sheer], 0.02), mix(foot, WHITE, 0.05))
    for side in (0.405, 0.0):
        if side:
            c.poly(
                [*arc(side, -0.112, 0.03, 0.014, 180, 360, 12), *arc(side, -0.112, 0.03, 0.012, 0, 180, 12)], m(WHITE)
            )
            c.poly(ellipse(side + 0.006, -0.112, 0.0105, steps=20), INK)
    for i in range(5):
        c.poly(ellipse(-0.32 + i * 0.13, -0.052, 0.016, 0.016, 20), mix(INK, hull, 0.35))
    c.poly(ribbon([(0.5, -0.2), (0.56, -0.26)], 0.016, 0.01), mix(foot, INK, 0.2))


def _cabin(c: Canvas, m: Mood, hull: Colour) -> None:
    wall = m(rgb("#EAF3F5"))
    c.poly(box(-0.4, -0.24, -0.12, -0.07), [wall, mix(wall, INK, 0.1)])
    c.poly(box(-0.33, -0.32, -0.16, -0.24), [wall, mix(wall, INK, 0.12)])
    c.poly(rounded(-0.43, -0.253, -0.09, -0.236, 0.006), mix(hull, INK, 0.1))
    c.poly(rounded(-0.355, -0.336, -0.135, -0.318, 0.006), m(WARM))
    glass = rgb("#FFD58A") if m.lit else m(rgb("#27536E"))
    for i in range(4):
        c.poly(rounded(-0.375 + i * 0.066, -0.205, -0.335 + i * 0.066, -0.15, 0.006), glass)
    for i in range(3):
        c.poly(rounded(-0.315 + i * 0.052, -0.303, -0.28 + i * 0.052, -0.266, 0.005), glass)
    c.poly(box(-0.4, -0.12, -0.12, -0.106), m(hull))


def _rigging(c: Canvas, m: Mood) -> None:
    wood = m(rgb("#7A5638"))
    line = mix(wood, INK, 0.2)
    c.poly(ribbon([(0.12, -0.07), (0.11, -0.52)], 0.016, 0.009), wood)
    c.poly(ribbon([(0.115, -0.2), (0.34, -0.43)], 0.009, 0.006), wood)
    c.poly(ribbon([(-0.24, -0.3), (-0.24, -0.46)], 0.01, 0.006), wood)
    for a, b in (
        ((0.11, -0.51), (0.5, -0.2)),
        ((0.11, -0.51), (-0.24, -0.44)),
        ((0.11, -0.51), (0.34, -0.43)),
        ((-0.24, -0.45), (-0.48, -0.11)),
    ):
        c.poly(ribbon([a, b], 0.0035), line, 0.8)
    c.poly(
        curve([(0.11, -0.52), (0.07, -0.512), (0.03, -0.52), (0.03, -0.47), (0.07, -0.462), (0.11, -0.47)], 5),
        m(rgb("#D2321E")),
    )
    net = curve([(-0.05, -0.08), (0.0, -0.15), (0.07, -0.13), (0.1, -0.08)], 6)
    c.poly(net, mix(m(rgb("#2F8A86")), INK, 0.1))
    for i in range(4):
        c.poly(ellipse(-0.03 + i * 0.035, -0.1 - 0.02 * (i % 2), 0.011, steps=16), m(rgb("#F0A24A")))


def basket_boat(c: Canvas, m: Mood, x: float, y: float, w: float, rower: bool = True, turn: int = 1) -> None:
    """A round woven coracle, w wide, floating on y."""
    weave = m(rgb("#C08A4E"))
    with c.at(x, y, turn * w, w):
        bowl = [*arc(0, -0.24, 0.5, 0.29, 0, 180, 40)]
        c.poly(ellipse(0, -0.24, 0.5, 0.13), m(rgb("#6B4526")))
        c.poly(ellipse(0, -0.215, 0.43, 0.09), mix(m(rgb("#6B4526")), INK, 0.35))
        if rower:
            person(c, -0.02, -0.16, 0.74, m(rgb("#E9EEF0")), m(SAND), 1)
            c.poly(ribbon([(0.13, -0.62), (0.5, 0.03)], 0.02), m(rgb("#7A5638")))
            c.poly(ribbon([(0.44, -0.08), (0.52, 0.07)], 0.03, 0.055), m(rgb("#8F6642")))
        rim = [*arc(0, -0.24, 0.5, 0.13, 0, 180, 40)]
        c.poly([*rim, *reversed(bowl)], [mix(weave, WHITE, 0.16), weave, mix(weave, INK, 0.5)])
        with c.clip([*rim, *reversed(bowl)]):
            for i in range(-7, 8):
                t = i / 7
                c.poly(
                    ribbon(curve([(t * 0.5 - 0.08, -0.26), (t * 0.4, -0.06), (t * 0.22 + 0.06, 0.08)], 5), 0.008),
                    INK,
                    0.22,
                )
                c.poly(
                    ribbon(curve([(t * 0.5 + 0.08, -0.26), (t * 0.4, -0.06), (t * 0.22 - 0.06, 0.08)], 5), 0.008),
                    WHITE,
                    0.12,
                )
        c.poly(ribbon(rim, 0.035), mix(weave, WHITE, 0.28))
        c.poly(ribbon(arc(0, -0.24, 0.5, 0.13, 180, 360, 40), 0.024), mix(weave, INK, 0.12))


def sail(c: Canvas, m: Mood, x: float, y: float, h: float, cloth: Colour, turn: int = 1) -> None:
    """A small sailing boat far out."""
    with c.at(x, y, turn * h, h):
        c.poly(
            [*curve([(0.02, -1), (0.34, -0.52), (0.46, -0.14)], 8), (0.02, -0.16)], [m(cloth), mix(m(cloth), SEA, 0.2)]
        )
        c.poly(
            [(-0.02, -0.92), (-0.02, -0.16), *curve([(-0.3, -0.18), (-0.14, -0.5), (-0.02, -0.92)], 6)],
            mix(m(cloth), SEA, 0.24),
        )
        c.poly([(-0.36, -0.1), (0.5, -0.12), (0.38, 0.01), (-0.28, 0.01)], m(rgb("#14425F")))


def fleet(c: Canvas, m: Mood, rng: random.Random, y0: float, y1: float, count: int, size: float) -> None:
    """Boats spread over the water, the nearer the larger, each with its reflection."""
    slots = [(i + rng.uniform(0.25, 0.75)) / count for i in range(count)]
    rng.shuffle(slots)
    for i, slot in enumerate(slots):
        t = (i + 0.6) / count
        y = y0 + (y1 - y0) * t
        w, x, facing, paint = size * (0.4 + 0.6 * t), 90 + 1420 * slot, rng.choice([1, 1, -1]), rng.randrange(3)
        c.reflected(y, partial(fishing_boat, c, m, x, y, w, paint, facing), 0.4, 0.75)
        c.poly(ellipse(x, y + w * 0.012, w * 0.47, w * 0.014), m.haze, 0.3)
