"""Somebody decides in an absent leader's place: by day, never on the own work, and never on that leader's."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from pakn_plugin import access, notify
from pakn_plugin.access import Actor, NotAllowed
from pakn_plugin.models import Case, Deputation, Event, Membership, Reply, TimeRequest
from pakn_plugin.queries.casefile import case_file
from pakn_plugin.services import deputies, memberships, rating, reply, time_requests
from pakn_plugin.services.sweep import sweep
from pakn_plugin.states import Action, Role, Score, State
from tests.factories import REPLY_TEXT, Cases, MembershipFactory, World, citizen, person, unsent

pytestmark = pytest.mark.django_db
NameIt = Callable[..., Deputation]


@pytest.fixture
def name_it(world: World) -> NameIt:
    """`name_it(deputy)`: agency A's leader lets this person decide from today for a week."""

    def name(deputy: Actor, by: Actor = world.a.leader, leader: Actor = world.a.leader, **days: int) -> Deputation:
        today = timezone.localdate()
        first, last = today + timedelta(days.get("first", 0)), today + timedelta(days.get("last", 6))
        return deputies.name(by, world.a.agency.pk, leader.user, deputy.user, first, last, timezone.now())

    return name


def again(actor: Actor) -> Actor:
    return access.actor_for(actor.user)


def test_a_deputy_approves_in_the_leaders_place_and_it_is_remembered(
    world: World, case_in: Cases, name_it: NameIt, now: datetime
) -> None:
    case, row = case_in(State.AWAITING_APPROVAL), name_it(world.a.second_officer)
    assert not access.can(world.a.second_officer, Action.APPROVE, case)
    deputy = again(world.a.second_officer)
    published = reply.approve(case.pk, deputy, now)
    assert (published.approver, published.on_behalf) == (deputy.user, row)
    assert Event.objects.get(case=case, action="approve").data["deputation"] == row.pk
    shown = case_file(Case.objects.get(pk=case.pk))
    assert shown.events[0].in_place_of == world.a.leader.user
    assert shown.replies[0].on_behalf.leader == world.a.leader.user


def test_a_deputy_returns_replies_and_decides_about_time(
    world: World, case_in: Cases, name_it: NameIt, now: datetime
) -> None:
    row = name_it(world.a.coordinator)
    deputy = again(world.a.coordinator)
    case = case_in(State.AWAITING_APPROVAL)
    reply.return_reply(case.pk, deputy, "Nêu rõ ngày.", now)
    time_requests.ask_extension(case.pk, world.a.officer, 1, "Phải chờ vật tư từ nơi khác về.", now)
    time_requests.grant_extension(case.pk, deputy, now)
    assert TimeRequest.objects.get(case=case).on_behalf == row
    told = Event.objects.filter(case=case, action__in=["return_reply", "grant_extension"])
    assert [event.data["deputation"] for event in told] == [row.pk, row.pk]


def test_a_deputy_never_decides_on_the_own_work(world: World, case_in: Cases, name_it: NameIt, now: datetime) -> None:
    name_it(world.a.officer)
    deputy = again(world.a.officer)
    case = case_in(State.AWAITING_APPROVAL)
    assert Action.APPROVE not in access.allowed_actions(deputy, case)
    with pytest.raises(NotAllowed):
        reply.approve(case.pk, deputy, now)
    asked = case_in(State.PROCESSING)
    time_requests.ask_extension(asked.pk, deputy, 1, "Phải chờ vật tư từ nơi khác về.", now)
    with pytest.raises(NotAllowed):
        time_requests.grant_extension(asked.pk, deputy, now)


def test_a_deputy_never_approves_what_the_absent_leader_wrote(
    world: World, case_in: Cases, name_it: NameIt, now: datetime
) -> None:
    case = written_by(world.a.leader, world, case_in, now)
    name_it(world.a.coordinator)
    with pytest.raises(NotAllowed):
        reply.approve(case.pk, again(world.a.coordinator), now)
    assert Case.objects.get(pk=case.pk).state == State.AWAITING_APPROVAL


def test_nobody_gets_a_signature_through_somebody_whom_they_named(
    world: World, case_in: Cases, name_it: NameIt, now: datetime
) -> None:
    """The agency's administrator, who is its officer too, names a deputy for the leader: not for the own replies."""
    MembershipFactory(user=world.a.officer.user, agency=world.a.agency, role=Role.AGENCY_ADMIN)
    name_it(world.a.coordinator, by=again(world.a.officer))
    deputy = again(world.a.coordinator)
    with pytest.raises(NotAllowed):
        reply.approve(case_in(State.AWAITING_APPROVAL).pk, deputy, now)
    other = written_by(world.a.second_officer, world, case_in, now)
    assert reply.approve(other.pk, deputy, now).approver == deputy.user


def test_who_stands_in_for_two_leaders_acts_for_the_one_who_did_not_write(
    world: World, case_in: Cases, name_it: NameIt, now: datetime
) -> None:
    second = person(Role.LEADER, world.a.agency)
    case = written_by(world.a.leader, world, case_in, now)
    name_it(world.a.coordinator)
    free = name_it(world.a.coordinator, by=second, leader=second)
    assert reply.approve(case.pk, again(world.a.coordinator), now).on_behalf == free


def test_a_leader_of_the_agency_acts_in_the_own_name(
    world: World, case_in: Cases, name_it: NameIt, now: datetime
) -> None:
    second = person(Role.LEADER, world.a.agency)
    name_it(second)
    published = reply.approve(case_in(State.AWAITING_APPROVAL).pk, again(second), now)
    assert published.on_behalf is None


def test_who_had_a_reply_approved_in_their_place_does_not_review_it(
    world: World, case_in: Cases, name_it: NameIt, now: datetime
) -> None:
    MembershipFactory(user=world.a.leader.user, agency=world.a.agency, role=Role.REVIEWER)
    name_it(world.a.coordinator)
    case = case_in(State.AWAITING_APPROVAL)
    reply.approve(case.pk, again(world.a.coordinator), now)
    rating.rate(case.pk, citizen(case.pk), Score.UNSATISFIED, "Vẫn tối.", now)
    assert not access.can(again(world.a.leader), Action.UPHOLD, Case.objects.get(pk=case.pk))


@pytest.mark.parametrize(("first", "last"), [(1, 3), (-3, -1)])
def test_only_its_days_count(first: int, last: int, world: World, name_it: NameIt) -> None:
    row = name_it(world.a.coordinator)
    today = timezone.localdate()
    Deputation.objects.filter(pk=row.pk).update(valid_from=today + timedelta(first), valid_to=today + timedelta(last))
    assert not again(world.a.coordinator).has(Role.LEADER)


def test_it_is_ended_early_and_stays_on_the_list(world: World, name_it: NameIt) -> None:
    row = name_it(world.a.coordinator)
    deputies.end(world.a.leader, row.pk, timezone.now())
    assert not again(world.a.coordinator).has(Role.LEADER)
    assert Deputation.objects.get(pk=row.pk).ended_by == world.a.leader.user
    with pytest.raises(NotAllowed):
        deputies.end(world.a.leader, row.pk, timezone.now())


@pytest.mark.parametrize("whose", ["leader", "coordinator"])
def test_a_role_that_ends_ends_it(whose: str, world: World, name_it: NameIt) -> None:
    row = name_it(world.a.coordinator)
    held = Membership.objects.get(user=getattr(world.a, whose).user)
    memberships.end(world.superuser, held.pk, timezone.localdate(), timezone.now())
    assert Deputation.objects.get(pk=row.pk).ended_at
    assert not again(world.a.coordinator).has(Role.LEADER)


def test_an_agency_that_is_no_more_ends_it(world: World, name_it: NameIt) -> None:
    row = name_it(world.a.coordinator)
    world.a.agency.valid_to = timezone.localdate() - timedelta(days=1)
    world.a.agency.save()
    assert not again(world.a.coordinator).has(Role.LEADER)
    assert sweep(timezone.now())["deputations"] == 1
    assert Deputation.objects.get(pk=row.pk).ended_by is None


def test_both_are_told_once_that_it_begins_and_once_that_it_ends(world: World, name_it: NameIt) -> None:
    row = name_it(world.a.coordinator)
    both = {world.a.leader.user.email, world.a.coordinator.user.email}
    assert {to for sent in mail.outbox for to in sent.to} == both
    assert deputies.tell(row.pk, timezone.now()) == 0
    deputies.end(world.a.leader, row.pk, timezone.now())
    assert deputies.tell(row.pk, timezone.now()) == 0
    assert len(mail.outbox) == 4 and "thôi duyệt thay" in mail.outbox[-1].subject


def test_what_waits_for_the_leader_is_told_to_the_deputy_too(world: World, case_in: Cases, name_it: NameIt) -> None:
    name_it(world.a.coordinator)
    told = {each.user_id for each in notify.recipients(case_in(State.AWAITING_APPROVAL), Action.SUBMIT_REPLY)}
    assert told == {world.a.leader.user.pk, world.a.coordinator.user.pk}


def test_who_may_name_whom(world: World, name_it: NameIt) -> None:
    assert name_it(world.a.coordinator, by=world.agency_admin)
    wrong: list[dict[str, Any]] = [
        {"deputy": world.a.second_officer},  # overlaps with the first
        {"deputy": world.b.officer, "first": 10, "last": 12},  # of another agency
        {"deputy": world.a.leader, "first": 10, "last": 12},
        {"deputy": world.a.officer, "by": world.b.leader, "first": 10, "last": 12},
        {"deputy": world.a.officer, "by": world.a.coordinator, "first": 10, "last": 12},
        {"deputy": world.a.officer, "leader": world.a.coordinator, "by": world.superuser, "first": 10, "last": 12},
        {"deputy": world.a.officer, "first": -1, "last": 12},
        {"deputy": world.a.officer, "first": 12, "last": 10},
        {"deputy": world.a.officer, "first": 10, "last": 300},
    ]
    for each in wrong:
        with pytest.raises(NotAllowed):
            name_it(**each)
    assert Deputation.objects.count() == 1


def test_a_deputy_names_nobody_for_the_leader(world: World, name_it: NameIt) -> None:
    name_it(world.a.coordinator)
    with pytest.raises(NotAllowed):
        name_it(world.a.officer, by=again(world.a.coordinator), first=10, last=12)


def written_by(author: Actor, world: World, case_in: Cases, now: datetime) -> Case:
    """A case of agency A whose reply this person wrote, as its officer, and which waits for approval."""
    Membership.objects.get_or_create(user=author.user, agency=world.a.agency, role=Role.OFFICER)
    case = case_in(State.PROCESSING)
    with unsent():
        Case.objects.filter(pk=case.pk).update(officer=author.user)
        reply.write_and_submit(case.pk, again(author), REPLY_TEXT, now)
    assert Reply.objects.get(case=case).author == author.user
    return case
