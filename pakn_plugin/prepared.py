"""Queries of every request, put together once in a process: afterwards only their values are exchanged.

Django needs longer to put a query with its joins together than the database to answer it. The values still go as
parameters. Pure: it knows no tables.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from functools import cache
from types import SimpleNamespace
from typing import Any, Generic, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import Model, QuerySet
from django.db.models.query import ModelIterable

FIRST, LAST = date(1, 1, 2), date(9999, 12, 30)
M = TypeVar("M", bound=Model)
S = TypeVar("S", bound="Statement")
Row = tuple[Any, ...]


class Statement:
    """One query, put together for one database: its text, and where its values go."""

    def __init__(self, rows: QuerySet[Any, Any], samples: dict[str, Any], plan_once: bool) -> None:
        self.plan_once = plan_once
        try:
            self.sql, params = self.put_together(rows)
        except EmptyResultSet:  # a condition that nothing can meet: there is nothing to ask
            self.sql = ""
            return
        names = {_adapted(sample): name for name, sample in samples.items()}
        self.places = [(names.get(param, ""), param) for param in params]
        assert {name for name, _param in self.places if name} == set(samples)

    def put_together(self, rows: QuerySet[Any, Any]) -> tuple[str, Any]:
        """Text and values of the query of the samples."""
        sql, params = rows.query.get_compiler(connection=connection).as_sql()
        return sql, params

    def run(self, values: dict[str, Any]) -> list[Row]:
        """The rows as the driver gives them (one query)."""
        if not self.sql:
            return []
        with planned_once() if self.plan_once else connection.cursor() as cursor:
            cursor.execute(self.sql, [_adapted(values[name]) if name else fixed for name, fixed in self.places])
            found: list[Row] = cursor.fetchall()
        return found


class ObjectStatement(Statement):
    """The same of a query of objects: it remembers how Django makes them of the rows."""

    def put_together(self, rows: QuerySet[Any, Any]) -> tuple[str, Any]:
        self.model, self.fetch_mode = rows.model, getattr(rows, "_fetch_mode", None)
        self.compiler: Any = rows.query.get_compiler(connection=connection)
        sql, params = self.compiler.as_sql()
        self.converters = self.compiler.get_converters([column[0] for column in self.compiler.select])
        return sql, params

    def objects(self, values: dict[str, Any]) -> list[Any]:
        """The rows as objects, made by Django's own hands (one query)."""
        if not self.sql:
            return []
        asked = {"query": _Answer(self, values), "model": self.model, "db": connection.alias}
        rows: Any = SimpleNamespace(**asked, _known_related_objects={}, _fetch_mode=self.fetch_mode)
        return list(ModelIterable(rows))


class _Answer:
    """Stands where Django expects a query and its compiler: it only runs what has been put together."""

    def __init__(self, statement: ObjectStatement, values: dict[str, Any]) -> None:
        self.statement, self.values = statement, values
        self.select, self.klass_info = statement.compiler.select, statement.compiler.klass_info
        self.annotation_col_map = statement.compiler.annotation_col_map

    def get_compiler(self, **_using: Any) -> "_Answer":
        return self

    def execute_sql(self, **_chunks: Any) -> list[Row]:
        return self.statement.run(self.values)

    def results_iter(self, rows: list[Row]) -> Any:
        known = self.statement
        return known.compiler.apply_converters(rows, known.converters) if known.converters else rows


class Asked(Generic[S]):
    """A query that is put together when it is first asked, for the database in use.

    `samples` stand for the values: they must be found nowhere else in the query.
    """

    kind: type[Statement] = Statement
    plan_once = True

    def __init__(self, build: Callable[..., QuerySet[Any, Any]], **samples: Any) -> None:
        self.build = build
        self.samples = samples
        self.known: dict[str, S] = {}

    def statement(self) -> S:
        """The query for the database in use."""
        if connection.vendor not in self.known:
            made: Any = self.kind(self.build(**self.samples), self.samples, self.plan_once)
            self.known[connection.vendor] = made
        return self.known[connection.vendor]


class Prepared(Asked[Statement]):
    """A query of plain columns."""

    def rows(self, **values: Any) -> list[Row]:
        """The rows for these values (one query)."""
        return self.statement().run(values)


class PreparedObjects(Asked[ObjectStatement], Generic[M]):
    """A query of objects, with what `select_related` and `annotate` hang on them."""

    kind = ObjectStatement

    def __init__(self, build: Callable[..., QuerySet[M]], **samples: Any) -> None:
        super().__init__(build, **samples)

    def objects(self, **values: Any) -> list[M]:
        """The objects for these values (one query)."""
        return self.statement().objects(values)

    def first(self, **values: Any) -> M | None:
        """The first of them (one query)."""
        return next(iter(self.objects(**values)), None)


class PreparedText(Prepared):
    """A query that PostgreSQL plans anew each time: a plan for any values knows of no index for some of them only."""

    plan_once = False


class PreparedTextObjects(PreparedObjects[M]):
    """The same for objects."""

    plan_once = False


@contextmanager
def planned_once() -> Iterator[Any]:
    """A cursor by which PostgreSQL gets the values apart from the statement, so that it plans it once for many.

    Only here and not for the whole connection: Wagtail has queries that cannot be asked in this way.
    """
    database: Any = connections[DEFAULT_DB_ALIAS]
    apart = _values_apart() if database.vendor == "postgresql" else None
    if apart is None:
        with database.cursor() as cursor:
            yield cursor
        return
    database.close_if_health_check_failed()
    database.ensure_connection()
    yield database._prepare_cursor(_kept(database, apart))


def _kept(database: Any, apart: Any) -> Any:
    """The one such cursor of a connection, made when it is first asked for; everything is fetched before it returns."""
    driver = database.connection
    if not hasattr(driver, "pakn_cursor"):
        usual, driver.cursor_factory = driver.cursor_factory, apart
        try:
            driver.pakn_cursor = database.create_cursor()
        finally:
            driver.cursor_factory = usual
    return driver.pakn_cursor


@cache
def _values_apart() -> Any:
    """The class of such cursors; None where the driver has none (psycopg 2)."""
    from django.db.backends.postgresql import base

    return getattr(base, "ServerBindingCursor", None)


def _adapted(value: Any) -> Any:
    """A value as the database's driver takes it."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value
