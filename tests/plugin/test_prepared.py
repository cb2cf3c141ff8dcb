"""Queries that are put together once answer as Django's own do, and ask the database only for the values."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pakn_plugin.models import Case, Event
from pakn_plugin.prepared import PreparedObjects
from pakn_plugin.queries import public
from pakn_plugin.states import State
from tests.conftest import Cases

pytestmark = pytest.mark.django_db
PREPARED = ("_PHOTOS", "_MESSAGES", "_REPLIES", "_STEPS")


@pytest.mark.parametrize("name", PREPARED)
def test_the_same_objects_come_as_from_the_query_itself(case_in: Cases, name: str) -> None:
    first, second = case_in(State.CLOSED), case_in(State.ANSWERED)
    prepared = getattr(public, name)
    for case in (first, second, first):
        values = {"case": case.pk, "main": case.pk} if "main" in prepared.samples else {"case": case.pk}
        plain = list(prepared.build(**values))
        assert [vars_of(row) for row in prepared.objects(**values)] == [vars_of(row) for row in plain]
    assert prepared.objects(**values) or name in ("_PHOTOS", "_MESSAGES")


def test_values_of_other_types_than_text_are_read_as_django_reads_them(case_in: Cases) -> None:
    case = case_in(State.PROCESSING)
    found = PreparedObjects(lambda pk: Event.objects.filter(case=pk).select_related("agency"), pk=-1).objects(
        pk=case.pk
    )
    assert [row.data for row in found] == [row.data for row in Event.objects.filter(case=case)]
    assert all(row.at.tzinfo for row in found)
    assert {row.agency.name for row in found if row.agency_id} == {case.agency.name}


def test_related_objects_are_there_without_another_query(case_in: Cases) -> None:
    case = case_in(State.ANSWERED)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        replies = public._REPLIES.objects(case=case.pk, main=case.pk)
        assert [str(reply.agency) for reply in replies]
    assert len(asked) == 1


def test_nothing_found_is_nothing() -> None:
    opened = PreparedObjects(lambda pk: Case.objects.filter(pk=pk).order_by(), pk=-1)
    assert opened.first(pk=0) is None
    assert opened.objects(pk=0) == []


def test_a_sample_that_is_not_in_the_query_is_refused() -> None:
    with pytest.raises(AssertionError):
        PreparedObjects(lambda pk, other: Case.objects.filter(pk=pk), pk=-1, other=-2).objects(pk=1, other=2)


def vars_of(row: object) -> dict[str, object]:
    return {name: value for name, value in vars(row).items() if name != "_state"}
