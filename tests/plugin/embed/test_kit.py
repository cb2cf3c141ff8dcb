"""The kit in the admin: who sees which placement, and the line that is pasted."""

from html.parser import HTMLParser
from itertools import product
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from pakn_plugin.access import Actor
from pakn_plugin.embed import snippet
from pakn_plugin.models import BannerDesign, Placement, PlacementCount
from pakn_plugin.services import banner
from pakn_plugin.services.banner_look import SIZES, size_of
from tests.factories import AgencyFactory, PlacementFactory, World


def form(**values: Any) -> dict[str, Any]:
    """What a webmaster sends."""
    design = BannerDesign.objects.get(code="hoang-hon").pk
    given = {"place": "Cột phải trang chủ", "page": "https://a.example.vn/", "design": design, "scheme": "dark"}
    return {**given, "language": "vi", **values}


def admin_client(actor: Actor) -> Client:
    actor.user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client = Client()
    client.force_login(actor.user)
    return client


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
    line = snippet.html(placement, size)
    assert len(line) <= 400
    assert "\n" not in line
    tags = Tags(line)
    (a, link), (img, picture) = tags.opened
    assert (a, img, tags.closed) == ("a", "img", ["a"])
    assert link == {"href": f"https://phananh.khanhhoa.gov.vn/b/{placement.key}"}
    assert set(picture) == {"src", "width", "height", "alt"}
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
@pytest.mark.parametrize("name", ["kit", "edit"])
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
    assert reverse("pakn_banner:index") not in client.get(reverse("wagtailadmin_home")).content.decode()


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
    page = client.get(response["Location"]).content.decode()
    for size in SIZES:
        assert f"/banner/v1/{made.key}/{size}.png&quot; width=" in page


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
