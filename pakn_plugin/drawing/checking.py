"""What stands against publishing a layout, measured on what would really be drawn: every size, scheme and language."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations, product

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from PIL import Image

from pakn_plugin.drawing.composing import Composed, Order, compose
from pakn_plugin.drawing.figures import Figures
from pakn_plugin.drawing.layout import SCHEMES, Kind, Layout
from pakn_plugin.drawing.lettering import Words
from pakn_plugin.drawing.measuring import Part, behind, contrast, kilobytes, luminance, meet, opener, worst_contrast
from pakn_plugin.drawing.raster import module_pixels
from pakn_plugin.drawing.reading import Problem
from pakn_plugin.drawing.shapes import Modules, Shape
from pakn_plugin.drawing.sizes import EVERY, SIZES, density_of, said

Opening = Callable[[bytes], Image.Image]
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


def of_orders(layout: Layout, orders: Sequence[Order]) -> list[Problem]:
    """What stands against some ways to draw a layout."""
    found: dict[Problem, None] = {}
    opening = opener()
    for size in EVERY:
        found |= dict.fromkeys(_of_size(layout, size, orders, opening))
    return sorted(found, key=lambda problem: -1 if problem.layer is None else problem.layer)


def _of_size(layout: Layout, size: str, orders: Sequence[Order], opening: Opening) -> Iterator[Problem]:
    made = [(order, compose(layout, size, order)) for order in orders]
    if size in SIZES and layout.draws(Kind.PICTURE, size):
        yield from _heavy(made[0][1], opening)
    for (order, composed), part in zip(made, _parts([composed for _order, composed in made], opening), strict=True):
        where = {"size": said(size), "language": _(NAMES[order.language]), "scheme": _(NAMES[order.scheme])}
        yield from _cut(composed, where)
        yield from _crowded(composed, layout, where)
        yield from _codes(composed, layout, where)
        yield from _faint(composed, part, where)


def _parts(made: Sequence[Composed], opening: Opening) -> list[Part]:
    """The ground behind the words of each; those that differ in nothing but their words share it."""
    alike: dict[tuple[Shape, ...], list[Words]] = {}
    shared = [alike.setdefault(composed.shapes, []) for composed in made]
    drawn: dict[int, Part] = {}
    for words, composed in zip(shared, made, strict=True):
        words += composed.words
    for words, composed in zip(shared, made, strict=True):
        if id(words) not in drawn:
            drawn[id(words)] = behind(composed, words, opening)
    return [drawn[id(words)] for words in shared]


def _cut(composed: Composed, where: dict[str, str]) -> Iterator[Problem]:
    for layer, text in composed.refused:
        yield Problem(
            _("Chữ “%(text)s” (%(language)s) không vừa ô ở cỡ %(size)s: hãy nới ô, thêm dòng hoặc viết ngắn hơn.")
            % {"text": text, **where},
            layer,
            _("chữ “%(text)s” (%(language)s) không vừa ô") % {"text": text, **where},
            composed.size,
        )


def _faint(composed: Composed, part: Part, where: dict[str, str]) -> Iterator[Problem]:
    for words in composed.words:
        worst = worst_contrast(words, part)
        if worst < LOWEST:
            text = " ".join(line for _x, _y, line in words.lines)
            yield Problem(
                _(
                    "Chữ “%(text)s” (%(language)s) ở cỡ %(size)s, màu %(scheme)s chỉ tương phản %(worst)s với nền; "
                    "cần ít nhất 4,5."
                )
                % {"text": text, "worst": f"{worst:.1f}".replace(".", ","), **where},
                words.layer,
                _("màu %(scheme)s") % where,
                composed.size,
                worst,
            )


def _crowded(composed: Composed, layout: Layout, where: dict[str, str]) -> Iterator[Problem]:
    for (one, a), (other, b) in combinations(composed.boxes, 2):
        kinds = {layout.layers[one].kind, layout.layers[other].kind}
        if kinds != {Kind.EMBLEM} and meet(a, b):
            yield Problem(
                _("Ở cỡ %(size)s, lớp %(one)s và lớp %(other)s nằm chồng lên nhau.")
                % {"one": one + 1, "other": other + 1, **where},
                other,
                _("nằm chồng lên lớp %(one)s") % {"one": one + 1},
                composed.size,
            )


def _codes(composed: Composed, layout: Layout, where: dict[str, str]) -> Iterator[Problem]:
    numbers = [number for number, _box in composed.boxes if layout.layers[number].kind == Kind.QR]
    codes = [each for each in composed.shapes if isinstance(each, Modules)]
    for number, code in zip(numbers, codes, strict=True):
        if module_pixels(code, density_of(composed.size)) < FEWEST_PIXELS:
            message = _("Mã QR ở cỡ %(size)s quá nhỏ, máy không đọc được: hãy nới ô.") % where
            yield Problem(message, number, _("mã QR quá nhỏ, máy không đọc được"), composed.size)
        if luminance(code.dark) >= luminance(code.light) or contrast(code.dark, code.light) < LOWEST:
            yield Problem(_("Mã QR (màu %(scheme)s) phải là màu đậm trên nền nhạt.") % where, number)


def _heavy(composed: Composed, opening: Opening) -> Iterator[Problem]:
    """Pictures make files heavy: more than the drawn designs may have is told. The scheme hardly matters."""
    weight = kilobytes(composed, opening)
    if weight > 4 * HEAVIEST[composed.size]:
        yield Problem(
            _("Hình PNG ở cỡ %(size)s nặng khoảng %(weight)s KB; hãy dùng hình đơn giản hơn.")
            % {"size": said(composed.size), "weight": weight},
            gist=_("Hình PNG quá nặng; hãy dùng hình đơn giản hơn"),
            size=composed.size,
        )
