"""Sending: once, from the row, again after a failure."""

from collections.abc import Iterator
from datetime import datetime
from unittest import mock

import pytest
from django.core import mail

from pakn_plugin.mails import Mail
from pakn_plugin.models import Notification
from pakn_plugin.services import outbox
from pakn_plugin.states import State
from tests.factories import Cases


@pytest.fixture(autouse=True)
def words() -> Iterator[None]:
    """The wording of mails has tests of its own; here every mail says the same."""
    written = lambda row: Mail(row.reporter.email if row.reporter else "", "Chủ đề", "Nội dung\n")  # noqa: E731
    with mock.patch("pakn_plugin.mails.render", written):
        yield


@pytest.fixture
def planned(case_in: Cases) -> Notification:
    case = case_in(State.SUBMITTED, email="an@example.vn")
    return Notification.objects.get(event__case=case, reporter__isnull=False)


def test_it_sends_the_mail_and_notes_when(planned: Notification, now: datetime) -> None:
    assert outbox.deliver(planned.pk, now)
    assert [(m.subject, m.body, m.to) for m in mail.outbox] == [("Chủ đề", "Nội dung\n", ["an@example.vn"])]
    row = Notification.objects.get(pk=planned.pk)
    assert (row.sent_at, row.attempts) == (now, 1)


def test_it_sends_once_however_often_the_task_runs(planned: Notification, now: datetime) -> None:
    assert [outbox.deliver(planned.pk, now) for _ in range(3)] == [True, False, False]
    assert len(mail.outbox) == 1
    assert Notification.objects.get(pk=planned.pk).attempts == 1


def test_a_failure_of_the_mail_server_is_raised_counted_and_can_be_tried_again(
    planned: Notification, now: datetime
) -> None:
    with mock.patch("pakn_plugin.services.outbox.EmailMessage.send", side_effect=OSError), pytest.raises(OSError):
        outbox.deliver(planned.pk, now)
    row = Notification.objects.get(pk=planned.pk)
    assert (row.sent_at, row.attempts) == (None, 1)
    assert outbox.deliver(planned.pk, now)
    assert len(mail.outbox) == 1


def test_somebody_without_an_address_is_settled_without_a_mail(planned: Notification, now: datetime) -> None:
    planned.reporter.phone, planned.reporter.email = "+84905123456", ""
    planned.reporter.save()
    assert not outbox.deliver(planned.pk, now)
    assert Notification.objects.get(pk=planned.pk).sent_at == now
    assert mail.outbox == []


def test_an_unknown_notification_is_nothing_to_do(db: None, now: datetime) -> None:
    assert not outbox.deliver(4711, now)
