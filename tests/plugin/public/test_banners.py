"""“Đặt biểu ngữ”: a page for everybody who looks after a portal."""

import html
import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from pytest_django import DjangoAssertNumQueries, Settings

from pakn_plugin.models import BannerDesign
from pakn_plugin.services.banner_look import SIZES

PAGE = "/phan-anh/bieu-ngu/"


@pytest.fixture(autouse=True)
def _place(settings: Settings, tmp_path: Path, db: None) -> None:
    settings.PAKN_BANNER_ROOT = tmp_path / "banners"
    settings.PAKN_BASE_URL = "https://phananh.khanhhoa.gov.vn"


def line_of(page: str) -> str:
    found = re.search(r"<textarea[^>]*>([^<]*)</textarea>", page)
    assert found is not None
    return html.unescape(found[1])


@pytest.mark.parametrize("path", [PAGE, "/en" + PAGE])
def test_one_line_to_copy_leads_to_the_filing_page(client: Client, path: str) -> None:
    line = line_of(client.get(path).content.decode())
    assert len(line) <= 400
    assert re.fullmatch(
        r'<a href="[^"]+"><img src="[^"]+" width="728" height="90" alt="[^"]+" referrerpolicy="origin"></a>', line
    )
    link, picture = re.findall(r'"https://phananh.khanhhoa.gov.vn(/[^"]+)"', line)
    assert client.get(picture)["Content-Type"] == "image/png"
    with translation.override("vi"):
        filing = reverse("pakn:file")
    assert client.get(link).url.startswith(filing)  # type: ignore[attr-defined]


@pytest.mark.parametrize(("path", "language"), [(PAGE, "vi"), ("/en" + PAGE, "en")])
def test_all_current_banners_are_shown(client: Client, path: str, language: str) -> None:
    page = client.get(path).content.decode()
    with translation.override(language):
        labels = [str(design) for design in BannerDesign.objects.all()]
    assert all(label in page for label in labels)
    pictures = re.findall(r'src="([^"]+/bieu-ngu/[^"]+\.png)"', page)
    assert len(pictures) == 3 * len(labels)
    for picture in pictures:
        assert f"-{language}/" in picture
        response = client.get(picture)
        assert (response.status_code, response["Content-Type"]) == (200, "image/png")


def test_it_keeps_nothing_and_asks_the_database_for_nothing_of_its_own(client: Client) -> None:
    client.get(PAGE)
    response = client.get(PAGE)
    assert not response.cookies
    assert not re.search(r"<script(?![^>]* src=)|<style| style=| on\w+=", response.content.decode().split("<main")[1])


def test_it_says_how_with_pictures_and_leads_staff_to_the_kit(client: Client) -> None:
    page = client.get(PAGE).content.decode()
    drawn = r'src="[^"]*banner-(?:copy|source|paste|look)[^"]*\.svg" width="320" height="180" alt="[^"]{20,}"'
    assert len(re.findall(drawn, page)) == 4
    assert reverse("pakn_banner:index") in page
    assert "application/json+oembed" in page


@pytest.mark.parametrize(
    "name", ["khong-co/728x90", "bien-xanh-vi/1x1", "bien-xanh-vi/abc", "BIEN-XANH-VI/728x90", "bien-xanh-fr/728x90"]
)
def test_other_pictures_are_not_there(client: Client, name: str) -> None:
    assert client.get(f"{PAGE}{name}.png").status_code == 404
    assert "1x1" not in SIZES


def test_the_footer_leads_to_it(client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    assert f'href="{PAGE}"' in client.get("/phan-anh/").content.decode()
