"""“Thời gian trả lời tin nhắn”: how long citizens wait for an answer, by agency, for those who answer for it."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pakn_plugin.access import Actor
from pakn_plugin.desk.mixins import DeskMixin
from pakn_plugin.queries import answer_times
from pakn_plugin.queries.statistics import Period
from pakn_plugin.states import Role

LAST_DAYS = timedelta(days=30)
SEES_EVERY_AGENCY = (Role.SUPERVISOR, Role.OPERATOR_LEADER)


def may_see_times(actor: Actor) -> bool:
    """Supervisors and the operator's leaders see all agencies, leaders their own."""
    return actor.is_superuser or actor.has(*SEES_EVERY_AGENCY, Role.LEADER)


def day_field(label: Any) -> forms.DateField:
    """A day, with the browser's own calendar."""
    return forms.DateField(label=label, required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))


class DaysForm(forms.Form):
    """The period of the report; without one the last thirty days."""

    first = day_field(gettext_lazy("Từ ngày"))
    last = day_field(gettext_lazy("Đến hết ngày"))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and last < first:
            self.add_error("last", _("Ngày cuối phải từ ngày đầu trở đi."))
        return cleaned

    def days(self, today: date) -> tuple[date | None, date | None]:
        """The days that were asked for."""
        if self.is_bound and self.is_valid() and any(self.cleaned_data.values()):
            return self.cleaned_data["first"], self.cleaned_data["last"]
        return today - LAST_DAYS, today


class AnswerTimesView(DeskMixin):
    """The report; for people who do not answer for others it does not exist."""

    template_name = "pakn/desk/answer_times.html"
    page_title = gettext_lazy("Thời gian trả lời tin nhắn")
    breadcrumbs_items = [
        *DeskMixin.breadcrumbs_items,
        {"url": reverse_lazy("pakn_desk:index"), "label": gettext_lazy("Phản ánh")},
    ]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def enter(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_see_times(self.actor):
            raise Http404
        return super().enter(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = DaysForm(request.GET or None)
        first, last = form.days(timezone.localdate(self.now))
        period = Period(first, last, self.now)
        actor = self.actor
        everything = actor.is_superuser or actor.has(*SEES_EVERY_AGENCY)
        rows = answer_times.by_agency(period, None if everything else actor.agencies(Role.LEADER))
        context = self.get_context_data(form=form, period=period, rows=rows, total=answer_times.of_all(period))
        return self.render_to_response(context)
