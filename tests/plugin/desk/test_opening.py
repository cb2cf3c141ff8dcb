"""A case is fetched by a query that is put together once for each person; their rights of today decide."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pakn_plugin.queries import desk
from pakn_plugin.states import State
from tests.factories import Cases, World
from tests.matrix.test_addresses import signed_in


@pytest.mark.parametrize("verb", ["get", "post"])
@pytest.mark.parametrize("number", [0, 2**63 - 1, 2**63, 10**30])
def test_a_number_of_no_case_is_not_found(verb: str, number: int, world: World) -> None:
    address = reverse("pakn_desk:case", args=[1]).replace("1", str(number))
    for actor in (world.operator, world.a.officer, world.superuser):
        assert getattr(signed_in(actor.user), verb)(address).status_code == 404, actor


def test_one_query_brings_all_that_its_page_names(
    world: World, case_in: Cases, django_assert_num_queries: Callable[[int], Any]
) -> None:
    case = case_in(State.PROCESSING)
    for actor in (world.operator, world.a.officer, world.superuser):
        with django_assert_num_queries(1):
            found = desk.opened(actor, case.pk)
            assert found and found.officer and found.agency
            names = (found.topic.name, found.area.name, found.agency.name, found.officer.pk, found.reporter.name)
        assert names == (
            case.topic.name,
            case.area.name,
            world.a.agency.name,
            world.a.officer.user.pk,
            case.reporter.name,
        )


def test_what_a_change_needs_is_fetched_without_the_rest(world: World, case_in: Cases) -> None:
    case = case_in(State.PROCESSING)
    with CaptureQueriesContext(connection) as asked:
        assert desk.opened(world.a.officer, case.pk, whole=False) == case
    assert "JOIN" not in asked[0]["sql"]


def test_another_agency_finds_nothing_and_is_told_when_it_was_theirs(world: World, case_in: Cases) -> None:
    case = case_in(State.PROCESSING)
    assert desk.opened(world.b.officer, case.pk) is None
    assert not desk.was_ours(world.b.officer, case.pk)
    assert desk.was_ours(world.a.officer, case.pk)
    assert not desk.was_ours(world.a.officer, 10**30)
    type(case).objects.filter(pk=case.pk).update(restricted=True)
    assert not desk.was_ours(world.a.officer, case.pk)
