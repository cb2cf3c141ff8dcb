"""After a change of the rules of time: the due moments of all open cases are worked out anew, from their own facts.

Works in bulk: a chunk of cases is read, computed in memory with one set of rules, and only what moved is written.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Min, Q
from django.utils import timezone

from pakn_plugin.access import SYSTEM
from pakn_plugin.deadlines import Special
from pakn_plugin.models import Case, Deadline, Pause
from pakn_plugin.queries import clock
from pakn_plugin.queries.rules import HORIZON, Rules, rules_between
from pakn_plugin.services import history
from pakn_plugin.states import OPEN, STAGE_OF, Action, DayKind, Side, Stage, State

CHUNK = 1000
BATCH = 200
MOST_NAMED = 100
A_WEEK = timedelta(days=7)
# The columns that computing and the history need; a case's text is not read.
COLUMNS = (
    "pk",
    "code",
    "state",
    "filed_at",
    "topic_id",
    "level",
    "agency_id",
    "restricted",
    "answered_at",
    "stage_due_at",
    "due_at",
    "remind_at",
    "word_by",
    "word_due_at",
    "word_remind_at",
    "steps",
    "chain",
)
Tell = Callable[[int, int], None]


@dataclass(frozen=True)
class Shift:
    """A case that moves: its limits with their new due moments, and what its own two columns become."""

    case: Case
    rows: tuple[tuple[Deadline, datetime], ...]
    stage_due_at: datetime | None
    due_at: datetime
    word_due_at: datetime | None

    @property
    def stage(self) -> Stage | None:
        """The stage whose limit runs."""
        return STAGE_OF.get(State(self.case.state))


@dataclass(frozen=True)
class Outcome:
    """How many cases moved of how many that were looked at, and the first of them with their old and new moments.

    Complaints and denunciations are counted, never named.
    """

    looked_at: int
    moved: int
    first: tuple[dict[str, Any], ...]


def recompute(now: datetime, tell: Tell = lambda done, total: None) -> Outcome:
    """Work out the due moments of all open cases under the rules of now, in one transaction.

    `tell` hears after each chunk how many cases of how many were looked at. Each case that moved gets a step in its
    history with the old and the new moment. Rows are locked in the order of their ids. Idempotent.
    """
    with transaction.atomic():
        rules, total = rules_for_open(now), _open().count()
        done = moved = 0
        first: list[dict[str, Any]] = []
        tell(done, total)
        for cases in _chunks(lock=True):
            shifts = _shifts(cases, rules)
            first += _named(shifts, MOST_NAMED - len(first))
            _write(shifts, now)
            done, moved = done + len(cases), moved + len(shifts)
            tell(done, max(total, done))
    return Outcome(done, moved, tuple(first))


def preview(days: Sequence[dict[str, str]], now: datetime, limit: int = MOST_NAMED) -> Outcome:
    """What `recompute` would do if these days were already in the calendar; writes nothing.

    Takes days as a CalendarChange holds them.
    """
    rules, done, moved = with_days(rules_for_open(now), days), 0, 0
    first: list[dict[str, Any]] = []
    for cases in _chunks(lock=False):
        shifts = _shifts(cases, rules)
        done, moved = done + len(cases), moved + len(shifts)
        first += _named(shifts, limit - len(first))
    return Outcome(done, moved, tuple(first))


def with_days(rules: Rules, days: Sequence[dict[str, str]]) -> Rules:
    """The same rules with some days changed; an empty kind makes a day plain again."""
    specials = dict(rules.calendar.specials)
    for each in days:
        day = date.fromisoformat(each["day"])
        if each["kind"]:
            specials[day] = Special(DayKind(each["kind"]), each["name"], each["document"])
        else:
            specials.pop(day, None)
    return replace(rules, calendar=replace(rules.calendar, specials=specials))


def rules_for_open(now: datetime) -> Rules:
    """The rules over the whole time in which a limit of an open case runs (two queries)."""
    began = _open().aggregate(first=Min("filed_at"))["first"] or now
    return rules_between(timezone.localtime(began).date() - A_WEEK, timezone.localtime(now).date() + HORIZON)


def _named(shifts: Sequence[Shift], most: int) -> list[dict[str, Any]]:
    shown = [shift for shift in shifts if not shift.case.restricted][:most]
    return [{"case": shift.case.pk, "code": shift.case.code, **_facts(shift)} for shift in shown]


def _open() -> Any:
    return Case.objects.filter(Q(state__in=[state.value for state in OPEN]) | Q(word_by=Side.HANDLER))


def _chunks(*, lock: bool) -> Iterator[list[Case]]:
    """Open cases in the order of their ids, a chunk at a time."""
    last = 0
    rows = _open().only(*COLUMNS).order_by("pk")
    if lock:
        rows = rows.select_for_update()
    while cases := list(rows.filter(pk__gt=last)[:CHUNK]):
        yield cases
        last = cases[-1].pk


def _shifts(cases: Sequence[Case], rules: Rules) -> list[Shift]:
    """Which of the cases move under these rules (two queries)."""
    ids = [case.pk for case in cases]
    limits, pauses = defaultdict(list), defaultdict(list)
    for row in Deadline.objects.filter(case_id__in=ids).order_by("pk"):
        limits[row.case_id].append(row)
    for pause in Pause.objects.filter(case_id__in=ids, ended_at__isnull=False):
        pauses[pause.case_id].append(pause)
    found = (_shift(case, limits[case.pk], clock.ended_pauses(pauses[case.pk]), rules) for case in cases)
    return [shift for shift in found if shift]


def _shift(case: Case, limits: Sequence[Deadline], pauses: Any, rules: Rules) -> Shift | None:
    """What becomes of one case; None where nothing changes. The same reading of the facts as `timing.refresh`."""
    dues = {row.stage: (row, clock.deadline_due(row, rules, pauses)) for row in limits if row.ended_at is None}
    stage = STAGE_OF.get(State(case.state))
    stage_due = dues[stage][1] if stage in dues else None
    due = case.due_at
    if not case.answered_at:
        if Stage.PROCESS in dues:
            due = dues[Stage.PROCESS][1]
        elif all(row.stage != Stage.PROCESS for row in limits):
            due = clock.promised(case.filed_at, case.topic_id, rules, pauses)
    word_due = dues[Stage.MESSAGE][1] if Stage.MESSAGE in dues else case.word_due_at
    rows = tuple((row, moment) for row, moment in dues.values() if moment != row.due_at)
    if not rows and (stage_due, due, word_due) == (case.stage_due_at, case.due_at, case.word_due_at):
        return None
    return Shift(case, rows, stage_due, due, word_due)


def _write(shifts: Sequence[Shift], now: datetime) -> None:
    """Write the moved limits, the cases and their histories (a fixed number of queries per batch)."""
    if not shifts:
        return
    data = [(shift.case, _facts(shift)) for shift in shifts]
    rows = []
    for shift in shifts:
        for row, moment in shift.rows:
            row.due_at = moment
            rows.append(row)
        shift.case.stage_due_at, shift.case.due_at, shift.case.remind_at = shift.stage_due_at, shift.due_at, now
        if shift.word_due_at != shift.case.word_due_at:
            shift.case.word_due_at, shift.case.word_remind_at = shift.word_due_at, now
    history.append_many(data, Action.RECOMPUTE, SYSTEM, now, BATCH)
    Deadline.objects.bulk_update(rows, ["due_at"], batch_size=BATCH)
    columns = ["stage_due_at", "due_at", "remind_at", "word_due_at", "word_remind_at", "steps", "chain"]
    Case.objects.bulk_update([shift.case for shift in shifts], columns, batch_size=BATCH)


def _facts(shift: Shift) -> dict[str, str]:
    """What the history remembers: the stage with its old and new moment, and the answer's where it moved, too."""
    case, facts = shift.case, {}
    if shift.stage and shift.stage_due_at != case.stage_due_at:
        facts["stage"] = shift.stage.value
        facts |= _pair("due", case.stage_due_at, shift.stage_due_at)
    if shift.due_at != case.due_at:
        facts |= _pair("answer", case.due_at, shift.due_at)
    if not facts:
        row, moment = shift.rows[0]
        facts = {"stage": row.stage, **_pair("due", row.due_at, moment)}
    return facts


def _pair(name: str, old: datetime | None, new: datetime | None) -> dict[str, str]:
    found = {f"{name}_from": old, f"{name}_to": new}
    return {key: timezone.localtime(moment).isoformat() for key, moment in found.items() if moment}
