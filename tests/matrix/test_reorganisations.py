"""Role × address × verb: plans are there for who may reorganise, undecided cases for operators; for nobody else."""

from datetime import datetime
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from pakn_plugin.desk.permissions import staff_group
from pakn_plugin.desk.reallocating import ReallocateDesk
from pakn_plugin.desk.reorganising import ReorganiseDesk
from pakn_plugin.models import Case, Reallocation, Reorganisation
from pakn_plugin.states import Role, State
from tests import snapshot
from tests.factories import Cases, TopicFactory, UserFactory, World, person
from tests.reorganising import SPLIT, carry_out

pytestmark = pytest.mark.one_database("postgresql")

VERBS = ("get", "head", "post", "put", "delete", "options")
PLANS = [f"pakn_reorganise:{pattern.name}" for pattern in ReorganiseDesk().get_urlpatterns()]
WAITING = [f"pakn_reallocate:{pattern.name}" for pattern in ReallocateDesk().get_urlpatterns()]
OF_A_PLAN = ("plan", "execute", "undo", "delete", "download")


@pytest.fixture
def carried(case_in: Cases, now: datetime) -> Reorganisation:
    """A plan that was carried out, with one case that waits for a person."""
    case_in(State.PROCESSING, topic=TopicFactory(code="khac"))
    return carry_out(now, SPLIT)


def address(name: str) -> str:
    if name.endswith(":decide"):
        return reverse(name, args=[Reallocation.objects.get().pk])
    return reverse(name, args=[Reorganisation.objects.get().pk] if name.partition(":")[2] in OF_A_PLAN else [])


def signed_in(user: Any) -> Client:
    user.groups.add(staff_group())
    client = Client()
    client.force_login(user)
    return client


def everybody(world: World) -> dict[str, Any]:
    """A person of each role, in agency A or where the role belongs."""
    return {role.value: person(role, world.a.agency).user for role in Role}


def test_the_matrix_knows_every_address() -> None:
    assert (len(PLANS), len(WAITING)) == (8, 2)


@pytest.mark.parametrize("verb", VERBS)
def test_plans_do_not_exist_for_any_role(verb: str, world: World, carried: Reorganisation) -> None:
    people = everybody(world)
    before = snapshot.whole("User")
    for role, user in people.items():
        client = signed_in(user)
        for name in PLANS:
            assert getattr(client, verb)(address(name)).status_code == 404, (role, name)
    assert snapshot.whole("User") == before


@pytest.mark.parametrize("verb", VERBS)
def test_undecided_cases_do_not_exist_for_others_than_operators(
    verb: str, world: World, carried: Reorganisation
) -> None:
    people = everybody(world)
    before = snapshot.whole("User")
    for role, user in people.items():
        if role in (Role.OPERATOR, Role.OPERATOR_LEADER):
            continue
        client = signed_in(user)
        for name in WAITING:
            assert getattr(client, verb)(address(name)).status_code == 404, (role, name)
    assert snapshot.whole("User") == before


def test_operators_open_what_waits_and_a_complaint_is_not_theirs(world: World, carried: Reorganisation) -> None:
    client = signed_in(world.operator.user)
    case = Case.objects.get(code__in=Case.objects.filter(reallocations__decided_at=None).values("code"))
    assert case.code in client.get(address("pakn_reallocate:index")).content.decode()
    Case.objects.filter(pk=case.pk).update(restricted=True)
    assert case.code not in client.get(address("pakn_reallocate:index")).content.decode()
    assert client.post(address("pakn_reallocate:decide"), {"choice": "1"}).status_code == 404
    assert client.post(address("pakn_reallocate:index"), {"row": Reallocation.objects.get().pk}).status_code == 302
    assert Reallocation.objects.get().decided_at is None
    named = signed_in(person(Role.CONFIDENTIAL, world.operators).user)
    assert case.code in named.get(address("pakn_reallocate:index")).content.decode()


def test_an_administrator_needs_the_models_permission(world: World, carried: Reorganisation) -> None:
    user = UserFactory()
    assert signed_in(user).get(address("pakn_reorganise:index")).status_code == 404
    user.user_permissions.add(Permission.objects.get(codename="change_reorganisation"))
    client = signed_in(type(user).objects.get(pk=user.pk))
    for name in PLANS:
        expected = 405 if name.endswith((":execute", ":undo")) else 302 if name.endswith(":delete") else 200
        assert client.get(address(name)).status_code == expected, name


@pytest.mark.parametrize("verb", VERBS)
def test_a_stranger_is_asked_to_sign_in(verb: str, world: World, carried: Reorganisation) -> None:
    citizen = Client()
    citizen.force_login(UserFactory())
    for client in (Client(), citizen):
        for name in (*PLANS, *WAITING):
            response = getattr(client, verb)(address(name))
            assert response.status_code == 302, name
            assert response.url.startswith("/admin/login/")
