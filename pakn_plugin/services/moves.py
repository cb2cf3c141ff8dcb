"""One way to change a case: lock the row, check access, run the transition, save, record the event, fill the outbox."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django_fsm import ConcurrentTransition, TransitionNotAllowed

from pakn_plugin import access
from pakn_plugin.access import Actor, StateChanged
from pakn_plugin.models import Case, Event, Publication
from pakn_plugin.queries import clock
from pakn_plugin.services import outbox
from pakn_plugin.states import ENDED, NEVER_PUBLIC, STAGE_OF, Action, Stage, State

TRANSITIONS = frozenset(t.name for t in Case.state.field.get_all_transitions(Case))  # type: ignore[attr-defined]


@dataclass
class Move:
    """A change under way: the locked case and what its event will remember (ids and values, no personal data)."""

    case: Case
    now: datetime
    before: str
    data: dict[str, Any] = field(default_factory=dict)


@contextmanager
def moving(case_id: int, actor: Actor, action: Action, now: datetime, also_lock: int | None = None) -> Iterator[Move]:
    """Run an action on a case; the body sets what belongs to it. All of it commits together, or nothing.

    `also_lock` is a second case on which the action depends; rows are locked in one order, so that two people
    cannot wait for each other. Raises access.NotAllowed, access.StateChanged, Case.DoesNotExist.
    """
    with transaction.atomic():
        rows = Case.objects.select_for_update(of=("self",)).select_related("reporter").order_by("pk")
        locked = {row.pk: row for row in rows.filter(pk__in={case_id, also_lock or case_id})}
        if case_id not in locked:
            raise Case.DoesNotExist
        case = locked[case_id]
        access.check(actor, action, case)
        move = Move(case, now, case.state)
        try:
            if action.value in TRANSITIONS:
                getattr(case, action.value)()
                _enter(case, now)
            yield move
            case.save()
        except (ConcurrentTransition, TransitionNotAllowed) as error:
            raise StateChanged(access.moved_on(case)) from error
        event = record(move, actor, action)
        outbox.post(case, event, now)


def record(move: Move, actor: Actor, action: Action) -> Event:
    """Append the event of a change; the caller holds the lock on the case."""
    case = move.case
    last = Event.objects.filter(case=case).aggregate(last=Max("number"))["last"] or 0
    return Event.objects.create(
        case=case,
        number=last + 1,
        action=action,
        from_state=move.before,
        to_state=case.state,
        actor_kind=actor.kind,
        actor=actor.user,
        agency_id=case.agency_id,
        at=move.now,
        data=move.data,
    )


def _enter(case: Case, now: datetime) -> None:
    """A new state: since when, until when, whether it is the end, and whether it ends the public copy."""
    state = State(case.state)
    stage = STAGE_OF.get(state)
    case.state_since = now
    if state in NEVER_PUBLIC:
        Publication.objects.filter(case=case, withdrawn_at=None).update(withdrawn_at=now)
    case.ended_at = now if state in ENDED else None
    if stage is None:
        case.stage_due_at = None
    elif stage != Stage.PROCESS or case.answered_at:
        case.stage_due_at = clock.stage_due(case, stage, now)
    else:
        case.stage_due_at = case.due_at
