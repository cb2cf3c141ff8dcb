"""Every address outside the admin, from the resolver, with every value that could open something.

A route with a part that `values` does not know fails: whoever adds an address says what may stand in it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.models import Page

from pakn_plugin import links
from pakn_plugin.models import Case, Document, NoteDocument, NotePhoto, Photo, Placement, Publication, Reply
from pakn_plugin.states import Score

PART = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)")
# Not asked: signing out ends the walk.
LEFT_OUT = ("admin/", "tai-khoan/dang-xuat/")
# An address in another language is the same view; files have no language.
ENGLISH = "en/"


@dataclass(frozen=True)
class Route:
    """One pattern of the resolver: as it is written, and the names of its parts."""

    pattern: str
    parts: tuple[str, ...]

    def filled(self, values: dict[str, list[str]]) -> Iterator[str]:
        """The route with each combination of the values of its parts."""
        for chosen in product(*(values[name] for name in self.parts)):
            rest = iter(chosen)
            yield "/" + PART.sub(lambda _found: next(rest), self.pattern)  # noqa: B023


def routes() -> list[Route]:
    """Every route outside the admin."""
    found = []
    for written in _walk(get_resolver()):
        pattern = re.sub(r"[\^$]|\\Z", "", written).removesuffix("/?").replace("\\.", ".")
        if not pattern.startswith(LEFT_OUT):
            found.append(Route(_plain(pattern), tuple(one or other for one, other in PART.findall(pattern))))
    return found


def _plain(pattern: str) -> str:
    """Without the groups that bear no name; Wagtail's own pattern of any page is walked page by page."""
    return "" if pattern.startswith("((?:") else pattern.replace("(\\d+)", "1").replace("(.*)", "khong-co.pdf")


def _walk(resolver: Any, before: str = "") -> Iterator[str]:
    for found in resolver.url_patterns:
        route = before + str(found.pattern)
        if isinstance(found, URLResolver):
            yield from _walk(found, route)
        elif isinstance(found, URLPattern):
            yield route


def values(cases: list[Case]) -> dict[str, list[str]]:
    """What may stand in each part of an address, for the links of these cases (none: for everybody)."""
    photos = {*_keys(Photo), *_keys(NotePhoto)}
    documents = {*_keys(Document), *_keys(NoteDocument)}
    return {
        "token": [links.token_for(case) for case in cases],
        "public_id": list(Publication.objects.values_list("public_id", flat=True)),
        "photo_id": sorted(photos),
        "document_id": sorted(documents),
        "key": [*Placement.objects.values_list("key", flat=True), "KHONGCO"],
        "size": ["728x90"],
        "name": ["sea-vi-khong-co"],
        "look": ["bien-xanh-vi", "khong-co"],
        "form": ["png", "webp", "avif", "svg"],
        "path": ["images/khong-co.jpg"],
        "uidb36": ["1"],
        "restriction_id": ["1"],
        "page_view_restriction_id": ["1"],
        "page_id": ["1"],
    }


def of_everybody() -> list[str]:
    """What anybody can open, in both languages."""
    known = values([])
    found = [address for route in routes() if "token" not in route.parts for address in route.filled(known)]
    return [*found, *in_english(found), *of_pages()]


def of_reporters(cases: list[Case]) -> list[str]:
    """What the links of these cases open, in both languages; and each verdict on each reply, also of others."""
    known = values(cases)
    own = [route for route in routes() if "token" in route.parts and "danh-gia" not in route.pattern]
    found = [address for route in own for address in route.filled(known)]
    rated = [
        links.rating_path(case, row, score)
        for case in cases
        for row in Reply.objects.order_by("pk")
        for score in (Score.SATISFIED, Score.UNSATISFIED)
    ]
    return [*found, *rated, *in_english([*found, *rated[:2]])]


def in_english(found: list[str]) -> list[str]:
    """The same in the other language; files have none."""
    pages = (each for each in found if "/anh/" not in each and "/tai-lieu/" not in each)
    return [f"/{ENGLISH}{address.lstrip('/')}" for address in pages]


def of_pages() -> list[str]:
    """Every page of the site with its feeds and files."""
    found = []
    for page in Page.objects.live().filter(depth__gt=1).specific():
        url = page.get_url()
        found.append(url)
        if isinstance(page, RoutablePageMixin):
            found += [url + str(each.pattern) for each in page.get_subpage_urls()]
    return found


def _keys(model: Any) -> list[str]:
    return [str(pk) for pk in model.objects.values_list("pk", flat=True)]
