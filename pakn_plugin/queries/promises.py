"""Promises by a day: when to remind of them and whom, what is open or broken, how many were kept."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from pakn_plugin.access import Actor
from pakn_plugin.answers import AHEAD, Answer, Kept, Outcome
from pakn_plugin.answers import WAITING as OWED
from pakn_plugin.deadlines import Limit
from pakn_plugin.keeping import visible_commitments
from pakn_plugin.models import Case, Commitment, Membership, Reply
from pakn_plugin.models.agency import in_force
from pakn_plugin.models.commitment import answered_by
from pakn_plugin.queries import structure
from pakn_plugin.queries.by_structure import View
from pakn_plugin.queries.rules import Rules
from pakn_plugin.queries.statistics import Figure, Period
from pakn_plugin.reminding import moment_before
from pakn_plugin.states import Audience, Role, Unit, When

MOST_PEOPLE = 50
PAGE = 50
ON_THE_DAY = Limit(0, Unit.WORKING_DAYS)
WAITING = tuple(state.value for state in OWED)


@dataclass(frozen=True)
class Line:
    """One agency's promises whose day came in a period: how many, and how many of them were kept by their day."""

    name: str
    kept: int
    late: int
    due: int


def next_reminder(due: date, after: datetime, rules: Rules) -> datetime | None:
    """The next moment at which somebody is reminded of a promise, None where none is left.

    By the register's rules for every stage that remind the holder before or at a due moment. A promise is due all day:
    its moments are mornings, so that the daily mail of that working day brings them.
    """
    morning = timezone.make_aware(datetime.combine(due, time.min))
    found = [
        moment_before(morning, rule.limit if rule.when == When.BEFORE else ON_THE_DAY, rules.calendar)
        for rule in rules.reminders
        if not rule.stage and rule.audience == Audience.HOLDER and rule.when in (When.BEFORE, When.AT)
    ]
    return min((moment for moment in found if moment > after), default=None)


def keepers(commitment: Commitment, now: datetime) -> list[int]:
    """Ids of those who are reminded: the case's officer, or where that one is gone the coordinators (three queries)."""
    day = timezone.localdate(now)
    agencies = answered_by(commitment.agency_id, day)
    held = Membership.objects.filter(in_force(day), agency__in=agencies, user__is_active=True)
    officer = Case.objects.filter(pk=commitment.case_id).values("officer")
    people = held.filter(Q(role=Role.COORDINATOR) | Q(role=Role.OFFICER, user__in=officer))
    rows = list(people.order_by("user_id").values_list("user_id", "role").distinct()[:MOST_PEOPLE])
    named = sorted({user for user, role in rows if role == Role.OFFICER})
    return named or sorted({user for user, _role in rows})


def overdue(now: datetime) -> QuerySet[Commitment]:
    """Promises whose day is over and of which nobody has reported."""
    return Commitment.objects.filter(standing__in=AHEAD, due__lt=timezone.localdate(now)).order_by("due", "pk")


def still_broken(data: dict[str, Any]) -> bool:
    """Whether what an event said of a broken promise is true now: nobody reported since, or gave a new day."""
    rows = Commitment.objects.filter(pk=data["commitment"], standing=Kept.BROKEN, due=date.fromisoformat(data["day"]))
    return rows.exists()


def to_remind(now: datetime) -> QuerySet[Commitment]:
    """Promises of which somebody has to be reminded; the index holds only those that will be."""
    return Commitment.objects.filter(remind_at__lte=now).order_by("remind_at")


def page_of(actor: Actor, states: tuple[str, ...], after: str = "") -> tuple[list[Commitment], str]:
    """One page of the actor's promises by their day, and the cursor of the next page (at most two queries)."""
    rows = visible_commitments(actor).filter(standing__in=states).select_related("case", "agency", "reported_by")
    rows = rows.defer("case__text", "case__folded", "case__refusal_text")
    place = _read_cursor(after)
    if place:
        day, pk = place
        rows = rows.filter(Q(due__gt=day) | Q(due=day, pk__gt=pk))
    found = list(rows.order_by("due", "pk")[: PAGE + 1])
    last = found[PAGE - 1] if len(found) > PAGE else None
    return found[:PAGE], f"{last.due.isoformat()}_{last.pk}" if last else ""


def _read_cursor(typed: str) -> tuple[date, int] | None:
    day, _line, pk = typed[:40].partition("_")
    if not (pk.isascii() and pk.isdigit() and len(pk) < 18):
        return None
    try:
        return date.fromisoformat(day), int(pk)
    except ValueError:
        return None


def waiting_count(actor: Actor, most: int = 100) -> int:
    """How many promises wait for a report, counted up to a limit (at most two queries)."""
    return visible_commitments(actor).filter(standing__in=WAITING).order_by()[:most].count()


def of_case(case: Case) -> list[Commitment]:
    """All promises of a case, by their day (one query)."""
    rows = Commitment.objects.filter(case=case).select_related("agency", "reported_by", "reply")
    return list(rows.order_by("due", "pk"))


def of_reply(reply: Reply) -> list[Commitment]:
    """The promises that hang on one version (one query)."""
    return list(Commitment.objects.filter(reply=reply).order_by("point"))


def not_corrected(rows: Sequence[Commitment], answers: Iterable[Answer], today: date) -> dict[int, str]:
    """Why a correction may not say this of a promise, by the number of its point; empty where it may.

    A wrong day is a slip as long as it lies ahead and nobody has reported; afterwards a report tells of a new day.
    """
    said, found = {answer.point.number: answer for answer in answers}, {}
    for row in rows:
        answer = said.get(row.point)
        if answer is None or answer.outcome != Outcome.PROMISED or answer.day is None:
            found[row.point] = _(
                "Việc đã hẹn không bỏ được bằng đính chính; nếu có thay đổi, hãy báo kết quả việc đã hẹn."
            )
        elif answer.day != row.promised and (row.standing != Kept.OPEN or row.due < today):
            found[row.point] = _(
                "Ngày hẹn này đã qua, đã hẹn lại hoặc đã có báo kết quả nên không đính chính được nữa."
            )
        elif answer.day != row.promised and answer.day < today:
            found[row.point] = _("Ngày hẹn sau khi đính chính đã qua.")
    return found


def open_among(ids: list[int]) -> list[Commitment]:
    """Open promises in these cases, complaints and denunciations left out (one query)."""
    rows = Commitment.objects.filter(case__in=ids, case__restricted=False, standing__in=AHEAD).select_related("case")
    return list(rows.defer("case__text", "case__folded", "case__refusal_text").order_by("due", "pk")[:MOST_PEOPLE])


def figure(period: Period, lines: list[Line]) -> Figure:
    """Promises whose day came in a period, and how many of them were kept by that day: the sum of `by_agency`."""
    return Figure(
        "promises",
        _("Việc đã hẹn được thực hiện đúng hẹn"),
        sum(line.kept for line in lines),
        sum(line.due for line in lines),
        _(
            "Việc cơ quan hẹn với người dân trong câu trả lời, có ngày hẹn trong kỳ và đã đến khi chốt số liệu. "
            "Hẹn lại không đổi ngày được tính."
        ),
        _("số việc đến hẹn trong kỳ"),
        period.start,
        period.end,
        period.cut_off,
    )


def by_agency(period: Period, view: str, day: date) -> list[Line]:
    """The same by the agency that made the promise, or by its only heir on a day; most due first (one query)."""
    known = structure.agencies()
    sums: dict[int, list[int]] = {}
    rows: Any = _due_in(period).order_by().values("agency_id").annotate(**_counters(period.cut_off))
    for row in rows:
        key = row["agency_id"] if view == View.THEN else known.stands_for(row["agency_id"], day)
        line = sums.setdefault(key, [0, 0, 0])
        for place, name in enumerate(("kept", "late", "due")):
            line[place] += row[name]
    label: Any = known.label_then if view == View.THEN else known.label_now
    lines = [Line(label(pk, day), *counted) for pk, counted in sums.items()]
    return sorted(lines, key=lambda line: (-line.due, line.name))


def _due_in(period: Period) -> QuerySet[Commitment]:
    """What came due within the period's days, up to the day before the cut-off or kept until then.

    A promise that was moved stays with the day that was promised first.
    """
    cut_off = timezone.localdate(period.cut_off)
    found = Commitment.objects.filter(case__restricted=False, reply__published_at__lte=period.cut_off)
    found = found.annotate(day=Coalesce("first_due", "due"))
    found = found.filter(Q(day__lt=cut_off) | Q(day=cut_off, reported_at__lte=period.cut_off))
    if period.start:
        found = found.filter(day__gte=period.start)
    return found.filter(day__lte=period.end) if period.end else found


def _counters(cut_off: datetime) -> dict[str, Count]:
    """What is counted of promises as they stood at a moment."""
    told = Q(reported_at__lte=cut_off)
    return {
        "due": Count("pk"),
        "kept": Count("pk", filter=told & Q(standing=Kept.KEPT)),
        "late": Count("pk", filter=told & Q(standing=Kept.LATE)),
    }
