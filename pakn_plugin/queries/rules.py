"""The registers of time, read together: special days, office hours, policies, reminder rules. One query."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.functions import Cast, Coalesce

from pakn_plugin import conf
from pakn_plugin.deadlines import Limit, OfficeHours, Special, WorkingCalendar
from pakn_plugin.models import CalendarDay, DeadlinePolicy, OfficeDay, ReminderRule
from pakn_plugin.prepared import FIRST, LAST, Prepared, Row
from pakn_plugin.states import DayKind, Level, Silence, Stage, Unit

HORIZON = timedelta(days=400)
COLUMNS = 9


@dataclass(frozen=True)
class Policy:
    """A row of the deadline policy; empty ends are open, no topic means every field."""

    stage: Stage
    level: str
    topic_id: int | None
    limit: Limit
    silence: str
    first: date | None
    last: date | None

    def applies(self, filed: date, topic_id: int | None, level: str) -> bool:
        """Whether the row holds for a case filed on a day."""
        dated = (self.first is None or self.first <= filed) and (self.last is None or filed <= self.last)
        return dated and self.topic_id in (None, topic_id) and self.level in (level, Level.NORMAL)


@dataclass(frozen=True)
class Reminder:
    """A reminder rule: `when` before, at or after the due moment of a stage (empty: of every stage)."""

    pk: int
    stage: str
    when: str
    limit: Limit
    audience: str
    at_once: bool


@dataclass(frozen=True)
class Rules:
    """Everything that time depends on, as it stood when it was read."""

    calendar: WorkingCalendar
    policies: tuple[Policy, ...]
    reminders: tuple[Reminder, ...]

    def limit(self, stage: Stage, filed: date, topic_id: int | None = None, level: str = Level.NORMAL) -> Limit:
        """The limit of a stage for a case filed on a day: its own level and field before the general rows.

        Rows of the database win over the settings.
        """
        row = self._policy(stage, filed, topic_id, level)
        fallback = conf.get("DEADLINES")[stage]
        if row and (row.level == level or level not in fallback):
            return row.limit
        amount, unit = fallback.get(level) or fallback[Level.NORMAL]
        return Limit(amount, Unit(unit))

    def silence(self, filed: date, topic_id: int | None, level: str) -> Silence:
        """What silence after a proposal means for such a case."""
        row = self._policy(Stage.ACCEPT, filed, topic_id, level)
        return Silence(row.silence if row and row.silence else conf.get("SILENCE"))

    def _policy(self, stage: Stage, filed: date, topic_id: int | None, level: str) -> Policy | None:
        rows = [row for row in self.policies if row.stage == stage and row.applies(filed, topic_id, level)]
        return max(rows, key=lambda r: (r.level == level, r.topic_id is not None, r.first or date.min), default=None)


def rules_on(day: date) -> Rules:
    """The rules for moments near a day: special days of 400 days before and after it. One query."""
    return rules_between(day - HORIZON, day + HORIZON)


def rules_between(first: date, last: date) -> Rules:
    """The rules for limits that begin and end between two days. One query."""
    facts = RULES.rows(first=first, last=last), plain_hours(), plain_reminders()
    if _read.facts != facts:
        _read.facts, _read.rules = facts, _rules(*facts)
    return _read.rules


def _rules(rows: Sequence[Row], hours: OfficeHours, reminders: tuple[Reminder, ...]) -> Rules:
    cells: dict[str, list[Row]] = {"day": [], "hours": [], "policy": [], "reminder": []}
    for kind, *row in rows:
        cells[kind].append(tuple(row))
    offices = sorted(map(_office, cells["hours"]), key=lambda each: each.first or date.min, reverse=True)
    days = {date.fromisoformat(d): Special(DayKind(k), name, document) for d, k, name, document, *_rest in cells["day"]}
    own = tuple(map(_reminder, cells["reminder"]))
    return Rules(WorkingCalendar(days, (*offices, hours)), tuple(map(_policy, cells["policy"])), own or reminders)


class _Read(threading.local):
    """What was read last and what it means: the registers seldom change, and reading their cells takes a while."""

    facts: Any = None
    rules: Rules


_read = _Read()


def plain_hours() -> OfficeHours:
    """The office hours of the settings."""
    spans = conf.get("OFFICE_HOURS")
    return OfficeHours(tuple((time.fromisoformat(begin), time.fromisoformat(end)) for begin, end in spans))


def plain_reminders() -> tuple[Reminder, ...]:
    """The reminder rules of the settings; they have no row, hence the id 0."""
    rows = conf.get("REMINDERS")
    return tuple(Reminder(0, "", when, Limit(n, Unit(unit)), audience, False) for when, n, unit, audience in rows)


def _text(*fields: str) -> list[Coalesce | Cast]:
    """Fields as text, empty for NULL, filled up to the same number of columns for the union."""
    found = [Coalesce(Cast(name, CharField()), Value("")) for name in fields]
    return found + [Cast(Value(""), CharField())] * (COLUMNS - len(fields))


def _days(first: date, last: date) -> QuerySet[CalendarDay, tuple[str, ...]]:
    rows = CalendarDay.objects.order_by().filter(day__range=(first, last))
    return rows.values_list(Value("day"), *_text("day", "kind", "name", "document"))


def _hours() -> QuerySet[OfficeDay, tuple[str, ...]]:
    rows = OfficeDay.objects.order_by()
    names = ("valid_from", "valid_to", "morning_from", "morning_to", "afternoon_from", "afternoon_to")
    return rows.values_list(Value("hours"), *_text(*names))


def _policies(first: date) -> QuerySet[DeadlinePolicy, tuple[str, ...]]:
    living = Q(valid_to__isnull=True) | Q(valid_to__gte=first)
    rows = DeadlinePolicy.objects.order_by().filter(living)
    names = ("stage", "level", "topic_id", "amount", "unit", "document", "silence", "valid_from", "valid_to")
    return rows.values_list(Value("policy"), *_text(*names))


def _reminders() -> QuerySet[ReminderRule, tuple[str, ...]]:
    rows = ReminderRule.objects.order_by().filter(active=True)
    return rows.values_list(Value("reminder"), *_text("pk", "stage", "when", "amount", "unit", "audience", "at_once"))


def _union(first: date, last: date) -> QuerySet[CalendarDay, tuple[str, ...]]:
    return _days(first, last).union(_hours(), _policies(first), _reminders(), all=True)


RULES = Prepared(_union, first=FIRST, last=LAST)


def _office(cells: Sequence[str]) -> OfficeHours:
    first, last, *clock = cells[:6]
    times = [time.fromisoformat(each[:5]) for each in clock if each]
    return OfficeHours(tuple(zip(times[::2], times[1::2], strict=True)), _day(first), _day(last))


def _policy(cells: Sequence[str]) -> Policy:
    stage, level, topic, amount, unit, document, silence, first, last = cells
    limit = Limit(int(amount), Unit(unit), document)
    return Policy(Stage(stage), level, int(topic) if topic else None, limit, silence, _day(first), _day(last))


def _reminder(cells: Sequence[str]) -> Reminder:
    pk, stage, when, amount, unit, audience, at_once = cells[:7]
    return Reminder(int(pk), stage, when, Limit(int(amount), Unit(unit)), audience, at_once in ("1", "true", "t"))


def _day(cell: str) -> date | None:
    return date.fromisoformat(cell) if cell else None
