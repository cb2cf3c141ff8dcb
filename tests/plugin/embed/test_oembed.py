"""oEmbed: a portal with an embed box shows a banner or a page from its plain address (tests of pages: tests/home)."""

from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from pytest_django import Settings

from pakn_plugin.models import Placement
from pakn_plugin.services import banner_line
from tests.factories import PlacementFactory

pytestmark = pytest.mark.django_db
BASE = "https://phananh.example.vn"


@pytest.fixture(autouse=True)
def _address(settings: Settings) -> None:
    settings.PAKN_BASE_URL = BASE


@pytest.fixture
def placed() -> Placement:
    return PlacementFactory(key="abc12345")


def ask(client: Client, url: str, **more: Any) -> Any:
    return client.get(f"/oembed?{urlencode({'url': url, **more})}")


@pytest.mark.parametrize("path", ["/b/abc12345", "/b/abc12345/", "/embed/abc12345/"])
def test_a_banner_is_the_line_that_is_pasted(client: Client, placed: Placement, path: str) -> None:
    response = ask(client, BASE + path, format="json")
    found = response.json()
    assert response.status_code == 200
    assert response["Content-Type"] == "application/json"
    assert (found["version"], found["type"], found["width"], found["height"]) == ("1.0", "rich", 728, 90)
    assert found["html"] == banner_line.line(placed)
    assert found["provider_url"] == BASE
    assert found["title"] and found["provider_name"]


def test_others_may_ask_and_nothing_is_kept_of_them(client: Client, placed: Placement) -> None:
    for response in (ask(client, f"{BASE}/b/abc12345"), ask(client, f"{BASE}/b/khongco")):
        assert response["Access-Control-Allow-Origin"] == "*"
        assert "public" in response["Cache-Control"]
        assert not response.cookies
        assert "Cookie" not in response.get("Vary", "")


@pytest.mark.parametrize(
    ("limits", "size"),
    [
        ({"maxwidth": "727"}, (320, 100)),
        ({"maxwidth": "300"}, (300, 250)),
        ({"maxwidth": "2000", "maxheight": "60"}, (234, 60)),
        ({"maxwidth": "117"}, (117, 30)),
        ({"maxheight": "30"}, (117, 30)),
        ({"maxwidth": "1", "maxheight": "1"}, (1, 1)),
        ({"maxwidth": "0"}, (728, 90)),
        ({"maxwidth": "-5"}, (728, 90)),
        ({"maxwidth": "9" * 400}, (728, 90)),
        ({"maxwidth": "²"}, (728, 90)),
    ],
)
def test_it_keeps_within_the_limits(client: Client, placed: Placement, limits: Any, size: tuple[int, int]) -> None:
    found = ask(client, f"{BASE}/b/abc12345", **limits).json()
    assert (found["width"], found["height"]) == size
    assert f'width="{size[0]}" height="{size[1]}"' in found["html"]


def test_the_neutral_banner_is_for_everybody(client: Client) -> None:
    found = ask(client, f"{BASE}/b/{banner_line.GENERAL}").json()
    assert f"{BASE}/b/{banner_line.GENERAL}" in found["html"]


@pytest.mark.parametrize(
    "url",
    [
        *("", "x", f"{BASE}/b/khongco", "https://evil.vn/b/abc12345", f"{BASE}.evil.vn/b/abc12345", "/b/abc12345"),
        *("https://x@phananh.example.vn/b/abc12345", "javascript:alert(1)", "ftp://phananh.example.vn/b/abc12345"),
        *(f"{BASE}/b/abc12345\n", f"{BASE}/admin/", f"{BASE}/phan-anh/", f"{BASE}/oembed", "https://[/b/abc12345"),
        *(f"{BASE}/b/" + "a" * 2000, f"{BASE}/khong-co/", f"{BASE}/b/../b/abc12345", BASE),
    ],
)
def test_everything_else_is_not_found(client: Client, placed: Placement, url: str) -> None:
    response = ask(client, url)
    assert response.status_code == 404
    assert response.json() == {"error": "not found"}


def test_a_placement_not_in_use_is_embedded_as_its_pasted_line(client: Client) -> None:
    placed = PlacementFactory(active=False)
    assert ask(client, f"{BASE}/b/{placed.key}").json()["html"] == banner_line.line(placed)


@pytest.mark.parametrize("form", ["xml", "yaml", ""])
def test_other_formats_are_not_made(client: Client, placed: Placement, form: str) -> None:
    assert ask(client, f"{BASE}/b/abc12345", format=form).status_code == 501


@pytest.mark.parametrize("verb", ["post", "put", "delete"])
def test_it_is_only_read(client: Client, verb: str) -> None:
    assert getattr(client, verb)("/oembed").status_code == 405
