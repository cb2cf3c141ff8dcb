"""What counts as soon late: everything that is due before the next working day is over."""

from datetime import datetime, time, timedelta

from django.core.cache import cache
from django.utils import timezone

from pakn_plugin.queries.rules import rules_on

ONE_DAY = timedelta(days=1)
FIVE_MINUTES = 300


def soon_until(now: datetime) -> datetime:
    """The midnight that ends the next working day; asked once in five minutes, however many lists are read."""
    today = timezone.localdate(now)
    found: datetime | None = cache.get(f"pakn-soon:{today}")
    if found is None:
        last = rules_on(today).calendar.next_working_day(today + ONE_DAY)
        found = datetime.combine(last + ONE_DAY, time(), timezone.get_default_timezone())
        cache.set(f"pakn-soon:{today}", found, FIVE_MINUTES)
    return found
