"""Somebody decides in an absent leader's place, by day. It is told to both, can be ended early, and is never deleted.

Who acts for whom is read with the actor (`actors`); this is where it is arranged.
"""

from datetime import date, datetime
from typing import Any

from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_q.tasks import async_task

from pakn_plugin import conf, delegation
from pakn_plugin.access import Actor, NotAllowed
from pakn_plugin.models import Agency, Deputation, Membership
from pakn_plugin.models.agency import in_force
from pakn_plugin.models.deputation import standing_in
from pakn_plugin.states import Role

MOST_DAYS = 180
BATCH = 500


def name(actor: Actor, agency_id: int, leader: Any, deputy: Any, first: date, last: date, now: datetime) -> Deputation:
    """Let `deputy` decide in the leader's place from the first day to the last, both included.

    Raises NotAllowed without the right, for days that are past, too many or taken, and for people who do not lead or
    work in the agency on the first day.
    """
    with transaction.atomic():
        agency = Agency.objects.select_for_update(of=("self",)).get(pk=agency_id)
        delegation.check_leader(actor, agency_id, leader)
        _check_days(leader, agency, first, last, timezone.localdate(now))
        _check_people(agency, leader, deputy, first)
        row = Deputation.objects.create(
            agency=agency,
            leader=leader,
            deputy=deputy,
            valid_from=first,
            valid_to=last,
            named_by=actor.user,
            named_at=now,
        )
        _tell_later(row.pk)
        return row


def end(actor: Actor, deputation_id: int, now: datetime) -> Deputation:
    """End it now, whatever its last day is. Raises Deputation.DoesNotExist, NotAllowed where it is over."""
    with transaction.atomic():
        row = delegation.deputations(actor).select_for_update(of=("self",)).get(pk=deputation_id)
        if row.ended_at or row.valid_to < timezone.localdate(now):
            raise NotAllowed(_("Ủy quyền này đã kết thúc."))
        _end(row, actor, now)
        return row


def end_void(now: datetime, agency_id: int | None = None) -> int:
    """End what nobody can act by any more: a role was taken, an account locked, an agency reorganised away."""
    today = timezone.localdate(now)
    with transaction.atomic():
        rows = Deputation.objects.filter(ended_at=None, valid_from__lte=today, valid_to__gte=today)
        rows = rows.filter(agency=agency_id) if agency_id else rows
        void = list(rows.exclude(pk__in=standing_in(today).values("pk")).select_for_update(of=("self",))[:BATCH])
        for row in void:
            _end(row, None, now)
    return len(void)


def _end(row: Deputation, actor: Actor | None, now: datetime) -> None:
    row.ended_at, row.ended_by = now, actor.user if actor else None
    row.save(update_fields=["ended_at", "ended_by"])
    _tell_later(row.pk)


def _check_days(leader: Any, agency: Agency, first: date, last: date, today: date) -> None:
    if first < today or last < first:
        raise NotAllowed(_("Ủy quyền bắt đầu từ hôm nay trở đi và kết thúc từ ngày bắt đầu trở đi."))
    if (last - first).days >= MOST_DAYS:
        raise NotAllowed(_("Mỗi lần ủy quyền nhiều nhất %(most)d ngày.") % {"most": MOST_DAYS})
    same = Deputation.objects.filter(leader=leader, agency=agency, ended_at=None)
    if same.filter(valid_from__lte=last, valid_to__gte=first).exists():
        raise NotAllowed(_("Lãnh đạo này đã ủy quyền trong khoảng thời gian đó: hãy kết thúc ủy quyền ấy trước."))


def _check_people(agency: Agency, leader: Any, deputy: Any, first: date) -> None:
    there = Membership.objects.filter(in_force(first), agency=agency, user__is_active=True)
    if not there.filter(user=leader, role=Role.LEADER).exists():
        raise NotAllowed(_("Người ủy quyền không phải lãnh đạo duyệt của đơn vị vào ngày bắt đầu."))
    if deputy == leader or not there.filter(user=deputy).exists():
        raise NotAllowed(_("Người được ủy quyền phải là một cán bộ khác đang làm việc tại cùng đơn vị."))


def _tell_later(deputation_id: int) -> None:
    async_task("pakn_plugin.tasks.tell_of_deputation", deputation_id)


def tell(deputation_id: int, now: datetime) -> int:
    """Mail both that it begins, or that it was ended; returns how many mails went out. Safe to run twice."""
    with transaction.atomic():
        rows = Deputation.objects.select_for_update(of=("self",)).select_related("leader", "deputy", "agency")
        row = rows.filter(pk=deputation_id).first()
        if row is None:
            return 0
        sent = 0
        for field, due, template in (("told_at", True, "named"), ("end_told_at", row.ended_at, "ended")):
            if due and getattr(row, field) is None:
                sent += _send(row, template)
                setattr(row, field, now)
        row.save(update_fields=["told_at", "end_told_at"])
    return sent


def _send(row: Deputation, template: str) -> int:
    """Both mails in one connection: either both go out, or the worker tries again."""
    mails = []
    for reader in (row.leader, row.deputy):
        if not getattr(reader, "email", ""):
            continue
        link = conf.base_url() + reverse("pakn_desk:index")
        with translation.override("vi"):
            body = render_to_string(f"pakn/deputation_{template}.txt", {"row": row, "name": str(reader), "link": link})
        subject, _line, rest = body.strip().partition("\n")
        mails.append(EmailMessage(subject.strip(), rest.strip() + "\n", to=[reader.email]))
    return int(get_connection().send_messages(mails) or 0)
