"""Photos leave the private folder only through these views, each of which asks who may see them."""

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from pakn_plugin import links
from pakn_plugin.models.attachment import PhotoFields
from pakn_plugin.public.responses import make_private
from pakn_plugin.queries import public, published
from pakn_plugin.services import photos


@require_safe
def follow_photo(request: HttpRequest, token: str, photo_id: int) -> HttpResponseBase:
    """A photo of one's own case."""
    return _private(_own(token, photo_id), "file")


@require_safe
def follow_thumbnail(request: HttpRequest, token: str, photo_id: int) -> HttpResponseBase:
    """The same, small."""
    return _private(_own(token, photo_id), "thumbnail")


@require_safe
def held_photo(request: HttpRequest, key: str) -> HttpResponseBase:
    """The thumbnail of a photo that waits for its form; only whoever got the random key can name it."""
    found = photos.held([key])
    return _private(found[0] if found else None, "thumbnail")


@require_safe
def public_photo(request: HttpRequest, public_id: str, photo_id: int) -> HttpResponseBase:
    """An approved photo of a published case."""
    return _open_to_all(public_id, photo_id, "file")


@require_safe
def public_thumbnail(request: HttpRequest, public_id: str, photo_id: int) -> HttpResponseBase:
    """The same, small."""
    return _open_to_all(public_id, photo_id, "thumbnail")


def _own(token: str, photo_id: int) -> PhotoFields | None:
    case = links.case_of(token)
    return public.reporters_photo(case, photo_id) if case else None


def _private(photo: PhotoFields | None, which: str) -> HttpResponseBase:
    response: Any = make_private(_file(photo, which))
    response["Cache-Control"] = "private, max-age=3600"
    return response


def _open_to_all(public_id: str, photo_id: int, which: str) -> HttpResponseBase:
    publication = published.published_case(public_id)
    response = _file(published.public_photo(publication, photo_id) if publication else None, which)
    response["Cache-Control"] = "public, max-age=300"
    return response


def _file(photo: PhotoFields | None, which: str) -> Any:
    if photo is None:
        raise Http404
    try:
        content = getattr(photo, which).open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response: HttpResponse | FileResponse = FileResponse(content, content_type="image/jpeg", filename="anh.jpg")
    response["X-Content-Type-Options"] = "nosniff"
    return response
