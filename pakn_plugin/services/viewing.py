"""The record of looks at what is hidden from most: restricted cases, and who filed a case."""

from datetime import datetime, timedelta

from pakn_plugin.access import Actor
from pakn_plugin.models import Case, Viewing

SAME_LOOK = timedelta(minutes=10)


def record(case: Case, actor: Actor, what: Viewing.What, now: datetime) -> None:
    """Write down that this person looked; looks of the same person within ten minutes are one."""
    recent = Viewing.objects.filter(case=case, user=actor.user, what=what, at__gt=now - SAME_LOOK)
    if not recent.exists():
        Viewing.objects.create(case=case, user=actor.user, what=what, at=now)
