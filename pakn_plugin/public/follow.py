"""One's own case: where it stands, the whole dialogue, and what the citizen can do now."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from pakn_plugin import access, conf, links
from pakn_plugin.answers import Told
from pakn_plugin.models import Case
from pakn_plugin.public import throttle, words
from pakn_plugin.public.held import FormWithPhotos
from pakn_plugin.public.looking import somebody_reads
from pakn_plugin.public.own_forms import AnswerForm, NewLinkForm, RatingForm, ReopenForm, WithdrawForm
from pakn_plugin.public.responses import OwnCaseMixin
from pakn_plugin.queries import clock, kin, public, verdicts
from pakn_plugin.queries.dialogue import turn_of
from pakn_plugin.services import conversation, handling, own_link, rating, seeing
from pakn_plugin.states import PLAIN, Action, Score, State

FORMS: dict[str, type[forms.Form]] = {
    "answer": AnswerForm,
    "rate": RatingForm,
    "reopen": ReopenForm,
    "withdraw": WithdrawForm,
    "new_link": NewLinkForm,
}
OFFERED = (Action.SUPPLY_INFO, Action.ANSWER_MESSAGE, Action.RATE_CLOSE, Action.REOPEN, Action.WITHDRAW)
DONE: dict[str, Promise] = {
    "answer": gettext_lazy("Đã gửi. Cơ quan sẽ nhận được tin của bạn."),
    "rate": gettext_lazy("Cảm ơn bạn đã đánh giá."),
    "reopen": gettext_lazy("Phản ánh đã được mở lại."),
    "withdraw": gettext_lazy("Bạn đã rút phản ánh."),
}


class FollowView(OwnCaseMixin, View):
    """The page behind the signed link. Looking changes nothing but the mark of what is new; every action is a POST."""

    case: Case
    # Why the case cannot be reopened any more, and until when it could.
    reopening = ""
    reopening_until: datetime | None = None

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """Show the case."""
        return self._page(request, token)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        """Do one thing, then show the case again; a form with a fault comes back as it was typed."""
        do = request.POST.get("do", "")
        if do not in FORMS:
            return redirect("pakn:follow", token=token)
        now = timezone.now()
        form = self._form(do, request)
        status = self._try(do, form, request, now)
        if status == 200:
            if do == "new_link":
                return render(request, "pakn/public/link_changed.html", {"mailed": bool(self.case.reporter.email)})
            messages.success(request, str(DONE[do]))
            return redirect("pakn:follow", token=token)
        if isinstance(form, FormWithPhotos):
            form.hold(request, now)
        return self._page(request, token, {do: form}, status)

    def _form(self, do: str, request: HttpRequest | None = None) -> forms.Form:
        auto_id = f"id_{do}_%s"
        if request is None:
            return FORMS[do](auto_id=auto_id)
        return FORMS[do](request.POST, request.FILES, auto_id=auto_id)

    def _try(self, do: str, form: forms.Form, request: HttpRequest, now: datetime) -> int:
        """Run the service behind a form: 200, or the status of the page that says why not."""
        if not form.is_valid():
            return 422
        if not throttle.allow(request, "act", 4 * conf.get("FILINGS_PER_HOUR"), throttle.HOUR):
            form.add_error(
                None, _("Quá nhiều lượt gửi từ mạng này. Nội dung bạn nhập vẫn còn; hãy thử lại sau ít phút.")
            )
            return 429
        try:
            DOERS[do](self.case, form, now)
        except (access.StateChanged, access.NotAllowed) as error:
            form.add_error(None, str(error))
            return 409
        return 200

    def _page(
        self, request: HttpRequest, token: str, faulty: dict[str, forms.Form] | None = None, status: int = 200
    ) -> HttpResponse:
        faulty = faulty or {}
        now = timezone.now()
        story = public.story(self.case)
        if story.has_news and status == 200 and somebody_reads(request):
            seeing.citizen_saw(self.case, now)
        offered = self._offered(story, now) | faulty.keys()
        context = {
            "case": self.case,
            "token": token,
            "plain": PLAIN[State(self.case.state)],
            "turn": words.turn(self.case),
            "is_mine": self.case.state in (State.NEEDS_INFO, State.ANSWERED),
            "is_late": self._is_late(now),
            "forms": {do: faulty.get(do) or self._form(do) for do in FORMS if do in offered},
            "faulty": next(iter(faulty.values()), None),
            "dialogue": turn_of(self.case, now),
            "handler": words.handler(self.case),
            "read": story.replies[-1].pk if story.replies else 0,
            "turns": verdicts.turns(story.replies),
            "reopening": self.reopening,
            "reopening_until": self.reopening_until,
            "photo_limit": conf.get("PHOTO_LIMIT"),
            "text_limit": conf.get("TEXT_LIMIT"),
            **_told(self.case, story),
        }
        return render(request, "pakn/public/follow.html", context, status=status)

    def _offered(self, story: public.Story, now: datetime) -> set[str]:
        """The forms that the case has for its reporter now."""
        me = access.citizen_of(self.case)
        allowed = {action for action in OFFERED if access.can(me, action, self.case)}
        offered = {"new_link"}
        if allowed & {Action.SUPPLY_INFO, Action.ANSWER_MESSAGE}:
            offered.add("answer")
        if Action.RATE_CLOSE in allowed:
            offered.add("rate")
        if Action.WITHDRAW in allowed:
            offered.add("withdraw")
        last = next((each for each in reversed(story.replies) if each.corrects_id is None), None)
        if Action.REOPEN in allowed and last:
            until = rating.reopening_until(self.case, last, clock.rules_lately(now))
            self.reopening = rating.no_reopening(self.case, last, now, until)
            self.reopening_until = until
            if not self.reopening:
                offered.add("reopen")
        return offered

    def _is_late(self, now: datetime) -> bool:
        waiting = self.case.state in (State.NEEDS_INFO, State.ANSWERED)
        due = self.case.stage_due_at
        return bool(due and due < now and not waiting)


def _told(case: Case, story: public.Story) -> dict[str, Any]:
    """What is shown of the case: dialogue and replies in one thread, in the order of time."""
    ratings = {given.reply_id: given for given in story.ratings}
    thread: list[dict[str, Any]] = [{"kind": "message", "at": m.sent_at, "item": m} for m in story.messages]
    thread += [{"kind": "reply", "at": r.published_at, "item": r, "rating": ratings.get(r.pk)} for r in story.replies]
    thread.sort(key=lambda entry: entry["at"])
    _mark_new(thread, case.citizen_seen_at)
    return {
        "photos": story.photos,
        "promised": _promised(story),
        "steps": [{"at": step.at, "words": words.sentence(step)} for step in story.steps],
        "thread": thread,
        "main": kin.main_of(case, story.main_replies),
        "family": [(other, links.follow_path(other)) for other in kin.own_family(case, story.steps)],
        "own_words": case.refusal_reason.beyond_guidance(case.refusal_text) if case.refusal_reason else "",
        "more_time": public.more_time(case, story.steps),
    }


def _promised(story: public.Story) -> list[Told]:
    """What is still owed by a day, although the case itself may have ended; of a corrected reply the newest version."""
    current = [reply for reply in story.replies if not reply.corrected_by]  # type: ignore[attr-defined]
    return [told for reply in current for told in reply.told if told.promise and told.promise.waits]


def _mark_new(thread: list[dict[str, Any]], since: datetime | None) -> None:
    """Mark where what the reporter has not seen begins, and each of its entries."""
    theirs = [entry for entry in thread if entry["kind"] == "reply" or not entry["item"].from_citizen]
    new = [entry for entry in theirs if since and entry["at"] > since]
    for entry in new:
        entry["new"] = True
    if new:
        new[0]["first_new"] = True


def _answer(case: Case, form: forms.Form, now: datetime) -> None:
    actor = access.citizen_of(case)
    say = handling.supply_info if case.state == State.NEEDS_INFO else conversation.answer_message
    files = form.pictures(), form.pdfs()  # type: ignore[attr-defined]
    say(case.pk, actor, form.cleaned_data["text"], now, *files)


def _rate(case: Case, form: forms.Form, now: datetime) -> None:
    data, read = form.cleaned_data, form.read()  # type: ignore[attr-defined]
    me = access.citizen_of(case)
    rating.rate(case.pk, me, Score(data["score"]), data["comment"], now, data["reasons"], read)


def _reopen(case: Case, form: forms.Form, now: datetime) -> None:
    me = access.citizen_of(case)
    rating.reopen(case.pk, me, form.cleaned_data["missing"], now, form.pictures())  # type: ignore[attr-defined]


def _withdraw(case: Case, form: forms.Form, now: datetime) -> None:
    handling.withdraw(case.pk, access.citizen_of(case), now)


def _new_link(case: Case, form: forms.Form, now: datetime) -> None:
    own_link.revoke(case.pk, access.citizen_of(case), now)


DOERS: dict[str, Callable[[Case, forms.Form, datetime], None]] = {
    "answer": _answer,
    "rate": _rate,
    "reopen": _reopen,
    "withdraw": _withdraw,
    "new_link": _new_link,
}
