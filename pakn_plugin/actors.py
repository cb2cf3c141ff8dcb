"""Who acts, read once per request: a member of staff with roles in agencies, the reporter of a case, or the clock."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import CharField, Q, QuerySet, Value
from django.http import HttpRequest
from django.utils import timezone

from pakn_plugin.models import ActorKind, AgencyKind, Case, Coordination, Membership
from pakn_plugin.models.agency import in_force
from pakn_plugin.prepared import FIRST, Prepared
from pakn_plugin.states import Role

R = Role
OPERATORS = frozenset({R.OPERATOR, R.OPERATOR_LEADER})
SEES_ALL = OPERATORS | {R.REVIEWER, R.SUPERVISOR}
SEES_AGENCY = frozenset({R.COORDINATOR, R.OFFICER, R.LEADER})
DESK_ROLES = SEES_ALL | SEES_AGENCY | {R.CONFIDENTIAL}


@dataclass(frozen=True)
class Actor:
    """Who acts: a member of staff with roles in agencies, the reporter of a case, or the clock.

    `joined` are the ids of the few cases that the actor's agencies co-ordinate.
    """

    kind: ActorKind
    user: Any = None
    roles: frozenset[tuple[str, int]] = field(default_factory=frozenset)
    reporter_id: int | None = None
    is_superuser: bool = False
    joined: frozenset[int] = field(default_factory=frozenset)

    def has(self, *roles: str) -> bool:
        """Whether the actor holds one of the roles anywhere."""
        return any(role in roles for role, _agency in self.roles)

    def agencies(self, *roles: str) -> set[int]:
        """Ids of the agencies where the actor holds one of the roles."""
        return {agency for role, agency in self.roles if role in roles}

    @property
    def works_at_desk(self) -> bool:
        """Whether the case desk is for this person at all."""
        return self.is_superuser or self.has(*DESK_ROLES)


SYSTEM = Actor(ActorKind.SYSTEM)


def actor_for(user: Any) -> Actor:
    """The actor of a signed-in user, with the memberships of today (one query). Anonymous users have no roles.

    People are named for complaints and denunciations by the operator only: elsewhere that role is void.
    """
    if not user.is_authenticated or not user.is_active:
        return Actor(ActorKind.STAFF)
    rows = _HELD.rows(day=timezone.localdate(), user=user.pk)
    roles = frozenset((role, pk) for role, pk in rows if role)
    joined = frozenset(pk for role, pk in rows if not role)
    return Actor(ActorKind.STAFF, user, roles, is_superuser=user.is_superuser, joined=joined)


def _held(day: date, user: int) -> QuerySet[Any, Any]:
    """Roles with their agencies, and without a role the cases that these co-ordinate."""
    named = Q(agency__kind=AgencyKind.OPERATOR) | ~Q(role=R.CONFIDENTIAL)
    held = Membership.objects.filter(in_force(day), named, user_id=user)
    own = held.filter(role__in=SEES_AGENCY).values("agency")
    # The cases come with the roles. As plain ids they leave lists the index on the agency; a subquery would not.
    shared = Coordination.objects.filter(agency__in=own, ended_at__isnull=True).order_by()
    cases = shared.values_list(Value("", CharField()), "case_id")
    return held.order_by().values_list("role", "agency_id").union(cases, all=True)


_HELD = Prepared(_held, day=FIRST, user=-1)


def actor_of(request: HttpRequest) -> Actor:
    """The actor behind a request, read once however many menu items, panels and views ask."""
    known = vars(request)
    if "pakn_actor" not in known:
        known["pakn_actor"] = actor_for(request.user)
    actor: Actor = known["pakn_actor"]
    return actor


def citizen_of(case: Case) -> Actor:
    """The reporter of this very case; the caller has checked the signed link."""
    return Actor(ActorKind.CITIZEN, reporter_id=case.reporter_id)
