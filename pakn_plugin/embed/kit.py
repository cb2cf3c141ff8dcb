"""The kit of one placement: choose a size, see it on a page like one's own, take the line, the files or the QR code."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, re_path
from django.utils import timezone

from pakn_plugin.access import Actor
from pakn_plugin.embed import bundle, snippet
from pakn_plugin.embed.doors import for_placement
from pakn_plugin.models import Placement
from pakn_plugin.queries.banner import RECENT, counts_of


def chosen(request: HttpRequest) -> str:
    """The size that the address names, else the usual one."""
    size = request.GET.get("co", "")
    return size if size in snippet.FITS else snippet.USUAL


@for_placement("GET", "HEAD")
def kit(request: HttpRequest, actor: Actor, placement: Placement) -> HttpResponse:
    """Pictures, lines to paste and instructions for one placement."""
    size, pieces = chosen(request), snippet.pieces(placement)
    context = {
        "placement": placement,
        "pieces": pieces,
        "piece": next(piece for piece in pieces if piece.size == size),
        "line": snippet.html(placement, size),
        "picture_line": snippet.picture_html(placement, size),
        "frame_line": snippet.frame_html(placement, size) if placement.frame_origins else "",
        "link": snippet.link_url(placement),
        "codes": bundle.CODES,
        "ever": counts_of([placement])[placement.pk],
        "recent": counts_of([placement], timezone.localdate() - RECENT)[placement.pk],
    }
    return render(request, "pakn/embed/kit.html", context)


@for_placement("GET", "HEAD")
def sample(request: HttpRequest, actor: Actor, placement: Placement) -> HttpResponse:
    """A page such as agencies have, with the banner where its size belongs; for the frame in the kit."""
    size = chosen(request)
    context = {
        "placement": placement,
        "size": size,
        "line": snippet.html(placement, size),
        "dark": "toi" in request.GET,
    }
    return render(request, "pakn/embed/sample.html", context)


@for_placement("GET", "HEAD")
def package(request: HttpRequest, actor: Actor, placement: Placement) -> HttpResponse:
    """All pictures, codes and lines in one archive, for portals that take no picture from elsewhere."""
    return _file(bundle.archive(placement, timezone.now()), "application/zip", f"bieu-ngu-{placement.key}.zip")


@for_placement("GET", "HEAD")
def code(request: HttpRequest, actor: Actor, placement: Placement, scale: str, form: str) -> HttpResponse:
    """The counted address as a QR code."""
    if scale not in bundle.CODES:
        raise Http404
    data = bundle.code(snippet.link_url(placement), form, bundle.CODES[scale].scale)
    return _file(data, bundle.CODE_TYPES[form], f"qr-{placement.key}-{scale}.{form}")


def _file(data: bytes, kind: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(data, content_type=kind, headers=headers)


urlpatterns: list[URLPattern] = [
    path("<int:pk>/", kit, name="kit"),
    path("<int:pk>/trang-mau/", sample, name="sample"),
    path("<int:pk>/bieu-ngu.zip", package, name="package"),
    re_path(r"^(?P<pk>\d+)/qr-(?P<scale>[a-z-]+)\.(?P<form>png|svg)$", code, name="code"),
]
