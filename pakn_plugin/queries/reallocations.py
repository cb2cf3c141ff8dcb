"""Cases that wait for a person after a reorganisation, as one person may see them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from pakn_plugin.access import Actor, visible_cases
from pakn_plugin.models import Agency, Area, Reallocation, Reorganisation
from pakn_plugin.states import ENDED

PAGE = 25


@dataclass(frozen=True)
class Choice:
    """One of the places where a case may go."""

    place: int
    words: str
    suggested: bool


@dataclass(frozen=True)
class Waiting:
    """A case with its choices, the suggested one marked."""

    row: Reallocation
    choices: Sequence[Choice]


def waiting(actor: Actor) -> QuerySet[Reallocation]:
    """What the person may decide: open, visible, not decided, of a reorganisation that stands."""
    cases = visible_cases(actor).exclude(state__in=ENDED)
    rows = Reallocation.objects.filter(case__in=cases, decided_at=None)
    return rows.filter(reorganisation__status=Reorganisation.Status.EXECUTED)


def page_of(actor: Actor, after: int = 0) -> tuple[list[Waiting], int]:
    """One page in the order of rows, and the mark of the next (0 at the end); three queries."""
    rows = waiting(actor).filter(pk__gt=after).order_by("pk")
    found = list(rows.select_related("case__area", "case__agency", "case__topic", "reorganisation")[: PAGE + 1])
    shown = found[:PAGE]
    areas = Area.objects.in_bulk({pair[0] for row in shown for pair in row.choices if pair[0]})
    agencies = Agency.objects.in_bulk({pair[1] for row in shown for pair in row.choices if pair[1]})
    lines = []
    for row in shown:
        named = [(areas.get(area), agencies.get(agency)) for area, agency in row.choices]
        words = [str(area or agency or "") for area, agency in named]
        lines.append(Waiting(row, [Choice(n, each, n == row.suggested) for n, each in enumerate(words)]))
    return lines, shown[-1].pk if len(found) > PAGE else 0
