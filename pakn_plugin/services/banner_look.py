"""How a placement looks: everything that decides its picture, a name for that, and the picture in any size and form."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.urls import reverse
from wagtail.images import get_image_model

from pakn_plugin import conf
from pakn_plugin.drawing import builtin
from pakn_plugin.drawing.composing import Composed, Order, compose
from pakn_plugin.drawing.figures import Figures
from pakn_plugin.drawing.layout import Kind, Layout
from pakn_plugin.drawing.printing import pdf
from pakn_plugin.drawing.raster import draw, encode, reduced
from pakn_plugin.drawing.reading import read, written
from pakn_plugin.drawing.sizes import EVERY, FORMS, POSTER_FORMS, POSTERS, SIZES, size_of
from pakn_plugin.drawing.vector import svg
from pakn_plugin.models import Placement
from pakn_plugin.queries.banner_figures import figures_of

__all__ = ["EVERY", "FORMS", "NEUTRAL", "POSTERS", "POSTER_FORMS", "SIZES", "Look", "look_of", "size_of"]

# Raise it when the drawing changes: pictures are then drawn anew.
DRAWING = 2


@dataclass(frozen=True)
class Look:
    """All that decides how a banner looks. Posters are drawn when asked for; their QR code is not in the name."""

    layout: Layout
    language: str = "vi"
    scheme: str = "light"
    figures: Figures | None = None
    link: str = ""
    pictures: Mapping[int, bytes] = field(default_factory=dict)

    @cached_property
    def name(self) -> str:
        """A file-safe name: the same for all placements that look the same."""
        said = [edition(), written(self.layout), self.language, self.scheme, self._figures()]
        said += [self.link if self._aims() else "", self._seen()]
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:20]

    @property
    def alt(self) -> str:
        """What the picture says, for people who do not see it."""
        return alt(self.language)

    def picture(self, size: str, form: str) -> bytes:
        """The file in a size of SIZES (forms of FORMS) or POSTERS (POSTER_FORMS). Raises KeyError for another size."""
        if size not in EVERY:
            raise KeyError(size)
        composed = self.composed(size)
        if form == "svg":
            return svg(composed, self.alt)
        if form == "pdf":
            return pdf(composed, self.alt)
        return encode(draw(composed).image, form)

    def files(self, size: str) -> dict[str, bytes]:
        """Every form of FORMS in a size of SIZES, drawn once."""
        composed = self.composed(size)
        image = draw(composed).image
        few = reduced(image)
        return {form: svg(composed, self.alt) if form == "svg" else encode(image, form, few) for form in FORMS}

    def composed(self, size: str) -> Composed:
        """Shapes and words of a size."""
        return compose(self.layout, size, self.order())

    def order(self) -> Order:
        """What is drawn besides the layout."""
        return Order(self.scheme, self.language, texts(self.language), self.figures, self.link, self.pictures)

    def _aims(self) -> bool:
        """Whether a picture on the web leads somewhere by itself: by a QR code or a written address."""
        written_out = any(
            "{address}" in layer.vi + layer.en and any(layer.place(size) for size in SIZES)
            for layer in self.layout.layers
        )
        return written_out or any(self.layout.draws(Kind.QR, size) for size in SIZES)

    def _figures(self) -> list[object]:
        f = self.figures
        return [f.received, f.answered, f.on_time, f.owed, f.day.isoformat()] if f else []

    def _seen(self) -> list[str]:
        return [hashlib.sha256(data).hexdigest() for _pk, data in sorted(self.pictures.items())]


def texts(language: str) -> dict[str, str]:
    """The province's words in a language: heading, line, call, place. Vietnamese where a language has none."""
    every = conf.get("BANNER_TEXTS")
    found: dict[str, str] = every.get(language) or every["vi"]
    return found


def edition() -> str:
    """Names the drawing and the province's words: where it has changed, every picture is another one."""
    said = json.dumps([DRAWING, conf.get("BANNER_TEXTS")], sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()[:12]


def alt(language: str) -> str:
    """What a banner says."""
    words = texts(language)
    return f"{words['heading']} – {words['line']}"


def link_of(key: str) -> str:
    """The counted address of a placement."""
    return conf.base_url() + reverse("pakn_machine:link", args=[key])


def look_of(placement: Placement, today: date) -> Look:
    """How a placement looks on a day; one that is not in use shows the neutral banner.

    The placement is best read with `design__current`; figures cost one query, pictures of the library one more.
    """
    if not placement.active or placement.design.current is None:
        return NEUTRAL
    layout = read(placement.design.current.layout)
    figures = figures_of([placement.agency_id], today).get(placement.agency_id) if placement.with_figures else None
    found, _missing = pictures(layout.images())
    return Look(layout, placement.language, placement.scheme, figures, link_of(placement.key), found)


def pictures(wanted: Iterable[int]) -> tuple[dict[int, bytes], set[int]]:
    """The bytes of pictures in the library by id, and the ids of those that are not there (any more)."""
    ids, found = set(wanted), {}
    for image in get_image_model()._default_manager.filter(pk__in=ids) if ids else ():
        try:
            with image.file.storage.open(image.file.name) as file:
                found[image.pk] = file.read()
        except OSError:
            continue
    return found, ids - set(found)


NEUTRAL = Look(builtin.every()[0].layout)
