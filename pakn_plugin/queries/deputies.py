"""Who stands in for whom: what a leader or an administrator sees, and for whom somebody can be named."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet

from pakn_plugin import delegation
from pakn_plugin.access import Actor
from pakn_plugin.models import Deputation, Event, Membership

MOST_ROWS, MOST_LEADERS = 300, 300


@dataclass(frozen=True)
class Deputations:
    """Those that hold on a day, those that are to come, and those that are over, the newest first."""

    current: Sequence[Deputation]
    coming: Sequence[Deputation]
    over: Sequence[Deputation]


def deputations_of(actor: Actor, today: date) -> Deputations:
    """What the actor may see, at most the newest MOST_ROWS (one query)."""
    rows = delegation.deputations(actor).select_related("agency", "leader", "deputy", "named_by", "ended_by")
    found = list(rows[:MOST_ROWS])
    over = [row for row in found if row.ended_at or row.valid_to < today]
    coming = [row for row in found if row not in over and row.valid_from > today]
    return Deputations([row for row in found if row not in over and row not in coming], coming, over)


def leaders_for(actor: Actor, today: date) -> list[Membership]:
    """The leaders in whose place the actor may let somebody decide, at most MOST_LEADERS (one query)."""
    rows = delegation.absent_leaders(actor, today).select_related("user", "agency")
    return list(rows.order_by("agency__name", "user__last_name", "pk")[:MOST_LEADERS])


def possible_deputies(leader: Membership, today: date) -> QuerySet[Any]:
    """The other people of a leader's agency, today or later."""
    still = Q(valid_to=None) | Q(valid_to__gte=today)
    there = Membership.objects.filter(still, agency=leader.agency_id)
    users = get_user_model()._default_manager.filter(is_active=True, pk__in=there.values("user"))
    return users.exclude(pk=leader.user_id).order_by("first_name", "last_name", "pk")


def give_leaders(events: Iterable[Event]) -> None:
    """Hang on each event the leader in whose place somebody acted (one query where there was one)."""
    rows = list(events)
    ids = {event.data["deputation"] for event in rows if "deputation" in event.data}
    known = Deputation.objects.select_related("leader").in_bulk(ids) if ids else {}
    for event in rows:
        found = known.get(event.data.get("deputation"))
        event.in_place_of = found.leader if found else None  # type: ignore[attr-defined]


def leader_of(deputation_id: int) -> Any:
    """The leader of a deputation (one query)."""
    return Deputation.objects.select_related("leader").get(pk=deputation_id).leader
