"""One case on one screen, and its photos."""

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from pakn_plugin import access, text
from pakn_plugin.desk.mixins import CaseMixin
from pakn_plugin.desk.words import handler_of
from pakn_plugin.models import Photo, Reply, Viewing
from pakn_plugin.queries import clock, promises, seen
from pakn_plugin.queries.casefile import case_file, coordinations_of, viewings_of
from pakn_plugin.queries.dialogue import turn_of
from pakn_plugin.queries.explain import explain
from pakn_plugin.queries.kin import family
from pakn_plugin.queries.ledger import ledger_of
from pakn_plugin.queries.more_time import requests_of, standing_still
from pakn_plugin.queries.related import nearby_cases, same_reporter_cases
from pakn_plugin.services import seeing, viewing
from pakn_plugin.states import Action

# What is offered first, where it is offered at all; the rest follows as quiet buttons.
FIRST = (
    Action.RECEIVE,
    Action.TRANSFER,
    Action.ACCEPT,
    Action.DRAFT_REPLY,
    Action.APPROVE,
    Action.APPROVE_CORRECTION,
    Action.UPHOLD,
    Action.CONTRIBUTE,
    Action.GRANT_EXTENSION,
    Action.GRANT_VERIFICATION,
    Action.END_VERIFICATION,
)
GRAVE = frozenset({Action.REFUSE, Action.DECLINE, Action.SEND_BACK})
LABELS = {
    Action.TRANSFER: _("Phân loại và chuyển"),
    Action.APPROVE: _("Duyệt và công bố cho người dân"),
    Action.APPROVE_CORRECTION: _("Duyệt và công bố đính chính cho người dân"),
}
# Actions with a button of their own; others stand beside what they belong to, or inside another form.
ICONS = {
    Action.RECEIVE: "check",
    Action.CLASSIFY: "tag",
    Action.TRANSFER: "redirect",
    Action.REQUEST_INFO: "help",
    Action.REFUSE: "cross",
    Action.SPLIT: "cut",
    Action.MERGE: "copy",
    Action.INVITE: "group",
    Action.CONTRIBUTE: "edit",
    Action.ACCEPT: "check",
    Action.DECLINE: "arrow-left",
    Action.SEND_BACK: "arrow-left",
    Action.ASSIGN: "user",
    Action.ASK_EXTENSION: "time",
    Action.ASK_VERIFICATION: "pick",
    Action.GRANT_EXTENSION: "check",
    Action.REFUSE_EXTENSION: "cross",
    Action.GRANT_VERIFICATION: "check",
    Action.REFUSE_VERIFICATION: "cross",
    Action.END_VERIFICATION: "check",
    Action.DRAFT_REPLY: "edit",
    Action.APPROVE: "check",
    Action.RETURN_REPLY: "resubmit",
    Action.CORRECT: "edit",
    Action.APPROVE_CORRECTION: "check",
    Action.RETURN_CORRECTION: "resubmit",
    Action.UPHOLD: "check",
    Action.REOPEN_REVIEW: "rotate",
    Action.PUBLISH: "globe",
    Action.RESTRICT: "lock",
    Action.LIFT: "lock-open",
    Action.REVOKE_LINK: "link",
}
FETCHED_AHEAD = ("HTTP_SEC_PURPOSE", "HTTP_PURPOSE", "HTTP_X_MOZ")


class CaseView(CaseMixin):
    """Everything about a case that this person may see, and what this person may do."""

    template_name = "pakn/desk/case.html"
    shown = False

    def get_page_title(self) -> str:
        return self.case.code

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = self.render_to_response(self.get_context_data())
        response.headers["Cache-Control"] = "no-store"
        if request.method != "HEAD" and not any(name in request.META for name in FETCHED_AHEAD):
            seeing.staff_saw(self.case, self.actor.user, self.now)
        return response

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Show who filed, to somebody who needs it: the look is recorded first."""
        level = access.may_see_reporter(self.actor, self.case)
        if level == "ask":
            viewing.record(self.case, self.actor, Viewing.What.REPORTER, self.now)
            self.shown = True
        response = self.get(request)
        response.status_code = 200 if level else 403
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        allowed = access.allowed_actions(self.actor, self.case)
        look = seen.last_look(self.case, self.actor.user)
        file = case_file(self.case, published_only=access.sees_as_partner(self.actor, self.case))
        rules, requests = clock.rules_at(self.case.filed_at), requests_of(self.case)
        return super().get_context_data(
            file=file,
            turn=turn_of(self.case, self.now),
            turn_of=handler_of(self.case),
            seen_steps=look.steps if look else 0,
            first_new=seen.first_new(file.messages, look.seen_at if look else None, self.actor.user),
            may_waive=Action.WAIVE_MESSAGE in allowed,
            coordinations=coordinations_of(self.case),
            family=family(self.actor, self.case),
            now=self.now,
            may_uninvite=Action.UNINVITE in allowed,
            accounts=explain(self.case, rules, self.now),
            ledger=ledger_of(self.case, rules.calendar, self.now),
            contact=self.contact(),
            nearby=nearby_cases(self.actor, self.case, self.now),
            same_reporter=same_reporter_cases(self.actor, self.case),
            time_requests=requests,
            on_site=standing_still(self.case, requests),
            leader_decides=access.leader_decides(self.case),
            actions=self.buttons(allowed),
            may_be_complaint=Action.RESTRICT in allowed and text.sounds_like_complaint(self.case.text),
            viewings=viewings_of(self.case) if access.may_see_viewings(self.actor, self.case) else [],
            promises=promises.of_case(self.case),
            may_report=Action.KEEP_PROMISE in allowed,
            may_mark_points=Action.MARK_POINTS in allowed,
            may_note=Action.NOTE in allowed,
            may_message=Action.MESSAGE in allowed,
            **kwargs,
        )

    def contact(self) -> str:
        """How the reporter is shown: "open", "ask" (a button first) or "" (not at all)."""
        level = access.may_see_reporter(self.actor, self.case)
        return "open" if level == "ask" and self.shown else level

    def buttons(self, allowed: list[Action]) -> list[dict[str, Any]]:
        """The actions as buttons, the next step first."""
        offered = [action for action in allowed if action in ICONS]
        if not self.case.wants_publication and Action.PUBLISH in offered:
            offered.remove(Action.PUBLISH)
        if self.case.stage_due_at and self.case.stage_due_at <= self.now:
            offered = [action for action in offered if action not in access.ASKED_KIND]
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
        photo = get_object_or_404(Photo.objects.select_related("reply"), pk=kwargs["photo"], case=self.case)
        if (
            photo.reply
            and photo.reply.status != Reply.Status.PUBLISHED
            and access.sees_as_partner(self.actor, self.case)
        ):
            raise Http404
        file = photo.thumbnail if kwargs["size"] == "small" else photo.file
        response = FileResponse(file.open("rb"), content_type="image/jpeg")
        response.headers["Cache-Control"] = "no-store" if self.case.restricted else "private, max-age=3600"
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response
