"""The frame: the same linked picture, for listed sites alone, without the database, without a script."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.exceptions import ValidationError
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from pakn_plugin.models import Placement
from pakn_plugin.models.origins import MOST, read_origins
from pakn_plugin.services import banner
from tests.factories import PlacementFactory
from tests.plugin.embed.conftest import Counted

pytestmark = pytest.mark.django_db
BROWSER = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0", "Referer": "https://a.vn/trang"}


@pytest.fixture
def framed(db: None) -> Placement:
    made: Placement = PlacementFactory(frame_origins="https://a.vn\nhttps://b.gov.vn:8443")
    banner.render(made.pk)
    return made


@pytest.fixture(params=["first", "none"], autouse=True)
def _both_ways(request: pytest.FixtureRequest, settings: Settings) -> None:
    if request.param == "none":
        settings.MIDDLEWARE = [each for each in settings.MIDDLEWARE if "BannerMiddleware" not in each]


def policy(client: Client, placement: Placement) -> dict[str, str]:
    header = client.get(f"/embed/{placement.key}/")["Content-Security-Policy"]
    return {name: value for name, _space, value in (each.partition(" ") for each in header.split("; "))}


def test_only_listed_sites_may_frame_it_and_it_loads_almost_nothing(client: Client, framed: Placement) -> None:
    assert policy(client, framed) == {
        "default-src": "'none'",
        "img-src": "'self'",
        "style-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "https://a.vn https://b.gov.vn:8443",
    }
    assert "X-Frame-Options" not in client.get(f"/embed/{framed.key}/")


def test_without_a_list_nobody_frames_it(client: Client, rendered: Placement) -> None:
    assert policy(client, rendered)["frame-ancestors"] == "'none'"
    assert "frame-ancestors 'none'" in client.get("/embed/unknown5/")["Content-Security-Policy"]


def test_what_no_form_has_checked_never_reaches_the_header(client: Client) -> None:
    placement = PlacementFactory(frame_origins="https://a.vn; script-src *")
    assert policy(client, placement)["frame-ancestors"] == "'none'"


def test_it_is_a_linked_picture_of_a_fixed_size(client: Client, framed: Placement) -> None:
    page = client.get(f"/embed/{framed.key}/300x250/").content.decode()
    linked = rf'<a href="/b/{framed.key}" target="_top"><img src="[^"]+" width="300" height="250" alt="[^"]{{9,}}"'
    assert re.search(linked, page)
    assert "<script" not in page and "style=" not in page and "<style" not in page
    picture = re.search(r'<img src="([^"]+)"', page)
    assert picture and client.get(picture[1])["Content-Type"] == "image/png"
    assert 'width="728" height="90"' in client.get(f"/embed/{framed.key}/1x1/").content.decode()
    sheet = finders.find("pakn/frame.css")
    assert sheet and "margin: 0" in Path(str(sheet)).read_text()


def test_no_cookie_head_and_length(client: Client, framed: Placement) -> None:
    got, head = client.get(f"/embed/{framed.key}/"), client.head(f"/embed/{framed.key}/")
    assert not got.cookies and "Cookie" not in got.get("Vary", "")
    assert (head.status_code, head.content) == (200, b"")
    assert int(head["Content-Length"]) == len(got.content)
    assert client.post(f"/embed/{framed.key}/").status_code == 405


def test_it_asks_nothing_of_the_database(
    client: Client,
    framed: Placement,
    django_assert_num_queries: DjangoAssertNumQueries,
    request: pytest.FixtureRequest,
) -> None:
    with django_assert_num_queries(0):
        client.get(f"/embed/{framed.key}/")
    request.getfixturevalue("no_database")
    assert policy(client, framed)["frame-ancestors"].startswith("https://a.vn")
    assert client.get("/embed/unknown6/").status_code == 200


def test_it_counts_as_seen_on_the_site_that_frames_it(
    client: Client, framed: Placement, spooled: Counted, banners: Path
) -> None:
    client.get(f"/embed/{framed.key}/", headers=BROWSER)
    assert spooled() == {(framed.key, "seen"): 1}
    (path,) = (banners / "counts").iterdir()
    assert path.read_text().endswith("\thttps://a.vn\n")


def test_a_style_sheet_on_another_host_is_allowed_by_its_origin(
    client: Client, framed: Placement, settings: Settings
) -> None:
    settings.STATIC_URL = "https://tinh.example.vn/static/"
    assert policy(client, framed)["style-src"] == "https://tinh.example.vn"


@pytest.mark.parametrize(
    ("text", "origins"),
    [
        ("", []),
        ("https://a.vn", ["https://a.vn"]),
        (" HTTPS://A.VN/ \r\n\nhttps://a.vn:443\nhttps://b.vn:8443", ["https://a.vn", "https://b.vn:8443"]),
        ("https://phường.vn", ["https://" + "phường".encode("idna").decode() + ".vn"]),
    ],
)
def test_origins_are_kept_as_browsers_write_them(text: str, origins: list[str]) -> None:
    assert read_origins(text) == origins


@pytest.mark.parametrize(
    "text",
    [
        "http://a.vn", "a.vn", "https://*.a.vn", "https://*", "*", "https:", "https://a.vn/trang", "https://a.vn?x",
        "https://a.vn#x", "https://u@a.vn", "https://a.vn:0", "https://a.vn:99999", "https://a.vn b.vn", "'self'",
        "https://a.vn; script-src *", "https://a.vn,https://b.vn", "https://a", "https://127.0.0.1", "https://[::1]",
        "https://-a.vn", "https://a..vn", "https://" + "a" * 250 + ".vn", "data:x", "https://a.vn\x00", "https://a_b.vn",
        "\n".join(f"https://a{n}.vn" for n in range(MOST + 1)),
    ],
)  # fmt: skip
def test_anything_else_is_refused_by_the_form(text: str) -> None:
    with pytest.raises(ValidationError) as refused:
        PlacementFactory.build(frame_origins=text).clean()
    assert list(refused.value.message_dict) == ["frame_origins"]


def test_cleaning_keeps_the_plain_form() -> None:
    made = PlacementFactory.build(frame_origins="HTTPS://A.vn/\nhttps://a.vn")
    made.clean()
    assert made.frame_origins == "https://a.vn"
