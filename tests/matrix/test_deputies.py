"""Role × address × verb: who gets into the screen of deputies, and whose rows and leaders they find there."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from pakn_plugin.access import Actor
from pakn_plugin.desk.deputies import DeputiesDesk
from pakn_plugin.desk.permissions import staff_group
from pakn_plugin.models import Deputation, Membership
from pakn_plugin.services import deputies
from pakn_plugin.states import Role
from tests.factories import UserFactory, World, person

NAMES = [pattern.name for pattern in DeputiesDesk().get_urlpatterns()]
VERBS = ("get", "head", "post", "put", "delete", "options")
OWN = {"leader of a", "agency_admin", "superuser"}
MAY = OWN | {"leader of b"}


@pytest.fixture
def row(world: World) -> Deputation:
    """The coordinator of agency A stands in for its leader."""
    today = timezone.localdate()
    who = (world.a.agency.pk, world.a.leader.user, world.a.coordinator.user, today, today + timedelta(days=5))
    return deputies.name(world.a.leader, *who, timezone.now())


def people(world: World) -> Iterator[tuple[str, Actor]]:
    for role in ("operator", "operator_leader", "reviewer", "supervisor", "webmaster", "agency_admin", "superuser"):
        yield role, getattr(world, role)
    for role in ("coordinator", "officer", "leader"):
        yield f"{role} of a", getattr(world.a, role)
        yield f"{role} of b", getattr(world.b, role)
    yield "confidential", person(Role.CONFIDENTIAL, world.operators)


def address(name: str, row: Deputation) -> str:
    leader = Membership.objects.get(user=row.leader, role=Role.LEADER)
    return reverse(f"pakn_deputies:{name}", args={"index": [], "name": [leader.pk], "end": [row.pk]}[name])


def signed_in(user: Any) -> Client:
    user.groups.add(staff_group())
    client = Client()
    client.force_login(user)
    return client


def test_the_matrix_knows_every_address() -> None:
    assert NAMES == ["index", "name", "end"]


@pytest.mark.parametrize("verb", VERBS)
def test_role_by_address_by_verb(verb: str, world: World, row: Deputation) -> None:
    """A deputy is no leader here: what somebody does in a leader's place gives no right to name or end."""
    wrong = []
    for who, actor in people(world):
        client = signed_in(actor.user)
        for name in NAMES:
            status = getattr(client, verb)(address(name, row)).status_code
            allowed = who in MAY if name == "index" else who in OWN
            if (status == 404) == allowed:
                wrong.append((who, name, status))
    assert wrong == []


@pytest.mark.parametrize("verb", VERBS)
def test_a_stranger_is_asked_to_sign_in(verb: str, row: Deputation) -> None:
    citizen = Client()
    citizen.force_login(UserFactory())
    for client in (Client(), citizen):
        for name in NAMES:
            assert getattr(client, verb)(address(name, row)).url.startswith("/admin/login/")


def test_each_sees_the_own_rows_only(world: World, row: Deputation) -> None:
    index = reverse("pakn_deputies:index")
    assert row in signed_in(world.a.leader.user).get(index).context["groups"][0][1]
    page = signed_in(world.b.leader.user).get(index)
    assert [list(rows) for _heading, rows, _open in page.context["groups"]] == [[], [], []]
    assert [each.user for each in page.context["leaders"]] == [world.b.leader.user]


def test_the_list_asks_no_more_for_more_rows(world: World, row: Deputation, django_assert_max_num_queries: Any) -> None:
    client, index = signed_in(world.superuser.user), reverse("pakn_deputies:index")
    client.get(index)
    for number in range(1, 30):
        day = timezone.localdate() + timedelta(days=10 * number)
        who = (world.a.agency.pk, world.a.leader.user, world.a.officer.user, day, day)
        deputies.name(world.a.leader, *who, timezone.now())
    with django_assert_max_num_queries(8):
        assert client.get(index).status_code == 200


def test_a_leader_names_and_ends_in_the_screen(world: World, row: Deputation) -> None:
    client, day = signed_in(world.a.leader.user), timezone.localdate() + timedelta(days=20)
    given = {"deputy": world.a.officer.user.pk, "first": day.isoformat(), "last": day.isoformat()}
    page = client.post(address("name", row), given | {"deputy": world.b.officer.user.pk})
    assert page.status_code == 200 and page.context["form"].errors["deputy"]
    assert client.post(address("name", row), given).status_code == 302
    assert Deputation.objects.filter(deputy=world.a.officer.user, valid_from=day).count() == 1
    page = client.post(address("name", row), given)
    assert page.status_code == 200 and page.context["form"].non_field_errors()
    assert client.post(address("end", row)).status_code == 302
    assert Deputation.objects.get(pk=row.pk).ended_by == world.a.leader.user
    assert Deputation.objects.count() == 2
