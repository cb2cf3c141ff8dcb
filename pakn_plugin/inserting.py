"""Inserts of every request, put together once in a process; several rows that point to each other in one statement.

Django needs as long to put an insert together as the database to write it. The values still go as parameters. Pure: it
knows no tables.
"""

from collections.abc import Sequence
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import Model
from django.db.models.signals import post_save, pre_save
from django.db.models.sql import InsertQuery

from pakn_plugin.prepared import planned_once

MOST_ROWS = 50
M = TypeVar("M", bound=Model)


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
        with planned_once() as cursor:
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
    with planned_once() as cursor:
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
    with planned_once() as cursor:
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
