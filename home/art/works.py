"""More stand-ins for citizens' photographs: cables, waste water, pavements, the tap."""

import random

from .boats import person
from .built import awning
from .canvas import Canvas
from .cases import Painter, bin_, fallen_tree, flood, pothole, ragged, rubbish, street, street_lamp
from .coast import leaf
from .colour import CORAL, DAWN, DAY, DUSK, INK, MIST, PALE, SAND, SEA, WARM, WHITE, Colour, Mood, mix, rgb
from .land import SHIRTS
from .nature import bush, grass, lens, range_of_hills, sky
from .shapes import arc, box, closed, curve, ellipse, ribbon, rounded
from .town import parasol, scooter


def cable(c: Canvas, m: Mood, rng: random.Random, after: bool) -> None:
    street(c, m, rng, 700)
    pole = m(rgb("#A9A49A"))
    poles = [(250, 760, 34), (1010, 720, 26)]
    for x, y, w in poles:
        c.poly(
            [(x - w * 0.36, 70), (x + w * 0.36, 70), (x + w * 0.6, y), (x - w * 0.6, y)],
            [mix(pole, WHITE, 0.25), pole, mix(pole, INK, 0.45)],
            across=True,
        )
        c.poly(box(x - 100, 120, x + 100, 134), mix(pole, INK, 0.5))
        c.many([rounded(x + k - 6, 100, x + k + 6, 124, 4) for k in (-86, -40, 40, 86)], m(rgb("#7A4B36")))
    dark = rgb("#14232E")
    if after:
        for k in (0, 7):
            c.poly(
                ribbon(
                    curve([(-40, 176 + k), (250, 150 + k), (630, 190 + k), (1010, 150 + k), (1340, 180 + k)], 16), 9
                ),
                dark,
            )
        for x, _, _ in poles:
            c.poly(rounded(x - 34, 250, x + 34, 350, 6), m(rgb("#D5DEE2")))
        return
    for _ in range(26):
        a, b, sag = rng.uniform(110, 240), rng.uniform(110, 240), rng.uniform(30, 250)
        c.poly(
            ribbon(
                curve([(-60, a + 60), (250, a), (630, (a + b) / 2 + sag), (1010, b), (1340, b + 70)], 14),
                rng.uniform(3, 6),
            ),
            dark,
        )
    for x, _, w in poles:
        _coils(c, rng, x, dark)
        c.poly(rounded(x - w, 290, x + w, 370, 5), m(rgb("#8796A0")))
    drop = rng.uniform(560, 720)
    c.poly(
        ribbon(
            curve([(1010, 200), (860, 420), (drop, 620), (drop - 60, 800), (drop + 90, 850), (drop + 180, 800)], 14), 6
        ),
        dark,
    )


def _coils(c: Canvas, rng: random.Random, x: float, colour: Colour) -> None:
    """Spare cable left in rings on a pole."""
    corners = ((-1, 0), (-0.5, -0.9), (0.6, -0.8), (1, 0.1), (0.4, 1), (-0.6, 0.9))
    for _ in range(7):
        px, py, r = x + rng.uniform(-50, 50), rng.uniform(210, 330), rng.uniform(26, 64)
        ring = closed([(px + dx * r, py + dy * r) for dx, dy in corners])
        c.poly(ribbon([*ring, ring[0]], 4), colour)


def wastewater(c: Canvas, m: Mood, rng: random.Random, after: bool) -> None:
    sky(c, m, rng, 330, (rng.uniform(250, 1050), 110), 34)
    range_of_hills(c, m, rng, 340, 130, 0.15)
    for bx in range(0, 1300, 130):
        bush(c, bx, 400, 210, rng.uniform(50, 110), leaf(m, 0.25), rng)
    foul = [m(rgb(code)) for code in ("#8C8A6A", "#5E5B40", "#36352B")]
    clear = [mix(m.water[0], m.haze, 0.3), m.water[1], mix(m.water[2], rgb("#2F8F83"), 0.25)]
    c.poly(box(-10, 396, 1300, 1000), clear if after else foul)
    c.mirror_down(398, 260, 0.5 if after else 0.22)
    bank = m(rgb("#7FA468")) if after else m(rgb("#9C8E66"))
    edge = curve([(-20, 480), (220, 500), (420, 590), (520, 760), (480, 1000)], 10)
    c.poly([*edge, (-20, 1000)], [mix(bank, m.haze, 0.2), bank, mix(bank, INK, 0.35)])
    wall = m(rgb("#B9B4A8"))
    c.poly([(180, 520), (430, 560), (470, 790), (180, 800)], [mix(wall, WHITE, 0.15), mix(wall, INK, 0.25)])
    spill = curve([(430, 640), (540, 680), (610, 800), (640, 1000)], 8) + curve(
        [(360, 1000), (390, 820), (330, 700)], 8
    )
    c.poly(spill, clear[:2] if after else [m(rgb("#6E6A45")), m(rgb("#3F3D2C"))], 0.5 if after else 0.95)
    c.poly(ellipse(360, 660, 92, 104), mix(wall, WHITE, 0.25))
    c.poly(ellipse(364, 662, 74, 86), [INK, mix(INK, wall, 0.25)])
    if after:
        c.many([rounded(300 + i * 30, 574, 308 + i * 30, 750, 3) for i in range(5)], m(rgb("#8796A0")))
        grass(c, rng, -10, 470, 980, 90, leaf(m, 0.05), 10)
    for _ in range(34):
        x, y = rng.uniform(520, 1280), rng.uniform(440, 950)
        c.poly(lens(x, y, rng.uniform(60, 200), 5), WHITE, 0.35 if after else 0.1)
    if not after:
        for _ in range(30):
            x, y = rng.uniform(480, 1200), rng.uniform(600, 930)
            c.poly(ragged(rng, x, y, rng.uniform(14, 50), rng.uniform(6, 16), 0.3), m(rgb("#D9D3B4")), 0.55)
        for _ in range(9):
            c.poly(
                rounded(x := rng.uniform(560, 1200), y := rng.uniform(500, 900), x + 44, y + 15, 7),
                m(rng.choice([SEA, WARM, WHITE, rgb("#3F8F83")])),
            )


def sidewalk(c: Canvas, m: Mood, rng: random.Random, after: bool) -> None:
    street(c, m, rng, 470)
    walk = m(rgb("#DCCBB2"))
    c.poly(box(-10, 420, 1300, 800), [mix(walk, m.haze, 0.3), walk, mix(walk, INK, 0.1)])
    for i in range(-12, 26):
        c.poly(
            [
                (i * 64, 420),
                (i * 64 + 2, 420),
                (640 + (i * 64 - 640) * 1.8 + 3, 800),
                (640 + (i * 64 - 640) * 1.8, 800),
            ],
            INK,
            0.12,
        )
    for line in (450, 490, 545, 615, 700):
        c.poly(box(-10, line, 1300, line + 2), INK, 0.12)
    c.poly(box(-10, 800, 1300, 826), [mix(walk, WHITE, 0.35), mix(walk, INK, 0.4)])
    if after:
        c.poly(box(-10, 610, 1300, 660), m(rgb("#F2C14E")))
        c.many(
            [ellipse(px, 635 + k, 5, 3, 12) for px in range(10, 1290, 24) for k in (-12, 0, 12)],
            mix(m(rgb("#F2C14E")), INK, 0.2),
        )
        for _ in range(3):
            x, y = rng.uniform(150, 1130), rng.uniform(690, 770)
            c.poly(ellipse(x + 24, y, 70, 8), INK, 0.25)
            person(c, x, y, 240, m(rng.choice(SHIRTS)), m(SAND) if rng.random() < 0.5 else None, rng.choice([1, -1]))
        bin_(c, m, rng.choice([90, 1190]), 700, 130, rgb("#2F7F5F"))
        return
    for x in (rng.uniform(140, 320), rng.uniform(900, 1120)):
        parasol(c, m, x, 660, 300, rng.choice([WARM, SEA, rgb("#E0A458")]))
        stall(c, m, rng, x + 20, 690)
    for i in range(6):
        scooter(c, m, rng, 420 + i * 84 + rng.uniform(-14, 14), 770 + rng.uniform(-20, 10), 170)
    for _ in range(3):
        person(c, rng.uniform(120, 1160), 640, 200, m(rng.choice(SHIRTS)), m(SAND))


def stall(c: Canvas, m: Mood, rng: random.Random, x: float, y: float) -> None:
    wood = m(rgb("#B98B52"))
    c.poly(box(x - 140, y - 96, x + 140, y), [mix(wood, WHITE, 0.12), mix(wood, INK, 0.25)])
    awning(c, m, x - 146, y - 100, 292, 30, rng.choice([WARM, SEA]))
    for i in range(11):
        for j in range(2):
            tone = m(rng.choice([CORAL, rgb("#F2C14E"), rgb("#7FA458"), rgb("#D6402A")]))
            c.poly(ellipse(x - 122 + i * 24, y - 108 - j * 16, 15), [mix(tone, WHITE, 0.25), tone])


def tap(c: Canvas, m: Mood, rng: random.Random, after: bool) -> None:
    """A kitchen tap: murky, then clear."""
    wall = mix(m(PALE), rgb("#FFF3E0"), 0.35)
    c.poly(box(-10, -10, 1300, 980), [mix(wall, WHITE, 0.5), wall, mix(wall, m.shade, 0.2)])
    for i in range(11):
        c.many(
            [
                box(-10, i * 96, 1300, i * 96 + 3),
                box(i * 128 + (64 if i % 2 else 0), -10, i * 128 + 3 + (64 if i % 2 else 0), 980),
            ],
            SEA,
            0.09,
        )
    c.glow(rng.uniform(100, 1180), 60, 620, m.glow, 0.7)
    c.poly(box(-10, 800, 1300, 980), [m(rgb("#C9D6DC")), mix(m(rgb("#8FA3AE")), INK, 0.1)])
    with c.at(640, 0, rng.choice([1, -1]), 1):
        _stream(c, m, after)
        steel = m(rgb("#AFC0CA"))
        spout = curve([(330, 330), (120, 320), (-20, 300), (-100, 330), (-112, 420)], 12)
        c.poly(ribbon(spout, 66, 56), [mix(steel, WHITE, 0.7), steel, mix(steel, INK, 0.45)])
        c.poly(rounded(-150, 410, -74, 440, 8), mix(steel, INK, 0.3))
        c.poly(rounded(320, 240, 372, 420, 12), [mix(steel, WHITE, 0.5), mix(steel, INK, 0.35)], across=True)
        c.poly(box(372, 296, 760, 364), [mix(steel, WHITE, 0.5), steel, mix(steel, INK, 0.4)])
        c.poly(rounded(60, 210, 110, 310, 8), [mix(steel, WHITE, 0.5), mix(steel, INK, 0.3)], across=True)
        c.poly(rounded(0, 176, 170, 220, 20), m(SEA))
        c.poly(lens(-10, 304, 200, 10), WHITE, 0.7)


def _stream(c: Canvas, m: Mood, after: bool) -> None:
    water = (
        [rgb("#DDF3FA"), rgb("#9AD4EA"), rgb("#6BBBDD")]
        if after
        else [m(rgb("#B58A4A")), m(rgb("#8F6630")), m(rgb("#6E4C22"))]
    )
    width = 46 if after else 20
    c.poly(
        [(-112 - width / 2, 430), (-112 + width / 2, 430), (-112 + width * 0.42, 690), (-112 - width * 0.42, 690)],
        water,
        0.92,
    )
    c.poly(box(-116 - width * 0.2, 440, -112 - width * 0.06, 690), WHITE, 0.55)
    c.poly(ellipse(-100, 872, 260, 26), INK, 0.25)
    c.poly(ellipse(-112, 640, 210, 40), mix(water[1], INK, 0.12))
    c.poly(ellipse(-112, 668, 190, 32), water[:2])
    bowl = [*arc(-112, 640, 210, 40, 0, 180), *reversed(arc(-112, 700, 170, 180, 0, 180))]
    c.poly(bowl, [WHITE, mix(WHITE, SEA, 0.2), mix(WHITE, SEA, 0.4)], 0.92)
    c.poly(ribbon(arc(-112, 640, 210, 40, 0, 359, 60), 6), WHITE, 0.95)
    for k in (30, 62, 100):
        c.poly(ribbon(ellipse(-112, 668, k, k * 0.17), 3), WHITE, 0.6)


CASES: dict[str, tuple[Painter, tuple[Mood, ...]]] = {
    "pothole": (pothole, (DAY, DAWN, MIST)),
    "rubbish": (rubbish, (DAY, DAWN, MIST)),
    "lamp": (street_lamp, (DUSK,)),
    "flood": (flood, (MIST, DAY, DAWN)),
    "tree": (fallen_tree, (MIST, DAY, DAWN)),
    "cable": (cable, (DAY, DAWN, MIST)),
    "wastewater": (wastewater, (DAY, MIST, DAWN)),
    "sidewalk": (sidewalk, (DAY, DAWN, MIST)),
    "water": (tap, (DAY, DAWN)),
}
