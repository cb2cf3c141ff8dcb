"""Queries that are put together once answer as Django's own do, and ask the database only for the values."""

from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models.signals import post_save
from django.test.utils import CaptureQueriesContext

from pakn_plugin.models import Case, Deadline, Event, Reporter
from pakn_plugin.prepared import PreparedObjects, insert, insert_all
from pakn_plugin.queries import public
from pakn_plugin.states import State
from tests.conftest import Cases

pytestmark = pytest.mark.django_db
OTHER: dict[type, dict[str, Any]] = {
    Case: {"code": "KH-2", "filing_key": UUID(int=2)},
    Event: {"number": 2},
    Deadline: {"stage": "process"},
}
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


def test_a_row_is_stored_as_django_stores_it(case_in: Cases) -> None:
    case = case_in(State.SUBMITTED)
    for row in (case.reporter, Event.objects.get(case=case), Deadline.objects.get(case=case), case):
        model = type(row)
        facts = {field.attname: getattr(row, field.attname) for field in model._meta.local_concrete_fields}
        kept = model._default_manager.filter(pk=row.pk)
        with transaction.atomic(), CaptureQueriesContext(connection) as asked:
            other = model(**facts | {"id": None} | OTHER.get(model, {}))
            insert(other)
        assert len(asked) == 1 and not other._state.adding
        read = model._default_manager.get(pk=other.pk)
        same = {name for name in facts if name not in {"id", "written_at", *OTHER.get(model, {})}}
        assert {name: getattr(read, name) for name in same} == kept.values(*same).get()


def test_many_rows_go_in_one_round(django_assert_num_queries: Any) -> None:
    people = [Reporter(name=name, email="an@example.vn") for name in ("An", "Bình", "Chi")]
    with django_assert_num_queries(1):
        insert_all(people)
    assert list(Reporter.objects.order_by("pk").values_list("name", flat=True)) == ["An", "Bình", "Chi"]
    insert_all([])


def test_listeners_hear_of_a_stored_row() -> None:
    heard = []

    def listen(sender: type, instance: Reporter, created: bool, **_rest: object) -> None:
        heard.append((instance.pk, created))

    post_save.connect(listen, sender=Reporter)
    try:
        person = insert(Reporter(name="An", email="an@example.vn"))
    finally:
        post_save.disconnect(listen, sender=Reporter)
    assert heard == [(person.pk, True)]


def test_what_depends_on_a_row_that_was_stored_meanwhile_gets_its_key() -> None:
    person = Reporter(name="An", email="an@example.vn")
    child = Case(reporter=person)
    insert(person)
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(child)
    assert child.reporter_id == person.pk


def vars_of(row: object) -> dict[str, object]:
    return {name: value for name, value in vars(row).items() if name != "_state"}
