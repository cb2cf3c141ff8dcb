"""“Tình hình biểu ngữ”: who sees which agency, in how many queries, and what can be done from there."""

import csv
from datetime import timedelta
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from pakn_plugin.access import Actor
from pakn_plugin.models import Agency, BannerReminder, Placement, PlacementCount
from pakn_plugin.queries.outreach import ORDERS, Shown
from pakn_plugin.services import outreach, page_check, sightings
from tests.factories import AgencyFactory, PlacementFactory, World

pytestmark = pytest.mark.django_db
HOME = "https://sxd.example.vn"
ALL = ("operator", "operator_leader", "reviewer", "supervisor", "superuser")
OWN = ("webmaster", "agency_admin")
VERBS = ("get", "head", "post", "put", "patch", "delete", "options")


def signed_in(actor: Actor) -> Client:
    actor.user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client = Client()
    client.force_login(actor.user)
    return client


def url(name: str, *args: Any) -> str:
    return reverse(f"pakn_banner:{name}", args=args)


def page(client: Client, address: str, **query: Any) -> str:
    response = client.get(address, query)
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    return response.content.decode()


@pytest.fixture
def places(world: World) -> dict[str, Placement]:
    """A works, B was never seen."""
    mine = PlacementFactory(agency=world.a.agency, page=HOME, place="Trang chủ A", key="aaaa1111")
    theirs = PlacementFactory(agency=world.b.agency, page="https://b.example.vn", place="Trang chủ B")
    sightings.note({(mine.key, HOME): timezone.now(), (mine.key, "https://other.example.vn"): timezone.now()})
    for kind, number in (("seen", 40), ("clicked", 7), ("filed", 2)):
        PlacementCount.objects.create(placement=mine, day=timezone.localdate(), kind=kind, number=number)
    return {"a": mine, "b": theirs}


@pytest.mark.parametrize("who", ALL)
def test_those_who_watch_see_every_agency_of_today(world: World, places: Any, who: str) -> None:
    AgencyFactory(name="Sở đã giải thể", valid_to="2025-06-30")
    shown = page(signed_in(getattr(world, who)), url("state"))
    assert world.a.agency.name in shown and world.b.agency.name in shown
    assert world.operators.name in shown
    assert "Sở đã giải thể" not in shown
    number = Agency.objects.count() - 1
    assert f"<strong>1 trên {number} cơ quan</strong>" in shown


@pytest.mark.parametrize("who", OWN)
def test_an_agencys_people_see_their_own_alone(world: World, places: dict[str, Placement], who: str) -> None:
    client = signed_in(getattr(world, who))
    shown = page(client, url("state"))
    assert world.a.agency.name in shown
    assert world.b.agency.name not in shown
    assert "<strong>1 trên 1 cơ quan</strong>" in shown
    assert 'name="agency"' not in shown
    assert "Trang chủ A" in page(client, url("state_agency", world.a.agency.pk))


@pytest.mark.parametrize("who", OWN)
@pytest.mark.parametrize("verb", VERBS)
def test_a_foreign_agency_or_placement_is_never_there(world: World, places: Any, who: str, verb: str) -> None:
    client = signed_in(getattr(world, who))
    theirs = places["b"]
    for address in (url("state_agency", world.b.agency.pk), url("state_placement", theirs.pk)):
        assert getattr(client, verb)(address).status_code == 404 if verb in ("get", "head") else 405
    expected = 404 if verb == "post" else 405
    assert getattr(client, verb)(url("state_check", theirs.pk)).status_code == expected


@pytest.mark.parametrize("who", ["coordinator", "officer", "leader"])
@pytest.mark.parametrize("verb", VERBS)
def test_for_others_it_is_closed(world: World, places: dict[str, Placement], who: str, verb: str) -> None:
    client = signed_in(getattr(world.a, who))
    addresses = [
        *(url("state"), url("state_export", "csv"), url("state_remind"), url("state_agency", world.a.agency.pk)),
        *(url("state_placement", places["a"].pk), url("state_check", places["a"].pk)),
    ]
    for address in addresses:
        assert getattr(client, verb)(address).status_code in (302, 403)
    assert url("state") not in client.get(reverse("wagtailadmin_home")).content.decode()


def test_the_menu_shows_it_to_those_who_watch(world: World) -> None:
    for who in ("reviewer", "webmaster", "operator"):
        home = signed_in(getattr(world, who)).get(reverse("wagtailadmin_home")).content.decode()
        assert f'{url("state")}"' in home
    assert f'{url("index")}"' in home


def many(number: int, start: int = 0) -> None:
    for each in range(start, start + number):
        agency = AgencyFactory(name=f"Xã số {each:03}", email=f"xa{each}@example.vn")
        placement = PlacementFactory(agency=agency, page=f"https://x{each}.example.vn")
        sightings.note({(placement.key, f"https://x{each}.example.vn"): timezone.now()})
        PlacementCount.objects.create(placement=placement, day=timezone.localdate(), kind="clicked", number=each)


@pytest.mark.parametrize("order", ORDERS)
def test_the_table_costs_the_same_however_long_it_is(world: World, order: str) -> None:
    client = signed_in(world.supervisor)
    cost = []
    many(2)
    for more in (0, 60):
        many(more, start=10)
        with CaptureQueriesContext(connection) as found:
            shown = page(client, url("state"), order=order)
        cost.append(len(found))
    assert cost[0] == cost[1] <= 14
    assert shown.count("pakn-state__tick") == 50 + 1
    Agency.objects.filter(email="").update(email="co-quan@example.vn")
    shown = page(client, url("state"), order=order)
    assert shown.count('name="agency"') == 50
    assert "Trang 1 trên 2" in shown
    assert "Trang 2 trên 2" in page(client, url("state"), order=order, p="2")


def test_states_narrow_and_orders_sort(world: World, places: Any) -> None:
    client = signed_in(world.operator)
    never = client.get(url("state"), {"state": str(Shown.NEVER.value)})
    assert [row.name for row, _state, _counts, _reached in never.context["rows"]] == [world.b.agency.name]
    first = client.get(url("state"), {"order": "clicked"}).context["rows"][0]
    assert (first[0].name, first[0].clicked, first[0].filed) == (world.a.agency.name, 7, 2)
    assert page(client, url("state"), state="x", order="pk); drop", p="zz")
    assert "Không có cơ quan nào" in page(client, url("state"), state=str(Shown.SILENT.value))


def exported(client: Client, kind: str, **query: Any) -> bytes:
    response: Any = client.get(url("state_export", kind), query)
    assert response.status_code == 200
    assert f".{kind}" in response["Content-Disposition"] and "bieu-ngu-" in response["Content-Disposition"]
    return b"".join(response.streaming_content)


def test_the_file_holds_what_is_on_the_screen(world: World, places: Any) -> None:
    AgencyFactory(name="=HYPERLINK(1)")
    many(60)
    client = signed_in(world.supervisor)
    rows = list(csv.reader(StringIO(exported(client, "csv", order="clicked").decode("utf-8-sig"))))
    assert len(rows) == 1 + Agency.objects.count()
    assert rows[0][0] == "Cơ quan"
    assert rows[1][0] == "Xã số 059"
    assert [row[0] for row in rows if "HYPERLINK" in row[0]] == ["'=HYPERLINK(1)"]
    sheet: Any = load_workbook(BytesIO(exported(client, "xlsx", state="0"))).active
    names = [row[0].value for row in sheet.iter_rows(min_row=2)]
    assert len(names) == 61 and world.a.agency.name in names
    line = next(row for row in sheet.iter_rows(min_row=2) if row[0].value == world.a.agency.name)
    assert [cell.value for cell in line][2:7] == ["Đang hiện", 1, 0, 0, 0]
    assert line[8].value == 7
    assert client.get(url("state_export", "pdf")).status_code == 404


def test_a_file_costs_few_queries(world: World) -> None:
    many(30)
    client = signed_in(world.supervisor)
    with CaptureQueriesContext(connection) as found:
        exported(client, "csv")
    assert len(found) <= 10


def test_one_placement_with_all_that_is_known(world: World, places: dict[str, Placement]) -> None:
    client = signed_in(world.webmaster)
    with CaptureQueriesContext(connection) as found:
        shown = page(client, url("state_placement", places["a"].pk))
    assert len(found) <= 14
    for said in ("Đang hiện", HOME, "https://other.example.vn", "trang đã khai", "Lượt bấm: 7", "Lượt hiện: 40"):
        assert said in shown
    assert 'aria-label="Phản ánh đã gửi: 2"' in shown
    assert shown.count('data-label="Lượt hiện"') == 30
    assert url("kit", places["a"].pk) in shown
    assert url("kit", places["a"].pk) not in page(signed_in(world.reviewer), url("state_placement", places["a"].pk))


def test_a_check_is_handed_to_the_worker(world: World, places: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    queued: list[int] = []
    monkeypatch.setattr(page_check, "async_task", lambda _name, pk: queued.append(pk))
    client, address = signed_in(world.webmaster), url("state_check", places["a"].pk)
    assert client.get(address).status_code == 405
    assert client.post(address).url == url("state_placement", places["a"].pk)  # type: ignore[attr-defined]
    Placement.objects.update(checked_at=timezone.now())
    assert "Trang vừa được kiểm tra" in client.post(address, follow=True).content.decode()
    assert queued == [places["a"].pk]


@pytest.fixture
def queued(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    asked: list[int] = []
    monkeypatch.setattr(outreach, "async_task", lambda _name, pk: asked.append(pk))
    return asked


def test_first_who_gets_the_mail_then_the_mail(world: World, places: Any, queued: list[int]) -> None:
    client = signed_in(world.supervisor)
    silent = AgencyFactory(name="Xã không ai", email="")
    asked = {"agency": [world.a.agency.pk, silent.pk]}
    shown = client.post(url("state_remind"), asked).content.decode()
    assert world.webmaster.user.email in shown and world.agency_admin.user.email in shown
    assert "Không có ai để gửi" in shown
    assert queued == []
    assert not BannerReminder.objects.exists()
    client.post(url("state_remind"), asked | {"confirmed": "1"})
    assert [row.agency for row in BannerReminder.objects.all()] == [world.a.agency]
    assert len(queued) == 1
    assert "Hôm nay đã nhắc" in client.post(url("state_remind"), asked).content.decode()


def test_the_table_shows_when_an_agency_was_last_reminded(world: World, places: Any) -> None:
    sent = timezone.now() - timedelta(days=3)
    BannerReminder.objects.create(agency=world.a.agency, day=sent.date(), at=sent, sent_at=sent)
    assert f"{timezone.localtime(sent):%d/%m/%Y}" in page(signed_in(world.operator), url("state"))


@pytest.mark.parametrize("who", OWN)
def test_an_agencys_people_remind_nobody(world: World, places: Any, queued: list[int], who: str) -> None:
    asked = {"agency": [world.a.agency.pk], "confirmed": "1"}
    assert signed_in(getattr(world, who)).post(url("state_remind"), asked).status_code in (302, 403)
    assert queued == []


@pytest.mark.parametrize("ticked", [[], ["x"], ["-1"], ["9" * 30], ["²"]])
def test_nothing_ticked_is_said(world: World, queued: list[int], ticked: list[str]) -> None:
    answer = signed_in(world.operator).post(url("state_remind"), {"agency": ticked, "confirmed": "1"}, follow=True)
    assert "Chưa chọn cơ quan nào" in answer.content.decode()
    assert queued == []
