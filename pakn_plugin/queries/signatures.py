"""For whom somebody acted: an event keeps the case's agency, its actor may come from another one."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.utils import timezone

from pakn_plugin import access
from pakn_plugin.models import Agency, Event, Membership
from pakn_plugin.states import Action


def give_agencies(events: Iterable[Event]) -> None:
    """Hang on each event the agency in whose name its actor acted, as of that day, or None (one query)."""
    rows = list(events)
    people = {event.actor_id for event in rows if event.actor_id}
    held = defaultdict(list)
    for membership in Membership.objects.filter(user__in=people).select_related("agency").order_by("pk"):
        held[membership.user_id].append(membership)
    for event in rows:
        event.acted_for = _acted_for(event, held[event.actor_id])  # type: ignore[attr-defined, index]


def _acted_for(event: Event, memberships: Iterable[Membership]) -> Agency | None:
    """The agency where the actor held the role that the step needs; among several, or for a leader, the case's own."""
    if "deputation" in event.data:
        return event.agency
    day = timezone.localdate(event.at)
    there = [each for each in memberships if _in_force(each, day)]
    needed = access.roles_for(Action(event.action), event.from_state)
    fitting = [each for each in there if each.role in needed] or there
    fitting.sort(key=lambda each: each.agency_id != event.agency_id)
    return fitting[0].agency if fitting else None


def _in_force(membership: Membership, day: date) -> bool:
    begun = membership.valid_from is None or membership.valid_from <= day
    return begun and (membership.valid_to is None or membership.valid_to >= day)
