"""Scenes inland and of the dry south: towers, salt, vines, sheep, clay, wind, sand."""

import itertools
import math
import random

from .boats import person
from .built import cham_tower, saddle_tower
from .canvas import Canvas
from .coast import leaf
from .colour import BRICK, CORAL, INK, LEAF, SAND, WHITE, Colour, Mood, mix, rgb
from .nature import birds, boulder, bush, grass, range_of_hills, sky, streaks, tree
from .shapes import Points, arc, box, closed, curve, ellipse, ribbon

SHIRTS = [rgb("#E9EEF0"), CORAL, rgb("#4F9AB5"), rgb("#E0A458"), rgb("#3F8F83")]


def ground(c: Canvas, m: Mood, rng: random.Random, y: float, tone: Colour, roll: float = 26) -> None:
    """A rolling piece of land from the height y down, lighter where it meets the sky."""
    top = curve([(x, y + rng.uniform(-roll, roll)) for x in range(-100, 1801, 380)], 10)
    c.poly([*top, (1800, 1000), (-100, 1000)], [mix(tone, m.haze, 0.35), tone, mix(tone, m.near, 0.45)])


def po_klong_garai(c: Canvas, m: Mood, rng: random.Random) -> None:
    sky(c, m, rng, 600, (rng.choice([300, 1330]) + rng.uniform(-60, 60), rng.uniform(170, 300)), 58)
    streaks(c, m, rng, 260, 480, 3)
    range_of_hills(c, m, rng, 640, 240, 0.08)
    range_of_hills(c, m, rng, 660, 130, 0.28)
    ground(c, m, rng, 640, mix(m(rgb("#B9A15F")), m.far, 0.3), 14)
    hill = curve([(-80, 760), (220, 690), (480, 640), (1120, 640), (1380, 690), (1700, 770)], 12)
    earth = m(rgb("#C79A62"))
    for x, w, h in ((330, 260, 80), (1290, 300, 90)):
        bush(c, x, 690, w, h, leaf(m, 0.25), rng)
    c.poly([*hill, (1700, 1000), (-80, 1000)], [mix(earth, m.glow, 0.3), earth, mix(earth, m.near, 0.55)])
    c.poly([(470, 630), (1130, 630), (1150, 668), (450, 668)], [mix(m(BRICK), WHITE, 0.14), mix(m(BRICK), INK, 0.2)])
    saddle_tower(c, m, 1010, 634, 190)
    cham_tower(c, m, 590, 634, 250, mix(BRICK, rgb("#9A4B2E"), 0.4))
    cham_tower(c, m, 800, 636, 540, mix(BRICK, rgb("#9A4B2E"), 0.25))
    c.poly([(752, 640), (848, 640), (980, 960), (560, 960)], [mix(m(SAND), WHITE, 0.1), mix(m(SAND), m.near, 0.3)])
    for i in range(13):
        t = i / 13
        c.poly(box(748 - 190 * t, 650 + i * 24, 852 + 128 * t, 653 + i * 24 + 4 * t), INK, 0.16)
    for _ in range(rng.randint(3, 6)):
        t = rng.random()
        person(
            c,
            800 + rng.uniform(-40, 40) * (1 + t),
            690 + 150 * t,
            52 + 34 * t,
            m(rng.choice(SHIRTS)),
            None,
            rng.choice([1, -1]),
        )
    for x, w in ((180, 420), (1420, 460), (430, 180), (1120, 200)):
        cactus(c, m, x, 870, w * 0.34)
        bush(c, x, 910, w, 90, leaf(m, 0.5), rng)
    birds(c, rng, 1050, 190, m.near, 5)


def cactus(c: Canvas, m: Mood, x: float, y: float, h: float) -> None:
    green = mix(m(rgb("#4E8B6A")), m.near, 0.25)
    for dx, dy, s in ((0, 0, 1), (-0.3, -0.5, 0.7), (0.32, -0.62, 0.62), (0.02, -0.95, 0.6)):
        px, py, r = x + dx * h * 0.7, y + dy * h * 0.8, h * 0.3 * s
        c.poly(ellipse(px, py - r, r * 0.75, r), [mix(green, WHITE, 0.16), green, mix(green, INK, 0.25)])


def salt_fields(c: Canvas, m: Mood, rng: random.Random) -> None:
    x, _y = sky(c, m, rng, 330, size=42)
    range_of_hills(c, m, rng, 332, 190, 0.1)
    range_of_hills(c, m, rng, 336, 90, 0.32)
    c.poly(box(-100, 330, 1700, 1000), [mix(m(SAND), m.haze, 0.5), mix(m(rgb("#B89468")), m.near, 0.2)])
    vx = rng.uniform(650, 950)
    edges = [338, 356, 384, 424, 482, 566, 690, 880, 1100]
    for top, low in itertools.pairwise(edges):
        for i in range(-7, 7):
            wide = 1.0 - 0.05
            a, b = (i + 0.03) * 0.24, (i + wide) * 0.24
            pane = [
                (vx + a * (top - 300) * 5, top + 1),
                (vx + b * (top - 300) * 5, top + 1),
                (vx + b * (low - 300) * 5, low - (low - top) * 0.08),
                (vx + a * (low - 300) * 5, low - (low - top) * 0.08),
            ]
            if max(p[0] for p in pane) > 0 and min(p[0] for p in pane) < 1600:
                tint = rng.choice([0.1, 0.25, 0.4])
                c.poly(pane, [mix(m.sky[-1], m.water[1], tint), mix(m.sky[1], m.water[1], tint)])
    c.glow(x, 340, 420, m.glow, 0.5)
    heaps = sorted((rng.uniform(420, 840), rng.uniform(40, 1560)) for _ in range(rng.randint(12, 18)))
    for hy, hx in heaps:
        salt_heap(c, m, hx, hy, (hy - 300) * 0.34)
    for _ in range(rng.randint(2, 4)):
        py = rng.uniform(520, 840)
        worker(c, m, rng, rng.uniform(200, 1400), py, (py - 300) * 0.36)
    birds(c, rng, 400, 130, m.near)


def salt_heap(c: Canvas, m: Mood, x: float, y: float, s: float) -> None:
    white = m(rgb("#FBFBF6"))
    c.poly(ellipse(x, y + s * 0.06, s * 0.66, s * 0.1), m.near, 0.22)
    cone = [
        (x - s * 0.58, y),
        *curve(
            [
                (x - s * 0.58, y),
                (x - s * 0.2, y - s * 0.36),
                (x, y - s * 0.62),
                (x + s * 0.22, y - s * 0.34),
                (x + s * 0.58, y),
            ],
            6,
        ),
    ]
    c.poly(cone, [white, mix(white, m.far, 0.2)])
    c.poly(
        [
            (x, y - s * 0.62),
            (x + s * 0.22, y - s * 0.34),
            (x + s * 0.58, y),
            (x + s * 0.14, y),
            (x + s * 0.05, y - s * 0.3),
        ],
        mix(white, m.near, 0.5),
        0.45,
    )
    c.poly(
        [(x - s * 0.5, y), (x + s * 0.5, y), (x + s * 0.1, y + s * 0.4), (x - s * 0.1, y + s * 0.4)], white, (0.4, 0.0)
    )


def worker(c: Canvas, m: Mood, rng: random.Random, x: float, y: float, h: float) -> None:
    """Somebody with a shoulder pole and two baskets of salt."""
    wood, white = m(rgb("#6B4A30")), m(rgb("#FBFBF6"))
    person(c, x, y, h, m(rng.choice(SHIRTS)), m(SAND), 1)
    c.poly(ribbon(curve([(x - h * 0.52, y - h * 0.7), (x, y - h * 0.82), (x + h * 0.52, y - h * 0.7)]), h * 0.03), wood)
    for side in (-1, 1):
        bx = x + side * h * 0.5
        for k in (-0.12, 0.12):
            c.poly(ribbon([(bx, y - h * 0.7), (bx + k * h, y - h * 0.36)], 2), wood)
        c.poly(arc(bx, y - h * 0.36, h * 0.14, h * 0.13, 180, 360), white)
        c.poly(arc(bx, y - h * 0.36, h * 0.16, h * 0.16, 0, 180), mix(wood, m(SAND), 0.4))
    c.poly(ellipse(x, y + 2, h * 0.3, h * 0.03), m.near, 0.35)


def vineyard(c: Canvas, m: Mood, rng: random.Random) -> None:
    sky(c, m, rng, 400)
    range_of_hills(c, m, rng, 420, 240, 0.12)
    range_of_hills(c, m, rng, 430, 120, 0.35)
    green = mix(m(rgb("#6FA25E")), m.near, 0.12)
    c.poly(
        box(-100, 424, 1700, 1000),
        [mix(green, m.haze, 0.5), mix(m(rgb("#C49A66")), green, 0.25), mix(m(rgb("#A87A4C")), m.near, 0.2)],
    )
    vx = rng.choice([560, 800, 1040])
    for side in (-1, 1):
        for i in range(7, 0, -1):
            row(c, m, rng, vx, side * (i - 0.5), green)
    for _ in range(rng.randint(1, 3)):
        t = rng.uniform(0.15, 0.5)
        person(
            c,
            vx + rng.uniform(-60, 60) * t,
            470 + 330 * t,
            46 + 170 * t,
            m(rng.choice(SHIRTS)),
            m(SAND),
            rng.choice([1, -1]),
        )
    bunches(c, m, rng, green)


def row(c: Canvas, m: Mood, rng: random.Random, vx: float, k: float, green: Colour) -> None:
    """One trellis of vines running to the vanishing point."""

    def at(t: float) -> tuple[float, float, float]:
        d = t**2.1
        return vx + k * (26 + 330 * d), 436 + 520 * d, 16 + 190 * d

    (x0, y0, h0), (x1, y1, h1) = at(0.06), at(1.0)
    c.poly([(x0, y0 - h0 * 0.1), (x1, y1 - h1 * 0.1), (x1 + k * 10, y1 + 10), (x0, y0)], m.near, 0.3)
    for i in range(26):
        x, y, h = at(0.06 + 0.94 * i / 25)
        if i % 4 == 0:
            c.poly(box(x - h * 0.03, y - h * 0.75, x + h * 0.03, y), mix(m(rgb("#8A6A48")), m.near, 0.2))
        tone = mix(mix(green, m.haze, 0.42 * (1 - i / 25)), rgb("#12443A"), rng.uniform(0.05, 0.3))
        c.poly(blob(x, y - h * 0.62, h * 0.42, h * 0.3, rng), mix(tone, INK, 0.16))
        c.poly(blob(x - h * 0.06, y - h * 0.72, h * 0.34, h * 0.2, rng), mix(tone, rgb("#F3E7A8"), 0.16))


def blob(x: float, y: float, rx: float, ry: float, rng: random.Random) -> Points:
    return closed(
        [
            (x + math.cos(a) * rx * rng.uniform(0.8, 1.12), y + math.sin(a) * ry * rng.uniform(0.8, 1.12))
            for a in (i * 0.698 for i in range(9))
        ],
        4,
    )


def bunches(c: Canvas, m: Mood, rng: random.Random, green: Colour) -> None:
    """Vine leaves and grapes hanging into the picture from above."""
    dark = mix(green, m.near, 0.35)
    c.poly(ribbon(curve([(-40, 40), (400, 66), (900, 30), (1660, 60)], 12), 12, 9), m(rgb("#6B4A30")))
    for i in range(26):
        px = i * 66 + rng.uniform(-24, 24)
        vine_leaf(c, px, rng.uniform(6, 96), rng.uniform(46, 78), mix(dark, rgb("#D9E59A"), rng.uniform(0, 0.3)), rng)
    for px in (170, 470, 1180, 1430):
        grapes(c, m, px + rng.uniform(-50, 50), rng.uniform(96, 120), rng.uniform(15, 20))


def vine_leaf(c: Canvas, x: float, y: float, r: float, colour: Colour, rng: random.Random) -> None:
    turn = rng.uniform(-0.5, 0.5)
    ring = [
        (x + math.sin(a + turn) * r * k, y + math.cos(a + turn) * r * k * 0.9)
        for a, k in ((i * math.pi / 5, 1.0 if i % 2 == 0 else 0.66) for i in range(10))
    ]
    c.poly(closed(ring, 4), colour)
    for px, py in ring[::2]:
        c.poly(ribbon([(x, y - r * 0.4), (px, py)], 2, 0.6), WHITE, 0.2)


def grapes(c: Canvas, m: Mood, x: float, y: float, r: float) -> None:
    skin = m(rgb("#7B4A86"))
    for j in range(7):
        n = max(1, 5 - abs(j - 1)) if j < 6 else 1
        for i in range(n):
            px, py = x + (i - (n - 1) / 2) * r * 1.6, y + j * r * 1.45
            c.poly(ellipse(px, py, r), [mix(skin, WHITE, 0.24), skin, mix(skin, INK, 0.4)])
            c.poly(ellipse(px - r * 0.3, py - r * 0.35, r * 0.22, steps=14), WHITE, 0.6)


def sheep_scene(c: Canvas, m: Mood, rng: random.Random) -> None:
    sky(c, m, rng, 470)
    range_of_hills(c, m, rng, 490, 260, 0.1)
    range_of_hills(c, m, rng, 500, 130, 0.3)
    field = mix(m(rgb("#C9B36A")), m(LEAF), 0.25)
    ground(c, m, rng, 490, mix(field, m.haze, 0.2), 10)
    tree(c, rng.choice([260, 1320]), 560, 260, leaf(m, 0.2), m(rgb("#5A4232")), rng)
    ground(c, m, rng, 580, field, 16)
    places = sorted((rng.uniform(560, 820), rng.uniform(60, 1540)) for _ in range(rng.randint(13, 20)))
    for y, x in places:
        sheep(c, m, rng, x, y, 40 + (y - 540) * 0.42, rng.choice([1, -1]))
    person(c, rng.uniform(500, 1100), 610, 96, m(rgb("#4F9AB5")), m(SAND))
    for _ in range(7):
        boulder(
            c,
            rng.uniform(0, 1600),
            rng.uniform(640, 880),
            rng.uniform(40, 90),
            rng.uniform(18, 40),
            m(rgb("#A58A6C")),
            rng,
        )
    grass(c, rng, -10, 1610, 908, 60, mix(field, m.near, 0.5), 9)


def sheep(c: Canvas, m: Mood, rng: random.Random, x: float, y: float, s: float, turn: int) -> None:
    wool = m(rgb("#FAF3E4"))
    dark = mix(m(rgb("#4A3B34")), m.near, 0.2)
    with c.at(x, y, turn * s, s):
        c.poly(ellipse(0, 0, 0.62, 0.07), m.near, 0.28)
        for px in (-0.34, -0.22, 0.2, 0.32):
            c.poly(box(px, -0.36, px + 0.08, 0), dark)
        for px, py, r in (
            (-0.36, -0.52, 0.22),
            (0.0, -0.48, 0.3),
            (0.3, -0.54, 0.24),
            (-0.14, -0.66, 0.24),
            (0.16, -0.68, 0.23),
        ):
            c.poly(ellipse(px, py, r, r * 0.86, 30), [wool, mix(wool, m.far, 0.3)])
        low = rng.random() < 0.5
        hx, hy = (0.58, -0.34) if low else (0.58, -0.74)
        c.poly(
            closed(
                [
                    (hx - 0.12, hy - 0.12),
                    (hx + 0.06, hy - 0.1),
                    (hx + 0.18, hy + 0.06),
                    (hx + 0.1, hy + 0.14),
                    (hx - 0.1, hy + 0.1),
                ]
            ),
            dark,
        )
        c.poly(ellipse(hx - 0.12, hy - 0.06, 0.1, 0.04, 14), mix(dark, wool, 0.2))
