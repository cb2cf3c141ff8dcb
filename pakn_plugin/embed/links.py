"""The counted link and the frame around the same banner: from a placement's card, without the database."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from pakn_plugin.embed.pictures import DEFAULT_SIZE, NEARLY
from pakn_plugin.embed.redirects import safe_path
from pakn_plugin.embed.visitors import is_machine, origin
from pakn_plugin.services import banner as service
from pakn_plugin.services import banner_files, spool
from pakn_plugin.services.banner_cards import filing_page
from pakn_plugin.services.banner_files import Card
from pakn_plugin.services.banner_look import NEUTRAL, SIZES, size_of

FRAME_FRESH = "public, max-age=600, stale-if-error=86400"


@require_safe
def link(request: HttpRequest, key: str) -> HttpResponse:
    """Count a click and lead to the filing page, or to a path of this site. What only asks for the head is no click."""
    card = _card(key)
    if card and card.counts and request.method == "GET":
        spool.add(card.counts, spool.MACHINE if is_machine(request) else spool.CLICKED)
    asked = safe_path(request.GET.get("to", "")) if request.META.get("QUERY_STRING") else None
    response = HttpResponseRedirect(asked or (card.to if card else filing_page(settings.LANGUAGE_CODE)))
    response.headers["Cache-Control"] = "no-store"
    return response


@require_safe
def frame(request: HttpRequest, key: str, size: str = DEFAULT_SIZE) -> HttpResponse:
    """A page with nothing but the linked picture, for the sites that the placement lists.

    It counts as seen on the site that frames it: the picture in it is asked for by this page.
    """
    card, size = _card(key), size if size in SIZES else DEFAULT_SIZE
    if card and request.method == "GET":
        spool.add(key, spool.MACHINE if is_machine(request) else spool.SEEN, origin(request))
    width, height = size_of(size)
    sheet = static("pakn/frame.css")
    context = {
        "link": reverse("pakn_machine:link", args=[key]),
        "image": reverse("pakn_machine:banner", args=[key, size, "png"]),
        "width": width,
        "height": height,
        "alt": card.alt if card else NEUTRAL.alt,
        "language": card.language if card else settings.LANGUAGE_CODE,
        "sheet": sheet,
    }
    page = render_to_string("pakn/embed/frame.html", context).encode()
    response = HttpResponse(b"" if request.method == "HEAD" else page)
    response.headers["Content-Length"] = str(len(page))
    response.headers["Content-Security-Policy"] = _frame_policy(card, sheet)
    response.headers["Cache-Control"] = FRAME_FRESH if card else NEARLY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.xframe_options_exempt = True  # type: ignore[attr-defined]
    return response


def _frame_policy(card: Card | None, sheet: str) -> str:
    """Only listed sites may frame the page; it loads a picture and a style sheet of ours and runs nothing."""
    sites = " ".join(card.frames) if card and card.frames else "'none'"
    styles = origin_of_sheet if (origin_of_sheet := "/".join(sheet.split("/")[:3])).startswith("http") else "'self'"
    return (
        f"default-src 'none'; img-src 'self'; style-src {styles}; base-uri 'none'; form-action 'none'; "
        f"frame-ancestors {sites}"
    )


def _card(key: str) -> Card | None:
    """From the file; from the database once where there is none."""
    card = banner_files.card_of(key)
    if card:
        return card
    wanted = service.look_up(key, timezone.now())
    return wanted.card if wanted else None
