"""What each queue holds, who sees it, and that all counts are one question."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pakn_plugin.access import Actor, actor_for
from pakn_plugin.models import CalendarDay, Case, TimeRequest
from pakn_plugin.queries import desk
from pakn_plugin.queries.narrowing import Wanted
from pakn_plugin.queries.queues import Queue, label_of, queues_of
from pakn_plugin.queries.soon import soon_until
from pakn_plugin.services import reply, transfer
from pakn_plugin.states import DayKind, Role, State
from tests.factories import Cases, MembershipFactory, World, person

SignIn = Callable[[Actor], Client]
INDEX = "/admin/pakn/cases/"


def in_queue(actor: Actor, queue: Queue, now: datetime) -> set[int]:
    return set(desk.cases_for(actor, Wanted(queue), now).values_list("pk", flat=True))


def decline(world: World, case: Case, times: int, now: datetime) -> None:
    """The agency gives a case back that stands received, `times` times."""
    for turn in range(times):
        moment = now + timedelta(minutes=turn)
        transfer.transfer(case.pk, world.operator, world.a.agency, "Thuộc thẩm quyền.", moment)
        transfer.decline(case.pk, world.a.coordinator, "Không thuộc thẩm quyền.", None, moment)


def test_what_an_agency_gave_back_is_returned_to_the_operator(world: World, case_in: Cases, now: datetime) -> None:
    case, plain = case_in(State.RECEIVED), case_in(State.RECEIVED)
    decline(world, case, 1, now)
    assert in_queue(world.operator, Queue.RETURNED, now) == {case.pk}
    assert {case.pk, plain.pk} <= in_queue(world.operator, Queue.MINE, now)


def test_after_two_refusals_the_case_waits_for_the_operators_leader(
    world: World, case_in: Cases, now: datetime
) -> None:
    case = case_in(State.RECEIVED)
    decline(world, case, 1, now)
    assert in_queue(world.operator_leader, Queue.TO_DECIDE, now) == set()
    decline(world, case, 1, now)
    assert in_queue(world.operator_leader, Queue.TO_DECIDE, now) == {case.pk}
    assert case.pk in in_queue(world.operator_leader, Queue.MINE, now)
    assert case.pk not in in_queue(world.operator, Queue.MINE, now)


def test_a_reply_that_the_leader_gave_back_is_returned_to_its_officer(
    world: World, case_in: Cases, now: datetime
) -> None:
    case = case_in(State.AWAITING_APPROVAL)
    case_in(State.PROCESSING)
    reply.return_reply(case.pk, world.a.leader, "Thêm ảnh.", now)
    assert in_queue(world.a.officer, Queue.RETURNED, now) == {case.pk}
    assert in_queue(world.a.second_officer, Queue.RETURNED, now) == set()


def test_replies_and_requests_for_time_wait_for_the_leader(world: World, case_in: Cases, now: datetime) -> None:
    waiting, asking, other = (case_in(s) for s in (State.AWAITING_APPROVAL, State.PROCESSING, State.PROCESSING))
    TimeRequest.objects.create(
        case=asking, kind="extension", agency=world.a.agency, asked_by=world.a.officer.user, asked_at=now,
        reason="Chờ vật tư.", amount=3, unit="working_days",
    )  # fmt: skip
    for queue in (Queue.TO_APPROVE, Queue.MINE):
        assert in_queue(world.a.leader, queue, now) == {waiting.pk, asking.pk}
    assert other.pk not in in_queue(world.a.leader, Queue.TO_APPROVE, now)
    assert in_queue(world.b.leader, Queue.TO_APPROVE, now) == set()


def test_soon_is_what_is_due_before_the_next_working_day_is_over(now: datetime, db: None) -> None:
    friday = now.replace(day=6)
    assert soon_until(now).date() == now.replace(day=6).date()
    assert soon_until(friday).date() == now.replace(day=10).date()


def test_soon_skips_a_day_off_by_decision(now: datetime, db: None) -> None:
    CalendarDay.objects.create(day=now.replace(day=5).date(), kind=DayKind.OFF)
    assert soon_until(now).date() == now.replace(day=7).date()


def test_soon_and_late_divide_at_the_moment(world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.SUBMITTED)
    due = case.stage_due_at
    assert due
    before, after = due - timedelta(minutes=1), due + timedelta(minutes=1)
    assert in_queue(world.operator, Queue.SOON, before) == {case.pk}
    assert in_queue(world.operator, Queue.LATE, before) == set()
    assert in_queue(world.operator, Queue.SOON, after) == set()
    assert in_queue(world.operator, Queue.LATE, after) == {case.pk}


def test_what_waits_for_the_citizen_is_neither_soon_nor_late(world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.NEEDS_INFO)
    assert in_queue(world.operator, Queue.WITH_CITIZEN, now) == {case.pk}
    for moment in (now, now + timedelta(days=90)):
        assert not in_queue(world.operator, Queue.SOON, moment) | in_queue(world.operator, Queue.LATE, moment)


def test_queues_follow_the_role(world: World) -> None:
    assert Queue.TO_DECIDE in queues_of(world.operator_leader)
    for actor in (world.operator, world.a.leader, world.a.officer):
        assert Queue.TO_DECIDE not in queues_of(actor)
    assert Queue.RETURNED in queues_of(world.a.officer)
    assert Queue.RETURNED not in queues_of(world.a.coordinator)
    assert Queue.INCOMING not in queues_of(world.a.coordinator)
    assert queues_of(world.a.coordinator)[0] == Queue.MINE
    assert Queue.MINE not in queues_of(world.superuser)
    assert all(Queue.ALL in queues_of(actor) for actor in (world.operator, world.a.officer, world.supervisor))


def test_an_agency_reads_proposed_to_us_where_the_operator_reads_waiting_for_the_agency(world: World) -> None:
    assert label_of(Queue.TO_ACCEPT, world.a.coordinator) == "Được chuyển đến"
    assert label_of(Queue.TO_ACCEPT, world.operator) == "Chờ đơn vị nhận"


def test_all_counts_are_one_query(
    world: World, case_in: Cases, now: datetime, django_assert_num_queries: Callable[[int], Any]
) -> None:
    for state in (State.SUBMITTED, State.PROCESSING, State.UNDER_REVIEW):
        case_in(state)
    soon_until(now)
    with django_assert_num_queries(1):
        numbers = desk.counts(world.superuser, list(Queue), now)
    assert (numbers[Queue.INCOMING], numbers[Queue.PROCESSING], numbers[Queue.ALL]) == (1, 1, 3)


def test_more_roles_mean_more_queues_not_more_queries(
    world: World, at_desk: SignIn, now: datetime, case_in: Cases
) -> None:
    case_in(State.SUBMITTED)
    many = person(Role.OPERATOR_LEADER, world.operators)
    for role in (Role.COORDINATOR, Role.OFFICER, Role.LEADER):
        MembershipFactory(user=many.user, agency=world.a.agency, role=role)
    asked = []
    for actor in (world.operator, many):
        client = at_desk(actor)
        client.get(INDEX)
        with CaptureQueriesContext(connection) as queries:
            client.get(INDEX)
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 12


@pytest.mark.parametrize("queue", list(Queue))
def test_every_queue_opens_for_everybody(queue: Queue, world: World, at_desk: SignIn) -> None:
    for actor in (world.operator_leader, world.a.officer, world.supervisor, world.superuser):
        assert at_desk(actor).get(INDEX, {"queue": queue.value}).status_code == 200


def test_the_counts_agree_with_the_lists_whoever_asks_and_whenever(world: World, case_in: Cases, now: datetime) -> None:
    for state in (State.SUBMITTED, State.PROCESSING, State.AWAITING_APPROVAL):
        case_in(state)
    many = MembershipFactory(user=world.a.officer.user, agency=world.b.agency, role=Role.LEADER)
    for moment in (now, now + timedelta(days=2), now + timedelta(days=400), now):
        for actor in (world.operator, world.a.officer, actor_for(many.user), world.a.leader, world.supervisor):
            queues = queues_of(actor)
            numbers = desk.counts(actor, queues, moment)
            assert {queue: numbers[queue] for queue in queues} == {
                queue: len(in_queue(actor, queue, moment)) for queue in queues
            }


def test_a_page_that_was_put_together_once_is_the_page_of_its_query(
    world: World, case_in: Cases, now: datetime
) -> None:
    for state in (*State, State.PROCESSING, State.SUBMITTED):
        case_in(state)
    for moment in (now, now + timedelta(days=400)):
        for actor in (world.operator, world.a.officer, world.superuser):
            for queue in queues_of(actor):
                assert walk(actor, queue, moment) == plain_walk(actor, queue, moment)


def walk(actor: Actor, queue: Queue, now: datetime) -> list[tuple[int, bool, bool]]:
    """Every row of a queue, page by page: its key, and what is said of it."""
    found, mark = [], ""
    while True:
        page = desk.page(actor, Wanted(queue), now, mark, size=2)
        found += [(case.pk, case.told_above, case.news) for case in page.rows]  # type: ignore[attr-defined]
        mark = page.mark
        if not mark:
            return found


def plain_walk(actor: Actor, queue: Queue, now: datetime) -> list[tuple[int, bool, bool]]:
    rows = desk.page_of(desk.cases_for(actor, Wanted(queue), now), size=1000, reader=actor.user).rows
    return [(case.pk, case.told_above, case.news) for case in rows]  # type: ignore[attr-defined]
