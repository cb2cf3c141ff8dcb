"""Scenes of town: streets, festival, public buildings, the counter, works."""

import math
import random

from .boats import person
from .built import WALLS, city, house, lamp
from .canvas import Canvas
from .coast import beach, leaf
from .colour import CORAL, INK, LAMP, SAND, SEA, WARM, WHITE, Colour, Mood, mix, rgb
from .land import SHIRTS
from .nature import bush, palm, range_of_hills, sea, sky, streaks
from .shapes import arc, box, closed, curve, ellipse, ribbon, rounded


def street_dusk(c: Canvas, m: Mood, rng: random.Random) -> None:
    """A street of tube houses running to the sea, lamps on."""
    vx = rng.uniform(740, 860)
    sky(c, m, rng, 520, (vx, 400), 52)
    range_of_hills(c, m, rng, 522, 120, 0.15)
    c.poly(box(-100, 516, 1700, 1000), [mix(m.water[0], m.haze, 0.4), mix(m.near, m.shade, 0.3)])
    road = mix(m.near, rgb("#4A5B68"), 0.45)
    for k in range(6, 0, -1):
        for side in (-1, 1):
            block(c, m, rng, vx, side, k)
    c.poly(
        [(vx - 26, 524), (vx + 26, 524), (vx + 720, 1000), (vx - 720, 1000)],
        [mix(road, m.haze, 0.5), mix(road, INK, 0.25)],
    )
    c.glow(vx, 530, 260, m.glow, 0.6)
    for i in range(7):
        t0, t1 = (i / 7) ** 2, ((i + 0.5) / 7) ** 2
        a, b = 530 + 400 * t0, 530 + 400 * t1
        c.poly([(vx - 1 - 7 * t0, a), (vx + 1 + 7 * t0, a), (vx + 1 + 9 * t1, b), (vx - 1 - 9 * t1, b)], m.haze, 0.6)
    for t in (0.08, 0.2, 0.44, 0.86):
        for side in (-1, 1):
            x, y = vx + side * (60 + 640 * t), 536 + 330 * t
            lamp(c, m, x, y, 90 + 480 * t, m.lit, -side, mix(m.near, INK, 0.4))
    for _ in range(rng.randint(4, 7)):
        t = rng.uniform(0.05, 0.5)
        person(
            c,
            vx + rng.choice([-1, 1]) * (40 + 520 * t) + rng.uniform(-20, 20),
            540 + 320 * t,
            30 + 190 * t,
            m(rng.choice(SHIRTS)),
            m(SAND) if rng.random() < 0.4 else None,
        )
    for _ in range(rng.randint(1, 3)):
        t = rng.uniform(0.1, 0.5)
        scooter(c, m, rng, vx + rng.uniform(-160, 160) * t * 2, 548 + 330 * t, 30 + 170 * t)


def block(c: Canvas, m: Mood, rng: random.Random, vx: float, side: int, k: int) -> None:
    """The k-th house from the beholder on one side of the street."""
    s = (0.16, 0.92, 0.6, 0.4, 0.28, 0.2, 0.15)[k]
    y, w, h = 524 + 330 * s * 0.82, 330 * s, (620 + rng.uniform(-90, 130)) * s
    x = vx + side * (70 + 640 * s * 0.94)
    left = x if side > 0 else x - w
    wall = mix(rng.choice(WALLS), m.haze, 0.45 * (1 - s))
    house(c, m, rng, left, y, w, h, wall)
    c.poly(box(left, y - h - 12, left + w, y), m.haze, 0.34 * (1 - s))
    shade = box(left + w * 0.94, y - h, left + w, y) if side < 0 else box(left, y - h, left + w * 0.06, y)
    c.poly(shade, INK, 0.25)


def scooter(c: Canvas, m: Mood, rng: random.Random, x: float, y: float, h: float) -> None:
    """A motorbike seen from behind, with its rider."""
    body = m(rng.choice([WARM, SEA, rgb("#E6EDF0"), rgb("#3F8F83")]))
    with c.at(x, y, h):
        c.poly(ellipse(0, 0, 0.2, 0.03), INK, 0.4)
        c.poly(rounded(-0.045, -0.26, 0.045, 0, 0.04), INK)
        c.poly(closed([(-0.14, -0.2), (-0.12, -0.42), (0.12, -0.42), (0.14, -0.2)]), body)
        c.poly(rounded(-0.07, -0.33, 0.07, -0.27, 0.02), rgb("#FF5A3C"))
        for side in (-1, 1):
            c.poly(ribbon([(side * 0.1, -0.44), (side * 0.26, -0.52), (side * 0.3, -0.56)], 0.03), INK)
        c.poly(
            closed([(-0.16, -0.38), (-0.17, -0.68), (-0.08, -0.8), (0.08, -0.8), (0.17, -0.68), (0.16, -0.38)]),
            m(rng.choice(SHIRTS)),
        )
        c.poly(ellipse(0, -0.9, 0.1, 0.11), body)
        c.glow(0, -0.3, 0.3, rgb("#FF6A4A"), 0.35)


def festival(c: Canvas, m: Mood, rng: random.Random) -> None:
    """Lantern night on the promenade: strings of lanterns, a crowd, fireworks over the bay."""
    x, _ = sky(c, m, rng, 520, (rng.uniform(300, 1300), 150), 40)
    for _ in range(rng.randint(3, 5)):
        firework(c, rng, rng.uniform(200, 1400), rng.uniform(90, 320), rng.uniform(80, 170))
    range_of_hills(c, m, rng, 522, 130, 0.2)
    city(c, m, rng, 526, 130, 0.45)
    sea(c, m, rng, 524, x, 0.6)
    c.poly(box(-100, 690, 1700, 1000), [mix(m(SAND), m.near, 0.45), m.near])
    c.glow(800, 700, 700, LAMP, 0.35)
    hues = [rgb("#F2603A"), rgb("#F7B24A"), rgb("#E8455A"), rgb("#5CC2C9"), rgb("#F6E3B0")]
    for y, sag, s in ((120, 90, 34), (40, 130, 50)):
        string = curve([(-60, y), (360, y + sag), (800, y + 20), (1240, y + sag), (1660, y)], 10)
        c.poly(ribbon(string, 2.5), mix(m.near, INK, 0.4))
        for i in range(3, len(string), 4):
            lantern(c, string[i][0], string[i][1], s * rng.uniform(0.85, 1.15), rng.choice(hues), rng.randrange(2))
    for row, (y, h, n) in enumerate(((730, 100, 22), (800, 140, 17), (905, 200, 13))):
        for i in range(n):
            px = (i + rng.uniform(0.1, 0.9)) / n * 1640 - 20
            coat = mix(m(rng.choice(SHIRTS)), m.near, 0.2 + 0.25 * row)
            person(
                c,
                px,
                y + rng.uniform(-10, 10),
                h * rng.uniform(0.85, 1.05),
                coat,
                m(SAND) if rng.random() < 0.25 else None,
                rng.choice([1, -1]),
            )
            if rng.random() < 0.4:
                lantern(c, px + h * 0.24, y - h * 0.42, h * 0.12, rng.choice(hues), 0)


def lantern(c: Canvas, x: float, y: float, s: float, colour: Colour, kind: int) -> None:
    """A silk lantern hanging from (x, y)."""
    c.glow(x, y + s, s * 2.6, colour, 0.5)
    c.poly(box(x - 0.8, y, x + 0.8, y + s * 0.35), INK)
    cy = y + s * 1.05
    body = (
        ellipse(x, cy, s * 0.78, s * 0.68)
        if kind == 0
        else closed(
            [
                (x, cy - s * 0.75),
                (x + s * 0.6, cy - s * 0.3),
                (x + s * 0.3, cy + s * 0.7),
                (x - s * 0.3, cy + s * 0.7),
                (x - s * 0.6, cy - s * 0.3),
            ]
        )
    )
    c.poly(body, [mix(colour, rgb("#FFF1C8"), 0.55), colour, mix(colour, rgb("#7A1E1E"), 0.3)])
    with c.clip(body):
        for k in (-0.45, 0, 0.45):
            c.poly(
                ribbon(curve([(x + k * s * 0.3, cy - s), (x + k * s * 1.3, cy), (x + k * s * 0.3, cy + s)]), 1.6),
                rgb("#7A1E1E"),
                0.35,
            )
    c.poly(box(x - s * 0.24, cy - s * 0.76, x + s * 0.24, cy - s * 0.62), rgb("#6B3A1E"))
    c.poly(box(x - s * 0.2, cy + s * 0.6, x + s * 0.2, cy + s * 0.74), rgb("#6B3A1E"))
    c.poly(
        [
            (x - s * 0.06, cy + s * 0.72),
            (x + s * 0.06, cy + s * 0.72),
            (x + s * 0.1, cy + s * 1.3),
            (x - s * 0.1, cy + s * 1.3),
        ],
        colour,
    )


def firework(c: Canvas, rng: random.Random, x: float, y: float, r: float) -> None:
    colour = rng.choice([rgb("#FFD58A"), rgb("#FF8A6A"), rgb("#9FE0EA"), rgb("#F7B6C8")])
    c.glow(x, y, r * 1.6, colour, 0.35)
    for i in range(26):
        a = i / 26 * math.tau + rng.uniform(-0.06, 0.06)
        for k in (0.55, 1.0):
            ex, ey = x + math.cos(a) * r * k, y + math.sin(a) * r * k + r * 0.12 * k
            c.poly(
                ribbon(curve([(x + math.cos(a) * r * k * 0.4, y + math.sin(a) * r * k * 0.4), (ex, ey)], 4), 0.8, 3.2),
                colour,
                0.85,
            )
            c.poly(ellipse(ex, ey, 2.6, steps=12), WHITE, 0.9)


def city_beach(c: Canvas, m: Mood, rng: random.Random) -> None:
    """The city along its beach."""
    x, _ = sky(c, m, rng, 470)
    streaks(c, m, rng, 120, 400, 3)
    range_of_hills(c, m, rng, 480, 190, 0.1)
    city(c, m, rng, 500, 330, 0.25)
    for i in range(40):
        bush(c, i * 42, 506, 60, rng.uniform(14, 30), leaf(m, 0.35), rng)
    sea(c, m, rng, 506, x, 0.62)
    beach(c, m, rng, 830, 790)
    for _ in range(rng.randint(3, 6)):
        px, py = rng.uniform(150, 1450), rng.uniform(856, 884)
        parasol(c, m, px, py, 110, rng.choice([WARM, SEA, rgb("#E0A458")]))
    person(c, rng.uniform(300, 1300), 880, 70, m(CORAL), None)
    palm(c, rng.choice([60, 1540]), 900, 520, rng.choice([-60, 60]), leaf(m, 0.75), rng)


def parasol(c: Canvas, m: Mood, x: float, y: float, h: float, colour: Colour) -> None:
    c.poly(ribbon([(x, y), (x + h * 0.04, y - h)], 5), m(rgb("#F1E7D6")))
    dome = arc(x + h * 0.04, y - h * 0.72, h * 0.6, h * 0.36, 180, 360)
    c.poly(dome, [mix(m(colour), WHITE, 0.2), m(colour)])
    for k in (-0.3, 0.3):
        c.poly(
            curve(
                [
                    (x + h * 0.04, y - h * 1.08),
                    (x + h * (0.04 + k * 0.7), y - h * 0.95),
                    (x + h * (0.04 + k * 1.1), y - h * 0.72),
                    (x + h * (0.04 + k * 0.35), y - h * 0.72),
                    (x + h * 0.04, y - h * 1.08),
                ],
                6,
            ),
            m(WHITE),
            0.85,
        )
    c.poly(ellipse(x + 20, y + 2, h * 0.5, h * 0.05), INK, 0.2)
