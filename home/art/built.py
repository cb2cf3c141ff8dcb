"""Towers, houses and street furniture."""

import random

from .canvas import Canvas
from .colour import BRICK, INK, LAMP, WHITE, Colour, Mood, mix, rgb
from .shapes import Points, arch, box, curve, ellipse, mirror, ribbon, rounded

# Half widths and heights of the steps of a Cham tower of height 1.
KALAN = [(0.062, 0.86), (0.1, 0.86), (0.1, 0.845), (0.082, 0.835), (0.082, 0.765), (0.14, 0.765), (0.14, 0.742),
         (0.12, 0.735), (0.12, 0.645), (0.185, 0.645), (0.185, 0.618), (0.163, 0.61), (0.163, 0.505), (0.235, 0.505),
         (0.25, 0.48), (0.232, 0.455), (0.21, 0.44), (0.21, 0.09), (0.245, 0.09), (0.245, 0.045), (0.275, 0.045),
         (0.275, 0.0)]  # fmt: skip


def cham_tower(c: Canvas, m: Mood, x: float, y: float, h: float, brick: Colour = BRICK) -> None:
    """A brick temple tower of the Cham: pilasters, flame-arched porch, receding storeys with corner turrets."""
    wall = m(brick)
    lit, dark = mix(wall, m.glow, 0.3), mix(wall, INK, 0.5)
    tip = curve([(0.0, 1.0), (0.028, 0.955), (0.066, 0.91), (0.062, 0.86)], 6)
    outline = mirror([(px, -py) for px, py in [*tip, *KALAN[1:]]])
    with c.at(x, y, h):
        for px, py, s in ((0.225, 0.5, 0.115), (0.17, 0.64, 0.085), (0.125, 0.76, 0.065)):
            for side in (-1, 1):
                _turret(c, side * px, -py, s, lit if side < 0 else dark)
        c.poly(outline, [lit, wall, mix(wall, dark, 0.7)], across=True)
        with c.clip(outline):
            _bands(c, dark, lit)
        for ny, nw, nh in ((0.505, 0.075, 0.1), (0.645, 0.055, 0.08), (0.765, 0.04, 0.062)):
            c.poly(arch(0, -ny, nw * 1.5, nh * 1.12, 0.5), lit)
            c.poly(arch(0, -ny, nw, nh * 0.86, 0.5), dark)
        _porch(c, m, wall, lit, dark)


def _turret(c: Canvas, x: float, y: float, s: float, colour: Colour) -> None:
    c.poly([(x - s * 0.24, y), (x - s * 0.24, y - s * 0.45), (x - s * 0.14, y - s * 0.55), (x, y - s),
            (x + s * 0.14, y - s * 0.55), (x + s * 0.24, y - s * 0.45), (x + s * 0.24, y)], colour)  # fmt: skip


def _bands(c: Canvas, dark: Colour, lit: Colour) -> None:
    for px in (-0.165, -0.105, 0.105, 0.165):
        c.poly(box(px - 0.016, -0.43, px + 0.016, -0.1), lit if px < 0 else dark, 0.45)
        c.poly(box(px + 0.016, -0.43, px + 0.026, -0.1), dark, 0.5)
    for py in (0.455, 0.618, 0.742, 0.845, 0.09):
        c.poly(box(-0.3, -py, 0.3, -py + 0.018), dark, 0.4)
    for i in range(11):
        c.poly(box(-0.3, -0.43 + i * 0.032, 0.3, -0.427 + i * 0.032), dark, 0.16)


def _porch(c: Canvas, m: Mood, wall: Colour, lit: Colour, dark: Colour) -> None:
    c.poly(arch(0, -0.045, 0.2, 0.42, 0.7), [mix(lit, WHITE, 0.06), wall], across=True)
    c.poly(arch(0, -0.045, 0.155, 0.35, 0.7), mix(wall, dark, 0.55))
    c.poly(arch(0, -0.045, 0.115, 0.28, 0.5), lit)
    c.poly(arch(0, -0.045, 0.085, 0.245, 0.5), [rgb("#FFC46B"), rgb("#E98B3A")] if m.lit else mix(dark, INK, 0.5))
    for i in range(4):
        c.poly(
            box(-0.09 - i * 0.012, -0.045 + i * 0.0115, 0.09 + i * 0.012, -0.03 + i * 0.0115),
            mix(wall, WHITE, 0.14 - i * 0.03),
        )


def saddle_tower(c: Canvas, m: Mood, x: float, y: float, h: float, brick: Colour = BRICK) -> None:
    """The Cham fire house: an oblong body under a roof curved like a boat."""
    wall = m(brick)
    lit, dark = mix(wall, m.glow, 0.3), mix(wall, INK, 0.5)
    with c.at(x, y, h):
        c.poly(box(-0.5, -0.52, 0.5, 0), [lit, wall, mix(wall, dark, 0.6)], across=True)
        for i in range(6):
            c.poly(box(-0.47 + i * 0.17, -0.5, -0.42 + i * 0.17, -0.06), dark, 0.28)
        c.poly(box(-0.55, -0.57, 0.55, -0.51), mix(wall, lit, 0.5))
        c.poly(box(-0.54, -0.07, 0.54, 0), mix(wall, lit, 0.3))
        roof: Points = [
            (-0.5, -0.57),
            *curve([(-0.6, -1.0), (-0.3, -0.88), (0, -0.84), (0.3, -0.88), (0.6, -1.0)], 8),
            (0.5, -0.57),
        ]
        c.poly(roof, [lit, wall, dark])
        c.poly(arch(0, 0, 0.2, 0.42, 0.4), dark)


def lamp(c: Canvas, m: Mood, x: float, y: float, h: float, on: bool = True, turn: int = 1, pole: Colour = INK) -> None:
    """A street lamp with a curved arm; when on, a pool of warm light."""
    stem = [(x, y), (x, y - h * 0.86), *curve([(x, y - h * 0.86), (x + turn * h * 0.03, y - h * 0.96),
            (x + turn * h * 0.13, y - h), (x + turn * h * 0.22, y - h * 0.985)], 6)]  # fmt: skip
    hx, hy = x + turn * h * 0.22, y - h * 0.98
    c.poly(ribbon(stem, h * 0.026, h * 0.014), pole)
    c.poly(rounded(x - h * 0.025, y - h * 0.07, x + h * 0.025, y, 3), pole)
    if on:
        c.poly([(hx - h * 0.05, hy), (hx + h * 0.05, hy), (hx + h * 0.36, y), (hx - h * 0.36, y)], LAMP, (0.32, 0.02))
        c.glow(hx, hy, h * 0.55, LAMP, 0.8)
        c.glow(hx, hy, h * 0.16, WHITE, 0.9)
        c.poly(ellipse(hx, y, h * 0.36, h * 0.04), LAMP, 0.22)
    c.poly(
        [
            (hx - h * 0.07, hy + h * 0.004),
            (hx + h * 0.07, hy + h * 0.004),
            (hx + h * 0.045, hy - h * 0.026),
            (hx - h * 0.05, hy - h * 0.026),
        ],
        pole,
    )
    c.poly(
        rounded(hx - h * 0.055, hy + h * 0.002, hx + h * 0.055, hy + h * 0.014, 2),
        LAMP if on else mix(pole, WHITE, 0.25),
    )


def windows(c: Canvas, m: Mood, rng: random.Random, area: tuple[float, float, float, float], cols: int, rows: int,
            share: float = 0.55, gap: float = 0.34) -> None:  # fmt: skip
    """A grid of windows; after dark a share of them is lit."""
    x0, y0, x1, y1 = area
    w, h = (x1 - x0) / cols, (y1 - y0) / rows
    glass = m(rgb("#3E7F9E"))
    for i in range(cols):
        for j in range(rows):
            px, py = x0 + i * w + w * gap / 2, y0 + j * h + h * gap / 2
            pane = box(px, py, px + w * (1 - gap), py + h * (1 - gap))
            if m.lit and rng.random() < share:
                c.poly(pane, mix(LAMP, rgb("#F2A65A"), rng.random()))
            else:
                c.poly(pane, [mix(glass, m.sky[1], 0.45), glass])


def city(c: Canvas, m: Mood, rng: random.Random, y: float, tall: float, depth: float, detail: bool = True) -> None:
    """A skyline of hotel towers and houses across the picture."""
    x = -30.0
    while x < 1640:
        w, k = rng.uniform(46, 104), rng.random()
        h = tall * (0.2 + 0.8 * k**2.2)
        wall = mix(mix(m.depth(depth), m.haze, 0.2), m(rng.choice([WHITE, rgb("#F0D9BE"), rgb("#CFE3EC")])), 0.34)
        c.poly(box(x, y - h, x + w, y), [wall, mix(wall, m.haze, 0.35)])
        c.poly(box(x + w * 0.68, y - h, x + w, y), mix(wall, m.near, 0.6), (0.4, 0.12))
        if k > 0.6:
            c.poly(box(x + w * 0.2, y - h - tall * 0.035, x + w * 0.7, y - h), mix(wall, m.near, 0.2))
            c.poly(box(x + w * 0.44, y - h - tall * 0.13, x + w * 0.46, y - h), mix(wall, m.near, 0.4))
        if detail:
            windows(
                c, m, rng, (x + 5, y - h + 8, x + w - 5, y - 4), max(3, int(w / 13)), max(2, int(h / 16)), 0.42, 0.5
            )
        x += w * rng.uniform(0.84, 1.2)


def house(c: Canvas, m: Mood, rng: random.Random, x: float, y: float, w: float, h: float, wall: Colour) -> None:
    """A Vietnamese tube house: shop below, storeys with balconies and shutters above."""
    wall = m(wall)
    c.poly(box(x, y - h, x + w, y), [wall, mix(wall, INK, 0.18)])
    c.poly(box(x - 3, y - h - 10, x + w + 3, y - h + 4), mix(wall, WHITE, 0.25))
    floors = max(1, round(h / (w * 0.95)) - 1)
    shop = min(h * 0.42, w * 0.85)
    step = (h - shop - 8) / floors
    for f in range(floors):
        top = y - h + 8 + f * step
        _storey(c, m, rng, x, top, w, step, wall)
    glow = rgb("#FFCB7C") if m.lit else m(rgb("#35627A"))
    c.poly(box(x + w * 0.1, y - shop * 0.72, x + w * 0.9, y), [glow, mix(glow, INK, 0.28)])
    for i in (0.35, 0.62):
        c.poly(box(x + w * i, y - shop * 0.72, x + w * i + 3, y), mix(wall, INK, 0.5))
    awning(c, m, x - w * 0.02, y - shop * 0.86, w * 1.04, shop * 0.26, rng.choice(AWNINGS))


AWNINGS = [rgb("#D9633B"), rgb("#1C78A6"), rgb("#E0A458"), rgb("#3F8F83")]
WALLS = [rgb("#F3DFC1"), rgb("#E9C79B"), rgb("#DCEAF0"), rgb("#EFC2A6"), rgb("#BFDBE0"), rgb("#F6EBDD")]


def _storey(c: Canvas, m: Mood, rng: random.Random, x: float, top: float, w: float, step: float, wall: Colour) -> None:
    shutter = m(rng.choice([rgb("#2C7A8C"), rgb("#2F6F5E"), rgb("#8A4B33")]))
    lit = m.lit and rng.random() < 0.6
    for i in (0.2, 0.6):
        px = x + w * i
        c.poly(
            rounded(px, top + step * 0.2, px + w * 0.2, top + step * 0.8, 3),
            rgb("#FFCF86") if lit else m(rgb("#3A6C86")),
        )
        c.poly(box(px - w * 0.075, top + step * 0.2, px - w * 0.01, top + step * 0.8), shutter)
        c.poly(box(px + w * 0.21, top + step * 0.2, px + w * 0.275, top + step * 0.8), shutter)
    c.poly(box(x, top + step * 0.9, x + w, top + step * 0.95), mix(wall, WHITE, 0.3))
    for i in range(12):
        c.poly(
            box(x + w * (0.04 + i * 0.08), top + step * 0.68, x + w * (0.055 + i * 0.08), top + step * 0.9),
            mix(wall, INK, 0.55),
        )
    c.poly(box(x + 1, top + step * 0.665, x + w - 1, top + step * 0.69), mix(wall, INK, 0.55))


def awning(c: Canvas, m: Mood, x: float, y: float, w: float, h: float, colour: Colour) -> None:
    stripes = 8
    for i in range(stripes):
        a, b = i / stripes, (i + 1) / stripes
        tone = m(colour) if i % 2 == 0 else m(rgb("#FFF6E8"))
        edge = [(x - 6 + (w + 12) * t, y + h) for t in (a, b)]
        c.poly([(x + w * a, y), (x + w * b, y), edge[1], ((edge[0][0] + edge[1][0]) / 2, y + h * 1.22), edge[0]],
               [mix(tone, WHITE, 0.1), mix(tone, INK, 0.14)])  # fmt: skip
