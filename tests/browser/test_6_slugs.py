"""The editor's script in a real browser: what Wagtail's slug field gets to read has plain letters."""

import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

SCRIPT = Path(__file__).parents[2] / "home/static/home/vietnamese-slugs.js"
FIELDS = '<input id="slug" data-controller="w-slug"><input id="title" data-controller="w-sync">'
HEARD = """(text) => {
  const slug = document.getElementById("slug");
  let heard;
  slug.addEventListener("w-sync:apply", (event) => { heard = event.detail.value; }, { once: true });
  slug.dispatchEvent(new CustomEvent("w-sync:apply", { bubbles: true, detail: { value: text } }));
  return heard;
}"""

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def page(chromium: Browser) -> Iterator[Page]:
    page = chromium.new_page()
    page.set_content(FIELDS)
    page.add_script_tag(path=SCRIPT)
    yield page
    page.close()


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_title_reaches_the_slug_without_marks(page: Page, form: str) -> None:
    assert page.evaluate(HEARD, unicodedata.normalize(form, "Đường Trần Phú")) == "Duong Tran Phu"


def test_what_is_typed_into_the_slug_loses_its_marks_when_left(page: Page) -> None:
    page.fill("#slug", "đèn-đỏ")
    page.focus("#title")
    assert page.input_value("#slug") == "den-do"


def test_other_fields_keep_their_marks(page: Page) -> None:
    page.fill("#title", "Đường")
    page.focus("#slug")
    assert page.input_value("#title") == "Đường"
