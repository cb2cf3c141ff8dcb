"""The history of a case grows at its end only; each event carries the hash of all before it."""

from datetime import datetime
from typing import Any

from pakn_plugin import chain
from pakn_plugin.access import Actor
from pakn_plugin.models import Case, Event
from pakn_plugin.states import Action


def append(case: Case, action: Action, actor: Actor, now: datetime, before: str, data: dict[str, Any]) -> Event:
    """Append the event of a change to a saved case whose row lock the caller holds.

    `before` is the state that the case came from ("" when it was filed). Sets `case.steps` and `case.chain`, which
    the caller saves in the same transaction. Raises ValueError where `data` holds anything but ids and short words.
    """
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
    event.hash = event.link_after(case.chain)
    event.save()
    case.steps, case.chain = event.number, event.hash
    return event


def begin(case: Case, action: Action, actor: Actor, now: datetime, data: dict[str, Any]) -> Event:
    """Append the first event of a case that was just inserted, and store the chain's head with one update.

    A first event needs the case's id, so the head cannot be part of the insert.
    """
    event = append(case, action, actor, now, "", data)
    Case.objects.filter(pk=case.pk).update(steps=case.steps, chain=case.chain)
    return event
