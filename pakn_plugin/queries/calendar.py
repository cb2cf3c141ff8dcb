"""The working calendar as people look at it: a year by months, and whether a decision stands behind it."""

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from pakn_plugin.deadlines import SATURDAY
from pakn_plugin.models import CalendarDay, CalendarYear, OfficeDay
from pakn_plugin.states import DayKind

WARN_FROM = 10
WEEK = calendar.Calendar()


@dataclass(frozen=True)
class Cell:
    """A day in a month's grid: `look` is one of plain, weekend, off, worked, half."""

    day: date
    look: str
    row: CalendarDay | None


@dataclass(frozen=True)
class Month:
    """A month as weeks of seven cells, Monday first; None lies outside the month."""

    first: date
    weeks: Sequence[Sequence[Cell | None]]


def year_rows(year: int) -> list[CalendarDay]:
    """The days of a year that differ from the plain week, in order (one query)."""
    return list(CalendarDay.objects.filter(day__year=year).order_by("day"))


def months(year: int, rows: Sequence[CalendarDay]) -> list[Month]:
    """The twelve grids of a year."""
    known = {row.day: row for row in rows}

    def cell(day: date, month: int) -> Cell | None:
        row = known.get(day)
        return Cell(day, look_of(day, row), row) if day.month == month else None

    return [
        Month(date(year, m, 1), [[cell(day, m) for day in week] for week in WEEK.monthdatescalendar(year, m)])
        for m in range(1, 13)
    ]


def look_of(day: date, row: CalendarDay | None) -> str:
    """How a day is shown; a row that only says what the week says anyway looks like the week."""
    weekend = day.weekday() >= SATURDAY
    if row is None:
        return "weekend" if weekend else "plain"
    if row.kind in (DayKind.MORNING, DayKind.AFTERNOON):
        return "half"
    if row.kind == DayKind.FULL:
        return "worked" if weekend else "plain"
    return "off"


def years_to_check(today: date) -> list[int]:
    """The years whose calendar has to be confirmed by now: the running one, and from October on the next. Pure."""
    return [today.year, today.year + 1] if today.month >= WARN_FROM else [today.year]


def unconfirmed(today: date) -> list[int]:
    """Which of these years nobody has confirmed (one query)."""
    years = years_to_check(today)
    known = set(CalendarYear.objects.filter(year__in=years).values_list("year", flat=True))
    return [year for year in years if year not in known]


def digest() -> str:
    """What the calendar and the office hours are now, as 64 hex digits: equal where nobody changed anything."""
    days = CalendarDay.objects.order_by("day").values_list("day", "kind", "name", "document")
    hours = OfficeDay.objects.order_by("pk").values_list(
        "valid_from", "valid_to", "morning_from", "morning_to", "afternoon_from", "afternoon_to"
    )
    rows = [[str(cell) for cell in row] for row in (*days, *hours)]
    return sha256(repr(rows).encode()).hexdigest()
