"""Due moments of a case from the rules and its own facts: when stages began, what was paused, what was granted."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.utils import timezone

from pakn_plugin import memory
from pakn_plugin.deadlines import Interval, Limit, WorkingCalendar, due_moment
from pakn_plugin.models import Case, Deadline, Pause
from pakn_plugin.queries.rules import Rules, rules_on
from pakn_plugin.states import Level, Stage, Unit

PROMISE = (Stage.RECEIVE, Stage.CLASSIFY, Stage.ACCEPT, Stage.PROCESS)


def working_calendar(around: date) -> WorkingCalendar:
    """The calendar for moments near a day (one query)."""
    return rules_on(around).calendar


def rules_at(moment: datetime) -> Rules:
    """The rules for limits that begin near a moment (one query)."""
    return rules_on(timezone.localtime(moment).date())


def rules_lately(moment: datetime) -> Rules:
    """The same, at most a minute old: enough to show something, not to decide or to write it."""
    day = timezone.localtime(moment).date()
    return memory.kept("rules", day, lambda: rules_on(day))


def limit_of(case: Case, stage: Stage, rules: Rules) -> Limit:
    """The limit of a stage of the case: of the policies in force on the day it was filed, for its field and level."""
    return rules.limit(stage, timezone.localtime(case.filed_at).date(), case.topic_id, case.level)


def stage_due(case: Case, stage: Stage, start: datetime, rules: Rules | None = None) -> datetime:
    """When a stage of the case that begins at `start` is due, if nothing is paused."""
    rules = rules or rules_at(start)
    return due_moment(timezone.localtime(start), limit_of(case, stage, rules), rules.calendar)


def limit_facts(case: Case, stage: Stage, start: datetime, rules: Rules) -> dict[str, object]:
    """The facts of a limit that begins now, as its row keeps them."""
    limit = limit_of(case, stage, rules)
    return {
        "stage": stage,
        "began_at": start,
        "amount": limit.amount,
        "unit": limit.unit,
        "document": limit.document,
        "due_at": due_moment(timezone.localtime(start), limit, rules.calendar),
    }


def promised(
    filed: datetime, topic_id: int | None = None, rules: Rules | None = None, pauses: Sequence[Interval] = ()
) -> datetime:
    """The moment by which an answer is due if every stage takes its whole limit: what a citizen is told at filing."""
    local = timezone.localtime(filed)
    day, rules = local.date(), rules or rules_at(filed)
    for stage in PROMISE:
        local = due_moment(local, rules.limit(stage, day, topic_id, Level.NORMAL), rules.calendar, pauses)
    return local


def deadline_due(row: Deadline, rules: Rules, pauses: Sequence[Interval] = ()) -> datetime:
    """When a stage's limit is used up, with what was granted and what was paused; a word is owed in a pause as well."""
    limit = Limit(row.amount + row.extra, Unit(row.unit))
    pauses = () if row.stage == Stage.MESSAGE else pauses
    return due_moment(timezone.localtime(row.began_at), limit, rules.calendar, pauses)


def ended_pauses(pauses: Iterable[Pause]) -> list[Interval]:
    """Pauses that are over, as intervals; one that goes on does not move a due moment before it ends."""
    return [(pause.began_at, pause.ended_at) for pause in pauses if pause.ended_at]
