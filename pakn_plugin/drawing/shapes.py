"""What a picture is made of, whatever draws it: a list of shapes, from the lowest to the topmost."""

from dataclasses import dataclass
from typing import TypeAlias

from pakn_plugin.drawing.sizes import Box

Colour = tuple[int, int, int]
Point = tuple[float, float]


@dataclass(frozen=True)
class Outline:
    """A filled outline."""

    points: tuple[Point, ...]
    colour: Colour
    opacity: float = 1.0


@dataclass(frozen=True)
class Disc:
    """A filled circle."""

    x: float
    y: float
    radius: float
    colour: Colour
    opacity: float = 1.0


@dataclass(frozen=True)
class Panel:
    """A filled box, its corners round by a radius."""

    box: Box
    colour: Colour
    radius: float = 0.0
    opacity: float = 1.0


@dataclass(frozen=True)
class Ramp:
    """A box that goes from one colour to another: "down", "right" or "diagonal"."""

    box: Box
    first: Colour
    second: Colour
    direction: str


@dataclass(frozen=True)
class Photo:
    """A picture that fills its box (cut at the edges), or lies whole inside it."""

    box: Box
    data: bytes
    whole: bool = False


@dataclass(frozen=True)
class Modules:
    """A QR code: rows of "0" and "1" with their quiet zone, in a square of sharp modules."""

    box: Box
    rows: tuple[str, ...]
    dark: Colour
    light: Colour


@dataclass(frozen=True)
class Clip:
    """Shapes of which only what lies in the box is seen."""

    box: Box
    inner: "tuple[Shape, ...]"


Shape: TypeAlias = Outline | Disc | Panel | Ramp | Photo | Modules | Clip
