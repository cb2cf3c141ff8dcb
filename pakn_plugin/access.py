"""Who sees which case, and who may do what with it: the only source of authorisation.

An `Actor` is read once per request. `visible_cases` narrows every list; `check` is called by services under the
row lock and tells "you may not" (NotAllowed) from "too late, somebody was faster" (StateChanged).
"""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from pakn_plugin import conf
from pakn_plugin.models import (
    ActorKind,
    Case,
    Coordination,
    Membership,
    Reply,
    SavedFilter,
    TimeRequest,
    Transfer,
)
from pakn_plugin.models.agency import in_force
from pakn_plugin.rights import RULES, Rule
from pakn_plugin.states import Action, Role

R = Role
OPERATORS = frozenset({R.OPERATOR, R.OPERATOR_LEADER})
SEES_ALL = OPERATORS | {R.REVIEWER, R.SUPERVISOR}
SEES_AGENCY = frozenset({R.COORDINATOR, R.OFFICER, R.LEADER})
DESK_ROLES = SEES_ALL | SEES_AGENCY | {R.CONFIDENTIAL}


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
    """The cases that this member of staff may open; none for anybody else.

    A complaint or denunciation is there for the operator's named people only. An agency sees what stands before it
    and what it co-ordinates.
    """
    plain = Q(restricted=False)
    if actor.is_superuser or actor.has(*SEES_ALL):
        return Case.objects.all() if may_see_restricted(actor) else Case.objects.filter(plain)
    own = actor.agencies(*SEES_AGENCY)
    joined = Coordination.objects.filter(agency_id__in=own, ended_at__isnull=True).values("case_id")
    theirs = Q(agency_id__in=own) | Q(pk__in=joined)
    if may_see_restricted(actor):
        return Case.objects.filter(theirs & plain | Q(restricted=True))
    return Case.objects.filter(theirs, plain)


def visible_filters(actor: Actor) -> QuerySet[SavedFilter]:
    """The saved filters of this member of staff: own ones, those shared with their agencies, and everybody's."""
    if not actor.works_at_desk:
        return SavedFilter.objects.none()
    audience = SavedFilter.Audience
    shared = Q(audience=audience.DESK) | Q(audience=audience.AGENCY, agency_id__in=actor.agencies(*DESK_ROLES))
    return SavedFilter.objects.filter(shared | Q(owner=actor.user))


def may_see_restricted(actor: Actor) -> bool:
    """Whether complaints and denunciations are shown to this person: only to those who were named for it."""
    return actor.has(R.CONFIDENTIAL)


ASKED_KIND = {
    Action.GRANT_EXTENSION: TimeRequest.Kind.EXTENSION,
    Action.REFUSE_EXTENSION: TimeRequest.Kind.EXTENSION,
    Action.GRANT_VERIFICATION: TimeRequest.Kind.VERIFICATION,
    Action.REFUSE_VERIFICATION: TimeRequest.Kind.VERIFICATION,
}


def can(actor: Actor, action: Action, case: Case) -> bool:
    """Whether the actor may do this to the case as it stands now."""
    return any(case.state in rule.states and _is_one_of(actor, rule, case) for rule in RULES[action]) and (
        not _barred(actor, action, case)
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
    barred = _barred(actor, action, case)
    if barred:
        raise NotAllowed(barred)


def check_officer(user: Any, case: Case) -> None:
    """Raise NotAllowed where the person is no officer of the case's agency today, so that nobody else is given it."""
    today = in_force(timezone.localdate())
    held = Membership.objects.filter(today, user=user, agency_id=case.agency_id or 0, role=R.OFFICER)
    if not user.is_active or not held.exists():
        raise NotAllowed(_("Người được chọn không phải cán bộ xử lý của đơn vị."))


def may_see_reporter(actor: Actor, case: Case) -> str:
    """How much of the reporter is shown: "open" to operators, "ask" to those who handle the case, "" to others."""
    if case.restricted:
        return "ask" if may_see_restricted(actor) else ""
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
    if case.restricted:
        return rule.confidential and may_see_restricted(actor)
    if rule.partner and is_partner(actor, case):
        return True
    if rule.operator and actor.has(*OPERATORS):
        return True
    if rule.reviewer and actor.has(R.REVIEWER):
        return True
    return case.agency_id in actor.agencies(*rule.agency_roles) and (
        not rule.assigned_only or case.officer_id == actor.user.pk
    )


def is_partner(actor: Actor, case: Case) -> bool:
    """Whether an agency of the actor's co-ordinates this case now (one query for people of line agencies)."""
    own = actor.agencies(R.COORDINATOR, R.OFFICER) - {case.agency_id}
    return bool(own) and Coordination.objects.filter(case=case, agency_id__in=own, ended_at__isnull=True).exists()


def _was_theirs(actor: Actor, rules: tuple[Rule, ...], case: Case) -> bool:
    """The case was before an agency of the actor's until somebody moved it: an answer of its own, not a refusal."""
    if case.restricted:
        return False
    mine = {agency for rule in rules for agency in actor.agencies(*rule.agency_roles)} - {case.agency_id}
    return Transfer.objects.filter(case=case, agency_id__in=mine).exists()


def leader_decides(case: Case) -> bool:
    """Whether so many agencies have refused the case that only the operator's leader may choose the next one."""
    return case.declines >= conf.get("DECLINES")


def _barred(actor: Actor, action: Action, case: Case) -> str:
    """Why an action that is this person's in this state is not possible all the same; empty where it is."""
    if _second_person_needed(actor, action, case):
        return _("Người soạn, người duyệt và người rà soát phải là những người khác nhau.")
    if action == Action.TRANSFER and leader_decides(case) and not actor.has(R.OPERATOR_LEADER):
        return _("Phản ánh đã bị trả lại nhiều lần: lãnh đạo đầu mối tiếp nhận quyết định cơ quan xử lý.")
    if action in (Action.DECLINE, Action.SEND_BACK) and _by_leader(case):
        return _("Lãnh đạo đầu mối tiếp nhận đã quyết định cơ quan xử lý; không trả lại được nữa.")
    if action in ASKED_KIND:
        return _time_barred(actor, action, case)
    return ""


def _by_leader(case: Case) -> bool:
    if case.declines < conf.get("DECLINES"):
        return False
    last = Transfer.objects.filter(case=case).order_by("-proposed_at", "-id").values_list("by_leader", flat=True)
    return bool(last.first())


def _time_barred(actor: Actor, action: Action, case: Case) -> str:
    """Extensions and pauses are decided by another person than the one who asks."""
    open_requests = TimeRequest.objects.filter(
        case=case, kind=ASKED_KIND[action], agency=case.agency_id, outcome=TimeRequest.Outcome.PENDING
    )
    asker = open_requests.values_list("asked_by", flat=True).first()
    if asker is None:
        return _("Không có đề nghị nào đang chờ quyết định.")
    return _("Người đề nghị và người quyết định phải là hai người khác nhau.") if asker == actor.user.pk else ""


def _second_person_needed(actor: Actor, action: Action, case: Case) -> bool:
    """Approver ≠ author; reviewer ≠ author and ≠ approver of the reply in question."""
    if action == Action.APPROVE:
        return Reply.objects.filter(case=case, status=Reply.Status.PENDING, author=actor.user).exists()
    if action in (Action.UPHOLD, Action.REOPEN_REVIEW):
        last = Reply.objects.filter(case=case, status=Reply.Status.PUBLISHED).order_by("-number").first()
        return last is not None and actor.user.pk in (last.author_id, last.approver_id)
    return False
