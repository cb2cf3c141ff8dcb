"""What runs when: rows of the worker's schedule, written after each migration."""

from typing import Any

from django_q.models import Schedule

SWEEP_MINUTES = 5


def ensure(**kwargs: Any) -> None:
    """Have the sweep in the worker's schedule, once."""
    Schedule.objects.get_or_create(
        name="pakn.sweep",
        defaults={"func": "pakn_plugin.tasks.sweep", "schedule_type": Schedule.MINUTES, "minutes": SWEEP_MINUTES},
    )
