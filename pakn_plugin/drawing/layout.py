"""A layout: two colour schemes and a list of layers, each with its place on the grid of every family of sizes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from pakn_plugin.drawing.sizes import FAMILY_OF, GRIDS, Box, size_of

SCHEMES = ("light", "dark")
LANGUAGES = ("vi", "en")
COLOURS = (
    "ground", "deep", "glow", "sun", "far", "near", "tower", "wave", "depth", "sail", "hull",
    "ink", "soft", "button", "on_button", "accent",
)  # fmt: skip
# Colours that no scheme changes: a code must be dark on light.
FIXED = {"black": "#10181F", "white": "#FFFFFF"}
MOST_LAYERS = 30
LONGEST = 160


class Kind(StrEnum):
    """What a layer is."""

    COLOUR = "colour"
    GRADIENT = "gradient"
    PICTURE = "picture"
    SCENERY = "scenery"
    EMBLEM = "emblem"
    TEXT = "text"
    FIGURE = "figure"
    QR = "qr"


# Which settings a kind of layer knows besides its places.
USES: dict[Kind, tuple[str, ...]] = {
    Kind.COLOUR: ("colour", "round", "opacity"),
    Kind.GRADIENT: ("colour", "second", "direction"),
    Kind.PICTURE: ("image",),
    Kind.SCENERY: ("motif",),
    Kind.EMBLEM: ("image", "colour", "second"),
    Kind.TEXT: ("role", "vi", "en", "colour", "second", "round", "weight", "align", "lines", "fallback"),
    Kind.FIGURE: ("style", "colour", "weight", "align", "lines", "fallback"),
    Kind.QR: ("colour", "second"),
}
CHOICES: dict[str, tuple[str, ...]] = {
    "when": ("always", "with", "without"),
    "direction": ("down", "right", "diagonal"),
    "motif": ("sea", "sunset", "islands", "towers", "lotus", "waves", "rings"),
    "role": ("heading", "line", "call", "own"),
    "weight": ("medium", "bold", "black"),
    "align": ("left", "middle", "right"),
    "style": ("line", "columns"),
}
BOUNDS = {"round": (0, 50), "opacity": (5, 100), "lines": (1, 4)}


@dataclass(frozen=True)
class Place:
    """Cells of a grid: the first column and row (from 1), and how many of each."""

    column: int
    row: int
    width: int
    height: int

    def inside(self, family: str) -> bool:
        """Whether it lies on the grid of a family."""
        columns, rows = GRIDS[family]
        across = self.column >= 1 and self.width >= 1 and self.column + self.width - 1 <= columns
        return across and self.row >= 1 and self.height >= 1 and self.row + self.height - 1 <= rows

    def box(self, size: str) -> Box:
        """Where that is in a size, in its units: left, top, right, bottom."""
        columns, rows = GRIDS[FAMILY_OF[size]]
        width, height = size_of(size)
        left, top = (self.column - 1) * width / columns, (self.row - 1) * height / rows
        return left, top, left + self.width * width / columns, top + self.height * height / rows


@dataclass(frozen=True)
class Layer:
    """One layer. Which settings matter depends on its kind (`USES`)."""

    kind: Kind
    at: Mapping[str, Place] = field(default_factory=dict)
    not_at: tuple[str, ...] = ()
    when: str = "always"
    colour: str = "ink"
    second: str = ""
    direction: str = "down"
    round: int = 0
    opacity: int = 100
    image: int | None = None
    motif: str = "sea"
    role: str = "own"
    vi: str = ""
    en: str = ""
    fallback: tuple[int, ...] = (100, 90, 80, 70)
    lines: int = 1
    align: str = "left"
    weight: str = "bold"
    style: str = "line"

    def place(self, size: str) -> Place | None:
        """Where it lies in a size; None where it is absent."""
        return None if size in self.not_at else self.at.get(FAMILY_OF[size])

    def shown(self, figures: bool) -> bool:
        """Whether it is drawn on a banner with, or without, figures."""
        if self.kind == Kind.FIGURE and not figures:
            return False
        return self.when == "always" or (self.when == "with") == figures

    def said(self, language: str) -> str:
        """Its words in a language; Vietnamese where it has none in English."""
        return (self.en if language == "en" else self.vi) or self.vi


@dataclass(frozen=True)
class Layout:
    """A design as it is drawn: colours by scheme and name, layers from the lowest to the topmost."""

    schemes: Mapping[str, Mapping[str, str]]
    layers: tuple[Layer, ...]

    def images(self) -> set[int]:
        """The pictures it needs."""
        return {layer.image for layer in self.layers if layer.image and "image" in USES[layer.kind]}

    def draws(self, kind: Kind, size: str) -> bool:
        """Whether a size has a layer of a kind."""
        return any(layer.kind == kind and layer.place(size) for layer in self.layers)


def colour(code: str) -> tuple[int, int, int]:
    """A colour from its hexadecimal form."""
    return int(code[1:3], 16), int(code[3:5], 16), int(code[5:7], 16)
