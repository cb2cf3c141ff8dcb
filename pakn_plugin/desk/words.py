"""How the desk says things: due moments and tags in words."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pakn_plugin.desk.icons import icon
from pakn_plugin.models import Case
from pakn_plugin.states import ENDED, WITH_CITIZEN, Party, Side, State

HOUR = 3600

# The look of a state's tag: what waits, what is worked on, what is done, what has stopped.
TONE = {
    State.SUBMITTED: "wait",
    State.NEEDS_INFO: "wait",
    State.RECEIVED: "work",
    State.TRANSFERRED: "wait",
    State.PROCESSING: "work",
    State.AWAITING_APPROVAL: "wait",
    State.ANSWERED: "done",
    State.UNDER_REVIEW: "warn",
    State.REFUSED: "stop",
    State.MERGED: "stop",
    State.WITHDRAWN: "stop",
    State.CLOSED: "done",
}

ICON = {"late": "warning", "soon": "time"}


@dataclass(frozen=True)
class Due:
    """A due moment in words; `kind` is late, soon, fine or rest (somebody else's turn, or none)."""

    kind: str
    words: str
    at: datetime | None = None

    @cached_property
    def exactly(self) -> str:
        """Hour and day, as the clock on the wall shows them."""
        return f"{timezone.localtime(self.at):%H:%M %d/%m/%Y}" if self.at else ""

    @cached_property
    def html(self) -> SafeString:
        """The words in their look, and the moment below them."""
        mark = icon(ICON[self.kind]) if self.kind in ICON else ""
        words = format_html('<span class="pk-desk-due pk-desk-due--{}">{}{}</span>', self.kind, mark, self.words)
        if self.at is None:
            return words
        moment = timezone.localtime(self.at).isoformat()
        below = '{}<span class="pk-desk-sub"><time datetime="{}">{}</time></span>'
        return format_html(below, words, moment, self.exactly)


def due_of(case: Case, now: datetime) -> Due:
    """How the present step of a case stands to its limit."""
    if case.state in ENDED or case.stage_due_at is None:
        return Due("rest", _("không còn hạn"))
    words = time_left(case.stage_due_at, now)
    if case.state in WITH_CITIZEN:
        return Due("rest", _("người dân: %(left)s") % {"left": words}, case.stage_due_at)
    if case.stage_due_at < now:
        return Due("late", words, case.stage_due_at)
    soon = _days_between(now, case.stage_due_at) <= 1
    return Due("soon" if soon else "fine", words, case.stage_due_at)


@dataclass(frozen=True)
class WordDue(Due):
    """The same of a message of the citizen that waits for an answer."""

    since: datetime | None = None


def word_due_of(case: Case, now: datetime) -> WordDue | None:
    """How an answer that is owed stands to its limit; None where none is owed."""
    due = case.word_due_at
    if case.word_by != Side.HANDLER or due is None:
        return None
    kind = "late" if due < now else "soon" if _days_between(now, due) <= 1 else "fine"
    return WordDue(kind, time_left(due, now), due, case.word_since)


def handler_of(case: Case) -> str:
    """Who owes the answer: whoever holds the case, and after an answer the agency that gave it."""
    if case.state == State.UNDER_REVIEW:
        return str(Party.REVIEWER.label)
    return str(case.agency or Party.OPERATOR.label)


def time_left(due: datetime, now: datetime) -> str:
    """“còn 2 ngày”, “hôm nay, đến 17:30”, “quá hạn 3 giờ”."""
    days = _days_between(now, due)
    if due < now:
        if days:
            return ngettext("quá hạn %(n)d ngày", "quá hạn %(n)d ngày", -days) % {"n": -days}
        hours = int((now - due).total_seconds()) // HOUR
        if not hours:
            return _("quá hạn dưới 1 giờ")
        return ngettext("quá hạn %(n)d giờ", "quá hạn %(n)d giờ", hours) % {"n": hours}
    if not days:
        return _("hôm nay, đến %(time)s") % {"time": timezone.localtime(due).strftime("%H:%M")}
    return ngettext("còn %(n)d ngày", "còn %(n)d ngày", days) % {"n": days}


def tone_of(case: Case) -> str:
    """The look of the case's state."""
    return TONE[State(case.state)]


def _days_between(now: datetime, then: datetime) -> int:
    return (timezone.localtime(then).date() - timezone.localtime(now).date()).days
