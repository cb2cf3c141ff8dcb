"""A warning on the admin's front page: the calendar of a year that counts has not been confirmed."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component

from pakn_plugin.access import actor_of
from pakn_plugin.desk.calendar import may_change
from pakn_plugin.queries.calendar import unconfirmed
from pakn_plugin.states import Role


class CalendarPanel(Component):
    """The years without a confirmed calendar, with the way to it for those who may confirm."""

    name = "pakn_calendar"
    template_name = "pakn/desk/calendar_panel.html"
    order = 5

    class Media:
        css = {"all": ["pakn/desk.css"]}

    def __init__(self, years: list[int], editable: bool) -> None:
        self.years = years
        self.editable = editable

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        years = [{"year": year, "url": reverse("pakn_calendar:year", args=[year])} for year in self.years]
        return {"heading": _("Lịch làm việc chưa xác nhận"), "years": years, "editable": self.editable}


def add_calendar_panel(request: HttpRequest, panels: list[Any]) -> None:
    """Warn the operator's leaders and those who may change the calendar."""
    editable = may_change(request)
    if not editable and not actor_of(request).has(Role.OPERATOR_LEADER):
        return
    years = unconfirmed(timezone.localdate())
    if years:
        panels.append(CalendarPanel(years, editable))
