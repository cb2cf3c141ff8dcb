"""What is sent to whom when something happens to a case. Planning only: services write the rows, the worker sends."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.utils import timezone

from pakn_plugin import audience, conf
from pakn_plugin.models import Case, Membership
from pakn_plugin.models.agency import in_force
from pakn_plugin.models.commitment import answered_by
from pakn_plugin.models.deputation import standing_in
from pakn_plugin.prepared import FIRST, Prepared
from pakn_plugin.states import Action, Audience, Level, Role, State

# Told once when a promised day has passed; dropped where the promise is reported or moved before the mail leaves.
PROMISE_BROKEN = "promise_broken"

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
    Action.APPROVE_CORRECTION: "corrected",
    Action.CONTEST: "review_begun",
    Action.UPHOLD: "upheld",
    Action.REOPEN_REVIEW: "reopened",
    Action.REOPEN: "reopened",
    Action.RATE_CLOSE: "closed",
    Action.EXPIRE_INFO: "expired",
    Action.WITHDRAW: "withdrawn",
    Action.SPLIT: "split",
    Action.GRANT_EXTENSION: "extended",
    Action.GRANT_VERIFICATION: "verification",
    Action.WAIVE_MESSAGE: "message",
    Action.REVOKE_LINK: "new_link",
    Action.KEEP_PROMISE: "promise_kept",
    Action.BREAK_PROMISE: PROMISE_BROKEN,
}

# Action → (template of the mail to staff, whose turn it is).
TO_STAFF: dict[Action, tuple[str, str]] = {
    Action.FILE: ("staff_filed", "operator"),
    Action.TRANSFER: ("staff_proposed", "coordinator"),
    Action.ACCEPT: ("staff_assigned", "named officer"),
    Action.DECLINE: ("staff_declined", "operator"),
    Action.SEND_BACK: ("staff_declined", "operator"),
    Action.ASSIGN: ("staff_assigned", "officer"),
    Action.HAND_OVER: ("staff_assigned", "named officer"),
    Action.SUPPLY_INFO: ("staff_supplied", "handler"),
    Action.ANSWER_MESSAGE: ("staff_message", "handler"),
    Action.SUBMIT_REPLY: ("staff_approval", "leader"),
    Action.RETURN_REPLY: ("staff_returned", "officer"),
    Action.SUBMIT_CORRECTION: ("staff_correction", "leader"),
    Action.RETURN_CORRECTION: ("staff_correction_returned", "officer"),
    Action.CONTEST: ("staff_review", "reviewer"),
    Action.REOPEN_REVIEW: ("staff_reopened", "officer"),
    Action.REOPEN: ("staff_reopened", "officer"),
    Action.INVITE: ("staff_invited", "partner"),
    Action.CONTRIBUTE: ("staff_contributed", "asker"),
    Action.ASK_EXTENSION: ("staff_time_asked", "leader"),
    Action.ASK_VERIFICATION: ("staff_time_asked", "leader"),
    Action.GRANT_EXTENSION: ("staff_time_granted", "asker and officer"),
    Action.GRANT_VERIFICATION: ("staff_time_granted", "asker and officer"),
    Action.REFUSE_EXTENSION: ("staff_time_refused", "asker and officer"),
    Action.REFUSE_VERIFICATION: ("staff_time_refused", "asker and officer"),
    Action.RESTRICT: ("staff_restricted", "operator"),
    Action.LIFT: ("staff_lifted", "operator"),
}

# A citizen who has not rated yet is reminded once; the mail is dropped where the rating comes first.
RATING_REMINDER = "rating_reminder"
MOST_PEOPLE = 50

# What operators and their leaders get instead when a refusal has put the case before the leader.
LEADER_DECIDES = "staff_to_decide"

# Action on a main case → template of the mail to the reporters of its duplicates.
TO_FOLLOWERS = {
    Action.APPROVE: "main_answered",
    Action.APPROVE_CORRECTION: "main_corrected",
    Action.REFUSE: "main_refused",
    Action.REOPEN: "main_reopened",
    Action.REOPEN_REVIEW: "main_reopened",
    Action.WITHDRAW: "main_ended",
    Action.EXPIRE_INFO: "main_ended",
    Action.KEEP_PROMISE: "promise_kept",
    Action.BREAK_PROMISE: PROMISE_BROKEN,
}

# About a promise → template for those who answer for it; the reminder waits for the daily mail.
TO_KEEPERS = {Action.REMIND_PROMISE: "staff_promise_due", Action.BREAK_PROMISE: "staff_promise_broken"}


@dataclass(frozen=True)
class Recipient:
    """One mail: a template, and either the reporter or a member of staff; `case_id` is a reporter's own other case."""

    template: str
    reporter_id: int | None = None
    user_id: int | None = None
    case_id: int | None = None
    digest_after: datetime | None = None


def recipients(case: Case, action: Action, data: dict[str, Any] | None = None) -> list[Recipient]:
    """Everybody who is told that this happened (`data`: the event's); people without an address are left out."""
    found: list[Recipient] = []
    data = data or {}
    if action == Action.REMIND:
        return _reminded(case, data)
    if action in TO_KEEPERS:
        found += _keepers(case, TO_KEEPERS[action], data)
        if case.restricted or case.state == State.WITHDRAWN:
            return found
    if action in TO_CITIZEN and case.reporter.email:
        found.append(Recipient(TO_CITIZEN[action], reporter_id=case.reporter_id, case_id=data.get("part")))
    if action in TO_FOLLOWERS:
        found += _followers(case, TO_FOLLOWERS[action])
    if action in (Action.DECLINE, Action.SEND_BACK) and case.declines >= conf.get("DECLINES"):
        deciding = _members(Role.OPERATOR, None) + _members(Role.OPERATOR_LEADER, None)
        found += [Recipient(LEADER_DECIDES, user_id=pk) for pk in dict.fromkeys(deciding)]
    elif action in TO_STAFF:
        template, turn = TO_STAFF[action]
        found += [Recipient(template, user_id=pk) for pk in _staff(case, turn, data)]
    return found


def _reminded(case: Case, data: dict[str, Any]) -> list[Recipient]:
    """Staff find a reminder in the daily mail of the next office day, unless the rule or the case is urgent.

    Also people without an address are recorded: the desk shows them what they are reminded of.
    """
    if case.state == State.NEEDS_INFO:
        return [Recipient("info_reminder", reporter_id=case.reporter_id)] if case.reporter.email else []
    if data.get("word"):
        return _reminded_of_word(case, data)
    if case.state == State.ANSWERED:
        reachable = case.reporter.email and not case.restricted
        return [Recipient(RATING_REMINDER, reporter_id=case.reporter_id)] if reachable else []
    at_once = data["at_once"] or case.level == Level.URGENT
    after = None if at_once else datetime.fromisoformat(data["moment"])
    template = "staff_reminder" if data["audience"] == Audience.HOLDER else "staff_escalated"
    found = audience.people(case, data["audience"])
    return [Recipient(template, user_id=pk, digest_after=after) for pk in found]


def _reminded_of_word(case: Case, data: dict[str, Any]) -> list[Recipient]:
    """The same for a message that nobody has answered yet."""
    at_once = data["at_once"] or case.level == Level.URGENT
    after = None if at_once else datetime.fromisoformat(data["moment"])
    template = "staff_word_reminder" if data["audience"] == Audience.HOLDER else "staff_word_escalated"
    found = audience.word_people(case, data["audience"])
    return [Recipient(template, user_id=pk, digest_after=after) for pk in found]


def _keepers(case: Case, template: str, data: dict[str, Any]) -> list[Recipient]:
    """The people whom the event names; of a complaint or denunciation nobody is mailed."""
    after = datetime.fromisoformat(data["moment"]) if "moment" in data else None
    return [] if case.restricted else [Recipient(template, user_id=pk, digest_after=after) for pk in data["to"]]


def _followers(main: Case, template: str) -> list[Recipient]:
    """The reporters of the duplicates, one mail each; of a restricted case they hear only that it is over."""
    rows = Case.objects.filter(merged_into=main).exclude(reporter__email="").exclude(reporter=main.reporter_id)
    own = dict(rows.order_by("-pk").values_list("reporter_id", "pk"))
    if main.restricted or (main.refusal_reason and main.refusal_reason.restricted):
        template = "main_ended"
    return [Recipient(template, reporter_id=reporter, case_id=case) for reporter, case in sorted(own.items())]


def _staff(case: Case, turn: str, data: dict[str, Any]) -> Iterable[int]:
    if case.restricted:
        return _members(Role.CONFIDENTIAL, None)
    if turn == "partner":
        return _members(Role.COORDINATOR, data["agency"])
    if turn == "asker":
        users: Any = get_user_model()
        asker = users.objects.filter(pk=data["asker"], is_active=True).exclude(email="").values_list("pk", flat=True)
        return list(asker) or _staff(case, "handler", data)
    if turn == "asker and officer":
        return dict.fromkeys([*_staff(case, "asker", data), *_staff(case, "named officer", data)])
    if turn == "named officer":
        return [case.officer_id] if case.officer_id else []
    if turn == "officer" or (turn == "handler" and case.officer_id):
        return [case.officer_id] if case.officer_id else _members(Role.COORDINATOR, case.agency_id)
    if turn == "handler" and case.agency_id:
        return _members(Role.COORDINATOR, case.agency_id)
    if turn == Role.LEADER and case.state == State.CLOSED and case.agency_id:
        heirs = answered_by(case.agency_id, timezone.localdate())
        return dict.fromkeys(pk for agency in sorted(heirs) for pk in _members(Role.LEADER, agency))
    if turn in (Role.COORDINATOR, Role.LEADER):
        return _members(Role(turn), case.agency_id)
    return _members(Role.REVIEWER if turn == Role.REVIEWER else Role.OPERATOR, None)


def _members(role: Role, agency_id: int | None) -> list[int]:
    values = {"day": timezone.localdate(), "role": role.value}
    if agency_id is None:
        found = _EVERYWHERE.rows(**values)
    elif role == Role.LEADER:
        found = _LEADING.rows(day=values["day"], agency_id=agency_id)
    else:
        found = _OF_AGENCY.rows(**values, agency_id=agency_id)
    return [user for (user,) in found]


def _leading(day: date, agency_id: int) -> QuerySet[Any, Any]:
    """The leaders of an agency and those who stand in for one, whom a mail can reach."""
    deputies = standing_in(day).filter(agency_id=agency_id).exclude(deputy__email="")
    rows = Membership.objects.filter(in_force(day), role=Role.LEADER, agency_id=agency_id, user__is_active=True)
    own = rows.exclude(user__email="").order_by().values_list("user_id")
    return own.union(deputies.order_by().values_list("deputy_id")).order_by("user_id")[:MOST_PEOPLE]


def _reachable(day: date, role: str, **of_agency: int) -> QuerySet[Any, Any]:
    """People in a role, everywhere or in an agency, whom a mail can reach."""
    users: Any = get_user_model()
    rows = Membership.objects.filter(in_force(day), role=role, **of_agency)
    rows = rows.exclude(user__in=users.objects.filter(is_active=False)).exclude(user__email="")
    return rows.order_by("user_id").values_list("user_id").distinct()[:MOST_PEOPLE]


_EVERYWHERE = Prepared(_reachable, day=FIRST, role="?")
_OF_AGENCY = Prepared(_reachable, day=FIRST, role="?", agency_id=-1)
_LEADING = Prepared(_leading, day=FIRST, agency_id=-1)
