"""Nobody is shut out: axe finds nothing, nothing scrolls sideways at 320 px, filing works without JavaScript."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.access import nobody_is_shut_out
from tests.browser.desk_steps import Person

pytestmark = pytest.mark.browser
PAGES = [
    "/",
    "/tin-tuc/",
    "/tim-kiem/?q=duong",
    "/phan-anh/",
    "/phan-anh/gui/",
    "/phan-anh/tra-cuu/",
    "/phan-anh/thong-ke/",
    "/phan-anh/bieu-ngu/",
    "/en/phan-anh/bieu-ngu/",
    "/tai-khoan/dang-nhap/",
    "/khong-co-trang-nay/",
]
STATUS = {"/khong-co-trang-nay/": 404}


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(person: Person, path: str) -> None:
    page = person("phone")
    response = page.goto(path)
    assert response and response.status == STATUS.get(path, 200)
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    nobody_is_shut_out(page)
    assert page.url.endswith(path)


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
