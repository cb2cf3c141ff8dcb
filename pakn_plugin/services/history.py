"""The history of a case grows at its end only; each event carries the hash of all before it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from pakn_plugin import chain
from pakn_plugin.access import Actor
from pakn_plugin.inserting import insert
from pakn_plugin.models import Case, Event
from pakn_plugin.states import Action


def append(case: Case, action: Action, actor: Actor, now: datetime, before: str, data: dict[str, Any]) -> Event:
    """Append the event of a change to a saved case whose row lock the caller holds.

    `before` is the state that the case came from ("" when it was filed). Sets `case.steps` and `case.chain`, which
    the caller saves in the same transaction. Raises ValueError where `data` holds anything but ids and short words.
    """
    event = _next(case, action, actor, now, before, data)
    return insert(event)


def append_many(
    rows: Iterable[tuple[Case, dict[str, Any]]], action: Action, actor: Actor, now: datetime, batch: int = 500
) -> list[Event]:
    """Append one event to each of many locked cases that stay in their state, with few queries.

    Takes each case with its data, a case once. Sets `steps` and `chain` of the cases, which the caller saves in the
    same transaction. Raises ValueError as `append` does.
    """
    events = [_next(case, action, actor, now, str(case.state), data) for case, data in rows]
    return Event.objects.bulk_create(events, batch_size=batch)


def _next(case: Case, action: Action, actor: Actor, now: datetime, before: str, data: dict[str, Any]) -> Event:
    """The event that comes next in the case's history, not saved; the case's head is set to it."""
    chain.refuse_unfit(data)
    event = Event(
        case=case,
        number=case.steps + 1,
        action=action.value,
        from_state=str(before),
        to_state=str(case.state),
        actor_kind=actor.kind.value,
        actor=actor.user,
        agency_id=case.agency_id,
        at=now,
        data=data,
    )
    event.hash = event.link_after(case.chain if case.steps else chain.seed(case.filing_key, case.code))
    case.steps, case.chain = event.number, event.hash
    return event


def begin(case: Case, action: Action, actor: Actor, now: datetime, data: dict[str, Any]) -> Event:
    """The first event of a case that is not stored yet. The caller saves the case, with its head, and then the event.

    Raises ValueError as `append` does.
    """
    return _next(case, action, actor, now, "", data)
