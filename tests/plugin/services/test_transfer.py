"""The path between agencies."""

from datetime import datetime, timedelta

import pytest

from pakn_plugin.access import NotAllowed, StateChanged, visible_cases
from pakn_plugin.models import Case, DeadlinePolicy, Transfer
from pakn_plugin.services import rating, reply, transfer
from pakn_plugin.states import Stage, State, Unit
from tests.factories import Cases, World, citizen

Outcome = Transfer.Outcome


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def test_a_proposal_puts_the_case_before_the_agency_with_a_limit(world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.RECEIVED)
    assert case not in visible_cases(world.a.coordinator)
    transfer.transfer(case.pk, world.operator, world.a.agency, "Thuộc thẩm quyền.", now)
    proposed = fresh(case)
    assert (proposed.state, proposed.agency, proposed.officer) == (State.TRANSFERRED, world.a.agency, None)
    assert proposed.stage_due_at == now.replace(day=5, hour=17, minute=30)
    assert case in visible_cases(world.a.coordinator)
    assert case not in visible_cases(world.b.coordinator)
    row = case.transfers.get()
    assert (row.outcome, row.reason, row.proposed_by) == (Outcome.PENDING, "Thuộc thẩm quyền.", world.operator.user)


def test_acceptance_starts_the_limit_for_processing(world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.TRANSFERRED)
    later = now + timedelta(days=1)
    transfer.accept(case.pk, world.a.coordinator, later, world.a.officer.user)
    accepted = fresh(case)
    assert accepted.due_at == now.replace(day=16, hour=17, minute=30)
    assert accepted.stage_due_at == accepted.due_at
    assert accepted.due_at < case.due_at
    row = case.transfers.get()
    assert (row.outcome, row.decided_at) == (Outcome.ACCEPTED, later)


def test_a_case_keeps_the_policy_under_which_it_was_filed(world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.TRANSFERRED)
    DeadlinePolicy.objects.create(stage=Stage.PROCESS, amount=3, valid_to=now.date(), unit=Unit.WORKING_DAYS)
    DeadlinePolicy.objects.create(stage=Stage.PROCESS, amount=1, valid_from=now.date() + timedelta(days=1))
    transfer.accept(case.pk, world.a.coordinator, now + timedelta(days=1))
    assert fresh(case).due_at == now.replace(day=10, hour=17, minute=30)


def test_a_declined_case_goes_back_with_reason_and_suggestion(world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.TRANSFERRED)
    transfer.decline(case.pk, world.a.coordinator, "Thuộc Sở B.", world.b.agency, now)
    back = fresh(case)
    assert (back.state, back.agency, back.officer) == (State.RECEIVED, None, None)
    row = case.transfers.get()
    assert (row.outcome, row.decline_reason) == (Outcome.DECLINED, "Thuộc Sở B.")
    assert row.suggested_agency == world.b.agency


def test_giving_back_needs_a_reason(world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.TRANSFERRED)
    with pytest.raises(ValueError):
        transfer.decline(case.pk, world.a.coordinator, "  ", None, now)
    assert fresh(case).state == State.TRANSFERRED


def test_an_accepted_case_can_be_sent_back_and_go_to_another_agency(
    world: World, case_in: Cases, now: datetime
) -> None:
    case = case_in(State.PROCESSING)
    transfer.send_back(case.pk, world.a.coordinator, "Thuộc Sở B.", world.b.agency, now)
    assert (fresh(case).state, fresh(case).agency, fresh(case).officer) == (State.RECEIVED, None, None)
    transfer.transfer(case.pk, world.operator, world.b.agency, "Theo đề xuất.", now)
    transfer.accept(case.pk, world.b.coordinator, now, world.b.officer.user)
    assert [row.outcome for row in case.transfers.all()] == [Outcome.SENT_BACK, Outcome.ACCEPTED]
    assert visible_cases(world.b.officer).get() == case
    assert not visible_cases(world.a.officer).exists()


def test_it_tells_the_agency_that_had_the_case_that_it_has_moved_on(
    world: World, case_in: Cases, now: datetime
) -> None:
    case = case_in(State.TRANSFERRED)
    transfer.decline(case.pk, world.a.coordinator, "Thuộc Sở B.", None, now)
    with pytest.raises(StateChanged):
        transfer.accept(case.pk, world.a.coordinator, now)
    with pytest.raises(NotAllowed):
        transfer.accept(case.pk, world.b.coordinator, now)


def test_a_draft_left_behind_is_not_submitted_by_the_next_agency(world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.PROCESSING)
    reply.save_draft(case.pk, world.a.officer, "Bản nháp của Sở A.", now)
    transfer.send_back(case.pk, world.a.coordinator, "Thuộc Sở B.", None, now)
    transfer.transfer(case.pk, world.operator, world.b.agency, "", now)
    transfer.accept(case.pk, world.b.coordinator, now, world.b.officer.user)
    with pytest.raises(ValueError):
        reply.submit_reply(case.pk, world.b.officer, now)
    reply.save_draft(case.pk, world.b.officer, "Trả lời của Sở B.", now)
    assert reply.submit_reply(case.pk, world.b.officer, now).text == "Trả lời của Sở B."


def test_a_second_round_gets_a_limit_of_its_own_and_keeps_the_first_due_moment(
    world: World, case_in: Cases, now: datetime
) -> None:
    case, later = case_in(State.CLOSED), now + timedelta(days=5)
    rating.reopen(case.pk, citizen(case.pk), "Vẫn tối.", later)
    again = fresh(case)
    assert again.due_at == case.due_at
    assert again.stage_due_at == now.replace(day=18, hour=17, minute=30)
    transfer.send_back(case.pk, world.a.coordinator, "Nay thuộc Sở B.", None, later)
    transfer.transfer(case.pk, world.operator, world.b.agency, "", later)
    transfer.accept(case.pk, world.b.coordinator, later)
    assert fresh(case).due_at == case.due_at
