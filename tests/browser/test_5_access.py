"""Nobody is shut out: axe finds nothing, nothing scrolls sideways at 320 px, filing works without JavaScript."""

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
Person = Callable[..., Page]
WCAG = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
PAGES = [
    "/",
    "/tin-tuc/",
    "/tim-kiem/?q=duong",
    "/phan-anh/",
    "/phan-anh/gui/",
    "/phan-anh/tra-cuu/",
    "/phan-anh/thong-ke/",
    "/tai-khoan/dang-nhap/",
    "/khong-co-trang-nay/",
]


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(person: Person, path: str) -> None:
    for dark in (False, True):
        page = person("phone", dark=dark)
        page.set_viewport_size({"width": 320, "height": 700})
        page.goto(path)
        found = Axe().run(page, options=WCAG)
        assert found.violations_count == 0, found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_a_case_is_filed_without_javascript(person: Person) -> None:
    page = person(javascript=False)
    page.goto("/phan-anh/gui/")
    page.get_by_label("Nội dung phản ánh").fill("Nắp hố ga trước cổng trường bị vỡ, trẻ em đi qua rất nguy hiểm.")
    page.get_by_label(re.compile("^Giao thông vận tải")).check()
    page.get_by_label(re.compile("Hoặc gõ tên xã, phường")).fill("Lộc Thọ")
    page.get_by_label("Họ và tên").fill("Phạm Thị Hoa")
    page.get_by_label("Số điện thoại").fill("0912 345 678")
    page.get_by_label(re.compile("Tôi đã đọc và đồng ý")).check()
    page.get_by_role("button", name="Gửi phản ánh").click()
    expect(page.get_by_role("heading", name="Đã gửi phản ánh")).to_be_visible()
    expect(page.get_by_text("Phường Nha Trang")).to_be_visible()
