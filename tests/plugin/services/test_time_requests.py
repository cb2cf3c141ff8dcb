"""More time by a protocol: asked in time, decided by another person, once; the clock follows, the citizen reads why."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from pakn_plugin import access
from pakn_plugin.access import Actor, NotAllowed, StateChanged
from pakn_plugin.models import Case, Deadline, DeadlinePolicy, Event, Notification, TimeRequest
from pakn_plugin.services import handling, reply, time_requests, transfer
from pakn_plugin.states import Action, Role, Stage, State, Unit
from tests.factories import REPLY_TEXT, Cases, World, citizen, person

Outcome = TimeRequest.Outcome
WHY = "Phải chờ vật tư từ thành phố khác, dự kiến thứ Sáu tuần sau mới về."
DAY = timedelta(days=1)


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def extend(case: Case, world: World, now: datetime, amount: int = 3) -> TimeRequest:
    return time_requests.ask_extension(case.pk, world.a.officer, amount, WHY, now)


def told(case: Case, action: Action) -> set[tuple[str, str]]:
    """Template and reader of what was sent about an action."""
    rows = Notification.objects.filter(event__case=case, event__action=action)
    return {(row.template, row.user.username if row.user else "reporter") for row in rows}


@pytest.fixture
def case(case_in: Cases) -> Case:
    """In processing since Wednesday 4 March, due on Friday 13 March at 17:30."""
    return case_in(State.PROCESSING)


@pytest.fixture
def due(now: datetime) -> datetime:
    return now.replace(day=13, hour=17, minute=30)


def test_a_granted_extension_moves_the_due_moment_and_says_so(
    world: World, case: Case, now: datetime, due: datetime
) -> None:
    assert case.due_at == due
    asked = extend(case, world, now)
    assert (fresh(case).due_at, asked.outcome, asked.unit) == (due, Outcome.PENDING, Unit.WORKING_DAYS)
    assert told(case, Action.ASK_EXTENSION) == {("staff_time_asked", "leader-a")}
    time_requests.grant_extension(case.pk, world.a.leader, now + DAY)
    after, new = fresh(case), now.replace(day=18, hour=17, minute=30)
    assert (after.due_at, after.stage_due_at, after.state) == (new, new, State.PROCESSING)
    assert Deadline.objects.get(case=case, stage=Stage.PROCESS).extra == 3
    event = case.events.last()
    assert datetime.fromisoformat(event.data["due_from"]) == due
    assert datetime.fromisoformat(event.data["due_to"]) == new
    assert told(case, Action.GRANT_EXTENSION) == {("extended", "reporter"), ("staff_time_granted", "officer-a")}


def test_what_was_asked_in_time_is_granted_after_the_due_moment(
    world: World, case: Case, due: datetime, now: datetime
) -> None:
    extend(case, world, due - timedelta(minutes=1))
    time_requests.grant_extension(case.pk, world.a.leader, due + DAY)
    assert fresh(case).due_at == now.replace(day=18, hour=17, minute=30)


@pytest.mark.parametrize("ask", [time_requests.ask_extension, time_requests.ask_verification])
def test_nothing_is_asked_for_at_the_due_moment_or_later(
    ask: Callable[..., Any], world: World, case: Case, due: datetime
) -> None:
    for moment in (due, due + DAY):
        with pytest.raises(NotAllowed, match="quá hạn"):
            ask(case.pk, world.a.officer, 1, WHY, moment)
    assert not TimeRequest.objects.exists()


def test_the_policy_names_the_most_that_can_be_asked_for(world: World, case_in: Cases, now: datetime) -> None:
    DeadlinePolicy.objects.create(stage=Stage.EXTENSION, amount=2, unit=Unit.WORKING_DAYS, document="12/QĐ")
    case = case_in(State.PROCESSING)
    for amount in (0, 3):
        with pytest.raises(NotAllowed, match="từ 1 đến 2 ngày làm việc"):
            extend(case, world, now, amount)
    assert extend(case, world, now, 2).amount == 2


def test_an_extension_is_counted_like_the_limit_that_it_extends(world: World, case_in: Cases, now: datetime) -> None:
    """The policy allows 30 calendar days, the limit is 7 working days: seven of these at most."""
    DeadlinePolicy.objects.create(stage=Stage.EXTENSION, amount=30, unit=Unit.CALENDAR_DAYS)
    case = case_in(State.PROCESSING)
    with pytest.raises(NotAllowed, match="từ 1 đến 7 ngày làm việc"):
        extend(case, world, now, 8)
    assert extend(case, world, now, 7).unit == Unit.WORKING_DAYS


def test_the_reason_must_say_something(world: World, case: Case, now: datetime) -> None:
    with pytest.raises(ValueError):
        time_requests.ask_extension(case.pk, world.a.officer, 1, "  bận   ", now)


def test_a_case_is_extended_once_and_a_refused_request_does_not_count(
    world: World, case: Case, now: datetime, due: datetime
) -> None:
    extend(case, world, now)
    with pytest.raises(NotAllowed, match="đang chờ"):
        extend(case, world, now)
    time_requests.refuse_extension(case.pk, world.a.leader, "Vật tư đã có trong kho.", now)
    refused = TimeRequest.objects.get()
    assert (refused.outcome, refused.remark, fresh(case).due_at) == (Outcome.REFUSED, "Vật tư đã có trong kho.", due)
    assert told(case, Action.REFUSE_EXTENSION) == {("staff_time_refused", "officer-a")}
    extend(case, world, now)
    time_requests.grant_extension(case.pk, world.a.leader, now)
    with pytest.raises(NotAllowed, match="một lần"):
        extend(case, world, now)


def test_a_refusal_needs_a_remark(world: World, case: Case, now: datetime) -> None:
    extend(case, world, now)
    with pytest.raises(ValueError):
        time_requests.refuse_extension(case.pk, world.a.leader, " ", now)
    assert TimeRequest.objects.get().outcome == Outcome.PENDING


def test_nobody_decides_about_their_own_request(world: World, case: Case, now: datetime) -> None:
    world.a.officer.user.pakn_memberships.create(agency=world.a.agency, role=Role.LEADER)
    both = access.actor_for(world.a.officer.user)
    time_requests.ask_extension(case.pk, both, 1, WHY, now)
    with pytest.raises(NotAllowed, match="hai người khác nhau"):
        time_requests.grant_extension(case.pk, both, now)
    assert Action.GRANT_EXTENSION not in access.allowed_actions(both, fresh(case))
    assert time_requests.grant_extension(case.pk, world.a.leader, now).outcome == Outcome.GRANTED


def test_the_second_leader_hears_that_it_was_decided(world: World, case: Case, now: datetime) -> None:
    second = person(Role.LEADER, world.a.agency)
    extend(case, world, now)
    time_requests.grant_extension(case.pk, world.a.leader, now)
    events = Event.objects.count()
    with pytest.raises(StateChanged, match="vừa được quyết định"):
        time_requests.refuse_extension(case.pk, second, "Không cần.", now)
    assert Event.objects.count() == events


def test_the_coordinator_asks_and_the_officer_is_told_too(world: World, case: Case, now: datetime) -> None:
    time_requests.ask_extension(case.pk, world.a.coordinator, 1, WHY, now)
    time_requests.grant_extension(case.pk, world.a.leader, now)
    told_staff = {who for template, who in told(case, Action.GRANT_EXTENSION) if template == "staff_time_granted"}
    assert told_staff == {"coordinator-a", "officer-a"}


def submit(pk: int, world: World, now: datetime) -> None:
    reply.save_draft(pk, world.a.officer, REPLY_TEXT, now)
    reply.submit_reply(pk, world.a.officer, now)


LEAVING: dict[str, Callable[[int, World, datetime], Any]] = {
    "reply": submit,
    "sent back": lambda pk, w, now: transfer.send_back(pk, w.a.coordinator, "Thuộc Sở B.", None, now),
    "withdrawn": lambda pk, w, now: handling.withdraw(pk, citizen(pk), now),
}


@pytest.mark.parametrize("way", LEAVING)
def test_a_request_lapses_when_the_case_leaves_processing(way: str, world: World, case: Case, now: datetime) -> None:
    extend(case, world, now)
    LEAVING[way](case.pk, world, now + DAY)
    lapsed = TimeRequest.objects.get()
    assert (lapsed.outcome, lapsed.decided_at, lapsed.decided_by) == (Outcome.LAPSED, now + DAY, None)
    with pytest.raises((StateChanged, NotAllowed)):
        time_requests.grant_extension(case.pk, world.a.leader, now + DAY)


def test_a_question_to_the_citizen_keeps_the_request_a_withdrawal_then_ends_it(
    world: World, case: Case, now: datetime
) -> None:
    extend(case, world, now)
    handling.request_info(case.pk, world.a.officer, "Trụ số mấy?", now)
    assert TimeRequest.objects.get().outcome == Outcome.PENDING
    handling.withdraw(case.pk, citizen(case.pk), now)
    assert TimeRequest.objects.get().outcome == Outcome.LAPSED


def test_a_request_lives_on_while_the_citizen_answers(world: World, case: Case, now: datetime) -> None:
    extend(case, world, now)
    handling.request_info(case.pk, world.a.officer, "Trụ số mấy?", now)
    handling.supply_info(case.pk, citizen(case.pk), "Trụ 17.", now + DAY)
    time_requests.grant_extension(case.pk, world.a.leader, now + DAY)
    assert fresh(case).due_at == now.replace(day=19, hour=17, minute=30)


def test_events_hold_no_reason(world: World, case: Case, now: datetime) -> None:
    extend(case, world, now)
    time_requests.grant_extension(case.pk, world.a.leader, now)
    assert not any(WHY[:10] in str(event.data) for event in case.events.all())
    assert timezone.localtime(fresh(case).due_at).isoformat() in str(case.events.last().data)


@pytest.mark.parametrize("who", ["second_officer", "coordinator of b", "operator", "superuser", "leader"])
def test_only_the_assigned_officer_and_the_coordinator_ask(who: str, world: World, case: Case, now: datetime) -> None:
    named: dict[str, Actor] = {
        "second_officer": world.a.second_officer,
        "coordinator of b": world.b.coordinator,
        "operator": world.operator,
        "superuser": world.superuser,
        "leader": world.a.leader,
    }
    for ask in (time_requests.ask_extension, time_requests.ask_verification):
        with pytest.raises(NotAllowed):
            ask(case.pk, named[who], 1, WHY, now)
