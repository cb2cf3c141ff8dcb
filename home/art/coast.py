"""Scenes of the sea: bay, boats, islands, light, reef, harbour."""

import random
from functools import partial

from .boats import basket_boat, fishing_boat, fleet, person, sail
from .built import cham_tower, city
from .canvas import Canvas
from .colour import CORAL, INK, LEAF, SAND, WARM, WHITE, Colour, Mood, mix, rgb
from .nature import birds, boulder, bush, grass, island, lens, palm, range_of_hills, sea, sky, waves
from .shapes import box, curve, ellipse, skyline


def beach(c: Canvas, m: Mood, rng: random.Random, left: float, right: float) -> None:
    """Sand in the foreground, wet at the edge, with a line of foam."""
    edge = curve([(-60, left), (300, left + 14), (700, (left + right) / 2 + 24), (1150, right + 6), (1660, right)], 14)
    sand = m(SAND)
    c.poly([*[(x, y - 20) for x, y in edge], (1660, 960), (-60, 960)], WHITE, 0.28)
    c.poly([*[(x, y - 7) for x, y in edge], (1660, 960), (-60, 960)], WHITE, 0.7)
    c.poly([*edge, (1660, 960), (-60, 960)], [mix(sand, m.water[1], 0.3), sand, mix(sand, WARM, 0.1)])
    for _ in range(26):
        x, y = rng.uniform(0, 1600), rng.uniform(max(left, right) + 40, 900)
        c.poly(lens(x, y, rng.uniform(60, 200), rng.uniform(2, 6)), mix(sand, INK, 0.3), 0.16)


def leaf(m: Mood, t: float = 0.5) -> Colour:
    return mix(m(LEAF), m.near, t)


def bay(c: Canvas, m: Mood, rng: random.Random) -> None:
    x, _ = sky(c, m, rng, 430)
    range_of_hills(c, m, rng, 432, 120, 0.08)
    island(c, m, rng, rng.uniform(150, 420), 432, 520, 112, 0.28)
    island(c, m, rng, rng.uniform(1080, 1400), 434, 640, 150, 0.45)
    island(c, m, rng, rng.uniform(700, 820), 433, 200, 44, 0.36)
    sea(c, m, rng, 430, x)
    fleet(c, m, rng, 500, 690, rng.randint(2, 4), 300)
    beach(c, m, rng, 812, 860)
    side = rng.choice([0, 1])
    px = (90, 1490)[side]
    palm(c, px, 900, 560, (150, -150)[side], mix(leaf(m), INK, 0.4), rng)
    palm(c, px + (60, -60)[side], 910, 400, (170, -170)[side], mix(leaf(m), INK, 0.3), rng)
    birds(c, rng, rng.uniform(500, 900), 180, m.near)


def ponagar(c: Canvas, m: Mood, rng: random.Random) -> None:
    x, _ = sky(c, m, rng, 560, (rng.uniform(980, 1330), rng.uniform(190, 280)), 60)
    range_of_hills(c, m, rng, 610, 190, 0.1)
    range_of_hills(c, m, rng, 620, 100, 0.35)
    sea(c, m, rng, 612, x)
    hill = curve(
        [(-60, 640), (180, 610), (420, 588), (900, 590), (1120, 650), (1330, 770), (1480, 860), (1700, 900)], 12
    )
    green = leaf(m, 0.45)
    bushes = [(1060, 646, 240, 90), (60, 640, 300, 130), (930, 606, 170, 60)]
    for bx, by, bw, bh in bushes:
        bush(c, bx, by, bw, bh, mix(green, m.haze, 0.2), rng)
    cham_tower(c, m, 800, 596, 270)
    cham_tower(c, m, 290, 604, 300)
    cham_tower(c, m, 545, 600, 500)
    c.poly([*hill, (1700, 960), (-60, 960)], [mix(green, m.glow, 0.18), green, m.near])
    c.poly([(486, 604), (604, 604), (690, 920), (430, 920)], [m(SAND), mix(m(SAND), m.near, 0.35)])
    for i in range(12):
        y, t = 620 + i * 25, i / 12
        c.poly(box(482 - t * 50, y, 607 + t * 78, y + 5 + 3 * t), mix(m(SAND), INK, 0.4), 0.4)
    for px, py, h in ((470, 668, 54), (560, 716, 66), (610, 724, 64), (526, 636, 46)):
        person(
            c,
            px if px > 480 else 515,
            py,
            h,
            m(rng.choice([rgb("#F3EDE2"), CORAL, rgb("#4F9AB5")])),
            m(SAND) if h > 50 else None,
        )
    for bx, bw, bh in ((120, 380, 120), (1010, 420, 110), (330, 220, 70), (820, 240, 80)):
        bush(c, bx, 780 + bh * 0.9, bw, bh * 1.3, mix(green, m.near, 0.4), rng)
    grass(c, rng, -20, 1300, 905, 46, m.near)
    palm(c, 1380, 900, 430, -70, mix(m.near, green, 0.25), rng)
    birds(c, rng, 930, 150, m.near, 6)


def basket_boats(c: Canvas, m: Mood, rng: random.Random) -> None:
    x, _ = sky(c, m, rng, 360)
    range_of_hills(c, m, rng, 362, 110, 0.12)
    island(c, m, rng, rng.uniform(250, 600), 364, 560, 100, 0.4)
    sea(c, m, rng, 360, x)
    for _ in range(rng.randint(1, 3)):
        fishing_boat(c, m, rng.uniform(150, 1450), rng.uniform(395, 425), 110, rng.randrange(3), rng.choice([1, -1]))
    spots = [(0.2, 500, 130), (0.8, 520, 150), (0.5, 590, 200), (0.24, 720, 300), (0.74, 760, 350)]
    first = rng.randint(0, 1)
    for t, y, w in spots[first:]:
        px, turn = 1600 * (t + rng.uniform(-0.05, 0.05)), rng.choice([1, -1])
        c.reflected(y, partial(basket_boat, c, m, px, y, w, True, turn), 0.42, 0.8)
        c.poly(ellipse(px, y + w * 0.03, w * 0.42, w * 0.025), m.haze, 0.28)
    waves(c, m, rng, 640)
    birds(c, rng, 1000, 150, m.near)


def fishing_boats(c: Canvas, m: Mood, rng: random.Random) -> None:
    x, _ = sky(c, m, rng, 400)
    range_of_hills(c, m, rng, 402, 170, 0.1)
    city(c, m, rng, 408, 66, 0.3, False)
    bush(c, 200, 410, 700, 20, m.depth(0.4), rng)
    sea(c, m, rng, 406, x, 0.55)
    fleet(c, m, rng, 425, 540, 4, 260)
    big = (
        [(430, 690, 620, 1), (1150, 740, 700, -1)] if rng.random() < 0.5 else [(560, 735, 800, 1), (1300, 600, 400, -1)]
    )
    for i, (px, y, w, f) in enumerate(sorted(big, key=lambda b: b[1])):
        p = rng.randrange(3) + i
        c.reflected(y, partial(fishing_boat, c, m, px, y, w, p, f), 0.45, 0.6)
        c.poly(ellipse(px - 20, y + 8, w * 0.46, 6), m.haze, 0.3)
    birds(c, rng, rng.uniform(200, 900), 150, m.near, 7)


def islands(c: Canvas, m: Mood, rng: random.Random) -> None:
    """The archipelago from a high lookout."""
    x, _ = sky(c, m, rng, 290, size=40)
    range_of_hills(c, m, rng, 292, 70, 0.05)
    sea(c, m, rng, 290, x, 0.3)
    rows = [(330.0, 300.0, 60.0, 0.18), (388, 420, 92, 0.34), (476, 560, 130, 0.52), (610, 760, 190, 0.7)]
    for i, (y, w, h, d) in enumerate(rows):
        side = (i + rng.randint(0, 1)) % 2
        px = rng.uniform(120, 560) if side else rng.uniform(1020, 1480)
        c.poly(ellipse(px, y + 4, w * 0.56, 10 + 16 * d), mix(m.water[0], rgb("#7FD6CF"), 0.5), 0.55)
        c.poly(ellipse(px + w * 0.12, y + 2, w * 0.4, 5 + 8 * d), m(SAND), 0.9)
        island(c, m, rng, px, y, w, h, d)
    for _ in range(rng.randint(3, 6)):
        px, y = rng.uniform(300, 1300), rng.uniform(360, 720)
        h = 20 + (y - 330) * 0.2
        c.reflected(y, partial(sail, c, m, px, y, h, WHITE), 0.4)
    hill = skyline(rng, -60, 1660, 900, 130)
    c.poly([*curve(hill[::4], 8), (1660, 960), (-60, 960)], [leaf(m, 0.5), m.near])
    grass(c, rng, 0, 1600, 905, 60, m.near)
    palm(c, 1420, 930, 420, -90, m.near, rng)


def stone_beach(c: Canvas, m: Mood, rng: random.Random) -> None:
    x, _ = sky(c, m, rng, 420)
    range_of_hills(c, m, rng, 422, 150, 0.12)
    island(c, m, rng, rng.uniform(900, 1300), 423, 420, 90, 0.35)
    sea(c, m, rng, 420, x)
    sail(c, m, rng.uniform(300, 800), 470, 50, WHITE)
    tint = m(rgb("#B98D6B"))
    layers = [(560, 5, 190, 90), (660, 6, 250, 150), (780, 6, 330, 210), (910, 6, 420, 200)]
    for y, count, w, h in layers:
        t = (y - 540) / 380
        for i in range(count):
            px = (i + rng.uniform(0.1, 0.9)) / count * 1700 - 60
            tall = h * (0.25 + 0.75 * abs(px / 1600 - 0.47) * 2) * rng.uniform(0.8, 1.15)
            boulder(
                c,
                px,
                y + 10,
                w * rng.uniform(0.7, 1.1),
                tall,
                mix(mix(tint, m.haze, 0.35 - 0.35 * t), INK, 0.12 * t),
                rng,
            )
        for _ in range(16):
            c.poly(
                lens(rng.uniform(-40, 1640), y + rng.uniform(2, 20), rng.uniform(60, 220), rng.uniform(4, 9)),
                WHITE,
                0.45,
            )
    for px, top in ((300, 470), (1330, 480)):
        boulder(c, px, top + 260, 330, 250, tint, rng)
        boulder(c, px + 20, top + 62, 210, 120, mix(tint, m.glow, 0.15), rng)
    birds(c, rng, 640, 160, m.near, 5)
