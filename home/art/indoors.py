"""The ward office's counter, and road works: people at work for people."""

import random

from .boats import person
from .built import WALLS, house, lamp
from .canvas import Canvas
from .coast import leaf
from .colour import CORAL, INK, LAMP, PALE, SAND, SEA, WARM, WHITE, Colour, Mood, mix, rgb
from .land import SHIRTS
from .nature import bush, range_of_hills, sky, tree
from .shapes import arc, box, closed, ellipse, ribbon, rounded


def ward_office(c: Canvas, m: Mood, rng: random.Random) -> None:
    """The one-stop counter: light hall, windows to the sea, clerks and citizens."""
    wall = mix(m(PALE), rgb("#FFF4E2"), 0.5)
    c.poly(box(-100, -100, 1700, 640), [mix(wall, WHITE, 0.4), wall])
    with c.clip(box(120, 90, 1480, 420)):
        sky(c, m, rng, 330, (rng.uniform(400, 1200), 180), 40)
        range_of_hills(c, m, rng, 332, 100, 0.15)
        c.poly(box(0, 330, 1600, 430), m.water[:3])
        for x in (180, 1420):
            bush(c, x, 424, 300, 70, leaf(m, 0.2), rng)
    c.many([box(px, 84, px + 12, 424) for px in (114, 452, 794, 1136, 1474)], WHITE)
    c.many([box(114, 82, 1486, 94), box(106, 416, 1494, 432)], WHITE)
    for px in (283, 623, 963, 1303):
        c.poly(box(px - 2, -20, px + 2, 40), mix(INK, wall, 0.4))
        c.poly(arc(px, 62, 46, 34, 180, 360), m(SEA))
        c.glow(px, 66, 150, LAMP, 0.55)
    floor = mix(m(rgb("#E9D9C2")), m.far, 0.12)
    c.poly(box(-100, 636, 1700, 1000), [floor, mix(floor, m.shade, 0.25)])
    for px in (200, 540, 880, 1220):
        c.poly([(px, 636), (px + 250, 636), (px + 160, 1000), (px - 150, 1000)], WHITE, (0.3, 0.02))
    for i, px in enumerate((310, 640, 970, 1300)):
        person(c, px, 640, 230, mix(WHITE, SEA, 0.14 if i % 2 else 0.3), None, rng.choice([1, -1]))
        screen(c, m, px + 86)
    counter(c, m)
    for _ in range(rng.randint(3, 5)):
        citizen(c, m, rng, rng.choice([310, 640, 970, 1300]) + rng.uniform(-80, 80), rng.uniform(800, 850), 300)
    for px in (90, 1510):
        plant(c, m, rng, px, 850, 250)


def citizen(c: Canvas, m: Mood, rng: random.Random, x: float, y: float, h: float) -> None:
    c.poly(ellipse(x + 20, y, h * 0.26, h * 0.03), INK, 0.2)
    person(c, x, y, h, m(rng.choice(SHIRTS)), m(SAND) if rng.random() < 0.3 else None, rng.choice([1, -1]))
    c.poly(rounded(x + h * 0.16, y - h * 0.56, x + h * 0.3, y - h * 0.38, 3), WHITE)


def screen(c: Canvas, m: Mood, x: float) -> None:
    c.poly(rounded(x - 44, 470, x + 44, 532, 5), rgb("#14425F"))
    c.poly(box(x - 6, 530, x + 6, 556), rgb("#14425F"))
    c.poly(rounded(x - 36, 478, x + 36, 524, 3), [mix(SEA, WHITE, 0.4), m(SEA)])


def counter(c: Canvas, m: Mood) -> None:
    wood = m(rgb("#D9A774"))
    c.poly(box(60, 572, 1540, 740), [mix(m(SEA), WHITE, 0.12), mix(m(SEA), INK, 0.3)])
    c.poly(rounded(40, 552, 1560, 578, 8), [mix(wood, WHITE, 0.3), wood])
    c.poly(box(60, 578, 1540, 592), INK, 0.22)
    for i in range(37):
        c.poly(box(80 + i * 40, 600, 84 + i * 40, 730), WHITE, 0.08)
    for px in (475, 805, 1135):
        c.poly(rounded(px - 5, 420, px + 5, 556, 3), WHITE, 0.75)
        c.poly(rounded(px - 3, 430, px + 3, 556, 2), m(SEA), 0.25)
    c.poly(box(60, 730, 1540, 746), mix(m(SEA), INK, 0.55))


def plant(c: Canvas, m: Mood, rng: random.Random, x: float, y: float, h: float) -> None:
    green = leaf(m, 0.05)
    for i in range(9):
        a = (i - 4) * 0.24
        tip = (x + a * h * 0.7, y - h * (0.98 - abs(a) * 0.45) + rng.uniform(-8, 8))
        c.poly(
            closed(
                [
                    (x, y - h * 0.26),
                    (x + a * h * 0.2 - h * 0.06, y - h * 0.6),
                    tip,
                    (x + a * h * 0.34 + h * 0.07, y - h * 0.55),
                ]
            ),
            mix(green, WHITE if i % 2 else INK, 0.14),
        )
    c.poly(
        [(x - h * 0.17, y - h * 0.3), (x + h * 0.17, y - h * 0.3), (x + h * 0.12, y), (x - h * 0.12, y)],
        [m(CORAL), mix(m(CORAL), INK, 0.3)],
    )


def road_works(c: Canvas, m: Mood, rng: random.Random) -> None:
    sky(c, m, rng, 420)
    range_of_hills(c, m, rng, 430, 170, 0.12)
    x = -40.0
    while x < 1650:
        w = rng.uniform(120, 175)
        house(c, m, rng, x, 560, w, rng.uniform(200, 330), mix(rng.choice(WALLS), m.haze, 0.25))
        x += w + 6
    for px in (120, 620, 1150, 1500):
        tree(c, px + rng.uniform(-40, 40), 580, 250, leaf(m, 0.15), m(rgb("#5A4232")), rng)
    lamp(c, m, 400, 590, 330, m.lit, 1, mix(m.near, INK, 0.2))
    c.poly(box(-100, 566, 1700, 600), [mix(m(SAND), m.haze, 0.3), mix(m(SAND), INK, 0.15)])
    asphalt = mix(m(rgb("#5D6B75")), m.near, 0.15)
    c.poly(box(-100, 600, 1700, 1000), [mix(asphalt, m.haze, 0.25), asphalt, mix(asphalt, INK, 0.3)])
    c.poly([(-100, 600), (880, 600), (700, 1000), (-100, 1000)], mix(asphalt, INK, 0.42), (0.9, 0.95))
    for i in range(4):
        c.poly([(980 + i * 170, 730), (1080 + i * 170, 730), (1074 + i * 170, 744), (972 + i * 170, 744)], WHITE, 0.75)
    roller(c, m, rng.uniform(380, 520), 800, 420)
    for px, py in ((800, 690), (1010, 840), (180, 700)):
        builder(c, m, rng, px + rng.uniform(-30, 30), py, 150 + (py - 690) * 0.3)
    for i in range(7):
        cone(c, m, 880 - i * 26, 640 + i * 44, 40 + i * 8)
    barrier(c, m, 1130, 880, 330)


def roller(c: Canvas, m: Mood, x: float, y: float, w: float) -> None:
    """A road roller in the province's warm orange."""
    body = m(rgb("#F0A030"))
    with c.at(x, y, w):
        c.poly(ellipse(0, 0, 0.62, 0.035), INK, 0.35)
        c.poly(rounded(-0.44, -0.36, 0.22, -0.16, 0.04), [mix(body, WHITE, 0.25), body, mix(body, INK, 0.2)])
        c.poly([(0.16, -0.3), (0.42, -0.26), (0.5, -0.14), (0.16, -0.14)], mix(body, INK, 0.12))
        for px in (-0.2, 0.1):
            c.poly(box(px, -0.66, px + 0.025, -0.34), INK)
        c.poly(rounded(-0.27, -0.7, 0.19, -0.655, 0.015), mix(body, INK, 0.1))
        c.poly(box(-0.175, -0.64, 0.1, -0.36), m(rgb("#BFDDEA")), 0.45)
        c.poly(closed([(-0.1, -0.34), (-0.12, -0.48), (-0.06, -0.54), (0.01, -0.5), (0.03, -0.34)]), m(rgb("#3F8F83")))
        c.poly(ellipse(-0.04, -0.58, 0.04), m(WHITE))
        for px, r, tone in ((-0.3, 0.19, INK), (0.4, 0.21, rgb("#8796A0"))):
            c.poly(ellipse(px, -r, r), [mix(m(tone), WHITE, 0.2), m(tone), mix(m(tone), INK, 0.4)])
            c.poly(ellipse(px, -r, r * 0.42), mix(body, INK, 0.15))
            c.poly(ellipse(px, -r, r * 0.13), INK)


def builder(c: Canvas, m: Mood, rng: random.Random, x: float, y: float, h: float) -> None:
    """A worker in a bright vest with a helmet and a shovel."""
    c.poly(ellipse(x + h * 0.1, y, h * 0.3, h * 0.035), INK, 0.3)
    person(c, x, y, h, m(rgb("#EE7A2E")), None, 1)
    c.poly(box(x - h * 0.125, y - h * 0.62, x + h * 0.125, y - h * 0.58), rgb("#F7EBA6"))
    c.poly(arc(x, y - h * 0.88, h * 0.1, h * 0.11, 180, 360), m(rgb("#F6C945")))
    c.poly(rounded(x - h * 0.12, y - h * 0.895, x + h * 0.13, y - h * 0.87, 2), m(rgb("#F6C945")))
    tilt = rng.uniform(0.28, 0.42)
    c.poly(ribbon([(x + h * 0.18, y - h * 0.72), (x + h * tilt, y - h * 0.1)], h * 0.028), m(rgb("#8F6642")))
    c.poly(
        closed(
            [
                (x + h * (tilt - 0.05), y - h * 0.12),
                (x + h * (tilt + 0.06), y - h * 0.14),
                (x + h * (tilt + 0.07), y),
                (x + h * (tilt - 0.01), y),
            ],
            5,
        ),
        m(rgb("#9FB0BA")),
    )


def cone(c: Canvas, m: Mood, x: float, y: float, h: float) -> None:
    orange = m(rgb("#EE6A2A"))
    c.poly(ellipse(x + h * 0.12, y, h * 0.44, h * 0.08), INK, 0.3)
    c.poly(
        [(x - h * 0.07, y - h), (x + h * 0.07, y - h), (x + h * 0.28, y), (x - h * 0.28, y)],
        [mix(orange, WHITE, 0.2), orange, mix(orange, INK, 0.35)],
        across=True,
    )
    for k in (0.36, 0.66):
        c.poly(
            [
                (x - h * (0.28 - 0.21 * (k + 0.14)), y - h * (k + 0.14)),
                (x + h * (0.28 - 0.21 * (k + 0.14)), y - h * (k + 0.14)),
                (x + h * (0.28 - 0.21 * k), y - h * k),
                (x - h * (0.28 - 0.21 * k), y - h * k),
            ],
            m(WHITE),
        )
    c.poly(rounded(x - h * 0.36, y - h * 0.06, x + h * 0.36, y + h * 0.02, 3), mix(orange, INK, 0.3))


def barrier(c: Canvas, m: Mood, x: float, y: float, w: float, tone: Colour = WARM) -> None:
    for px in (0.1, 0.86):
        c.poly(ribbon([(x + w * px, y), (x + w * px, y - w * 0.34)], w * 0.03), m(rgb("#C9D3D9")))
    board = rounded(x, y - w * 0.36, x + w, y - w * 0.2, 5)
    c.poly(board, m(WHITE))
    with c.clip(board):
        for i in range(-1, 8):
            px = x + i * w / 7
            c.poly(
                [
                    (px, y - w * 0.2),
                    (px + w * 0.07, y - w * 0.2),
                    (px + w * 0.15, y - w * 0.37),
                    (px + w * 0.08, y - w * 0.37),
                ],
                m(tone),
            )
    c.poly(ellipse(x + w * 0.08, y - w * 0.39, w * 0.035), rgb("#F6B445"))
    c.glow(x + w * 0.08, y - w * 0.39, w * 0.14, rgb("#F6B445"), 0.6)
