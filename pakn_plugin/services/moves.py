"""One way to change a case: lock the row, check access, run the transition, save, record the event, fill the outbox."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django_fsm import ConcurrentTransition, TransitionNotAllowed

from pakn_plugin import access
from pakn_plugin.access import Actor, Standing, StateChanged
from pakn_plugin.models import Case, Coordination, Publication
from pakn_plugin.prepared import PreparedObjects
from pakn_plugin.services import dialogue, history, outbox, timing
from pakn_plugin.states import NEVER_PUBLIC, WITH_PARTNERS, Action

TRANSITIONS = frozenset(t.name for t in Case.state.field.get_all_transitions(Case))  # type: ignore[attr-defined]


@dataclass
class Move:
    """A change under way: the locked case and what its event will remember (ids and values, no personal data).

    `standing` tells in which leader's place the actor acts; the event remembers the deputation.
    """

    case: Case
    now: datetime
    before: str
    data: dict[str, Any] = field(default_factory=dict)
    standing: Standing | None = None


@contextmanager
def moving(case_id: int, actor: Actor, action: Action, now: datetime, also_lock: int | None = None) -> Iterator[Move]:
    """Run an action on a case; the body sets what belongs to it. All of it commits together, or nothing.

    `also_lock` is a second case on which the action depends; rows are locked in one order, so that two people
    cannot wait for each other. Raises access.NotAllowed, access.StateChanged, Case.DoesNotExist.
    """
    with transaction.atomic():
        case = _locked(case_id, also_lock)
        access.check(actor, action, case)
        before = timing.place_of(case)
        move = Move(case, now, before.state, standing=access.acting_for(actor, action, case))
        try:
            if action.value in TRANSITIONS:
                getattr(case, action.value)()
            yield move
            timing.follow(case, before, now)
            dialogue.follow(case, action, now)
            if case.state in NEVER_PUBLIC and case.state != before.state:
                Publication.objects.filter(case=case, withdrawn_at=None).update(withdrawn_at=now)
            if before.state in WITH_PARTNERS and case.state not in WITH_PARTNERS:
                Coordination.objects.filter(case=case, ended_at=None).update(ended_at=now)
            if move.standing:
                move.data = {**move.data, "deputation": move.standing.pk}
            event = history.append(case, action, actor, now, before.state, move.data)
            case.save()
        except (ConcurrentTransition, TransitionNotAllowed) as error:
            raise StateChanged(access.moved_on(case)) from error
        outbox.post(case, event, now)


def only_when_due(move: Move) -> None:
    """Raise StateChanged unless the limit of the case's step is really over: what time brings about can wait.

    Called under the lock, first in the body: a sweep found the case a moment ago, and somebody may have acted since.
    """
    due = move.case.stage_due_at
    if due is None or due >= move.now:
        raise StateChanged(access.moved_on(move.case))


def _locked(case_id: int, also: int | None) -> Case:
    locked = {row.pk: row for row in _LOCKED.objects(one=case_id, other=also or case_id)}
    if case_id not in locked:
        raise Case.DoesNotExist
    return locked[case_id]


def _rows_to_lock(one: int, other: int) -> QuerySet[Case]:
    rows = Case.objects.select_for_update(of=("self",)).select_related("reporter").order_by("pk")
    return rows.annotate(time_asked=timing.time_asked()).filter(Q(pk=one) | Q(pk=other))


_LOCKED = PreparedObjects(_rows_to_lock, one=-1, other=-2)
