"""The officer has left, or the agency has ended: who corrects what was published then, and who decides on it."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from pakn_plugin import access
from pakn_plugin.access import Actor, NotAllowed
from pakn_plugin.desk.permissions import staff_group
from pakn_plugin.models import Agency, Case, Deputation, Event, Membership, Notification, Reply
from pakn_plugin.queries import approvals, structure
from pakn_plugin.queries.casefile import case_file
from pakn_plugin.services import corrections
from pakn_plugin.states import Action, Role, State
from tests.factories import AgencyFactory, Cases, MembershipFactory, World, citizen, person, unsent

TEXT, WHY = "Đã thay cả sáu bóng đèn ngày 21/3/2026.", "Ngày thay ghi thiếu."
OPEN = (State.ANSWERED, State.CLOSED)
YESTERDAY = timedelta(days=1)


def again(actor: Actor) -> Actor:
    """The same person with the roles of this moment."""
    return access.actor_for(type(actor.user).objects.get(pk=actor.user.pk))


def leave(actor: Actor, how: str) -> None:
    if how == "inactive":
        type(actor.user).objects.filter(pk=actor.user.pk).update(is_active=False)
    else:
        Membership.objects.filter(user=actor.user).update(valid_to=timezone.localdate() - YESTERDAY)


def end(agency: Agency, *heirs: Agency) -> None:
    """The agency ended yesterday; the roles of its people with it."""
    day: date = timezone.localdate() - YESTERDAY
    agency.successors.add(*heirs)
    Agency.objects.filter(pk=agency.pk).update(valid_to=day)
    Membership.objects.filter(agency=agency).update(valid_to=day)
    structure.forget()


def everybody(world: World, case: Case, *others: Agency) -> dict[str, Actor]:
    actors = {"assigned officer": again(world.a.officer), "clock": access.SYSTEM, "reporter": citizen(case.pk)}
    actors["superuser"] = world.superuser
    for agency in (world.a.agency, world.b.agency, *others):
        for role in Role:
            actors[f"{role.value} of {agency.name}"] = person(role, agency)
    return actors


def may(action: Action, actors: dict[str, Actor], case: Case) -> set[str]:
    return {name for name, actor in actors.items() if access.can(actor, action, case)}


@pytest.mark.parametrize("how", ["inactive", "no member"])
@pytest.mark.parametrize("state", OPEN)
def test_where_the_officer_has_left_any_officer_of_the_agency_corrects(
    how: str, state: State, world: World, case_in: Cases, now: datetime
) -> None:
    case = case_in(state)
    leave(world.a.officer, how)
    actors = everybody(world, case)
    assert may(Action.CORRECT, actors, case) == {"officer of Sở A"} == may(Action.SUBMIT_CORRECTION, actors, case)
    for name, actor in actors.items():
        with unsent():
            if name == "officer of Sở A":
                corrections.submit(case.pk, actor, TEXT, WHY, now)
            else:
                with pytest.raises(NotAllowed):
                    corrections.save_draft(case.pk, actor, TEXT, WHY, now)
    case.refresh_from_db()
    assert (
        may(Action.APPROVE_CORRECTION, actors, case)
        == {"leader of Sở A"}
        == may(Action.RETURN_CORRECTION, actors, case)
    )


def test_an_officer_who_is_there_is_not_passed_over(world: World, case_in: Cases) -> None:
    case = case_in(State.CLOSED)
    assert not access.can(world.a.second_officer, Action.CORRECT, case)
    Membership.objects.filter(user=world.a.officer.user).update(role=Role.WEBMASTER)
    assert access.can(world.a.second_officer, Action.CORRECT, case)


def test_whoever_takes_over_is_the_officer_and_the_history_names_both(
    world: World, case_in: Cases, now: datetime
) -> None:
    case = case_in(State.CLOSED)
    leave(world.a.officer, "inactive")
    with unsent():
        corrections.save_draft(case.pk, world.a.second_officer, TEXT, WHY, now)
        corrections.submit(case.pk, world.a.second_officer, TEXT, WHY, now)
    third = person(Role.OFFICER, world.a.agency)
    case.refresh_from_db()
    assert case.officer == world.a.second_officer.user and not access.can(third, Action.CORRECT, case)
    first, second = Event.objects.filter(action__in=(Action.CORRECT, Action.SUBMIT_CORRECTION)).order_by("pk")
    assert (first.data["officer"], first.data["before"]) == (world.a.second_officer.user.pk, world.a.officer.user.pk)
    assert "before" not in second.data
    told = {event.pk: event.taken_from for event in case_file(case).events}
    assert told[first.pk] == world.a.officer.user and told[second.pk] is None


@pytest.fixture
def inherited(world: World, case_in: Cases) -> Case:
    """A closed case of A, which ended yesterday; B has its work by way of another that ended as well."""
    case = case_in(State.CLOSED)
    between = AgencyFactory(name="Sở Giữa")
    end(world.a.agency, between)
    end(between, world.b.agency)
    return case


def test_the_successor_corrects_and_decides_and_nobody_else(world: World, inherited: Case, now: datetime) -> None:
    actors = everybody(world, inherited)
    del actors["officer of Sở A"], actors["leader of Sở A"]
    assert may(Action.CORRECT, actors, inherited) == {"officer of Sở B"}
    with unsent():
        corrections.submit(inherited.pk, actors["officer of Sở B"], TEXT, WHY, now)
    assert may(Action.APPROVE_CORRECTION, actors, inherited) == {"leader of Sở B"}
    with pytest.raises(NotAllowed):
        corrections.approve(inherited.pk, again(world.a.leader), now)
    corrections.approve(inherited.pk, actors["leader of Sở B"], now)
    row = Reply.objects.get(corrects__isnull=False)
    assert (row.status, row.agency, row.author) == ("published", world.a.agency, actors["officer of Sở B"].user)


def test_an_officer_who_went_along_to_another_heir_is_not_passed_over(world: World, case_in: Cases) -> None:
    case, other = case_in(State.CLOSED), AgencyFactory()
    MembershipFactory(user=world.a.officer.user, agency=other, role=Role.OFFICER)
    end(world.a.agency, world.b.agency, other)
    assert access.can(again(world.a.officer), Action.CORRECT, case)
    assert not access.can(again(world.b.officer), Action.CORRECT, case)


def test_the_successors_leaders_are_told_and_find_it_in_their_queue(
    world: World, inherited: Case, now: datetime
) -> None:
    Notification.objects.all().delete()
    corrections.submit(inherited.pk, again(world.b.officer), TEXT, WHY, now)
    assert world.b.leader.user.email in [to for each in mail.outbox for to in each.to]
    leader = again(world.b.leader)
    assert [row.case_id for row in approvals.waiting(leader)] == [inherited.pk]
    assert not approvals.waiting(again(world.a.leader)).exists()


def test_a_deputy_of_the_successor_does_not_decide_on_their_leaders_own_text(
    world: World, inherited: Case, now: datetime
) -> None:
    MembershipFactory(user=world.b.leader.user, agency=world.b.agency, role=Role.OFFICER)
    today = timezone.localdate()
    days = {"valid_from": today, "valid_to": today, "named_at": now}
    who = {"leader": world.b.leader.user, "deputy": world.b.second_officer.user, "named_by": world.b.leader.user}
    Deputation.objects.create(agency=world.b.agency, **who, **days)
    with unsent():
        corrections.submit(inherited.pk, again(world.b.leader), TEXT, WHY, now)
    deputy = again(world.b.second_officer)
    assert deputy.has(Role.LEADER) and not access.can(deputy, Action.APPROVE_CORRECTION, inherited)
    assert not approvals.waiting(deputy).exists()
    Reply.objects.filter(corrects__isnull=False).update(author=world.b.officer.user)
    assert access.can(deputy, Action.APPROVE_CORRECTION, inherited) and approvals.waiting(deputy).exists()
    with unsent():
        row = corrections.approve(inherited.pk, deputy, now)
    assert row.on_behalf is not None and row.on_behalf.leader == world.b.leader.user


def test_successors_see_what_was_closed_and_nothing_that_is_hidden_or_goes_on(
    world: World, case_in: Cases, now: datetime
) -> None:
    closed, hidden, going_on = case_in(State.CLOSED), case_in(State.CLOSED), case_in(State.PROCESSING)
    Case.objects.filter(pk=hidden.pk).update(restricted=True)
    end(world.a.agency, world.b.agency)
    for who in (world.b.officer, world.b.leader, world.b.coordinator):
        assert list(access.visible_cases(again(who))) == [closed]
        assert not access.sees_as_partner(again(who), closed)
    assert not access.can(again(world.b.officer), Action.CORRECT, Case.objects.get(pk=hidden.pk))
    assert not access.can(again(world.b.coordinator), Action.MESSAGE, closed)
    assert going_on not in access.visible_cases(again(world.b.leader))


@pytest.fixture
def at_desk() -> Callable[[Actor], Client]:
    def sign_in(actor: Actor) -> Client:
        actor.user.groups.add(staff_group())
        client = Client()
        client.force_login(actor.user)
        return client

    return sign_in


VERBS = ("correct", "submit_correction", "approve_correction", "return_correction")


def test_addresses_answer_to_the_successor_and_to_nobody_else(world: World, inherited: Case, at_desk: Any) -> None:
    """The officer of the successor may write; to others of it the case is there, to strangers it is not."""
    address = reverse("pakn_desk:correct", args=[inherited.pk])
    expected = {world.b.officer: 200, world.b.coordinator: 403, world.a.officer: 404, world.webmaster: 404}
    for actor, status in expected.items():
        client = at_desk(actor)
        assert client.get(address).status_code == status, actor.user
        assert client.post(address, {"text": TEXT, "reason": WHY, "save": "1"}).status_code in (status, 302), actor.user
    assert Reply.objects.get(corrects__isnull=False).author == world.b.officer.user


def test_the_screen_says_whose_work_is_taken_over(world: World, case_in: Cases, at_desk: Any) -> None:
    case = case_in(State.CLOSED)
    leave(world.a.officer, "inactive")
    page = at_desk(world.a.second_officer).get(reverse("pakn_desk:correct", args=[case.pk])).content.decode()
    assert f"{world.a.officer.user}, không còn là cán bộ xử lý" in page
