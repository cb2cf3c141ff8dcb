"""While very many rows come, indexes that hold no rule sleep; whatever happens, they are awake at the end."""

from datetime import datetime
from typing import Any

import pytest
from django.db import connection, transaction

from pakn_plugin.bulk import indexes, load, tables
from pakn_plugin.models import Case
from tests.factories import World

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.one_database("postgresql"),
    pytest.mark.usefixtures("on_postgresql"),
]
UNFIT = (
    "SELECT indexrelid::regclass::text FROM pg_index WHERE NOT (indisready AND indisvalid) "
    "UNION SELECT relname FROM pg_class WHERE 'autovacuum_enabled=off' = ANY(reloptions)"
)
RULES = "SELECT indexrelid::regclass::text FROM pg_index WHERE (indisunique OR indisexclusion) AND NOT indisready"


def found(query: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {name for (name,) in cursor.fetchall()}


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few cases count as very many, in several pieces."""
    monkeypatch.setattr(indexes, "WORTH_IT", 100)
    monkeypatch.setattr(load, "CHUNK", 50)


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize("workers", [1, 2])
def test_they_sleep_while_rows_come_and_wake_at_the_end(registers: World, bulk_now: datetime, workers: int) -> None:
    meanwhile: list[set[str]] = []
    load.load(
        120, 3, workers, None, bulk_now, lambda done, total: meanwhile.append(found(UNFIT) if not done else set())
    )
    assert {"pakn_case_newest", "pakn_case_words", "pakn_deadline_case", "pakn_event"} <= meanwhile[0]
    assert found(UNFIT) == set()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SELECT filed_at, id FROM pakn_case ORDER BY filed_at DESC, id DESC")
        assert len(cursor.fetchall()) == 120


@pytest.mark.usefixtures("few")
def test_what_holds_a_rule_stays_awake(registers: World, bulk_now: datetime) -> None:
    meanwhile: list[set[str]] = []
    load.load(120, 3, 1, None, bulk_now, lambda done, total: meanwhile.append(found(RULES)))
    assert meanwhile
    assert not any(meanwhile)


@pytest.mark.usefixtures("few")
def test_a_load_that_breaks_off_wakes_them(registers: World, bulk_now: datetime) -> None:
    def broken(done: int, total: int) -> None:
        if done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        load.load(120, 3, 2, None, bulk_now, broken)
    assert found(UNFIT) == set()


@pytest.mark.usefixtures("few")
def test_the_next_load_wakes_what_a_killed_one_left_asleep(registers: World, bulk_now: datetime) -> None:
    indexes.sleep(tables.names())
    assert found(UNFIT)
    load.load(10, 3, 1, None, bulk_now, lambda done, total: None)
    assert found(UNFIT) == set()
    assert Case.objects.count() == 10


@pytest.mark.usefixtures("few")
def test_a_small_load_lets_none_sleep(registers: World, bulk_now: datetime, monkeypatch: Any) -> None:
    load.load(150, 3, 1, None, bulk_now, lambda done, total: None)
    meanwhile: list[set[str]] = []
    load.load(120, 4, 1, None, bulk_now, lambda done, total: meanwhile.append(found(UNFIT)))
    assert not any(meanwhile)
