"""Complaints and denunciations: marked, refused as such, given back; what follows them and what can never happen."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail

from pakn_plugin import access
from pakn_plugin.access import Actor, NotAllowed, visible_cases
from pakn_plugin.models import Case, Event, Notification, Publication, Viewing
from pakn_plugin.queries import public, published
from pakn_plugin.services import coordination, handling, outbox, publication, restriction, splitting, transfer, viewing
from pakn_plugin.states import Action, Role, State
from tests.factories import Cases, RefusalReasonFactory, World, citizen, person, unsent


@pytest.fixture
def named(world: World) -> Actor:
    return person(Role.CONFIDENTIAL, world.operators, "named")


@pytest.fixture
def hidden(world: World, case_in: Cases, now: datetime) -> Case:
    """A case that was received and then marked."""
    case = case_in(State.RECEIVED, wants_publication=True)
    with unsent():
        restriction.restrict(case.pk, world.operator, now)
    return fresh(case)


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def everybody(world: World) -> list[Actor]:
    line = [getattr(unit, role) for unit in (world.a, world.b) for role in ("coordinator", "officer", "leader")]
    top = [world.operator, world.operator_leader, world.reviewer, world.supervisor, world.superuser]
    return [*line, *top, world.webmaster, world.agency_admin]


@pytest.mark.parametrize("state", [State.SUBMITTED, State.RECEIVED, State.REFUSED])
def test_the_operator_marks_a_case_and_it_leaves_every_desk(
    state: State, world: World, named: Actor, case_in: Cases, now: datetime
) -> None:
    case = case_in(state)
    with unsent():
        restriction.restrict(case.pk, world.operator, now)
    assert fresh(case).restricted
    assert fresh(case).state == state
    assert [who for who in everybody(world) if visible_cases(who).filter(pk=case.pk).exists()] == []
    assert visible_cases(named).get() == case
    event = fresh(case).events.last()
    assert (event.action, event.actor, event.data) == (Action.RESTRICT, world.operator.user, {})


@pytest.mark.parametrize("state", [State.TRANSFERRED, State.PROCESSING, State.ANSWERED, State.CLOSED, State.WITHDRAWN])
def test_only_an_incoming_case_can_be_marked(state: State, world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(state)
    with pytest.raises(access.StateChanged):
        restriction.restrict(case.pk, world.operator, now)
    assert not fresh(case).restricted


def test_nobody_but_the_operator_marks_and_nobody_marks_twice(
    world: World, named: Actor, case_in: Cases, now: datetime
) -> None:
    case = case_in(State.SUBMITTED)
    for who in (world.a.coordinator, world.reviewer, world.superuser, named, citizen(case.pk)):
        with pytest.raises(NotAllowed):
            restriction.restrict(case.pk, who, now)
    with unsent():
        restriction.restrict(case.pk, world.operator, now)
    for who in (world.operator, named):
        with pytest.raises(NotAllowed):
            restriction.restrict(case.pk, who, now)


def test_a_refusal_as_denunciation_hides_the_case_in_the_same_move(world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.SUBMITTED)
    reason = RefusalReasonFactory(code="to-cao", restricted=True, guidance="Đến Ban Tiếp công dân.")
    with unsent():
        handling.refuse(case.pk, world.operator, reason, "Đến Ban Tiếp công dân.", now)
    assert (fresh(case).state, fresh(case).restricted) == (State.REFUSED, True)
    assert fresh(case).events.last().action == Action.REFUSE
    assert not visible_cases(world.operator).filter(pk=case.pk).exists()


def test_any_other_refusal_leaves_it_in_the_open(world: World, case_in: Cases) -> None:
    assert not case_in(State.REFUSED).restricted


def test_a_named_person_refuses_with_guidance(world: World, named: Actor, hidden: Case, now: datetime) -> None:
    reason = RefusalReasonFactory(code="to-cao", restricted=True)
    with unsent():
        handling.refuse(hidden.pk, named, reason, "Đến Ban Tiếp công dân.", now)
    assert (fresh(hidden).state, fresh(hidden).restricted) == (State.REFUSED, True)


def test_duplicates_follow_and_come_back_with_their_main_case(
    world: World, named: Actor, case_in: Cases, now: datetime
) -> None:
    main, double = case_in(State.RECEIVED), case_in(State.SUBMITTED)
    with unsent():
        handling.merge(double.pk, world.operator, main, now)
        restriction.restrict(main.pk, world.operator, now)
    assert fresh(double).restricted
    last = fresh(double).events.last()
    assert (last.action, last.data) == (Action.RESTRICT, {"main": main.pk})
    with pytest.raises(NotAllowed):
        restriction.lift(double.pk, named, now)
    with unsent():
        restriction.lift(main.pk, named, now)
    assert not fresh(main).restricted
    assert not fresh(double).restricted
    assert fresh(double).events.last().action == Action.LIFT


def test_a_public_copy_ends(world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.RECEIVED, wants_publication=True)
    with unsent():
        publication.publish(case.pk, world.operator, "Tiêu đề", "Nội dung", [], now)
    assert published.published().filter(case=case).exists()
    with unsent():
        restriction.restrict(case.pk, world.operator, now)
    assert not published.published().filter(case=case).exists()
    assert Publication.objects.get(case=case).withdrawn_at == now


def test_the_way_back_is_open_to_named_people_only(world: World, named: Actor, hidden: Case, now: datetime) -> None:
    for who in (*everybody(world), citizen(hidden.pk), access.SYSTEM):
        with pytest.raises(NotAllowed):
            restriction.lift(hidden.pk, who, now)
    with unsent():
        restriction.lift(hidden.pk, named, now)
    assert visible_cases(world.operator).filter(pk=hidden.pk, state=State.RECEIVED).exists()
    assert access.can(world.operator, Action.TRANSFER, fresh(hidden))


def verbs(world: World, main: Case) -> list[Callable[[int, Actor, datetime], Any]]:
    """Everything that may never happen to a hidden case."""
    part = splitting.Part("Đèn đường", "Đèn đường", world.topic, world.area)
    agency = world.a.agency
    return [
        lambda pk, who, now: transfer.transfer(pk, who, agency, "Thuộc Sở.", now),
        lambda pk, who, now: publication.publish(pk, who, "Tiêu đề", "Nội dung", [], now),
        lambda pk, who, now: splitting.split(pk, who, part, now),
        lambda pk, who, now: handling.merge(pk, who, main, now),
        lambda pk, who, now: coordination.invite(pk, who, agency, "Ý kiến?", now),
        lambda pk, who, now: handling.classify(
            pk, who, handling.Classification("Khác", world.topic, world.area, "normal"), now
        ),
    ]


def test_a_hidden_case_never_goes_anywhere_whoever_asks(
    world: World, named: Actor, hidden: Case, case_in: Cases, now: datetime
) -> None:
    both = person(Role.OPERATOR, world.operators)
    both.user.pakn_memberships.create(agency=world.operators, role=Role.CONFIDENTIAL)
    main, before = case_in(State.RECEIVED), Event.objects.filter(case=hidden).count()
    for who in (*everybody(world), named, access.actor_for(both.user), citizen(hidden.pk), access.SYSTEM):
        for act in verbs(world, main):
            with pytest.raises(NotAllowed):
                act(hidden.pk, who, now)
    assert Event.objects.filter(case=hidden).count() == before
    offered = set(access.allowed_actions(access.actor_for(both.user), hidden))
    assert offered == {Action.REQUEST_INFO, Action.REFUSE, Action.MESSAGE, Action.NOTE, Action.LIFT, Action.REVOKE_LINK}


def test_nothing_is_merged_into_a_hidden_case(
    world: World, named: Actor, hidden: Case, case_in: Cases, now: datetime
) -> None:
    double = case_in(State.SUBMITTED)
    with pytest.raises(NotAllowed):
        handling.merge(double.pk, world.operator, hidden, now)


def test_named_by_a_line_agency_is_not_named(world: World, hidden: Case) -> None:
    assert not visible_cases(person(Role.CONFIDENTIAL, world.a.agency)).exists()


def test_only_named_people_are_mailed_from_then_on(world: World, named: Actor, hidden: Case, now: datetime) -> None:
    with unsent():
        handling.request_info(hidden.pk, named, "Xin cho biết ngày.", now)
        handling.supply_info(hidden.pk, citizen(hidden.pk), "Ngày 3.", now)
    rows = Notification.objects.filter(event__case=hidden, event__number__gte=3, user__isnull=False)
    assert set(rows.values_list("user", flat=True)) == {named.user.pk}


def test_a_mail_that_waits_is_dropped_when_the_case_was_hidden_meanwhile(
    world: World, named: Actor, case_in: Cases, now: datetime
) -> None:
    case = case_in(State.SUBMITTED)
    waiting = Notification.objects.get(event__case=case, user=world.operator.user)
    own = Notification.objects.get(event__case=case, reporter=case.reporter)
    with unsent():
        restriction.restrict(case.pk, world.operator, now)
    told = Notification.objects.get(template="staff_restricted", user=named.user)
    assert outbox.deliver(waiting.pk, now) is False
    assert mail.outbox == []
    assert outbox.deliver(own.pk, now) is True
    assert outbox.deliver(told.pk, now) is True
    assert [message.to for message in mail.outbox] == [[case.reporter.email], [named.user.email]]
    assert case.title not in mail.outbox[1].body + mail.outbox[1].subject
    waiting.refresh_from_db()
    assert waiting.sent_at == now


def test_looks_of_one_person_within_ten_minutes_are_one(named: Actor, hidden: Case, now: datetime) -> None:
    for minutes in (0, 5, 9, 11):
        viewing.record(hidden, named, Viewing.What.CASE, now + timedelta(minutes=minutes))
    viewing.record(hidden, named, Viewing.What.REPORTER, now)
    looks = list(Viewing.objects.order_by("at", "pk").values_list("what", "at"))
    assert looks == [("case", now), ("reporter", now), ("case", now + timedelta(minutes=11))]


def test_the_citizen_is_told_nothing_of_the_marking(hidden: Case) -> None:
    assert Action.RESTRICT not in {step.action for step in public.story(hidden).steps}
