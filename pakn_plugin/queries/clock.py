"""Limits and due moments from the calendar and the dated policies."""

from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from pakn_plugin import conf
from pakn_plugin.deadlines import Limit, WorkingCalendar, due_moment
from pakn_plugin.models import CalendarDay, Case, DeadlinePolicy
from pakn_plugin.states import Level, Stage, Unit

HORIZON = timedelta(days=400)
PROMISE = (Stage.RECEIVE, Stage.CLASSIFY, Stage.ACCEPT, Stage.PROCESS)


def working_calendar(around: date) -> WorkingCalendar:
    """The calendar for limits near a day: the exceptions of 400 days before and after it (one query)."""
    days = CalendarDay.objects.filter(day__range=(around - HORIZON, around + HORIZON))
    return WorkingCalendar(dict(days.values_list("day", "working")))


def limits_on(filed: date, topic_id: int | None = None, level: str = Level.NORMAL) -> dict[Stage, Limit]:
    """The limit of each stage for a case filed on a day: its own level and field before the general rows.

    Rows of the database win over the settings; one query.
    """
    rows = DeadlinePolicy.objects.filter(
        Q(valid_from__isnull=True) | Q(valid_from__lte=filed),
        Q(valid_to__isnull=True) | Q(valid_to__gte=filed),
        Q(topic__isnull=True) | Q(topic_id=topic_id),
        level__in={level, Level.NORMAL},
    )
    fallback = conf.get("DEADLINES")
    limits: dict[Stage, Limit] = {}
    for stage in Stage:
        amount, unit = fallback[stage].get(level, fallback[stage][Level.NORMAL])
        limits[stage] = Limit(amount, Unit(unit))
    ranked = sorted(rows, key=lambda r: (r.level == level, r.topic_id is not None, r.valid_from or date.min))
    for row in ranked:
        limits[Stage(row.stage)] = Limit(row.amount, Unit(row.unit))
    return limits


def case_limits(case: Case) -> dict[Stage, Limit]:
    """The limits of a case: those in force on the day it was filed, for its field and level."""
    return limits_on(timezone.localtime(case.filed_at).date(), case.topic_id, case.level)


def stage_due(case: Case, stage: Stage, start: datetime) -> datetime:
    """When a stage of the case that begins at `start` is due."""
    local = timezone.localtime(start)
    return due_moment(local, case_limits(case)[stage], working_calendar(local.date()))


def promised(filed: datetime, topic_id: int | None = None) -> datetime:
    """The moment by which an answer is due if every stage takes its whole limit: what a citizen is told at filing."""
    local = timezone.localtime(filed)
    calendar, limits = working_calendar(local.date()), limits_on(local.date(), topic_id)
    for stage in PROMISE:
        local = due_moment(local, limits[stage], calendar)
    return local


def shifted(due: datetime, began: datetime, ended: datetime) -> datetime:
    """A due moment after a pause: later by the working days that lie in the pause."""
    begin, end, local = timezone.localtime(began), timezone.localtime(ended), timezone.localtime(due)
    calendar = working_calendar(local.date())
    paused = calendar.working_days_between(begin.date(), end.date())
    return due_moment(local, Limit(paused), calendar) if paused else due
