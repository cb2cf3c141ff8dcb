"""Role × address × verb: a month of verdicts is there for those who watch, for leaders in part, for no others."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from pakn_plugin.desk.permissions import staff_group
from pakn_plugin.desk.reviews import ReviewsDesk
from pakn_plugin.models import Case, Event
from pakn_plugin.states import Role, State
from tests.factories import Cases, UserFactory, World, person

MONTH = {"month": "2026-03"}
ALL = ("reviewer", "supervisor", "operator_leader", "superuser")
NONE = ("operator", "second_operator", "webmaster", "agency_admin")
VERBS = ("get", "head", "post", "put", "delete", "options")


def addresses() -> list[str]:
    names = [pattern.name for pattern in ReviewsDesk().get_urlpatterns()]
    assert names == ["index", "export"]
    return [reverse("pakn_reviews:index"), *(reverse("pakn_reviews:export", args=[kind]) for kind in ("csv", "xlsx"))]


def signed_in(user: Any) -> Client:
    user.groups.add(staff_group())
    client = Client()
    client.force_login(user)
    return client


def codes_of(client: Client) -> set[str]:
    page = client.get(reverse("pakn_reviews:index"), MONTH)
    found = {row.case.code for row, _open in page.context["rows"]}
    file: Any = client.get(reverse("pakn_reviews:export", args=["csv"]), MONTH)
    lines = b"".join(file.streaming_content).decode()
    assert all(code in lines for code in found) and len(lines.splitlines()) == 1 + len(found)
    return found


@pytest.fixture
def case(case_in: Cases) -> Case:
    return case_in(State.UNDER_REVIEW)


@pytest.mark.parametrize("verb", VERBS)
def test_who_may_reads_and_nobody_writes(verb: str, world: World, case: Case) -> None:
    events = Event.objects.count()
    for role in ALL:
        client = signed_in(getattr(world, role).user)
        for address in addresses():
            expected = 200 if verb in ("get", "head", "options") else 405
            assert getattr(client, verb)(address, MONTH).status_code == expected, (role, verb, address)
    assert Event.objects.count() == events


@pytest.mark.parametrize("verb", VERBS)
def test_for_others_there_is_no_such_address(verb: str, world: World, case: Case) -> None:
    others = [getattr(world, role).user for role in NONE]
    others += [getattr(unit, role).user for unit in (world.a, world.b) for role in ("coordinator", "officer")]
    others += [person(Role.CONFIDENTIAL, world.operators).user, UserFactory()]
    for user in others:
        client = signed_in(user)
        for address in addresses():
            assert getattr(client, verb)(address).status_code == 404, (user, verb, address)


@pytest.mark.parametrize("verb", VERBS)
def test_a_stranger_is_asked_to_sign_in(verb: str, case: Case) -> None:
    for address in addresses():
        assert getattr(Client(), verb)(address).url.startswith("/admin/login/")


def test_a_leader_reads_the_own_agencys_part_only(world: World, case: Case) -> None:
    assert codes_of(signed_in(world.a.leader.user)) == {case.code}
    assert codes_of(signed_in(world.b.leader.user)) == set()
    page = signed_in(world.b.leader.user).get(reverse("pakn_reviews:index"), MONTH | {"agency": world.a.agency.pk})
    assert page.context["rows"] == [] and page.context["totals"].agencies == []
    assert world.a.agency.name not in page.content.decode()
    assert codes_of(signed_in(world.reviewer.user)) == {case.code}


def test_complaints_are_in_no_list_and_no_total_whoever_asks(world: World, case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(restricted=True)
    world.reviewer.user.pakn_memberships.create(agency=world.operators, role=Role.CONFIDENTIAL)
    for user in (world.reviewer.user, world.superuser.user, world.a.leader.user):
        client = signed_in(user)
        assert codes_of(client) == set()
        assert client.get(reverse("pakn_reviews:index"), MONTH).context["totals"].agencies == []


def test_the_menu_shows_it_to_those_who_may(world: World, case: Case) -> None:
    address = reverse("pakn_reviews:index")
    assert address in signed_in(world.supervisor.user).get("/admin/pakn/cases/").content.decode()
    assert address not in signed_in(world.a.officer.user).get("/admin/pakn/cases/").content.decode()
