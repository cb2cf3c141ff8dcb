"""What runs when: rows of the worker's schedule, written after each migration."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django_q.models import Schedule

MINUTES = {"sweep": ("sweep", 5), "counts": ("collect_counts", 1)}
# Name → task, hour and minute of the night.
NIGHTLY = {
    "anchor": ("anchor", 1, 0),
    "banners": ("nightly_banners", 0, 10),
    "banner_pages": ("check_banner_pages", 2, 0),
}


def ensure(**kwargs: Any) -> None:
    """Have what time brings about in the worker's schedule, once: the sweep, counts, the anchor, the banners."""
    for name, (task, minutes) in MINUTES.items():
        Schedule.objects.get_or_create(
            name=f"pakn.{name}",
            defaults={
                "func": f"pakn_plugin.tasks.{task}",
                "schedule_type": Schedule.MINUTES,
                "minutes": minutes,
            },
        )
    for name, (task, hour, minute) in NIGHTLY.items():
        night = timezone.localtime().replace(hour=hour, minute=minute, second=0, microsecond=0) + timedelta(days=1)
        Schedule.objects.get_or_create(
            name=f"pakn.{name}",
            defaults={"func": f"pakn_plugin.tasks.{task}", "schedule_type": Schedule.DAILY, "next_run": night},
        )
