"""Working time: from a moment and a limit to the due moment. Pure: calendar and time come in as arguments.

Source: Civil Code 2015, articles 147-148. A period in hours starts at the moment; in days the first day is
not counted; a period that ends on a day off ends at the end of the next working day.
Not handled here: pauses and extensions (the caller adds them to the amount), half days.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from pakn_plugin.states import Unit

ONE_DAY = timedelta(days=1)
SATURDAY = 5


@dataclass(frozen=True)
class OfficeHours:
    """The office day: spans without the lunch break."""

    spans: tuple[tuple[time, time], ...] = ((time(7, 30), time(11, 30)), (time(13, 30), time(17, 30)))

    @property
    def end(self) -> time:
        """When the office day is over."""
        return self.spans[-1][1]


@dataclass(frozen=True)
class WorkingCalendar:
    """Days that differ from the plain week: True is a working day (a swapped Saturday), False a day off."""

    exceptions: Mapping[date, bool] = field(default_factory=dict)
    hours: OfficeHours = field(default_factory=OfficeHours)

    def is_working_day(self, day: date) -> bool:
        """Whether offices work on this day."""
        known = self.exceptions.get(day)
        return day.weekday() < SATURDAY if known is None else known

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

    def working_days_between(self, start: date, end: date) -> int:
        """How many working days lie after `start` up to and including `end`; 0 where end ≤ start."""
        count, day = 0, start + ONE_DAY
        while day <= end:
            count += self.is_working_day(day)
            day += ONE_DAY
        return count


@dataclass(frozen=True)
class Limit:
    """An amount of time as a rule states it."""

    amount: int
    unit: Unit = Unit.WORKING_DAYS


def due_moment(start: datetime, limit: Limit, calendar: WorkingCalendar) -> datetime:
    """The moment at which a limit that begins at `start` (aware, local time) is used up.

    Limits in days end with the office day of their last day, limits in working hours at the exact minute.
    """
    if limit.unit == Unit.WORKING_HOURS:
        return _add_working_hours(start, timedelta(hours=limit.amount), calendar)
    if limit.unit == Unit.WORKING_DAYS:
        last = calendar.add_working_days(start.date(), limit.amount)
    else:
        last = calendar.next_working_day(start.date() + timedelta(days=limit.amount))
    return datetime.combine(last, calendar.hours.end, start.tzinfo)


def _add_working_hours(start: datetime, left: timedelta, calendar: WorkingCalendar) -> datetime:
    day = start.date()
    while True:
        for opens, closes in calendar.hours.spans if calendar.is_working_day(day) else ():
            begin = max(start, datetime.combine(day, opens, start.tzinfo))
            end = datetime.combine(day, closes, start.tzinfo)
            if begin < end:
                if begin + left <= end:
                    return begin + left
                left -= end - begin
        day += ONE_DAY
