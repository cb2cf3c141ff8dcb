"""Staff file on a citizen's behalf: what came by phone, letter, mail or at a counter."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _

from pakn_plugin import conf
from pakn_plugin.access import may_file_for, may_see_restricted, visible_cases
from pakn_plugin.desk.filing_forms import FilingForForm
from pakn_plugin.desk.mixins import DeskMixin
from pakn_plugin.models import Case
from pakn_plugin.queries.related import same_phone_cases
from pakn_plugin.services import intake
from pakn_plugin.states import Action


class FilingMixin(DeskMixin):
    """For operators and coordinators; for everybody else the address does not exist."""

    breadcrumbs_items = [
        *DeskMixin.breadcrumbs_items,
        {"url": reverse_lazy("pakn_desk:index"), "label": _("Phản ánh")},
    ]

    def enter(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_file_for(self.actor):
            raise Http404
        return super().enter(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]


class FileForView(FilingMixin):
    """The form; the same form sent twice makes one case."""

    template_name = "pakn/desk/file.html"
    page_title = _("Nhập phản ánh thay người dân")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self.render_to_response(self.get_context_data(form=FilingForForm(now=self.now)))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = FilingForForm(request.POST, request.FILES, now=self.now)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        case = intake.file_case(form.filing(self.actor), self.now)
        return redirect("pakn_desk:filed", key=case.filing_key)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(notice_version=conf.get("NOTICE_VERSION"), **kwargs)


class FiledView(FilingMixin):
    """What to read out to the caller, and a slip to print; only for the one who entered the case."""

    template_name = "pakn/desk/filed.html"
    page_title = _("Đã nhập phản ánh")

    def enter(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        own = Case.objects.filter(events__action=Action.FILE, events__actor=request.user, events__number=1)
        if not may_see_restricted(self.actor):
            own = own.filter(restricted=False)
        self.case: Case = get_object_or_404(own.select_related("reporter", "topic", "area"), filing_key=kwargs["key"])
        return super().enter(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = self.render_to_response(self.get_context_data())
        response.headers["Cache-Control"] = "no-store"
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        case = self.case
        return super().get_context_data(
            case=case,
            can_look_up=bool(case.reporter.phone or case.reporter.email),
            lookup_url=conf.base_url() + reverse("pakn:lookup"),
            same_phone=same_phone_cases(self.actor, case, self.now),
            may_open=visible_cases(self.actor).filter(pk=case.pk).exists(),
            **kwargs,
        )
