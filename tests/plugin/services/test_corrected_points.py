"""A correction corrects answers to points and promised days too; both days stay readable."""

from datetime import date, datetime, timedelta

import pytest
from django.core import mail

from pakn_plugin.access import StateChanged
from pakn_plugin.answers import Answer, Kept, Outcome, Point, answers_of, points_of
from pakn_plugin.models import Case, Commitment, Event, Reply
from pakn_plugin.services import corrections as service
from pakn_plugin.services import outbox, points, promises, reply
from pakn_plugin.services.answering import Extras, Unanswered
from pakn_plugin.states import State
from tests.factories import REPLY_TEXT, Cases, World

SLIP, RIGHT = date(2026, 3, 12), date(2026, 3, 21)
FIXED = "Tủ điều khiển sẽ được thay trước ngày 21/3/2026; mời ông bà theo dõi."
WHY = "Ngày hẹn ghi nhầm là 12/3, đúng là 21/3."


@pytest.fixture
def case(world: World, case_in: Cases, now: datetime) -> Case:
    """An answered case with a lamp done and a box promised by SLIP."""
    asked = [Point(0, "Sửa đèn hẻm 34"), Point(0, "Thay tủ điện")]
    found = points.mark_points(case_in(State.PROCESSING).pk, world.a.officer, asked, now)
    lamp, box = points_of(found.points)
    given = [Answer(lamp, Outcome.DONE, words="Đã thay bóng."), Answer(box, Outcome.PROMISED, SLIP, "Thay tủ.")]
    reply.write_and_submit(found.pk, world.a.officer, REPLY_TEXT, now, extras=Extras(given))
    reply.approve(found.pk, world.a.leader, now)
    return Case.objects.get(pk=found.pk)


def said(case: Case, day: date | None = RIGHT, outcome: str = Outcome.PROMISED) -> Extras:
    lamp, box = points_of(case.points)
    return Extras(
        [Answer(lamp, Outcome.DONE, words="Đã thay hai bóng."), Answer(box, outcome, day, "Thay tủ kín nước.")]
    )


def correct(case: Case, world: World, now: datetime, extras: Extras) -> Reply:
    service.submit(case.pk, world.a.officer, FIXED, WHY, now, extras=extras)
    return service.approve(case.pk, world.a.leader, now)


def test_a_corrected_day_moves_the_promise_and_both_are_kept(case: Case, world: World, now: datetime) -> None:
    row = Commitment.objects.get()
    newest = correct(case, world, now, said(case))
    row.refresh_from_db()
    assert (row.due, row.first_due, row.words, row.standing) == (RIGHT, None, "Thay tủ kín nước.", Kept.OPEN)
    assert row.reply_id == newest.pk and row.remind_at == now.replace(day=20, hour=0)
    assert [answer.words for answer in answers_of(newest.points)] == ["Đã thay hai bóng.", "Thay tủ kín nước."]
    assert newest.told[1].day == RIGHT and newest.told[1].promise
    assert answers_of(Reply.objects.get(case=case, number=1).points)[1].day == SLIP
    event = Event.objects.get(case=case, action="approve_correction")
    assert event.data["days"] == [{"commitment": row.pk, "from": "2026-03-12", "to": "2026-03-21"}]


def test_what_is_not_said_anew_stays(case: Case, world: World, now: datetime) -> None:
    newest = correct(case, world, now, Extras())
    assert newest.points == Reply.objects.get(case=case, number=1).points
    assert (Commitment.objects.get().due, Commitment.objects.get().reply_id) == (SLIP, newest.pk)
    assert "days" not in Event.objects.get(case=case, action="approve_correction").data


@pytest.mark.parametrize(
    ("day", "outcome"), [(None, Outcome.PROMISED), (None, Outcome.DONE), (date(2026, 3, 1), "promised")]
)
def test_a_promise_is_not_corrected_away(
    day: date | None, outcome: str, case: Case, world: World, now: datetime
) -> None:
    with pytest.raises(Unanswered):
        service.submit(case.pk, world.a.officer, FIXED, WHY, now, extras=said(case, day, outcome))


def test_a_day_that_is_over_or_reported_is_no_slip_any_more(case: Case, world: World, now: datetime) -> None:
    with pytest.raises(Unanswered):
        service.submit(case.pk, world.a.officer, FIXED, WHY, now + timedelta(days=9), extras=said(case))
    service.submit(case.pk, world.a.officer, FIXED, WHY, now, extras=said(case))
    promises.delay(Commitment.objects.get().pk, world.a.officer, "Nhà máy giao chậm.", now, new_day=date(2026, 3, 30))
    with pytest.raises(StateChanged):
        service.approve(case.pk, world.a.leader, now)


def test_a_moved_promise_goes_on_in_a_correction_of_the_words(case: Case, world: World, now: datetime) -> None:
    promises.delay(Commitment.objects.get().pk, world.a.officer, "Nhà máy giao chậm.", now, new_day=date(2026, 3, 30))
    newest = correct(case, world, now, said(case, SLIP))
    row = Commitment.objects.get()
    assert (row.first_due, row.due, row.reply_id) == (SLIP, date(2026, 3, 30), newest.pk)
    assert newest.told[1].day == date(2026, 3, 30)


def test_a_point_said_done_by_mistake_becomes_a_promise(case: Case, world: World, now: datetime) -> None:
    lamp, box = points_of(case.points)
    given = [Answer(lamp, Outcome.PROMISED, RIGHT, "Thay bóng."), Answer(box, Outcome.PROMISED, SLIP, "Thay tủ.")]
    newest = correct(case, world, now, Extras(given))
    assert sorted(row.due for row in Commitment.objects.filter(reply=newest)) == [SLIP, RIGHT]
    assert all(told.promise for told in newest.told)


def test_the_mail_answers_point_by_point(case: Case, world: World, now: datetime) -> None:
    mail.outbox.clear()
    correct(case, world, now, said(case))
    outbox.deliver_event(Event.objects.get(case=case, action="approve_correction").pk, now)
    (letter,) = [each for each in mail.outbox if each.to == [case.reporter.email]]
    assert "Thay tủ kín nước." in letter.body and "21/03/2026" in letter.body and "Đã thay hai bóng." in letter.body
