"""What stands against publishing a layout, measured on what would really be drawn: every size, scheme and language."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import combinations, product

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from PIL import Image

from pakn_plugin.drawing.composing import Composed, Order, compose
from pakn_plugin.drawing.figures import Figures
from pakn_plugin.drawing.layout import SCHEMES, Kind, Layout
from pakn_plugin.drawing.lettering import Words, width_of
from pakn_plugin.drawing.raster import draw, encode, module_pixels
from pakn_plugin.drawing.reading import Problem
from pakn_plugin.drawing.shapes import Colour, Modules
from pakn_plugin.drawing.sizes import EVERY, SIZES, Box, density_of

LOWEST = 4.5
# Reading phones need as many pixels for a module of a QR code.
FEWEST_PIXELS = 2
HEAVIEST = {"970x90": 15, "728x90": 12, "300x250": 13, "320x100": 9, "234x60": 6, "1080x1080": 90}
NAMES = {
    "vi": gettext_noop("tiếng Việt"),
    "en": gettext_noop("tiếng Anh"),
    "light": gettext_noop("sáng"),
    "dark": gettext_noop("tối"),
}


@lru_cache(maxsize=65536)
def luminance(pixel: Colour) -> float:
    """How bright a colour is, as WCAG counts it."""
    parts = [v / 255 / 12.92 if v <= 10 else ((v / 255 + 0.055) / 1.055) ** 2.4 for v in pixel]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(a: Colour, b: Colour) -> float:
    """The contrast of two colours, from 1 to 21."""
    light, dark = sorted((luminance(a), luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def worst_contrast(words: Words, ground: Image.Image, density: float) -> float:
    """The lowest contrast between some words and any pixel behind them."""
    worst = 21.0
    for x, y, line in words.lines:
        wide = width_of(line, words.weight, words.size)
        box = (x, y - words.size, x + wide, y + words.size * 0.3)
        behind = ground.crop(tuple(round(v * density) for v in box))  # type: ignore[arg-type]
        pixels = behind.getcolors(behind.width * behind.height) or []
        worst = min([worst, *(contrast(words.colour, pixel) for _count, pixel in pixels)])  # type: ignore[arg-type]
    return worst


def problems(
    layout: Layout,
    texts: Mapping[str, Mapping[str, str]],
    figures: Figures,
    link: str,
    pictures: Mapping[int, bytes],
) -> list[Problem]:
    """Everything that stands against publishing, without repetition, in the order of the layers.

    Takes the province's words by language, an example of figures, and an address for the QR code.
    """
    has_figures = any(layer.kind == Kind.FIGURE or layer.when != "always" for layer in layout.layers)
    drawn = (None, figures) if has_figures else (None,)
    orders = [
        Order(scheme, language, texts[language], figure, link, pictures)
        for figure, scheme, language in product(drawn, SCHEMES, texts)
    ]
    return of_orders(layout, orders)


def of_orders(layout: Layout, orders: Sequence[Order], density: float | None = None) -> list[Problem]:
    """What stands against some ways to draw a layout; a low `density` measures faster, and nearly the same."""
    found: dict[Problem, None] = {}
    for size in EVERY:
        found |= dict.fromkeys(_of_size(layout, size, orders, density or density_of(size)))
    return sorted(found, key=lambda problem: -1 if problem.layer is None else problem.layer)


def _of_size(layout: Layout, size: str, orders: Sequence[Order], density: float) -> Iterator[Problem]:
    drawn: dict[tuple[object, ...], Image.Image] = {}
    for order in orders:
        composed = compose(layout, size, order)
        where = {"size": size, "language": _(NAMES[order.language]), "scheme": _(NAMES[order.scheme])}
        yield from _cut(composed, where)
        yield from _crowded(composed, layout, where)
        yield from _codes(composed, layout, where)
        ground = drawn.get(composed.shapes)
        if ground is None:
            ground = drawn[composed.shapes] = draw(composed, density).ground
            yield from _heavy(ground, layout, size)
        yield from _faint(composed, ground, density, where)


def _cut(composed: Composed, where: dict[str, str]) -> Iterator[Problem]:
    for layer, text in composed.refused:
        yield Problem(
            _("Chữ “%(text)s” (%(language)s) không vừa ô ở cỡ %(size)s: hãy nới ô, thêm dòng hoặc viết ngắn hơn.")
            % {"text": text, **where},
            layer,
        )


def _faint(composed: Composed, ground: Image.Image, density: float, where: dict[str, str]) -> Iterator[Problem]:
    for words in composed.words:
        worst = worst_contrast(words, ground, density)
        if worst < LOWEST:
            text = " ".join(line for _x, _y, line in words.lines)
            yield Problem(
                _(
                    "Chữ “%(text)s” (%(language)s) ở cỡ %(size)s, màu %(scheme)s chỉ tương phản %(worst)s với nền; "
                    "cần ít nhất 4,5."
                )
                % {"text": text, "worst": f"{worst:.1f}".replace(".", ","), **where},
                words.layer,
            )


def _crowded(composed: Composed, layout: Layout, where: dict[str, str]) -> Iterator[Problem]:
    for (one, a), (other, b) in combinations(composed.boxes, 2):
        kinds = {layout.layers[one].kind, layout.layers[other].kind}
        if kinds != {Kind.EMBLEM} and _meet(a, b):
            yield Problem(
                _("Ở cỡ %(size)s, lớp %(one)s và lớp %(other)s nằm chồng lên nhau.")
                % {"one": one + 1, "other": other + 1, **where},
                other,
            )


def _meet(a: Box, b: Box) -> bool:
    slack = 0.01
    return a[0] < b[2] - slack and b[0] < a[2] - slack and a[1] < b[3] - slack and b[1] < a[3] - slack


def _codes(composed: Composed, layout: Layout, where: dict[str, str]) -> Iterator[Problem]:
    numbers = [number for number, _box in composed.boxes if layout.layers[number].kind == Kind.QR]
    codes = [each for each in composed.shapes if isinstance(each, Modules)]
    for number, code in zip(numbers, codes, strict=True):
        if module_pixels(code, density_of(composed.size)) < FEWEST_PIXELS:
            yield Problem(_("Mã QR ở cỡ %(size)s quá nhỏ, máy không đọc được: hãy nới ô.") % where, number)
        if luminance(code.dark) >= luminance(code.light) or contrast(code.dark, code.light) < LOWEST:
            yield Problem(_("Mã QR (màu %(scheme)s) phải là màu đậm trên nền nhạt.") % where, number)


def _heavy(ground: Image.Image, layout: Layout, size: str) -> Iterator[Problem]:
    """Pictures make files heavy: more than the drawn designs may have is told."""
    if size not in SIZES or not layout.draws(Kind.PICTURE, size):
        return
    weight = len(encode(ground, "png")) / 1024
    if weight > 4 * HEAVIEST[size]:
        yield Problem(
            _("Hình PNG ở cỡ %(size)s nặng %(weight)s KB; hãy dùng hình đơn giản hơn.")
            % {"size": size, "weight": round(weight)}
        )
