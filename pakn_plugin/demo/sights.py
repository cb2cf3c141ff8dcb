"""Where the demo's banners were seen: one works, one is silent, one is shown elsewhere."""

from datetime import datetime, timedelta
from random import Random

from django.utils import timezone

from pakn_plugin.models import Placement, PlacementCount, PlacementSight
from pakn_plugin.services import banner_counts, sightings

DAYS = 30
# Key, origin, hours since it was seen last, shown on a usual day, days without.
SIGHTS = [
    ("dmxd2026", "https://www.example.vn", 2, 160, 0),
    ("dmmt2026", "https://www.example.vn", 12 * 24, 90, 12),
    ("dmnt2026", "https://mang-xa-hoi.example", 20, 210, 0),
]


def load(now: datetime) -> None:
    """Written once: later sights are real ones."""
    today = timezone.localdate(now)
    for key, origin, hours, mean, silent in SIGHTS:
        placement = Placement.objects.get(key=key)
        if PlacementSight.objects.filter(placement=placement).exists():
            continue
        sightings.note({(key, origin): now - timedelta(hours=hours)})
        chance = Random(f"shown:{key}")
        shown = {days: max(0, round(chance.gauss(mean, mean / 4))) for days in range(1 + silent, DAYS)}
        kind = PlacementCount.Kind.SEEN.value
        banner_counts.add({(placement.pk, today - timedelta(days=days), kind): n for days, n in shown.items()})
