"""Who acts, read once per request: a member of staff with roles in agencies, the reporter of a case, or the clock."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import CharField, F, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils import timezone

from pakn_plugin import succession
from pakn_plugin.models import ActorKind, AgencyKind, Case, Coordination, Deputation, Membership, Reply
from pakn_plugin.models.agency import in_force
from pakn_plugin.models.conversation import open_corrections
from pakn_plugin.models.deputation import standing_in
from pakn_plugin.prepared import FIRST, Prepared
from pakn_plugin.states import Role, State

R = Role
OPERATORS = frozenset({R.OPERATOR, R.OPERATOR_LEADER})
SEES_ALL = OPERATORS | {R.REVIEWER, R.SUPERVISOR}
SEES_AGENCY = frozenset({R.COORDINATOR, R.OFFICER, R.LEADER})
WAITING = (Reply.Status.PENDING.value, Reply.Status.RETURNED.value)
DESK_ROLES = SEES_ALL | SEES_AGENCY | {R.CONFIDENTIAL}


@dataclass(frozen=True)
class Standing:
    """A leader in whose place somebody acts today: the deputation, the agency, the leader, and who arranged it."""

    pk: int
    agency_id: int
    leader_id: int
    named_by_id: int


@dataclass(frozen=True)
class Fixing:
    """A correction that waits: for a leader of its agency who did not write it, or for the officer of its case."""

    status: str
    case_id: int
    agency_id: int
    author_id: int
    officer_id: int


@dataclass(frozen=True)
class Actor:
    """Who acts: a member of staff with roles in agencies, the reporter of a case, or the clock.

    `joined` are the ids of the few cases that the actor's agencies co-ordinate. `standing` are the leaders in whose
    place the actor acts; their role is among `roles`. Nobody stands in where they lead themselves. `before` are pairs
    of an agency of the actor's and an ended one whose work has come to it. `fixing` are the few corrections that wait
    in the actor's agencies, and in ended ones.
    """

    kind: ActorKind
    user: Any = None
    roles: frozenset[tuple[str, int]] = field(default_factory=frozenset)
    reporter_id: int | None = None
    is_superuser: bool = False
    joined: frozenset[int] = field(default_factory=frozenset)
    standing: tuple[Standing, ...] = ()
    before: tuple[tuple[int, int], ...] = ()
    fixing: tuple[Fixing, ...] = ()

    def has(self, *roles: str) -> bool:
        """Whether the actor holds one of the roles anywhere."""
        return any(role in roles for role, _agency in self.roles)

    def agencies(self, *roles: str) -> set[int]:
        """Ids of the agencies where the actor holds one of the roles."""
        return {agency for role, agency in self.roles if role in roles}

    def inherited(self, *roles: str) -> set[int]:
        """Ids of the ended agencies whose work has come to where the actor holds one of the roles."""
        held = self.agencies(*roles)
        return {old for heir, old in self.before if heir in held}

    def own_agencies(self, *roles: str) -> set[int]:
        """The same without what the actor holds in somebody's place."""
        return {agency for role, agency in self.own_roles if role in roles}

    @property
    def own_roles(self) -> frozenset[tuple[str, int]]:
        """The roles that are the actor's own."""
        return self.roles - {(R.LEADER.value, each.agency_id) for each in self.standing}

    @property
    def works_at_desk(self) -> bool:
        """Whether the case desk is for this person at all."""
        return self.is_superuser or self.has(*DESK_ROLES)


SYSTEM = Actor(ActorKind.SYSTEM)


def actor_for(user: Any) -> Actor:
    """The actor of a signed-in user, with the memberships and deputations of today.

    One query; what has come from ended agencies is kept in memory for a minute.
    Anonymous users have no roles.
    People are named for complaints and denunciations by the operator only: elsewhere that role is void.
    """
    if not user.is_authenticated or not user.is_active:
        return Actor(ActorKind.STAFF)
    rows = _HELD.rows(day=timezone.localdate(), user=user.pk)
    fixing = tuple(Fixing(*row) for row in rows if row[0] in WAITING)
    rows = [row for row in rows if row[0] not in WAITING]
    own = frozenset((role, pk) for role, pk, deputation, *_who in rows if role and not deputation)
    joined = frozenset(pk for role, pk, *_rest in rows if not role)
    found = (Standing(deputation, pk, *who) for role, pk, deputation, *who in sorted(rows) if deputation)
    standing = tuple(each for each in found if (R.LEADER.value, each.agency_id) not in own)
    roles = own | {(R.LEADER.value, each.agency_id) for each in standing}
    before = succession.inherited({pk for role, pk in roles if role in SEES_AGENCY}, timezone.localdate())
    return Actor(ActorKind.STAFF, user, roles, None, user.is_superuser, joined, standing, before, fixing)


def _held(day: date, user: int) -> QuerySet[Any, Any]:
    """Roles with their agencies, without a role the cases that these co-ordinate, and in whose place they lead.

    Also the corrections that wait there, whose status stands in the place of a role.
    """
    named = Q(agency__kind=AgencyKind.OPERATOR) | ~Q(role=R.CONFIDENTIAL)
    held = Membership.objects.filter(in_force(day), named, user_id=user)
    own = held.filter(role__in=SEES_AGENCY).values("agency")
    # The cases come with the roles. As plain ids they leave lists the index on the agency; a subquery would not.
    shared = Coordination.objects.filter(agency__in=own, ended_at__isnull=True).order_by()
    nobody = (Value(0), Value(0), Value(0))
    cases = shared.values_list(Value("", CharField()), "case_id", *nobody)
    leaders = standing_in(day).filter(deputy_id=user).order_by()
    theirs = leaders.values_list(Value(R.LEADER.value, CharField()), "agency_id", "pk", "leader_id", "named_by_id")
    # Roughly those of this person's agencies and of ended ones: their roles decide, once they are read.
    theirs_too = Membership.objects.filter(in_force(day), user_id=user).values("agency")
    deputies = Deputation.objects.filter(deputy_id=user, valid_to__gte=day).values("agency")
    fixing = _fixing(Q(agency__in=theirs_too) | Q(agency__in=deputies) | Q(agency__valid_to__lt=day))
    return held.order_by().values_list("role", "agency_id", *nobody).union(cases, theirs, fixing, all=True)


def _fixing(where: Q) -> QuerySet[Any, Any]:
    """An open case goes to another agency and leaves its correction behind; a closed one stays."""
    rows = open_corrections().filter(where, status__in=WAITING, case__restricted=False, case__agency=F("agency"))
    rows = rows.filter(case__state__in=(State.ANSWERED, State.CLOSED)).order_by()
    return rows.values_list("status", "case_id", "agency_id", "author_id", Coalesce("case__officer_id", 0))


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
