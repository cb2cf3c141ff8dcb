"""The kit in the admin: who sees which placement, and the line that is pasted."""

import re
from html.parser import HTMLParser
from itertools import product
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from pakn_plugin.models import BannerDesign, Placement, PlacementCount
from pakn_plugin.services import banner, banner_line
from pakn_plugin.services.banner_look import SIZES, size_of
from tests.factories import AgencyFactory, PlacementFactory, World
from tests.plugin.embed.conftest import admin_client

pytestmark = pytest.mark.one_database("sqlite")


def form(**values: Any) -> dict[str, Any]:
    """What a webmaster sends."""
    design = BannerDesign.objects.get(code="hoang-hon").pk
    given = {"place": "Cột phải trang chủ", "page": "https://a.example.vn/", "design": design, "scheme": "dark"}
    return {**given, "language": "vi", **values}


class Tags(HTMLParser):
    """The tags of a piece of HTML, in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.opened: list[tuple[str, dict[str, str | None]]] = []
        self.closed: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.opened.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        self.closed.append(tag)


@pytest.mark.parametrize(("size", "language"), product(SIZES, ("vi", "en")))
def test_the_line_is_short_and_is_a_linked_picture(
    db: None, client: Client, settings: Settings, size: str, language: str
) -> None:
    settings.PAKN_BASE_URL = "https://phananh.khanhhoa.gov.vn"
    placement = PlacementFactory(language=language)
    line = banner_line.line(placement, size)
    assert len(line) <= 400
    assert "\n" not in line
    tags = Tags(line)
    (a, link), (img, picture) = tags.opened
    assert (a, img, tags.closed) == ("a", "img", ["a"])
    assert link == {"href": f"https://phananh.khanhhoa.gov.vn/b/{placement.key}"}
    assert set(picture) == {"src", "width", "height", "alt", "referrerpolicy"}
    assert picture["referrerpolicy"] == "origin"
    assert (int(picture["width"] or 0), int(picture["height"] or 0)) == size_of(size)
    assert "Khánh Hòa" in (picture["alt"] or "")
    address = urlsplit(picture["src"] or "")
    assert f"{address.scheme}://{address.netloc}" == settings.PAKN_BASE_URL
    assert client.get(address.path)["Content-Type"] == "image/png"


def test_a_webmaster_sees_the_own_agencys_placements_only(world: World) -> None:
    mine = PlacementFactory(agency=world.a.agency, place="Trang chủ A")
    PlacementFactory(agency=world.b.agency, place="Trang chủ B")
    page = admin_client(world.webmaster).get(reverse("pakn_banner:index")).content.decode()
    assert "Trang chủ A" in page
    assert "Trang chủ B" not in page
    assert reverse("pakn_banner:kit", args=[mine.pk]) in page


@pytest.mark.parametrize("who", ["webmaster", "agency_admin"])
@pytest.mark.parametrize("name", ["kit", "edit", "sample", "package"])
@pytest.mark.parametrize("verb", ["get", "head", "post", "put", "patch", "delete", "options"])
def test_a_foreign_placement_is_never_there(world: World, who: str, name: str, verb: str) -> None:
    foreign = PlacementFactory(agency=world.b.agency)
    data = form(agency=world.a.agency.pk) if verb == "post" else None
    response = getattr(admin_client(getattr(world, who)), verb)(reverse(f"pakn_banner:{name}", args=[foreign.pk]), data)
    assert response.status_code == 404
    foreign.refresh_from_db()
    assert foreign.agency == world.b.agency


@pytest.mark.parametrize("who", ["operator", "operator_leader", "superuser"])
def test_operators_and_administrators_see_all(world: World, who: str) -> None:
    foreign = PlacementFactory(agency=world.b.agency)
    client = admin_client(getattr(world, who))
    for name in ("kit", "edit"):
        assert client.get(reverse(f"pakn_banner:{name}", args=[foreign.pk])).status_code == 200


@pytest.mark.parametrize("who", ["reviewer", "supervisor"])
@pytest.mark.parametrize("name", ["index", "add"])
def test_others_have_no_kit(world: World, who: str, name: str) -> None:
    client = admin_client(getattr(world, who))
    assert client.get(reverse(f"pakn_banner:{name}")).status_code in (302, 403)
    assert f'{reverse("pakn_banner:index")}"' not in client.get(reverse("wagtailadmin_home")).content.decode()


def test_officers_have_no_kit(world: World) -> None:
    mine = PlacementFactory(agency=world.a.agency)
    response = admin_client(world.a.officer).get(reverse("pakn_banner:kit", args=[mine.pk]))
    assert response.status_code in (302, 403)


def test_people_who_are_not_signed_in_are_sent_to_the_login(client: Client, placement: Placement) -> None:
    response = client.get(reverse("pakn_banner:kit", args=[placement.pk]))
    assert response.status_code == 302
    assert "login" in response["Location"] or "tai-khoan" in response["Location"]


def test_a_webmaster_makes_a_placement_and_gets_the_line(
    world: World, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    client = admin_client(world.webmaster)
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(reverse("pakn_banner:add"), form(agency=world.a.agency.pk))
    made = Placement.objects.get()
    assert response["Location"] == reverse("pakn_banner:kit", args=[made.pk])
    assert (made.agency, made.created_by, made.active, made.design.code, made.scheme) == (
        world.a.agency,
        world.webmaster.user,
        True,
        "hoang-hon",
        "dark",
    )
    for size in SIZES:
        page = client.get(response["Location"], {"co": size}).content.decode()
        assert escape(banner_line.line(made, size)) in page


def test_the_only_agency_is_chosen_already(world: World) -> None:
    page = admin_client(world.webmaster).get(reverse("pakn_banner:add")).content.decode()
    assert f'<option value="{world.a.agency.pk}" selected>' in page


def test_every_screen_has_its_heading(world: World) -> None:
    mine = PlacementFactory(agency=world.a.agency)
    client = admin_client(world.webmaster)
    addresses = [reverse(f"pakn_banner:{name}") for name in ("index", "add")]
    addresses += [reverse(f"pakn_banner:{name}", args=[mine.pk]) for name in ("kit", "edit")]
    for address in addresses:
        assert client.get(address).content.decode().count("<h1") == 1


def test_a_webmaster_cannot_place_for_another_agency(world: World) -> None:
    response = admin_client(world.webmaster).post(reverse("pakn_banner:add"), form(agency=world.b.agency.pk))
    assert response.status_code == 200
    assert not Placement.objects.exists()


def test_a_webmaster_cannot_give_a_placement_away(world: World) -> None:
    mine = PlacementFactory(agency=world.a.agency)
    admin_client(world.webmaster).post(
        reverse("pakn_banner:edit", args=[mine.pk]), form(agency=world.b.agency.pk, active="on")
    )
    mine.refresh_from_db()
    assert mine.agency == world.a.agency


def test_a_change_keeps_the_pasted_address(world: World) -> None:
    mine = PlacementFactory(agency=world.a.agency)
    response = admin_client(world.webmaster).post(
        reverse("pakn_banner:edit", args=[mine.pk]), form(agency=world.a.agency.pk, key="stolen")
    )
    assert response.status_code == 302
    changed = Placement.objects.get(pk=mine.pk)
    assert (changed.key, changed.place, changed.active) == (mine.key, "Cột phải trang chủ", False)


def test_sites_for_the_frame_are_checked_by_the_form(world: World) -> None:
    data = {**form(), "agency": world.a.agency.pk}
    client = admin_client(world.webmaster)
    assert client.post(reverse("pakn_banner:add"), {**data, "frame_origins": "https://*.vn"}).status_code == 200
    assert not Placement.objects.exists()
    assert client.post(reverse("pakn_banner:add"), {**data, "frame_origins": "HTTPS://a.vn/"}).status_code == 302
    assert Placement.objects.get().frame_origins == "https://a.vn"


def test_a_placement_is_replaced_by_one_that_the_person_looks_after(world: World) -> None:
    mine, other = PlacementFactory.create_batch(2, agency=world.a.agency)
    foreign = PlacementFactory(agency=world.b.agency)
    address, data = reverse("pakn_banner:edit", args=[mine.pk]), {**form(), "agency": world.a.agency.pk}
    client = admin_client(world.webmaster)
    assert client.post(address, {**data, "replaced_by": foreign.pk}).status_code == 200
    assert client.post(address, {**data, "replaced_by": other.pk}).status_code == 302
    assert Placement.objects.get(pk=mine.pk).replaced_by == other


@pytest.mark.parametrize("page", ["javascript:alert(1)", "data:text/html,x", "không phải địa chỉ"])
def test_the_page_is_a_web_address(world: World, page: str) -> None:
    data = form(agency=world.a.agency.pk, page=page)
    assert admin_client(world.webmaster).post(reverse("pakn_banner:add"), data).status_code == 200
    assert not Placement.objects.exists()


def test_the_placement_of_an_abolished_agency_can_still_be_changed(world: World) -> None:
    old = PlacementFactory(agency=AgencyFactory(valid_to="2025-06-30"))
    client = admin_client(world.operator)
    response = client.post(reverse("pakn_banner:edit", args=[old.pk]), form(agency=old.agency_id, active="on"))
    assert response.status_code == 302
    assert client.post(reverse("pakn_banner:add"), form(agency=old.agency_id)).status_code == 200


def test_the_list_tells_what_came_of_each_placement(world: World) -> None:
    mine = PlacementFactory(agency=world.a.agency)
    today = timezone.localdate()
    for day, kind in (
        (today, "clicked"),
        (today, "clicked"),
        (today, "filed"),
        (today.replace(year=2020, day=1), "clicked"),
    ):
        banner.count(mine.pk, PlacementCount.Kind(kind), day)
    response = admin_client(world.webmaster).get(reverse("pakn_banner:index"))
    (row,) = response.context["rows"]
    assert (row["ever"].clicked, row["ever"].filed) == (3, 1)
    assert (row["recent"].clicked, row["recent"].filed) == (2, 1)


def test_the_list_costs_the_same_for_few_and_many(world: World) -> None:
    client = admin_client(world.operator)
    PlacementFactory()
    client.get(reverse("pakn_banner:index"))
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("pakn_banner:index"))
    PlacementFactory.create_batch(60)
    with CaptureQueriesContext(connection) as many:
        response = client.get(reverse("pakn_banner:index"))
    assert len(many) == len(few)
    assert len(response.context["rows"]) == 50


def test_an_unknown_size_shows_the_usual_one(world: World) -> None:
    mine = PlacementFactory(agency=world.a.agency)
    response = admin_client(world.webmaster).get(reverse("pakn_banner:kit", args=[mine.pk]), {"co": "1x1"})
    assert response.context["piece"].size == banner_line.DEFAULT_SIZE


@pytest.mark.parametrize("size", SIZES)
def test_the_sample_page_shows_the_very_line_once(world: World, size: str) -> None:
    mine = PlacementFactory(agency=world.a.agency)
    address = reverse("pakn_banner:sample", args=[mine.pk])
    page = admin_client(world.webmaster).get(address, {"co": size})
    assert page.content.decode().count(banner_line.line(mine, size)) == 1
    assert page["X-Frame-Options"] == "SAMEORIGIN"
    assert "<script" not in page.content.decode()


def test_the_frame_is_offered_to_listed_origins_only(world: World) -> None:
    mine = PlacementFactory(agency=world.a.agency)
    client, address = admin_client(world.webmaster), reverse("pakn_banner:kit", args=[mine.pk])
    assert "&lt;iframe" not in client.get(address).content.decode()
    Placement.objects.filter(pk=mine.pk).update(frame_origins="https://a.example.vn")
    page = client.get(address).content.decode()
    assert escape(banner_line.frame_line(mine, banner_line.DEFAULT_SIZE)) in page
    assert "https://a.example.vn" in page


def test_the_kit_says_with_pictures_how_the_line_is_placed(world: World) -> None:
    mine = PlacementFactory(agency=world.a.agency)
    page = admin_client(world.webmaster).get(reverse("pakn_banner:kit", args=[mine.pk])).content.decode()
    drawn = r'src="[^"]*banner-(?:copy|source|paste|look)[^"]*\.svg" width="320" height="180" alt="[^"]{20,}"'
    assert len(re.findall(drawn, page)) == 4


def test_only_the_agency_and_its_successors_can_take_over(world: World) -> None:
    mine, other = PlacementFactory.create_batch(2, agency=world.a.agency)
    foreign = PlacementFactory(agency=world.b.agency)
    page = admin_client(world.operator).get(reverse("pakn_banner:edit", args=[mine.pk]))
    offered = set(page.context["form"].fields["replaced_by"].queryset)
    assert other in offered
    assert not {mine, foreign} & offered
