"""The product's designs, drawn once for the tests of a module."""

from datetime import date
from functools import lru_cache

from pakn_plugin.drawing import builtin
from pakn_plugin.drawing.composing import Composed, Order, compose
from pakn_plugin.drawing.figures import Figures
from pakn_plugin.drawing.layout import Layout
from pakn_plugin.drawing.raster import Drawn, draw

TEXTS = {
    "vi": {
        "heading": "Phản ánh, kiến nghị",
        "line": "Gửi ý kiến đến chính quyền tỉnh Khánh Hòa",
        "call": "Gửi phản ánh",
        "place": "Tỉnh Khánh\u00a0Hòa",
    },
    "en": {
        "heading": "Tell us what needs fixing",
        "line": "Send feedback to Khánh Hòa Province",
        "call": "Send feedback",
        "place": "Khánh\u00a0Hòa Province",
    },
}
# As much as an agency may have in a month.
BUSY = Figures(18_888, 17_777, 16_666, 18_000, date(2026, 11, 28))
LINK = "https://phananh.khanhhoa.gov.vn/b/dmxd2026"
DESIGNS = builtin.CODES


@lru_cache(maxsize=8)
def layout_of(design: str) -> Layout:
    return next(each.layout for each in builtin.every() if each.code == design)


def order(scheme: str = "light", language: str = "vi", figures: bool = False) -> Order:
    return Order(scheme, language, TEXTS[language], BUSY if figures else None, LINK)


@lru_cache(maxsize=512)
def composed(design: str, scheme: str, language: str, size: str, figures: bool = False) -> Composed:
    return compose(layout_of(design), size, order(scheme, language, figures))


@lru_cache(maxsize=512)
def drawn(design: str, scheme: str, language: str, size: str, figures: bool = False) -> Drawn:
    return draw(composed(design, scheme, language, size, figures))
