"""When a reminder falls due: so much office time before, at or after a due moment. Pure: the calendar is an argument.

A moment in days keeps the due moment's time of day, at most until the end of that day's office hours; a moment in
calendar days that would fall on a day off falls on the working day before it. After the due moment, time is counted
like any other limit.
"""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from pakn_plugin.deadlines import NOTHING, ONE_DAY, Limit, WorkingCalendar, due_moment
from pakn_plugin.states import Unit, When


def moment_of(
    when: str,
    due: datetime,
    limit: Limit,
    calendar: WorkingCalendar,
    later: Callable[[datetime, Limit, WorkingCalendar], datetime] = due_moment,
) -> datetime:
    """The moment of a rule for a due moment (aware, local time); `later` counts what lies after it."""
    if when == When.AT:
        return due
    return moment_before(due, limit, calendar) if when == When.BEFORE else later(due, limit, calendar)


def moment_before(due: datetime, limit: Limit, calendar: WorkingCalendar) -> datetime:
    """The moment that lies a limit's amount of working hours, working days or days before `due`."""
    if limit.unit == Unit.WORKING_HOURS:
        return _hours_before(due, timedelta(hours=limit.amount), calendar)
    day = due.date() - (limit.amount * ONE_DAY if limit.unit == Unit.CALENDAR_DAYS else NOTHING)
    left = limit.amount if limit.unit == Unit.WORKING_DAYS else 0
    while left or not calendar.is_working_day(day):
        day -= ONE_DAY
        left -= left > 0 and calendar.is_working_day(day)
    return datetime.combine(day, min(due.time(), calendar.day_end(day)), due.tzinfo)


def _hours_before(due: datetime, left: timedelta, calendar: WorkingCalendar) -> datetime:
    """Walk the office spans backwards until so much of them lies between."""
    day = due.date()
    while left > NOTHING:
        for opens, closes in reversed(calendar.spans(day)):
            begin, end = _at(day, opens, due), min(_at(day, closes, due), due)
            worked = max(end - begin, NOTHING)
            if worked >= left:
                return end - left
            left -= worked
        day -= ONE_DAY
    return due


def _at(day: date, moment: time, like: datetime) -> datetime:
    return datetime.combine(day, moment, like.tzinfo)
