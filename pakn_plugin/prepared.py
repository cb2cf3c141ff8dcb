"""Queries and inserts of every request, put together once in a process: afterwards only their values are exchanged.

Django needs longer to put a query with its joins together than the database to answer it, and as long for an insert
as the database to write it. The values still go as parameters. Pure: it knows no tables.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from functools import cache
from types import SimpleNamespace
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import Model, QuerySet
from django.db.models.query import ModelIterable
from django.db.models.signals import post_save, pre_save
from django.db.models.sql import InsertQuery

FIRST, LAST = date(1, 1, 2), date(9999, 12, 30)
MOST_ROWS = 50
M = TypeVar("M", bound=Model)
Row = tuple[Any, ...]


class Statement:
    """One query, put together for one database."""

    def __init__(self, rows: QuerySet[Any, Any], samples: dict[str, Any], plan_once: bool = True) -> None:
        self.plan_once = plan_once
        self.compiler: Any = rows.query.get_compiler(connection=connection)
        self.sql, params = self.compiler.as_sql()
        names = {_adapted(sample): name for name, sample in samples.items()}
        self.places = [(names.get(param, ""), param) for param in params]
        assert {name for name, _param in self.places if name} == set(samples)
        self.converters = self.compiler.get_converters([column[0] for column in self.compiler.select])
        self.model, self.fetch_mode = rows.model, getattr(rows, "_fetch_mode", None)

    def run(self, values: dict[str, Any]) -> list[Row]:
        """The rows as the driver gives them (one query)."""
        with _cursor() if self.plan_once else connection.cursor() as cursor:
            cursor.execute(self.sql, [_adapted(values[name]) if name else fixed for name, fixed in self.places])
            found: list[Row] = cursor.fetchall()
        return found

    def objects(self, values: dict[str, Any]) -> list[Any]:
        """The rows as objects, made by Django's own hands (one query)."""
        asked = {"query": _Answer(self, values), "model": self.model, "db": connection.alias}
        rows: Any = SimpleNamespace(**asked, _known_related_objects={}, _fetch_mode=self.fetch_mode)
        return list(ModelIterable(rows))


class _Answer:
    """Stands where Django expects a query and its compiler: it only runs what has been put together."""

    def __init__(self, statement: Statement, values: dict[str, Any]) -> None:
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


class Prepared:
    """A query of plain columns. `samples` stand for the values: they must be found nowhere else in the query."""

    plan_once = True

    def __init__(self, build: Callable[..., QuerySet[Any, Any]], **samples: Any) -> None:
        self.build = build
        self.samples = samples
        self.known: dict[str, Statement] = {}

    def statement(self) -> Statement:
        """The query for the database in use."""
        if connection.vendor not in self.known:
            self.known[connection.vendor] = Statement(self.build(**self.samples), self.samples, self.plan_once)
        return self.known[connection.vendor]

    def rows(self, **values: Any) -> list[Row]:
        """The rows for these values (one query)."""
        return self.statement().run(values)


class PreparedText(Prepared):
    """A query that PostgreSQL plans anew each time: a plan for any values knows of no index for some of them only."""

    plan_once = False


class PreparedObjects(Prepared, Generic[M]):
    """A query of objects, with what `select_related` and `annotate` hang on them."""

    def __init__(self, build: Callable[..., QuerySet[M]], **samples: Any) -> None:
        super().__init__(build, **samples)

    def objects(self, **values: Any) -> list[M]:
        """The objects for these values (one query)."""
        return self.statement().objects(values)

    def first(self, **values: Any) -> M | None:
        """The first of them (one query)."""
        return next(iter(self.objects(**values)), None)


class Insertion:
    """The INSERT of one model, put together for one database."""

    known: dict[tuple[type[Model], str], "Insertion"] = {}

    def __init__(self, model: type[Model]) -> None:
        self.fields: list[Any] = [
            field
            for field in model._meta.local_concrete_fields
            if not (field.primary_key or getattr(field, "generated", False))
        ]
        self.links = [(place, field) for place, field in enumerate(self.fields) if field.is_relation]
        query: Any = InsertQuery(model)
        query.insert_values(self.fields, [model()])
        compiler = query.get_compiler(connection=connection)
        [(self.bare, _params)] = compiler.as_sql()
        compiler.returning_fields = [model._meta.pk]
        [(self.sql, _params)] = compiler.as_sql()
        self.shapes: dict[tuple[str, ...], str] = {}

    @classmethod
    def of(cls, model: type[Model]) -> "Insertion":
        """The INSERT for the database in use."""
        key = model, connection.vendor
        if key not in cls.known:
            cls.known[key] = cls(model)
        return cls.known[key]

    def values(self, row: Any) -> list[Any]:
        """What the driver gets for a row."""
        row._prepare_related_fields_for_save(operation_name="save")
        return self.adapted(row, {})

    def adapted(self, row: Any, links: dict[int, str]) -> list[Any]:
        """The values of a row, as the driver takes them, but for those at some places."""
        database = connections[DEFAULT_DB_ALIAS]
        return [
            None if place in links else field.get_db_prep_save(field.pre_save(row, True), database)
            for place, field in enumerate(self.fields)
        ]

    def part(self, row: Any, new: dict[int, str]) -> tuple[str, list[Any]]:
        """The INSERT of a row and its values, for a statement in which the rows `new` get their keys by these names.

        What is empty is told in words: a driver knows a statement with few values by heart.
        """
        pointing = ((place, field.get_cached_value(row, default=None)) for place, field in self.links)
        links = {place: new[id(other)] for place, other in pointing if id(other) in new}
        rest = [field for place, field in self.links if place not in links]
        if rest:
            row._prepare_related_fields_for_save(operation_name="save", fields=rest)
        values = self.adapted(row, links)
        signs = tuple(links.get(place, "NULL") if value is None else "%s" for place, value in enumerate(values))
        if signs not in self.shapes:
            begin, *ends = self.sql.split("%s")
            self.shapes[signs] = begin + "".join(sign + end for sign, end in zip(signs, ends, strict=True))
        return self.shapes[signs], [value for value in values if value is not None]


def insert_all(rows: Sequence[Model]) -> None:
    """Store rows of one model that are new; nobody asks for their keys, and nobody is told (one statement for many).

    Takes no values that are expressions. Raises what the database raises.
    """
    for first in range(0, len(rows), MOST_ROWS):
        some = rows[first : first + MOST_ROWS]
        form = Insertion.of(type(some[0]))
        begin, group = form.bare.rsplit(" VALUES ", 1)
        with _cursor() as cursor:
            cursor.execute(
                f"{begin} VALUES {', '.join([group] * len(some))}",
                [value for row in some for value in form.values(row)],
            )


def insert(row: M) -> M:
    """Store a row that is new, with a key that the database gives, and return it; as `save` does (one statement).

    Listeners to a model's signals hear of it. Takes no values that are expressions. Raises what the database raises.
    """
    form = Insertion.of(type(row))
    _tell_before(row)
    with _cursor() as cursor:
        cursor.execute(form.sql, form.values(row))
        (key,) = cursor.fetchone()
    _stored(row, key)
    return row


def insert_together(*rows: Model) -> None:
    """Store new rows of several models, each of which may point to those before it; as `insert` does, one by one.

    PostgreSQL stores them by one statement: each further one would cost as much as writing a row.
    """
    if connection.vendor != "postgresql":
        for row in rows:
            insert(row)
        return
    for row in rows:
        _tell_before(row)
    sql, values = _together(rows)
    with _cursor() as cursor:
        cursor.execute(sql, values)
        keys = cursor.fetchone()
    for row, key in zip(rows, keys, strict=True):
        _stored(row, key)


def _together(rows: Sequence[Model]) -> tuple[str, list[Any]]:
    """One statement for all of the rows: each INSERT is a part with a name, whose key later parts may take."""
    new: dict[int, str] = {}
    parts, all_values = [], []
    for number, row in enumerate(rows):
        sql, values = Insertion.of(type(row)).part(row, new)
        parts.append(f"new{number}(key) AS ({sql})")
        all_values += values
        new[id(row)] = f"(SELECT key FROM new{number})"
    return f"WITH {', '.join(parts)} SELECT {', '.join(new.values())}", all_values


def _tell_before(row: Model) -> None:
    pre_save.send(sender=type(row), instance=row, raw=False, using=connection.alias, update_fields=None)


def _stored(row: Any, key: Any) -> None:
    """The row knows its key and the keys of what it points to; listeners hear of it."""
    row.pk = key
    row._state.adding, row._state.db = False, connection.alias
    row._prepare_related_fields_for_save(operation_name="save")
    post_save.send(sender=type(row), instance=row, created=True, raw=False, using=connection.alias, update_fields=None)


@contextmanager
def _cursor() -> Iterator[Any]:
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
