"""What runs when: rows of the worker's schedule, written after each migration."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django_q.models import Schedule

SWEEP_MINUTES = 5
ANCHOR_HOUR = 1
BANNER_MINUTE = 10


def ensure(**kwargs: Any) -> None:
    """Have the sweep, the daily anchor, the banner's counts and nightly drawing in the worker's schedule, once."""
    Schedule.objects.get_or_create(
        name="pakn.sweep",
        defaults={"func": "pakn_plugin.tasks.sweep", "schedule_type": Schedule.MINUTES, "minutes": SWEEP_MINUTES},
    )
    night = timezone.localtime().replace(hour=ANCHOR_HOUR, minute=0, second=0, microsecond=0) + timedelta(days=1)
    Schedule.objects.get_or_create(
        name="pakn.anchor",
        defaults={"func": "pakn_plugin.tasks.anchor", "schedule_type": Schedule.DAILY, "next_run": night},
    )
    Schedule.objects.get_or_create(
        name="pakn.counts",
        defaults={"func": "pakn_plugin.tasks.collect_counts", "schedule_type": Schedule.MINUTES, "minutes": 1},
    )
    begins = night.replace(hour=0, minute=BANNER_MINUTE)
    Schedule.objects.get_or_create(
        name="pakn.banners",
        defaults={"func": "pakn_plugin.tasks.nightly_banners", "schedule_type": Schedule.DAILY, "next_run": begins},
    )
