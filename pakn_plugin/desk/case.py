"""One case on one screen, and its photos."""

from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from pakn_plugin import access
from pakn_plugin.desk.mixins import CaseMixin
from pakn_plugin.models import Photo
from pakn_plugin.queries import clock
from pakn_plugin.queries.casefile import case_file
from pakn_plugin.queries.explain import explain
from pakn_plugin.queries.ledger import ledger_of
from pakn_plugin.states import Action

# What is offered first, where it is offered at all; the rest follows as quiet buttons.
FIRST = (
    Action.RECEIVE,
    Action.TRANSFER,
    Action.ACCEPT,
    Action.DRAFT_REPLY,
    Action.APPROVE,
    Action.UPHOLD,
)
GRAVE = frozenset({Action.REFUSE, Action.DECLINE, Action.SEND_BACK})
LABELS = {
    Action.TRANSFER: _("Phân loại và chuyển"),
    Action.APPROVE: _("Duyệt và công bố cho người dân"),
}
# Actions with a button of their own; others stand beside what they belong to, or inside another form.
ICONS = {
    Action.RECEIVE: "check",
    Action.CLASSIFY: "tag",
    Action.TRANSFER: "redirect",
    Action.REQUEST_INFO: "help",
    Action.REFUSE: "cross",
    Action.MERGE: "copy",
    Action.ACCEPT: "check",
    Action.DECLINE: "arrow-left",
    Action.SEND_BACK: "arrow-left",
    Action.ASSIGN: "user",
    Action.DRAFT_REPLY: "edit",
    Action.APPROVE: "check",
    Action.RETURN_REPLY: "resubmit",
    Action.UPHOLD: "check",
    Action.REOPEN_REVIEW: "rotate",
    Action.PUBLISH: "globe",
}


class CaseView(CaseMixin):
    """Everything about a case that this person may see, and what this person may do."""

    template_name = "pakn/desk/case.html"

    def get_page_title(self) -> str:
        return self.case.code

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = self.render_to_response(self.get_context_data())
        response.headers["Cache-Control"] = "no-store"
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        allowed = access.allowed_actions(self.actor, self.case)
        rules = clock.rules_at(self.case.filed_at)
        return super().get_context_data(
            file=case_file(self.case),
            accounts=explain(self.case, rules, self.now),
            ledger=ledger_of(self.case, rules.calendar, self.now),
            contact=self.contact(),
            actions=self.buttons(allowed),
            may_note=Action.NOTE in allowed,
            may_message=Action.MESSAGE in allowed,
            **kwargs,
        )

    def contact(self) -> str:
        """How the reporter is shown: "open", "ask" (a link first) or "" (not at all)."""
        level = access.may_see_reporter(self.actor, self.case)
        return "open" if level == "ask" and self.request.GET.get("contact") == "1" else level

    def buttons(self, allowed: list[Action]) -> list[dict[str, Any]]:
        """The actions as buttons, the next step first."""
        offered = [action for action in allowed if action in ICONS]
        if not self.case.wants_publication and Action.PUBLISH in offered:
            offered.remove(Action.PUBLISH)
        offered.sort(key=lambda action: action not in FIRST)
        return [
            {
                "label": LABELS.get(action, action.label),
                "url": reverse(f"pakn_desk:{action.value}", args=[self.case.pk]),
                "icon": ICONS[action],
                "first": action in FIRST,
                "grave": action in GRAVE,
            }
            for action in offered
        ]


class PhotoView(CaseMixin):
    """A photo of a case, for those who may open the case."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        photo = get_object_or_404(Photo, pk=kwargs["photo"], case=self.case)
        file = photo.thumbnail if kwargs["size"] == "small" else photo.file
        response = FileResponse(file.open("rb"), content_type="image/jpeg")
        response.headers["Cache-Control"] = "private, max-age=3600"
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response
