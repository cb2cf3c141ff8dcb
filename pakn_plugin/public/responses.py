"""Headers of pages that belong to one person: kept by no cache, named to no other site, found by no search engine."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from pakn_plugin import links
from pakn_plugin.models import Case

PRIVATE_HEADERS = {
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "same-origin",
    "X-Robots-Tag": "noindex, nofollow",
    "X-Content-Type-Options": "nosniff",
}


def make_private(response: HttpResponse) -> HttpResponse:
    """Put the headers of a private page on a response."""
    for name, value in PRIVATE_HEADERS.items():
        response[name] = value
    return response


def link_is_over(request: HttpRequest, what: str = "case") -> HttpResponse:
    """The friendly page behind a link that opens nothing (any more): one to a "case", or of a "rating"."""
    return make_private(render(request, "pakn/public/link_is_over.html", {"what": what}, status=404))


class OwnCaseMixin:
    """A view of the case that the signed link in its address opens; every answer is private."""

    case: Case

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Open the case first: without one there is nothing to answer but the friendly page."""
        case = links.case_of(kwargs["token"])
        if case is None:
            return link_is_over(request)
        self.case = case
        return make_private(super().dispatch(request, *args, **kwargs))  # type: ignore[misc]
