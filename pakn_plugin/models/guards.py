"""What only the database can promise: events are append-only, and nobody holds a case beside another (PostgreSQL).

For a migration: `RunPython(guards.install, guards.remove)`.
SQLite guards updates only: tests empty its tables with DELETE, and a chain that lost an event is found anyway.
PostgreSQL compares whole numbers in such an index without an extension as points. Who holds which case when is a box
there, without width at the case's number and as high as the time: a row goes in in two thirds of the time that a point
and a range take (docs/performance.md).
"""

from django.apps.registry import Apps
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

NAME = "pakn_event_append_only"
ONE_HOLDER = "pakn_holding_one_at_a_time"
ONE_PERIOD = "pakn_membership_one_at_a_time"
# Moments count in microseconds, so that an interval ends half of one before the next begins. With an infinite height
# the index could not compare areas: an interval that goes on ends in the year 5138.
SINCE_1970 = "date_part('epoch', {} - timestamptz '1970-01-01 00:00:00+00') * 1e6"
BEGAN, ENDED = SINCE_1970.format("began_at"), SINCE_1970.format("ended_at")
HELD = f"box(point(case_id, {BEGAN}), point(case_id, coalesce({ENDED} - 0.5, 1e17)))"
INSTALL: dict[str, tuple[str, ...]] = {
    "postgresql": (
        f"CREATE OR REPLACE FUNCTION {NAME}() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'pakn_event is append-only'; END $$",
        f"CREATE OR REPLACE TRIGGER {NAME} BEFORE UPDATE OR DELETE ON pakn_event "
        f"FOR EACH ROW EXECUTE FUNCTION {NAME}()",
        f"ALTER TABLE pakn_holding DROP CONSTRAINT IF EXISTS {ONE_HOLDER}",
        f"ALTER TABLE pakn_holding ADD CONSTRAINT {ONE_HOLDER} EXCLUDE USING gist "
        f"({HELD} WITH &&) WHERE (ended_at IS NULL OR ended_at > began_at)",
        f"ALTER TABLE pakn_membership DROP CONSTRAINT IF EXISTS {ONE_PERIOD}",
        f"ALTER TABLE pakn_membership ADD CONSTRAINT {ONE_PERIOD} EXCLUDE USING gist "
        "(point(user_id, agency_id) WITH ~=, point(hashtext(role), 0) WITH ~=, "
        "(CASE WHEN valid_to < valid_from THEN 'empty'::daterange "
        "ELSE daterange(valid_from, valid_to, '[]') END) WITH &&)",
    ),
    "sqlite": (
        f"CREATE TRIGGER IF NOT EXISTS {NAME} BEFORE UPDATE ON pakn_event "
        "BEGIN SELECT RAISE(ABORT, 'pakn_event is append-only'); END",
    ),
}
REMOVE: dict[str, tuple[str, ...]] = {
    "postgresql": (
        f"ALTER TABLE pakn_membership DROP CONSTRAINT IF EXISTS {ONE_PERIOD}",
        f"ALTER TABLE pakn_holding DROP CONSTRAINT IF EXISTS {ONE_HOLDER}",
        f"DROP TRIGGER IF EXISTS {NAME} ON pakn_event",
        f"DROP FUNCTION IF EXISTS {NAME}()",
    ),
    "sqlite": (f"DROP TRIGGER IF EXISTS {NAME}",),
}


def install(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Put the guard in place; harmless where it stands already."""
    _run(INSTALL, schema_editor)


def remove(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take the guard away, for a migration that has to change the table."""
    _run(REMOVE, schema_editor)


def _run(statements: dict[str, tuple[str, ...]], schema_editor: BaseDatabaseSchemaEditor) -> None:
    with schema_editor.connection.cursor() as cursor:
        for statement in statements.get(schema_editor.connection.vendor, ()):
            cursor.execute(statement)
