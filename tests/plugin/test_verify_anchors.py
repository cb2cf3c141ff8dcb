"""`manage.py verify_history` compares the history with its anchors, and these with their copies elsewhere."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone

from pakn_plugin.models import Anchor, Case, Event, guards
from pakn_plugin.services import anchors
from pakn_plugin.states import State
from tests.factories import Cases
from tests.tampering import Sql, drop, event, faults, rewrite, run_sql, settle, verdict

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


def forge(sql: Sql, case: Case) -> None:
    """An edit with a chain written anew: the chain alone tells nothing."""
    sql("UPDATE pakn_event SET actor_id = %s WHERE id = %s", 987654, event(case, 2).pk)
    rewrite(case)
    assert "nguyên vẹn" in verdict(case=case.code)


def test_an_anchor_finds_a_chain_that_was_rewritten(sql: Sql, case: Case) -> None:
    anchors.make_anchor(timezone.now() + LATER)
    forge(sql, case)
    [found] = faults()
    assert "không còn như lúc lập mốc" in found


def test_an_anchor_finds_a_case_that_vanished_with_its_history(sql: Sql, case: Case, case_in: Cases) -> None:
    anchors.make_anchor(timezone.now() + LATER)
    last = event(case, case.events.count())
    drop(last)
    sql("UPDATE pakn_case SET state = %s WHERE id = %s", last.from_state, case.pk)
    rewrite(case)
    [found] = faults()
    assert "bị xóa hoặc chèn" in found


def reseal(sql: Sql) -> None:
    """Write every anchor anew over the history as it now stands."""
    begin, previous = 0, ""
    for anchor in Anchor.objects.order_by("pk"):
        rows = Event.objects.filter(pk__gt=begin, pk__lte=anchor.last_event_id).order_by("pk")
        digest, count = anchors.chain.seal(previous, rows.values_list("pk", "hash"))
        values = (digest, previous, count, anchor.pk)
        sql("UPDATE pakn_anchor SET digest = %s, previous = %s, events = %s WHERE id = %s", *values)
        begin, previous = anchor.last_event_id, digest


def test_the_file_finds_a_chain_that_was_rewritten_together_with_its_anchor(sql: Sql, case: Case) -> None:
    anchors.make_anchor(timezone.now() + LATER)
    anchors.make_anchor(timezone.now() + LATER + timedelta(days=1))
    forge(sql, case)
    reseal(sql)
    found = faults()
    assert len(found) == 2
    assert all("khác với tệp: lịch sử đã bị viết lại cùng mốc" in line for line in found)


def test_a_copy_of_the_file_or_a_mail_finds_it_where_the_file_was_rewritten_too(
    sql: Sql, case: Case, path: Path, tmp_path: Path
) -> None:
    anchors.make_anchor(timezone.now() + LATER)
    mailed = tmp_path / "mail.txt"
    mailed.write_bytes(anchors.chain.canonical(Anchor.objects.get().content()) + b"\n")
    assert "nguyên vẹn" in verdict(anchors=mailed)
    forge(sql, case)
    reseal(sql)
    path.unlink()
    Anchor.objects.update(filed_at=None)
    anchors.write_missing(timezone.now())
    assert "nguyên vẹn" in verdict()
    assert len(faults(anchors=mailed)) == 1


def test_it_finds_a_deleted_anchor(sql: Sql, case: Case) -> None:
    for days in range(3):
        anchors.make_anchor(timezone.now() + LATER + timedelta(days=days))
    sql("DELETE FROM pakn_anchor WHERE id = %s", Anchor.objects.order_by("pk")[1].pk)
    found = faults()
    assert "không nối tiếp mốc trước nó" in found[0]
    assert "không còn trong cơ sở dữ liệu" in found[1]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda lines: lines[:2], "không có trong tệp"),
        (lambda lines: [lines[0], lines[2]], "không nối tiếp dòng trước nó"),
        (lambda lines: [lines[0], b"{", *lines[1:]], "dòng 2: không đọc được"),
        (lambda lines: [*lines, lines[2]], "có hai lần"),
        (lambda lines: [], "không có trong tệp"),
        (lambda lines: [lines[0].replace(b'"events":', b'"events":1'), *lines[1:]], "khác với tệp"),
    ],
)
def test_it_finds_a_file_that_was_changed(
    case: Case, path: Path, change: Callable[[list[bytes]], list[bytes]], said: str
) -> None:
    for days in range(3):
        anchors.make_anchor(timezone.now() + LATER + timedelta(days=days))
    path.write_bytes(b"".join(line + b"\n" for line in change(path.read_bytes().splitlines())))
    assert [line for line in faults() if said in line]


def test_every_case_of_the_file_reads_as_json(case: Case, path: Path) -> None:
    anchors.make_anchor(timezone.now() + LATER)
    [line] = path.read_text().splitlines()
    assert set(json.loads(line)) == {"day", "last_event_id", "events", "digest", "previous", "made_at", "after"}
