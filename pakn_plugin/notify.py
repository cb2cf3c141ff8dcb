"""What is sent to whom when something happens to a case. Planning only: services write the rows, the worker sends."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.utils import timezone

from pakn_plugin.models import Case, Membership
from pakn_plugin.models.agency import in_force
from pakn_plugin.states import Action, Role

# Action → template of the mail to the reporter.
TO_CITIZEN = {
    Action.FILE: "filed",
    Action.RECEIVE: "received",
    Action.REQUEST_INFO: "info_requested",
    Action.REFUSE: "refused",
    Action.MERGE: "merged",
    Action.TRANSFER: "transferred",
    Action.ACCEPT: "accepted",
    Action.MESSAGE: "message",
    Action.APPROVE: "answered",
    Action.CONTEST: "review_begun",
    Action.UPHOLD: "upheld",
    Action.REOPEN_REVIEW: "reopened",
    Action.REOPEN: "reopened",
    Action.RATE_CLOSE: "closed",
    Action.EXPIRE_INFO: "expired",
    Action.WITHDRAW: "withdrawn",
}

# Action → (template of the mail to staff, whose turn it is).
TO_STAFF: dict[Action, tuple[str, str]] = {
    Action.FILE: ("staff_filed", "operator"),
    Action.TRANSFER: ("staff_proposed", "coordinator"),
    Action.ACCEPT: ("staff_assigned", "named officer"),
    Action.DECLINE: ("staff_declined", "operator"),
    Action.SEND_BACK: ("staff_declined", "operator"),
    Action.ASSIGN: ("staff_assigned", "officer"),
    Action.SUPPLY_INFO: ("staff_supplied", "handler"),
    Action.ANSWER_MESSAGE: ("staff_message", "handler"),
    Action.SUBMIT_REPLY: ("staff_approval", "leader"),
    Action.RETURN_REPLY: ("staff_returned", "officer"),
    Action.CONTEST: ("staff_review", "reviewer"),
    Action.REOPEN_REVIEW: ("staff_reopened", "officer"),
    Action.REOPEN: ("staff_reopened", "officer"),
}


@dataclass(frozen=True)
class Recipient:
    """One mail: a template, and either the reporter or a member of staff."""

    template: str
    reporter_id: int | None = None
    user_id: int | None = None


def recipients(case: Case, action: Action) -> list[Recipient]:
    """Everybody who is told that this happened; people without an address are left out."""
    found: list[Recipient] = []
    if action in TO_CITIZEN and case.reporter.email:
        found.append(Recipient(TO_CITIZEN[action], reporter_id=case.reporter_id))
    if action in TO_STAFF:
        template, turn = TO_STAFF[action]
        found += [Recipient(template, user_id=pk) for pk in _staff(case, turn)]
    return found


def _staff(case: Case, turn: str) -> Iterable[int]:
    if turn == "named officer":
        return [case.officer_id] if case.officer_id else []
    if turn == "officer" or (turn == "handler" and case.officer_id):
        return [case.officer_id] if case.officer_id else _members(Role.COORDINATOR, case.agency_id)
    if turn == "handler" and case.agency_id:
        return _members(Role.COORDINATOR, case.agency_id)
    if turn in (Role.COORDINATOR, Role.LEADER):
        return _members(Role(turn), case.agency_id)
    return _members(Role.REVIEWER if turn == Role.REVIEWER else Role.OPERATOR, None)


def _members(role: Role, agency_id: int | None) -> list[int]:
    users: Any = get_user_model()
    rows = Membership.objects.filter(in_force(timezone.localdate()), role=role).exclude(
        user__in=users.objects.filter(is_active=False)
    )
    if agency_id is not None:
        rows = rows.filter(agency_id=agency_id)
    return list(rows.exclude(user__email="").order_by("user_id").values_list("user_id", flat=True).distinct()[:50])
