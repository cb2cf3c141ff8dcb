"""Mails that can wait do not go out at night; nothing is lost and nothing comes twice."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client

from pakn_plugin import memory
from pakn_plugin.models import Case, Notification, QuietHours
from pakn_plugin.queries import quiet
from pakn_plugin.services import conversation, handling, outbox, own_link
from pakn_plugin.services.sweep import sweep
from pakn_plugin.states import Action, Level, State
from tests.factories import Cases, World, citizen, unsent

HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def quiet_hours(settings: Any) -> Iterator[None]:
    """The default of the plugin; the suite itself knows no night."""
    settings.PAKN_QUIET_HOURS = ("21:00", "06:30", True)
    memory.forget(quiet.QUIET)
    yield
    memory.forget(quiet.QUIET)


@pytest.fixture
def night(now: datetime) -> datetime:
    return now.replace(hour=22)


def to_citizen(case: Case) -> Notification:
    return Notification.objects.filter(event__case=case, reporter__isnull=False).latest("pk")


def test_by_day_a_mail_goes_out_at_once(world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.PROCESSING)
    conversation.send_message(case.pk, world.a.officer, "Đang làm.", now)
    row = to_citizen(case)
    assert row.not_before is None
    assert outbox.deliver(row.pk, now)


def test_at_night_it_waits_for_the_morning_and_comes_once(world: World, case_in: Cases, night: datetime) -> None:
    case = case_in(State.PROCESSING)
    mail.outbox.clear()
    conversation.send_message(case.pk, world.a.officer, "Đang làm.", night)
    row, morning = to_citizen(case), night.replace(hour=6, minute=30) + timedelta(days=1)
    assert (row.not_before, row.sent_at, mail.outbox) == (morning, None, [])
    for early in (night + HOUR, morning - timedelta(minutes=1)):
        assert not outbox.deliver(row.pk, early)
        assert outbox.deliver_event(row.event_id, early) == 0
        assert sweep(early)["waited"] == 0
        outbox.resend_stuck(early + 9 * HOUR)
    assert Notification.objects.get(pk=row.pk).attempts == 0
    with unsent() as queued:
        assert outbox.send_waiting(morning) == 1
    assert queued.call_count == 1
    assert outbox.deliver_event(row.event_id, morning) == 1
    assert outbox.deliver_event(row.event_id, morning) == 0
    assert outbox.send_waiting(morning + HOUR) == 0
    assert len(mail.outbox) == 1


def test_a_worker_that_was_down_for_days_loses_nothing(world: World, case_in: Cases, night: datetime) -> None:
    case = case_in(State.PROCESSING)
    conversation.send_message(case.pk, world.a.officer, "Đang làm.", night)
    with unsent():
        assert outbox.send_waiting(night + timedelta(days=5)) == 1
    assert outbox.deliver_event(to_citizen(case).event_id, night + timedelta(days=5)) == 1


def test_the_receipt_and_a_new_link_go_out_at_any_hour(world: World, case_in: Cases, night: datetime) -> None:
    case = case_in(State.SUBMITTED, now=night)
    assert to_citizen(case).not_before is None
    with unsent():
        own_link.revoke(case.pk, citizen(case.pk), night)
    assert (to_citizen(case).template, to_citizen(case).not_before) == ("new_link", None)


def test_what_is_urgent_waits_for_nothing(world: World, case_in: Cases, night: datetime) -> None:
    case = case_in(State.PROCESSING)
    Case.objects.filter(pk=case.pk).update(level=Level.URGENT)
    with unsent():
        conversation.answer_message(case.pk, citizen(case.pk), "Cây sắp đổ!", night)
        conversation.send_message(case.pk, world.a.officer, "Đội đang đến.", night)
    rows = Notification.objects.filter(event__case=case, created_at=night)
    assert set(rows.values_list("not_before", "digest_after")) == {(None, None)}


@pytest.mark.parametrize(("hour", "waits"), [(9, False), (12, False), (18, True), (5, True)])
def test_staff_hear_outside_office_hours_in_the_morning(
    hour: int, waits: bool, world: World, case_in: Cases, now: datetime
) -> None:
    case, at = case_in(State.PROCESSING), now.replace(hour=hour)
    with unsent():
        conversation.answer_message(case.pk, citizen(case.pk), "Bao giờ xong?", at)
    row = Notification.objects.get(event__case=case, template="staff_message", user=world.a.officer.user)
    assert row.digest_after == (at if waits else None)


def test_the_morning_mail_tells_what_happened_in_the_night(world: World, case_in: Cases, now: datetime) -> None:
    night = now.replace(hour=19)
    case = case_in(State.PROCESSING)
    case_in.now = night
    with unsent():
        conversation.answer_message(case.pk, citizen(case.pk), "Bao giờ xong?", night)
        handling.withdraw(case_in(State.PROCESSING).pk, citizen(Case.objects.latest("pk").pk), night)
    mail.outbox.clear()
    sweep(now.replace(hour=7, minute=35) + timedelta(days=1))
    (sent,) = [each for each in mail.outbox if each.to == [world.a.officer.user.email]]
    assert case.code in sent.body
    assert "Nhắn cho cơ quan" in sent.body
    waiting = Notification.objects.filter(user=world.a.officer.user, digest_after__isnull=False)
    assert not waiting.filter(sent_at=None).exists()


def test_a_row_of_the_register_wins_and_may_end_the_night(case_in: Cases, night: datetime, now: datetime) -> None:
    QuietHours.objects.create(begins=time(8), ends=time(10), staff_wait=False)
    memory.forget(quiet.QUIET)
    case = case_in(State.SUBMITTED)
    assert quiet.waiting(case, Action.MESSAGE, night) == quiet.Waiting()
    assert quiet.waiting(case, Action.MESSAGE, now).not_before == now.replace(hour=10)


def test_one_row_is_in_use_and_a_night_has_a_length(db: None) -> None:
    QuietHours.objects.create(begins=time(21), ends=time(6))
    with pytest.raises(ValidationError, match="Chỉ một dòng"):
        QuietHours(begins=time(22), ends=time(6)).full_clean()
    with pytest.raises(ValidationError):
        QuietHours(begins=time(22), ends=time(22), active=False).full_clean()


@pytest.mark.parametrize("moment", ["20:59", "06:30", "12:00"])
def test_by_day_there_is_no_night(moment: str, now: datetime) -> None:
    at = datetime.combine(now.date(), time.fromisoformat(moment), now.tzinfo)
    assert quiet.end_of_night(at, quiet.Hours(time(21), time(6, 30), True)) is None


@pytest.mark.parametrize(("moment", "days"), [("21:00", 1), ("23:59", 1), ("00:00", 0), ("06:29", 0)])
def test_a_night_over_midnight_ends_in_the_next_morning(moment: str, days: int, now: datetime) -> None:
    at = datetime.combine(now.date(), time.fromisoformat(moment), now.tzinfo)
    end = quiet.end_of_night(at, quiet.Hours(time(21), time(6, 30), True))
    assert end == datetime.combine(now.date() + timedelta(days=days), time(6, 30), now.tzinfo)


def test_an_administrator_keeps_them_in_the_admin(world: World) -> None:
    client = Client()
    client.force_login(world.superuser.user)
    from pakn_plugin.desk.registers import QuietHoursRegister

    url = QuietHoursRegister().url_helper.create_url
    assert quiet.quiet_hours() == quiet.Hours(time(21), time(6, 30), True)
    sent = client.post(url, {"begins": "20:00", "ends": "07:00", "active": "on"})
    assert sent.status_code == 302, sent.content.decode()[:3000]
    assert quiet.quiet_hours() == quiet.Hours(time(20), time(7), False)
