"""Public buildings and their forecourts."""

import math
import random

from .boats import person
from .built import city, windows
from .canvas import Canvas
from .coast import leaf
from .colour import CORAL, INK, LAMP, SAND, WHITE, Colour, Mood, mix, rgb
from .land import SHIRTS
from .nature import birds, bush, palm, range_of_hills, sky, tree
from .shapes import arc, box, curve, ellipse, ribbon, rounded


def forecourt(c: Canvas, m: Mood, rng: random.Random, y: float) -> None:
    """Sky, hills, trees behind and a paved square in front of a public building."""
    sky(c, m, rng, y - 60)
    range_of_hills(c, m, rng, y, 210, 0.1)
    city(c, m, rng, y, 130, 0.2, False)
    for x in (60, 1500, 330, 1280):
        tree(c, x + rng.uniform(-40, 40), y + 4, rng.uniform(210, 300), leaf(m, 0.25), m(rgb("#5A4232")), rng)
    pave = mix(m(rgb("#E8DCC8")), m.far, 0.18)
    c.poly(box(-100, y, 1700, 1000), [pave, mix(pave, m.near, 0.28)])
    for i in range(-10, 11):
        c.poly([(800 + i * 90, y), (802 + i * 90, y), (806 + i * 240, 1000), (800 + i * 240, 1000)], INK, 0.06)
    for k in (30, 76, 144, 240):
        c.poly(box(-100, y + k, 1700, y + k + 1 + k / 80), INK, 0.07)


def people(c: Canvas, m: Mood, rng: random.Random, y: float, count: int) -> None:
    for py in sorted(rng.uniform(y + 40, y + 190) for _ in range(count)):
        px, h = rng.uniform(180, 1420), 62 + (py - y) * 0.5
        c.poly(ellipse(px + h * 0.2, py, h * 0.34, h * 0.04), INK, 0.18)
        person(c, px, py, h, m(rng.choice(SHIRTS)), m(SAND) if rng.random() < 0.25 else None, rng.choice([1, -1]))


def hedge(c: Canvas, m: Mood, rng: random.Random) -> None:
    for x in (40, 330, 1270, 1560):
        bush(c, x, 912, 360, 84, leaf(m, 0.38), rng)
    palm(c, rng.choice([110, 1490]), 905, 420, rng.choice([-40, 40]), leaf(m, 0.6), rng)


def wing(
    c: Canvas, m: Mood, rng: random.Random, area: tuple[float, float, float, float], wall: Colour, cols: int, rows: int
) -> None:
    x0, y0, x1, y1 = area
    tone = m(wall)
    c.poly(box(*area), [mix(tone, m.glow, 0.15), mix(tone, INK, 0.12)])
    windows(c, m, rng, (x0 + 12, y0 + 14, x1 - 12, y1 - 10), cols, rows, 0.6, 0.4)
    for j in range(rows + 1):
        y = y0 + 8 + (y1 - y0 - 12) * j / rows
        c.poly(box(x0 - 4, y, x1 + 4, y + 6), mix(tone, WHITE, 0.4))


def hospital(c: Canvas, m: Mood, rng: random.Random) -> None:
    y = 650
    forecourt(c, m, rng, y)
    wing(c, m, rng, (250, 330, 680, y), rgb("#E4EFF4"), 9, 5)
    wing(c, m, rng, (920, 380, 1370, y), rgb("#EEF4F5"), 9, 4)
    wing(c, m, rng, (630, 200, 970, y), rgb("#FFFFFF"), 7, 7)
    blue = m(rgb("#1C78A6"))
    c.poly(box(630, 200, 660, y), blue)
    c.poly(box(618, 186, 982, 206), mix(blue, WHITE, 0.15))
    c.poly(rounded(752, 96, 848, 190, 14), m(WHITE))
    c.poly(box(788, 112, 812, 174), m(rgb("#1C78A6")))
    c.poly(box(769, 131, 831, 155), m(rgb("#1C78A6")))
    c.poly(box(700, 560, 900, y), rgb("#FFDFA0") if m.lit else m(rgb("#7FB4CC")))
    c.many([box(px, 560, px + 5, y) for px in (700, 747, 798, 848, 895)], mix(blue, INK, 0.3))
    c.poly(rounded(650, 536, 950, 564, 6), blue)
    c.many([box(px, 560, px + 10, y) for px in (662, 928)], mix(m(WHITE), INK, 0.15))
    car(c, m, rng.choice([330, 1080]), 760, 250, m(rgb("#FBFBF8")), True)
    people(c, m, rng, y, rng.randint(4, 8))
    hedge(c, m, rng)


def car(c: Canvas, m: Mood, x: float, y: float, w: float, body: Colour, ambulance: bool = False) -> None:
    with c.at(x, y, w):
        c.poly(ellipse(0.5, 0.0, 0.54, 0.03), INK, 0.3)
        if ambulance:
            c.poly(
                [
                    *curve([(0, -0.1), (0.0, -0.44), (0.64, -0.46), (0.8, -0.26), (0.98, -0.2), (1.0, -0.06)], 6),
                    (1.0, -0.05),
                    (0, -0.05),
                ],
                [body, mix(body, INK, 0.12)],
            )
            c.poly([(0.66, -0.4), (0.78, -0.25), (0.62, -0.25), (0.62, -0.4)], m(rgb("#35627A")))
            c.poly(box(0.02, -0.2, 0.98, -0.15), m(rgb("#1C78A6")))
            c.poly(box(0.27, -0.38, 0.32, -0.23), m(rgb("#1C78A6")))
            c.poly(box(0.22, -0.33, 0.37, -0.28), m(rgb("#1C78A6")))
            c.poly(rounded(0.5, -0.51, 0.6, -0.45, 0.02), rgb("#3FA6E0"))
        else:
            c.poly(
                curve(
                    [
                        (0, -0.08),
                        (0.02, -0.2),
                        (0.2, -0.24),
                        (0.32, -0.36),
                        (0.62, -0.36),
                        (0.78, -0.24),
                        (0.98, -0.19),
                        (1, -0.07),
                    ],
                    6,
                ),
                [mix(body, WHITE, 0.15), body],
            )
            c.poly([(0.25, -0.235), (0.34, -0.33), (0.6, -0.33), (0.71, -0.235)], m(rgb("#27536E")))
        for px in (0.2, 0.79):
            c.poly(ellipse(px, -0.06, 0.085), INK)
            c.poly(ellipse(px, -0.06, 0.04), rgb("#9FB4BF"))


def school(c: Canvas, m: Mood, rng: random.Random) -> None:
    y = 640
    forecourt(c, m, rng, y)
    wing(c, m, rng, (140, 330, 1460, y), rgb("#F6DFA8"), 22, 3)
    roof = m(rgb("#C4532F"))
    c.poly([(110, 336), (170, 270), (1430, 270), (1490, 336)], [mix(roof, WHITE, 0.2), roof])
    c.poly(box(660, 240, 940, y), [m(rgb("#FFF0C9")), m(rgb("#EBCB8A"))])
    c.poly([(630, 246), (800, 150), (970, 246)], [mix(roof, WHITE, 0.2), roof])
    c.poly(ellipse(800, 300, 44), m(WHITE))
    c.poly(ribbon([(800, 300), (800, 270)], 5), INK)
    c.poly(ribbon([(800, 300), (820, 310)], 5), INK)
    windows(c, m, rng, (690, 370, 910, 470), 4, 1, 0.8)
    c.poly(
        [(720, y), (720, 520), *arc(800, 520, 80, 50, 180, 360), (880, y)],
        rgb("#FFCF86") if m.lit else m(rgb("#35627A")),
    )
    flagpole(c, m, 470, y + 60, 470)
    for x in (250, 1330):
        tree(
            c,
            x,
            y + 80,
            330,
            m(rgb("#C9553A")) if rng.random() < 0.5 else leaf(m, 0.1),
            m(rgb("#5A4232")),
            rng,
        )
    people(c, m, rng, y, rng.randint(8, 14))
    hedge(c, m, rng)


def flagpole(c: Canvas, m: Mood, x: float, y: float, h: float) -> None:
    c.poly(ribbon([(x, y), (x, y - h)], 7, 4), m(rgb("#DDE6EA")))
    c.poly(box(x - 26, y - 12, x + 26, y), m(rgb("#C9BBA6")))
    flag = curve([(x, y - h + 6), (x + 44, y - h - 4), (x + 84, y - h + 10), (x + 124, y - h + 2)], 8) + curve(
        [(x + 124, y - h + 76), (x + 84, y - h + 84), (x + 44, y - h + 70), (x, y - h + 80)], 8
    )
    c.poly(flag, [m(rgb("#DA251D")), mix(m(rgb("#DA251D")), INK, 0.12), m(rgb("#DA251D"))], across=True)
    star = [
        (
            x + 62 + math.sin(i * math.pi / 5) * (24 if i % 2 == 0 else 9.5),
            y - h + 40 - math.cos(i * math.pi / 5) * (24 if i % 2 == 0 else 9.5),
        )
        for i in range(10)
    ]
    c.poly(star, m(rgb("#FFCD00")))


def administration(c: Canvas, m: Mood, rng: random.Random) -> None:
    y = 640
    forecourt(c, m, rng, y)
    stone = rgb("#F4ECDD")
    wing(c, m, rng, (180, 320, 640, y - 30), stone, 8, 4)
    wing(c, m, rng, (960, 320, 1420, y - 30), stone, 8, 4)
    wing(c, m, rng, (600, 230, 1000, y - 30), rgb("#FBF6EC"), 8, 5)
    tone = m(rgb("#FBF6EC"))
    c.poly(box(160, y - 36, 1440, y + 6), [mix(tone, INK, 0.14), mix(tone, INK, 0.3)])
    c.poly(box(640, 330, 960, y - 30), [m(rgb("#5E93AD")), mix(m(rgb("#27536E")), LAMP, 0.4 if m.lit else 0)])
    for i in range(6):
        px = 640 + i * 60
        c.poly(box(px, 330, px + 22, y - 30), [mix(tone, WHITE, 0.3), mix(tone, INK, 0.24)], across=True)
    c.poly(box(610, 296, 990, 334), [mix(tone, WHITE, 0.3), mix(tone, INK, 0.1)])
    c.poly(box(560, 206, 1040, 234), mix(tone, m(CORAL), 0.5))
    for i in range(6):
        c.poly(box(620 - i * 16, y - 32 + i * 10, 980 + i * 16, y - 22 + i * 10), mix(tone, INK, 0.06 + 0.04 * (i % 2)))
    flagpole(c, m, 800, 236, 190)
    for px in (420, 1180):
        c.poly(ellipse(px, y + 96, 150, 20), m(rgb("#CDBB9B")))
        bush(c, px, y + 98, 250, 46, leaf(m, 0.2), rng)
        for _ in range(22):
            c.poly(
                ellipse(px + rng.uniform(-115, 115), y + 90 - rng.uniform(0, 34), 5, steps=12),
                m(rng.choice([CORAL, rgb("#F2C14E"), rgb("#F6F0E4")])),
            )
    people(c, m, rng, y + 30, rng.randint(5, 9))
    hedge(c, m, rng)
    birds(c, rng, 300, 140, m.near, 4)
