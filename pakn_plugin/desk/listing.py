"""The work list: one list by due moment, its queues, filters and search; and the way to the next case."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pakn_plugin import corrections
from pakn_plugin.access import may_file_for, sees_as_partner
from pakn_plugin.desk.answer_times import may_see_times
from pakn_plugin.desk.bulk import bulk_buttons
from pakn_plugin.desk.filtering import Look, look_of
from pakn_plugin.desk.mixins import DeskMixin
from pakn_plugin.desk.saved import chips
from pakn_plugin.desk.words import due_of, tone_of, word_due_of
from pakn_plugin.models import Case
from pakn_plugin.queries import approvals, desk
from pakn_plugin.queries.approvals import APPROVALS
from pakn_plugin.queries.queues import PRESSING, Queue, ended_among, label_of, queues_of
from pakn_plugin.sheets import EXPORTS
from pakn_plugin.states import Side


class IndexView(DeskMixin):
    """The list of cases."""

    template_name = "pakn/desk/index.html"
    page_title = gettext_lazy("Phản ánh")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self.render_to_response(self.get_context_data())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        look = look_of(self.request, self.actor, self.now)
        after = self.request.GET.get("after", "")
        everything = look.queue in (Queue.ALL, Queue.RESTRICTED) or bool(look.form.wanted(look.queue).search)
        counted = [queue for queue in queues_of(self.actor) if queue != Queue.ALL]
        numbers = desk.counts(self.actor, counted, self.now, approvals.counted(self.actor))
        among = ended_among(look.queue, self.actor)
        page = desk.page_of(look.cases(), after, ended=everything, among=among, reader=self.actor.user)
        return super().get_context_data(
            form=look.form,
            queue=look.queue,
            queue_label=label_of(look.queue, self.actor),
            tabs=self.tabs(look, numbers),
            chips=chips(self.actor, look.query()),
            rows=[self.row(case) for case in page.rows],
            first_url=self.address(look.query()) if after else "",
            next_url=self.address(look.query(after=page.mark)) if page.mark else "",
            clear_url=self.address(look.query(filters=False)) if look.form.filled() else "",
            save_url=f"{reverse('pakn_desk:filter_add')}?{look.query()}",
            exports=[(label, f"{reverse('pakn_desk:export', args=[kind])}?{look.query()}") for kind, label in EXPORTS],
            bulk=bulk_buttons(self.actor),
            may_file=may_file_for(self.actor),
            may_see_times=may_see_times(self.actor),
            approvals=queue_of_leader(numbers),
            back=look.query(after=after) if after else look.query(),
            with_agency=desk.sees_all_agencies(self.actor),
            **kwargs,
        )

    def row(self, case: Case) -> dict[str, Any]:
        """A line of the list."""
        joined = sees_as_partner(self.actor, case)
        asked = case.word_by == Side.CITIZEN
        said = {"due": due_of(case, self.now), "word": word_due_of(case, self.now), "asked": asked}
        fixing = corrections.in_hand_of(self.actor).get(case.pk)
        return {"case": case, "tone": tone_of(case), "joined": joined, "correction": fixing, **said}

    def tabs(self, look: Look, numbers: dict[str, int]) -> list[dict[str, Any]]:
        """The queues with their counts; the count of everything would say nothing."""
        return [
            {
                "label": label_of(queue, self.actor),
                "url": self.address(look.query(queue)),
                "count": count_in_words(numbers[queue]) if queue in numbers else "",
                "current": queue == look.queue,
                "urgent": queue in PRESSING and numbers[queue] > 0,
            }
            for queue in queues_of(self.actor)
        ]

    def address(self, query: str) -> str:
        """The list's address with queue and filters."""
        return f"{self.request.path}?{query}"


def queue_of_leader(numbers: dict[str, int]) -> dict[str, str] | None:
    """The way into the queue of replies to approve, with how many wait, where these were counted."""
    if APPROVALS not in numbers:
        return None
    return {"url": reverse("pakn_desk:approvals"), "count": count_in_words(numbers[APPROVALS])}


class NextView(DeskMixin):
    """On to what is due next in one's own work."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        but = request.GET.get("but", "")
        found = desk.next_case(self.actor, int(but) if but.isdecimal() and len(but) < 18 else None, self.now)
        if found is None:
            messages.info(request, _("Không còn phản ánh nào chờ bạn xử lý."))
            return redirect("pakn_desk:index")
        return redirect("pakn_desk:case", pk=found)


def count_in_words(number: int) -> str:
    """A capped count as it is shown."""
    return f"{desk.CAP}+" if number > desk.CAP else str(number)
