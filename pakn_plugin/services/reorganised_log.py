"""The log of a reorganisation: every row that it made or changed, with old and new values, enough to undo it."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Model

from pakn_plugin.models import (
    Agency,
    Area,
    AreaSuccession,
    Case,
    Coordination,
    Deputation,
    Membership,
    Placement,
    Reorganisation,
    ReorganisationChange,
    SavedFilter,
    TimeRequest,
    Topic,
    Transfer,
)
from pakn_plugin.queries.touches import What
from pakn_plugin.reorganising.plan import How

BATCH = 500
NEW_AGENCY, NEW_AREA, OLD_AGENCY, OLD_AREA = "new_agency", "new_area", "old_agency", "old_area"
SUCCESSOR, SUCCESSION, NEW_MEMBERSHIP = "successor", "succession", "new_membership"
# The table of each word of the log.
TABLES: dict[str, type[Model]] = {
    What.CASE: Case,
    What.MEMBERSHIP: Membership,
    NEW_MEMBERSHIP: Membership,
    What.PLACEMENT: Placement,
    What.TOPIC: Topic,
    What.FILTER: SavedFilter,
    What.DEPUTATION: Deputation,
    What.PARTNER: Coordination,
    What.TRANSFER: Transfer,
    What.REQUEST: TimeRequest,
    What.CHILD: Agency,
    What.AREA: Area,
    NEW_AGENCY: Agency,
    OLD_AGENCY: Agency,
    NEW_AREA: Area,
    OLD_AREA: Area,
    SUCCESSOR: Agency.successors.through,
    SUCCESSION: AreaSuccession,
}
# What people count; the rest is how it is done.
COUNTED = tuple(what for what in TABLES if what not in (SUCCESSOR, SUCCESSION, NEW_MEMBERSHIP))


class Log:
    """Collects the rows of one run and writes them many at a time."""

    def __init__(self, reorganisation: Reorganisation) -> None:
        self.reorganisation = reorganisation
        self.counts: Counter[str] = Counter()
        self._waiting: list[ReorganisationChange] = []

    def add(self, what: str, row: Any, old: dict[str, Any], new: dict[str, Any], how: How | str = "") -> None:
        """One row; `old` is empty where the row was made."""
        self.counts[what] += 1
        values = [{name: plain(value) for name, value in each.items()} for each in (old, new)]
        self._waiting.append(
            ReorganisationChange(
                reorganisation=self.reorganisation,
                what=what,
                object_id=row.pk,
                old=values[0],
                new=values[1],
                how=str(how),
            )
        )
        if len(self._waiting) >= BATCH:
            self.write()

    def write(self) -> None:
        """Store what waits."""
        ReorganisationChange.objects.bulk_create(self._waiting, batch_size=BATCH)
        self._waiting = []

    def changed(self, what: str, row: Any, how: How | str, **values: Any) -> None:
        """Give a row new values and log both; the caller saves it."""
        old = {name: getattr(row, name) for name in values}
        for name, value in values.items():
            setattr(row, name, value)
        self.add(what, row, old, values, how)


def plain(value: Any) -> Any:
    """A value as JSON keeps it."""
    return value.isoformat() if isinstance(value, date) else value


def save_many(rows: Iterable[Any], columns: list[str]) -> None:
    """Write some columns of rows of one table (a fixed number of queries per batch)."""
    found = list(rows)
    if found and columns:
        type(found[0])._default_manager.bulk_update(found, columns, batch_size=BATCH)


def save_cases(cases: Iterable[Case]) -> None:
    """Write what moves of cases, by one statement for all: a CASE over thousands of rows takes far longer to build."""
    quote, columns = connection.ops.quote_name, ("agency_id", "officer_id", "area_id", "steps", "chain")
    values = ", ".join(f"{quote(column)} = %s" for column in columns)
    rows = [(*(getattr(case, column) for column in columns), case.pk) for case in cases]
    with connection.cursor() as cursor:
        cursor.executemany(f"UPDATE {quote(Case._meta.db_table)} SET {values} WHERE {quote('id')} = %s", rows)
