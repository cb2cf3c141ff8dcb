"""Who has read up to where. One statement a look; it takes no part in the history and moves nothing."""

from datetime import datetime
from typing import Any

from pakn_plugin.models import Case, CaseSeen


def staff_saw(case: Case, user: Any, now: datetime) -> None:
    """Remember that this person has read the case as it stands (one statement)."""
    row = CaseSeen(case=case, user=user, steps=case.steps, seen_at=now)
    CaseSeen.objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["case", "user"], update_fields=["steps", "seen_at"]
    )


def citizen_saw(case: Case, now: datetime) -> None:
    """Remember that the reporter has read the thread up to now (one statement)."""
    Case.objects.filter(pk=case.pk).update(citizen_seen_at=now)
