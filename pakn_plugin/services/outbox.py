"""The outbox: mails are rows of the change's own transaction; the worker sends them afterwards, once."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F
from django_q.tasks import async_task

from pakn_plugin import mails, notify
from pakn_plugin.models import Case, Event, Notification
from pakn_plugin.states import Action

MOST_ATTEMPTS = 5
_silent: ContextVar[bool] = ContextVar("pakn_outbox_silent", default=False)


@contextmanager
def silent() -> Iterator[None]:
    """Within it notifications are recorded as sent and nobody gets a mail: for cases of the past or of a demo."""
    token = _silent.set(True)
    try:
        yield
    finally:
        _silent.reset(token)


def post(case: Case, event: Event, now: datetime) -> None:
    """Write a notification and its task for everybody who is told about the event."""
    sent_at = now if _silent.get() else None
    rows = [
        Notification(
            event=event,
            template=r.template,
            reporter_id=r.reporter_id,
            user_id=r.user_id,
            created_at=now,
            sent_at=sent_at,
        )
        for r in notify.recipients(case, Action(event.action))
    ]
    enqueue(row for row in Notification.objects.bulk_create(rows) if row.sent_at is None)


def enqueue(notifications: Iterable[Notification]) -> None:
    """Hand notifications to the worker; the tasks carry ids only and are part of the same transaction."""
    for notification in notifications:
        async_task("pakn_plugin.tasks.deliver", notification.pk)


def deliver(notification_id: int, now: datetime) -> bool:
    """Send one notification; returns False where it was sent before or has no address any more.

    Safe to run twice: the row is locked while it is sent. Errors of the mail server are raised for the worker.
    """
    Notification.objects.filter(pk=notification_id, sent_at__isnull=True).update(attempts=F("attempts") + 1)
    with transaction.atomic():
        row = (
            Notification.objects.select_for_update(of=("self",))
            .select_related("event__case", "reporter", "user")
            .filter(pk=notification_id, sent_at__isnull=True)
            .first()
        )
        if row is None:
            return False
        mail = mails.render(row)
        if mail.address:
            EmailMessage(mail.subject, mail.body, to=[mail.address]).send()
        row.sent_at = now
        row.save(update_fields=["sent_at"])
    return bool(mail.address)


def resend_stuck(before: datetime) -> int:
    """Enqueue again what was written before a moment and not sent (a lost task); returns how many."""
    stuck = list(
        Notification.objects.filter(sent_at__isnull=True, created_at__lt=before, attempts__lt=MOST_ATTEMPTS)[:200]
    )
    enqueue(stuck)
    return len(stuck)
