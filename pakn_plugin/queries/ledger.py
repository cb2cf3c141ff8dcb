"""The ledger of holding: who held a case when, how much office time that was, and whose the lateness is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from pakn_plugin.deadlines import WorkingCalendar, working_time
from pakn_plugin.models import Case, Deadline, Event, Holding
from pakn_plugin.states import ENDED, PARTY_OF, Party, Stage, State

CHUNK = 2000
# The steps of those who handle a case; what a citizen has to do makes nobody late.
OURS = (Stage.RECEIVE, Stage.CLASSIFY, Stage.ACCEPT, Stage.PROCESS, Stage.REVIEW)


@dataclass(frozen=True)
class Span:
    """One line of the ledger with its office time; `late` is the part of it that was over a limit."""

    party: Party
    agency: str
    began_at: datetime
    ended_at: datetime | None
    worked: timedelta
    late: timedelta


@dataclass(frozen=True)
class Ledger:
    """All lines of a case. `total` is the office time from filing to the end, without times when it had ended."""

    spans: Sequence[Span]

    @property
    def total(self) -> timedelta:
        return sum((span.worked for span in self.spans), timedelta())

    @property
    def late(self) -> timedelta:
        """How much of it was over a limit."""
        return sum((span.late for span in self.spans), timedelta())


def ledger_of(case: Case, calendar: WorkingCalendar, now: datetime) -> Ledger:
    """The ledger of a case up to a moment (one query, two once it was answered); office times by the calendar given.

    Late is, up to the first answer, what lies behind the due moment of the answer; after it, while the case is
    reviewed or handled again, what lies behind the limit of the step.
    """
    rows = Holding.objects.filter(case=case).select_related("agency").order_by("began_at", "id")
    overdue = list(_overdue(case, now))
    return Ledger([_span(row, calendar, overdue, now) for row in rows])


def _overdue(case: Case, now: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The stretches of time that were over a limit."""
    yield case.due_at, case.answered_at or now
    if case.answered_at:
        after = Deadline.objects.filter(case=case, stage__in=OURS, began_at__gte=case.answered_at)
        for due, ended in after.order_by("began_at").values_list("due_at", "ended_at"):
            yield due, ended or now


def _span(row: Holding, calendar: WorkingCalendar, overdue: Sequence[tuple[datetime, datetime]], now: datetime) -> Span:
    began = timezone.localtime(row.began_at)
    ended = timezone.localtime(row.ended_at or max(now, row.began_at))
    stretches = [(max(began, timezone.localtime(due)), min(ended, timezone.localtime(end))) for due, end in overdue]
    late = (working_time(first, last, calendar) for first, last in stretches if first < last)
    return Span(
        Party(row.party),
        row.agency.name if row.agency else "",
        row.began_at,
        row.ended_at,
        working_time(began, ended, calendar),
        sum(late, timedelta()),
    )


def holder_when_due(outer: str = "") -> QuerySet[Holding]:
    """The line of the ledger at the due moment of the outer case; for a subquery."""
    due = OuterRef(f"{outer}due_at")
    at_due = Q(began_at__lte=due) & (Q(ended_at__isnull=True) | Q(ended_at__gt=due))
    return Holding.objects.filter(at_due, case=OuterRef(f"{outer}pk")).order_by("-began_at", "-id")


def with_holder_when_due(cases: QuerySet[Any]) -> QuerySet[Any]:
    """Cases with `late_party`, `late_agency` and `late_name`: who held each at its due moment."""
    line = holder_when_due()
    return cases.annotate(
        late_party=Subquery(line.values("party")[:1]),
        late_agency=Subquery(line.values("agency")[:1]),
        late_name=Subquery(line.values("agency__name")[:1]),
    )


@dataclass(frozen=True)
class Fault:
    """Something wrong in the ledger of a case."""

    code: str
    what: str


def faults(only: str = "") -> Iterator[Fault]:
    """Gaps, overlaps, wrong beginnings and ends in the ledgers of all cases, or of one by its code.

    Reads cases in chunks of a bounded size; memory does not grow with their number.
    """
    cases = Case.objects.filter(code=only) if only else Case.objects.all()
    columns = ("pk", "code", "state", "agency_id", "filed_at", "ended_at")
    last = 0
    while True:
        chunk = list(cases.filter(pk__gt=last).order_by("pk").values_list(*columns)[:CHUNK])
        if not chunk:
            return
        last = chunk[-1][0]
        lines: dict[int, list[Holding]] = {}
        for row in Holding.objects.filter(case__in=[c[0] for c in chunk]).order_by("case_id", "began_at", "id"):
            lines.setdefault(row.case_id, []).append(row)
        reopened = _reopenings([c[0] for c in chunk])
        for pk, code, state, agency_id, filed_at, ended_at in chunk:
            found = _faults_of(lines.get(pk, []), State(state), agency_id, filed_at, ended_at, reopened.get(pk, set()))
            yield from (Fault(code, what) for what in found)


def _faults_of(
    lines: Sequence[Holding],
    state: State,
    agency_id: int | None,
    filed_at: datetime,
    ended_at: datetime | None,
    reopened: set[datetime],
) -> Iterator[str]:
    if not lines:
        yield "no line at all"
        return
    if lines[0].began_at != filed_at:
        yield "does not begin with the filing"
    for before, after in pairwise(lines):
        if before.ended_at is None or before.ended_at > after.began_at:
            yield f"overlap at {after.began_at.isoformat()}"
        elif before.ended_at < after.began_at and after.began_at not in reopened:
            yield f"gap from {before.ended_at.isoformat()} to {after.began_at.isoformat()}"
    yield from _faults_at_end(lines[-1], state, agency_id, ended_at)


def _faults_at_end(last: Holding, state: State, agency_id: int | None, ended_at: datetime | None) -> Iterator[str]:
    if state in ENDED:
        if last.ended_at != ended_at:
            yield "does not end with the case"
        return
    party = PARTY_OF[state]
    if last.ended_at is not None:
        yield "is closed, but the case goes on"
    elif last.party != party or (party == Party.AGENCY and last.agency_id != agency_id):
        yield f"names {last.party} as the holder, the state says {party}"


def _reopenings(case_ids: Sequence[int]) -> dict[int, set[datetime]]:
    """When ended cases were opened again: the only gaps that are right."""
    rows = Event.objects.filter(case__in=case_ids, from_state__in=ENDED).exclude(to_state__in=ENDED)
    found: dict[int, set[datetime]] = {}
    for case_id, at in rows.values_list("case_id", "at"):
        found.setdefault(case_id, set()).add(at)
    return found
