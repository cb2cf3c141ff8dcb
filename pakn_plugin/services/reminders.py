"""Reminders before, at and after a due moment. What was missed comes as one reminder, and none comes twice.

A case remembers when to look at it next (`Case.remind_at`); what was sent stands in its history. The look, the event,
the notifications and the next moment are one transaction under the row's lock.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django_q.tasks import async_task

from pakn_plugin.access import SYSTEM
from pakn_plugin.models import Case, Deadline
from pakn_plugin.queries import clock, reminders
from pakn_plugin.queries.reminders import Mark
from pakn_plugin.queries.rules import Rules
from pakn_plugin.services.moves import moving
from pakn_plugin.states import STAGE_OF, Action, Side, Stage, State

BATCH = 2000


def remind(case_id: int, now: datetime, rules: Rules) -> bool:
    """Send the strongest reminder that fell due since the last one, if any; returns whether one was sent.

    A case at which nothing is due (any more) is left as it is, so that a second look does nothing.
    """
    with transaction.atomic():
        due = Case.objects.select_for_update(of=("self",)).filter(pk=case_id, remind_at__lte=now)
        case = due.first()
        if case is None:
            return False
        row = reminders.running(case) if _may_send(case, now) else None
        found = reminders.marks(STAGE_OF[State(case.state)], row.began_at, row.due_at, rules) if row else []
        since = reminders.reminded_at(row) if row else None
        if since and case.state == State.ANSWERED:
            found = []
        after = next((mark.moment for mark in found if mark.moment > now), None)
        passed = [mark for mark in found if mark.moment <= now and (since is None or mark.moment > since)]
        if row is None or not passed:
            Case.objects.filter(pk=case_id).update(remind_at=after)
            return False
        _send(case_id, row, max(passed, key=lambda mark: mark.strength), after, now)
        return True


def remind_of_word(case_id: int, now: datetime, rules: Rules) -> bool:
    """The same for a message of the citizen that waits for an answer."""
    with transaction.atomic():
        case = Case.objects.select_for_update(of=("self",)).filter(pk=case_id, word_remind_at__lte=now).first()
        if case is None:
            return False
        row = reminders.owed(case)
        found = reminders.marks(Stage.MESSAGE, row.began_at, row.due_at, rules) if row else []
        after = next((mark.moment for mark in found if mark.moment > now), None)
        since = reminders.reminded_at(row) if row else None
        passed = [mark for mark in found if mark.moment <= now and (since is None or mark.moment > since)]
        if row is None or not passed:
            Case.objects.filter(pk=case_id).update(word_remind_at=after)
            return False
        with moving(case_id, SYSTEM, Action.REMIND, now) as move:
            move.case.word_remind_at = after
            move.data = _data(row, max(passed, key=lambda mark: mark.strength)) | {"word": True}
        return True


def _may_send(case: Case, now: datetime) -> bool:
    """Nobody is asked to rate when the window is over, even where the sweep has not yet ended the case."""
    over = case.state == State.ANSWERED and case.stage_due_at is not None and case.stage_due_at < now
    return reminders.may_be_reminded(case) and not over


def rules_changed() -> None:
    """Have the worker plan the reminders of all open cases by the new rules."""
    async_task("pakn_plugin.tasks.plan_reminders", 0)


def plan_batch(after: int, now: datetime) -> int:
    """Plan the next batch of open cases after an id anew and hand the rest to another task; returns how many moved."""
    rules = clock.rules_at(now)
    waiting = Case.objects.filter(Q(stage_due_at__isnull=False) | Q(word_by=Side.HANDLER), pk__gt=after)
    ids = list(waiting.order_by("pk").values_list("pk", flat=True)[:BATCH])
    moved = sum(plan_again(pk, rules) for pk in ids)
    if len(ids) == BATCH:
        async_task("pakn_plugin.tasks.plan_reminders", ids[-1])
    return moved


def plan_again(case_id: int, rules: Rules) -> bool:
    """Set the next look after the rules were edited; returns whether it moved."""
    with transaction.atomic():
        case = Case.objects.select_for_update(of=("self",)).get(pk=case_id)
        row = reminders.running(case) if reminders.may_be_reminded(case) else None
        first = reminders.first_moment(STAGE_OF[State(case.state)], row.began_at, row.due_at, rules) if row else None
        moved = Case.objects.filter(pk=case_id).exclude(remind_at=first).update(remind_at=first)
        return bool(_plan_word_again(case, rules) + moved)


def _plan_word_again(case: Case, rules: Rules) -> int:
    if case.word_by != Side.HANDLER:
        return 0
    row = reminders.owed(case)
    first = reminders.first_moment(Stage.MESSAGE, row.began_at, row.due_at, rules) if row else None
    return Case.objects.filter(pk=case.pk).exclude(word_remind_at=first).update(word_remind_at=first)


def _send(case_id: int, row: Deadline, mark: Mark, after: datetime | None, now: datetime) -> None:
    with moving(case_id, SYSTEM, Action.REMIND, now) as move:
        move.case.remind_at = after
        move.data = _data(row, mark)


def _data(row: Deadline, mark: Mark) -> dict[str, Any]:
    """What the history remembers of a reminder."""
    return {
        "rule": mark.rule.pk,
        "when": str(mark.rule.when),
        "audience": str(mark.rule.audience),
        "at_once": mark.rule.at_once,
        "moment": timezone.localtime(mark.moment).isoformat(),
        "limit": row.pk,
        "due": reminders.words(row),
    }
