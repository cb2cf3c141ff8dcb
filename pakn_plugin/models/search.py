"""Words of a text, found by an index where the database has one (PostgreSQL; SQLite looks through the rows).

For a migration: `RunPython(search.install, search.remove)`. No extension of PostgreSQL is needed: `folded` holds plain
tokens between single spaces (`text.words`), so it becomes a tsvector without a parser.
"""

from django.apps.registry import Apps
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

VECTOR = "array_to_tsvector(string_to_array({column}, ' '))"
TABLES = ("pakn_case", "pakn_publication")


def install(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Build the indexes; harmless where they stand already."""
    if schema_editor.connection.vendor != "postgresql":
        return
    with schema_editor.connection.cursor() as cursor:
        for table in TABLES:
            vector = VECTOR.format(column="folded")
            cursor.execute(f"CREATE INDEX IF NOT EXISTS {table}_words ON {table} USING gin ({vector})")


def remove(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Drop the indexes."""
    with schema_editor.connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"DROP INDEX IF EXISTS {table}_words")
