"""“Chờ phân lại sau sắp xếp”: operators say where a plan's undecided cases go, one or many at once."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet

from pakn_plugin import access
from pakn_plugin.access import NotAllowed, StateChanged
from pakn_plugin.queries import reallocations
from pakn_plugin.services import reallocation

MOST_TOLD = 5


class ReallocateMixin(WagtailAdminTemplateMixin, View):
    """For operators; for everybody else its addresses do not exist."""

    header_icon = "site"
    page_title = gettext_lazy("Chờ phân lại sau sắp xếp")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.actor = access.actor_of(request)
        self.now = timezone.now()

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not access.may_reallocate(self.actor):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]


class WaitingView(ReallocateMixin):
    """The undecided cases with their suggestions; those that are ticked follow them."""

    template_name = "pakn/desk/reallocations.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        after = request.GET.get("after", "")
        mark = int(after) if after.isdecimal() and len(after) < 18 else 0
        lines, following = reallocations.page_of(self.actor, mark)
        total = reallocations.waiting(self.actor).count()
        return self.render_to_response(self.get_context_data(lines=lines, after=following, total=total))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Follow the suggestion for each ticked case; foreign rows are passed over as if they were not there."""
        asked = {int(value) for value in request.POST.getlist("row") if value.isdecimal() and len(value) < 18}
        mine = reallocations.waiting(self.actor).filter(pk__in=asked).values_list("pk", flat=True)
        rows = list(mine[: reallocations.PAGE])
        if not rows:
            messages.warning(request, _("Hãy đánh dấu ít nhất một phản ánh."))
            return redirect("pakn_reallocate:index")
        done, refused = reallocation.decide_many(rows, self.actor, self.now)
        for words in refused[:MOST_TOLD]:
            messages.warning(request, words)
        if done:
            words = ngettext("Đã phân lại %(n)d phản ánh.", "Đã phân lại %(n)d phản ánh.", done)
            messages.success(request, words % {"n": done})
        return redirect("pakn_reallocate:index")


class DecideView(ReallocateMixin):
    """One case goes where the person says."""

    http_method_names = ["post", "options"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if access.may_reallocate(self.actor):
            rows = reallocations.waiting(self.actor).select_related("case")
            self.row = get_object_or_404(rows, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        choice = request.POST.get("choice", "")
        try:
            place = int(choice) if choice.isdecimal() and len(choice) < 4 else -1
            case = reallocation.decide(self.row.pk, self.actor, place, self.now)
        except (NotAllowed, StateChanged) as refused:
            messages.warning(request, str(refused))
        else:
            messages.success(request, _("Đã phân lại phản ánh %(code)s.") % {"code": case.code})
        return redirect("pakn_reallocate:index")


class ReallocateMenuItem(MenuItem):
    """Shown to operators."""

    def is_shown(self, request: HttpRequest) -> bool:
        return access.may_reallocate(access.actor_of(request))


class ReallocateDesk(ViewSet):
    """`/admin/pakn/reallocations/…`."""

    name = "pakn_reallocate"
    url_prefix = "pakn/reallocations"
    icon = "site"
    menu_label = gettext_lazy("Chờ phân lại")
    menu_name = "pakn-reallocations"
    menu_order = 12
    menu_url = reverse_lazy("pakn_reallocate:index")
    menu_item_class = ReallocateMenuItem
    add_to_admin_menu = True

    def get_urlpatterns(self) -> list[URLPattern]:
        """All addresses; the tests walk them."""
        return [
            path("", WaitingView.as_view(), name="index"),
            path("<int:pk>/", DecideView.as_view(), name="decide"),
        ]
