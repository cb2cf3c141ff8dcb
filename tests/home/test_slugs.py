"""Addresses of pages are plain Latin letters, and titles are stored composed."""

import unicodedata
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Đường Trần Phú", "duong-tran-phu"),
        (unicodedata.normalize("NFD", "Đường Trần Phú"), "duong-tran-phu"),
        ("Uỷ ban nhân dân xã Cam An", "uy-ban-nhan-dan-xa-cam-an"),
        ("65 xã, phường", "65-xa-phuong"),
    ],
)
def test_a_title_gives_a_readable_slug(add_page: Any, title: str, slug: str) -> None:
    assert add_page(title).slug == slug


def test_a_second_page_of_the_same_title_gets_a_number(add_page: Any) -> None:
    add_page("Đường Trần Phú")
    assert add_page("Đường Trần Phú").slug == "duong-tran-phu-2"


def test_a_typed_slug_is_folded(add_page: Any) -> None:
    assert add_page("Tin", slug="đường-mới").slug == "duong-moi"


def test_a_decomposed_title_is_stored_composed(add_page: Any) -> None:
    page = add_page(unicodedata.normalize("NFD", "Đèn đường Nguyễn Trãi"))
    page.refresh_from_db()
    assert page.title == page.draft_title == "Đèn đường Nguyễn Trãi"


def test_the_editor_loads_the_slug_script(admin_client: Any, home_page: Any) -> None:
    url = reverse("wagtailadmin_pages:add", args=["home", "standardpage", home_page.pk])
    assert "home/vietnamese-slugs.js" in admin_client.get(url).content.decode()
    assert finders.find("home/vietnamese-slugs.js")
