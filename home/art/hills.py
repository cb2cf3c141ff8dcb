"""Scenes of wind, sand and clay."""

import math
import random

from .boats import person
from .canvas import Canvas
from .coast import leaf
from .colour import BRICK, CORAL, INK, LAMP, LEAF, SAND, WHITE, Colour, Mood, mix, rgb
from .land import SHIRTS, ground, sheep
from .nature import bush, grass, lens, palm, range_of_hills, sky, streaks
from .shapes import arc, box, curve, ellipse, ribbon


def pottery(c: Canvas, m: Mood, rng: random.Random) -> None:
    sky(c, m, rng, 470)
    range_of_hills(c, m, rng, 500, 210, 0.12)
    for x, w, h in ((140, 420, 150), (1450, 480, 170), (800, 400, 70)):
        bush(c, x, 548, w, h, leaf(m, 0.3), rng)
    yard = m(rgb("#D9A774"))
    c.poly(box(-100, 540, 1700, 1000), [mix(yard, m.haze, 0.35), yard, mix(yard, m.near, 0.35)])
    shed(c, m)
    fx = rng.uniform(1230, 1330)
    c.soft(
        curve(
            [
                (fx, 610),
                (fx - 50, 480),
                (fx + 30, 360),
                (fx - 20, 220),
                (fx + 60, 230),
                (fx + 70, 380),
                (fx + 30, 490),
                (fx + 60, 610),
            ]
        ),
        m.haze,
        0.6,
        16,
    )
    for i in range(9):
        pot(c, m, rng, fx - 120 + i * 36, 640 + (i % 3) * 10, 40 + (i * 7) % 22)
    c.glow(fx + 10, 636, 150, rgb("#FF9A4A"), 0.7)
    for i in range(16):
        px = fx - 130 + i * 18
        c.poly(
            [(px, 662), (px + 14, 662), (px + 7 + rng.uniform(-8, 8), 662 - rng.uniform(20, 54))],
            rng.choice([rgb("#F6A046"), rgb("#E8632E"), rgb("#FFD68A")]),
            0.9,
        )
    person(c, 700, 690, 190, m(rgb("#3F8F83")), m(SAND), 1)
    pot(c, m, rng, 752, 700, 124)
    person(c, 330, 660, 150, m(CORAL), m(SAND), 1)
    pot(c, m, rng, 372, 664, 70)
    shelf = sorted((rng.uniform(740, 890), rng.uniform(0, 1600), rng.uniform(80, 170)) for _ in range(15))
    for py, px, s in shelf:
        if not 560 < px < 880 or py > 820:
            pot(c, m, rng, px, py, s)


def shed(c: Canvas, m: Mood) -> None:
    wood, roof = m(rgb("#7A5638")), m(rgb("#B98B52"))
    c.poly(box(110, 400, 590, 610), mix(wood, INK, 0.45))
    if m.lit:
        c.glow(350, 470, 230, LAMP, 0.7)
    for px in (110, 270, 430, 580):
        c.poly(box(px, 390, px + 14, 612), wood)
    c.poly([(60, 410), (170, 290), (540, 290), (650, 410)], [mix(roof, WHITE, 0.2), roof, mix(roof, INK, 0.3)])
    for i in range(24):
        c.poly(ribbon([(180 + i * 15, 292), (76 + i * 24.6, 412)], 2.4), INK, 0.16)


def pot(c: Canvas, m: Mood, rng: random.Random, x: float, y: float, h: float) -> None:
    """A jar or vase of red clay with a scratched pattern and dark smoke marks."""
    clay = m(mix(rgb("#B8603A"), rgb("#8A4428"), rng.random()))
    shapes = [
        [(0.16, 1), (0.2, 0.96), (0.13, 0.86), (0.22, 0.74), (0.38, 0.5), (0.34, 0.22), (0.18, 0)],
        [(0.26, 1), (0.3, 0.95), (0.2, 0.85), (0.4, 0.6), (0.44, 0.38), (0.3, 0.1), (0.2, 0)],
        [(0.12, 1), (0.15, 0.97), (0.09, 0.72), (0.12, 0.6), (0.3, 0.36), (0.28, 0.14), (0.16, 0)],
    ]
    side = curve(rng.choice(shapes), 7)
    outline = [(x + px * h, y - py * h) for px, py in side] + [(x - px * h, y - py * h) for px, py in reversed(side)]
    c.poly(ellipse(x + h * 0.08, y, h * 0.36, h * 0.06), m.near, 0.32)
    c.poly(outline, [mix(clay, m.glow, 0.32), clay, mix(clay, INK, 0.5)], across=True)
    with c.clip(outline):
        for k in (0.5, 0.56, 0.68):
            c.poly(ribbon(arc(x, y - k * h, h * 0.5, h * 0.05, 0, 180), h * 0.016), mix(clay, WHITE, 0.4), 0.7)
        c.poly(ellipse(x + h * 0.14, y - h * 0.26, h * 0.14, h * 0.1), INK, 0.18)
    top = side[0][0] * h
    c.poly(ellipse(x, y - h, top, top * 0.24), mix(clay, INK, 0.6))


def wind_farm(c: Canvas, m: Mood, rng: random.Random) -> None:
    sky(c, m, rng, 560)
    streaks(c, m, rng, 300, 500, 3)
    range_of_hills(c, m, rng, 600, 220, 0.08)
    range_of_hills(c, m, rng, 620, 120, 0.26)
    spots = sorted((rng.uniform(600, 760), (i + rng.uniform(0.2, 0.8)) / 7 * 1600) for i in range(7))
    for n, (y, x) in enumerate(spots):
        if n == 3:
            ground(c, m, rng, 640, mix(m(rgb("#B8AE6A")), m.far, 0.15), 18)
        turbine(c, m, x, y, 150 + (y - 590) * 1.9, rng.uniform(0, 120))
    ground(c, m, rng, 716, mix(m(rgb("#A7A35E")), m(LEAF), 0.4), 22)
    c.poly(
        curve([(600, 960), (760, 850), (930, 780), (900, 742), (880, 722)], 10)
        + curve([(890, 722), (925, 742), (980, 780), (900, 850), (860, 960)], 10),
        [mix(m(SAND), m.haze, 0.2), m(SAND)],
    )
    for i in range(5):
        sheep(c, m, rng, rng.uniform(150, 560) + 700 * (i % 2), rng.uniform(790, 850), 60, rng.choice([1, -1]))
    for x in (80, 1480):
        bush(c, x, 910, 420, 110, leaf(m, 0.45), rng)
    grass(c, rng, -10, 1610, 906, 44, mix(m(LEAF), m.near, 0.6), 9)


def turbine(c: Canvas, m: Mood, x: float, y: float, h: float, angle: float) -> None:
    white = mix(m(WHITE), m.haze, 0.2)
    dark = mix(white, m.near, 0.3)
    c.poly(
        [(x - h * 0.012, y - h), (x + h * 0.012, y - h), (x + h * 0.024, y), (x - h * 0.024, y)],
        [white, dark],
        across=True,
    )
    for k in range(3):
        a = math.radians(angle + k * 120)
        ux, uy, vx, vy = math.cos(a), math.sin(a), -math.sin(a), math.cos(a)
        blade = [(0.02, -0.012), (0.1, -0.03), (0.6, -0.004), (0.6, 0.004), (0.02, 0.014)]
        c.poly(
            [(x + (p * ux + q * vx) * h, y - h + (p * uy + q * vy) * h) for p, q in blade], mix(white, dark, 0.3 * k)
        )
    c.poly(ellipse(x, y - h, h * 0.026), dark)


def dunes(c: Canvas, m: Mood, rng: random.Random) -> None:
    sky(c, m, rng, 470, size=64)
    range_of_hills(c, m, rng, 480, 120, 0.08)
    sand = m(rgb("#E7B877"))
    for i in range(4):
        dune(c, m, rng, 430 + i * 95, mix(mix(sand, m.haze, 0.5 - 0.15 * i), BRICK, 0.05 * i))
        if i == 2:
            for k in range(rng.randint(3, 5)):
                person(c, 520 + k * 70, 560 + 7 * k, 52, m(SHIRTS[k % 5]), m(SAND))
    grass(c, rng, 60, 420, 900, 90, leaf(m, 0.4), 12)
    palm(c, 1450, 930, 380, -60, mix(m.near, INK, 0.1), rng)


def dune(c: Canvas, m: Mood, rng: random.Random, y: float, tone: Colour) -> None:
    """A ridge of sand: one side in the light, the other in shadow along a sharp crest."""
    peak = rng.uniform(350, 1250)
    top = curve(
        [
            (-80, y + 60),
            (peak - 420, y + 44),
            (peak, y - rng.uniform(20, 70)),
            (peak + 360, y + 60),
            (1700, y + rng.uniform(50, 120)),
        ],
        14,
    )
    outline = [*top, (1700, 1000), (-80, 1000)]
    c.poly(outline, [mix(tone, m.glow, 0.35), tone, mix(tone, m.near, 0.2)])
    crest = curve(
        [(peak, y - 90), (peak + 40, y + 40), (peak - 70, y + 130), (peak + 80, y + 230), (peak - 60, 1000)], 10
    )
    with c.clip(outline):
        c.poly([*crest, (1800, 1000), (1800, y - 90)], mix(tone, mix(m.near, BRICK, 0.35), 0.6), (0.75, 0.2))
        for k in range(7):
            c.poly(
                lens(peak - rng.uniform(120, 500), y + 70 + k * 26, rng.uniform(140, 320), 3), mix(tone, INK, 0.3), 0.3
            )
