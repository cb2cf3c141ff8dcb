"""A promised day is a commitment: remembered once, kept or broken, told to the citizen, and inherited."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pakn_plugin import keeping
from pakn_plugin.access import NotAllowed, StateChanged
from pakn_plugin.answers import Answer, Kept, Outcome, Point, Side, points_of
from pakn_plugin.models import Commitment, Event, Membership, Notification, Photo, Reply
from pakn_plugin.pictures import Picture
from pakn_plugin.queries import promises as queries
from pakn_plugin.queries.statistics import Figure, Period
from pakn_plugin.services import conversation, digest, outbox, points, promises, reply, sweep
from pakn_plugin.services.answering import Extras
from pakn_plugin.states import Action, Role, State
from tests.factories import REPLY_TEXT, AgencyFactory, Cases, World, person

DUE = date(2026, 3, 17)  # a Tuesday
DONE = "Đã thay tủ điều khiển ngày 12/3; đèn sáng ổn định."
Promised = Callable[..., Commitment]


def moment(now: datetime, day: date, hour: int = 8) -> datetime:
    return now.replace(year=day.year, month=day.month, day=day.day, hour=hour)


@pytest.fixture
def promised(world: World, case_in: Cases, now: datetime) -> Promised:
    """`promised()`: a promise of agency A by DUE, in a case that has been answered on 4 March."""

    def make(due: date = DUE, state: State = State.PROCESSING) -> Commitment:
        case = points.mark_points(case_in(state).pk, world.a.officer, [Point(0, "Bao giờ thay tủ?")], now)
        answer = Answer(points_of(case.points)[0], Outcome.PROMISED, due, "Thay tủ điều khiển.")
        reply.write_and_submit(case.pk, world.a.officer, REPLY_TEXT, now, extras=Extras([answer]))
        reply.approve(case.pk, world.a.leader, now)
        mail.outbox.clear()
        return Commitment.objects.get(case=case)

    return make


def shown(row: Commitment) -> Any:
    return Reply.objects.get(pk=row.reply_id).told[0].promise


def figure(period: Period) -> Figure:
    return queries.figure(period, queries.by_agency(period, "luc-do", date(2026, 4, 1)))


def reminders(row: Commitment) -> list[Event]:
    return list(Event.objects.filter(case=row.case_id, action=Action.REMIND_PROMISE))


def test_a_promise_in_time_is_kept(world: World, promised: Promised, now: datetime) -> None:
    row = promised()
    later = moment(now, DUE, 23)
    promises.report(row.pk, world.a.officer, DONE, later, [Picture(b"jpeg", b"jpeg", 1, 1)])
    row = Commitment.objects.get()
    assert (row.standing, row.report, row.reported_at, row.reported_by) == (
        Kept.KEPT,
        DONE,
        later,
        world.a.officer.user,
    )
    promise, photo = shown(row), Photo.objects.get(reply=row.reply)
    assert (promise.state, promise.words, promise.at, promise.photos) == ("kept", DONE, later, (photo.pk,))
    assert photo.side == Side.PROOF


def test_the_citizen_hears_of_it(world: World, promised: Promised, now: datetime) -> None:
    row = promised()
    promises.report(row.pk, world.a.coordinator, DONE, now)
    event = Event.objects.get(action=Action.KEEP_PROMISE)
    outbox.deliver_event(event.pk, now)
    (letter,) = [each for each in mail.outbox if each.to == [row.case.reporter.email]]
    assert DONE in letter.body and "Bao giờ thay tủ?" in letter.body and "17/03/2026" in letter.body
    assert event.data == {"commitment": row.pk, "kept": "kept"}


def test_after_the_day_it_is_broken_and_a_later_report_is_late(world: World, promised: Promised, now: datetime) -> None:
    row = promised()
    with pytest.raises(StateChanged):
        promises.break_overdue(row.pk, moment(now, DUE, 23))
    assert promises.break_overdue(row.pk, moment(now, DUE + timedelta(days=1), 0))
    assert Commitment.objects.get().standing == Kept.BROKEN == shown(row).state
    promises.report(row.pk, world.a.officer, DONE, moment(now, DUE + timedelta(days=5)))
    assert Commitment.objects.get().standing == Kept.LATE == shown(row).state


def test_the_sweep_breaks_what_is_overdue_once(promised: Promised, now: datetime) -> None:
    row = promised()
    late = moment(now, DUE + timedelta(days=9))
    assert sweep.sweep(late)["promises_broken"] == 1
    assert sweep.sweep(late)["promises_broken"] == 0
    event = Event.objects.get(action=Action.BREAK_PROMISE)
    told = Notification.objects.filter(event=event).order_by("pk").values_list("template", "user_id", "reporter_id")
    citizen = ("promise_broken", None, row.case.reporter_id)
    assert list(told) == [("staff_promise_broken", row.case.officer_id, None), citizen]


def test_it_reminds_before_and_at_the_day_and_never_twice(promised: Promised, now: datetime) -> None:
    row = promised()
    for day in range(5, 18):
        for hour in (1, 8, 8, 15):
            sweep.sweep(moment(now, date(2026, 3, day), hour))
    marks = [event.data["moment"][:10] for event in reminders(row)]
    assert marks == ["2026-03-16", "2026-03-17"]
    assert Notification.objects.filter(template="staff_promise_due", sent_at__isnull=False).count() == 2


def test_missed_days_come_as_one_reminder(promised: Promised, now: datetime) -> None:
    row = promised()
    sweep.sweep(moment(now, DUE, 10))
    sweep.sweep(moment(now, DUE, 11))
    assert len(reminders(row)) == 1


def test_the_daily_mail_brings_it_although_the_case_has_ended(world: World, promised: Promised, now: datetime) -> None:
    row = promised()
    morning = moment(now, date(2026, 3, 16), 8)
    promises.remind(row.pk, morning)
    begin = digest.opening(morning)
    assert begin and digest.readers(begin, 10) == [world.a.officer.user.pk]
    assert digest.send(world.a.officer.user.pk, begin, morning)
    (letter,) = mail.outbox
    assert row.case.code in letter.body and "hẹn hết ngày 17/03/2026" in letter.body
    assert not digest.send(world.a.officer.user.pk, begin, morning)


def test_for_a_day_off_the_working_day_before_brings_both_reminders_as_one(promised: Promised, now: datetime) -> None:
    row = promised(date(2026, 3, 15))  # a Sunday
    for day in range(5, 16):
        sweep.sweep(moment(now, date(2026, 3, day)))
    assert [event.data["moment"][:10] for event in reminders(row)] == ["2026-03-13"]


def test_where_the_officer_is_gone_the_coordinator_is_reminded(world: World, promised: Promised, now: datetime) -> None:
    row = promised()
    Membership.objects.filter(user=world.a.officer.user).update(valid_to=date(2026, 3, 5))
    promises.remind(row.pk, moment(now, date(2026, 3, 16)))
    assert reminders(row)[0].data["to"] == [world.a.coordinator.user.pk]


def test_what_is_kept_is_not_reminded_of(world: World, promised: Promised, now: datetime) -> None:
    row = promised()
    promises.report(row.pk, world.a.officer, DONE, now)
    with pytest.raises(StateChanged):
        promises.remind(row.pk, moment(now, date(2026, 3, 16)))
    assert sweep.sweep(moment(now, DUE + timedelta(days=2)))["promises_broken"] == 0


def test_a_copied_note_does_not_reach_the_citizen(world: World, promised: Promised, now: datetime) -> None:
    row = promised()
    note = "Nhà thầu đang nợ lương công nhân nên bỏ chuyến, việc này nhạy cảm chưa đưa ra ngoài."
    conversation.add_note(row.case_id, world.a.officer, note, now)
    with pytest.raises(promises.Held):
        promises.report(row.pk, world.a.officer, note, now)
    assert Commitment.objects.get().standing == Kept.OPEN
    promises.report(row.pk, world.a.officer, note, now, passing="Báo đã đăng.")
    assert "note" in Event.objects.get(action=Action.KEEP_PROMISE).data


def test_empty_talk_must_be_confirmed(world: World, promised: Promised, now: datetime) -> None:
    with pytest.raises(promises.Held):
        promises.report(promised().pk, world.a.officer, "Cảm ơn ông bà.", now, confirmed=False)


@pytest.mark.parametrize("who", ["operator", "supervisor", "superuser", "reviewer"])
def test_only_the_agency_reports(world: World, promised: Promised, now: datetime, who: str) -> None:
    row = promised()
    for stranger in (getattr(world, who), world.b.coordinator, world.a.leader):
        with pytest.raises(NotAllowed):
            promises.report(row.pk, stranger, DONE, now)


def test_the_second_report_hears_that_somebody_was_faster(world: World, promised: Promised, now: datetime) -> None:
    row = promised()
    promises.report(row.pk, world.a.officer, DONE, now)
    with pytest.raises(StateChanged):
        promises.report(row.pk, world.a.coordinator, DONE, now)


def test_successors_answer_for_it(world: World, promised: Promised, now: datetime) -> None:
    """However many steps away; whoever does not follow has nothing to say."""
    row = promised()
    between, heir = AgencyFactory(valid_to=date(2026, 3, 9)), AgencyFactory()
    world.a.agency.successors.add(between)
    between.successors.add(heir)
    coordinator = person(Role.COORDINATOR, heir)
    assert not keeping.visible_commitments(coordinator).exists()
    type(world.a.agency).objects.filter(pk=world.a.agency.pk).update(valid_to=date(2026, 3, 5))
    assert list(keeping.visible_commitments(coordinator)) == [row]
    assert queries.keepers(row, moment(now, DUE)) == [coordinator.user.pk]
    promises.report(row.pk, coordinator, DONE, now)
    assert Commitment.objects.get().standing == Kept.KEPT


def test_the_list_is_sorted_by_day_and_asks_the_same_however_long_it_is(
    world: World, promised: Promised, now: datetime
) -> None:
    rows = [promised(DUE + timedelta(days=days)) for days in (4, 0, 2)]
    with CaptureQueriesContext(connection) as few:
        found, after = queries.page_of(world.a.officer, queries.WAITING)
    assert [row.due.day for row in found] == [17, 19, 21] and after == ""
    copies = [
        Commitment(case_id=rows[0].case_id, reply_id=rows[0].reply_id, point=n, agency=world.a.agency, due=DUE)
        for n in range(10, 80)
    ]
    Commitment.objects.bulk_create(copies)
    with CaptureQueriesContext(connection) as many:
        first, after = queries.page_of(world.a.officer, queries.WAITING)
    second, end = queries.page_of(world.a.officer, queries.WAITING, after)
    assert len(few) == len(many) == 2
    assert (len(first), len(second), end) == (50, 23, "")
    assert not {row.pk for row in first} & {row.pk for row in second}


def test_complaints_are_in_no_list_and_no_figure(world: World, promised: Promised, now: datetime) -> None:
    row = promised()
    type(row.case).objects.filter(pk=row.case_id).update(restricted=True)
    everything = Period(None, None, moment(now, DUE + timedelta(days=30)))
    for actor in (world.a.officer, world.supervisor, world.superuser):
        assert queries.page_of(actor, queries.WAITING)[0] == []
    assert figure(everything).denominator == 0
    assert queries.open_among([row.case_id]) == []


def test_figures_are_what_a_hand_counts(world: World, promised: Promised, now: datetime) -> None:
    kept, late, broken = promised(), promised(), promised()
    promised(date(2026, 6, 1))
    promises.report(kept.pk, world.a.officer, DONE, now)
    promises.report(late.pk, world.a.officer, DONE, moment(now, DUE + timedelta(days=2)))
    promises.break_overdue(broken.pk, moment(now, DUE + timedelta(days=1)))
    period = Period(date(2026, 3, 1), date(2026, 3, 31), moment(now, date(2026, 4, 1)))
    found = figure(period)
    assert (found.numerator, found.denominator, found.percent) == (1, 3, 33.3)
    (line,) = queries.by_agency(period, "luc-do", date(2026, 4, 1))
    assert (line.name, line.kept, line.late, line.due) == (world.a.agency.name, 1, 1, 3)
    assert figure(Period(None, None, moment(now, date(2026, 3, 10)))).denominator == 0


def test_an_heir_counts_what_its_predecessor_promised(world: World, promised: Promised, now: datetime) -> None:
    from pakn_plugin.queries import structure

    promised()
    world.a.agency.successors.add(world.b.agency)
    type(world.a.agency).objects.filter(pk=world.a.agency.pk).update(valid_to=date(2026, 3, 20))
    structure.forget()
    period, day = Period(None, None, moment(now, date(2026, 4, 1))), date(2026, 4, 1)
    assert [line.name for line in queries.by_agency(period, "hien-nay", day)] == [world.b.agency.name]
    assert [line.name for line in queries.by_agency(period, "luc-do", day)] == ["Sở A (nay là Sở B)"]
