"""The daily mail: one a person and working day, at the opening, with codes and moments and nobody's data."""

from datetime import datetime, timedelta
from typing import Any
from unittest import mock

import pytest
from django.core import mail
from django.utils import timezone

from pakn_plugin.models import CalendarDay, Case, Notification
from pakn_plugin.queries import digest as read
from pakn_plugin.services import digest, reply, transfer
from pakn_plugin.services.sweep import sweep
from pakn_plugin.states import Action, DayKind, Role, State
from tests.factories import CITIZEN_TEXT, Cases, World, person

DAY = timedelta(days=1)


def remind(case: Case) -> datetime:
    """Let the next reminder fall due; returns the next morning's opening."""
    at = Case.objects.get(pk=case.pk).remind_at
    assert at
    assert sweep(at)["reminded"]
    mail.outbox.clear()
    return (timezone.localtime(at) + DAY).replace(hour=7, minute=30)


def test_reminders_of_a_day_come_as_one_mail_at_the_opening(world: World, case_in: Cases, now: datetime) -> None:
    cases = [case_in(State.PROCESSING) for _ in range(3)]
    opening = remind(cases[0])
    assert sweep(opening - timedelta(minutes=1))["digests"] == 0
    assert sweep(opening)["digests"] == 1
    (sent,) = mail.outbox
    assert sent.to == [world.a.officer.user.email]
    assert all(case.code in sent.body for case in cases)
    assert all(f"/{case.pk}/" in sent.body for case in cases)
    assert "Đến hạn hôm nay" in sent.body


def test_nobodys_data_stands_in_it(case_in: Cases) -> None:
    case = case_in(State.PROCESSING)
    sweep(remind(case))
    sent = mail.outbox[0].subject + mail.outbox[0].body
    for secret in (case.title, CITIZEN_TEXT, case.reporter.name, case.reporter.email, str(case.area)):
        assert secret not in sent


def test_a_second_run_and_a_second_sweep_send_nothing_more(case_in: Cases) -> None:
    opening = remind(case_in(State.PROCESSING))
    assert [sweep(opening)["digests"], sweep(opening)["digests"], sweep(opening + DAY / 4)["digests"]] == [1, 0, 0]
    assert len(mail.outbox) == 1


def test_one_mail_a_day_also_when_more_was_found_later(world: World, case_in: Cases) -> None:
    first, second = case_in(State.PROCESSING), case_in(State.PROCESSING)
    opening = remind(first)
    row = Notification.objects.get(event__case=second, event__action=Action.REMIND)
    Notification.objects.filter(pk=row.pk).update(digest_after=opening)
    sweep(opening)
    Notification.objects.filter(pk=row.pk).update(sent_at=None)
    assert sweep(opening + DAY / 4)["digests"] == 0
    assert sweep(opening + 3 * DAY)["digests"] == 1


def test_a_worker_killed_before_it_could_note_the_mail_sends_it_again(world: World, case_in: Cases) -> None:
    opening = remind(case_in(State.PROCESSING))
    sent = mock.patch("pakn_plugin.services.digest.EmailMessage.send", side_effect=KeyboardInterrupt)
    with sent, pytest.raises(KeyboardInterrupt):
        digest.send(world.a.officer.user.pk, opening, opening)
    assert sweep(opening)["digests"] == 1


def test_there_is_no_mail_on_days_off(case_in: Cases) -> None:
    opening = remind(case_in(State.PROCESSING))
    CalendarDay.objects.create(day=opening.date(), kind=DayKind.OFF)
    assert digest.opening(opening + DAY / 4) is None
    assert sweep(opening + DAY / 4)["digests"] == 0


def test_the_hour_is_a_setting(now: datetime, db: None, settings: Any) -> None:
    settings.PAKN_DIGEST_AT = "10:15"
    assert digest.opening(now) is None
    assert digest.opening(now.replace(hour=11)) == now.replace(hour=10, minute=15)


def test_what_was_done_meanwhile_needs_no_mail(world: World, case_in: Cases) -> None:
    case = case_in(State.AWAITING_APPROVAL)
    opening = remind(case)
    reply.approve(case.pk, world.a.leader, opening - timedelta(hours=1))
    assert sweep(opening)["digests"] == 0
    assert not mail.outbox
    assert not Notification.objects.filter(digest_after__isnull=False, sent_at__isnull=True).exists()


def test_people_without_an_address_get_no_mail_and_hold_nobody_up(world: World, case_in: Cases) -> None:
    type(world.a.officer.user)._default_manager.filter(pk=world.a.officer.user.pk).update(email="")
    case = case_in(State.PROCESSING)
    opening = remind(case)
    assert Notification.objects.filter(event__case=case, user=world.a.officer.user, digest_after__lte=opening).exists()
    assert sweep(opening)["digests"] == 0
    assert not mail.outbox


def test_after_three_days_the_supervisor_reads_how_late_and_where(world: World, case_in: Cases) -> None:
    case = case_in(State.PROCESSING)
    assert case.stage_due_at
    late = (case.stage_due_at + 6 * DAY).replace(hour=9)
    sweep(late)
    (sent,) = [each for each in mail.outbox if each.to == [world.supervisor.user.email]]
    assert "Quá hạn" in sent.body
    assert "quá hạn 5 ngày" in sent.body
    assert world.a.agency.name in sent.body


def test_what_was_returned_and_waits_for_approval_has_its_own_heading(
    world: World, case_in: Cases, now: datetime
) -> None:
    returned, proposed = case_in(State.TRANSFERRED), case_in(State.AWAITING_APPROVAL)
    transfer.decline(returned.pk, world.a.coordinator, "Không thuộc thẩm quyền.", None, now)
    Case.objects.filter(pk=returned.pk).update(stage_due_at=now + 30 * DAY)
    found = read.digest_of(world.operator, [], now)
    assert [(group.heading, [line.code for line in group.lines]) for group in found.groups] == [
        ("Bị trả lại", [returned.code])
    ]
    assert [group.heading for group in read.digest_of(world.a.leader, [], now).groups] == ["Chờ duyệt"]
    assert [line.code for group in read.digest_of(world.a.leader, [], now).groups for line in group.lines] == [
        proposed.code
    ]
    assert read.digest_of(world.b.leader, [], now).groups == []


def test_fifty_lines_and_how_many_more(
    world: World, case_in: Cases, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(read, "MOST_LINES", 2)
    cases = [case_in(State.PROCESSING) for _ in range(5)]
    late = now + 30 * DAY
    found = read.digest_of(world.a.officer, [case.pk for case in cases], late)
    assert (sum(len(group.lines) for group in found.groups), found.more) == (2, 3)
    assert "và 3 việc khác" in str(digest.mail("x@example.vn", found, "An", late).body)


def test_a_denunciation_stands_only_in_the_mail_of_the_named(world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.SUBMITTED)
    Case.objects.filter(pk=case.pk).update(restricted=True)
    late = now + 30 * DAY
    assert read.digest_of(world.operator, [case.pk], late).groups == []
    named = person(Role.CONFIDENTIAL, world.operators)
    (group,) = read.digest_of(named, [case.pk], late).groups
    assert [line.case_id for line in group.lines] == [case.pk]


def test_who_may_not_open_a_case_reads_its_code_without_a_link(world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.PROCESSING)
    (group,) = read.digest_of(world.b.leader, [case.pk], now + 30 * DAY).groups
    assert [(line.code, line.case_id) for line in group.lines] == [(case.code, None)]
