"""The leader's queue: one waiting reply after the other beside the internal texts, decided in place."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from pakn_plugin import access
from pakn_plugin.desk import forms
from pakn_plugin.desk.listing import count_in_words
from pakn_plugin.desk.marking import shown
from pakn_plugin.desk.mixins import DeskMixin
from pakn_plugin.desk.replying import standing_words, version_of
from pakn_plugin.desk.words import due_of, tone_of
from pakn_plugin.models import Reply
from pakn_plugin.queries import approvals, casefile, internal
from pakn_plugin.states import Action, Role


class ApprovalsView(DeskMixin):
    """For those who lead an agency today, also in another's place; for everybody else it does not exist."""

    template_name = "pakn/desk/approvals.html"
    page_title = _("Duyệt lần lượt")
    breadcrumbs_items = [
        *DeskMixin.breadcrumbs_items,
        {"url": reverse_lazy("pakn_desk:index"), "label": _("Phản ánh")},
    ]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def enter(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.actor.has(Role.LEADER):
            raise Http404
        return super().enter(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        wanted = request.GET.get("case", "")
        line = approvals.line(self.actor, int(wanted) if wanted.isdecimal() and len(wanted) < 18 else None)
        context = self.get_context_data(
            number=count_in_words(line.number),
            rows=[
                {"reply": row, "due": due_of(row.case, self.now), "current": row == line.current} for row in line.rows
            ],
            later=f"{reverse('pakn_desk:approvals')}?case={line.following.case_id}" if line.following else "",
            key=get_random_string(20),
            **(self.shown(line.current) if line.current else {}),
        )
        return self.render_to_response(context)

    def shown(self, waiting: Reply) -> dict[str, Any]:
        """The reply, its comparison, and the forms for both decisions."""
        cases = access.visible_cases(self.actor).select_related("topic", "area", "agency", "officer", "reporter")
        case = get_object_or_404(cases, pk=waiting.case_id)
        fixing = waiting.corrects_id is not None
        approve = Action.APPROVE_CORRECTION if fixing else Action.APPROVE
        send_back = Action.RETURN_CORRECTION if fixing else Action.RETURN_REPLY
        found = internal.compare_reply(case, waiting, timezone.localdate(self.now))
        return {
            "case": case,
            "due": due_of(case, self.now),
            "tone": tone_of(case),
            "reply": casefile.with_pictures(waiting),
            "seen": version_of(waiting),
            "standing": standing_words(self.actor, approve, case),
            "findings": shown(waiting.whole, found),
            "approve": forms.ApproveForm(case=case, actor=self.actor, blocked=found.blocks, warned=found.warns),
            "remarks": forms.RemarksForm(case=case, actor=self.actor),
            "approve_url": reverse(f"pakn_desk:{approve.value}", args=[case.pk]),
            "return_url": reverse(f"pakn_desk:{send_back.value}", args=[case.pk]),
            "notes": casefile.notes_of(case),
            "coordinations": casefile.coordinations_of(case),
            "now": self.now,
        }
