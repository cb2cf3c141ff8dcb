"""Who sees which case, and who may do what with it: the only source of authorisation.

An `Actor` is read once per request. `visible_cases` narrows every list; `check` is called by services under the
row lock and tells "you may not" (NotAllowed) from "too late, somebody was faster" (StateChanged).
"""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from pakn_plugin.models import ActorKind, Case, Membership, Reply, Transfer
from pakn_plugin.models.agency import in_force
from pakn_plugin.states import ENDED, NEVER_PUBLIC, Action, Role, State

S = State
R = Role
OPERATORS = frozenset({R.OPERATOR, R.OPERATOR_LEADER})
SEES_ALL = OPERATORS | {R.REVIEWER, R.SUPERVISOR}
SEES_AGENCY = frozenset({R.COORDINATOR, R.OFFICER, R.LEADER})
DESK_ROLES = SEES_ALL | SEES_AGENCY


class NotAllowed(Exception):
    """The actor has no right to this, whatever the state of the case."""


class StateChanged(Exception):
    """The action was right a moment ago, but the case has moved on. The message is for the person."""


@dataclass(frozen=True)
class Actor:
    """Who acts: a member of staff with roles in agencies, the reporter of a case, or the clock."""

    kind: ActorKind
    user: Any = None
    roles: frozenset[tuple[str, int]] = field(default_factory=frozenset)
    reporter_id: int | None = None
    is_superuser: bool = False

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
    """The actor of a signed-in user, with the memberships of today (one query). Anonymous users have no roles."""
    if not user.is_authenticated or not user.is_active:
        return Actor(ActorKind.STAFF)
    roles = Membership.objects.filter(in_force(timezone.localdate()), user=user).values_list("role", "agency_id")
    return Actor(ActorKind.STAFF, user, frozenset(roles), is_superuser=user.is_superuser)


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


def visible_cases(actor: Actor) -> QuerySet[Case]:
    """The cases that this member of staff may open; none for anybody else."""
    if actor.is_superuser or actor.has(*SEES_ALL):
        return Case.objects.all()
    return Case.objects.filter(agency_id__in=actor.agencies(*SEES_AGENCY))


@dataclass(frozen=True)
class Rule:
    """States in which an action is possible, and who may do it there."""

    states: frozenset[State]
    operator: bool = False
    agency_roles: frozenset[Role] = frozenset()
    assigned_only: bool = False
    citizen: bool = False
    system: bool = False
    reviewer: bool = False


def _rule(*states: State, roles: tuple[Role, ...] = (), **who: bool) -> Rule:
    return Rule(frozenset(states), agency_roles=frozenset(roles), **who)


BEFORE_TRANSFER = (S.SUBMITTED, S.RECEIVED)
NOT_ENDED = tuple(s for s in S if s not in ENDED)

RULES: dict[Action, tuple[Rule, ...]] = {
    Action.RECEIVE: (_rule(S.SUBMITTED, operator=True),),
    Action.REQUEST_INFO: (
        _rule(*BEFORE_TRANSFER, operator=True),
        _rule(S.PROCESSING, roles=(R.OFFICER,), assigned_only=True),
    ),
    Action.SUPPLY_INFO: (_rule(S.NEEDS_INFO, citizen=True),),
    Action.REFUSE: (_rule(*BEFORE_TRANSFER, operator=True),),
    Action.MERGE: (_rule(*BEFORE_TRANSFER, operator=True),),
    Action.TRANSFER: (_rule(S.RECEIVED, operator=True),),
    Action.ACCEPT: (_rule(S.TRANSFERRED, roles=(R.COORDINATOR,), system=True),),
    Action.DECLINE: (_rule(S.TRANSFERRED, roles=(R.COORDINATOR,), system=True),),
    Action.SEND_BACK: (_rule(S.PROCESSING, roles=(R.COORDINATOR,)),),
    Action.SUBMIT_REPLY: (_rule(S.PROCESSING, roles=(R.OFFICER,), assigned_only=True),),
    Action.APPROVE: (_rule(S.AWAITING_APPROVAL, roles=(R.LEADER,)),),
    Action.RETURN_REPLY: (_rule(S.AWAITING_APPROVAL, roles=(R.LEADER,)),),
    Action.RATE_CLOSE: (_rule(S.ANSWERED, citizen=True),),
    Action.CONTEST: (_rule(S.ANSWERED, citizen=True),),
    Action.UPHOLD: (_rule(S.UNDER_REVIEW, reviewer=True),),
    Action.REOPEN_REVIEW: (_rule(S.UNDER_REVIEW, reviewer=True),),
    Action.REOPEN: (_rule(S.ANSWERED, S.CLOSED, citizen=True),),
    Action.WITHDRAW: (_rule(S.SUBMITTED, S.RECEIVED, S.TRANSFERRED, S.PROCESSING, S.NEEDS_INFO, citizen=True),),
    Action.EXPIRE_INFO: (_rule(S.NEEDS_INFO, system=True),),
    Action.EXPIRE_RATING: (_rule(S.ANSWERED, system=True),),
    Action.CLASSIFY: (_rule(*BEFORE_TRANSFER, operator=True),),
    Action.ASSIGN: (_rule(S.PROCESSING, roles=(R.COORDINATOR,)),),
    Action.MESSAGE: (
        _rule(*BEFORE_TRANSFER, operator=True),
        _rule(S.PROCESSING, S.AWAITING_APPROVAL, roles=(R.COORDINATOR,)),
        _rule(S.PROCESSING, S.AWAITING_APPROVAL, roles=(R.OFFICER,), assigned_only=True),
    ),
    Action.ANSWER_MESSAGE: (_rule(*(s for s in NOT_ENDED if s != S.NEEDS_INFO), citizen=True),),
    Action.NOTE: (
        _rule(*NOT_ENDED, operator=True, reviewer=True),
        _rule(*NOT_ENDED, roles=(R.COORDINATOR, R.OFFICER, R.LEADER)),
    ),
    Action.DRAFT_REPLY: (_rule(S.PROCESSING, roles=(R.OFFICER,), assigned_only=True),),
    Action.PUBLISH: (_rule(*(s for s in S if s != S.SUBMITTED and s not in NEVER_PUBLIC), operator=True),),
}


def can(actor: Actor, action: Action, case: Case) -> bool:
    """Whether the actor may do this to the case as it stands now."""
    return any(case.state in rule.states and _is_one_of(actor, rule, case) for rule in RULES[action]) and (
        not _second_person_needed(actor, action, case)
    )


def allowed_actions(actor: Actor, case: Case) -> list[Action]:
    """What to offer this person on the case's screen, in the order of the machine."""
    return [action for action in RULES if can(actor, action, case)]


def check(actor: Actor, action: Action, case: Case) -> None:
    """Raise NotAllowed where the actor has no right, StateChanged where the case has moved on."""
    rules = RULES[action]
    if not any(_is_one_of(actor, rule, case) for rule in rules):
        if actor.kind == ActorKind.STAFF and _was_theirs(actor, rules, case):
            raise StateChanged(moved_on(case))
        raise NotAllowed(_("Bạn không có quyền thực hiện việc này."))
    if not any(case.state in rule.states and _is_one_of(actor, rule, case) for rule in rules):
        raise StateChanged(moved_on(case))
    if _second_person_needed(actor, action, case):
        raise NotAllowed(_("Người soạn, người duyệt và người rà soát phải là những người khác nhau."))


def check_officer(user: Any, case: Case) -> None:
    """Raise NotAllowed where the person is no officer of the case's agency today, so that nobody else is given it."""
    today = in_force(timezone.localdate())
    held = Membership.objects.filter(today, user=user, agency_id=case.agency_id or 0, role=R.OFFICER)
    if not user.is_active or not held.exists():
        raise NotAllowed(_("Người được chọn không phải cán bộ xử lý của đơn vị."))


def may_see_reporter(actor: Actor, case: Case) -> str:
    """How much of the reporter is shown: "open" to operators, "ask" to those who handle the case, "" to others."""
    if actor.has(*OPERATORS):
        return "open"
    if case.agency_id in actor.agencies(R.COORDINATOR):
        return "ask"
    handles = case.officer_id == actor.user.pk and case.agency_id in actor.agencies(R.OFFICER)
    return "ask" if handles else ""


def moved_on(case: Case) -> str:
    """The sentence for somebody who came second."""
    return _(
        "Phản ánh %(code)s vừa được người khác xử lý: hiện ở trạng thái “%(state)s” từ %(since)s. "
        "Nội dung bạn nhập vẫn còn ở đây; hãy xem lại phản ánh trước khi làm tiếp."
    ) % {
        "code": case.code,
        "state": case.get_state_display(),  # type: ignore[attr-defined]
        "since": timezone.localtime(case.state_since).strftime("%H:%M %d/%m/%Y"),
    }


def _is_one_of(actor: Actor, rule: Rule, case: Case) -> bool:
    if actor.kind == ActorKind.SYSTEM:
        return rule.system
    if actor.kind == ActorKind.CITIZEN:
        return rule.citizen and actor.reporter_id == case.reporter_id
    if rule.operator and actor.has(*OPERATORS):
        return True
    if rule.reviewer and actor.has(R.REVIEWER):
        return True
    return case.agency_id in actor.agencies(*rule.agency_roles) and (
        not rule.assigned_only or case.officer_id == actor.user.pk
    )


def _was_theirs(actor: Actor, rules: tuple[Rule, ...], case: Case) -> bool:
    """The case was before an agency of the actor's until somebody moved it: an answer of its own, not a refusal."""
    mine = {agency for rule in rules for agency in actor.agencies(*rule.agency_roles)} - {case.agency_id}
    return Transfer.objects.filter(case=case, agency_id__in=mine).exists()


def _second_person_needed(actor: Actor, action: Action, case: Case) -> bool:
    """Approver ≠ author; reviewer ≠ author and ≠ approver of the reply in question."""
    if action == Action.APPROVE:
        return Reply.objects.filter(case=case, status=Reply.Status.PENDING, author=actor.user).exists()
    if action in (Action.UPHOLD, Action.REOPEN_REVIEW):
        last = Reply.objects.filter(case=case, status=Reply.Status.PUBLISHED).order_by("-number").first()
        return last is not None and actor.user.pk in (last.author_id, last.approver_id)
    return False
