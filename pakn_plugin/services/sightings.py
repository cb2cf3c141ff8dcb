"""On which sites a banner was shown, and when last.

Any site can show any banner and claim any name, so what is kept is bounded: the site where a placement is registered
always has room, of others the few that were seen last. Origins alone are kept, never a page or a reader.
"""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from pakn_plugin import conf, origins
from pakn_plugin.models import Placement, PlacementSight

MOST_FOREIGN = 8
BATCH = 500
# Origin → when it was first and last seen.
Sights = dict[str, tuple[datetime, datetime]]


def note(seen: Mapping[tuple[str, str], datetime]) -> None:
    """Keep where banners were seen: (key of the placement, origin) → when last.

    Unknown keys, what is no web origin and this site itself are left out. The same again changes nothing, and
    something older never makes a sight older. Four statements for each 500 placements.
    """
    found = _plain(seen)
    keys = sorted(found)
    for start in range(0, len(keys), BATCH):
        _note({key: found[key] for key in keys[start : start + BATCH]})


def _plain(seen: Mapping[tuple[str, str], datetime]) -> dict[str, dict[str, datetime]]:
    """By key: origins in their one form, each with its last moment."""
    found: dict[str, dict[str, datetime]] = {}
    for (key, said), last in seen.items():
        origin = origins.normal(said)
        if origin:
            mine = found.setdefault(key, {})
            mine[origin] = max(last, mine.get(origin, last))
    return found


def _note(found: dict[str, dict[str, datetime]]) -> None:
    """The placements' rows are locked first, in one order: two at once neither lose a sight nor keep too many."""
    with transaction.atomic():
        placements = list(Placement.objects.select_for_update().filter(key__in=found).order_by("pk"))
        known: dict[int, Sights] = {each.pk: {} for each in placements}
        ids: dict[tuple[int, str], int] = {}
        for row in PlacementSight.objects.filter(placement__in=placements):
            known[row.placement_id][row.origin] = (row.first_at, row.last_at)
            ids[row.placement_id, row.origin] = row.pk
        own = origins.site_of(origins.of_page(conf.base_url()))
        fresh, gone = [], []
        for each in placements:
            before = known[each.pk]
            after = _bounded(each.site, _merged(before, _foreign(found[each.key], own, each.site)))
            fresh += [_row(each.pk, origin, when) for origin, when in after.items() if when != before.get(origin)]
            gone += [ids[each.pk, origin] for origin in before.keys() - after.keys()]
        PlacementSight.objects.bulk_create(
            fresh,
            update_conflicts=True,
            unique_fields=["placement", "origin"],
            update_fields=["first_at", "last_at"],
        )
        PlacementSight.objects.filter(pk__in=gone).delete()


def _foreign(found: dict[str, datetime], own: str, site: str) -> dict[str, datetime]:
    """Without this site itself, where kits and previews show every banner, unless the banner belongs there."""
    return {origin: at for origin, at in found.items() if site == own or origins.site_of(origin) != own}


def _merged(before: Sights, found: dict[str, datetime]) -> Sights:
    """What was known and what was found, each with its first and last moment."""
    after = dict(before)
    for origin, at in found.items():
        first, last = after.get(origin, (at, at))
        after[origin] = (min(first, at), max(last, at))
    return after


def _bounded(site: str, sights: Sights) -> Sights:
    """All of the registered site, and of the others those that were seen last."""
    foreign = [origin for origin in sights if origins.site_of(origin) != site]
    foreign.sort(key=lambda origin: (sights[origin][1], origin), reverse=True)
    dropped = set(foreign[MOST_FOREIGN:])
    return {origin: when for origin, when in sights.items() if origin not in dropped}


def _row(placement_id: int, origin: str, when: tuple[datetime, datetime]) -> PlacementSight:
    site = origins.site_of(origin)
    return PlacementSight(placement_id=placement_id, origin=origin, site=site, first_at=when[0], last_at=when[1])
