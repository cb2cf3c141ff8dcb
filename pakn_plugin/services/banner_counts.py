"""Adding many counts of placements at once."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.db.models import Case, F, IntegerField, Value, When

from pakn_plugin.models import PlacementCount

BATCH = 300
# Placement, day, kind.
Cell = tuple[int, date, str]


def add(sums: Mapping[Cell, int]) -> None:
    """Add numbers to counters, three statements for each 300; all or none, and no count of others is lost."""
    cells = sorted(cell for cell, number in sums.items() if number)
    with transaction.atomic():
        for start in range(0, len(cells), BATCH):
            _add({cell: sums[cell] for cell in cells[start : start + BATCH]})


def _add(sums: Mapping[Cell, int]) -> None:
    """Missing counters begin at nothing; then each is raised where it stands, by the database."""
    PlacementCount.objects.bulk_create(
        (PlacementCount(placement_id=pk, day=day, kind=kind, number=0) for pk, day, kind in sums),
        ignore_conflicts=True,
    )
    rows = PlacementCount.objects.filter(
        placement__in={pk for pk, _day, _kind in sums}, day__in={day for _pk, day, _kind in sums}
    )
    ids = {row[1:]: row[0] for row in rows.values_list("pk", "placement_id", "day", "kind")}
    more = [When(pk=ids[cell], then=Value(number)) for cell, number in sums.items()]
    rising = Case(*more, default=Value(0), output_field=IntegerField())
    PlacementCount.objects.filter(pk__in=[ids[cell] for cell in sums]).update(number=F("number") + rising)
