"""“Đặt biểu ngữ”: what the banner is, how it looks, and the line that anybody may paste."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from pakn_plugin.drawing.layout import LANGUAGES
from pakn_plugin.models import Placement
from pakn_plugin.queries.banner import current_designs
from pakn_plugin.services import banner_files, banner_line, banner_steps
from pakn_plugin.services.banner_look import SIZES, Look, alt, look_of, size_of

SHOWN = ("728x90", "300x250", "320x100")


def designs() -> list[tuple[str, str, str, list[tuple[str, int, int]]]]:
    """The current designs in the language of the page: name, the picture's part of the address, words, sizes."""
    language = "en" if (get_language() or "").startswith("en") else "vi"
    sizes = [(size, *size_of(size)) for size in SHOWN]
    return [(str(each), f"{each.code}-{language}", alt(language), sizes) for each in current_designs()]


def look_named(name: str) -> Look | None:
    """The look of a design's code and a language, as nobody's placement shows it."""
    code, _dash, language = name.rpartition("-")
    design = current_designs(code).first() if language in LANGUAGES else None
    if design is None:
        return None
    return look_of(Placement(key=banner_line.GENERAL, design=design, language=language), timezone.localdate())


class BannersView(TemplateView):
    """For everybody who looks after a portal. No form, no cookie, one query."""

    template_name = "pakn/public/banners.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        general = banner_line.general()
        return super().get_context_data(
            line=banner_line.line(general),
            link=banner_line.link_url(general),
            picture=banner_line.image_path(general, banner_line.DEFAULT_SIZE),
            alt=banner_line.image_alt(general),
            designs=designs(),
            steps=banner_steps.pictured(),
            **kwargs,
        )


@require_safe
def picture(request: HttpRequest, look: str, size: str) -> HttpResponse:
    """The picture of a design, from its file; drawn when it is asked for the first time."""
    found = look_named(look) if size in SIZES else None
    if found is None:
        raise Http404
    drawn = banner_files.picture(found.name, size, "png") or banner_files.drawn(found, size, "png", timezone.now())
    response = HttpResponse(drawn.data, content_type="image/png")
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response
