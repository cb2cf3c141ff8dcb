"""How long citizens wait for an answer to a message, in office time: median and 90th percentile, worked out in SQL.

A message counts in the period in which it was answered, for the agency that answered it; what needed no answer, and
what ended without one, does not count. Complaints and denunciations are left out.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connection
from django.db.models import F, IntegerField, QuerySet, Value
from django.db.models.functions import Coalesce

from pakn_plugin.models import Agency, Message
from pakn_plugin.queries.statistics import Period

MOST = 300
# Fewer answers would tell how one officer answered one citizen.
LEAST_PUBLIC = 5
HALF, NINE_TENTHS = 0.5, 0.9

ON_POSTGRESQL = """
SELECT who, count(*),
  percentile_cont(%s) WITHIN GROUP (ORDER BY minutes), percentile_cont(%s) WITHIN GROUP (ORDER BY minutes)
FROM ({answered}) answered GROUP BY who ORDER BY 3 DESC, 1 LIMIT %s
"""
# The value at a place between two ranks weighs each of them by how near it is.
ELSEWHERE = """
SELECT who, n,
  sum(minutes * max(0.0, 1 - abs(place - 1 - %s * (n - 1)))), sum(minutes * max(0.0, 1 - abs(place - 1 - %s * (n - 1))))
FROM (
  SELECT who, minutes, row_number() OVER (PARTITION BY who ORDER BY minutes) AS place,
    count(*) OVER (PARTITION BY who) AS n
  FROM ({answered}) answered
) ranked GROUP BY who, n ORDER BY 3 DESC, 1 LIMIT %s
"""


@dataclass(frozen=True)
class AnswerTime:
    """How long `number` answers took; the agency is empty for the operator's unit and the reviewers together."""

    agency_id: int | None
    agency: str
    number: int
    median: timedelta
    ninetieth: timedelta


def by_agency(period: Period, only: Iterable[int] | None = None) -> list[AnswerTime]:
    """The agencies that answered in a period, the slowest first, at most MOST (two queries); `only` some of them."""
    rows = _answered(period)
    if only is not None:
        rows = rows.filter(settled_agency__in=list(only))
    found = _percentiles(rows.annotate(who=Coalesce(F("settled_agency_id"), 0)))
    names = dict(Agency.objects.filter(pk__in=[row[0] for row in found]).values_list("pk", "name"))
    return [_time(names.get(row[0], ""), row) for row in found]


def of_all(period: Period) -> AnswerTime | None:
    """All answers of a period together (one query); None where there was none."""
    found = _percentiles(_answered(period).annotate(who=Value(0, IntegerField())))
    return _time("", found[0]) if found else None


def public(period: Period) -> AnswerTime | None:
    """The same as everybody may see it: nothing where fewer than LEAST_PUBLIC messages were answered."""
    found = of_all(period)
    return found if found and found.number >= LEAST_PUBLIC else None


def _answered(period: Period) -> QuerySet[Message]:
    rows = Message.objects.filter(period.within("settled_at"), settled_minutes__isnull=False, case__restricted=False)
    return rows.order_by()


def _percentiles(rows: QuerySet[Message]) -> list[tuple[Any, ...]]:
    """Agency, number, median and 90th percentile in minutes, of rows with a `who` (one query)."""
    inner, params = rows.annotate(minutes=F("settled_minutes")).values_list("who", "minutes").query.sql_with_params()
    shares = (HALF, NINE_TENTHS)
    template = ON_POSTGRESQL if connection.vendor == "postgresql" else ELSEWHERE
    with connection.cursor() as cursor:
        cursor.execute(template.format(answered=inner), [*shares, *params, MOST])
        return list(cursor.fetchall())


def _time(name: str, row: tuple[Any, ...]) -> AnswerTime:
    agency, number, median, ninetieth = row
    return AnswerTime(
        agency or None, name, number, timedelta(minutes=float(median)), timedelta(minutes=float(ninetieth))
    )
