"""Where banners were seen: for each placement the sites that showed it, the newest of them, never more than some."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime

from pakn_plugin.models import Placement, PlacementSight

MOST_ORIGINS = 20


def note(seen: Mapping[tuple[str, str], datetime]) -> None:
    """Keep when a placement (by key) was last seen on a site (by origin)."""
    placements = Placement.objects.in_bulk({key for key, _origin in seen}, field_name="key")
    kept = defaultdict[int, dict[str, PlacementSight]](dict)
    for known in PlacementSight.objects.filter(placement__in=[each.pk for each in placements.values()]):
        kept[known.placement_id][known.origin] = known
    made, moved = list[PlacementSight](), list[PlacementSight]()
    for (key, origin), at in sorted(seen.items(), key=lambda each: each[1]):
        placement = placements.get(key)
        if placement is None or not origin:
            continue
        mine = kept[placement.pk]
        row: PlacementSight | None = mine.get(origin)
        if row is None and len(mine) < MOST_ORIGINS:
            row = mine[origin] = PlacementSight(placement=placement, origin=origin, first_at=at, last_at=at)
            made.append(row)
        elif row is not None and row.last_at < at:
            row.last_at = at
            moved.append(row)
    PlacementSight.objects.bulk_create(made, ignore_conflicts=True)
    PlacementSight.objects.bulk_update([row for row in moved if row.pk], ["last_at"])
