"""Sky, water, land and what grows on it."""

import math
import random

from .canvas import Canvas
from .colour import LEAF, WHITE, Colour, Mood, mix, rgb
from .shapes import Point, Points, arc, box, closed, curve, ellipse, hump, ribbon, skyline


def sky(c: Canvas, m: Mood, rng: random.Random, horizon: float, sun: Point | None = None, size: float = 46) -> Point:
    """Fill the sky, hang sun or moon in it and say where it hangs."""
    c.poly(box(-400, -400, 2000, -1), m.sky[0])
    c.poly(box(-400, -2, 2000, horizon + 2), m.sky)
    c.poly(box(-400, horizon, 2000, 2000), m.haze)
    x, y = sun or (rng.uniform(300, 1300), horizon * rng.uniform(0.3, 0.55))
    if m.stars:
        for _ in range(110):
            sx, sy = rng.uniform(0, 1600), rng.uniform(0, horizon * 0.75)
            c.poly(ellipse(sx, sy, rng.uniform(0.7, 1.9), steps=10), WHITE, rng.uniform(0.25, 0.9))
    c.glow(x, y, size * 13, m.glow, 0.55)
    c.glow(x, y, size * 4.2, m.glow, 0.75)
    c.poly(ellipse(x, y, size), m.sun)
    clouds(c, m, rng, horizon)
    return x, y


def clouds(c: Canvas, m: Mood, rng: random.Random, horizon: float) -> None:
    for _ in range(rng.randint(3, 5)):
        x, y = rng.uniform(0, 1600), rng.uniform(0.14, 0.72) * horizon
        cloud(c, m, rng, x, y, rng.uniform(150, 330))


def cloud(c: Canvas, m: Mood, rng: random.Random, x: float, y: float, w: float) -> None:
    """A fair-weather cloud: a flat foot, a round top that catches the light, fading downwards."""
    strength = 0.3 if m.stars else 0.8
    bumps = rng.randint(4, 6)
    for i in range(bumps):
        t = (i + 0.5) / bumps
        r = w * (0.07 + 0.1 * math.sin(math.pi * t) * rng.uniform(0.7, 1.15))
        c.poly(arc(x + (t - 0.5) * w * 0.86, y, r, r, 180, 360), m.cloud, (strength * 0.85, 0.05))
    c.poly(curve([(x - w * 0.62, y), (x, y - w * 0.02), (x + w * 0.66, y), (x, y + w * 0.018), (x - w * 0.62, y)]),
           m.cloud, strength * 0.45)  # fmt: skip


def streaks(c: Canvas, m: Mood, rng: random.Random, y0: float, y1: float, count: int = 5) -> None:
    """Long thin evening clouds."""
    for _ in range(count):
        x, y, w = rng.uniform(-100, 1600), rng.uniform(y0, y1), rng.uniform(220, 620)
        c.poly(lens(x, y, w, rng.uniform(5, 12)), m.cloud, rng.uniform(0.25, 0.5))


def lens(x: float, y: float, w: float, h: float) -> Points:
    return curve([(x - w / 2, y), (x - w * 0.1, y - h / 2), (x + w / 2, y)], 8) + curve(
        [(x + w / 2, y), (x + w * 0.15, y + h / 2), (x - w / 2, y)], 8
    )


def range_of_hills(c: Canvas, m: Mood, rng: random.Random, y: float, rise: float, depth: float) -> None:
    """A mountain ridge across the whole picture that sinks into haze at its foot."""
    top = skyline(rng, -120, 1720, y, rise)
    colour = m.depth(depth)
    c.poly([*top, (1720, y), (-120, y)], [colour, mix(colour, m.haze, 0.25), mix(colour, m.haze, 0.62)])
    lee = mix(colour, m.near, 0.4)
    for i in range(4, len(top) - 4):
        px, py = top[i]
        if py <= top[i - 1][1] and py <= top[i + 1][1] and y - py > rise * 0.35:
            fall = (y - py) * rng.uniform(0.6, 0.95)
            foot = [
                (px + fall * 0.55, py + fall),
                (px + fall * 0.12, py + fall * 0.8),
                (px + fall * 0.16, py + fall * 0.4),
            ]
            with c.clip([*top, (1720, y), (-120, y)]):
                c.poly([(px, py), (px + fall * 0.35, py + fall * 0.25), *foot], lee, (0.4, 0.0))


def island(c: Canvas, m: Mood, rng: random.Random, x: float, y: float, w: float, h: float, depth: float) -> None:
    outline = hump(rng, x, w, y, h)
    colour = mix(m.depth(depth), m(LEAF), 0.2 + 0.5 * depth)
    c.poly(outline, [colour, mix(colour, m.haze, 0.1), mix(colour, m.haze, 0.5)])
    with c.clip(outline):
        for a in (-0.3, -0.08, 0.14, 0.3):
            px = x + (a + rng.uniform(-0.05, 0.05)) * w
            c.poly([(px, y - h * 1.05), (px + w * 0.16, y - h * 0.45), (px + w * 0.1, y - h * 0.12), (px + w * 0.02, y),
                    (px + w * 0.01, y - h * 0.4)], mix(colour, m.near, 0.55), (0.42, 0.03))  # fmt: skip
        c.poly(box(x - w, y - 3, x + w, y + 2), mix(m.haze, WHITE, 0.3), 0.6)


def sea(c: Canvas, m: Mood, rng: random.Random, horizon: float, light_x: float, mirror: float = 0.45) -> None:
    """Water from the horizon down: its colour, what it mirrors, the path of light, and waves."""
    c.poly(box(-400, horizon, 2000, 902), m.water)
    c.poly(box(-400, 901, 2000, 2000), m.water[-1])
    c.mirror_down(horizon, 260, mirror)
    c.poly(box(-400, horizon - 1, 2000, horizon + 16), m.haze, (0.55, 0.0))
    light_path(c, m, rng, light_x, horizon, 900)
    waves(c, m, rng, horizon)


def light_path(c: Canvas, m: Mood, rng: random.Random, x: float, y0: float, y1: float) -> None:
    c.glow(x, y0, 330, m.glow, 0.28)
    y = y0 + 4
    while y < y1:
        t = (y - y0) / (y1 - y0)
        for _ in range(2):
            w = (18 + 100 * t) * rng.uniform(0.4, 1.5)
            px = x + rng.gauss(0, 16 + 74 * t)
            c.poly(lens(px, y, w, 1.6 + 6.5 * t), m.sun, 0.8 * (1 - t) ** 1.3 + 0.04)
        y += 5 + 17 * t


def waves(c: Canvas, m: Mood, rng: random.Random, y0: float, y1: float = 900) -> None:
    for _ in range(120):
        t = rng.random() ** 1.4
        y = y0 + 6 + (y1 - y0) * t
        w = (22 + 170 * t) * rng.uniform(0.5, 1.2)
        bright = rng.random() < 0.55
        c.poly(
            lens(rng.uniform(-50, 1650), y, w, 1.2 + 5 * t), m.haze if bright else m.water[-1], 0.2 if bright else 0.26
        )


def palm(c: Canvas, x: float, y: float, h: float, lean: float, colour: Colour, rng: random.Random) -> None:
    """A coconut palm: h tall, its head lean units to the side of its foot."""
    trunk = curve([(x, y), (x + lean * 0.15, y - h * 0.35), (x + lean * 0.5, y - h * 0.7), (x + lean, y - h)])
    c.poly(ribbon(trunk, h * 0.05, h * 0.024), colour)
    hx, hy = trunk[-1]
    for i in range(9):
        angle = math.radians(-202 + i * 28 + rng.uniform(-8, 8))
        frond(c, hx, hy, h * rng.uniform(0.4, 0.54), angle, colour)
    c.many([ellipse(hx + dx * h, hy + h * 0.025, h * 0.022, steps=16) for dx in (-0.02, 0.018, 0.0)], colour)


def frond(c: Canvas, x: float, y: float, r: float, angle: float, colour: Colour) -> None:
    """One leaf that rises, bends under its weight and lets its leaflets hang."""
    ex, ey = x + math.cos(angle) * r, y + math.sin(angle) * r * 0.8 + r * 0.32
    spine = curve([(x, y), (x + math.cos(angle) * r * 0.45, y + math.sin(angle) * r * 0.55 - r * 0.06), (ex, ey)], 14)
    c.poly(ribbon(spine, r * 0.05, r * 0.015), colour)
    out = 1 if ex >= x else -1
    for i in range(2, len(spine)):
        px, py = spine[i]
        t = i / (len(spine) - 1)
        length = r * (0.25 * math.sin(math.pi * min(t * 0.86 + 0.12, 1)) + 0.05)
        tip = (px + out * length * 0.45, py + length * 0.9)
        c.poly([(px - r * 0.022, py), (px + r * 0.03, py), tip], colour)
        c.poly([(px, py + 1), (px + r * 0.03, py), (px + out * length * 0.75, py - length * 0.12)], colour)


def bush(c: Canvas, x: float, y: float, w: float, h: float, colour: Colour, rng: random.Random) -> None:
    """A rounded mass of leaves standing on y, lighter where the sky meets it."""
    lumps = 5
    dark = mix(colour, rgb("#04202E"), 0.28)
    for i in range(lumps):
        t = (i + 0.5) / lumps
        r = h * (0.42 + 0.5 * math.sin(math.pi * t)) * rng.uniform(0.8, 1.1)
        px = x + (t - 0.5) * w
        c.poly([*arc(px, y, w / lumps * 1.0, r, 180, 360)], [mix(colour, WHITE, 0.1), colour, dark])


def tree(c: Canvas, x: float, y: float, h: float, colour: Colour, trunk: Colour, rng: random.Random) -> None:
    """A broad shade tree: forked trunk, crown in three tones."""
    c.poly(ribbon(curve([(x, y), (x + h * 0.01, y - h * 0.3), (x - h * 0.02, y - h * 0.6)]), h * 0.07, h * 0.04), trunk)
    c.poly(
        ribbon(curve([(x, y - h * 0.28), (x + h * 0.12, y - h * 0.5), (x + h * 0.2, y - h * 0.62)]), h * 0.04, 2), trunk
    )
    c.poly(
        ribbon(curve([(x, y - h * 0.3), (x - h * 0.12, y - h * 0.5), (x - h * 0.2, y - h * 0.6)]), h * 0.035, 2), trunk
    )
    tonesets = [(mix(colour, rgb("#04202E"), 0.3), 0.0), (colour, -0.05), (mix(colour, rgb("#FFF1C8"), 0.2), -0.11)]
    for n, (tone, lift) in enumerate(tonesets):
        for _ in range(7 - n):
            a, d = rng.uniform(0, 6.28), rng.uniform(0.1, 0.26 - 0.04 * n)
            px, py = x + math.cos(a) * d * h * 1.15 - n * h * 0.03, y - h * 0.7 + math.sin(a) * d * h * 0.62 + lift * h
            c.poly(leafy(px, py, h * rng.uniform(0.15, 0.21) * (1 - 0.2 * n), rng), tone)


def leafy(x: float, y: float, r: float, rng: random.Random) -> Points:
    ring = [(x + math.cos(a) * r * k, y + math.sin(a) * r * 0.8 * k)
            for a, k in ((i * 6.283 / 11, rng.uniform(0.82, 1.1)) for i in range(11))]  # fmt: skip
    return closed(ring, 5)


def boulder(c: Canvas, x: float, y: float, w: float, h: float, colour: Colour, rng: random.Random) -> None:
    """A weathered rock with a lit crown and a shaded side, standing on y."""
    keys = [(-0.5, 0.0), (-0.47, 0.42), (-0.3, 0.84), (-0.02, 1.0), (0.28, 0.88), (0.46, 0.5), (0.5, 0.0)]
    line = curve([(x + a * w * rng.uniform(0.94, 1.06), y - b * h * rng.uniform(0.9, 1.08)) for a, b in keys[1:-1]], 6)
    outline = [(x - w * 0.5, y), *line, (x + w * 0.5, y)]
    c.poly(outline, [mix(colour, rgb("#FFEFD2"), 0.38), colour, mix(colour, rgb("#0A2230"), 0.35)])
    with c.clip(outline):
        c.poly([(x + w * 0.1, y - h * 1.1), (x + w * 0.6, y - h * 1.1), (x + w * 0.6, y), (x + w * 0.2, y),
                (x + w * 0.28, y - h * 0.45)], rgb("#0A2230"), 0.24)  # fmt: skip
        crack = curve([(x - w * 0.22, y - h), (x - w * 0.1, y - h * 0.6), (x - w * 0.18, y - h * 0.2)])
        c.poly(ribbon(crack, h * 0.02, 1), rgb("#0A2230"), 0.3)


def birds(c: Canvas, rng: random.Random, x: float, y: float, colour: Colour, count: int = 5, size: float = 13) -> None:
    for i in range(count):
        s = size * rng.uniform(0.6, 1.1)
        px, py = x + i * size * 2.4 + rng.uniform(-9, 9), y + rng.uniform(-1, 1) * size * 2
        wing = curve([(px - s, py - s * 0.25), (px - s * 0.45, py - s * 0.42), (px, py)], 6)
        other = curve([(px, py), (px + s * 0.45, py - s * 0.5), (px + s, py - s * 0.3)], 6)
        c.poly(ribbon([*wing, *other], s * 0.14), colour)


def grass(
    c: Canvas, rng: random.Random, x0: float, x1: float, y: float, h: float, colour: Colour, every: float = 7
) -> None:
    x = x0
    while x < x1:
        k = h * rng.uniform(0.4, 1)
        tip = x + rng.uniform(-0.5, 0.5) * k
        c.poly([(x - every * 0.4, y), (x + every * 0.4, y), (tip, y - k)], mix(colour, WHITE, rng.uniform(0, 0.12)))
        x += every * rng.uniform(0.5, 1.2)
