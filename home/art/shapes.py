"""Outlines: lists of points in drawing units (a picture is 1600 × 900 of them, y grows downwards)."""

import itertools
import math
import random
from collections.abc import Sequence

Point = tuple[float, float]
Points = list[Point]


def box(x0: float, y0: float, x1: float, y1: float) -> Points:
    return [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]


def ellipse(x: float, y: float, rx: float, ry: float | None = None, steps: int = 72) -> Points:
    ry = rx if ry is None else ry
    return arc(x, y, rx, ry, 0, 360 - 360 / steps, steps)


def arc(x: float, y: float, rx: float, ry: float, start: float, end: float, steps: int = 36) -> Points:
    """Points on an ellipse from start to end, in degrees clockwise from the right."""
    angles = [math.radians(start + (end - start) * i / (steps - 1)) for i in range(steps)]
    return [(x + rx * math.cos(a), y + ry * math.sin(a)) for a in angles]


def rounded(x0: float, y0: float, x1: float, y1: float, r: float) -> Points:
    r = min(r, abs(x1 - x0) / 2, abs(y1 - y0) / 2)
    corners = [(x1 - r, y0 + r, 270), (x1 - r, y1 - r, 0), (x0 + r, y1 - r, 90), (x0 + r, y0 + r, 180)]
    return [p for cx, cy, a in corners for p in arc(cx, cy, r, r, a, a + 90, 10)]


def arch(x: float, y: float, w: float, h: float, point: float = 0.0) -> Points:
    """A doorway standing on y, round on top, or pointed like a flame when point > 0."""
    spring = y - h + w / 2 * (1 + point)
    left = [(x - w / 2, y), (x - w / 2, spring)]
    top = curve([(x - w / 2, spring), (x - w * 0.36, spring - w * 0.36), (x, y - h)], 6)
    return left + top + [(2 * x - px, py) for px, py in reversed(left + top)]


def curve(points: Sequence[Point], steps: int = 12) -> Points:
    """A smooth line through all points (Catmull-Rom)."""
    ends = [points[0], *points, points[-1]]
    out: Points = []
    for p0, p1, p2, p3 in zip(ends, ends[1:], ends[2:], ends[3:], strict=False):
        out += [_between(p0, p1, p2, p3, i / steps) for i in range(steps)]
    return [*out, points[-1]]


def _between(p0: Point, p1: Point, p2: Point, p3: Point, t: float) -> Point:
    def axis(i: int) -> float:
        a, b, c, d = p0[i], p1[i], p2[i], p3[i]
        return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)

    return axis(0), axis(1)


def closed(points: Sequence[Point], steps: int = 10) -> Points:
    """A smooth closed outline through all points."""
    ring = [points[-1], *points, points[0], points[1]]
    return [
        _between(*quad, i / steps)
        for quad in zip(ring, ring[1:], ring[2:], ring[3:], strict=False)
        for i in range(steps)
    ]


def ribbon(line: Sequence[Point], start: float, end: float | None = None) -> Points:
    """The outline of a stroke along a line, start wide at its beginning and end wide at its end."""
    end = start if end is None else end
    left: Points = []
    right: Points = []
    last = len(line) - 1
    for i, (x, y) in enumerate(line):
        (ax, ay), (bx, by) = line[max(i - 1, 0)], line[min(i + 1, last)]
        length = math.hypot(bx - ax, by - ay) or 1.0
        half = (start + (end - start) * i / last) / 2
        nx, ny = -(by - ay) / length * half, (bx - ax) / length * half
        left.append((x + nx, y + ny))
        right.append((x - nx, y - ny))
    return left + right[::-1]


def mirror(right: Sequence[Point]) -> Points:
    """A symmetrical outline from its right half, given from the top to the bottom around x = 0."""
    return [*right, *[(-x, y) for x, y in reversed(right)]]


def skyline(rng: random.Random, x0: float, x1: float, y: float, rise: float, rough: float = 0.55) -> Points:
    """A mountain ridge by midpoint displacement: the top edge only, from left to right."""
    heights = [rng.uniform(0.2, 0.6), rng.uniform(0.5, 1.0), rng.uniform(0.15, 0.8), rng.uniform(0.3, 0.7)]
    swing = 0.34
    for _ in range(5):
        halves: list[float] = []
        for a, b in itertools.pairwise(heights):
            halves += [a, (a + b) / 2 + rng.uniform(-swing, swing)]
        heights = [*halves, heights[-1]]
        swing *= rough * 0.82
    step = (x1 - x0) / (len(heights) - 1)
    return [(x0 + i * step, y - rise * max(h, 0.02)) for i, h in enumerate(heights)]


def hump(rng: random.Random, x: float, w: float, y: float, h: float) -> Points:
    """An island's outline: one leaning main summit, shoulders, and rock at the foot."""
    lean = rng.uniform(-0.14, 0.14)
    keys = [(-0.5, 0), (-0.46, 0.08), (-0.36, rng.uniform(0.2, 0.36)), (-0.2, rng.uniform(0.45, 0.75)),
            (lean, 1), (0.2 + lean / 2, rng.uniform(0.55, 0.82)), (0.34, rng.uniform(0.22, 0.42)),
            (0.45, 0.1), (0.5, 0)]  # fmt: skip
    line = curve([(x + a * w, y - b * h) for a, b in keys], 8)
    jitter = h * 0.018
    return [(px, min(y, py + rng.uniform(-jitter, jitter))) for px, py in line]
