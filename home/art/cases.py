"""Stand-ins for citizens' photographs: one street, nine things that go wrong in it, before and after repair."""

import random
from collections.abc import Callable

from .boats import person
from .built import WALLS, house, lamp
from .canvas import Canvas
from .coast import leaf
from .colour import CORAL, INK, SAND, WHITE, Colour, Mood, mix, rgb
from .indoors import cone, plant
from .land import SHIRTS
from .nature import leafy, lens, range_of_hills, sky, tree
from .shapes import Points, arc, box, closed, curve, ellipse, ribbon, rounded

ASPHALT = rgb("#66747E")
Painter = Callable[[Canvas, Mood, random.Random, bool], None]


def street(c: Canvas, m: Mood, rng: random.Random, kerb: float = 470, trees: bool = True) -> None:
    """Houses, pavement and an empty carriageway: 1280 × 960 units."""
    sky(c, m, rng, 330, (rng.uniform(250, 1050), rng.uniform(70, 150)), 34)
    range_of_hills(c, m, rng, 340, 120, 0.12)
    x = -rng.uniform(10, 90)
    while x < 1300:
        w = rng.uniform(120, 190)
        house(c, m, rng, x, kerb - 50, w, rng.uniform(190, 340), mix(rng.choice(WALLS), m.haze, 0.15))
        x += w + 5
    if trees:
        for px in (rng.uniform(60, 240), rng.uniform(1040, 1230)):
            tree(c, px, kerb - 16, rng.uniform(230, 280), leaf(m, 0.12), m(rgb("#5A4232")), rng)
    walk = m(rgb("#DCCBB2"))
    c.poly(box(-50, kerb - 52, 1330, kerb), [mix(walk, m.haze, 0.3), walk])
    c.many(
        [[(px, kerb - 52), (px + 2, kerb - 52), (px - 6, kerb), (px - 10, kerb)] for px in range(0, 1320, 46)], INK, 0.1
    )
    c.poly(box(-50, kerb, 1330, kerb + 14), [mix(walk, WHITE, 0.35), mix(walk, INK, 0.35)])
    road = mix(m(ASPHALT), m.near, 0.06)
    c.poly(box(-50, kerb + 14, 1330, 1000), [mix(road, m.haze, 0.28), road, mix(road, INK, 0.22)])
    for i in range(5):
        c.poly([(i * 330 - 160, 640), (i * 330 + 20, 640), (i * 330 + 4, 656), (i * 330 - 184, 656)], WHITE, 0.55)
    for _ in range(14):
        c.poly(lens(rng.uniform(0, 1280), rng.uniform(kerb + 40, 950), rng.uniform(80, 260), 4), INK, 0.1)


def ragged(rng: random.Random, x: float, y: float, rx: float, ry: float, rough: float = 0.16) -> Points:
    around = ellipse(x, y, rx, ry, 15)
    return closed([(x + (px - x) * (k := rng.uniform(1 - rough, 1 + rough)), y + (py - y) * k) for px, py in around], 5)


def pothole(c: Canvas, m: Mood, rng: random.Random, after: bool) -> None:
    street(c, m, rng)
    x, road = rng.uniform(520, 760), m(ASPHALT)
    if after:
        c.poly(
            [(x - 330, 690), (x + 300, 690), (x + 380, 900), (x - 420, 900)],
            [mix(road, INK, 0.45), mix(road, INK, 0.58)],
        )
        c.poly(ribbon([(x - 330, 690), (x + 300, 690), (x + 380, 900), (x - 420, 900), (x - 330, 690)], 7), INK, 0.4)
        for px in (x - 470, x + 440):
            cone(c, m, px, 900, 120)
        return
    for _ in range(9):
        a, b = rng.uniform(-420, 420), rng.uniform(-110, 110)
        c.poly(
            ribbon(
                [
                    (x + a * 0.4, 800 + b * 0.4),
                    (x + a * 0.8 + rng.uniform(-30, 30), 800 + b * 0.8),
                    (x + a * 1.2, 800 + b),
                ],
                6,
                1,
            ),
            INK,
            0.5,
        )
    c.poly(ragged(rng, x, 800, 310, 112), mix(road, WHITE, 0.22))
    hole = ragged(rng, x, 802, 285, 98)
    c.poly(hole, [mix(road, INK, 0.85), mix(m(rgb("#7A6248")), INK, 0.25)])
    with c.clip(hole):
        c.poly(ragged(rng, x + 14, 836, 220, 56), [mix(m.sky[1], INK, 0.25), mix(m.sky[-1], m.sky[0], 0.3)])
        c.poly(lens(x + 30, 830, 190, 9), WHITE, 0.5)
    for _ in range(20):
        px, py, r = x + rng.gauss(0, 260), 800 + rng.gauss(0, 90), rng.uniform(5, 15)
        c.poly(ragged(rng, px, py, r, r * 0.6), mix(road, INK if rng.random() < 0.5 else WHITE, 0.3))


def rubbish(c: Canvas, m: Mood, rng: random.Random, after: bool) -> None:
    street(c, m, rng, 620)
    x = rng.uniform(480, 800)
    if after:
        for px, tone in ((x - 70, rgb("#2F7F5F")), (x + 90, rgb("#F0A030"))):
            bin_(c, m, px, 640, 190, tone)
        for px in (x - 330, x + 330):
            plant(c, m, rng, px, 640, 170)
        return
    c.poly(ellipse(x, 720, 420, 60), INK, 0.25)
    pile = sorted((rng.uniform(630, 770), x + rng.gauss(0, 170), rng.uniform(70, 125)) for _ in range(19))
    for py, px, r in pile:
        kind = rng.random()
        if kind < 0.68:
            bag(
                c,
                m,
                rng,
                px,
                py,
                r,
                rng.choice([rgb("#24333D"), rgb("#3D5566"), rgb("#4F9AB5"), rgb("#E8E2D4"), rgb("#D9633B")]),
            )
        else:
            carton(c, m, px, py, r * 1.1)
    for _ in range(16):
        c.poly(
            ragged(rng, x + rng.gauss(0, 330), rng.uniform(700, 860), 16, 9, 0.4),
            m(rng.choice([WHITE, CORAL, rgb("#4F9AB5"), SAND])),
        )


def bag(c: Canvas, m: Mood, rng: random.Random, x: float, y: float, r: float, colour: Colour) -> None:
    tone = m(colour)
    body = closed(
        [
            (x - r * 0.7, y),
            (x - r * 0.82, y - r * 0.5),
            (x - r * 0.3, y - r * 1.0),
            (x, y - r * 1.05),
            (x + r * 0.34, y - r),
            (x + r * 0.8, y - r * 0.46),
            (x + r * 0.66, y),
        ]
    )
    c.poly(body, [mix(tone, WHITE, 0.24), tone, mix(tone, INK, 0.4)])
    c.poly(
        [
            (x - r * 0.1, y - r),
            (x - r * 0.3, y - r * 1.34),
            (x, y - r * 1.2),
            (x + r * 0.28, y - r * 1.36),
            (x + r * 0.1, y - r),
        ],
        mix(tone, WHITE, 0.12),
    )
    for k in (-0.36, 0.0, 0.3):
        c.poly(
            ribbon(
                curve(
                    [
                        (x + k * r * 0.2, y - r),
                        (x + k * r * 1.2, y - r * 0.55),
                        (x + k * r * 1.5, y - r * rng.uniform(0.15, 0.3)),
                    ]
                ),
                r * 0.05,
                1,
            ),
            WHITE,
            0.2,
        )


def carton(c: Canvas, m: Mood, x: float, y: float, s: float) -> None:
    tone = m(rgb("#C89A62"))
    c.poly(box(x - s * 0.6, y - s * 0.8, x + s * 0.3, y), [mix(tone, WHITE, 0.15), tone])
    c.poly(
        [(x + s * 0.3, y - s * 0.8), (x + s * 0.7, y - s * 0.94), (x + s * 0.7, y - s * 0.14), (x + s * 0.3, y)],
        mix(tone, INK, 0.3),
    )
    c.poly(
        [
            (x - s * 0.6, y - s * 0.8),
            (x - s * 0.24, y - s * 0.96),
            (x + s * 0.7, y - s * 0.94),
            (x + s * 0.3, y - s * 0.8),
        ],
        mix(tone, INK, 0.5),
    )
    c.poly(box(x - s * 0.24, y - s * 0.8, x - s * 0.08, y), mix(tone, WHITE, 0.3))


def bin_(c: Canvas, m: Mood, x: float, y: float, h: float, colour: Colour) -> None:
    tone = m(colour)
    c.poly(ellipse(x + 20, y, h * 0.46, h * 0.06), INK, 0.28)
    c.poly(
        [(x - h * 0.32, y - h * 0.8), (x + h * 0.32, y - h * 0.8), (x + h * 0.25, y), (x - h * 0.25, y)],
        [mix(tone, WHITE, 0.2), tone, mix(tone, INK, 0.35)],
        across=True,
    )
    c.poly(rounded(x - h * 0.37, y - h * 0.92, x + h * 0.37, y - h * 0.77, 10), mix(tone, WHITE, 0.18))
    for px in (-0.2, 0.2):
        c.poly(ellipse(x + px * h, y, h * 0.07), INK)
    c.poly(ellipse(x, y - h * 0.42, h * 0.12), WHITE, 0.85)
    c.poly(
        closed(
            [
                (x - h * 0.06, y - h * 0.37),
                (x - h * 0.03, y - h * 0.48),
                (x + h * 0.07, y - h * 0.49),
                (x + h * 0.04, y - h * 0.38),
            ]
        ),
        tone,
    )


def street_lamp(c: Canvas, m: Mood, rng: random.Random, after: bool) -> None:
    street(c, m, rng, 560)
    if not after:
        c.poly(box(-10, -10, 1300, 1000), rgb("#061828"), (0.25, 0.6))
    side = rng.choice([1, -1])
    x = 640 - side * rng.uniform(80, 200)
    for k in (-2, 2):
        lamp(c, m, 640 + k * 250, 560, 330, after, side, mix(m.near, INK, 0.5))
    lamp(c, m, x, 660, 580, after, side, mix(m.near, INK, 0.6))
    person(c, x + side * 250, 690, 150, m(rng.choice(SHIRTS)), None, -side)


def flood(c: Canvas, m: Mood, rng: random.Random, after: bool) -> None:
    street(c, m, rng, 470)
    people = [(rng.uniform(250, 1050), 640 + 90 * i, 190 + 50 * i, m(rng.choice(SHIRTS))) for i in range(2)]
    if after:
        for px in (260, 760):
            c.poly([(px, 500), (px + 170, 500), (px + 166, 534), (px - 8, 534)], mix(m(ASPHALT), INK, 0.6))
            c.many(
                [
                    [(px + 12 + i * 18, 504), (px + 20 + i * 18, 504), (px + 18 + i * 18, 530), (px + 8 + i * 18, 530)]
                    for i in range(9)
                ],
                rgb("#AEBBC3"),
            )
        for wx, wy, h, coat in people:
            c.poly(ellipse(wx + 20, wy, h * 0.3, 8), INK, 0.25)
            person(c, wx, wy, h, coat, m(SAND))
        return
    for wx, wy, h, coat in people:
        person(c, wx, wy + h * 0.22, h, coat, m(SAND))
    murk = m(rgb("#9A8A6A"))
    c.poly(
        box(-10, 448, 1300, 1000),
        [mix(murk, m.haze, 0.45), mix(murk, m.water[1], 0.45), mix(murk, m.water[2], 0.55)],
        0.84,
    )
    c.mirror_down(450, 330, 0.42)
    for wx, wy, h, coat in people:
        person(c, wx, wy + h * 0.22, h, coat, m(SAND))
        c.poly(
            [*arc(wx, wy, h * 0.6, 12, 180, 360), (wx + h * 0.3, wy + h * 0.5), (wx - h * 0.3, wy + h * 0.5)],
            mix(murk, m.water[1], 0.4),
            (0.9, 0.0),
        )
        for k in (0.3, 0.5, 0.75):
            c.poly(ribbon(ellipse(wx, wy, h * k, h * k * 0.2), 3), WHITE, 0.4)
    for _ in range(60):
        c.poly(
            lens(rng.uniform(0, 1280), rng.uniform(470, 950), rng.uniform(50, 200), 4),
            WHITE if rng.random() < 0.5 else INK,
            0.14,
        )


def fallen_tree(c: Canvas, m: Mood, rng: random.Random, after: bool) -> None:
    street(c, m, rng, 470, trees=False)
    wood, green, turn = m(rgb("#6B4A34")), leaf(m, 0.08), rng.choice([1, -1])
    with c.at(640, 0, turn, 1):
        if after:
            c.poly(box(-470, 400, -330, 474), m(rgb("#8A6A48")))
            tree(c, -400, 462, 200, mix(green, rgb("#9CCB7A"), 0.3), wood, rng)
            c.many([ribbon([(px, 466), (-400, 370)], 5) for px in (-450, -350)], m(rgb("#C9A26B")))
            return
        c.poly(ellipse(60, 760, 560, 46), INK, 0.3)
        c.poly(ragged(rng, -430, 500, 90, 70, 0.3), mix(wood, INK, 0.4))
        for dx, dy in ((-520, 420), (-545, 500), (-510, 570), (-460, 400)):
            c.poly(ribbon(curve([(-420, 505), ((dx - 420) / 2, (dy + 480) / 2), (dx, dy)]), 18, 3), wood)
        c.poly(
            ribbon(curve([(-440, 500), (-180, 590), (120, 680), (330, 720)]), 92, 46),
            [mix(wood, WHITE, 0.2), wood, mix(wood, INK, 0.4)],
        )
        for ex, ey in ((200, 560), (420, 620), (360, 830), (160, 800), (500, 740)):
            c.poly(ribbon(curve([(120, 680), ((ex + 100) / 2 + 20, (ey + 690) / 2), (ex, ey)]), 30, 8), wood)
        for n, tone in enumerate((mix(green, INK, 0.34), green, mix(green, rgb("#FFF1C8"), 0.22))):
            for _ in range(17 - 4 * n):
                c.poly(
                    leafy(
                        350 + rng.gauss(0, 130),
                        700 - n * 26 + rng.gauss(0, 66),
                        rng.uniform(50, 86) * (1 - 0.2 * n),
                        rng,
                    ),
                    tone,
                )
    for _ in range(24):
        c.poly(
            ragged(rng, rng.uniform(60, 1220), rng.uniform(700, 930), 14, 7, 0.3), mix(green, SAND, rng.random() * 0.4)
        )
    cone(c, m, 640 - turn * 360, 880, 110)
