"""Letters as outlines, so that a drawing shows right where the typeface is not installed."""

from collections.abc import Iterator
from functools import lru_cache

from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.ttLib import TTFont

from pakn_plugin.drawing.lettering import Words, font_path, width_of

Step = tuple[str, tuple[tuple[float, float], ...]]


@lru_cache(maxsize=4)
def _face(weight: str) -> TTFont:
    return TTFont(font_path(weight), lazy=True)


def units(weight: str) -> int:
    """How many units of the outlines make one em."""
    return int(_face(weight)["head"].unitsPerEm)


@lru_cache(maxsize=2048)
def outline(letter: str, weight: str) -> tuple[Step, ...]:
    """Steps of a letter's outline in units of the typeface, y upwards: move, line, curve (cubic), close."""
    face = _face(weight)
    name = face.getBestCmap().get(ord(letter), ".notdef")
    pen = DecomposingRecordingPen(face.getGlyphSet())
    face.getGlyphSet()[name].draw(pen)
    return tuple(_cubic(pen.value))


def _cubic(steps: list[tuple[str, tuple[tuple[float, float] | None, ...]]]) -> Iterator[Step]:
    """TrueType's curves bend by one point; every drawing format knows those that bend by two."""
    here = (0.0, 0.0)
    for name, given in steps:
        points = [point for point in given if point is not None]
        if name in ("moveTo", "lineTo"):
            here = points[0]
            yield name[:-2], (here,)
        elif name == "curveTo":
            here = points[-1]
            yield "curve", tuple(points)
        elif name == "qCurveTo":
            if None in given:
                here = _between(points[-1], points[0])
                yield "move", (here,)
                points = [*points, here]
            for at, bend in enumerate(points[:-1]):
                end = points[-1] if at == len(points) - 2 else _between(bend, points[at + 1])
                yield "curve", (_toward(here, bend), _toward(end, bend), end)
                here = end
        else:
            yield "close", ()


def _between(a: tuple[float, float], b: tuple[float, float]) -> tuple[float, float]:
    return (a[0] + b[0]) / 2, (a[1] + b[1]) / 2


def _toward(point: tuple[float, float], bend: tuple[float, float]) -> tuple[float, float]:
    return point[0] + (bend[0] - point[0]) * 2 / 3, point[1] + (bend[1] - point[1]) * 2 / 3


def letters(words: Words) -> Iterator[tuple[str, float, float]]:
    """Each letter that shows with its place on the baseline, kerned as in the pixels."""
    for x, y, line in words.lines:
        for at, letter in enumerate(line):
            if not letter.isspace():
                before = width_of(line[: at + 1], words.weight, words.size) - width_of(letter, words.weight, words.size)
                yield letter, x + before, y
