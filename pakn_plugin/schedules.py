"""What runs when: rows of the worker's schedule, written after each migration."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django_q.models import Schedule

SWEEP_MINUTES = 5
ANCHOR_HOUR = 1
PAGES_HOUR = 2


def ensure(**kwargs: Any) -> None:
    """Have the sweep, the daily anchor and the look at banners' pages in the worker's schedule, once."""
    Schedule.objects.get_or_create(
        name="pakn.sweep",
        defaults={"func": "pakn_plugin.tasks.sweep", "schedule_type": Schedule.MINUTES, "minutes": SWEEP_MINUTES},
    )
    for name, func, hour in (("anchor", "anchor", ANCHOR_HOUR), ("banner_pages", "check_banner_pages", PAGES_HOUR)):
        night = timezone.localtime().replace(hour=hour, minute=0, second=0, microsecond=0) + timedelta(days=1)
        Schedule.objects.get_or_create(
            name=f"pakn.{name}",
            defaults={"func": f"pakn_plugin.tasks.{func}", "schedule_type": Schedule.DAILY, "next_run": night},
        )
