"""The counted link: counts people, leads only to this site."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from pakn_plugin.embed.redirects import safe_path
from pakn_plugin.models import Placement, PlacementCount
from pakn_plugin.queries.banner import counts_of
from pakn_plugin.services import banner, counting
from tests.factories import CaseFactory, PlacementFactory
from tests.plugin.embed.conftest import Counted

pytestmark = pytest.mark.django_db
BROWSER = {"User-Agent": "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126 Mobile Safari/537.36 Zalo"}
HOSTILE = [
    "//evil.example", "///evil.example", "////evil.example/", "/\\evil.example", "\\\\evil.example", "\\/evil.example",
    "/\\/evil.example", "/\t/evil.example", "/\n/evil.example", "\t//evil.example", " //evil.example", " /x",
    "https://evil.example", "http://evil.example", "HTTPS://evil.example", "https:evil.example", "https:/evil.example",
    "http:///evil.example", "ftp://evil.example", "javascript:alert(1)", "JavaScript:alert(1)", "java\nscript:alert(1)",
    "data:text/html,<b>", "vbscript:x", "mailto:a@evil.example", "evil.example", "www.evil.example", "@evil.example",
    "user@evil.example", "//user@evil.example", "//testserver@evil.example", "https://testserver@evil.example",
    "https://testserver.evil.example", "//evil.example%2f..", "/%2f/evil.example", "/%2fevil.example",
    "%2f%2fevil.example", "/%5cevil.example", "/%255cevil.example", "/%252fevil.example",
    "/%0d%0aSet-Cookie:a=b", "/x\r\nSet-Cookie: a=b",
    "/x\x00", "/%00", "/\u2028/evil.example", "/x\u202egpj", "\u3002/evil.example", "／／evil.example",
    "/.//evil.example", "/..//evil.example", "/%09/evil.example", "?to=//evil.example", "#//evil.example",
    "", "x" * 600, "/" + "x" * 600,
    "/<script>", '/"onload', "/x'y", "/%ff%5c",
    "//evil.example/%2e%2e", "/%2e//evil.example", "/\\t\\evil.example", "/%25252f/evil.example\\",
]  # fmt: skip
GOOD = {
    "/phan-anh/": "/phan-anh/",
    "/": "/",
    "/tin-tuc/le-hoi/?trang=2": "/tin-tuc/le-hoi/?trang=2",
    "/en/phan-anh/gui/": "/en/phan-anh/gui/",
    "/tim-kiem/?q=đèn": "/tim-kiem/?q=%C4%91%C3%A8n",
    "/tim-kiem/?q=a//b": "/tim-kiem/?q=a//b",
    "/phan-anh/#moi": "/phan-anh/#moi",
}


def clicks(spooled: Counted, placement: Placement) -> int:
    return spooled()[placement.key, "clicked"]


def test_a_click_leads_to_the_filing_page_and_is_counted(
    client: Client, placement: Placement, spooled: Counted
) -> None:
    response = client.get(f"/b/{placement.key}", headers=BROWSER)
    assert response.status_code == 302
    assert response["Location"] == f"/phan-anh/gui/?b={placement.key}"
    assert response["Cache-Control"] == "no-store"
    assert not response.cookies
    assert clicks(spooled, placement) == 1


def test_an_english_banner_leads_to_the_english_page(client: Client) -> None:
    placement = PlacementFactory(language="en")
    assert client.get(f"/b/{placement.key}")["Location"] == f"/en/phan-anh/gui/?b={placement.key}"


def test_the_page_that_a_click_leads_to_is_there(client: Client, placement: Placement) -> None:
    page = client.get(client.get(f"/b/{placement.key}", headers=BROWSER)["Location"])
    assert page.status_code == 200
    assert f'value="{placement.key}"' in page.content.decode()


def test_a_click_asks_nothing_of_the_database(
    client: Client, rendered: Placement, django_assert_num_queries: DjangoAssertNumQueries, spooled: Counted
) -> None:
    with django_assert_num_queries(0):
        client.get(f"/b/{rendered.key}", headers=BROWSER)
        client.get(f"/b/{rendered.key}", {"to": "/tin-tuc/"}, headers=BROWSER)
    assert clicks(spooled, rendered) == 2


def test_a_placement_without_its_file_is_asked_for_once(
    client: Client, placement: Placement, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.get(f"/b/{placement.key}", headers=BROWSER)
    with django_assert_num_queries(0):
        client.get(f"/b/{placement.key}", headers=BROWSER)


def test_clicks_are_kept_by_placement_and_day(client: Client, placement: Placement) -> None:
    other = PlacementFactory()
    for _ in range(3):
        client.get(f"/b/{placement.key}", headers=BROWSER)
    client.get(f"/b/{other.key}", headers=BROWSER)
    today = timezone.localdate()
    yesterday = today - timedelta(days=1)
    banner.count(placement.pk, PlacementCount.Kind.CLICKED, yesterday)
    counting.collect(timezone.now() + timedelta(minutes=3))
    rows = PlacementCount.objects.filter(placement=placement).order_by("day").values_list("day", "kind", "number")
    assert list(rows) == [(yesterday, "clicked", 1), (today, "clicked", 3)]
    assert counts_of([placement])[placement.pk].clicked == 4
    assert counts_of([other])[other.pk].clicked == 1
    assert counts_of([placement], today)[placement.pk].clicked == 3


@pytest.mark.parametrize(
    "headers",
    [
        {"User-Agent": ""},
        {"User-Agent": "Googlebot/2.1"},
        {"User-Agent": "facebookexternalhit/1.1"},
        {"User-Agent": "curl/8.5"},
        {"User-Agent": "python-requests/2.32"},
        {**BROWSER, "Purpose": "prefetch"},
        {**BROWSER, "Sec-Purpose": "prefetch;prerender"},
        {**BROWSER, "X-Moz": "prefetch"},
        {**BROWSER, "X-Purpose": "preview"},
    ],
)
def test_machines_are_led_and_counted_apart(
    client: Client, placement: Placement, headers: dict[str, str], spooled: Counted
) -> None:
    assert client.get(f"/b/{placement.key}", headers=headers).status_code == 302
    assert spooled() == {(placement.key, "machine"): 1}


def test_head_is_led_but_not_counted(client: Client, placement: Placement, spooled: Counted) -> None:
    assert client.head(f"/b/{placement.key}", headers=BROWSER).status_code == 302
    assert not spooled()


@pytest.mark.parametrize("verb", ["post", "put", "delete"])
def test_it_is_only_followed(client: Client, placement: Placement, verb: str, spooled: Counted) -> None:
    assert getattr(client, verb)(f"/b/{placement.key}", headers=BROWSER).status_code == 405
    assert not spooled()


def test_an_unknown_placement_leads_to_the_filing_page(client: Client, spooled: Counted) -> None:
    assert client.get("/b/unknown", headers=BROWSER)["Location"] == "/phan-anh/gui/"
    assert not spooled()


def test_a_placement_not_in_use_leads_there_uncounted(client: Client, spooled: Counted) -> None:
    placement = PlacementFactory(active=False)
    assert client.get(f"/b/{placement.key}", headers=BROWSER)["Location"] == "/phan-anh/gui/"
    assert not spooled()


@pytest.mark.usefixtures("no_database")
def test_the_link_leads_on_while_the_database_is_stopped(client: Client) -> None:
    assert client.get("/b/neverseen", headers=BROWSER)["Location"] == "/phan-anh/gui/"


def test_a_drawn_placement_counts_while_the_database_is_stopped(
    client: Client, rendered: Placement, spooled: Counted, request: pytest.FixtureRequest
) -> None:
    request.getfixturevalue("no_database")
    location = client.get(f"/b/{rendered.key}", headers=BROWSER)["Location"]
    assert location == f"/phan-anh/gui/?b={rendered.key}"
    assert clicks(spooled, rendered) == 1


def test_nothing_of_the_visitor_is_kept(client: Client, rendered: Placement, banners: Path) -> None:
    seen = {**BROWSER, "Referer": "https://sxd.khanhhoa.gov.vn/trang/cua-toi?ten=binh", "Cookie": "phien=bi-mat"}
    client.get(f"/b/{rendered.key}", headers=seen, REMOTE_ADDR="203.0.113.9")
    client.get(f"/banner/v1/{rendered.key}/728x90.png", headers=seen, REMOTE_ADDR="203.0.113.9")
    today = timezone.localdate().isoformat()
    (path,) = (banners / "counts").iterdir()
    assert path.read_text().splitlines() == [
        f"{rendered.key}\tclicked\t{today}\t",
        f"{rendered.key}\tseen\t{today}\thttps://sxd.khanhhoa.gov.vn",
    ]


def test_a_card_that_cannot_be_read_is_written_again(client: Client, rendered: Placement, banners: Path) -> None:
    card = banners / "placements" / f"{rendered.key}.json"
    for wrong in ("", "{", "[]", '{"to": 1}', '{"frames": 3}'):
        card.write_text(wrong)
        assert client.get(f"/b/{rendered.key}")["Location"] == f"/phan-anh/gui/?b={rendered.key}"


@pytest.mark.parametrize("target", HOSTILE)
def test_a_hostile_target_is_ignored(client: Client, placement: Placement, target: str, spooled: Counted) -> None:
    assert safe_path(target) is None
    response = client.get(f"/b/{placement.key}", {"to": target}, headers=BROWSER)
    assert response["Location"] == f"{reverse('pakn:file')}?b={placement.key}"
    assert "Set-Cookie" not in response
    assert clicks(spooled, placement) == 1


def test_there_are_enough_hostile_targets() -> None:
    assert len(set(HOSTILE)) >= 40


@pytest.mark.parametrize(("target", "address"), GOOD.items())
def test_a_path_of_this_site_is_followed(
    client: Client, placement: Placement, target: str, address: str, spooled: Counted
) -> None:
    assert client.get(f"/b/{placement.key}", {"to": target}, headers=BROWSER)["Location"] == address
    assert clicks(spooled, placement) == 1


def test_a_case_filed_through_a_banner_is_counted(placement: Placement, spooled: Counted) -> None:
    CaseFactory(placement=placement, now=timezone.now())
    assert counts_of([placement])[placement.pk].filed == 1
    assert not spooled()
