"""Corrections of published replies stand in the own work of exactly the person for whom they wait."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from pakn_plugin import access
from pakn_plugin.access import Actor
from pakn_plugin.models import Case, Deputation, Membership, Reply
from pakn_plugin.queries import desk
from pakn_plugin.queries.narrowing import Wanted
from pakn_plugin.queries.queues import Queue
from pakn_plugin.services import corrections, rating, reply
from pakn_plugin.states import Role, State
from tests.factories import REPLY_TEXT, Cases, MembershipFactory, World, citizen, unsent

INDEX = reverse("pakn_desk:index")
TEXT, WHY = "Đã thay cả sáu bóng đèn ngày 21/3/2026.", "Ngày thay ghi thiếu."
OPEN = (State.ANSWERED, State.CLOSED)


def again(actor: Actor) -> Actor:
    """The same person at the next request."""
    return access.actor_for(type(actor.user).objects.get(pk=actor.user.pk))


def whose(world: World, queue: Queue, now: datetime) -> set[str]:
    """Whose queue holds something."""
    people = {
        "officer": world.a.officer,
        "second officer": world.a.second_officer,
        "coordinator": world.a.coordinator,
        "leader": world.a.leader,
        "operator": world.operator,
        "other officer": world.b.officer,
        "other leader": world.b.leader,
    }
    found = {name: desk.counts(again(actor), [queue], now)[queue] for name, actor in people.items()}
    listed = {name for name, actor in people.items() if desk.cases_for(again(actor), Wanted(queue), now).exists()}
    assert listed == {name for name, number in found.items() if number}
    return listed


@pytest.fixture
def pending(world: World, case_in: Cases, now: datetime) -> Callable[[State], Case]:
    """`pending(state)`: a case whose officer has submitted a correction."""

    def make(state: State) -> Case:
        case = case_in(state)
        with unsent():
            corrections.submit(case.pk, world.a.officer, TEXT, WHY, now)
        return case

    return make


@pytest.mark.parametrize("state", OPEN)
def test_what_waits_is_the_leaders_and_what_was_sent_back_the_officers(
    state: State, world: World, pending: Any, now: datetime
) -> None:
    case = pending(state)
    assert whose(world, Queue.MINE, now) == {"leader"}
    assert whose(world, Queue.RETURNED, now) == set()
    assert desk.next_case(again(world.a.leader), None, now) == case.pk
    with unsent():
        corrections.send_back(case.pk, world.a.leader, "Nêu rõ giờ.", now)
    assert whose(world, Queue.MINE, now) == {"officer"} == whose(world, Queue.RETURNED, now)
    with unsent():
        corrections.submit(case.pk, world.a.officer, TEXT, WHY, now)
        corrections.approve(case.pk, world.a.leader, now)
    assert whose(world, Queue.MINE, now) == set()


def test_what_the_officer_has_only_begun_waits_for_nobody(world: World, case_in: Cases, now: datetime) -> None:
    with unsent():
        corrections.save_draft(case_in(State.CLOSED).pk, world.a.officer, TEXT, WHY, now)
    assert whose(world, Queue.MINE, now) == set()


def test_nobody_finds_the_own_text_to_approve(world: World, pending: Any, now: datetime) -> None:
    MembershipFactory(user=world.a.officer.user, agency=world.a.agency, role=Role.LEADER)
    pending(State.CLOSED)
    assert whose(world, Queue.MINE, now) == {"leader"}


def test_a_deputy_finds_it_unless_it_is_the_leaders_own(world: World, pending: Any, now: datetime) -> None:
    pending(State.CLOSED)
    today = timezone.localdate()
    days = {"valid_from": today, "valid_to": today, "named_at": now}
    who = {"leader": world.a.leader.user, "deputy": world.a.second_officer.user, "named_by": world.a.leader.user}
    Deputation.objects.create(agency=world.a.agency, **who, **days)
    assert whose(world, Queue.MINE, now) == {"leader", "second officer"}
    Reply.objects.filter(corrects__isnull=False).update(author=world.a.leader.user)
    assert whose(world, Queue.MINE, now) == set()


def test_it_follows_the_officer_of_the_case(world: World, pending: Any, now: datetime) -> None:
    case = pending(State.ANSWERED)
    with unsent():
        corrections.send_back(case.pk, world.a.leader, "Nêu rõ giờ.", now)
    Case.objects.filter(pk=case.pk).update(officer=world.a.second_officer.user)
    assert whose(world, Queue.MINE, now) == {"second officer"}
    Membership.objects.filter(user=world.a.second_officer.user).update(role=Role.WEBMASTER)
    assert whose(world, Queue.MINE, now) == set()


@pytest.mark.parametrize("why", ["restricted", "reopened", "newer reply"])
def test_what_is_hidden_or_void_waits_for_nobody(why: str, world: World, pending: Any, now: datetime) -> None:
    case = pending(State.ANSWERED)
    if why == "restricted":
        Case.objects.filter(pk=case.pk).update(restricted=True)
    else:
        with unsent():
            rating.reopen(case.pk, citizen(case.pk), "Đèn vẫn tắt.", now)
    if why == "newer reply":
        with unsent():
            reply.write_and_submit(case.pk, world.a.officer, REPLY_TEXT, now)
            reply.approve(case.pk, world.a.leader, now)
    assert "leader" not in whose(world, Queue.MINE, now)


def test_the_list_shows_closed_ones_after_what_is_due_with_what_it_is_about(
    world: World, case_in: Cases, pending: Any, at_desk: Any, now: datetime
) -> None:
    closed, due = pending(State.CLOSED), case_in(State.AWAITING_APPROVAL)
    page = at_desk(world.a.leader).get(INDEX)
    assert [line.code for line in page.context["lines"]] == [due.code, closed.code]
    assert page.content.decode().count("Đính chính chờ duyệt") == 1
    with unsent():
        corrections.send_back(closed.pk, world.a.leader, "Nêu rõ giờ.", now)
    for queue in ("mine", "returned"):
        page = at_desk(world.a.officer).get(INDEX, {"queue": queue})
        assert [line.code for line in page.context["lines"]] == [closed.code]
        assert "Đính chính bị trả lại" in page.content.decode()
    assert "Đính chính" not in at_desk(world.a.leader).get(INDEX).content.decode()


def test_closed_ones_go_on_over_pages(world: World, pending: Any, now: datetime) -> None:
    cases = [pending(State.CLOSED).pk for _each in range(4)]
    leader = again(world.a.leader)
    for wanted in (Wanted(Queue.MINE), Wanted(Queue.MINE, state=State.CLOSED)):
        first = desk.page(leader, wanted, now, size=3)
        rest = desk.page(leader, wanted, now, first.mark, size=3)
        assert [row.pk for row in (*first.rows, *rest.rows)] == sorted(cases, reverse=True) and rest.mark == ""


def test_the_list_asks_as_often_with_many_as_with_none(world: World, pending: Any, at_desk: Any) -> None:
    asked = []
    for _number in range(2):
        client = at_desk(world.a.leader)
        client.get(INDEX)
        with CaptureQueriesContext(connection) as queries:
            client.get(INDEX)
        asked.append(len(queries))
        for _each in range(5):
            pending(State.CLOSED)
    assert asked[1] <= asked[0] + 1 <= 12
