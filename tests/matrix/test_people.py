"""Who may not although their role would: two people at least stand behind every reply, three behind a review."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.contrib.auth import get_user_model

from pakn_plugin import access
from pakn_plugin.access import Actor, NotAllowed
from pakn_plugin.models import Case
from pakn_plugin.services import handling, rating, reply
from pakn_plugin.states import Action, Role, State
from tests.factories import UNIT, Cases, World, unsent


def test_the_people_of_the_world_are_who_their_accounts_say(world: World) -> None:
    """They are made by the dozen; what they may do is what is stored."""
    units = [getattr(unit, who.replace("-", "_")) for unit in (world.a, world.b) for who in UNIT]
    others = [each for each in vars(world).values() if isinstance(each, Actor)]
    assert [access.actor_for(each.user) for each in (*units, *others)] == [*units, *others]
    assert get_user_model().objects.count() == len(units) + len(others) == 16


def test_the_author_of_a_reply_never_approves_it_even_as_leader(world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.AWAITING_APPROVAL)
    author = also(world.a.officer, Role.LEADER, world)
    assert not access.can(author, Action.APPROVE, case)
    with unsent(), pytest.raises(NotAllowed):
        reply.approve(case.pk, author, now)
    assert Case.objects.get(pk=case.pk).state == State.AWAITING_APPROVAL


@pytest.mark.parametrize("second", ["author", "approver"])
@pytest.mark.parametrize("verb", [rating.uphold, rating.reopen_after_review])
def test_neither_author_nor_approver_reviews_the_reply(
    second: str, verb: Callable[..., Any], world: World, case_in: Cases, now: datetime
) -> None:
    case = case_in(State.UNDER_REVIEW)
    them = also(world.a.officer if second == "author" else world.a.leader, Role.REVIEWER, world)
    assert not {Action.UPHOLD, Action.REOPEN_REVIEW} & set(access.allowed_actions(them, case))
    with unsent(), pytest.raises(NotAllowed):
        verb(case.pk, them, "Đúng quy định.", now)
    assert Case.objects.get(pk=case.pk).state == State.UNDER_REVIEW


def test_the_second_officer_of_the_same_agency_does_not_touch_the_case(
    world: World, case_in: Cases, now: datetime
) -> None:
    case = case_in(State.PROCESSING)
    with unsent():
        reply.save_draft(case.pk, world.a.officer, "Bản nháp.", now)
    assert access.can(world.a.officer, Action.SUBMIT_REPLY, case)
    for act in (
        lambda who: reply.save_draft(case.pk, who, "Đã sửa.", now),
        lambda who: reply.submit_reply(case.pk, who, now),
        lambda who: handling.request_info(case.pk, who, "Ở đâu?", now),
    ):
        with unsent(), pytest.raises(NotAllowed):
            act(world.a.second_officer)
    assert Case.objects.get(pk=case.pk).state == State.PROCESSING


def test_a_role_counts_only_on_the_days_of_its_membership(world: World, case_in: Cases) -> None:
    case = case_in(State.SUBMITTED)
    assert access.can(access.actor_for(world.operator.user), Action.RECEIVE, case)
    world.operator.user.pakn_memberships.update(valid_to="2020-12-31")
    assert not access.can(access.actor_for(world.operator.user), Action.RECEIVE, case)


def test_a_blocked_account_has_no_roles(world: World, case_in: Cases) -> None:
    user = world.operator.user
    user.is_active = False
    user.save()
    assert access.actor_for(user).roles == frozenset()


def also(actor: Actor, role: Role, world: World) -> Actor:
    """The same person with one more role in agency A."""
    actor.user.pakn_memberships.create(agency=world.a.agency, role=role)
    return access.actor_for(actor.user)
