"""The desk on the admin's front page: one's own queues with their counts; where cases are late."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component

from pakn_plugin.access import actor_of
from pakn_plugin.desk.listing import count_in_words, queue_of_leader
from pakn_plugin.queries import desk, reminders
from pakn_plugin.queries.queues import PRESSING, Queue, label_of, queues_of
from pakn_plugin.states import Role


class WorkPanel(Component):
    """“Việc của tôi”: what waits, each number a link into the list."""

    name = "pakn_work"
    template_name = "pakn/desk/panel.html"
    order = 10
    heading = _("Việc của tôi")

    class Media:
        css = {"all": ["pakn/desk.css"]}

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        actor, now = actor_of(self.request), timezone.now()
        queues = [queue for queue in queues_of(actor) if queue != Queue.ALL]
        numbers = desk.counts(actor, queues, now)
        return {
            "heading": self.heading,
            "approvals": queue_of_leader(numbers),
            "queues": [
                {
                    "label": label_of(queue, actor),
                    "count": count_in_words(numbers[queue]),
                    "empty": not numbers[queue],
                    "urgent": queue in PRESSING and numbers[queue] > 0,
                    "url": f"{reverse('pakn_desk:index')}?queue={queue.value}",
                }
                for queue in queues
            ],
        }


def add_work_panel(request: HttpRequest, panels: list[Any]) -> None:
    """Put the panel on the front page of those who work at the desk."""
    if actor_of(request).works_at_desk:
        panels.append(WorkPanel(request))
    if actor_of(request).has(Role.SUPERVISOR, Role.OPERATOR_LEADER):
        panels.append(LatePanel())


class LatePanel(Component):
    """“Quá hạn đang chờ ai”: whom late cases wait for, each a link into the list."""

    name = "pakn_late"
    template_name = "pakn/desk/late_panel.html"
    order = 20
    heading = _("Quá hạn đang chờ ai")

    class Media:
        css = {"all": ["pakn/desk.css"]}

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        return {"heading": self.heading, "rows": [_linked(each) for each in reminders.late_by_party(timezone.now())]}


def _linked(late: reminders.Late) -> dict[str, Any]:
    query = {"queue": Queue.LATE.value, "turn": late.party.value, "agency": late.agency_id or ""}
    asked = urlencode({name: value for name, value in query.items() if value})
    return {"name": late.name, "number": late.number, "url": f"{reverse('pakn_desk:index')}?{asked}"}
