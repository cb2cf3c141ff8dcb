"""Indexes that sleep while very many rows come: sorted once at the end, they cost a third of a search for each row.
Autovacuum rests meanwhile, which would look through the growing tables again and again.

Only on PostgreSQL, for a superuser, and only indexes that hold no rule: what is unique, and who holds a case when, is
looked at with each row as ever. So a load that is killed leaves a database that is right and only slow to search; the
next load wakes what sleeps.
"""

from django.db import connection, transaction

# From so many cases on, where fewer are there already: else a rebuild costs more than it saves.
WORTH_IT = 20_000
SORTING = "256MB"
SLEEP = (
    "UPDATE pg_index SET indisready = false, indisvalid = false "
    "WHERE indrelid = ANY(%s::regclass[]) AND NOT indisunique AND NOT indisexclusion"
)
ASLEEP = (
    "SELECT indexrelid::regclass::text FROM pg_index WHERE indrelid = ANY(%s::regclass[]) AND NOT indisready "
    "ORDER BY pg_relation_size(indrelid) DESC"
)


def sleep(tables: list[str]) -> None:
    """Let the indexes of these tables sleep that hold no rule. Searches go without them, and are slow but right."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(SLEEP, [tables])
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} SET (autovacuum_enabled = off)")


def asleep(tables: list[str]) -> list[str]:
    """The names of the indexes that sleep, those of large tables first; none but on PostgreSQL."""
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute(ASLEEP, [tables])
        return [name for (name,) in cursor.fetchall()]


def wake(name: str) -> None:
    """Build an index anew from what its table holds now."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL maintenance_work_mem = '{SORTING}'")
        cursor.execute(f"REINDEX INDEX {name}")


def wake_all(tables: list[str]) -> None:
    """Whatever still sleeps of these tables, and autovacuum. On PostgreSQL."""
    for name in asleep(tables):
        wake(name)
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} RESET (autovacuum_enabled)")
