"""Who sees which case, and who may do what with it: the only source of authorisation.

An `Actor` is read once per request. `visible_cases` narrows every list; `check` is called by services under the
row lock and tells "you may not" (NotAllowed) from "too late, somebody was faster" (StateChanged).
"""

from dataclasses import replace
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from pakn_plugin import charge, conf, corrections, keeping, two_people
from pakn_plugin.actors import (
    DESK_ROLES,
    OPERATORS,
    SEES_AGENCY,
    SEES_ALL,
    SYSTEM,
    Actor,
    Standing,
    actor_for,
    actor_of,
    citizen_of,
)
from pakn_plugin.models import ActorKind, Case, Coordination, Membership, Pause, SavedFilter, Transfer
from pakn_plugin.models.agency import in_force
from pakn_plugin.rights import RULES, Rule, roles_for
from pakn_plugin.states import ENDED, Action, Ground, Role, Side, State
from pakn_plugin.two_people import APPROVALS, ASKED_KIND, DECIDED_KIND

R = Role
__all__ = [
    "DESK_ROLES",
    "OPERATORS",
    "SEES_AGENCY",
    "SEES_ALL",
    "SYSTEM",
    "Actor",
    "Standing",
    "actor_for",
    "actor_of",
    "citizen_of",
    "roles_for",
]


class NotAllowed(Exception):
    """The actor has no right to this, whatever the state of the case."""


class StateChanged(Exception):
    """The action was right a moment ago, but the case has moved on. The message is for the person."""


def visible_cases(actor: Actor) -> QuerySet[Case]:
    """The cases that this member of staff may open; none for anybody else.

    A complaint or denunciation is there for the operator's named people only. An agency sees what stands before it,
    what it co-ordinates, and what was closed in those whose work has come to it.
    """
    plain = Q(restricted=False)
    if actor.is_superuser or actor.has(*SEES_ALL):
        return Case.objects.all() if may_see_restricted(actor) else Case.objects.filter(plain)
    own = actor.agencies(*SEES_AGENCY)
    theirs = Q(agency_id__in=own) | Q(pk__in=actor.joined) if actor.joined else Q(agency_id__in=own)
    if actor.before:
        theirs |= Q(agency_id__in=actor.inherited(*SEES_AGENCY), state=State.CLOSED)
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


def may_reallocate(actor: Actor) -> bool:
    """Whether the cases that a reorganisation left undecided are this person's to send on."""
    return actor.has(*OPERATORS) or may_see_restricted(actor)


def may_reorganise(actor: Actor) -> bool:
    """Whether agencies and communes are this person's to reorganise: system administrators, and the command line."""
    if actor.kind == ActorKind.SYSTEM:
        return True
    return actor.user is not None and actor.user.has_perm("pakn.change_reorganisation")


def may_see_restricted(actor: Actor) -> bool:
    """Whether complaints and denunciations are shown to this person: only to those who were named for it."""
    return actor.has(R.CONFIDENTIAL)


def can(actor: Actor, action: Action, case: Case) -> bool:
    """Whether the actor may do this to the case as it stands now."""
    actor = charge.placed(actor, action, case)
    return any(case.state in rule.states and _is_one_of(actor, rule, case) for rule in RULES[action]) and not (
        _nothing_there(action, case) or barred(actor, action, case)
    )


def allowed_actions(actor: Actor, case: Case) -> list[Action]:
    """What to offer this person on the case's screen, in the order of the machine."""
    return [action for action in RULES if can(actor, action, case)]


def check(actor: Actor, action: Action, case: Case) -> None:
    """Raise NotAllowed where the actor has no right, StateChanged where the case has moved on."""
    rules, actor = RULES[action], charge.placed(actor, action, case)
    if not any(_is_one_of(actor, rule, case) for rule in rules):
        if actor.kind == ActorKind.STAFF and _was_theirs(actor, rules, case):
            raise StateChanged(moved_on(case))
        raise NotAllowed(_("Bạn không có quyền thực hiện việc này."))
    if not any(case.state in rule.states and _is_one_of(actor, rule, case) for rule in rules):
        raise StateChanged(moved_on(case))
    gone = _nothing_there(action, case)
    if gone:
        raise StateChanged(gone)
    reason = barred(actor, action, case)
    if reason:
        raise NotAllowed(reason)


def acting_for(actor: Actor, action: Action, case: Case) -> Standing | None:
    """In whose place the actor does this to the case as it stands now; None for somebody who does it in their own."""
    actor = charge.placed(actor, action, case)
    if not actor.standing:
        return None
    own = replace(actor, roles=actor.own_roles, standing=())
    if any(case.state in rule.states and _is_one_of(own, rule, case) for rule in RULES[action]):
        return None
    return two_people.standing_for(actor, case, two_people.author_of(action, case))


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


def may_see_viewings(actor: Actor, case: Case) -> bool:
    """Who is told who looked at hidden things: named people, and of ordinary cases those who answer for the desk."""
    return may_see_restricted(actor) or (not case.restricted and actor.has(R.OPERATOR_LEADER, R.SUPERVISOR))


def keeps_wording(actor: Actor) -> bool:
    """Who says by which phrases and limits replies are compared with internal texts."""
    return actor.is_superuser or bool(actor.user and actor.user.has_perm("pakn.change_officephrase"))


def may_file_for(actor: Actor) -> bool:
    """Who enters what came by phone, letter, mail or at a counter: operators, and the coordinators of agencies."""
    return actor.has(*OPERATORS, R.COORDINATOR)


def sees_as_partner(actor: Actor, case: Case) -> bool:
    """Whether this person sees the case only because an agency of theirs co-ordinates it: no drafts, no identity."""
    if actor.is_superuser or case.restricted or actor.has(*SEES_ALL):
        return False
    return case.agency_id not in actor.agencies(*SEES_AGENCY) | actor.inherited(*SEES_AGENCY)


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
    if rule.keeper:
        return keeping.answers_for_any(actor, case)
    if rule.operator and actor.has(*OPERATORS):
        return True
    if rule.reviewer and actor.has(R.REVIEWER):
        return True
    return case.agency_id in actor.agencies(*rule.agency_roles) and (
        not rule.assigned_only or case.officer_id == actor.user.pk or (rule.inherits and charge.has_left(case))
    )


def is_partner(actor: Actor, case: Case) -> bool:
    """Whether an agency of the actor's co-ordinates this case now (one query for people of other line agencies)."""
    return partner_agency(actor, case) is not None


def partner_agency(actor: Actor, case: Case) -> int | None:
    """The agency for which the actor answers a part of this case, if any."""
    own = actor.agencies(R.COORDINATOR, R.OFFICER) - {case.agency_id}
    if not own:
        return None
    rows = Coordination.objects.filter(case=case, agency_id__in=own, ended_at__isnull=True)
    return rows.values_list("agency_id", flat=True).first()


def _was_theirs(actor: Actor, rules: tuple[Rule, ...], case: Case) -> bool:
    """The case was before an agency of the actor's until somebody moved it: an answer of its own, not a refusal."""
    if case.restricted:
        return False
    mine = {agency for rule in rules for agency in actor.agencies(*rule.agency_roles)} - {case.agency_id}
    if any(rule.partner for rule in rules):
        own = actor.agencies(R.COORDINATOR, R.OFFICER)
        if own and Coordination.objects.filter(case=case, agency_id__in=own).exists():
            return True
    return Transfer.objects.filter(case=case, agency_id__in=mine).exists()


def leader_decides(case: Case) -> bool:
    """Whether so many agencies have refused the case that only the operator's leader may choose the next one."""
    return case.declines >= conf.get("DECLINES")


def barred(actor: Actor, action: Action, case: Case) -> str:
    """Why an action that is this person's in this state is not possible all the same; empty where it is."""
    if _second_person_needed(actor, action, case):
        return _("Người soạn, người duyệt và người rà soát phải là những người khác nhau.")
    if action == Action.TRANSFER and leader_decides(case) and not actor.has(R.OPERATOR_LEADER):
        return _("Phản ánh đã bị trả lại nhiều lần: lãnh đạo đầu mối tiếp nhận quyết định cơ quan xử lý.")
    if action in (Action.DECLINE, Action.SEND_BACK) and _by_leader(case):
        return _("Lãnh đạo đầu mối tiếp nhận đã quyết định cơ quan xử lý; không trả lại được nữa.")
    if action in DECIDED_KIND and two_people.is_own_work(actor, action, case):
        return _("Người đề nghị và người quyết định phải là hai người khác nhau.")
    if action in ASKED_KIND:
        return two_people.asked_before(case, ASKED_KIND[action])
    return ""


def _by_leader(case: Case) -> bool:
    if case.declines < conf.get("DECLINES"):
        return False
    last = Transfer.objects.filter(case=case).order_by("-proposed_at", "-id").values_list("by_leader", flat=True)
    return bool(last.first())


def _nothing_there(action: Action, case: Case) -> str:
    """What the action would decide or end is not there (any more): somebody was faster, or it is over."""
    if action in DECIDED_KIND and not two_people.undecided(action, case).exists():
        return _("Không có đề nghị nào đang chờ quyết định: đề nghị vừa được quyết định hoặc không còn cần nữa.")
    if case.word_by != Side.HANDLER and (action == Action.WAIVE_MESSAGE or _over(action, case)):
        return _("Không có tin nhắn nào của người gửi đang chờ trả lời.")
    if action == Action.END_VERIFICATION:
        on_site = Pause.objects.filter(case=case, ground=Ground.VERIFICATION, ended_at__isnull=True)
        return "" if on_site.exists() else _("Việc xác minh thực địa đã kết thúc; thời hạn đang được tính tiếp.")
    if action == Action.REALLOCATE and not case.reallocations.filter(decided_at=None).exists():
        return _("Phản ánh này không chờ phân lại sau sắp xếp.")
    return corrections.hindrance(action, case)


def _over(action: Action, case: Case) -> bool:
    """In a case that has ended there is nothing to write to its reporter but an answer that is still owed."""
    return action == Action.MESSAGE and case.state in ENDED


def _second_person_needed(actor: Actor, action: Action, case: Case) -> bool:
    """Approver ≠ author, also through a deputy; reviewer ≠ author and ≠ approver of the reply in question."""
    if action in APPROVALS:
        return two_people.is_own_work(actor, action, case)
    if action in (Action.UPHOLD, Action.REOPEN_REVIEW):
        return two_people.stood_behind(actor, case)
    return False
