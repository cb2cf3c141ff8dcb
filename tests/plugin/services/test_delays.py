"""A report says whether a promise is done and on which day; a new day never replaces the one that counts."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core import mail

from pakn_plugin.access import NotAllowed, StateChanged
from pakn_plugin.answers import Answer, Kept, Outcome, Point, points_of
from pakn_plugin.models import Commitment, Event, Photo, Reply
from pakn_plugin.pictures import Picture
from pakn_plugin.queries import promises as queries
from pakn_plugin.queries.statistics import Period
from pakn_plugin.services import outbox, points, promises, reply, sweep
from pakn_plugin.services.answering import Extras
from pakn_plugin.states import Action, State
from tests.factories import REPLY_TEXT, Cases, World

DUE, LATER = date(2026, 3, 17), date(2026, 3, 24)
WHY = "Chưa thực hiện: tủ điện về chậm vì nhà máy giao trễ, dự kiến tuần sau lắp."
DONE = "Đã thay tủ điều khiển ngày 24/3; đèn sáng ổn định."


def on(now: datetime, day: date, hour: int = 8) -> datetime:
    return now.replace(month=day.month, day=day.day, hour=hour)


@pytest.fixture
def row(world: World, case_in: Cases, now: datetime) -> Commitment:
    """A promise of agency A by DUE."""
    case = points.mark_points(case_in(State.PROCESSING).pk, world.a.officer, [Point(0, "Bao giờ thay tủ?")], now)
    answer = Answer(points_of(case.points)[0], Outcome.PROMISED, DUE, "Thay tủ điều khiển.")
    reply.write_and_submit(case.pk, world.a.officer, REPLY_TEXT, now, extras=Extras([answer]))
    reply.approve(case.pk, world.a.leader, now)
    mail.outbox.clear()
    return Commitment.objects.get(case=case)


def shown(row: Commitment) -> Any:
    return Reply.objects.get(pk=row.reply_id).told[0].promise


def kept_of(until: date, now: datetime) -> tuple[int, int, int]:
    (line,) = queries.by_agency(Period(date(2026, 3, 1), date(2026, 3, 31), on(now, until)), "luc-do", until)
    return line.kept, line.late, line.due


def test_not_done_is_never_recorded_as_kept(world: World, row: Commitment, now: datetime) -> None:
    promises.delay(row.pk, world.a.officer, WHY, on(now, DUE))
    row.refresh_from_db()
    assert (row.standing, row.report, row.reported_at, row.due) == (Kept.OPEN, "", None, DUE)
    assert [each.words for each in shown(row).delays] == [WHY] and shown(row).waits
    assert Event.objects.get(action=Action.KEEP_PROMISE).data == {"commitment": row.pk, "kept": "open"}
    assert sweep.sweep(on(now, DUE + timedelta(days=1)))["promises_broken"] == 1
    assert shown(row).state == Kept.BROKEN and shown(row).delays
    assert kept_of(date(2026, 3, 20), now) == (0, 0, 1)


def test_a_new_day_is_watched_and_the_first_one_counts(world: World, row: Commitment, now: datetime) -> None:
    promises.delay(row.pk, world.a.officer, WHY, on(now, date(2026, 3, 16)), new_day=LATER)
    row.refresh_from_db()
    assert (row.standing, row.first_due, row.due, row.waits) == (Kept.MOVED, DUE, LATER, True)
    assert row.remind_at == on(now, date(2026, 3, 23), 0)
    assert shown(row).moved_to == LATER and shown(row).state == Kept.MOVED
    data = Event.objects.get(action=Action.KEEP_PROMISE).data
    assert (data["first"], data["day"]) == ("2026-03-17", "2026-03-24")
    assert sweep.sweep(on(now, date(2026, 3, 20)))["promises_broken"] == 0
    assert kept_of(date(2026, 3, 20), now) == (0, 0, 1)
    promises.report(row.pk, world.a.officer, DONE, on(now, LATER))
    row.refresh_from_db()
    assert (row.standing, row.done_on) == (Kept.LATE, LATER) == (shown(row).state, shown(row).day)
    assert kept_of(date(2026, 3, 31), now) == (0, 1, 1)


def test_the_new_day_is_broken_too_and_reminded_of(world: World, row: Commitment, now: datetime) -> None:
    promises.delay(row.pk, world.a.officer, WHY, on(now, date(2026, 3, 16)), new_day=LATER)
    assert sweep.sweep(on(now, LATER, 9))["promises_reminded"] == 1
    assert [each.pk for each in queries.open_among([row.case_id])] == [row.pk]
    assert sweep.sweep(on(now, LATER + timedelta(days=1)))["promises_broken"] == 1
    assert shown(row).state == Kept.BROKEN


@pytest.mark.parametrize(("done", "standing"), [(DUE, Kept.KEPT), (DUE + timedelta(days=1), Kept.LATE)])
def test_the_day_it_was_done_decides_not_the_day_of_the_report(
    done: date, standing: Kept, world: World, row: Commitment, now: datetime
) -> None:
    promises.break_overdue(row.pk, on(now, DUE + timedelta(days=1)))
    promises.report(row.pk, world.a.officer, DONE, on(now, date(2026, 3, 25)), done_on=done)
    assert Commitment.objects.get().standing == standing == shown(row).state


@pytest.mark.parametrize("done", [date(2026, 3, 6), date(2026, 1, 1)])
def test_nothing_is_done_in_the_future_or_before_it_was_asked(
    done: date, world: World, row: Commitment, now: datetime
) -> None:
    with pytest.raises(ValueError):
        promises.report(row.pk, world.a.officer, DONE, on(now, date(2026, 3, 5)), done_on=done)


@pytest.mark.parametrize("day", [DUE, date(2026, 3, 10)])
def test_a_new_day_comes_after_the_one_that_stands(day: date, world: World, row: Commitment, now: datetime) -> None:
    with pytest.raises(ValueError):
        promises.delay(row.pk, world.a.officer, WHY, now, new_day=day)


def test_delays_end_and_strangers_report_none(world: World, row: Commitment, now: datetime) -> None:
    with pytest.raises(NotAllowed):
        promises.delay(row.pk, world.b.officer, WHY, now)
    for _time in range(promises.MOST_DELAYS):
        promises.delay(row.pk, world.a.officer, WHY, now)
    with pytest.raises(NotAllowed):
        promises.delay(row.pk, world.a.officer, WHY, now)
    promises.report(row.pk, world.a.officer, DONE, now)
    with pytest.raises(StateChanged):
        promises.delay(row.pk, world.a.officer, WHY, now)


def test_pictures_of_every_report_stay(world: World, row: Commitment, now: datetime) -> None:
    picture = Picture(b"jpeg", b"jpeg", 1, 1)
    promises.delay(row.pk, world.a.officer, WHY, now, [picture])
    promises.report(row.pk, world.a.officer, DONE, now, [picture])
    assert shown(row).photos == tuple(Photo.objects.order_by("pk").values_list("pk", flat=True))


def test_the_mail_says_not_done_with_both_days(world: World, row: Commitment, now: datetime) -> None:
    promises.delay(row.pk, world.a.officer, WHY, now, new_day=LATER)
    outbox.deliver_event(Event.objects.get(action=Action.KEEP_PROMISE).pk, now)
    (letter,) = [each for each in mail.outbox if each.to == [row.case.reporter.email]]
    assert "chưa thực hiện xong" in letter.subject and WHY in letter.body
    assert "17/03/2026" in letter.body and "24/03/2026" in letter.body
    assert "đúng hẹn" not in letter.body
