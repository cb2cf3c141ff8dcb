"""Which placement takes over: a pasted address is never taken back, so a retired one shows its successor's banner."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from pakn_plugin.models import Agency, Placement
from pakn_plugin.models.agency import in_force

# Longer chains, and those that come back to themselves, lead nowhere.
LONGEST = 20
Links = dict[int, list[int]]


def shown(placements: Iterable[Placement], today: date) -> dict[int, Placement | None]:
    """For each placement by id: the one whose banner it shows and for which its clicks count; None for neither.

    One in use is its own, unless its agency has ended and a successor has a banner. One not in use leads to the one
    that replaces it, else to that of its agency's successor. As many queries as the longest chain has steps, and two.
    """
    found: dict[int, Placement | None] = {}
    waiting, ended = {row.pk: row for row in placements}, dict[int, Placement]()
    for _step in range(LONGEST):
        replaced = dict[int, int]()
        for start, here in waiting.items():
            if here.active and holds(here.agency, today):
                found[start] = here
            elif not here.active and here.replaced_by_id:
                replaced[start] = here.replaced_by_id
            else:
                ended[start] = here
        if not replaced:
            break
        rows = Placement.objects.select_related("agency", "design__current").in_bulk(set(replaced.values()))
        waiting = {start: rows[pk] for start, pk in replaced.items()}
    else:
        found |= dict.fromkeys(waiting)
    return found | _of_successors(ended, today)


def holds(agency: Agency, day: date) -> bool:
    """Whether an agency exists on a day."""
    return (agency.valid_from or day) <= day <= (agency.valid_to or day)


def _of_successors(ended: dict[int, Placement], today: date) -> dict[int, Placement | None]:
    """The banner of the nearest successor that has one, in the same language if there is one; else one's own."""
    found: dict[int, Placement | None] = {start: here if here.active else None for start, here in ended.items()}
    orphans = {start: here for start, here in ended.items() if not holds(here.agency, today)}
    if not orphans:
        return found
    later = _links("from_agency_id", "to_agency_id")
    ways = {start: _reached(here.agency_id, later) for start, here in orphans.items()}
    mine = defaultdict[int, list[Placement]](list)
    agencies = {pk for way in ways.values() for pk in way}
    living = Agency.objects.filter(in_force(today), pk__in=agencies)
    for row in (
        Placement.objects.filter(active=True, agency__in=living)
        .select_related("agency", "design__current")
        .order_by("pk")
    ):
        mine[row.agency_id].append(row)
    for start, way in ways.items():
        offered = next((mine[pk] for pk in way if mine[pk]), [])
        if offered:
            found[start] = min(offered, key=lambda row: (row.language != orphans[start].language, row.pk))
    return found


def agency_and_successors(agency_id: int) -> list[int]:
    """The agency and all that came after it, by id."""
    return [agency_id, *_reached(agency_id, _links("from_agency_id", "to_agency_id"))]


def dependents(pks: Iterable[int], most: int = 500) -> set[int]:
    """Placements that may show the banner of one of these: those that they replace, those of agencies before theirs."""
    found, near = set[int](), set(pks)
    for _step in range(LONGEST):
        near = set(Placement.objects.filter(replaced_by__in=near).values_list("pk", flat=True)) - found
        if not near:
            break
        found |= near
    earlier = _links("to_agency_id", "from_agency_id")
    agencies = Placement.objects.filter(pk__in=pks).values_list("agency_id", flat=True)
    before = {pk for agency in agencies for pk in _reached(agency, earlier)}
    rows = Placement.objects.filter(Q(agency__in=before)).order_by("pk")
    return (found | set(rows.values_list("pk", flat=True)[:most])) - set(pks)


def _links(start: str, end: str) -> Links:
    links = defaultdict[int, list[int]](list)
    for one, other in Agency.successors.through.objects.order_by("pk").values_list(start, end):
        links[one].append(other)
    return links


def _reached(agency: int, links: Links) -> list[int]:
    """Agencies that links lead to, nearest first, each once."""
    found, near = dict[int, None](), [agency]
    while near:
        near = [pk for here in near for pk in links.get(here, []) if pk != agency and pk not in found]
        found |= dict.fromkeys(near)
    return list(found)
