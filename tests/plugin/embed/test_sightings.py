"""Where a banner was seen: kept as an origin, bounded, and always with room for the registered one."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from pakn_plugin.models import Placement, PlacementSight
from pakn_plugin.services import sightings
from tests.factories import AgencyFactory, PlacementFactory

pytestmark = pytest.mark.django_db
HOME = "https://sxd.example.vn"


@pytest.fixture
def placed() -> Placement:
    return PlacementFactory(page=f"{HOME}/lien-ket/")


def origins_of(placement: Placement) -> set[str]:
    return set(placement.sights.values_list("origin", flat=True))


def test_the_last_moment_is_kept_and_never_goes_back(placed: Placement, now: datetime) -> None:
    sightings.note({(placed.key, HOME): now})
    sightings.note({(placed.key, HOME): now - timedelta(days=2)})
    sightings.note({(placed.key, f"{HOME}:443/"): now + timedelta(hours=1)})
    row = PlacementSight.objects.get()
    assert (row.origin, row.site) == (HOME, "sxd.example.vn")
    assert (row.first_at, row.last_at) == (now - timedelta(days=2), now + timedelta(hours=1))


def test_the_same_again_writes_nothing(placed: Placement, now: datetime) -> None:
    seen = {(placed.key, HOME): now, (placed.key, "https://other.vn"): now}
    sightings.note(seen)
    before = list(PlacementSight.objects.order_by("pk").values())
    sightings.note(seen)
    assert list(PlacementSight.objects.order_by("pk").values()) == before


@pytest.mark.parametrize("said", ["", "null", "javascript:alert(1)", f"{HOME}/trang?x=1", "https://a b.vn"])
def test_what_is_no_origin_is_left_out(placed: Placement, now: datetime, said: str) -> None:
    sightings.note({(placed.key, said): now, ("khongco", HOME): now})
    assert not PlacementSight.objects.exists()


def test_this_site_is_no_place_of_a_banner(placed: Placement, now: datetime, settings: Settings) -> None:
    settings.PAKN_BASE_URL = "https://phananh.example.vn"
    sightings.note({(placed.key, "https://www.phananh.example.vn"): now})
    assert not PlacementSight.objects.exists()


def test_others_are_bounded_and_the_registered_one_always_has_room(placed: Placement, now: datetime) -> None:
    sightings.note({(placed.key, HOME): now - timedelta(days=400)})
    for number in range(20):
        sightings.note({(placed.key, f"https://fake{number}.vn"): now + timedelta(minutes=number)})
    kept = origins_of(placed)
    assert kept == {HOME, *(f"https://fake{n}.vn" for n in range(20 - sightings.MOST_FOREIGN, 20))}
    many = {(placed.key, f"https://more{number}.vn"): now + timedelta(hours=1) for number in range(500)}
    sightings.note({**many, (placed.key, "http://www.sxd.example.vn"): now})
    assert {HOME, "http://www.sxd.example.vn"} <= origins_of(placed)
    assert len(origins_of(placed)) == sightings.MOST_FOREIGN + 2


def test_many_placements_cost_few_statements(now: datetime) -> None:
    agency = AgencyFactory()
    placed = [PlacementFactory(agency=agency, page=HOME) for _each in range(40)]
    seen = {(each.key, f"https://s{n}.vn"): now for each in placed for n in range(10)}
    with CaptureQueriesContext(
        connection,
    ) as found:
        sightings.note(seen)
    assert len([q for q in found.captured_queries if "SAVEPOINT" not in q["sql"]]) <= 6
    assert PlacementSight.objects.count() == 40 * sightings.MOST_FOREIGN


def test_a_new_page_makes_its_site_the_registered_one(placed: Placement) -> None:
    placed.page = "https://WWW.moi.example.vn/"
    placed.save(update_fields=["page"])
    assert Placement.objects.get().site == "moi.example.vn"
