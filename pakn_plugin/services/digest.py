"""One mail a working day with everything that a person is reminded of, instead of many."""

from collections.abc import Iterable, Sequence
from datetime import datetime, time

from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from pakn_plugin import conf
from pakn_plugin.access import Actor, actor_for
from pakn_plugin.models import Notification
from pakn_plugin.queries.clock import working_calendar
from pakn_plugin.queries.digest import Digest, digest_of
from pakn_plugin.queries.moved import MOVED, TO_DECIDE, with_moved
from pakn_plugin.states import Action


def opening(now: datetime) -> datetime | None:
    """The moment from which today's mails go out; None before it and on days off."""
    local = timezone.localtime(now)
    begin = datetime.combine(local.date(), time.fromisoformat(conf.get("DIGEST_AT")), local.tzinfo)
    return begin if begin <= local and working_calendar(local.date()).is_working_day(local.date()) else None


def readers(begin: datetime, most: int) -> list[int]:
    """Ids of people for whom something waits and who had no mail today."""
    had = Notification.objects.filter(digest_after__isnull=False, sent_at__gte=begin, user__isnull=False)
    rows = Notification.objects.filter(digest_after__lte=begin, sent_at__isnull=True)
    rows = rows.exclude(user__in=had.values("user"))
    return list(rows.order_by("user_id").values_list("user_id", flat=True).distinct()[:most])


def send(user_id: int, begin: datetime, now: datetime) -> bool:
    """Send one person's mail and mark what it holds, in one transaction; returns whether a mail went out.

    Safe to run twice: the rows are locked while the mail is sent. What was done meanwhile needs no mail.
    """
    user = get_user_model()._default_manager.get(pk=user_id)
    with transaction.atomic(), translation.override("vi"):
        waiting = Notification.objects.select_for_update(of=("self",)).select_related("event")
        rows = list(waiting.filter(user_id=user_id, digest_after__lte=begin, sent_at__isnull=True))
        if not rows:
            return False
        address = user.email if user.is_active else ""
        digest = _digest(actor_for(user), rows, now) if address else Digest([], 0)
        if digest.groups:
            mail(address, digest, str(user), now).send()
        Notification.objects.filter(pk__in=[row.pk for row in rows]).update(sent_at=now)
    return bool(digest.groups)


def _digest(actor: Actor, rows: Sequence[Notification], now: datetime) -> Digest:
    """What the rows tell of: reminders and news by their cases, a reorganisation as a whole."""
    told = [(row.template, row.event) for row in rows if row.template in (MOVED, TO_DECIDE)]
    others = [row for row in rows if row.template not in (MOVED, TO_DECIDE)]
    found = digest_of(actor, {row.event.case_id for row in others}, now, _happened(others))
    return with_moved(found, actor, told)


def _happened(rows: Iterable[Notification]) -> dict[int, str]:
    """What happened to which case, of the notifications that are no reminders."""
    news = (row.event for row in rows if row.event.action != Action.REMIND)
    return {event.case_id: str(Action(event.action).label) for event in news}


def mail(address: str, digest: Digest, name: str, now: datetime) -> EmailMessage:
    """The mail as text; staff read Vietnamese."""
    groups = [
        (group.heading, [(line, _link(line.case_id) if line.case_id else "") for line in group.lines])
        for group in digest.groups
    ]
    context = {
        "groups": groups,
        "more": digest.more,
        "name": name,
        "day": timezone.localtime(now).date(),
        "desk": conf.base_url() + reverse("pakn_desk:index"),
    }
    subject, _, body = render_to_string("pakn/mail/digest.txt", context).strip().partition("\n")
    return EmailMessage(subject.strip(), body.strip() + "\n", to=[address])


def _link(case_id: int) -> str:
    return conf.base_url() + reverse("pakn_desk:case", args=[case_id])
