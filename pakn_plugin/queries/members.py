"""Who works in an agency, who comes, who has gone; what an officer still holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from pakn_plugin import delegation, text
from pakn_plugin.access import Actor
from pakn_plugin.models import Agency, Case, Membership, MembershipChange
from pakn_plugin.models.agency import in_force
from pakn_plugin.states import ENDED, Role, State

MOST_ROWS, MOST_CHANGES = 500, 50


@dataclass(frozen=True)
class Staff:
    """The memberships of some agencies on a day; each officer's row carries `held`, the open cases."""

    current: Sequence[Membership]
    coming: Sequence[Membership]
    ended: Sequence[Membership]


def staff_of(actor: Actor, today: date, agency: int | None = None, name: str = "") -> Staff:
    """The memberships that the actor keeps, of one agency or of all, of people of a name (two queries, bounded)."""
    rows = delegation.memberships(actor).select_related("user", "agency")
    rows = rows.filter(agency=agency) if agency else rows
    found = list(rows.order_by("agency__name", "role", "user__last_name", "pk")[: MOST_ROWS if not name else None])
    wanted = text.fold(name).split()
    found = [row for row in found if all(word in text.fold(_words_of(row.user)) for word in wanted)]
    officers = {row.user_id for row in found if row.role == Role.OFFICER}
    held = _held(officers) if officers else {}
    for row in found:
        row.held = held.get((row.user_id, row.agency_id), 0) if row.role == Role.OFFICER else 0  # type: ignore[attr-defined]
    over = [row for row in found if row.valid_to and (row.valid_to < today or row.valid_to < (row.valid_from or today))]
    coming = [row for row in found if row not in over and row.valid_from and row.valid_from > today]
    return Staff([row for row in found if row not in over and row not in coming], coming, over)


def _words_of(user: Any) -> str:
    return f"{user} {user.get_username()} {getattr(user, 'email', '')}"


def _held(officers: set[int]) -> dict[tuple[int | None, int | None], int]:
    rows = Case.objects.filter(officer__in=officers).exclude(state__in=ENDED).order_by()
    counted = rows.values_list("officer_id", "agency_id").annotate(number=Count("pk"))
    return {(officer, agency): number for officer, agency, number in counted}


def changes_in(actor: Actor) -> list[MembershipChange]:
    """The latest changes in the agencies that the actor keeps (one query)."""
    rows = MembershipChange.objects.filter(agency__in=delegation.administered(actor))
    return list(rows.select_related("person", "by", "agency")[:MOST_CHANGES])


def agencies_in_force(actor: Actor, today: date) -> QuerySet[Agency]:
    """The agencies for which the actor may give roles now."""
    return delegation.administered(actor).filter(Q(valid_to=None) | Q(valid_to__gte=today))


def open_cases(agency_id: int) -> QuerySet[Case]:
    """Cases of an agency that have not ended; complaints and denunciations are nobody's in it."""
    return Case.objects.filter(agency=agency_id, restricted=False).exclude(state__in=ENDED)


def orphaned(today: date) -> QuerySet[Case]:
    """Cases in work whose officer is no officer of the agency today."""
    still = Membership.objects.filter(
        in_force(today), user=OuterRef("officer"), agency=OuterRef("agency"), role=Role.OFFICER, user__is_active=True
    )
    waiting = Case.objects.filter(state=State.PROCESSING, restricted=False, officer__isnull=False)
    return waiting.filter(~Exists(still)).order_by(F("stage_due_at").asc(nulls_last=True))
