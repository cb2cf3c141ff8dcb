"""Roles given and taken, by day. Two administrators at once wait for each other at the row of the agency.

A membership is never deleted: it ends. What has not begun yet is taken back by an end before its first day.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from pakn_plugin import access, delegation
from pakn_plugin.access import Actor, NotAllowed
from pakn_plugin.models import Agency, Case, Membership, MembershipChange
from pakn_plugin.models.agency import in_force
from pakn_plugin.queries import members
from pakn_plugin.services import deputies, staff
from pakn_plugin.services.moves import moving
from pakn_plugin.states import Action, Role

What = MembershipChange.What
DAY = timedelta(days=1)
EVER, NEVER = date.min, date.max


class CasesRemain(NotAllowed):
    """The officer still has open cases: somebody must take them over, or the coordinator."""


def grant(
    actor: Actor, agency_id: int, user: Any, role: str, first: date | None, last: date | None, now: datetime
) -> Membership:
    """Give a person a role in an agency from one day to another; None is open.

    Raises NotAllowed without the right, for a past first day (unless the actor keeps all memberships), for days
    that overlap with the same role of the same person, and outside the agency's own days.
    """
    with _keeping(actor, agency_id, role) as agency:
        _check_days(agency, first, last)
        if not delegation.keeps_all(actor) and (first is None or first < timezone.localdate(now)):
            raise NotAllowed(_("Vai trò chỉ được giao từ hôm nay trở đi."))
        if not user.is_active:
            raise NotAllowed(_("Tài khoản này đang bị khóa."))
        _check_overlap(Membership(user=user, agency=agency, role=role, valid_from=first, valid_to=last))
        row = Membership.objects.create(user=user, agency=agency, role=role, valid_from=first, valid_to=last)
        user.groups.add(staff.staff_group())
        _record(row, What.GRANTED, actor, now)
        return row


def invite(
    actor: Actor,
    agency_id: int,
    person: tuple[str, str, str],
    role: str,
    first: date,
    last: date | None,
    now: datetime,
) -> Membership:
    """The same for a new account: e-mail address, family name, given name. It gets a mail to set a password."""
    with transaction.atomic():
        delegation.check(actor, agency_id, role)
        row = grant(actor, agency_id, staff.create_account(*person), role, first, last, now)
        staff.invite(row.user, row.agency, now)
        _record(row, What.INVITED, actor, now)
        return row


def invite_again(actor: Actor, membership_id: int, now: datetime) -> None:
    """Send the mail once more, with a new link. Raises NotAllowed where a password was set."""
    row = delegation.memberships(actor).get(pk=membership_id)
    with _keeping(actor, row.agency_id, row.role) as agency:
        staff.invite(row.user, agency, now)
        _record(row, What.INVITED, actor, now)


def end(
    actor: Actor, membership_id: int, day: date, now: datetime, heir: Any = None, to_coordinator: bool = False
) -> int:
    """Let a role end: `day` is the first day without it. Returns how many open cases were handed over.

    Open cases of an officer go to `heir`, an officer of the agency, or are left for the coordinator to assign. Raises
    CasesRemain where the role ends today and neither was said, NotAllowed where nobody else would be left.
    """
    found = delegation.memberships(actor).get(pk=membership_id)
    with _keeping(actor, found.agency_id, found.role) as agency:
        row = Membership.objects.select_for_update(of=("self",)).select_related("user").get(pk=membership_id)
        today = timezone.localdate(now)
        if day < today or (row.valid_to or NEVER) < day:
            raise NotAllowed(_("Ngày thôi vai trò phải từ hôm nay trở đi và trước ngày kết thúc đã định."))
        last = max(day, row.valid_from or day) - DAY
        _check_left(actor, row, last)
        moved = _hand_over(actor, row, agency, day <= today, heir, to_coordinator, now)
        row.valid_to = last
        row.save(update_fields=["valid_to"])
        _record(row, What.ENDED, actor, now, moved)
        deputies.end_void(now, agency.pk)
        return moved


def amend(actor: Actor, membership_id: int, first: date | None, last: date | None, now: datetime) -> Membership:
    """Correct the days of a membership, as the register does. The same checks hold as for giving and ending."""
    found = delegation.memberships(actor).get(pk=membership_id)
    with _keeping(actor, found.agency_id, found.role) as agency:
        row = Membership.objects.select_for_update(of=("self",)).select_related("user").get(pk=membership_id)
        _check_days(agency, first, last)
        today = timezone.localdate(now)
        over = last is not None and last < today
        if last is not None and last < (row.valid_to or NEVER):
            _check_left(actor, row, last)
        if over and (row.valid_to or NEVER) >= today:
            _hand_over(actor, row, agency, True, None, False, now)
        row.valid_from, row.valid_to = first, last
        _check_overlap(row)
        row.save(update_fields=["valid_from", "valid_to"])
        _record(row, What.AMENDED, actor, now)
        deputies.end_void(now, agency.pk)
        return row


def release(case_id: int, now: datetime) -> bool:
    """Leave a case to the coordinator whose officer is no officer of the agency any more; whether it was so."""
    with transaction.atomic():
        if not members.orphaned(timezone.localdate(now)).filter(pk=case_id).exists():
            return False
        _give(case_id, access.SYSTEM, None, now)
    return True


@contextmanager
def _keeping(actor: Actor, agency_id: int, role: str) -> Iterator[Agency]:
    """The agency, locked and checked: what one administrator decides the other sees."""
    with transaction.atomic():
        agency = Agency.objects.select_for_update(of=("self",)).get(pk=agency_id)
        delegation.check(actor, agency_id, role)
        yield agency


def _check_days(agency: Agency, first: date | None, last: date | None) -> None:
    if (last or NEVER) < (first or EVER):
        raise NotAllowed(_("Ngày cuối phải từ ngày đầu trở đi."))
    if agency.valid_to and (first or EVER) > agency.valid_to:
        raise NotAllowed(_("Đơn vị không còn hoạt động vào ngày đó."))


def _check_overlap(row: Membership) -> None:
    same = Membership.objects.filter(user=row.user, agency=row.agency, role=row.role).exclude(pk=row.pk)
    same = same.exclude(valid_to__lt=F("valid_from"))
    begun = Q(valid_from=None) | Q(valid_from__lte=row.valid_to or NEVER)
    if same.filter(begun, Q(valid_to=None) | Q(valid_to__gte=row.valid_from or EVER)).exists():
        raise NotAllowed(_("Người này đã có vai trò đó ở đơn vị trong khoảng thời gian này."))


def _others(row: Membership, day: date) -> QuerySet[Membership]:
    """Other people who hold the same role in the agency on a day."""
    same = Membership.objects.filter(in_force(day), agency=row.agency_id, role=row.role, user__is_active=True)
    return same.exclude(user=row.user_id)


def _check_left(actor: Actor, row: Membership, last: date) -> None:
    """Nobody lets an agency without the people whom its open cases need, or takes the own last administration."""
    if last < (row.valid_from or EVER) or _others(row, last + DAY).exists():
        return
    if row.role == Role.AGENCY_ADMIN and actor.user == row.user:
        raise NotAllowed(_("Bạn là quản trị cuối cùng của đơn vị: hãy giao vai trò này cho người khác trước."))
    if row.role in (Role.LEADER, Role.COORDINATOR) and members.open_cases(row.agency_id).exists():
        raise NotAllowed(
            _("Đơn vị còn phản ánh đang xử lý mà không còn ai giữ vai trò “%(role)s”: hãy giao cho người khác trước.")
            % {"role": row.get_role_display()}  # type: ignore[attr-defined]
        )


def _hand_over(
    actor: Actor, row: Membership, agency: Agency, at_once: bool, heir: Any, to_coordinator: bool, now: datetime
) -> int:
    if row.role != Role.OFFICER:
        return 0
    cases = list(members.open_cases(row.agency_id).filter(officer=row.user_id).order_by("pk"))
    if not cases or not (heir or to_coordinator):
        if cases and at_once:
            raise CasesRemain(_("Cán bộ còn phản ánh đang xử lý: hãy chọn người nhận bàn giao."))
        return 0
    if heir is not None and heir == row.user:
        raise NotAllowed(_("Người nhận bàn giao phải là người khác."))
    # Whoever keeps the agency's people acts as its administrator, also from above.
    keeper = replace(actor, roles=actor.roles | {(Role.AGENCY_ADMIN.value, agency.pk)})
    for case in cases:
        if heir is not None:
            access.check_officer(heir, case)
        _give(case.pk, keeper, heir, now)
    return len(cases)


def _give(case_id: int, actor: Actor, heir: Any, now: datetime) -> Case:
    with moving(case_id, actor, Action.HAND_OVER, now) as move:
        before, move.case.officer = move.case.officer_id, heir
        move.data = {"officer": heir.pk if heir else None, "before": before}
        return move.case


def _record(row: Membership, what: MembershipChange.What, actor: Actor, now: datetime, moved: int = 0) -> None:
    MembershipChange.objects.create(
        person=row.user,
        agency_id=row.agency_id,
        role=row.role,
        what=what,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        handed_over=moved,
        by=actor.user,
        at=now,
    )
