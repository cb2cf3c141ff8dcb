"""When things happen: more cases in the week than at its end, more every year, storms; staff act in office hours."""

import random
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import accumulate

from pakn_plugin.deadlines import Interval, WorkingCalendar

FIRST_DAY = date(2022, 10, 5)
STORMS_A_YEAR, STORM = 4, 10
WEEKEND, GROWTH = 0.5, 0.15
A_DAY = timedelta(days=1)
MOST_MINUTES_LATER = 90


@dataclass(frozen=True)
class Arrivals:
    """The days from the first one to today, and how much of all cases has come by the end of each."""

    days: Sequence[date]
    shares: Sequence[float]

    def moment(self, share: float, rng: random.Random, now: datetime) -> datetime:
        """When a case was filed before which this share (0 to 1) of all had come: by day and evening, before now."""
        place = share * self.shares[-1]
        day = self.days[min(bisect_right(self.shares, place), len(self.days) - 1)]
        return by_day(day, rng, now)


def by_day(day: date, rng: random.Random, now: datetime) -> datetime:
    """Some moment of a day at which people write, never after now."""
    hour = min(23, max(0, int(rng.gauss(13, 4))))
    moment = datetime.combine(day, time(hour, rng.randrange(60), rng.randrange(60)), now.tzinfo)
    return min(moment, now - timedelta(minutes=rng.randint(1, 30)))


def arrivals(rng: random.Random, now: datetime) -> Arrivals:
    """Draw the days of storms, and weigh every day."""
    days = [FIRST_DAY + n * A_DAY for n in range((now.date() - FIRST_DAY).days + 1)]
    storms = set(rng.sample(days, max(1, STORMS_A_YEAR * len(days) // 365)))
    weights = [
        (STORM if day in storms else 1)
        * (WEEKEND if day.weekday() >= 5 else 1)
        * (1 + GROWTH) ** ((day - FIRST_DAY).days / 365)
        for day in days
    ]
    return Arrivals(days, list(accumulate(weights)))


@dataclass(frozen=True)
class Office:
    """The open hours of days, looked up once each."""

    calendar: WorkingCalendar
    _days: dict[date, tuple[Interval, ...]] = field(default_factory=dict)

    def moment(self, at: datetime, rng: random.Random) -> datetime:
        """This moment if offices are open then, else one soon after they open."""
        day = at.date()
        while True:
            for opens, closes in self._open(day, at):
                if at < opens:
                    return opens + timedelta(seconds=rng.randrange(60 * MOST_MINUTES_LATER))
                if at < closes:
                    return at
            day += A_DAY

    def after(self, start: datetime, left: timedelta) -> datetime:
        """When so much office time has passed: `deadlines.due_moment` of a limit in working hours without pauses."""
        day = start.date()
        while True:
            for opens, closes in self._open(day, start):
                begin = max(start, opens)
                if begin < closes:
                    if left <= closes - begin:
                        return begin + left
                    left -= closes - begin
            day += A_DAY

    def _open(self, day: date, at: datetime) -> tuple[Interval, ...]:
        if day not in self._days:
            spans = self.calendar.spans(day)
            self._days[day] = tuple(
                (datetime.combine(day, b, at.tzinfo), datetime.combine(day, e, at.tzinfo)) for b, e in spans
            )
        return self._days[day]
