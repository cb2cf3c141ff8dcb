"""oEmbed (https://oembed.com): portals with an embed box show our pages and banners from their plain address."""

import re
from typing import Any
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import resolve
from django.utils import translation
from django.views.decorators.http import require_safe
from wagtail.images import get_image_model
from wagtail.models import Page, Site
from wagtail.views import serve

from pakn_plugin import conf
from pakn_plugin.models import Placement
from pakn_plugin.services import banner_line
from pakn_plugin.services.banner_look import SIZES, size_of

LONGEST = 1000
AGE = 3600
# One size for everybody: asking for others must not fill the disk.
THUMBNAIL, THUMBNAIL_SIZE = "fill-480x270|format-jpeg", (480, 270)
_BANNER = re.compile(r"/(?:b|embed)/([A-Za-z0-9_-]{1,64})/?")
# Size → its place among those that fit: the usual one first, then the widest.
PREFERRED = sorted(SIZES, key=lambda size: (size != banner_line.DEFAULT_SIZE, -size_of(size)[0]))


@require_safe
def oembed(request: HttpRequest) -> HttpResponse:
    """What stands at an address of this site, as JSON; 501 for other formats, 404 for everything else."""
    wanted = request.GET.get("format", "json")
    answer: HttpResponse
    if wanted != "json":
        answer = HttpResponse("only JSON", status=501, content_type="text/plain")
    elif found := _found(request):
        answer = JsonResponse(found)
    else:
        answer = JsonResponse({"error": "not found"}, status=404)
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Cache-Control"] = f"public, max-age={AGE if answer.status_code == 200 else 60}"
    return answer


def _found(request: HttpRequest) -> dict[str, Any] | None:
    parts = _of_this_site(request)
    if parts is None:
        return None
    most = _limit(request, "maxwidth"), _limit(request, "maxheight")
    language = translation.get_language_from_path(parts.path) or settings.LANGUAGE_CODE
    if banner := _BANNER.fullmatch(parts.path):
        return _banner(banner[1], most)
    with translation.override(language):
        try:
            match = resolve(parts.path)
        except Http404:
            return None
        return _page(request, match.args, match.kwargs, most) if match.func == serve else None


def _of_this_site(request: HttpRequest) -> SplitResult | None:
    """The asked address, where it is one of ours."""
    address = request.GET.get("url", "")
    if not address or len(address) > LONGEST or not address.isprintable():
        return None
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    ours = {request.get_host().lower(), urlsplit(conf.base_url()).netloc.lower()}
    return parts if parts.scheme in ("http", "https") and parts.netloc.lower() in ours else None


def _limit(request: HttpRequest, name: str) -> int | None:
    """A largest width or height; what is no sensible number is no limit."""
    typed = request.GET.get(name, "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 and int(typed) else None


def _answer(kind: str, title: str, **more: Any) -> dict[str, Any]:
    return {"version": "1.0", "type": kind, "title": title, "provider_url": conf.base_url(), "cache_age": AGE, **more}


def _banner(key: str, most: tuple[int | None, int | None]) -> dict[str, Any] | None:
    """The line to paste, as large as allowed; of a placement out of use as well, whose line leads to its successor."""
    if key == banner_line.GENERAL:
        placement: Placement | None = banner_line.general()
    else:
        placement = Placement.objects.filter(key=key).first()
    if placement is None:
        return None
    size, (width, height) = _fitting(most)
    html = banner_line.line(placement, size, (width, height))
    title = banner_line.image_alt(placement)
    return _answer("rich", title, provider_name=title, width=width, height=height, html=html)


def _fitting(most: tuple[int | None, int | None]) -> tuple[str, tuple[int, int]]:
    """The best size within the limits; the smallest, scaled down, where none fits."""
    across, up = most
    for size in PREFERRED:
        width, height = size_of(size)
        if width <= (across or width) and height <= (up or height):
            return size, (width, height)
    width, height = size_of(PREFERRED[-1])
    scale = min(1.0, (across or width) / width, (up or height) / height)
    return PREFERRED[-1], (max(1, int(width * scale)), max(1, int(height * scale)))


def _page(request: HttpRequest, args: Any, kwargs: Any, most: tuple[int | None, int | None]) -> dict[str, Any] | None:
    """A page that everybody may read."""
    page = Page.find_for_request(request, *args, **kwargs)
    if page is None or not page.live or page.get_view_restrictions().exists():
        return None
    site: Any = Site.find_for_request(request)
    page = page.specific
    name = site.site_name or site.hostname
    author = {"author_name": name, "author_url": site.root_url, "provider_name": name}
    return _answer("link", page.seo_title or page.title, **author, **_thumbnail(page, most))


def _thumbnail(page: Page, most: tuple[int | None, int | None]) -> dict[str, Any]:
    """A small form of the first picture that the page refers to, where it is within the limits."""
    width, height = THUMBNAIL_SIZE
    if width > (most[0] or width) or height > (most[1] or height):
        return {}
    model = get_image_model()
    names = [field.name for field in page._meta.concrete_fields if field.related_model is model]
    image = next((found for name in names if (found := getattr(page, name))), None)
    if image is None:
        return {}
    small = image.get_rendition(THUMBNAIL)
    return {"thumbnail_url": small.full_url, "thumbnail_width": small.width, "thumbnail_height": small.height}
