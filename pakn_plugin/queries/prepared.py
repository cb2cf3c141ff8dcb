"""Queries of every filing and every step, put together once in a process: afterwards only their values are exchanged.

Django needs longer to put a union together than the database to answer it. The values still go as parameters.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import QuerySet

FIRST, LAST = date(1, 1, 2), date(9999, 12, 30)


class Prepared:
    """A query of plain columns. `samples` stand for the values: they must be found nowhere else in the query."""

    def __init__(self, build: Callable[..., QuerySet[Any, Any]], **samples: Any) -> None:
        self.build = build
        self.samples = samples
        self.known: dict[str, tuple[str, list[tuple[str, Any]]]] = {}

    def rows(self, **values: Any) -> list[tuple[Any, ...]]:
        """The rows for these values (one query)."""
        if connection.vendor not in self.known:
            self.known[connection.vendor] = self._put_together()
        sql, places = self.known[connection.vendor]
        with connection.cursor() as cursor:
            cursor.execute(sql, [_adapted(values[name]) if name else fixed for name, fixed in places])
            found: list[tuple[Any, ...]] = cursor.fetchall()
        return found

    def _put_together(self) -> tuple[str, list[tuple[str, Any]]]:
        sql, params = self.build(**self.samples).query.sql_with_params()
        names = {_adapted(sample): name for name, sample in self.samples.items()}
        places = [(names.get(param, ""), param) for param in params]
        assert {name for name, _param in places if name} == set(self.samples)
        return sql, places


def _adapted(value: Any) -> Any:
    """A value as the database's driver takes it."""
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value
