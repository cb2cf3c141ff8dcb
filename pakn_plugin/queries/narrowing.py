"""What somebody looks for in the work list: a queue narrowed by filters and a search text."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.utils import timezone

from pakn_plugin.models.case import OWED
from pakn_plugin.queries.queues import OURS, Queue
from pakn_plugin.states import OPEN, WITH_AGENCY, WITH_CITIZEN, WITH_OPERATOR, Party, State

ONE_DAY = timedelta(days=1)
NOBODY = "none"
LATE = "late"
ON_TIME = "on_time"


@dataclass(frozen=True)
class Wanted:
    """A queue, a search text and filters; empty filters do not narrow. `officer` is an id or NOBODY."""

    queue: Queue
    search: str = ""
    topic: int | None = None
    area: int | None = None
    agency: int | None = None
    level: str = ""
    state: str = ""
    channel: str = ""
    filed_from: date | None = None
    filed_to: date | None = None
    officer: str = ""
    late: str = ""
    turn: str = ""


# Whose hand a case waits for; a message that is owed waits for whoever handles the case, or has answered it.
OWES_WORD = OWED & Q(state__in=WITH_CITIZEN)
TURN = {
    Party.OPERATOR.value: Q(state__in=WITH_OPERATOR) | OWES_WORD & Q(agency=None),
    Party.AGENCY.value: Q(state__in=WITH_AGENCY) | OWES_WORD & Q(agency__isnull=False),
    Party.REVIEWER.value: Q(state=State.UNDER_REVIEW),
    Party.CITIZEN.value: Q(state__in=WITH_CITIZEN) & ~OWED,
}


def narrowing(wanted: Wanted, now: datetime) -> Q:
    """The condition of the filters; the days of filing are days at the place, both ends included."""
    equal = ("topic", "area", "agency", "level", "state", "channel")
    found = Q(**{name: getattr(wanted, name) for name in equal if getattr(wanted, name)})
    if wanted.filed_from:
        found &= Q(filed_at__gte=_midnight(wanted.filed_from))
    if wanted.filed_to:
        found &= Q(filed_at__lt=_midnight(wanted.filed_to + ONE_DAY))
    if wanted.officer:
        found &= Q(officer=None) if wanted.officer == NOBODY else Q(officer=int(wanted.officer))
    if wanted.turn:
        found &= TURN[wanted.turn]
    if wanted.late == LATE:
        found &= Q(state__in=OURS, stage_due_at__lt=now) | OWED & Q(word_due_at__lt=now)
    if wanted.late == ON_TIME:
        found &= Q(state__in=OPEN) & (Q(state__in=WITH_CITIZEN) | Q(stage_due_at__gte=now))
    return found


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), timezone.get_default_timezone())
