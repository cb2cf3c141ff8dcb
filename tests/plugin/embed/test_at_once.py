"""Two workers at the same moment neither lose a count or a sight, nor keep too many, nor remind twice."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from pakn_plugin.models import BannerReminder, Placement, PlacementCount, PlacementSight
from pakn_plugin.services import banner_counts, banner_log, outreach, sightings
from tests.factories import PlacementFactory, World, build_world
from tests.plugin.services.test_concurrency import at_once

pytestmark = pytest.mark.django_db(transaction=True)
HOME = "https://sxd.example.vn"


@pytest.fixture
def placed(transactional_db: None) -> Placement:
    return PlacementFactory(page=HOME, key="abc12345")


def test_sights_are_bounded(placed: Placement) -> None:
    now = timezone.now()
    sightings.note({(placed.key, HOME): now - timedelta(days=100)})

    def noted(name: str) -> None:
        for number in range(10):
            sightings.note({(placed.key, f"https://{name}{number}.vn"): now + timedelta(minutes=number)})

    assert at_once(lambda: noted("a"), lambda: noted("b")) == ["done", "done"]
    assert PlacementSight.objects.count() == sightings.MOST_FOREIGN + 1
    assert PlacementSight.objects.filter(origin=HOME).exists()


def test_no_count_is_lost(placed: Placement) -> None:
    days = [date(2026, 3, day) for day in range(1, 11)]

    def added() -> None:
        for day in days:
            banner_counts.add({(placed.pk, day, "seen"): 1, (placed.pk, days[0], "clicked"): 1})

    assert at_once(added, added) == ["done", "done"]
    seen = PlacementCount.objects.filter(kind="seen").values_list("number", flat=True)
    assert list(seen) == [2] * 10
    assert PlacementCount.objects.get(kind="clicked").number == 20


def test_a_log_that_two_read_counts_once(placed: Placement, tmp_path: Path) -> None:
    log, now = tmp_path / "banner.log", timezone.now()
    line = f"2026-03-04T09:00:00+07:00\tGET\t/banner/v1/{placed.key}/728x90.png\t200\t{HOME}\t0\n"
    log.write_text(line * 500, encoding="utf-8")
    assert at_once(lambda: banner_log.read(log, now), lambda: banner_log.read(log, now)) == ["done", "done"]
    assert PlacementCount.objects.get().number == 500


def test_an_agency_is_reminded_once(transactional_db: None) -> None:
    world: World = build_world()
    now = timezone.now()
    PlacementFactory(agency=world.a.agency)
    endings = at_once(
        lambda: outreach.remind([world.a.agency], world.operator, now),
        lambda: outreach.remind([world.a.agency], world.supervisor, now),
    )
    assert endings == ["done", "done"]
    assert BannerReminder.objects.count() == 1
