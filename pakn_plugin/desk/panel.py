"""The desk on the admin's front page: one's own queues with their counts."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component

from pakn_plugin.access import actor_of
from pakn_plugin.desk.listing import count_in_words
from pakn_plugin.queries import desk
from pakn_plugin.queries.queues import Queue, queues_of


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
            "queues": [
                {
                    "label": queue.label,
                    "count": count_in_words(numbers[queue]),
                    "empty": not numbers[queue],
                    "urgent": queue == Queue.LATE and numbers[queue] > 0,
                    "url": f"{reverse('pakn_desk:index')}?queue={queue.value}",
                }
                for queue in queues
            ],
        }


def add_work_panel(request: HttpRequest, panels: list[Any]) -> None:
    """Put the panel on the front page of those who work at the desk."""
    if actor_of(request).works_at_desk:
        panels.append(WorkPanel(request))
