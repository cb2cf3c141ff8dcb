"""The gate of every desk view, and the one place where a view gets its case."""

from typing import Any

from django.contrib import messages as plain_messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from pakn_plugin import access
from pakn_plugin.desk.words import due_of, tone_of, word_due_of
from pakn_plugin.models import Case, Viewing
from pakn_plugin.queries import desk
from pakn_plugin.services import viewing

NOT_TYPED = frozenset({"csrfmiddlewaretoken", "key", "seen"})


class DeskMixin(WagtailAdminTemplateMixin, View):
    """For people who work at the desk; for everybody else its addresses do not exist."""

    header_icon = "comment"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.actor = access.actor_of(request)
        self.now = timezone.now()

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.actor.works_at_desk:
            raise Http404
        return self.enter(request, *args, **kwargs)

    def enter(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """What happens behind the gate."""
        return super().dispatch(request, *args, **kwargs)


class CaseMixin(DeskMixin):
    """A view of one case: visible rows only, 404 outside them, for every verb; a look at a hidden one is recorded."""

    case: Case
    breadcrumbs_items = [
        *WagtailAdminTemplateMixin.breadcrumbs_items,
        {"url": reverse_lazy("pakn_desk:index"), "label": gettext_lazy("Phản ánh")},
    ]

    def get_object(self) -> Case:
        """The case of the address. Raises Http404 outside the visible rows."""
        case = desk.opened(self.actor, self.kwargs["pk"], whole=self.request.method != "POST")
        if not case:
            raise Http404
        return case

    def enter(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            self.case = self.get_object()
        except Http404:
            if desk.was_ours(self.actor, self.kwargs["pk"]):
                return self.taken_away(request)
            raise
        if self.case.restricted:
            viewing.record(self.case, self.actor, Viewing.What.CASE, self.now)
        return super().enter(request, *args, **kwargs)

    def taken_away(self, request: HttpRequest) -> HttpResponse:
        """The case was ours a moment ago: say so; what was typed stays on the screen to be copied."""
        code = Case.objects.only("code").get(pk=self.kwargs["pk"]).code
        message = _("Phản ánh %(code)s không còn ở đơn vị của bạn: vừa được chuyển trả hoặc chuyển cơ quan khác.") % {
            "code": code
        }
        if request.method != "POST":
            plain_messages.warning(request, message)
            return redirect("pakn_desk:index")
        typed = [
            value
            for name, values in request.POST.lists()
            if name not in NOT_TYPED
            for value in values
            if len(value) > 2 and not value.isdecimal()
        ]
        context = {"message": message, "typed": typed, "code": code, "header_title": code}
        return render(request, "pakn/desk/taken.html", context, status=409)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        crumbs = [*self.breadcrumbs_items, {"url": self.case_url, "label": self.case.code}]
        if self.get_page_title() != self.case.code:
            crumbs.append({"url": "", "label": self.get_page_title()})
        return crumbs

    @property
    def case_url(self) -> str:
        """Where the case's screen is."""
        return reverse("pakn_desk:case", args=[self.case.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            case=self.case,
            due=due_of(self.case, self.now),
            word=word_due_of(self.case, self.now),
            tone=tone_of(self.case),
            **kwargs,
        )
