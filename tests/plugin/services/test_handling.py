"""Receive, classify, ask and be answered, refuse, merge, assign, withdraw."""

from datetime import datetime, timedelta

import pytest

from pakn_plugin.access import NotAllowed, StateChanged
from pakn_plugin.models import Case, Pause, Transfer
from pakn_plugin.services import handling, reply, transfer
from pakn_plugin.services.handling import Classification
from pakn_plugin.states import Level, Role, State
from tests.factories import AreaFactory, Cases, TopicFactory, World, citizen, person


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def test_it_tells_the_second_officer_that_the_case_has_moved_on(world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.SUBMITTED)
    handling.receive(case.pk, world.operator, now)
    with pytest.raises(StateChanged) as told:
        handling.receive(case.pk, world.second_operator, now)
    assert case.code in str(told.value)
    assert "Đã tiếp nhận" in str(told.value)
    assert "09:00 04/03/2026" in str(told.value)


def test_an_unknown_case_is_said_to_be_unknown(world: World, now: datetime) -> None:
    with pytest.raises(Case.DoesNotExist):
        handling.receive(12345, world.operator, now)


def test_receiving_starts_the_limit_to_classify(world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.SUBMITTED)
    handling.receive(case.pk, world.operator, now)
    assert fresh(case).stage_due_at == now.replace(day=5, hour=17, minute=30)
    assert fresh(case).due_at == case.due_at


def test_classifying_changes_the_drawers_and_never_the_citizens_text(
    world: World, case_in: Cases, now: datetime
) -> None:
    case, topic, area = case_in(State.RECEIVED), TopicFactory(), AreaFactory(name="Vĩnh Hòa")
    handling.classify(case.pk, world.operator, Classification("Đèn tắt", topic, area, Level.COMPLEX), now)
    now_is = fresh(case)
    assert (now_is.title, now_is.topic, now_is.area, now_is.level) == ("Đèn tắt", topic, area, Level.COMPLEX)
    assert now_is.text == case.text
    assert "vinh hoa" in now_is.folded
    assert now_is.state == State.RECEIVED


@pytest.mark.parametrize("origin", [State.SUBMITTED, State.RECEIVED, State.PROCESSING])
def test_an_answer_resumes_where_the_question_was_asked(
    origin: State, world: World, case_in: Cases, now: datetime
) -> None:
    case = case_in(origin)
    asker = world.a.officer if origin == State.PROCESSING else world.operator
    handling.request_info(case.pk, asker, "Gần số nhà nào?", now)
    waiting = fresh(case)
    assert (waiting.state, waiting.resume_state) == (State.NEEDS_INFO, origin)
    handling.supply_info(case.pk, citizen(case.pk), "Số 12.", now)
    resumed = fresh(case)
    assert (resumed.state, resumed.resume_state) == (origin, "")
    assert [m.from_citizen for m in resumed.messages.all()] == [False, True]


def test_the_due_moment_moves_by_the_working_days_of_the_pause(world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.PROCESSING)
    assert case.due_at == now.replace(day=13, hour=17, minute=30)
    handling.request_info(case.pk, world.a.officer, "Gần số nhà nào?", now)
    # Wednesday to Monday: Thursday, Friday, Monday are three working days.
    handling.supply_info(case.pk, citizen(case.pk), "Số 12.", now + timedelta(days=5))
    resumed = fresh(case)
    assert resumed.due_at == now.replace(day=18, hour=17, minute=30)
    assert resumed.stage_due_at == resumed.due_at
    pause = Pause.objects.get(case=case)
    assert (pause.began_at, pause.ended_at) == (now, now + timedelta(days=5))


def test_a_pause_within_the_day_moves_nothing(world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.PROCESSING)
    handling.request_info(case.pk, world.a.officer, "Gần số nhà nào?", now)
    handling.supply_info(case.pk, citizen(case.pk), "Số 12.", now + timedelta(hours=3))
    assert fresh(case).due_at == case.due_at


def test_every_pause_counts(world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.PROCESSING)
    for day in (0, 1):
        handling.request_info(case.pk, world.a.officer, "Gần số nhà nào?", now + timedelta(days=day))
        handling.supply_info(case.pk, citizen(case.pk), "Số 12.", now + timedelta(days=day + 1))
    assert fresh(case).due_at == now.replace(day=17, hour=17, minute=30)


def test_while_the_citizen_is_asked_their_own_limit_runs(world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.PROCESSING)
    handling.request_info(case.pk, world.a.officer, "Gần số nhà nào?", now)
    assert fresh(case).stage_due_at == now.replace(day=11, hour=17, minute=30)


def test_a_question_needs_a_text_and_leaves_no_pause_without_one(world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.SUBMITTED)
    with pytest.raises(ValueError):
        handling.request_info(case.pk, world.operator, "  \n ", now)
    assert (fresh(case).state, Pause.objects.count()) == (State.SUBMITTED, 0)


def test_a_refusal_carries_a_reason_and_a_text_and_ends_the_case(world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.RECEIVED)
    with pytest.raises(ValueError):
        handling.refuse(case.pk, world.operator, world.reason, "   ", now)
    handling.refuse(case.pk, world.operator, world.reason, "Xin nêu địa điểm.", now)
    ended = fresh(case)
    assert (ended.refusal_reason, ended.refusal_text) == (world.reason, "Xin nêu địa điểm.")
    assert (ended.state, ended.ended_at, ended.stage_due_at) == (State.REFUSED, now, None)


def test_a_duplicate_follows_its_main_case(world: World, case_in: Cases, now: datetime) -> None:
    main, twin = case_in(State.PROCESSING), case_in(State.SUBMITTED)
    handling.merge(twin.pk, world.operator, main, now)
    assert (fresh(twin).state, fresh(twin).merged_into) == (State.MERGED, main)
    assert list(main.duplicates.all()) == [twin]
    assert fresh(main).state == State.PROCESSING


def test_no_case_is_merged_into_itself(world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.SUBMITTED)
    with pytest.raises(NotAllowed):
        handling.merge(case.pk, world.operator, case, now)
    assert fresh(case).state == State.SUBMITTED


def test_merges_make_no_chain_in_either_direction(world: World, case_in: Cases, now: datetime) -> None:
    main, middle, last = (case_in(State.SUBMITTED) for _ in range(3))
    handling.merge(middle.pk, world.operator, main, now)
    with pytest.raises(NotAllowed):
        handling.merge(last.pk, world.operator, fresh(middle), now)
    handling.merge(main.pk, world.operator, last, now)
    assert [fresh(c).merged_into_id for c in (main, middle, last)] == [last.pk, last.pk, None]


def test_a_merge_trusts_the_database_and_not_what_was_read_earlier(world: World, case_in: Cases, now: datetime) -> None:
    main, middle, last = (case_in(State.SUBMITTED) for _ in range(3))
    handling.merge(middle.pk, world.operator, main, now)
    with pytest.raises(NotAllowed):
        handling.merge(last.pk, world.operator, middle, now)


def test_the_coordinator_gives_the_case_to_an_officer_of_the_agency(
    world: World, case_in: Cases, now: datetime
) -> None:
    case = case_in(State.PROCESSING)
    handling.assign(case.pk, world.a.coordinator, world.a.second_officer.user, now)
    assert fresh(case).officer == world.a.second_officer.user
    reply.save_draft(case.pk, world.a.second_officer, "Đã sửa.", now)
    with pytest.raises(NotAllowed):
        reply.save_draft(case.pk, world.a.officer, "Đã sửa.", now)


def test_nobody_else_can_be_given_a_case(world: World, case_in: Cases, now: datetime) -> None:
    case, left = case_in(State.PROCESSING), person(Role.OFFICER, world.a.agency)
    left.user.pakn_memberships.update(valid_to="2020-12-31")
    blocked = person(Role.OFFICER, world.a.agency)
    blocked.user.is_active = False
    blocked.user.save()
    for them in (world.b.officer, world.a.leader, world.operator, left, blocked):
        with pytest.raises(NotAllowed):
            handling.assign(case.pk, world.a.coordinator, them.user, now)
    assert fresh(case).officer == world.a.officer.user


def test_an_agency_cannot_be_accepted_for_with_a_foreign_officer(world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.TRANSFERRED)
    with pytest.raises(NotAllowed):
        transfer.accept(case.pk, world.a.coordinator, now, world.b.officer.user)
    assert fresh(case).state == State.TRANSFERRED


@pytest.mark.parametrize("state", [State.SUBMITTED, State.NEEDS_INFO, State.TRANSFERRED])
def test_a_withdrawal_ends_what_was_waiting(state: State, case_in: Cases, now: datetime) -> None:
    case = case_in(state)
    handling.withdraw(case.pk, citizen(case.pk), now)
    ended = fresh(case)
    assert (ended.state, ended.ended_at, ended.stage_due_at) == (State.WITHDRAWN, now, None)
    assert not Pause.objects.filter(case=case, ended_at__isnull=True).exists()
    assert not Transfer.objects.filter(case=case, outcome=Transfer.Outcome.PENDING).exists()


def test_a_withdrawn_case_cannot_be_answered_any_more(world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.WITHDRAWN)
    with pytest.raises(StateChanged):
        handling.request_info(case.pk, world.operator, "Ở đâu?", now)
