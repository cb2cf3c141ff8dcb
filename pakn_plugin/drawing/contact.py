"""A sheet with designs in all sizes, to look at them side by side."""

from collections.abc import Sequence
from datetime import date

from PIL import Image

from pakn_plugin.drawing.composing import Order, compose
from pakn_plugin.drawing.figures import Figures
from pakn_plugin.drawing.layout import Layout, colour
from pakn_plugin.drawing.raster import draw
from pakn_plugin.drawing.sizes import size_of

GAP = 16
PAPER = colour("#E9EDF0")
# Size → where it lies on the sheet of one design, and how many pixels a unit gets there.
SPOTS: dict[str, tuple[int, int, float]] = {
    "970x90": (0, 0, 1.0),
    "728x90": (0, 106, 1.0),
    "320x100": (744, 106, 1.0),
    "234x60": (1080, 106, 1.0),
    "300x250": (0, 212, 1.0),
    "1080x1080": (316, 212, 0.38),
    "a4": (742, 212, 0.487),
    "a5": (1048, 212, 0.487),
}
WIDTH, HEIGHT = 1314, 622
EXAMPLE = Figures(1284, 1197, 1172, 1260, date(2026, 11, 25))


def panel(layout: Layout, order: Order) -> Image.Image:
    """One design in all sizes."""
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    for size, (x, y, density) in SPOTS.items():
        drawn = draw(compose(layout, size, order), 2 * density).image
        target = tuple(round(v * density) for v in size_of(size))
        image.paste(drawn.resize(target, Image.Resampling.LANCZOS), (x, y))  # type: ignore[arg-type]
    return image


def sheet(panels: Sequence[Image.Image], columns: int = 2) -> Image.Image:
    """Panels side by side and below each other."""
    rows = -(-len(panels) // columns)
    size = (columns * (WIDTH + GAP) + GAP, rows * (HEIGHT + GAP) + GAP)
    image = Image.new("RGB", size, PAPER)
    for number, each in enumerate(panels):
        row, column = divmod(number, columns)
        image.paste(each, (GAP + column * (WIDTH + GAP), GAP + row * (HEIGHT + GAP)))
    return image
