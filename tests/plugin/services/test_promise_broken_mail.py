"""A promised day that passes is told to the citizen: once, plainly, and only while it is true."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core import mail

from pakn_plugin import memory
from pakn_plugin.answers import Answer, Outcome, Point, points_of
from pakn_plugin.models import Case, Commitment, Event, Membership, Notification, Reporter
from pakn_plugin.queries import quiet
from pakn_plugin.services import handling, outbox, points, promises, reply
from pakn_plugin.services.answering import Extras
from pakn_plugin.services.sweep import sweep
from pakn_plugin.states import Action, State
from tests.factories import REPLY_TEXT, Cases, World

DUE, LATER = date(2026, 3, 17), date(2026, 3, 24)
DONE = "Đã thay tủ điều khiển ngày 18/3; đèn sáng ổn định."
WHY = "Tủ điện về chậm vì nhà máy giao trễ."


@pytest.fixture
def row(world: World, case_in: Cases, now: datetime) -> Commitment:
    """A promise of agency A by DUE, in a case that has been answered."""
    case = points.mark_points(case_in(State.PROCESSING).pk, world.a.officer, [Point(0, "Bao giờ thay tủ?")], now)
    answer = Answer(points_of(case.points)[0], Outcome.PROMISED, DUE, "Thay tủ điều khiển.")
    reply.write_and_submit(case.pk, world.a.officer, REPLY_TEXT, now, extras=Extras([answer]))
    reply.approve(case.pk, world.a.leader, now)
    Notification.objects.update(sent_at=now)
    mail.outbox.clear()
    return Commitment.objects.get(case=case)


@pytest.fixture
def night(settings: Any) -> Iterator[None]:
    """Quiet hours as they are by default."""
    settings.PAKN_QUIET_HOURS = ("21:00", "06:30", True)
    memory.forget(quiet.QUIET)
    yield
    memory.forget(quiet.QUIET)


def after(now: datetime, day: date = DUE, hour: int = 8) -> datetime:
    """The day after a promised day."""
    return now.replace(day=day.day + 1, hour=hour)


def broken() -> list[Notification]:
    rows = Notification.objects.filter(template="promise_broken", reporter__isnull=False).order_by("pk")
    return list(rows)


def delivered(now: datetime) -> list[mail.EmailMessage]:
    for event in Event.objects.filter(action=Action.BREAK_PROMISE):
        outbox.deliver_event(event.pk, now)
    return [each for each in mail.outbox if "chưa có kết quả" in each.subject or "no result yet" in each.subject]


def test_the_citizen_reads_which_work_which_day_and_that_the_agency_knows(row: Commitment, now: datetime) -> None:
    promises.break_overdue(row.pk, after(now))
    (letter,) = delivered(after(now))
    assert letter.to == [row.case.reporter.email]
    for words in ("Bao giờ thay tủ?", "Thay tủ điều khiển.", "17/03/2026", "Hệ thống đã báo", "/theo-doi/"):
        assert words in letter.body
    assert "hẹn lại;" not in letter.body


def test_it_comes_once_however_often_the_sweep_runs(row: Commitment, now: datetime) -> None:
    for hour in (1, 8, 9):
        sweep(after(now, hour=hour))
    assert len(broken()) == 1
    assert len(delivered(after(now))) == 1 == len(delivered(after(now)))


@pytest.mark.usefixtures("night")
def test_at_night_it_waits_for_the_morning(row: Commitment, now: datetime) -> None:
    sweep(after(now, hour=0))
    assert broken()[0].not_before == after(now).replace(hour=6, minute=30)
    assert delivered(after(now, hour=1)) == []
    assert len(delivered(after(now, hour=7))) == 1


@pytest.mark.usefixtures("night")
@pytest.mark.parametrize("moved", [False, True])
def test_what_was_reported_before_it_left_is_told_instead(
    moved: bool, world: World, row: Commitment, now: datetime
) -> None:
    promises.break_overdue(row.pk, after(now, hour=0))
    if moved:
        promises.delay(row.pk, world.a.officer, WHY, after(now, hour=6), new_day=LATER)
    else:
        promises.report(row.pk, world.a.officer, DONE, after(now, hour=6))
    assert delivered(after(now)) == []
    outbox.deliver_event(Event.objects.get(action=Action.KEEP_PROMISE).pk, after(now))
    assert (WHY if moved else DONE) in mail.outbox[-1].body


def test_a_later_day_that_passes_too_is_told_again_with_the_first(world: World, row: Commitment, now: datetime) -> None:
    promises.break_overdue(row.pk, after(now))
    promises.delay(row.pk, world.a.officer, WHY, after(now), new_day=LATER)
    promises.break_overdue(row.pk, after(now, LATER))
    (letter,) = delivered(after(now, LATER))
    assert "24/03/2026" in letter.body and "17/03/2026" in letter.body and "hẹn lại;" in letter.body


@pytest.mark.parametrize("change", [{"restricted": True}, {"state": State.WITHDRAWN}])
@pytest.mark.parametrize("when", ["before", "after"])
def test_a_hidden_or_withdrawn_case_tells_nobody(
    change: dict[str, Any], when: str, row: Commitment, now: datetime
) -> None:
    if when == "before":
        Case.objects.filter(pk=row.case_id).update(**change)
    promises.break_overdue(row.pk, after(now))
    Case.objects.filter(pk=row.case_id).update(**change)
    assert len(broken()) == (0 if when == "before" else 1)
    assert delivered(after(now)) == []


def test_without_an_address_there_is_none(row: Commitment, now: datetime) -> None:
    Reporter.objects.filter(pk=row.case.reporter_id).update(email="", phone="0901234567")
    promises.break_overdue(row.pk, after(now))
    assert broken() == []


def test_those_who_reported_the_same_are_told_with_their_own_code(
    world: World, case_in: Cases, row: Commitment, now: datetime
) -> None:
    other = case_in(State.RECEIVED, email="khac@example.vn")
    handling.merge(other.pk, world.operator, row.case, now)
    promises.break_overdue(row.pk, after(now))
    letters = {each.to[0]: each for each in delivered(after(now))}
    assert set(letters) == {row.case.reporter.email, "khac@example.vn"}
    assert other.code in letters["khac@example.vn"].subject and row.case.code not in letters["khac@example.vn"].body


def test_where_nobody_is_left_it_does_not_claim_that_the_agency_knows(row: Commitment, now: datetime) -> None:
    Membership.objects.all().update(valid_to=now.date() - timedelta(days=1))
    promises.break_overdue(row.pk, after(now))
    (letter,) = delivered(after(now))
    assert "Hệ thống đã báo" not in letter.body


def test_english_readers_read_english(row: Commitment, now: datetime) -> None:
    Reporter.objects.filter(pk=row.case.reporter_id).update(language="en")
    promises.break_overdue(row.pk, after(now))
    (letter,) = delivered(after(now))
    assert "Past its day" in letter.subject and "The agency has been told" in letter.body
