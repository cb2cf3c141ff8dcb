"""The banner's pictures at their addresses: read from files, answered with what caches need, never with an error.

Pasted addresses are asked again after ten minutes and may be shown for days while nobody answers; an address that
names a look never changes its picture. Neither sets a cookie nor differs by one.
"""

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils import timezone
from django.utils.http import parse_etags
from django.views.decorators.http import require_safe

from pakn_plugin.embed.visitors import is_machine, origin
from pakn_plugin.services import banner as service
from pakn_plugin.services import banner_files, spool
from pakn_plugin.services.banner_files import Picture
from pakn_plugin.services.banner_look import NEUTRAL, SIZES

DEFAULT_SIZE = "728x90"
FRESH_SECONDS = 600
FRESH = f"public, max-age={FRESH_SECONDS}, stale-while-revalidate=86400, stale-if-error=604800"
NEARLY = "public, max-age=60, stale-if-error=86400"
FOR_EVER = "public, max-age=31536000, immutable"
TYPES = {"png": "image/png", "webp": "image/webp", "avif": "image/avif", "svg": "image/svg+xml"}
# A drawing that is opened by itself is a document: it may load and run nothing.
SVG_POLICY = "default-src 'none'; img-src data:; sandbox"


@require_safe
def banner(request: HttpRequest, key: str, size: str, form: str) -> HttpResponse:
    """The picture that a placement has now; a neutral one for an unknown placement.

    A size that is not offered gives the leaderboard: a picture that is scaled by the page, never a broken one.
    """
    if size not in SIZES:
        size = DEFAULT_SIZE
    name = banner_files.linked(key)
    found = banner_files.picture(name, size, form) if name else None
    if found is None:
        found = _late(key, size, form)
    if found is None:
        return _answer(request, _neutral(size, form), form, NEARLY)
    if request.method == "GET":
        spool.add(key, spool.MACHINE if is_machine(request) else spool.SEEN, origin(request))
    return _answer(request, found, form, FRESH)


@require_safe
def look(request: HttpRequest, name: str, size: str, form: str) -> HttpResponse:
    """The picture of a look by its name, for ever the same; one that is not kept any more gives the neutral banner."""
    found = banner_files.picture(name, size, form) if size in SIZES else None
    if found is None:
        return _answer(request, _neutral(size if size in SIZES else DEFAULT_SIZE, form), form, NEARLY)
    return _answer(request, found, form, FOR_EVER)


def _late(key: str, size: str, form: str) -> Picture | None:
    """For a placement that was not drawn yet; None where the database does not know it, or is down."""
    now = timezone.now()
    wanted = service.look_up(key, now)
    return banner_files.drawn(wanted.look, size, form, now) if wanted else None


def _neutral(size: str, form: str) -> Picture:
    found = banner_files.picture(banner_files.neutral(), size, form)
    return found or banner_files.drawn(NEUTRAL, size, form, timezone.now())


def _answer(request: HttpRequest, found: Picture, form: str, lifetime: str) -> HttpResponse:
    response: HttpResponse
    if _is_known(request, found):
        response = HttpResponseNotModified()
    else:
        body = b"" if request.method == "HEAD" else found.data
        response = HttpResponse(body, content_type=TYPES[form])
        response.headers["Content-Length"] = str(len(found.data))
    headers = response.headers
    headers["ETag"], headers["Last-Modified"] = found.etag, found.modified
    headers["Cache-Control"] = lifetime
    headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    headers["X-Content-Type-Options"] = "nosniff"
    if form == "svg":
        headers["Content-Security-Policy"] = SVG_POLICY
    return response


def _is_known(request: HttpRequest, found: Picture) -> bool:
    """Whether the asker has this picture. A date must be the very same: going back to an older look is a change."""
    asked = request.META.get("HTTP_IF_NONE_MATCH")
    if asked is None:
        return request.META.get("HTTP_IF_MODIFIED_SINCE") == found.modified
    if asked == found.etag:
        return True
    return any(each == "*" or each.removeprefix("W/") == found.etag for each in parse_etags(asked))
