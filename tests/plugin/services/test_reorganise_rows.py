"""Roles, banners, fields, filters, partners and units below follow their agency."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from pakn_plugin import access
from pakn_plugin.models import (
    Agency,
    Case,
    Coordination,
    Deputation,
    Membership,
    SavedFilter,
    Transfer,
)
from pakn_plugin.services import coordination
from pakn_plugin.states import Role, State
from tests.factories import Cases, PlacementFactory, World, unsent
from tests.reorganising import MERGE, Carry, agencies


@pytest.fixture
def today(now: datetime) -> date:
    return timezone.localdate(now)


def fresh(case: Case) -> Case:
    return Case.objects.select_related("agency", "area").get(pk=case.pk)


def test_a_role_that_the_person_has_there_already_is_made_longer(carry: Carry, world: World, today: date) -> None:
    user = world.a.officer.user
    later = today + timedelta(days=9)
    Membership.objects.create(user=user, agency=world.b.agency, role=Role.OFFICER, valid_from=later, valid_to=later)
    carry('do = "merge"\nof = "agency"\nfrom = ["a"]\nto = ["b"]', new="")
    rows = Membership.objects.filter(user=user).order_by("pk")
    assert [(row.agency.code, row.valid_from, row.valid_to) for row in rows] == [
        ("a", None, today - timedelta(days=1)),
        ("b", today, None),
    ]


def test_a_deputy_goes_on_where_the_leader_goes(carry: Carry, world: World, today: date, now: datetime) -> None:
    leader, deputy = world.a.leader.user, world.a.coordinator.user
    days = {"valid_from": today, "valid_to": today + timedelta(days=9999)}
    row = Deputation.objects.create(
        agency=world.a.agency, leader=leader, deputy=deputy, named_by=leader, named_at=now, **days
    )
    carry(MERGE)
    c = Agency.objects.get(code="c")
    assert Deputation.objects.get(pk=row.pk).agency == c
    assert [standing.pk for standing in access.actor_for(deputy).standing] == [row.pk]


def test_what_hangs_on_the_old_agency_follows(case_in: Cases, carry: Carry, world: World, now: datetime) -> None:
    placement = PlacementFactory(agency=world.a.agency)
    below = Agency.objects.create(code="duoi", name="Trung tâm", kind="department", parent=world.a.agency)
    world.topic.agency = world.a.agency
    world.topic.save()
    pending = case_in(State.TRANSFERRED)
    query = f"queue=all&agency={world.a.agency.pk}"
    SavedFilter.objects.create(owner=world.operator.user, name="của A", query=query, created_at=now)
    shared = SavedFilter(owner=world.a.officer.user, name="đơn vị", query="queue=mine", created_at=now)
    shared.audience, shared.agency = "agency", world.a.agency
    shared.save()
    carry(MERGE)
    c = Agency.objects.get(code="c")
    key, placement = placement.key, type(placement).objects.get()
    assert (placement.agency, placement.key) == (c, key)
    assert Agency.objects.get(pk=below.pk).parent == c
    assert type(world.topic).objects.get(pk=world.topic.pk).agency == c
    assert Transfer.objects.get(case=pending).agency == c
    assert set(SavedFilter.objects.values_list("query", "agency")) == {
        (f"queue=all&agency={c.pk}", None),
        ("queue=mine", c.pk),
    }


def test_a_partner_that_joins_the_main_agency_stops_being_a_partner(
    case_in: Cases, carry: Carry, world: World, now: datetime
) -> None:
    case = case_in(State.PROCESSING)
    with unsent():
        coordination.invite(case.pk, world.operator, world.b.agency, "Xin ý kiến về đường dây điện.", now)
    carry(MERGE)
    row = Coordination.objects.get()
    assert (row.agency, row.ended_at) == (world.b.agency, now)


def test_a_partner_goes_on_as_its_successor(case_in: Cases, carry: Carry, world: World, now: datetime) -> None:
    case = case_in(State.PROCESSING)
    with unsent():
        coordination.invite(case.pk, world.operator, world.b.agency, "Xin ý kiến về đường dây điện.", now)
    carry('do = "rename"\nof = "agency"\nfrom = ["b"]\nto = ["c"]', new=agencies("c"))
    row = Coordination.objects.get()
    assert (row.agency.code, row.ended_at) == ("c", None)
    assert case.pk in access.actor_for(world.b.coordinator.user).joined


def test_changing_a_level_moves_nobody(case_in: Cases, carry: Carry, world: World) -> None:
    case = case_in(State.PROCESSING)
    carry('do = "relevel"\nof = "agency"\nfrom = ["a"]\nkind = "central"\nparent = "van-phong"', new="")
    a = Agency.objects.get(pk=world.a.agency.pk)
    assert (a.kind, a.parent, a.valid_to) == ("central", world.office, None)
    assert fresh(case).steps == case.steps
