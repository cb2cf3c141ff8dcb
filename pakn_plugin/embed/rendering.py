"""How far the drawing of all banners is; who looks after all of them has them drawn again."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pakn_plugin.access import Actor
from pakn_plugin.queries.banner import places_everywhere
from pakn_plugin.services import rendering


@require_http_methods(["GET", "HEAD", "POST"])
def progress(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The newest run; a page that loads itself again while it goes on."""
    everywhere = places_everywhere(actor)
    if request.method == "POST":
        if not everywhere:
            raise PermissionDenied
        rendering.ask(actor.user, timezone.now())
        messages.success(request, _("Đã giao cho tiến trình nền vẽ lại tất cả biểu ngữ."))
        return redirect("pakn_banner:rendering")
    context = {"run": rendering.latest(), "everywhere": everywhere}
    return render(request, "pakn/embed/rendering.html", context)
