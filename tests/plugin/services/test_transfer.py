"""The path between agencies."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from pakn_plugin import access
from pakn_plugin.access import NotAllowed, StateChanged, visible_cases
from pakn_plugin.models import Case, DeadlinePolicy, Notification, Transfer
from pakn_plugin.services import handling, rating, reply, transfer
from pakn_plugin.states import Action, Level, Role, Silence, Stage, State, Unit
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
    DeadlinePolicy.objects.create(stage=Stage.PROCESS, amount=3, valid_to=now.date(), unit=Unit.WORKING_DAYS)
    DeadlinePolicy.objects.create(stage=Stage.PROCESS, amount=1, valid_from=now.date() + timedelta(days=1))
    case = case_in(State.TRANSFERRED)
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


def test_a_proposal_keeps_its_legal_basis(world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.RECEIVED)
    transfer.transfer(case.pk, world.operator, world.a.agency, "Thuộc Sở A.", now, " Điều 5 QĐ 18/2022 ")
    row = case.transfers.get()
    assert (row.legal_basis, row.by_leader) == ("Điều 5 QĐ 18/2022", False)


def declined(world: World, case: Case, now: datetime, times: int = 2) -> Case:
    """A received case after some refusals."""
    for _turn in range(times):
        transfer.transfer(case.pk, world.operator, world.a.agency, "Thuộc Sở A.", now)
        transfer.decline(case.pk, world.a.coordinator, "Không thuộc.", world.b.agency, now)
    return fresh(case)


def test_refusals_before_and_after_acceptance_count_silence_and_withdrawal_do_not(
    world: World, case_in: Cases, now: datetime
) -> None:
    silent, refused, taken_back = case_in(State.TRANSFERRED), case_in(State.TRANSFERRED), case_in(State.TRANSFERRED)
    transfer.pass_limit(silent.pk, now + timedelta(days=3))
    handling.withdraw(taken_back.pk, citizen(taken_back.pk), now)
    assert (fresh(silent).declines, fresh(taken_back).declines) == (0, 0)
    transfer.decline(refused.pk, world.a.coordinator, "Không thuộc.", None, now)
    assert fresh(refused).declines == 1
    transfer.transfer(refused.pk, world.operator, world.b.agency, "Thuộc Sở B.", now)
    transfer.accept(refused.pk, world.b.coordinator, now)
    transfer.send_back(refused.pk, world.b.coordinator, "Không thuộc.", None, now)
    assert fresh(refused).declines == 2


def test_after_two_refusals_only_the_operators_leader_chooses_and_that_stands(
    world: World, case_in: Cases, now: datetime
) -> None:
    case = declined(world, case_in(State.RECEIVED), now)
    with pytest.raises(NotAllowed, match="lãnh đạo đầu mối"):
        transfer.transfer(case.pk, world.operator, world.b.agency, "Thuộc Sở B.", now)
    assert not access.can(world.operator, Action.TRANSFER, case)
    row = transfer.transfer(case.pk, world.operator_leader, world.b.agency, "Tôi quyết định.", now)
    assert (row.by_leader, case.events.last().data["by_leader"]) == (True, True)
    with pytest.raises(NotAllowed, match="không trả lại được nữa"):
        transfer.decline(case.pk, world.b.coordinator, "Không thuộc.", None, now)
    transfer.accept(case.pk, world.b.coordinator, now)
    with pytest.raises(NotAllowed, match="không trả lại được nữa"):
        transfer.send_back(case.pk, world.b.coordinator, "Không thuộc.", None, now)
    assert fresh(case).state == State.PROCESSING


def test_silence_after_the_leaders_decision_accepts_whatever_the_policy_says(
    world: World, case_in: Cases, now: datetime, settings: Any
) -> None:
    settings.PAKN_SILENCE = "escalate"
    case = declined(world, case_in(State.RECEIVED), now)
    transfer.transfer(case.pk, world.operator_leader, world.b.agency, "Tôi quyết định.", now)
    transfer.pass_limit(case.pk, now + timedelta(days=3))
    assert (fresh(case).state, fresh(case).agency) == (State.PROCESSING, world.b.agency)
    with pytest.raises((NotAllowed, StateChanged)):
        transfer.escalate(case.pk, now + timedelta(days=3))


def test_the_second_refusal_is_told_to_the_leader_and_the_operators(
    world: World, case_in: Cases, now: datetime
) -> None:
    both = world.operator_leader.user
    both.pakn_memberships.create(agency=world.operators, role=Role.OPERATOR)
    case = declined(world, case_in(State.RECEIVED), now)
    sent = Notification.objects.filter(event__case=case, event__action=Action.DECLINE, user__isnull=False)
    first, second = sorted(set(sent.values_list("event__number", flat=True)))
    assert set(sent.filter(event__number=first).values_list("template", flat=True)) == {"staff_declined"}
    last = sent.filter(event__number=second)
    assert set(last.values_list("template", flat=True)) == {"staff_to_decide"}
    expected = {world.operator.user.pk, world.second_operator.user.pk, both.pk}
    assert sorted(last.values_list("user", flat=True)) == sorted(expected)


def test_silence_goes_by_the_policy_of_the_day_field_and_level(world: World, case_in: Cases, now: datetime) -> None:
    DeadlinePolicy.objects.create(stage=Stage.ACCEPT, amount=1, silence=Silence.ESCALATE)
    DeadlinePolicy.objects.create(stage=Stage.ACCEPT, amount=4, level=Level.URGENT, silence=Silence.ACCEPT)
    plain, urgent = case_in(State.TRANSFERRED), case_in(State.RECEIVED)
    chosen = handling.Classification(urgent.title, urgent.topic, urgent.area, Level.URGENT)
    handling.classify(urgent.pk, world.operator, chosen, now)
    transfer.transfer(urgent.pk, world.operator, world.a.agency, "Khẩn.", now)
    for case in (plain, urgent):
        transfer.pass_limit(case.pk, now + timedelta(days=20))
    assert (fresh(plain).state, fresh(urgent).state) == (State.RECEIVED, State.PROCESSING)
    assert urgent.transfers.get().outcome == Outcome.ACCEPTED


@pytest.mark.parametrize("silence", ["accept", "escalate"])
def test_the_limit_is_looked_at_again_under_the_lock(
    silence: str, world: World, case_in: Cases, now: datetime, settings: Any
) -> None:
    settings.PAKN_SILENCE = silence
    case = case_in(State.TRANSFERRED)
    for moment in (now, case.stage_due_at):
        with pytest.raises(StateChanged):
            transfer.pass_limit(case.pk, moment)
    with pytest.raises(StateChanged):
        transfer.escalate(case.pk, now)
    assert fresh(case).state == State.TRANSFERRED
    transfer.pass_limit(case.pk, case.stage_due_at + timedelta(minutes=1))
    assert fresh(case).state != State.TRANSFERRED


@pytest.mark.parametrize(
    ("state", "verb"), [(State.NEEDS_INFO, handling.expire_info), (State.ANSWERED, rating.expire_rating)]
)
def test_nothing_expires_before_its_moment(state: State, verb: Any, case_in: Cases, now: datetime) -> None:
    case = case_in(state)
    with pytest.raises(StateChanged):
        verb(case.pk, case.stage_due_at)
    assert fresh(case).state == state
    verb(case.pk, case.stage_due_at + timedelta(minutes=1))
    assert fresh(case).state == State.CLOSED
