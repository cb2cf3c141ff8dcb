"""Working time: from a moment and a limit to the due moment, and why. Pure: calendar and time come in as arguments.

Source: Civil Code 2015, articles 147-148. A period in hours starts at the moment; in days the first day is
not counted; a period that ends on a day off ends at the end of the next working day.

Decided here (docs/decisions/0008): a day that is worked in part counts as a working day, and a limit that ends on it
ends when its last office span ends. A pause takes away the days after the day on which it began, up to and
including the day on which it ended; limits in hours lose exactly the office time inside the pause.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from pakn_plugin.states import DayKind, Unit

ONE_DAY = timedelta(days=1)
NOTHING = timedelta()
SATURDAY = 5
NOON = time(12)

Span = tuple[time, time]
Interval = tuple[datetime, datetime]


@dataclass(frozen=True)
class OfficeHours:
    """The office day between two dates (None is open): spans without the lunch break."""

    spans: tuple[Span, ...] = ((time(7, 30), time(11, 30)), (time(13, 30), time(17, 30)))
    first: date | None = None
    last: date | None = None

    def in_force(self, day: date) -> bool:
        """Whether these hours hold on a day."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


PLAIN_HOURS = OfficeHours()


@dataclass(frozen=True)
class Special:
    """A day that differs from the plain week, with its name and the decision behind it."""

    kind: DayKind
    name: str = ""
    document: str = ""


@dataclass(frozen=True)
class WorkingCalendar:
    """Special days, and office hours of which the first that are in force on a day hold."""

    specials: Mapping[date, Special] = field(default_factory=dict)
    hours: tuple[OfficeHours, ...] = (PLAIN_HOURS,)

    def kind(self, day: date) -> DayKind:
        """What a day is: its special kind, else off at the weekend and full in the week."""
        special = self.specials.get(day)
        if special:
            return special.kind
        return DayKind.FULL if day.weekday() < SATURDAY else DayKind.OFF

    def is_working_day(self, day: date) -> bool:
        """Whether offices work on this day, be it in part."""
        return self.kind(day) != DayKind.OFF

    def spans(self, day: date) -> tuple[Span, ...]:
        """When offices are open on this day."""
        kind = self.kind(day)
        if kind == DayKind.OFF:
            return ()
        spans = next((hours for hours in self.hours if hours.in_force(day)), PLAIN_HOURS).spans
        if kind == DayKind.FULL:
            return spans
        return tuple(span for span in spans if (span[0] < NOON) == (kind == DayKind.MORNING)) or spans

    def day_end(self, day: date) -> time:
        """When the office day is over; the day must be worked."""
        return self.spans(day)[-1][1]

    def next_working_day(self, day: date) -> date:
        """This day if it is worked, else the first working day after it."""
        while not self.is_working_day(day):
            day += ONE_DAY
        return day

    def add_working_days(self, start: date, amount: int) -> date:
        """The last day of a period of `amount` working days that begins after `start`; `amount` ≥ 0."""
        day = start
        for _ in range(amount):
            day = self.next_working_day(day + ONE_DAY)
        return self.next_working_day(day)


@dataclass(frozen=True)
class Limit:
    """An amount of time as a rule states it, and the document that states it."""

    amount: int
    unit: Unit = Unit.WORKING_DAYS
    document: str = field(default="", compare=False)


class LineKind(StrEnum):
    """What became of a day: the first is not counted, the last may be moved on to a working day."""

    START = "start"
    COUNTED = "counted"
    OFF = "off"
    PAUSED = "paused"
    ROLLED = "rolled"


@dataclass(frozen=True)
class DayLine:
    """One day of a limit; `number` counts the days so far, `worked` is the time of a limit in hours."""

    day: date
    kind: LineKind
    number: int = 0
    worked: timedelta = NOTHING
    why: str = ""


def due_moment(start: datetime, limit: Limit, calendar: WorkingCalendar, pauses: Sequence[Interval] = ()) -> datetime:
    """The moment at which a limit that begins at `start` (aware, local time) is used up.

    Takes pauses as aware intervals that have ended. Limits in days end with the office day of their last day, limits
    in working hours at the exact minute.
    """
    return unfold(start, limit, calendar, pauses)[0]


def unfold(
    start: datetime, limit: Limit, calendar: WorkingCalendar, pauses: Sequence[Interval] = ()
) -> tuple[datetime, list[DayLine]]:
    """The due moment of `due_moment`, and the days on the way to it with what became of each."""
    zone = start.tzinfo
    local = [(began.astimezone(zone), ended.astimezone(zone)) for began, ended in pauses]
    if limit.unit == Unit.WORKING_HOURS:
        return _unfold_hours(start, timedelta(hours=limit.amount), calendar, local)
    lines = list(_days(start.date(), limit, calendar, local))
    last = lines[-1].day
    return datetime.combine(last, calendar.day_end(last), zone), lines


def working_time(start: datetime, end: datetime, calendar: WorkingCalendar) -> timedelta:
    """The office time between two moments (aware, local time); nothing where end ≤ start."""
    total, day = NOTHING, start.date()
    while day <= end.date():
        total += sum((e - b for b, e in _open(day, start, end, calendar)), NOTHING)
        day += ONE_DAY
    return total


def _days(start: date, limit: Limit, calendar: WorkingCalendar, pauses: Sequence[Interval]) -> Iterator[DayLine]:
    day, number = start, 0
    yield DayLine(day, LineKind.START, why=_name(calendar, day))
    every = limit.unit == Unit.CALENDAR_DAYS
    while number < limit.amount:
        day += ONE_DAY
        if any(began.date() < day <= ended.date() for began, ended in pauses):
            yield DayLine(day, LineKind.PAUSED)
        elif every or calendar.is_working_day(day):
            number += 1
            yield DayLine(day, LineKind.COUNTED, number, why=_name(calendar, day))
        else:
            yield DayLine(day, LineKind.OFF, why=_name(calendar, day))
    while not calendar.is_working_day(day):
        day += ONE_DAY
        worked = calendar.is_working_day(day)
        yield DayLine(day, LineKind.ROLLED if worked else LineKind.OFF, number, why=_name(calendar, day))


def _unfold_hours(
    start: datetime, left: timedelta, calendar: WorkingCalendar, pauses: Sequence[Interval]
) -> tuple[datetime, list[DayLine]]:
    lines: list[DayLine] = []
    day = start.date()
    while True:
        end_of_day = datetime.combine(day + ONE_DAY, time(), start.tzinfo)
        before, after = left, NOTHING
        for opens, closes in _without(_open(day, start, end_of_day, calendar), pauses):
            if opens + left <= closes:
                lines.append(DayLine(day, LineKind.COUNTED, len(lines) + 1, before, _name(calendar, day)))
                return opens + left, lines
            left -= closes - opens
            after += closes - opens
        kind = LineKind.COUNTED if after else LineKind.PAUSED if calendar.is_working_day(day) else LineKind.OFF
        if kind == LineKind.PAUSED and not pauses:
            kind = LineKind.START
        lines.append(DayLine(day, kind, len(lines) + 1, after, _name(calendar, day)))
        day += ONE_DAY


def _open(day: date, start: datetime, end: datetime, calendar: WorkingCalendar) -> Iterator[Interval]:
    """The office spans of a day, cut to what lies between two moments."""
    for opens, closes in calendar.spans(day):
        begin = max(start, datetime.combine(day, opens, start.tzinfo))
        stop = min(end, datetime.combine(day, closes, start.tzinfo))
        if begin < stop:
            yield begin, stop


def _without(spans: Iterator[Interval], pauses: Sequence[Interval]) -> Iterator[Interval]:
    """What is left of the spans outside the pauses."""
    for opens, closes in spans:
        for began, ended in sorted(pauses):
            if ended <= opens or began >= closes:
                continue
            if opens < began:
                yield opens, began
            opens = ended
        if opens < closes:
            yield opens, closes


def _name(calendar: WorkingCalendar, day: date) -> str:
    special = calendar.specials.get(day)
    return special.name if special else ""
