"""The kit of one placement: choose a size, see it on a page like one's own, take the line, the files or the QR code."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from pakn_plugin.access import Actor
from pakn_plugin.embed import bundle, snippet
from pakn_plugin.embed.doors import for_placement, for_placers
from pakn_plugin.embed.forms import LookForm, PlacementForm
from pakn_plugin.embed.pictures import FRESH_SECONDS
from pakn_plugin.models import Placement
from pakn_plugin.papers import attached
from pakn_plugin.queries.banner import RECENT, counts_of
from pakn_plugin.services import banner_files, banner_steps
from pakn_plugin.services.banner_line import DEFAULT_SIZE, frame_line, line, link_url, picture_line
from pakn_plugin.services.banner_look import POSTERS, look_of
from pakn_plugin.services.counting import counted_to


def chosen(request: HttpRequest) -> str:
    """The size that the address names, else the usual one."""
    size = request.GET.get("co", "")
    return size if size in snippet.FITS else DEFAULT_SIZE


def with_size(request: HttpRequest, address: str) -> str:
    """An address that keeps the size that was chosen, so that nobody takes the line of another after saving."""
    size = request.GET.get("co", "")
    return f"{address}?co={size}" if size in snippet.FITS else address


@for_placement("GET", "HEAD")
def kit(request: HttpRequest, actor: Actor, placement: Placement) -> HttpResponse:
    """Pictures, lines to paste and instructions for one placement."""
    size, pieces, now = chosen(request), snippet.pieces(placement), timezone.now()
    context = {
        "placement": placement,
        "edit": with_size(request, reverse("pakn_banner:edit", args=[placement.pk])),
        "pieces": pieces,
        "piece": next(piece for piece in pieces if piece.size == size),
        "line": line(placement, size),
        "picture_line": picture_line(placement, size),
        "frame_line": frame_line(placement, size) if placement.frame_origins else "",
        "link": link_url(placement),
        "steps": banner_steps.pictured(),
        "codes": bundle.CODES,
        "posters": POSTERS,
        "ever": counts_of([placement])[placement.pk],
        "recent": counts_of([placement], timezone.localdate(now) - RECENT)[placement.pk],
        "counted_to": counted_to(now),
        "fresh_minutes": FRESH_SECONDS // 60,
    }
    return render(request, "pakn/embed/kit.html", context)


@for_placement("GET", "HEAD")
def sample(request: HttpRequest, actor: Actor, placement: Placement) -> HttpResponse:
    """A page such as agencies have, with the banner where its size belongs; for the frame in the kit."""
    size = chosen(request)
    context = {
        "placement": placement,
        "size": size,
        "line": line(placement, size),
        "dark": "toi" in request.GET,
    }
    return render(request, "pakn/embed/sample.html", context)


@for_placement("GET", "HEAD")
def package(request: HttpRequest, actor: Actor, placement: Placement) -> HttpResponse:
    """All pictures, codes and lines in one archive, for portals that take no picture from elsewhere."""
    return attached(bundle.archive(placement, timezone.now()), "application/zip", f"bieu-ngu-{placement.key}.zip")


@for_placement("GET", "HEAD")
def code(request: HttpRequest, actor: Actor, placement: Placement, scale: str, form: str) -> HttpResponse:
    """The counted address as a QR code."""
    if scale not in bundle.CODES or form not in bundle.CODE_TYPES:
        raise Http404
    data = bundle.code(link_url(placement), form, bundle.CODES[scale].scale)
    return attached(data, bundle.CODE_TYPES[form], f"qr-{placement.key}-{scale}.{form}")


@for_placement("GET", "HEAD")
def poster(request: HttpRequest, actor: Actor, placement: Placement, paper: str, form: str) -> HttpResponse:
    """A poster with the placement's own QR code, for print."""
    if paper not in POSTERS or form not in bundle.POSTER_TYPES:
        raise Http404
    data = look_of(placement, timezone.localdate()).picture(paper, form)
    return attached(data, bundle.POSTER_TYPES[form], f"ap-phich-{placement.key}-{paper}.{form}")


@for_placers
@require_safe
def look(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What a form's choices would look like, before they are saved; 404 for choices that the form would refuse."""
    form = LookForm(request.GET, actor=actor)
    if not form.is_valid():
        raise Http404
    drawn = look_of(form.save(commit=False), timezone.localdate())
    found = banner_files.picture(drawn.name, form.cleaned_data["size"], "png")
    data = found.data if found else drawn.picture(form.cleaned_data["size"], "png")
    return HttpResponse(data, content_type="image/png", headers={"Cache-Control": "private, max-age=300"})


def preview_path(form: PlacementForm) -> str:
    """The address of the picture that a form's choices make, or those with which it begins."""
    asked = {"size": DEFAULT_SIZE}
    for name in LookForm.Meta.fields:
        value = form[name].value()
        if value not in (None, "", False):
            asked[name] = "on" if value is True else str(value)
    if "design" not in asked:
        asked["design"] = str(form.fields["design"].queryset.values_list("pk", flat=True).first())  # type: ignore[attr-defined]
    return f"{reverse('pakn_banner:look')}?{urlencode(asked)}"


PATTERNS: list[URLPattern] = [
    path("<int:pk>/", kit, name="kit"),
    path("<int:pk>/trang-mau/", sample, name="sample"),
    path("<int:pk>/bieu-ngu.zip", package, name="package"),
    path("hinh/", look, name="look"),
    path("<int:pk>/ap-phich-<slug:paper>.<slug:form>", poster, name="poster"),
    path("<int:pk>/qr-<slug:scale>.<slug:form>", code, name="code"),
]
