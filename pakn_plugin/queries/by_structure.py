"""Figures by agency and by commune in two views: as it was, and as it is on a day. Both add up to the same."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import Count, Q

from pakn_plugin.models import Case
from pakn_plugin.queries import ledger, structure
from pakn_plugin.queries.statistics import NOT_OWED, Period, counters, late
from pakn_plugin.queries.structure import Structure
from pakn_plugin.states import Party


class View(StrEnum):
    """Under which agency or commune a case is counted."""

    THEN = "luc-do"
    NOW = "hien-nay"


@dataclass
class Line:
    """One line of a table; numbers of cases."""

    name: str
    cases: int = 0
    answered: int = 0
    late: int = 0


@dataclass(frozen=True)
class Table:
    """The lines, the most cases first, and what all of them add up to."""

    lines: list[Line]
    total: Line


def by_agency(period: Period, view: View, day: date) -> Table:
    """Cases by the agency that holds them, late ones by who held them when due (two queries, and the structure).

    Late cases that lay with nobody's agency at that moment are lines of their own.
    """
    agencies, lines = structure.agencies(), dict[object, Line]()
    filed = Case.objects.filter(period.within("filed_at"))
    rows = filed.filter(agency__isnull=False).order_by().values("agency_id").annotate(**counters(period.cut_off))
    for row in rows:
        line = _line(lines, agencies, row["agency_id"], view, day)
        line.cases += row["cases"]
        line.answered += row["answered"]
    owed = filed.filter(~Q(state__in=NOT_OWED, ended_at__lte=period.cut_off) & late(period.cut_off))
    held = ledger.with_holder_when_due(owed).order_by().values("late_party", "late_agency")
    for row in held.annotate(n=Count("pk")):
        if row["late_agency"]:
            _line(lines, agencies, row["late_agency"], view, day).late += row["n"]
        else:
            party = row["late_party"] or ""
            lines.setdefault(party, Line(str(dict(Party.choices).get(party, party)))).late += row["n"]
    return _table(lines)


def by_area(period: Period, view: View, day: date) -> Table:
    """Cases by the commune where the matter lies (one query, and the structure)."""
    areas, lines = structure.areas(), dict[object, Line]()
    filed = Case.objects.filter(period.within("filed_at"))
    for row in filed.order_by().values("area_id").annotate(**counters(period.cut_off)):
        line = _line(lines, areas, row["area_id"], view, day)
        for name in ("cases", "answered", "late"):
            setattr(line, name, getattr(line, name) + row[name])
    return _table(lines)


def _line(lines: dict[object, Line], known: Structure, pk: int, view: View, day: date) -> Line:
    key = pk if view == View.THEN else known.stands_for(pk, day)
    label: Callable[[int, date], str] = known.label_then if view == View.THEN else known.label_now
    if key not in lines:
        lines[key] = Line(label(key, day))
    return lines[key]


def _table(lines: dict[object, Line]) -> Table:
    ordered = sorted(lines.values(), key=lambda line: (-line.cases, -line.late, line.name))
    total = Line("", *(sum(getattr(line, name) for line in ordered) for name in ("cases", "answered", "late")))
    return Table(ordered, total)
