"""The counted link: counts people, leads only to this site."""

from unittest import mock

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from pakn_plugin.embed.redirects import safe_path
from pakn_plugin.models import Placement, PlacementCount
from pakn_plugin.queries.banner import counts_of
from pakn_plugin.services import banner
from tests.factories import CaseFactory, PlacementFactory

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


def clicks(placement: Placement) -> int:
    return counts_of([placement])[placement.pk].clicked


def test_a_click_leads_to_the_filing_page_and_is_counted(client: Client, placement: Placement) -> None:
    response = client.get(f"/b/{placement.key}", headers=BROWSER)
    assert response.status_code == 302
    assert response["Location"] == f"/phan-anh/gui/?b={placement.key}"
    assert response["Cache-Control"] == "no-store"
    assert not response.cookies
    assert clicks(placement) == 1


def test_an_english_banner_leads_to_the_english_page(client: Client) -> None:
    placement = PlacementFactory(language="en")
    assert client.get(f"/b/{placement.key}")["Location"] == f"/en/phan-anh/gui/?b={placement.key}"


def test_clicks_are_kept_by_placement_and_day(client: Client, placement: Placement) -> None:
    other = PlacementFactory()
    for _ in range(3):
        client.get(f"/b/{placement.key}", headers=BROWSER)
    client.get(f"/b/{other.key}", headers=BROWSER)
    today = timezone.localdate()
    yesterday = today - timezone.timedelta(days=1)
    banner.count(placement.pk, PlacementCount.Kind.CLICKED, yesterday)
    rows = PlacementCount.objects.filter(placement=placement).order_by("day").values_list("day", "kind", "number")
    assert list(rows) == [(yesterday, "clicked", 1), (today, "clicked", 3)]
    assert (clicks(placement), clicks(other)) == (4, 1)
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
def test_machines_are_led_but_not_counted(client: Client, placement: Placement, headers: dict[str, str]) -> None:
    assert client.get(f"/b/{placement.key}", headers=headers).status_code == 302
    assert clicks(placement) == 0


def test_head_is_led_but_not_counted(client: Client, placement: Placement) -> None:
    assert client.head(f"/b/{placement.key}", headers=BROWSER).status_code == 302
    assert clicks(placement) == 0


@pytest.mark.parametrize("verb", ["post", "put", "delete"])
def test_it_is_only_followed(client: Client, placement: Placement, verb: str) -> None:
    assert getattr(client, verb)(f"/b/{placement.key}", headers=BROWSER).status_code == 405
    assert clicks(placement) == 0


def test_an_unknown_placement_leads_to_the_filing_page(client: Client) -> None:
    assert client.get("/b/unknown", headers=BROWSER)["Location"] == "/phan-anh/gui/"
    assert not PlacementCount.objects.exists()


def test_a_placement_not_in_use_leads_there_uncounted(client: Client) -> None:
    placement = PlacementFactory(active=False)
    assert client.get(f"/b/{placement.key}", headers=BROWSER)["Location"] == "/phan-anh/gui/"
    assert clicks(placement) == 0


def test_the_link_leads_on_while_the_database_is_down(client: Client, placement: Placement) -> None:
    with mock.patch.object(Placement.objects, "filter", side_effect=OperationalError):
        assert client.get(f"/b/{placement.key}", headers=BROWSER)["Location"] == "/phan-anh/gui/"
    with mock.patch.object(banner, "count", side_effect=OperationalError):
        assert client.get(f"/b/{placement.key}", headers=BROWSER).status_code == 302


@pytest.mark.parametrize("target", HOSTILE)
def test_a_hostile_target_is_ignored(client: Client, placement: Placement, target: str) -> None:
    assert safe_path(target) is None
    response = client.get(f"/b/{placement.key}", {"to": target}, headers=BROWSER)
    assert response["Location"] == f"{reverse('pakn:file')}?b={placement.key}"
    assert "Set-Cookie" not in response


@pytest.mark.parametrize(("target", "address"), GOOD.items())
def test_a_path_of_this_site_is_followed(client: Client, placement: Placement, target: str, address: str) -> None:
    assert client.get(f"/b/{placement.key}", {"to": target}, headers=BROWSER)["Location"] == address
    assert clicks(placement) == 1


def test_a_case_filed_through_a_banner_is_counted(placement: Placement) -> None:
    CaseFactory(placement=placement, now=timezone.now())
    assert counts_of([placement])[placement.pk].filed == 1
    assert clicks(placement) == 0
