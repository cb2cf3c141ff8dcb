"""When the steps of a demo case happened: staff in office hours, citizens in the daytime, nothing in the future."""

from datetime import datetime, timedelta
from random import Random

from django.utils import timezone

from pakn_plugin.deadlines import Limit, WorkingCalendar, due_moment
from pakn_plugin.states import Unit

WAKES, SLEEPS = 7, 22


def filed_at(days: float, hour: int | None, now: datetime, chance: Random) -> datetime:
    """Some days before now, at an hour of the day; less than a day before now exactly so much earlier."""
    if days < 1:
        return now - timedelta(days=days)
    hours = chance.randrange(WAKES, SLEEPS) if hour is None else hour
    start = timezone.localtime(now - timedelta(days=int(days)))
    return min(start.replace(hour=hours, minute=chance.randrange(60), second=chance.randrange(60), microsecond=0), now)


def in_office(start: datetime, hours: int, calendar: WorkingCalendar, chance: Random) -> datetime:
    """About so many working hours later, at a moment when offices work."""
    due = due_moment(timezone.localtime(start), Limit(hours, Unit.WORKING_HOURS), calendar)
    earlier = due - timedelta(minutes=chance.randrange(55))
    return earlier if earlier > start and is_office_time(earlier, calendar) else due


def is_office_time(moment: datetime, calendar: WorkingCalendar) -> bool:
    """Whether offices work at this moment."""
    local = timezone.localtime(moment)
    return any(opens <= local.time() <= closes for opens, closes in calendar.spans(local.date()))


def in_daytime(start: datetime, hours: int, chance: Random) -> datetime:
    """About so many hours later, when people are awake."""
    moment = timezone.localtime(start) + timedelta(hours=hours, minutes=chance.randrange(55))
    if moment.hour < WAKES or moment.hour >= SLEEPS:
        moment += timedelta(hours=10)
    return moment
