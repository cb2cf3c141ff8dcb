"""Two agencies place the banner on portals of another origin and are counted apart."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.browser.desk_steps import Person, Shot, sign_in

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.browser

# What portals send with their pages: nothing, the policies of careful ones, and one that isolates itself.
POLICIES: dict[str, dict[str, str]] = {
    "none": {},
    "own": {"Content-Security-Policy": "default-src 'self'"},
    "pictures": {
        "Content-Security-Policy": "default-src 'self'; img-src http: https: data:; frame-src 'none'; script-src 'self'"
    },
    "strictest": {
        "Content-Security-Policy": "default-src 'none'; base-uri 'none'; form-action 'none'; "
        "require-trusted-types-for 'script'",
        "Referrer-Policy": "no-referrer",
    },
    "isolated": {
        "Cross-Origin-Embedder-Policy": "require-corp",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
    },
}
# Where the policy lets pictures of others in: elsewhere the words stand in the picture's place.
SHOWN = {"none", "pictures", "isolated"}


def test_two_agencies_place_the_banner_and_are_counted_apart(
    person: Person, portal: Callable[[str, str], str], shot: Shot, var: Path
) -> None:
    first_place, second_place = (f"{part} trang {uuid4().hex[:4]}" for part in ("Đầu", "Chân"))
    webmaster = sign_in(person(), "webmaster-moitruong")
    first = _new_placement(webmaster, first_place)
    shot(webmaster, "banner-kit-desktop", whole=True)
    admin = sign_in(person(), "agency-admin-xaydung")
    second = _new_placement(admin, second_place)
    assert first != second and len(first) <= 400
    visitor = person()
    for _ in range(2):
        _click_banner(visitor, portal("sonnmt", _portal_page(first)))
    _click_banner(visitor, portal("soxaydung", _portal_page(second)))
    shot(visitor, "file-from-banner-desktop")
    _file_briefly(visitor)
    _add_up(var)
    assert _counts(webmaster, first_place) == (2, 0)
    assert _counts(admin, second_place) == (1, 1)


@pytest.mark.parametrize("javascript", [True, False])
def test_the_line_works_under_every_policy_of_a_portal(
    person: Person, portal: Callable[..., str], javascript: bool
) -> None:
    webmaster = sign_in(person(), "webmaster-moitruong")
    webmaster.goto("/admin/pakn/bieu-ngu/")
    webmaster.locator(".pakn-kit__place").first.click()
    line = webmaster.locator("#pakn-code").input_value()
    for name, headers in POLICIES.items():
        visitor = person(javascript=javascript)
        visitor.goto(portal(name, _portal_page(line + "<p>Tin tức</p>"), headers))
        link = visitor.get_by_role("link", name=re.compile("Phản ánh, kiến nghị"))
        picture = link.locator("img")
        assert (picture.evaluate("image => image.naturalWidth > 0")) is (name in SHOWN), name
        box = picture.bounding_box()
        # A browser that may not show the picture sets its words in the line.
        assert box and box["width"] > 200 and box["height"] >= 15, name
        if name in SHOWN:
            assert (box["width"], box["height"]) == (728, 90), name
        if name in SHOWN and javascript:  # without it no observer is called back
            assert _shift(visitor) < 0.02, name
        visitor.keyboard.press("Tab")
        expect(link).to_be_focused()
        visitor.keyboard.press("Enter")
        expect(visitor).to_have_url(re.compile(r"/phan-anh/gui/\?b="))
        visitor.context.close()


def _shift(page: Page) -> float:
    """How far the page has moved by itself (Layout Instability, buffered since the page began)."""
    moved: float = page.evaluate(
        """() => new Promise(done => {
            let sum = 0;
            new PerformanceObserver(list => list.getEntries().forEach(entry => { sum += entry.value; }))
                .observe({type: "layout-shift", buffered: true});
            setTimeout(() => done(sum), 100);
        })"""
    )
    return moved


def _new_placement(page: Page, place: str) -> str:
    page.goto("/admin/pakn/bieu-ngu/them/")
    page.locator("[name=place]").fill(place)
    agency = page.locator("select[name=agency]")
    if agency.count() and not agency.input_value():
        agency.select_option(index=1)
    page.locator("main form button[type=submit]").first.click()
    snippet = page.locator("textarea[readonly], input[readonly]").first
    expect(snippet).to_be_visible()
    return snippet.input_value()


def _portal_page(snippet: str) -> str:
    return f"<!doctype html><meta charset=utf-8><title>Cổng thông tin</title><h1>Cổng thông tin của sở</h1>{snippet}"


def _click_banner(page: Page, address: str) -> None:
    page.goto(address)
    image = page.locator("a > img")
    expect(image).to_be_visible()
    assert image.evaluate("image => image.complete && image.naturalWidth > 0")
    image.click()
    expect(page).to_have_url(re.compile(r"/phan-anh/gui/\?b="))
    expect(page.get_by_role("heading", name="Gửi phản ánh, kiến nghị")).to_be_visible()


def _file_briefly(page: Page) -> None:
    page.get_by_label("Nội dung phản ánh").fill("Rác đổ đầy bờ kè sau chợ, đã năm ngày chưa ai thu gom.")
    page.get_by_label(re.compile("^Tài nguyên và Môi trường")).check()
    page.get_by_label("Xã, phường, đặc khu hiện nay").select_option(label="Phường Cam Ranh")
    page.get_by_label("Họ và tên").fill("Lê Văn Bình")
    page.get_by_label("Số điện thoại").fill("0905 123 456")
    page.get_by_label(re.compile("Tôi đã đọc và đồng ý")).check()
    page.get_by_role("button", name="Gửi phản ánh").click()
    expect(page.get_by_role("heading", name="Đã gửi phản ánh")).to_be_visible()


def _add_up(var: Path) -> None:
    """What the worker does some minutes later."""
    env = {k: v for k, v in os.environ.items() if k not in {"DJANGO_SETTINGS_MODULE", "DATABASE_URL"}}
    command = [sys.executable, str(ROOT / "manage.py"), "collect_counts", "--all"]
    subprocess.run(command, cwd=ROOT, env=env | {"VAR_DIR": str(var)}, check=True)


def _counts(page: Page, place: str) -> tuple[int, int]:
    page.goto("/admin/pakn/bieu-ngu/")
    cells = page.locator("tr", has_text=place).locator(".pakn-kit__number").all_inner_texts()
    clicked, filed = (int(re.search(r"\d+", cell).group()) for cell in cells[:2])  # type: ignore[union-attr]
    return clicked, filed
