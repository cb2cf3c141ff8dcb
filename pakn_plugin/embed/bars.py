"""Thirty days as bars: places of rectangles for a drawing that is scaled by the page. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

STEP, WIDTH, HEIGHT, LEAST = 10, 7, 60, 2


@dataclass(frozen=True)
class Bar:
    """One rectangle."""

    x: int
    y: int
    height: int


@dataclass(frozen=True)
class Bars:
    """A row of bars, its tallest as high as the drawing."""

    bars: list[Bar]
    total: int
    most: int
    across: int
    width: int = WIDTH
    height: int = HEIGHT


def bars_of(numbers: Sequence[int]) -> Bars:
    """The bars of these numbers; what is more than nothing can be seen."""
    most = max(numbers, default=0)
    heights = [max(LEAST, round(HEIGHT * number / most)) if number else 0 for number in numbers]
    bars = [Bar(place * STEP, HEIGHT - height, height) for place, height in enumerate(heights) if height]
    return Bars(bars, sum(numbers), most, len(numbers) * STEP)
