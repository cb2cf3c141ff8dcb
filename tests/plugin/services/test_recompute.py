"""After a calendar change all open deadlines are worked out anew: in bulk, once, with a step in each case's history."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from unittest import mock

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from pakn_plugin import chain
from pakn_plugin.models import CalendarChange, CalendarDay, Case, Deadline, Event, OfficeDay
from pakn_plugin.queries import clock
from pakn_plugin.queries.calendar import digest
from pakn_plugin.services import calendar_changes, conversation, timing
from pakn_plugin.services import recompute as recomputing
from pakn_plugin.services.calendar_changes import CalendarMoved
from pakn_plugin.services.recompute import preview, recompute
from pakn_plugin.states import Action, DayKind, Stage, State
from tests.factories import CaseFactory, Cases, World, citizen

FRIDAY = {"day": "2026-03-06", "kind": "off", "name": "Nghỉ hoán đổi", "document": "QĐ 12/QĐ-TTg"}
ONE_DAY = timedelta(days=1)


def facts(pk: int) -> tuple[Any, ...]:
    """Everything of a case that time decides."""
    case = Case.objects.get(pk=pk)
    limits = list(Deadline.objects.filter(case=case).order_by("pk").values_list("stage", "due_at", "ended_at"))
    return (case.state, case.stage_due_at, case.due_at, case.steps, case.chain, limits)


def take_friday_off() -> None:
    CalendarDay.objects.create(day=date(2026, 3, 6), kind=DayKind.OFF, name="Nghỉ", document="QĐ 1")


@pytest.mark.parametrize("state", [State.RECEIVED, State.PROCESSING, State.NEEDS_INFO, State.ANSWERED])
def test_what_the_bulk_computes_is_what_a_single_refresh_computes(case_in: Cases, now: datetime, state: State) -> None:
    case = case_in(state)
    take_friday_off()
    recompute(now + ONE_DAY)
    bulk = facts(case.pk)
    single = Case.objects.get(pk=case.pk)
    timing.refresh(single, clock.rules_at(now))
    assert (single.stage_due_at, single.due_at) == bulk[1:3]
    assert facts(case.pk)[5] == bulk[5]


def test_a_deadline_moves_with_old_and_new_in_the_history(case_in: Cases, now: datetime) -> None:
    case = case_in(State.PROCESSING)
    row = Deadline.objects.get(case=case, stage=Stage.PROCESS)
    take_friday_off()
    assert recompute(now).moved == 1
    moved = Deadline.objects.get(pk=row.pk)
    event = Event.objects.filter(case=case).last()
    assert moved.due_at > row.due_at
    assert event is not None and event.action == Action.RECOMPUTE
    assert event.data["stage"] == Stage.PROCESS
    assert datetime.fromisoformat(event.data["due_from"]) == row.due_at
    assert datetime.fromisoformat(event.data["due_to"]) == moved.due_at
    found = Case.objects.get(pk=case.pk)
    assert (found.stage_due_at, found.due_at, found.remind_at) == (moved.due_at, moved.due_at, now)


def test_the_history_stays_a_chain(case_in: Cases, now: datetime) -> None:
    case = case_in(State.RECEIVED)
    take_friday_off()
    recompute(now)
    conversation.add_note(case.pk, case_in.world.operator, "Đã gọi.", now)
    head = chain.seed(case.filing_key, case.code)
    for number, event in enumerate(Event.objects.filter(case=case).order_by("number"), start=1):
        head = event.link_after(head)
        assert (event.number, event.hash) == (number, head)
    assert Case.objects.get(pk=case.pk).chain == head


def test_the_promise_of_a_case_before_acceptance_moves(case_in: Cases, now: datetime) -> None:
    case = case_in(State.SUBMITTED)
    before = case.due_at
    take_friday_off()
    recompute(now)
    found = Case.objects.get(pk=case.pk)
    assert found.due_at > before
    event = Event.objects.filter(case=case).last()
    assert event is not None and datetime.fromisoformat(event.data["answer_to"]) == found.due_at


def test_nothing_moves_without_a_change_and_never_twice(case_in: Cases, now: datetime) -> None:
    pks = [case_in(state).pk for state in (State.SUBMITTED, State.PROCESSING, State.ANSWERED, State.CLOSED)]
    before = [facts(pk) for pk in pks]
    assert recompute(now).moved == 0
    assert [facts(pk) for pk in pks] == before
    take_friday_off()
    assert recompute(now).moved == 3
    assert recompute(now).moved == 0


def test_an_ended_case_keeps_its_facts(case_in: Cases, now: datetime) -> None:
    case = case_in(State.WITHDRAWN)
    before = facts(case.pk)
    take_friday_off()
    recompute(now)
    assert facts(case.pk) == before


def test_a_message_a_note_or_a_view_never_moves_a_clock(case_in: Cases, world: World, now: datetime) -> None:
    case = case_in(State.PROCESSING)
    before = facts(case.pk)
    later = now + timedelta(days=2)
    conversation.send_message(case.pk, world.a.officer, "Chúng tôi đang kiểm tra.", later)
    conversation.answer_message(case.pk, citizen(case.pk), "Vâng.", later)
    conversation.add_note(case.pk, world.a.officer, "Đã gọi thợ.", later)
    Case.objects.get(pk=case.pk).save()
    after = facts(case.pk)
    *stages, (kind, _due, ended) = after[5]
    assert (after[:3], stages) == (before[:3], before[5])
    assert (kind, ended) == ("message", None)  # what is owed to the citizen has a limit of its own


def test_the_preview_names_what_would_move_and_writes_nothing(case_in: Cases, now: datetime) -> None:
    case = case_in(State.PROCESSING)
    before = facts(case.pk)
    seen = preview([FRIDAY], now)
    assert (seen.looked_at, seen.moved) == (1, 1)
    assert facts(case.pk) == before
    calendar_changes.apply(queued([FRIDAY], now).pk, now)
    assert timezone.localtime(Case.objects.get(pk=case.pk).due_at).isoformat() == seen.first[0]["answer_to"]
    assert CalendarChange.objects.get().first_moved == list(seen.first)


def test_the_preview_knows_days_that_become_plain_again(case_in: Cases, now: datetime) -> None:
    case_in(State.PROCESSING)
    take_friday_off()
    recompute(now)
    assert preview([{**FRIDAY, "kind": ""}], now).moved == 1
    assert preview([FRIDAY], now).moved == 0


def test_the_preview_counts_restricted_cases_without_naming_them(case_in: Cases, now: datetime) -> None:
    Case.objects.filter(pk=case_in(State.PROCESSING).pk).update(restricted=True)
    seen = preview([FRIDAY], now)
    assert (seen.moved, seen.first) == (1, ())


def test_the_number_of_queries_does_not_grow_with_the_cases(world: World, now: datetime) -> None:
    def queries(count: int) -> int:
        for _ in range(count):
            CaseFactory(now=now, topic=world.topic, area=world.area)
        CalendarDay.objects.all().delete()
        recompute(now)
        take_friday_off()
        with CaptureQueriesContext(connection) as seen:
            assert recompute(now).moved == Case.objects.count()
        return len(seen)

    assert queries(1) == queries(20)


def test_progress_is_told_after_each_chunk(case_in: Cases, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(3):
        case_in(State.SUBMITTED)
    monkeypatch.setattr(recomputing, "CHUNK", 2)
    told: list[tuple[int, int]] = []
    recompute(now, lambda done, total: told.append((done, total)))
    assert told == [(0, 3), (2, 3), (3, 3)]


def test_a_limit_that_began_long_ago_still_knows_its_days_off(case_in: Cases, now: datetime) -> None:
    case = case_in(State.PROCESSING)
    take_friday_off()
    recompute(now)
    before = facts(case.pk)
    assert recompute(now + timedelta(days=900)).moved == 0
    assert facts(case.pk) == before


@pytest.fixture
def no_worker() -> Any:
    with mock.patch("pakn_plugin.services.calendar_changes.async_task") as task:
        yield task


def queued(days: list[dict[str, str]], now: datetime) -> CalendarChange:
    change = calendar_changes.propose(None, days, now)
    with mock.patch("pakn_plugin.services.calendar_changes.async_task"):
        return calendar_changes.queue(change.pk)


def test_applying_writes_the_days_and_the_deadlines_once(case_in: Cases, now: datetime) -> None:
    case = case_in(State.PROCESSING)
    change = queued([FRIDAY], now)
    assert calendar_changes.apply(change.pk, now) is True
    assert calendar_changes.apply(change.pk, now) is False
    day = CalendarDay.objects.get(day=date(2026, 3, 6))
    done = CalendarChange.objects.get(pk=change.pk)
    assert (day.kind, day.name, day.document) == (DayKind.OFF, "Nghỉ hoán đổi", "QĐ 12/QĐ-TTg")
    assert (done.status, done.cases_moved, done.finished_at) == (CalendarChange.Status.DONE, 1, now)
    assert Event.objects.filter(case=case, action=Action.RECOMPUTE).count() == 1
    assert calendar_changes.progress(change.pk) == (1, 1)


def test_a_draft_is_never_applied(now: datetime, db: None) -> None:
    change = calendar_changes.propose(None, [FRIDAY], now)
    assert calendar_changes.apply(change.pk, now) is False
    assert not CalendarDay.objects.exists()


def test_a_failure_leaves_everything_and_says_why(case_in: Cases, now: datetime) -> None:
    case = case_in(State.PROCESSING)
    before, change = facts(case.pk), queued([FRIDAY], now)
    broken: Callable[..., Any] = mock.Mock(side_effect=RuntimeError("hỏng"))
    with mock.patch.object(recomputing, "_write", broken), pytest.raises(RuntimeError):
        calendar_changes.apply(change.pk, now)
    failed = CalendarChange.objects.get(pk=change.pk)
    assert (failed.status, failed.error) == (CalendarChange.Status.FAILED, "RuntimeError: hỏng")
    assert not CalendarDay.objects.exists()
    assert facts(case.pk) == before
    assert calendar_changes.apply(change.pk, now) is False


def test_the_second_of_two_administrators_has_to_look_again(now: datetime, db: None) -> None:
    change = calendar_changes.propose(None, [FRIDAY], now)
    take_friday_off()
    with pytest.raises(CalendarMoved):
        calendar_changes.queue(change.pk)


def test_one_change_at_a_time(now: datetime, db: None) -> None:
    second = calendar_changes.propose(None, [FRIDAY], now)
    queued([{**FRIDAY, "day": "2026-03-09"}], now)
    with pytest.raises(CalendarMoved):
        calendar_changes.queue(second.pk)


def test_a_change_that_was_overtaken_in_the_queue_fails(now: datetime, db: None) -> None:
    change = queued([FRIDAY], now)
    take_friday_off()
    assert calendar_changes.apply(change.pk, now) is False
    assert CalendarChange.objects.get(pk=change.pk).status == CalendarChange.Status.FAILED


def test_handing_over_twice_makes_one_task(now: datetime, db: None, no_worker: mock.Mock) -> None:
    change = calendar_changes.propose(None, [FRIDAY], now)
    calendar_changes.queue(change.pk)
    calendar_changes.queue(change.pk)
    no_worker.assert_called_once_with("pakn_plugin.tasks.apply_calendar", change.pk)


def test_new_office_hours_recompute_too(case_in: Cases, now: datetime) -> None:
    case = case_in(State.PROCESSING)
    before = digest()
    OfficeDay.objects.create(morning_from="07:00", morning_to="11:00", afternoon_from="13:00", afternoon_to="16:30")
    assert digest() != before
    with mock.patch("pakn_plugin.services.calendar_changes.async_task"):
        change = calendar_changes.queue_recompute(None, now)
    assert calendar_changes.apply(change.pk, now) is True
    assert timezone.localtime(Case.objects.get(pk=case.pk).due_at).strftime("%H:%M") == "16:30"
