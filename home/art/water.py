"""Scenes of working water and what is under it: lighthouse, reef, harbour."""

import math
import random
from functools import partial

from .boats import fishing_boat, sail
from .canvas import Canvas
from .coast import leaf
from .colour import CORAL, INK, SAND, WARM, WHITE, Colour, Mood, mix, rgb, tones
from .nature import birds, boulder, lens, range_of_hills, sea, sky, streaks, waves
from .shapes import Points, arc, box, closed, curve, ellipse, ribbon, rounded, skyline


def cliff(c: Canvas, m: Mood, rng: random.Random) -> None:
    top = curve(
        [
            (1700, 360),
            (1500, 366),
            (1320, 378),
            (1180, 392),
            (1090, 420),
            (1040, 470),
            (1010, 560),
            (970, 640),
            (960, 700),
            (900, 745),
            (870, 800),
        ],
        6,
    )
    jag = [(x + rng.uniform(-7, 7), y + rng.uniform(-4, 4)) for x, y in top]
    rock = m(rgb("#8A6E5C"))
    outline = [*jag, (870, 960), (1700, 960)]
    c.poly(outline, [mix(rock, m.glow, 0.3), rock, mix(rock, INK, 0.55)])
    with c.clip(outline):
        for i in range(9):
            px = 980 + i * 78 + rng.uniform(-20, 20)
            c.poly(
                [
                    (px, 380 + rng.uniform(20, 90)),
                    (px + 44, 460),
                    (px + 20, 640),
                    (px + 50, 960),
                    (px - 60, 960),
                    (px - 14, 640),
                ],
                INK,
                (0.34, 0.1),
            )
        c.poly(
            [
                *[(x, y - 12) for x, y in top[:40]],
                *[(x + 20, y + 36 + rng.uniform(0, 16)) for x, y in reversed(top[:40])],
            ],
            leaf(m, 0.3),
        )


def lighthouse(c: Canvas, m: Mood, rng: random.Random) -> None:
    x, _ = sky(c, m, rng, 560, (rng.uniform(250, 760), rng.uniform(210, 330)), 54)
    streaks(c, m, rng, 120, 420, 3)
    range_of_hills(c, m, rng, 562, 110, 0.1)
    sea(c, m, rng, 560, x)
    for px, y, h in ((240, 600, 46), (520, 640, 70)):
        c.reflected(y, partial(sail, c, m, px, y, h, WHITE), 0.4)
    if m.lit:
        c.poly([(1300, 134), (1300, 146), (-100, 330), (-100, 60)], [rgb("#FFF3C4")] * 2, 0.18)
        c.glow(1300, 140, 240, rgb("#FFE7A6"), 0.9)
    wall = m(rgb("#FBF4E8"))
    c.poly(
        [(1272, 176), (1328, 176), (1352, 388), (1248, 388)],
        [mix(wall, m.glow, 0.2), wall, mix(wall, INK, 0.35)],
        across=True,
    )
    with c.clip([(1272, 176), (1328, 176), (1352, 388), (1248, 388)]):
        for y in (214, 296):
            c.poly(box(1200, y, 1400, y + 40), [m(WARM), mix(m(WARM), INK, 0.4)], across=True)
    c.many([arch_window(1300, y) for y in (282, 364)], mix(m(rgb("#2B4A5C")), INK, 0.3))
    c.poly(rounded(1258, 164, 1342, 178, 4), mix(wall, INK, 0.45))
    c.poly(box(1278, 120, 1322, 164), rgb("#FFE9AE") if m.lit else m(rgb("#A9D3E2")))
    c.many([box(px, 120, px + 3, 164) for px in (1278, 1292, 1305, 1319)], mix(m.near, INK, 0.3))
    c.poly([*arc(1300, 122, 30, 34, 180, 360), (1330, 122)], m(WARM))
    c.poly(box(1298, 74, 1302, 92), mix(m.near, INK, 0.3))
    cottage = m(rgb("#F6E7D2"))
    c.poly(box(1400, 320, 1520, 384), [cottage, mix(cottage, INK, 0.15)])
    c.poly([(1384, 324), (1420, 276), (1500, 276), (1536, 324)], m(CORAL))
    c.many([box(px, 340, px + 20, 366) for px in (1416.0, 1480.0)], rgb("#FFCF86") if m.lit else m(rgb("#3A6C86")))
    cliff(c, m, rng)
    for _ in range(10):
        rx = rng.uniform(700, 1000)
        boulder(
            c,
            min(rx, 980),
            860 + rng.uniform(0, 60),
            rng.uniform(70, 170),
            rng.uniform(40, 100),
            m(rgb("#7A6355")),
            rng,
        )
    for _ in range(26):
        c.poly(lens(rng.uniform(600, 1000), rng.uniform(790, 890), rng.uniform(40, 150), rng.uniform(3, 8)), WHITE, 0.5)
    birds(c, rng, 820, 250, m.near, 6)


def arch_window(x: float, y: float) -> Points:
    return [*arc(x, y - 10, 8, 8, 180, 360, 12), (x + 8, y + 10), (x - 8, y + 10)]


def reef(c: Canvas, m: Mood, rng: random.Random) -> None:
    """Under water: shafts of light, a turtle, fish, coral in layers."""
    hue = rng.choice(
        [
            tones("#BDEBE6", "#4FB7CB", "#14779F", "#07446B"),
            tones("#D6F1E4", "#63C2C4", "#1C86A0", "#084A66"),
            tones("#A9DDF0", "#3E9ECB", "#0E5F93", "#062F52"),
        ]
    )
    c.poly(box(-400, -400, 2000, 1300), hue)
    c.glow(rng.uniform(500, 1100), -60, 900, WHITE, 0.7)
    for _ in range(9):
        px, w = rng.uniform(100, 1500), rng.uniform(30, 110)
        lean = (px - 800) * 0.5
        c.poly([(px, -10), (px + w, -10), (px + w * 2.2 + lean, 820), (px + lean - w, 820)], WHITE, (0.2, 0.0))
    for i, depth in enumerate((0.35, 0.6)):
        line = curve(skyline(rng, -60, 1660, 900, 330 - 110 * i)[::3], 8)
        c.poly([*line, (1660, 960), (-60, 960)], [mix(hue[2], hue[1], 0.5 - 0.4 * i), mix(hue[3], hue[2], 1 - depth)])
    turtle(c, rng.uniform(420, 1150), rng.uniform(240, 400), rng.uniform(210, 270), rng.choice([1, -1]))
    for colour, n in ((rgb("#F4B860"), 9), (rgb("#F07F5A"), 6), (rgb("#E6F3F5"), 12)):
        fx, fy, turn = rng.uniform(200, 1300), rng.uniform(200, 620), rng.choice([1, -1])
        for _ in range(n):
            fish(c, fx + rng.gauss(0, 120), fy + rng.gauss(0, 46), rng.uniform(24, 46), turn, colour)
    for _ in range(30):
        bx = rng.uniform(0, 1600)
        c.poly(ellipse(bx, rng.uniform(60, 800), rng.uniform(2, 7), steps=20), WHITE, 0.35)
    for t in (0.0, 0.5, 1.0):
        garden(c, rng, hue, t)


def garden(c: Canvas, rng: random.Random, hue: list[Colour], t: float) -> None:
    """One row of corals; t = 0 at the back (bluish), 1 in front."""
    y = 830 + 90 * t
    paint = [
        mix(colour, hue[2], 0.55 - 0.5 * t)
        for colour in (CORAL, rgb("#F2B26B"), rgb("#C9567A"), rgb("#7FC6B4"), rgb("#F3DDB0"))
    ]
    line = curve([(-60, y), (300, y - 40), (700, y - 10), (1100, y - 50), (1660, y - 14)], 10)
    for i in range(9):
        x = (i + rng.uniform(0.1, 0.9)) / 9 * 1640 - 20
        if t == 1.0 and 500 < x < 1100:
            continue
        size, colour = rng.uniform(90, 170) * (0.7 + 0.5 * t), rng.choice(paint)
        kind = rng.randrange(3)
        if kind == 0:
            branch(c, x, y, size * 0.62, -90, colour, rng, 5)
        elif kind == 1:
            c.poly(
                arc(x, y, size * 0.6, size * 0.62, 180, 360),
                [mix(colour, WHITE, 0.25), colour, mix(colour, hue[3], 0.5)],
            )
            for k in range(5):
                c.poly(
                    ribbon(arc(x, y, size * (0.1 + 0.11 * k), size * 0.6, 182, 358), 2.5), mix(colour, hue[3], 0.5), 0.4
                )
        else:
            for k in range(7):
                a = x + (k - 3) * size * 0.1
                sway = curve(
                    [
                        (a, y),
                        (a + rng.uniform(-14, 14), y - size * 0.5),
                        (a + rng.uniform(-26, 26), y - size * rng.uniform(0.8, 1.3)),
                    ]
                )
                c.poly(ribbon(sway, size * 0.1, size * 0.03), mix(colour, rgb("#2F8F83"), 0.35))
    c.poly([*line, (1660, 960), (-60, 960)], [mix(hue[2], hue[3], 0.3 + 0.5 * t), mix(hue[3], INK, 0.4 * t)])


def branch(
    c: Canvas, x: float, y: float, length: float, angle: float, colour: Colour, rng: random.Random, left: int
) -> None:
    """A staghorn coral: every arm forks."""
    a = math.radians(angle)
    ex, ey = x + math.cos(a) * length * 0.55, y + math.sin(a) * length * 0.55
    c.poly(ribbon([(x, y), (ex, ey)], 4 + left * 3.2, 2 + left * 2.8), colour)
    c.poly(ellipse(ex, ey, 1 + left * 1.45, steps=16), colour)
    if left > 1:
        for turn in (-1, 1):
            branch(
                c, ex, ey, length * rng.uniform(0.72, 0.88), angle + turn * rng.uniform(16, 38), colour, rng, left - 1
            )


def fish(c: Canvas, x: float, y: float, w: float, turn: int, colour: Colour) -> None:
    with c.at(x, y, turn * w, w):
        c.poly([(-0.34, 0), (-0.62, -0.24), (-0.55, 0), (-0.62, 0.24)], mix(colour, INK, 0.15))
        c.poly(
            closed([(-0.4, 0), (-0.1, -0.24), (0.3, -0.16), (0.5, 0.02), (0.3, 0.16), (-0.1, 0.22)]),
            [mix(colour, WHITE, 0.3), colour, mix(colour, INK, 0.25)],
        )
        c.poly(box(0.02, -0.2, 0.09, 0.19), WHITE, 0.7)
        c.poly(ellipse(0.33, -0.03, 0.035, steps=12), INK)


def turtle(c: Canvas, x: float, y: float, w: float, turn: int) -> None:
    skin, shell = rgb("#3F7E7A"), rgb("#7A6A44")
    with c.at(x, y, turn * w, w):
        c.poly(closed([(0.2, 0.02), (0.12, 0.3), (-0.08, 0.52), (-0.02, 0.22)]), mix(skin, INK, 0.2))
        c.poly(closed([(0.3, -0.04), (0.2, -0.34), (-0.02, -0.5), (0.1, -0.16)]), mix(skin, INK, 0.05))
        c.poly(closed([(-0.36, 0.02), (-0.6, 0.18), (-0.62, 0.08), (-0.44, -0.04)]), mix(skin, INK, 0.15))
        c.poly(closed([(0.34, -0.06), (0.5, -0.12), (0.6, -0.05), (0.56, 0.04), (0.38, 0.07)]), skin)
        dome = closed(
            [(-0.48, 0.04), (-0.26, -0.18), (0.08, -0.24), (0.36, -0.08), (0.38, 0.06), (0.1, 0.16), (-0.26, 0.14)]
        )
        c.poly(dome, [mix(shell, WHITE, 0.35), shell, mix(shell, INK, 0.4)])
        with c.clip(dome):
            for px in (-0.26, -0.05, 0.16):
                c.poly(
                    closed(
                        [
                            (px - 0.09, -0.03),
                            (px - 0.04, -0.14),
                            (px + 0.06, -0.15),
                            (px + 0.1, -0.04),
                            (px + 0.04, 0.05),
                            (px - 0.06, 0.05),
                        ],
                        4,
                    ),
                    INK,
                    0.28,
                )
        c.poly(ellipse(0.53, -0.05, 0.014, steps=12), INK)


def crane(c: Canvas, x: float, y: float, h: float, colour: Colour) -> None:
    """A ship-to-shore crane in side view."""
    for px in (-0.2, 0.14):
        c.poly(ribbon([(x + px * h, y), (x + px * h * 0.8, y - h * 0.62)], h * 0.03), colour)
    c.poly(ribbon([(x - 0.2 * h, y - h * 0.2), (x + 0.14 * h, y - h * 0.2)], h * 0.024), colour)
    c.poly(ribbon([(x - 0.2 * h, y - h * 0.05), (x + 0.12 * h, y - h * 0.58)], h * 0.014), colour)
    c.poly(ribbon([(x - h * 0.42, y - h * 0.63), (x + h * 0.74, y - h * 0.66)], h * 0.04, h * 0.022), colour)
    c.poly(ribbon([(x + 0.02 * h, y - h * 0.62), (x + 0.05 * h, y - h)], h * 0.024), colour)
    for tx in (-0.36, 0.36, 0.7):
        c.poly(ribbon([(x + 0.05 * h, y - h * 0.99), (x + tx * h, y - h * 0.65)], h * 0.008), colour)
    c.poly(rounded(x - h * 0.16, y - h * 0.72, x - h * 0.02, y - h * 0.63, 2), colour)


def port(c: Canvas, m: Mood, rng: random.Random) -> None:
    x, _ = sky(c, m, rng, 480)
    range_of_hills(c, m, rng, 482, 200, 0.12)
    range_of_hills(c, m, rng, 484, 90, 0.3)
    sea(c, m, rng, 480, x, 0.5)
    hue = [m(colour) for colour in (WARM, rgb("#1C78A6"), rgb("#E0A458"), rgb("#3F8F83"), rgb("#E6EDF0"))]
    steel = mix(m(rgb("#2E6E96")), m.near, 0.2)
    for px in sorted(rng.sample([180, 420, 980, 1240, 1430], rng.randint(2, 4))):
        crane(c, px, 566, 330, mix(steel, m.haze, 0.15))
    c.poly(box(-50, 560, 1650, 596), [mix(m(SAND), m.near, 0.4), m.near])
    for i in range(40):
        for j in range(rng.randint(0, 3)):
            px = i * 41 - 20
            c.poly(
                box(px, 560 - (j + 1) * 17, px + 38, 560 - j * 17 - 1.5),
                [rng.choice(hue), mix(rng.choice(hue), INK, 0.2)],
            )
    c.mirror_down(596, 100, 0.35)
    c.reflected(690, lambda: ship(c, m, [hue[(i * 7 + i // 3) % len(hue)] for i in range(40)], 760), 0.4, 0.5)
    fishing_boat(c, m, rng.uniform(220, 1400), 800, 260, rng.randrange(3), rng.choice([1, -1]))
    waves(c, m, rng, 700)
    birds(c, rng, 700, 200, m.near, 5)


def ship(c: Canvas, m: Mood, hues: list[Colour], x: float) -> None:
    hull = [(x - 430, 606), (x + 350, 606), (x + 400, 590), (x + 470, 582), (x + 420, 690), (x - 400, 690)]
    for i in range(18):
        for j in range(1 + (i * 5) % 3):
            px = x - 250 + i * 35
            c.poly(box(px, 606 - (j + 1) * 22, px + 33, 606 - j * 22 - 1.5), hues[i + j])
    c.poly(box(x - 400, 490, x - 290, 606), [m(WHITE), mix(m(WHITE), INK, 0.15)])
    c.poly(box(x - 420, 500, x - 276, 516), m(rgb("#27536E")))
    c.poly(box(x - 370, 450, x - 330, 490), m(WARM))
    c.poly(hull, [mix(m(rgb("#16608F")), WHITE, 0.08), m(rgb("#0E4A72"))])
    with c.clip(hull):
        c.poly(box(x - 500, 668, x + 500, 692), m(WARM))
        c.poly(box(x - 500, 622, x + 500, 627), WHITE, 0.6)
