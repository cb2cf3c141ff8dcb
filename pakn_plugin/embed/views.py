"""The banner's picture and its counted link. Neither sets a cookie, and neither ever fails for an unknown placement."""

import hashlib
import re
from contextlib import suppress
from urllib.parse import urlencode

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from pakn_plugin.embed.redirects import safe_path
from pakn_plugin.models import Placement, PlacementCount
from pakn_plugin.services import banner as service
from pakn_plugin.services import banner_files
from pakn_plugin.services.banner_look import SIZES

FRESH = "public, max-age=600, must-revalidate"
NEARLY = "public, max-age=60, must-revalidate"
TYPES = {"png": "image/png", "webp": "image/webp"}
# Programs that follow links by themselves: counting them would make the figures worthless.
_MACHINE = re.compile(
    r"bot|crawl|spider|slurp|preview|scan|monitor|facebookexternalhit|curl|wget|python|java/|okhttp|go-http|headless|"
    r"lighthouse",
    re.IGNORECASE,
)
_AHEAD = ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz")


@require_safe
def banner(request: HttpRequest, key: str, size: str, form: str) -> HttpResponse:
    """The picture of a placement: from files alone once it was drawn; a neutral one for an unknown placement.

    A size that is not offered gives the leaderboard: a picture that is scaled by the page, never a broken one.
    """
    size = size if size in SIZES else "728x90"
    name = banner_files.remembered(key)
    data = banner_files.stored(name, size, form) if name else None
    known = data is not None
    if data is None:
        look = _look(key)
        known = look is not None
        data = banner_files.picture(look or banner_files.NEUTRAL, size, form)
    etag = f'"{hashlib.sha256(data).hexdigest()[:20]}"'
    response = HttpResponse(data, content_type=TYPES[form])
    response.headers["ETag"] = etag
    response.headers["Content-Length"] = str(len(data))
    response.headers["Cache-Control"] = FRESH if known else NEARLY
    answer = get_conditional_response(request, etag=etag, response=response) or response
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer


def _look(key: str) -> banner_files.Look | None:
    """A placement's look from the database; None where it does not know it, or does not answer."""
    try:
        placement = Placement.objects.select_related("design__current").filter(key=key).first()
        if placement is None:
            return None
        look = banner_files.look_of(placement)
    except DatabaseError:
        return None
    with suppress(OSError):  # found in the database again next time
        banner_files.remember(placement)
    return look


@require_safe
def link(request: HttpRequest, key: str) -> HttpResponse:
    """Count a click and lead to the filing page, or to a path of this site."""
    placement = _placement(key)
    if placement and _is_person(request):
        _count(placement)
    target = safe_path(request.GET.get("to", "")) or _filing_page(placement)
    response = HttpResponseRedirect(target)
    response.headers["Cache-Control"] = "no-store"
    return response


def _placement(key: str) -> Placement | None:
    try:
        return Placement.objects.filter(key=key, active=True).first()
    except DatabaseError:
        return None


def _count(placement: Placement) -> None:
    """Counting must never stand between a citizen and the form."""
    try:
        service.count(placement.pk, PlacementCount.Kind.CLICKED, timezone.localdate())
    except DatabaseError:
        return


def _is_person(request: HttpRequest) -> bool:
    """Whether somebody clicked, as far as the request tells."""
    agent = request.headers.get("User-Agent", "")
    ahead = " ".join(request.headers.get(name, "") for name in _AHEAD).lower()
    return request.method == "GET" and bool(agent) and not _MACHINE.search(agent) and not re.search("pre", ahead)


def _filing_page(placement: Placement | None) -> str:
    with translation.override(placement.language if placement else None):
        address = reverse("pakn:file")
    return f"{address}?{urlencode({'b': placement.key})}" if placement else address
