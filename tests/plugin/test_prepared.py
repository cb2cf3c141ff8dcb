"""Queries that are put together once answer as Django's own do, and ask the database only for the values."""

from collections.abc import Iterable
from typing import Any
from unittest import mock
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models.signals import post_save
from django.test.utils import CaptureQueriesContext

from pakn_plugin.answers import Side
from pakn_plugin.inserting import MOST_ROWS, insert, insert_all, insert_together
from pakn_plugin.models import Case, Deadline, Document, Event, Message, Photo, Reporter
from pakn_plugin.pictures import Picture
from pakn_plugin.prepared import PreparedObjects
from pakn_plugin.queries import internal, own_files, public
from pakn_plugin.services import documents, photos
from pakn_plugin.states import State
from tests.conftest import Cases
from tests.papers import paper

pytestmark = pytest.mark.django_db
OTHER: dict[type, dict[str, Any]] = {
    Case: {"code": "KH-2", "filing_key": UUID(int=2)},
    Event: {"number": 2},
    Deadline: {"stage": "process"},
}
PICTURE = Picture(b"jpeg", b"jpeg", 4, 3)
PREPARED = ("_MESSAGES", "_REPLIES", "_STEPS")


@pytest.mark.parametrize("name", PREPARED)
def test_the_same_objects_come_as_from_the_query_itself(case_in: Cases, name: str) -> None:
    first, second = case_in(State.CLOSED), case_in(State.ANSWERED)
    prepared = getattr(public, name)
    for case in (first, second, first):
        values = {"case": case.pk, "main": case.pk} if "main" in prepared.samples else {"case": case.pk}
        plain = list(prepared.build(**values))
        assert [vars_of(row) for row in prepared.objects(**values)] == [vars_of(row) for row in plain]
    assert prepared.objects(**values) or name == "_MESSAGES"


def test_the_texts_of_a_case_are_those_of_the_query_itself_and_put_together_once(case_in: Cases) -> None:
    first, second = case_in(State.UNDER_REVIEW), case_in(State.TRANSFERRED)
    for case in (first, second):
        plain = list(internal._texts([case.pk]))
        assert plain and sorted(internal._OF_ONE.rows(case=case.pk)) == sorted(plain)
    with mock.patch.object(internal, "_texts", side_effect=AssertionError):
        assert internal.texts_of(first).versions and internal.texts_of(second).internal


def test_files_in_one_query_know_what_their_own_tables_say(case_in: Cases) -> None:
    case = case_in(State.ANSWERED)
    message = Message.objects.create(case=case, text="Gửi kèm", sent_at=case.filed_at, from_citizen=True)
    photos.attach(case, [PICTURE])
    photos.attach(case, [PICTURE, PICTURE], reply=case.replies.get(), side=Side.BEFORE)
    documents.attach(case, [paper()], message=message)
    pictures, papers = own_files.of(case.pk, case.pk)
    said = ("case_id", "message_id", "reply_id", "order", "width", "height", "side")
    assert _told(pictures, said) == _told(Photo.objects.filter(case=case), said)
    said = ("case_id", "message_id", "reply_id", "order", "pages", "size", "name")
    assert _told(papers, said) == _told(Document.objects.filter(case=case), said)
    assert (len(pictures), len(papers)) == (3, 1)


def _told(rows: Iterable[Any], names: tuple[str, ...]) -> dict[int, list[Any]]:
    return {row.pk: [getattr(row, name) for name in names] for row in rows}


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


def test_very_many_rows_go_in_several_rounds(django_assert_num_queries: Any) -> None:
    names = [f"An {number}" for number in range(2 * MOST_ROWS + 1)]
    with django_assert_num_queries(3):
        insert_all([Reporter(name=name, email="an@example.vn") for name in names])
    assert list(Reporter.objects.order_by("pk").values_list("name", flat=True)) == names


def copies(case: Case) -> tuple[Reporter, Case, Event]:
    """A case with its reporter and first event once more, none of them stored and each pointing to the one before."""
    person, other = Reporter(name="An", email="an@example.vn"), copy_of(case)
    other.reporter = person
    event = copy_of(Event.objects.get(case=case))
    event.case = other
    return person, other, event


def copy_of(row: Any) -> Any:
    model = type(row)
    facts = {field.attname: getattr(row, field.attname) for field in model._meta.local_concrete_fields}
    return model(**facts | {"id": None} | OTHER.get(model, {}))


def test_rows_that_point_to_each_other_are_stored_together(case_in: Cases) -> None:
    case = case_in(State.SUBMITTED)
    person, other, event = copies(case)
    with CaptureQueriesContext(connection) as asked:
        insert_together(person, other, event)
    assert len(asked) == (1 if connection.vendor == "postgresql" else 3)
    read = Event.objects.select_related("case__reporter").get(pk=event.pk)
    assert (read.case_id, read.case.reporter_id) == (other.pk, person.pk) == (event.case_id, other.reporter_id)
    assert read.case.reporter.name == "An"
    assert not (person._state.adding or other._state.adding or event._state.adding)
    same = {field.attname for field in Case._meta.local_concrete_fields} - {"id", "reporter_id", *OTHER[Case]}
    assert Case.objects.values(*same).get(pk=other.pk) == Case.objects.values(*same).get(pk=case.pk)


def test_what_is_empty_once_may_be_there_the_next_time(case_in: Cases) -> None:
    case = case_in(State.PROCESSING)
    person, other, _event = copies(case_in(State.SUBMITTED))
    insert_together(person, other)
    again = copy_of(other)
    again.code, again.filing_key, again.agency, again.officer = "KH-3", UUID(int=3), case.agency, case.officer
    insert_together(again)
    read = Case.objects.get(pk=again.pk)
    assert (read.agency, read.officer, read.reporter) == (case.agency, case.officer, person)


def test_of_rows_that_are_stored_together_none_stays_alone(case_in: Cases) -> None:
    person, other, event = copies(case_in(State.SUBMITTED))
    event.number = None
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_together(person, other, event)
    assert not Reporter.objects.filter(name="An", email="an@example.vn", cases__code="KH-2").exists()
    assert not Case.objects.filter(code="KH-2").exists()


def test_what_points_to_a_row_that_is_stored_nowhere_is_refused(case_in: Cases) -> None:
    person, other, _event = copies(case_in(State.SUBMITTED))
    with pytest.raises(ValueError, match="unsaved related object"), transaction.atomic():
        insert_together(other, person)


def test_what_points_to_a_row_that_was_stored_meanwhile_gets_its_key(case_in: Cases) -> None:
    person, other, event = copies(case_in(State.SUBMITTED))
    insert(person)
    insert_together(other, event)
    assert Event.objects.get(pk=event.pk).case.reporter == person


def test_listeners_hear_of_rows_that_are_stored_together(case_in: Cases) -> None:
    heard = []

    def listen(sender: type, instance: Case, created: bool, **_rest: object) -> None:
        heard.append((instance.pk, instance.reporter_id, created))

    person, other, event = copies(case_in(State.SUBMITTED))
    post_save.connect(listen, sender=Case)
    try:
        insert_together(person, other, event)
    finally:
        post_save.disconnect(listen, sender=Case)
    assert heard == [(other.pk, person.pk, True)]


@pytest.mark.django_db(transaction=True)
def test_a_statement_is_asked_again_where_the_connection_was_closed(case_in: Cases) -> None:
    """The cursor that is kept belongs to its connection and goes with it."""
    case = case_in(State.SUBMITTED)
    opened = PreparedObjects(lambda pk: Case.objects.filter(pk=pk).order_by(), pk=-1)
    for _each in range(2):
        assert opened.first(pk=case.pk) == case
        connection.close()


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
