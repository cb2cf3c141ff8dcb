"""Who is told what: the citizen about every turn, staff when it becomes their turn, nobody without an address."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from pakn_plugin.models import Case, Notification
from pakn_plugin.services import conversation, handling, rating, reply, sweep, transfer
from pakn_plugin.states import Role, Score, State
from tests.factories import Cases, World, citizen, person

MONTH = timedelta(days=30)
Do = Callable[[int, World, datetime], Any]

# state before, action, template for the citizen, template for staff, who of the staff (attribute paths of the world)
PLAN: list[tuple[State, Do, str, str, list[str]]] = [
    (State.SUBMITTED, lambda pk, w, now: handling.receive(pk, w.operator, now), "received", "", []),
    (State.SUBMITTED, lambda pk, w, now: handling.request_info(pk, w.operator, "?", now), "info_requested", "", []),
    (
        State.NEEDS_INFO,
        lambda pk, w, now: handling.supply_info(pk, citizen(pk), "Đây.", now),
        "",
        "staff_supplied",
        ["operator", "second_operator"],
    ),
    (State.RECEIVED, lambda pk, w, now: handling.refuse(pk, w.operator, w.reason, "Vì", now), "refused", "", []),
    (
        State.RECEIVED,
        lambda pk, w, now: transfer.transfer(pk, w.operator, w.a.agency, "Vì", now),
        "transferred",
        "staff_proposed",
        ["a.coordinator"],
    ),
    (State.TRANSFERRED, lambda pk, w, now: transfer.accept(pk, w.a.coordinator, now), "accepted", "", []),
    (
        State.TRANSFERRED,
        lambda pk, w, now: transfer.decline(pk, w.a.coordinator, "Vì", None, now),
        "",
        "staff_declined",
        ["operator", "second_operator"],
    ),
    (
        State.PROCESSING,
        lambda pk, w, now: transfer.send_back(pk, w.a.coordinator, "Vì", None, now),
        "",
        "staff_declined",
        ["operator", "second_operator"],
    ),
    (
        State.PROCESSING,
        lambda pk, w, now: handling.assign(pk, w.a.coordinator, w.a.second_officer.user, now),
        "",
        "staff_assigned",
        ["a.second_officer"],
    ),
    (
        State.PROCESSING,
        lambda pk, w, now: conversation.send_message(pk, w.a.officer, "Chào", now),
        "message",
        "",
        [],
    ),
    (
        State.PROCESSING,
        lambda pk, w, now: conversation.answer_message(pk, citizen(pk), "Chào", now),
        "",
        "staff_message",
        ["a.officer"],
    ),
    (
        State.TRANSFERRED,
        lambda pk, w, now: conversation.answer_message(pk, citizen(pk), "Chào", now),
        "",
        "staff_message",
        ["a.coordinator"],
    ),
    (State.PROCESSING, lambda pk, w, now: conversation.add_note(pk, w.a.officer, "Ghi", now), "", "", []),
    (State.AWAITING_APPROVAL, lambda pk, w, now: reply.approve(pk, w.a.leader, now), "answered", "", []),
    (
        State.AWAITING_APPROVAL,
        lambda pk, w, now: reply.return_reply(pk, w.a.leader, "Rõ hơn", now),
        "",
        "staff_returned",
        ["a.officer"],
    ),
    (
        State.ANSWERED,
        lambda pk, w, now: rating.rate(pk, citizen(pk), Score.UNSATISFIED, "", now),
        "review_begun",
        "staff_review",
        ["reviewer"],
    ),
    (State.ANSWERED, lambda pk, w, now: rating.rate(pk, citizen(pk), Score.SATISFIED, "", now), "closed", "", []),
    (State.UNDER_REVIEW, lambda pk, w, now: rating.uphold(pk, w.reviewer, "Đúng", now), "upheld", "", []),
    (
        State.UNDER_REVIEW,
        lambda pk, w, now: rating.reopen_after_review(pk, w.reviewer, "Chưa", now),
        "reopened",
        "staff_reopened",
        ["a.officer"],
    ),
    (
        State.CLOSED,
        lambda pk, w, now: rating.reopen(pk, citizen(pk), "Vẫn tối", now),
        "reopened",
        "staff_reopened",
        ["a.officer"],
    ),
    (State.PROCESSING, lambda pk, w, now: handling.withdraw(pk, citizen(pk), now), "withdrawn", "", []),
    (State.NEEDS_INFO, lambda pk, w, now: handling.expire_info(pk, now + MONTH), "expired", "", []),
]


def people(world: World, paths: list[str]) -> set[int]:
    found = set()
    for path in paths:
        actor: Any = world
        for part in path.split("."):
            actor = getattr(actor, part)
        found.add(actor.user.pk)
    return found


@pytest.mark.parametrize("row", PLAN, ids=lambda row: f"{row[0]}-{row[2] or row[3] or 'nobody'}")
def test_each_turn_is_told_to_those_whose_turn_it_is(
    row: tuple[State, Do, str, str, list[str]], world: World, case_in: Cases, now: datetime
) -> None:
    state, do, to_citizen, to_staff, staff = row
    case = case_in(state)
    last = case.events.last().number
    do(case.pk, world, now)
    planned = Notification.objects.filter(event__case=case, event__number__gt=last)
    assert set(planned.filter(reporter=case.reporter).values_list("template", flat=True)) == {to_citizen} - {""}
    assert set(planned.filter(user__isnull=False).values_list("template", flat=True)) == {to_staff} - {""}
    assert set(planned.filter(user__isnull=False).values_list("user", flat=True)) == people(world, staff)


def test_a_filing_is_told_to_the_citizen_and_to_every_operator(world: World, case_in: Cases) -> None:
    rows = Notification.objects.filter(event__case=case_in(State.SUBMITTED))
    assert rows.get(reporter__isnull=False).template == "filed"
    assert {row.user for row in rows.filter(template="staff_filed")} == {
        world.operator.user,
        world.second_operator.user,
    }


def test_the_approval_is_asked_of_the_own_agencys_leader(world: World, case_in: Cases) -> None:
    row = Notification.objects.get(event__case=case_in(State.AWAITING_APPROVAL), template="staff_approval")
    assert row.user == world.a.leader.user


def test_a_citizen_without_a_mail_address_is_planned_no_mail(case_in: Cases) -> None:
    case = case_in(State.RECEIVED, email="", phone="+84905123456")
    assert not Notification.objects.filter(event__case=case, reporter__isnull=False).exists()


def test_a_case_without_an_officer_tells_the_coordinator(world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.TRANSFERRED)
    transfer.accept(case.pk, world.a.coordinator, now)
    conversation.answer_message(case.pk, citizen(case.pk), "Còn tối.", now)
    assert Notification.objects.get(template="staff_message").user == world.a.coordinator.user


def test_people_who_left_or_are_blocked_or_have_no_address_are_not_told(world: World, case_in: Cases) -> None:
    gone = person(Role.OPERATOR, world.operators)
    gone.user.pakn_memberships.update(valid_to="2020-12-31")
    blocked = person(Role.OPERATOR, world.operators).user
    blocked.is_active = False
    blocked.save()
    silent = person(Role.OPERATOR, world.operators).user
    silent.email = ""
    silent.save()
    told = set(Notification.objects.filter(event__case=case_in(State.SUBMITTED)).values_list("user", flat=True))
    assert not told & {gone.user.pk, blocked.pk, silent.pk}
    assert world.operator.user.pk in told


def test_a_role_that_begins_later_is_not_told_yet(world: World, case_in: Cases) -> None:
    later = person(Role.OPERATOR, world.operators)
    later.user.pakn_memberships.update(valid_from="2999-01-01")
    case = case_in(State.SUBMITTED)
    assert not Notification.objects.filter(event__case=case, user=later.user).exists()


def test_the_silent_agency_and_the_citizen_learn_nothing_new_but_the_operator_does(
    world: World, case_in: Cases, now: datetime
) -> None:
    case = case_in(State.TRANSFERRED)
    sweep.sweep(now.replace(month=5))
    rows = Notification.objects.filter(event=Case.objects.get(pk=case.pk).events.last())
    assert {row.template for row in rows} == {"staff_declined"}
    assert {row.user for row in rows} == {world.operator.user, world.second_operator.user}
