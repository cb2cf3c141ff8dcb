"""`manage.py verify_history` finds what somebody with the database's password changed, past every guard of ours."""

from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from pakn_plugin.models import Case, Event, Reporter, guards
from pakn_plugin.services import anchors
from pakn_plugin.states import State
from tests.factories import Cases, World
from tests.tampering import Sql, drop, event, faults, insert, run_sql, settle, verdict

LATER = timedelta(hours=2)


@pytest.fixture
def sql(db: None) -> Sql:
    """Runs a statement as somebody with all rights in the database would, without the triggers."""
    settle()
    guards.remove(apps, connection.schema_editor())
    return run_sql


@pytest.fixture(autouse=True)
def path(settings: Any, tmp_path: Path) -> Path:
    """A file of this test's own."""
    settings.PAKN_ANCHOR_FILE = tmp_path / "anchors.jsonl"
    return tmp_path / "anchors.jsonl"


@pytest.fixture
def case(sql: Sql, case_in: Cases) -> Case:
    """A case with a long history."""
    return case_in(State.CLOSED)


def test_it_counts_what_is_sound(case: Case, case_in: Cases) -> None:
    case_in(State.RECEIVED)
    anchors.make_anchor(timezone.now() + LATER)
    said = verdict()
    assert f"{Event.objects.count()} sự kiện của 2 phản ánh; 1 mốc, 1 dòng trong tệp" in said
    assert "0 sự kiện chưa vào mốc" in said


def test_it_is_content_with_an_empty_database(db: None) -> None:
    assert "0 sự kiện của 0 phản ánh" in verdict()


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("action", "note"),
        ("from_state", "processing"),
        ("to_state", "refused"),
        ("actor_kind", "system"),
        ("actor_id", 987654),
        ("agency_id", None),
        ("at", "2026-03-04 02:00:00.000001+00:00"),
        ("data", '{"message": 5}'),
        ("hash", "0" * 64),
    ],
)
@pytest.mark.parametrize("number", [1, 4, -1])
def test_it_finds_every_single_edited_field(sql: Sql, case: Case, column: str, value: Any, number: int) -> None:
    row = event(case, number if number > 0 else case.events.count())
    if column == "agency_id" and row.agency_id is None:
        value = Event.objects.exclude(agency=None).values_list("agency", flat=True)[0]
    sql(f"UPDATE pakn_event SET {column} = %s WHERE id = %s", value, row.pk)
    found = faults()
    assert found[0].startswith(f"{case.code}: sự kiện số {row.number} bị sửa")
    assert all(line.startswith(f"{case.code}: ") for line in found)
    assert len([line for line in found if "bị sửa" in line]) == 1


def test_it_finds_an_event_that_was_deleted(sql: Sql, case: Case) -> None:
    drop(event(case, 3))
    assert faults() == [f"{case.code}: thiếu sự kiện số 3 (bị xóa)"]


def test_it_finds_a_history_that_was_cut_off(sql: Sql, case: Case) -> None:
    last = case.events.count()
    drop(event(case, last))
    drop(event(case, last - 1))
    assert faults() == [f"{case.code}: bị cắt đuôi: mất sự kiện số {last - 1}–{last}"]


def test_it_finds_a_case_without_any_event(sql: Sql, case: Case) -> None:
    for row in case.events.all():
        drop(row)
    assert faults() == [f"{case.code}: mọi sự kiện đã bị xóa"]


def test_it_finds_events_in_another_order(sql: Sql, case: Case) -> None:
    second, third = event(case, 2), event(case, 3)
    for row, number in ((second, 900), (third, 2), (second, 3)):
        sql("UPDATE pakn_event SET number = %s WHERE id = %s", number, row.pk)
    found = faults()
    assert [line for line in found if "số 2" in line and "đổi chỗ" in line]
    assert [line for line in found if "số 3" in line and "đổi chỗ" in line]


def test_it_finds_two_histories_that_changed_places(sql: Sql, case: Case, case_in: Cases) -> None:
    """Nothing of an event names its case but the column: the seed before the first event binds them."""
    other = case_in(State(case.state))
    steps, chain = other.steps, other.chain
    sql("UPDATE pakn_event SET number = number + 1000, case_id = %s WHERE case_id = %s", other.pk, case.pk)
    sql("UPDATE pakn_event SET case_id = %s WHERE case_id = %s AND number < 1000", case.pk, other.pk)
    sql("UPDATE pakn_event SET number = number - 1000 WHERE number > 1000")
    sql("UPDATE pakn_case SET steps = %s, chain = %s WHERE id = %s", case.steps, case.chain, other.pk)
    sql("UPDATE pakn_case SET steps = %s, chain = %s WHERE id = %s", steps, chain, case.pk)
    found = faults()
    assert all(any(code in line for line in found) for code in (case.code, other.code))


def test_it_finds_an_event_put_in_at_the_end(case: Case) -> None:
    number = insert(case, case.events.count() + 1).number
    assert faults() == [f"{case.code}: sự kiện số {number} bị chèn vào cuối, phản ánh chỉ có {number - 1} bước"]


def test_it_finds_an_event_put_in_between(sql: Sql, case: Case) -> None:
    for row in case.events.order_by("-number").filter(number__gte=3):
        sql("UPDATE pakn_event SET number = %s WHERE id = %s", row.number + 1, row.pk)
    insert(case, 3)
    found = faults()
    assert [line for line in found if "sự kiện số 4 bị sửa hoặc bị đổi chỗ" in line]
    assert "bị chèn vào cuối" in found[-1]


def test_it_finds_a_state_that_was_set_past_the_machine(sql: Sql, case: Case) -> None:
    sql("UPDATE pakn_case SET state = %s WHERE id = %s", State.REFUSED.value, case.pk)
    assert faults() == [f"{case.code}: đang ở trạng thái refused, nhưng lịch sử kết thúc ở closed"]


def test_it_finds_a_head_that_was_changed(sql: Sql, case: Case) -> None:
    sql("UPDATE pakn_case SET chain = %s WHERE id = %s", "0" * 64, case.pk)
    assert faults() == [f"{case.code}: dấu của bước cuối ghi ở phản ánh khác với sự kiện cuối"]


def test_it_looks_at_one_case_alone(sql: Sql, case: Case, case_in: Cases) -> None:
    other = case_in(State.RECEIVED)
    sql("UPDATE pakn_event SET action = %s WHERE id = %s", "note", event(case, 2).pk)
    assert "2 sự kiện của 1 phản ánh." in verdict(case=other.code)
    assert len(faults(case=case.code)) == 1


@pytest.mark.parametrize("options", [{"case": "PA-0"}, {"anchors": "nowhere.jsonl"}])
def test_it_refuses_what_is_not_there(db: None, options: dict[str, str]) -> None:
    arguments = [f"--{name}={value}" for name, value in options.items()]
    with pytest.raises(CommandError, match="Không có"):
        call_command("verify_history", *arguments)


def test_it_tells_how_far_it_is(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pakn_plugin.queries.history.TELL_EVERY", 3)
    told = StringIO()
    call_command("verify_history", stdout=StringIO(), stderr=told)
    total = Event.objects.count()
    assert f"{total}/{total} sự kiện" in told.getvalue()


def test_an_erased_account_stays_an_id_in_the_history(world: World, case: Case) -> None:
    user = world.operator.user
    key = user.pk
    done = Event.objects.filter(actor_id=key).count()
    user.delete()
    assert done and Event.objects.filter(actor_id=key).count() == done
    assert "nguyên vẹn" in verdict()
    assert all(row.actor is None for row in Event.objects.filter(actor_id=key).select_related("actor"))


def test_an_erased_reporter_leaves_the_history_valid(case: Case) -> None:
    Reporter.objects.filter(pk=case.reporter_id).update(name="", phone="xoa", email="")
    Case.objects.filter(pk=case.pk).update(text="", title="", folded="", address="")
    assert "nguyên vẹn" in verdict()


@pytest.mark.parametrize("statement", ["UPDATE pakn_event SET number = 9", "DELETE FROM pakn_event"])
def test_the_database_itself_refuses_a_change(case_in: Cases, statement: str) -> None:
    if connection.vendor == "sqlite" and statement.startswith("DELETE"):
        statement = "UPDATE pakn_event SET data = '{}'"
    settle()
    guards.install(apps, connection.schema_editor())
    case_in(State.SUBMITTED)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_sets_of_events_cannot_be_changed_either(case_in: Cases) -> None:
    case = case_in(State.SUBMITTED)
    for change in (
        lambda: case.events.update(number=5),
        lambda: case.events.all().delete(),
        lambda: Event.objects.bulk_update([case.events.get()], ["number"]),
        lambda: Event(pk=case.events.get().pk, case=case, number=3, at=case.filed_at).save(force_insert=False),
    ):
        with pytest.raises((TypeError, DatabaseError)), transaction.atomic():
            change()
    assert "nguyên vẹn" in verdict()
