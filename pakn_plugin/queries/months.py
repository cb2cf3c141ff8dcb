"""The months of reports: calendar months, or those that run from a day and hour of the month before."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Q
from django.utils import timezone

from pakn_plugin import conf

FIRST_YEAR, LAST_YEAR = 2000, 2200


@dataclass(frozen=True)
class Month:
    """One month of reports, by the calendar month that it bears the name of."""

    year: int
    month: int

    @property
    def code(self) -> str:
        """As an address names it: `2026-03`."""
        return f"{self.year:04d}-{self.month:02d}"

    @property
    def first(self) -> date:
        """The first day of the calendar month, for its name."""
        return date(self.year, self.month, 1)

    @property
    def begin(self) -> datetime:
        """When it begins; the month before ends at that very moment."""
        day, hour = conf.get("MONTH_BEGINS")
        start = self.before(1).first if day else self.first
        moment = datetime.combine(start.replace(day=day or 1), time.fromisoformat(hour))
        return timezone.make_aware(moment)

    @property
    def end(self) -> datetime:
        """The moment that belongs to the next month already."""
        return self.before(-1).begin

    def within(self, field: str) -> Q:
        """The condition that a moment lies in the month."""
        return Q(**{f"{field}__gte": self.begin, f"{field}__lt": self.end})

    def before(self, count: int) -> "Month":
        """The month so many months earlier (later where the number is negative)."""
        index = self.year * 12 + self.month - 1 - count
        return Month(index // 12, index % 12 + 1)


def month_at(moment: datetime) -> Month:
    """The month of reports in which a moment lies."""
    local = timezone.localtime(moment)
    found = Month(local.year, local.month)
    return found.before(-1) if moment >= found.end else found


def read_month(typed: str, now: datetime) -> Month:
    """The month of an address; what cannot be read, or has not begun, is the present one."""
    year, _dash, month = typed[:7].partition("-")
    if year.isascii() and year.isdigit() and month.isascii() and month.isdigit():
        found = (int(year), int(month))
        if FIRST_YEAR <= found[0] <= LAST_YEAR and 1 <= found[1] <= 12 and Month(*found).begin <= now:
            return Month(*found)
    return month_at(now)
