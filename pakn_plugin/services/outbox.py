"""The outbox: mails are rows of the change's own transaction; the worker sends them afterwards, once."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F, Q
from django_q.tasks import async_task

from pakn_plugin import access, mails, notify
from pakn_plugin.inserting import insert_all
from pakn_plugin.models import Case, Event, Notification
from pakn_plugin.queries import promises, quiet
from pakn_plugin.states import Action, State

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
    """Write a notification for everybody who is told about the event, and one task that sends them all."""
    sent_at = now if _silent.get() else None
    plan = quiet.Waiting() if sent_at else quiet.waiting(case, Action(event.action), now)
    rows = [
        Notification(
            event=event,
            template=r.template,
            reporter_id=r.reporter_id,
            user_id=r.user_id,
            case_id=r.case_id,
            created_at=now,
            sent_at=sent_at,
            digest_after=r.digest_after or (plan.digest_after if r.user_id else None),
            not_before=plan.not_before if r.reporter_id else None,
        )
        for r in notify.recipients(case, Action(event.action), event.data)
    ]
    insert_all(rows)
    if any(row.sent_at is None and row.digest_after is None and row.not_before is None for row in rows):
        enqueue([event.pk])


def enqueue(events: Iterable[int]) -> None:
    """Hand the mails of events to the worker; the tasks carry ids only and are part of the same transaction."""
    for event_id in events:
        async_task("pakn_plugin.tasks.deliver_event", event_id)


def deliver_event(event_id: int, now: datetime) -> int:
    """Send what is still to be sent about an event; returns how many mails went out.

    Safe to run twice. Where some mails fail the others are sent; then the failures are raised for the worker.
    """
    waiting = Notification.objects.filter(
        _ripe(now), event_id=event_id, sent_at__isnull=True, digest_after__isnull=True, attempts__lt=MOST_ATTEMPTS
    )
    sent, failures = 0, []
    for notification_id in list(waiting.order_by("pk").values_list("pk", flat=True)):
        try:
            sent += deliver(notification_id, now)
        except Exception as error:
            failures.append(error)
    if failures:
        raise failures[0] if len(failures) == 1 else ExceptionGroup("some mails were not sent", failures)
    return sent


def deliver(notification_id: int, now: datetime) -> bool:
    """Send one notification; returns False where it was sent before or has no address any more.

    Safe to run twice: the row is locked while it is sent. Errors of the mail server are raised for the worker.
    """
    Notification.objects.filter(_ripe(now), pk=notification_id, sent_at__isnull=True).update(attempts=F("attempts") + 1)
    with transaction.atomic():
        row = (
            Notification.objects.select_for_update(of=("self",))
            .select_related("event__case", "reporter", "user")
            .filter(_ripe(now), pk=notification_id, sent_at__isnull=True)
            .first()
        )
        if row is None:
            return False
        mail = mails.render(row) if _still_theirs(row) else None
        sent = mail is not None and bool(mail.address)
        if mail and sent:
            EmailMessage(mail.subject, mail.body, to=[mail.address]).send()
        row.sent_at = now
        row.save(update_fields=["sent_at"])
    return sent


def _still_theirs(row: Notification) -> bool:
    """Between writing and sending a case may be hidden: then only those who may see it still get their mail.

    It may have been rated as well: then nobody is reminded of it. A promise may have been reported kept, or moved:
    then its citizen reads that and not that it is broken.
    """
    case = row.event.case
    if row.template == notify.RATING_REMINDER and (case.state != State.ANSWERED or case.restricted):
        return False
    if row.template == notify.PROMISE_BROKEN and (case.restricted or case.state == State.WITHDRAWN):
        return False
    if row.template == notify.PROMISE_BROKEN and not promises.still_broken(row.event.data):
        return False
    return row.user is None or not case.restricted or access.may_see_restricted(access.actor_for(row.user))


def _ripe(now: datetime) -> Q:
    """What may go out: not in the quiet hours in which it was written."""
    return Q(not_before__isnull=True) | Q(not_before__lte=now)


def resend_stuck(before: datetime) -> int:
    """Enqueue again what was written before a moment and not sent (a lost task); returns how many."""
    return _enqueue_again(Q(not_before__isnull=True, created_at__lt=before))


def send_waiting(now: datetime) -> int:
    """Enqueue what waited for the end of the quiet hours; returns how many. Found again until it is sent."""
    return _enqueue_again(Q(not_before__lte=now))


def _enqueue_again(which: Q) -> int:
    rows = Notification.objects.filter(
        which, sent_at__isnull=True, digest_after__isnull=True, attempts__lt=MOST_ATTEMPTS
    )
    stuck = list(rows.order_by("pk").values_list("event_id", flat=True)[:200])
    enqueue(dict.fromkeys(stuck))
    return len(stuck)
