"""From a layout to shapes and set words for one size. Words always lie above everything else."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from pakn_plugin.drawing import coding
from pakn_plugin.drawing import figures as month
from pakn_plugin.drawing.figures import Figures
from pakn_plugin.drawing.layout import FIXED, Kind, Layer, Layout, colour
from pakn_plugin.drawing.lettering import DoesNotFit, Slot, Words, set_words
from pakn_plugin.drawing.motifs import MOTIFS
from pakn_plugin.drawing.scenery import mark
from pakn_plugin.drawing.shapes import Clip, Colour, Modules, Panel, Photo, Ramp, Shape
from pakn_plugin.drawing.sizes import Box, size_of, smallest_of


@dataclass(frozen=True)
class Order:
    """What is drawn besides the layout: scheme, language, the province's words, figures, target and pictures."""

    scheme: str = "light"
    language: str = "vi"
    texts: Mapping[str, str] = field(default_factory=dict)
    figures: Figures | None = None
    link: str = ""
    pictures: Mapping[int, bytes] = field(default_factory=dict)


@dataclass(frozen=True)
class Composed:
    """A size of a banner: its ground, the words above it, and layers whose text does not fit."""

    size: str
    shapes: tuple[Shape, ...]
    words: tuple[Words, ...]
    refused: tuple[tuple[int, str], ...] = ()
    boxes: tuple[tuple[int, Box], ...] = ()


@lru_cache(maxsize=32)
def _scene(motif: str, box: Box, colours: tuple[tuple[str, Colour], ...]) -> Clip:
    """A motif in its box: the same for every language, with and without figures."""
    return Clip(box, tuple(MOTIFS[motif](box, dict(colours), box[0] > 1)))


class _Maker:
    """Collects what the layers of one size come to."""

    def __init__(self, layout: Layout, size: str, order: Order) -> None:
        self.size, self.order = size, order
        self.colours = {name: colour(code) for name, code in {**layout.schemes[order.scheme], **FIXED}.items()}
        self.shapes: list[Shape] = []
        self.words: list[Words] = []
        self.refused: list[tuple[int, str]] = []
        self.boxes: list[tuple[int, Box]] = []

    def add(self, number: int, layer: Layer) -> None:
        """Draw a layer where this size has it."""
        place = layer.place(self.size)
        if place is None or not layer.shown(self.order.figures is not None):
            return
        box = place.box(self.size)
        if layer.kind in (Kind.TEXT, Kind.FIGURE, Kind.QR, Kind.EMBLEM):
            self.boxes.append((number, box))
        {
            Kind.COLOUR: self._colour, Kind.GRADIENT: self._gradient, Kind.PICTURE: self._picture,
            Kind.SCENERY: self._scenery, Kind.EMBLEM: self._emblem, Kind.TEXT: self._text,
            Kind.FIGURE: self._figure, Kind.QR: self._qr,
        }[layer.kind](number, layer, box)  # fmt: skip

    def _colour(self, _number: int, layer: Layer, box: Box) -> None:
        self._panel(box, self.colours[layer.colour], layer.round, layer.opacity / 100)

    def _panel(self, box: Box, fill: Colour, round_by: int, opacity: float = 1.0) -> None:
        radius = min(box[2] - box[0], box[3] - box[1]) * round_by / 100
        self.shapes.append(Panel(box, fill, radius, opacity))

    def _gradient(self, _number: int, layer: Layer, box: Box) -> None:
        second = self.colours[layer.second or "deep"]
        self.shapes.append(Ramp(box, self.colours[layer.colour], second, layer.direction))

    def _picture(self, _number: int, layer: Layer, box: Box) -> None:
        data = self.order.pictures.get(layer.image or 0)
        self.shapes.append(Photo(box, data) if data else Panel(box, self.colours["deep"]))

    def _scenery(self, _number: int, layer: Layer, box: Box) -> None:
        self.shapes.append(_scene(layer.motif, box, tuple(self.colours.items())))

    def _emblem(self, _number: int, layer: Layer, box: Box) -> None:
        data = self.order.pictures.get(layer.image or 0)
        if data:
            self.shapes.append(Photo(box, data, whole=True))
        else:
            self.shapes += mark(box, self.colours[layer.colour], self.colours[layer.second or "ground"])

    def _text(self, number: int, layer: Layer, box: Box) -> None:
        text = said(layer, self.order)
        if not text:
            return
        inner = box
        if layer.second:
            self._panel(box, self.colours[layer.second], layer.round)
            pad = min((box[3] - box[1]) * 0.22, (box[2] - box[0]) * 0.08)
            inner = (box[0] + pad, box[1] + pad * 0.5, box[2] - pad, box[3] - pad * 0.5)
        self._set(number, layer, text, inner)

    def _set(self, number: int, layer: Layer, text: str, box: Box) -> None:
        slot = Slot(box, layer.weight, layer.align, layer.lines, layer.fallback, smallest_of(self.size))
        try:
            self.words.append(set_words(text, slot, self.colours[layer.colour], number))
        except DoesNotFit:
            self.refused.append((number, text))

    def _figure(self, number: int, layer: Layer, box: Box) -> None:
        figures, language = self.order.figures, self.order.language
        if figures is None:
            return
        if layer.style == "line":
            self._set(number, layer, month.sentence(figures, language), box)
            return
        left, top, right, bottom = box
        high, wide = bottom - top, (right - left) / 3
        layer = replace(layer, lines=1)
        small = replace(layer, weight="medium", fallback=(100, 90, 80, 70, 60, 50))
        for column, (amount, label) in enumerate(month.columns(figures, language)):
            start, end = left + column * wide, left + (column + 0.94) * wide
            self._set(number, layer, amount, (start, top, end, top + 0.5 * high))
            self._set(number, small, label, (start, top + 0.5 * high, end, top + 0.74 * high))
        self._set(number, small, month.dated(figures, language), (left, top + 0.77 * high, right, bottom))

    def _qr(self, _number: int, layer: Layer, box: Box) -> None:
        if not self.order.link:
            return
        side = min(box[2] - box[0], box[3] - box[1])
        x, y = (box[0] + box[2] - side) / 2, (box[1] + box[3] - side) / 2
        rows = coding.modules(self.order.link)
        light = self.colours[layer.second or "ground"]
        self.shapes.append(Modules((x, y, x + side, y + side), rows, self.colours[layer.colour], light))


def said(layer: Layer, order: Order) -> str:
    """The words of a layer: its own, with the province's where it names them in braces."""
    text = layer.said(order.language)
    for name, value in {**order.texts, "address": order.link.partition("://")[2]}.items():
        text = text.replace("{" + name + "}", value)
    return text.strip()


def compose(layout: Layout, size: str, order: Order) -> Composed:
    """Shapes and words of a size; texts that do not fit are named in `refused` and left out."""
    maker = _Maker(layout, size, order)
    for number, layer in enumerate(layout.layers):
        maker.add(number, layer)
    return Composed(size, tuple(maker.shapes), tuple(maker.words), tuple(maker.refused), tuple(maker.boxes))


def whole(size: str) -> Box:
    """The box of the whole picture."""
    return 0.0, 0.0, float(size_of(size)[0]), float(size_of(size)[1])
