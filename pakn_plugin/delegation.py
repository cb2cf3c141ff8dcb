"""The part of `access` that is about memberships: who keeps those of which agency, and which roles they may give.

An agency's administrator keeps the memberships of the own agency and of those below it (`Agency.parent`), and gives
roles inside an agency only. Whoever may change memberships in the register keeps all of them. A leader's deputy is
named by that leader or by whoever keeps the agency's people; what somebody does in a leader's place gives no right
to name another.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from pakn_plugin.access import Actor, NotAllowed
from pakn_plugin.models import Agency, Deputation, Membership
from pakn_plugin.states import Role

R = Role
DELEGATED = (R.COORDINATOR, R.OFFICER, R.LEADER, R.WEBMASTER, R.AGENCY_ADMIN)


def keeps_all(actor: Actor) -> bool:
    """Whether this is a system administrator, as far as memberships go."""
    return actor.is_superuser or bool(actor.user and actor.user.has_perm("pakn.change_membership"))


def keeps_any(actor: Actor) -> bool:
    """Whether there is any agency whose people this person keeps."""
    return actor.has(R.AGENCY_ADMIN) or keeps_all(actor)


def administered(actor: Actor) -> QuerySet[Agency]:
    """The agencies whose memberships the actor keeps (one query more for an agency's administrator)."""
    if keeps_all(actor):
        return Agency.objects.all()
    return Agency.objects.filter(pk__in=_with_those_below(actor.agencies(R.AGENCY_ADMIN)))


def memberships(actor: Actor) -> QuerySet[Membership]:
    """The memberships that the actor may look at."""
    return Membership.objects.filter(agency__in=administered(actor))


def roles_for(actor: Actor) -> tuple[Role, ...]:
    """The roles that the actor may give and take."""
    return tuple(Role) if keeps_all(actor) else DELEGATED


def check(actor: Actor, agency_id: int, role: str) -> None:
    """Raise NotAllowed where the actor may not give or take the role in the agency."""
    if not administered(actor).filter(pk=agency_id).exists():
        raise NotAllowed(_("Bạn không quản trị cán bộ của đơn vị này."))
    if role not in roles_for(actor):
        raise NotAllowed(_("Vai trò này do quản trị hệ thống giao, không do quản trị đơn vị."))


def names_deputies(actor: Actor) -> bool:
    """Whether there is any leader for whom this person may name a deputy."""
    return bool(actor.own_agencies(R.LEADER)) or keeps_any(actor)


def absent_leaders(actor: Actor, today: date) -> QuerySet[Membership]:
    """The memberships of leaders, today's and later ones, for whom the actor may name a deputy."""
    still = Q(valid_to=None) | Q(valid_to__gte=today)
    rows = Membership.objects.filter(still, role=R.LEADER, user__is_active=True)
    if keeps_all(actor):
        return rows
    return rows.filter(Q(user=actor.user) | Q(agency__in=administered(actor)))


def deputations(actor: Actor) -> QuerySet[Deputation]:
    """The deputations that the actor may look at and end."""
    if keeps_all(actor):
        return Deputation.objects.all()
    return Deputation.objects.filter(Q(leader=actor.user) | Q(agency__in=administered(actor)))


def check_leader(actor: Actor, agency_id: int, leader: Any) -> None:
    """Raise NotAllowed where the actor may not name a deputy for this leader of the agency."""
    own = leader == actor.user and agency_id in actor.own_agencies(R.LEADER)
    if not own and not administered(actor).filter(pk=agency_id).exists():
        raise NotAllowed(_("Bạn không ủy quyền thay cho lãnh đạo này được."))


def _with_those_below(agencies: Iterable[int]) -> set[int]:
    """The agencies and all below them; a circle of parents ends where it began."""
    found = set(agencies)
    if not found:
        return found
    children: dict[Any, list[int]] = {}
    for pk, parent in Agency.objects.exclude(parent=None).order_by().values_list("pk", "parent_id"):
        children.setdefault(parent, []).append(pk)
    waiting = list(found)
    while waiting:
        for pk in children.get(waiting.pop(), ()):
            if pk not in found:
                found.add(pk)
                waiting.append(pk)
    return found
