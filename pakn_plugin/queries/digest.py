"""What stands in a person's daily mail: late, due soon, returned, for approval. Codes and moments only."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pakn_plugin.access import OPERATORS, Actor, may_see_restricted, visible_cases
from pakn_plugin.models import Case
from pakn_plugin.queries.promises import open_among
from pakn_plugin.queries.queues import OURS, Queue, condition
from pakn_plugin.queries.soon import soon_until
from pakn_plugin.states import PARTY_OF, Role, Side, State

MOST_LINES = 50
MOST_READ = 500


@dataclass(frozen=True)
class Line:
    """One case: its code, what is to be said of it, and its id where the reader may open it."""

    code: str
    words: str
    case_id: int | None


@dataclass(frozen=True)
class Group:
    """Lines under a heading."""

    heading: str
    lines: list[Line]


@dataclass(frozen=True)
class Digest:
    """At most MOST_LINES lines in groups, and how many more there are."""

    groups: list[Group]
    more: int


def digest_of(
    actor: Actor, reminded: Iterable[int], now: datetime, happened: Mapping[int, str] | None = None
) -> Digest:
    """The daily mail of a person who was reminded of these cases; what was done meanwhile is left out.

    `happened` says for some of them what happened outside office hours.
    """
    ids, news = list(reminded), happened or {}
    plain = Q() if may_see_restricted(actor) else Q(restricted=False)
    rows = Case.objects.filter(plain, pk__in=ids).select_related("agency").order_by("next_due_at", "pk")
    cases = list(rows.defer("text", "folded", "refusal_text"))
    due = [(case, moment) for case in cases if (moment := _due(case))]
    late = [case for case, moment in due if moment < now]
    soon = [case for case, moment in due if now <= moment < soon_until(now)]
    groups = [
        (_("Quá hạn"), [(case, _joined(_late_words(case, now), news.get(case.pk))) for case in late]),
        (
            _("Đến hạn hôm nay hoặc ngày làm việc tới"),
            [(case, _joined(_due_words(case), news.get(case.pk))) for case in soon],
        ),
        (_("Việc đã hẹn với người dân sắp đến ngày"), _promised(ids)),
        (_("Mới ngoài giờ làm việc"), [(case, news[case.pk]) for case in cases if case.pk in news]),
        (_("Bị trả lại"), [(case, "") for case in _returned(actor, now)]),
        (_("Chờ duyệt"), [(case, "") for case in _for_approval(actor, now)]),
    ]
    visible = set(visible_cases(actor).filter(pk__in=ids).values_list("pk", flat=True))
    return _cut(groups, visible)


def _due(case: Case) -> datetime | None:
    """When staff have to act on a case next; None where it is somebody else's turn, or it has ended."""
    moments = [case.stage_due_at] if case.state in OURS else []
    moments += [case.word_due_at] if case.word_by == Side.HANDLER else []
    return min((moment for moment in moments if moment), default=None)


def _waits_for_a_word(case: Case) -> bool:
    """Whether what is due is the answer to a message."""
    return case.word_by == Side.HANDLER and _due(case) == case.word_due_at


def _cut(groups: list[tuple[str, list[tuple[Case, str]]]], visible: set[int]) -> Digest:
    """Each case once, under the first heading where it belongs, up to the limit."""
    seen: set[int] = set()
    kept: list[Group] = []
    for heading, rows in groups:
        lines = []
        for case, words in rows:
            if case.pk not in seen and len(seen) < MOST_LINES:
                known = case.pk in visible or not words
                lines.append(Line(case.code, words, case.pk if known else None))
            seen.add(case.pk)
        kept += [Group(heading, lines)] if lines else []
    return Digest(kept, max(0, len(seen) - MOST_LINES))


def _promised(ids: list[int]) -> list[tuple[Case, str]]:
    """What was promised in these cases and is still owed, also where the case itself has ended."""
    return [(row.case, _("hẹn hết ngày %(day)s") % {"day": f"{row.due:%d/%m/%Y}"}) for row in open_among(ids)]


def _returned(actor: Actor, now: datetime) -> list[Case]:
    if not actor.has(*OPERATORS, Role.OFFICER):
        return []
    return _first(visible_cases(actor).filter(condition(Queue.RETURNED, actor, now)))


def _for_approval(actor: Actor, now: datetime) -> list[Case]:
    led = actor.agencies(Role.LEADER)
    if not led:
        return []
    return _first(visible_cases(actor).filter(condition(Queue.TO_APPROVE, actor, now), agency__in=led))


def _first(cases: QuerySet[Case]) -> list[Case]:
    return list(cases.defer("text", "folded", "refusal_text").order_by("next_due_at", "pk")[:MOST_READ])


def _joined(words: str, news: str | None) -> str:
    """What is due, and what happened in the night, in one line."""
    return f"{words}; {news}" if news else words


def _late_words(case: Case, now: datetime) -> str:
    words = _("%(long)s, đang ở: %(where)s") % {"long": _how_late(case, now), "where": _holder(case)}
    return _("tin nhắn chờ trả lời: %(words)s") % {"words": words} if _waits_for_a_word(case) else words


def _how_late(case: Case, now: datetime) -> str:
    late = now - (_due(case) or now)
    if late.days:
        return ngettext("quá hạn %(n)d ngày", "quá hạn %(n)d ngày", late.days) % {"n": late.days}
    hours = late.seconds // 3600
    return ngettext("quá hạn %(n)d giờ", "quá hạn %(n)d giờ", hours) % {"n": hours} if hours else _("vừa quá hạn")


def _due_words(case: Case) -> str:
    words = _("hạn %(due)s") % {"due": timezone.localtime(_due(case)).strftime("%H:%M %d/%m/%Y")}
    return _("tin nhắn chờ trả lời: %(words)s") % {"words": words} if _waits_for_a_word(case) else words


def _holder(case: Case) -> str:
    party = PARTY_OF.get(State(case.state))
    return str(case.agency or (party.label if party else ""))
