"""What runs when: rows of the worker's schedule, written after each migration."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django_q.models import Schedule

SWEEP_MINUTES = 5
ANCHOR_HOUR = 1
FIGURES_MINUTE = 10


def ensure(**kwargs: Any) -> None:
    """Have the sweep, the daily anchor and the daily figures of banners in the worker's schedule, once."""
    Schedule.objects.get_or_create(
        name="pakn.sweep",
        defaults={"func": "pakn_plugin.tasks.sweep", "schedule_type": Schedule.MINUTES, "minutes": SWEEP_MINUTES},
    )
    night = timezone.localtime().replace(hour=ANCHOR_HOUR, minute=0, second=0, microsecond=0) + timedelta(days=1)
    Schedule.objects.get_or_create(
        name="pakn.anchor",
        defaults={"func": "pakn_plugin.tasks.anchor", "schedule_type": Schedule.DAILY, "next_run": night},
    )
    after_midnight = night.replace(hour=0, minute=FIGURES_MINUTE)
    Schedule.objects.get_or_create(
        name="pakn.banner_figures",
        defaults={
            "func": "pakn_plugin.tasks.render_figures",
            "schedule_type": Schedule.DAILY,
            "next_run": after_midnight,
        },
    )
