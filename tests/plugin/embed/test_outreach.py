"""How it stands with each banner, and with each agency."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from pakn_plugin.access import Actor
from pakn_plugin.models import BannerLimits, Case, PageCheck, Placement, PlacementCount
from pakn_plugin.queries import outreach
from pakn_plugin.queries.outreach import Shown
from pakn_plugin.queries.outreach_words import advice, check_said, rests_on
from pakn_plugin.services import sightings
from tests.factories import AgencyFactory, CaseFactory, PlacementFactory, World

pytestmark = pytest.mark.django_db
HOME, AWAY = "https://sxd.example.vn", "https://other.example.vn"
Kind = PlacementCount.Kind


@pytest.fixture
def placed(world: World) -> Placement:
    return PlacementFactory(agency=world.a.agency, page=f"{HOME}/lien-ket/")


def state(placement: Placement, now: datetime) -> Shown:
    return Shown(found(placement, now).shown)


def found(placement: Placement, now: datetime) -> Any:
    return outreach.with_state(Placement.objects.filter(pk=placement.pk), now, outreach.silent_days()).get()


def seen(placement: Placement, origin: str, at: datetime) -> None:
    sightings.note({(placement.key, origin): at})


def clicked(placement: Placement, at: datetime, kind: str = Kind.CLICKED, number: int = 3) -> None:
    PlacementCount.objects.create(placement=placement, day=timezone.localdate(at), kind=kind, number=number)


@pytest.mark.parametrize("origin", [HOME, "http://sxd.example.vn", "https://www.sxd.example.vn"])
def test_seen_where_it_is_registered_it_works(placed: Placement, now: datetime, origin: str) -> None:
    assert state(placed, now) == Shown.NEVER
    seen(placed, origin, now)
    assert state(placed, now + timedelta(days=7)) == Shown.WORKING
    assert state(placed, now + timedelta(days=7, seconds=1)) == Shown.SILENT


def test_seen_only_elsewhere_it_moved(placed: Placement, now: datetime) -> None:
    seen(placed, AWAY, now)
    assert state(placed, now) == Shown.MOVED
    seen(placed, HOME, now - timedelta(days=3))
    assert state(placed, now) == Shown.WORKING
    assert state(placed, now + timedelta(days=5)) == Shown.MOVED
    assert state(placed, now + timedelta(days=30)) == Shown.SILENT


def test_long_ago_elsewhere_it_was_never_seen(placed: Placement, now: datetime) -> None:
    seen(placed, AWAY, now - timedelta(days=30))
    assert state(placed, now) == Shown.NEVER


def test_without_a_page_clicks_and_any_site_count(world: World, now: datetime) -> None:
    social = PlacementFactory(agency=world.a.agency, page="")
    assert state(social, now) == Shown.NEVER
    clicked(social, now - timedelta(days=7))
    assert state(social, now) == Shown.WORKING
    assert state(social, now + timedelta(days=2)) == Shown.SILENT
    seen(social, "https://www.facebook.com", now)
    assert state(social, now + timedelta(days=2)) == Shown.WORKING


def test_clicks_alone_do_not_prove_a_registered_page(placed: Placement, now: datetime) -> None:
    clicked(placed, now)
    assert state(placed, now) == Shown.NEVER
    assert "tự kiểm tra" in advice(found(placed, now))


def test_an_administrator_says_after_how_many_days(placed: Placement, now: datetime, settings: Settings) -> None:
    seen(placed, HOME, now - timedelta(days=20))
    assert state(placed, now) == Shown.SILENT
    settings.PAKN_BANNER_SILENT_DAYS = 20
    assert state(placed, now) == Shown.WORKING
    BannerLimits.objects.create(silent_days=3)
    assert state(placed, now) == Shown.SILENT
    BannerLimits.objects.update(active=False)
    assert state(placed, now) == Shown.WORKING


def test_an_agency_stands_as_its_best_placement(world: World, placed: Placement, now: datetime) -> None:
    none, old = AgencyFactory(name="Sở Z"), AgencyFactory(name="Sở cũ", valid_to="2025-06-30")
    PlacementFactory(agency=world.b.agency, page=AWAY)
    PlacementFactory(agency=world.a.agency, page=AWAY)
    PlacementFactory(agency=none, page=HOME, active=False)
    seen(placed, HOME, now)
    clicked(placed, now)
    rows = outreach.agencies(world.supervisor, now, 7)
    shown = {row.pk: row.shown for row in rows}
    assert (shown[world.a.agency.pk], shown[world.b.agency.pk], shown[none.pk]) == (0, 3, 4)
    assert old.pk not in shown
    assert outreach.totals(rows) == {0: 1, 1: 0, 2: 0, 3: 1, 4: len(shown) - 2}
    assert outreach.by_state([world.a.agency], now, 7) == {world.a.agency.pk: {Shown.WORKING: 1, Shown.NEVER: 1}}
    row = rows.get(pk=world.a.agency.pk)
    assert (row.seen_at, row.clicked, row.filed, row.reminded_at) == (now, 3, 0, None)


@pytest.mark.parametrize("order", outreach.ORDERS)
def test_every_order_sorts(world: World, placed: Placement, now: datetime, order: str) -> None:
    rows = outreach.agencies(world.operator, now, 7).order_by(*outreach.ORDERS[order])
    assert len(rows) == len({row.pk for row in rows}) == outreach.watched_agencies(world.operator, now.date()).count()


def test_filed_complaints_are_in_no_figure(world: World, placed: Placement, now: datetime) -> None:
    plain = CaseFactory(now=now, topic=world.topic, area=world.area, placement=placed)
    hidden = CaseFactory(now=now, topic=world.topic, area=world.area, placement=placed)
    assert plain.pk != hidden.pk
    Case.objects.filter(pk=hidden.pk).update(restricted=True)
    assert PlacementCount.objects.get(kind=Kind.FILED).number == 2
    assert outreach.agencies(world.operator, now, 7).get(pk=world.a.agency.pk).filed == 1
    assert outreach.days_of(placed, timezone.localdate(now))[-1].filed == 1


def test_thirty_days_with_the_empty_ones(
    placed: Placement, now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    clicked(placed, now - timedelta(days=29))
    clicked(placed, now - timedelta(days=30), number=9)
    clicked(placed, now, Kind.SEEN, 7)
    clicked(placed, now, Kind.MACHINE, 7)
    with django_assert_num_queries(2):
        days = outreach.days_of(placed, timezone.localdate(now))
    assert len(days) == 30
    assert (days[0].clicked, days[-1].seen, sum(day.clicked for day in days)) == (3, 7, 3)


@pytest.mark.parametrize("who", ["operator", "operator_leader", "reviewer", "supervisor", "superuser"])
def test_those_who_watch_see_all(world: World, who: str, now: datetime) -> None:
    assert world.b.agency in outreach.watched_agencies(getattr(world, who), now.date())


@pytest.mark.parametrize("who", ["webmaster", "agency_admin"])
def test_an_agencys_people_see_their_own(world: World, who: str, now: datetime) -> None:
    foreign = PlacementFactory(agency=world.b.agency)
    actor: Actor = getattr(world, who)
    assert list(outreach.watched_agencies(actor, now.date())) == [world.a.agency]
    assert foreign not in outreach.watched_placements(actor)
    assert outreach.may_watch(actor)
    assert not outreach.watches_all(actor)


@pytest.mark.parametrize("code", PageCheck)
def test_every_result_of_a_check_is_said_in_words(placed: Placement, now: datetime, code: PageCheck) -> None:
    Placement.objects.update(check_result=code, checked_at=now)
    assert str(code.label) in check_said(found(placed, now))
    assert len(code.value) <= 16


def test_a_wrong_address_is_what_to_mend_first(placed: Placement, now: datetime) -> None:
    Placement.objects.update(check_result=PageCheck.AWAY, checked_at=now)
    assert "địa chỉ https://" in advice(found(placed, now))
    seen(placed, HOME, now)
    assert "không cần làm gì" in advice(found(placed, now))


def test_what_a_state_rests_on(placed: Placement, now: datetime) -> None:
    assert rests_on(found(placed, now)) == "Chưa có dấu hiệu nào."
    seen(placed, AWAY, now)
    assert rests_on(found(placed, now)) == "Chỉ thấy ở trang khác, lần cuối: 09:00 04/03/2026."
    seen(placed, HOME, now)
    assert rests_on(found(placed, now)) == "Thấy lần cuối ở trang đã khai: 09:00 04/03/2026."
    Placement.objects.update(check_result=PageCheck.FOUND, checked_at=now + timedelta(hours=1))
    assert rests_on(found(placed, now)) == "Tìm thấy khi kiểm tra trang: 10:00 04/03/2026."
