"""What the desk reads of a case."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from pakn_plugin.access import actor_for
from pakn_plugin.models import Agency, Case, Membership
from pakn_plugin.queries import casefile
from pakn_plugin.queries.signatures import give_agencies
from pakn_plugin.services import reply
from pakn_plugin.states import Role, State
from tests.factories import Cases, MembershipFactory, World

pytestmark = pytest.mark.django_db


def test_a_draft_of_another_agency_is_not_handed_on(case_in: Callable[..., Case], now: datetime) -> None:
    case = case_in(State.PROCESSING)
    reply.save_draft(case.pk, actor_for(case.officer), "Bản nháp của cơ quan thứ nhất.", now)
    mine = Case.objects.get(pk=case.pk)
    assert casefile.open_reply(mine) is not None
    mine.agency = Agency.objects.exclude(pk=mine.agency_id).first()
    assert casefile.open_reply(mine) is None


def test_each_step_names_the_agency_of_the_person_who_took_it(world: World, case_in: Cases, now: datetime) -> None:
    """The event keeps the case's agency; an operator who transfers does not act for the agency that receives."""
    MembershipFactory(user=world.operator.user, agency=world.b.agency, role=Role.WEBMASTER)
    steps = {event.action: event for event in casefile.case_file(case_in(State.ANSWERED)).events}
    signed: dict[str, Any] = {action: event.acted_for for action, event in steps.items()}  # type: ignore[attr-defined]
    assert steps["transfer"].agency == world.a.agency
    assert (signed["receive"], signed["transfer"]) == (world.operators, world.operators)
    assert (signed["accept"], signed["approve"]) == (world.a.agency, world.a.agency)
    assert signed["submit_reply"] == world.a.agency


def test_the_record_keeps_the_agency_of_that_day(world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.PROCESSING)
    Membership.objects.filter(user=world.operator.user).update(valid_to=now.date())
    later = now.date() + timedelta(days=1)
    MembershipFactory(user=world.operator.user, agency=world.b.agency, role=Role.OPERATOR, valid_from=later)
    signed = {event.action: event.acted_for for event in casefile.case_file(case).events}  # type: ignore[attr-defined]
    assert signed["transfer"] == world.operators


def test_who_acted_for_whom_costs_one_query(world: World, case_in: Cases, django_assert_num_queries: Any) -> None:
    for state in (State.RECEIVED, State.ANSWERED):
        events = list(case_in(state).events.all())
        with django_assert_num_queries(1):
            give_agencies(events)
