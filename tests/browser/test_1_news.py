"""An editor writes, a second one approves, everybody finds it."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.desk_steps import Person, Shot, sign_in

pytestmark = pytest.mark.browser


def test_an_editor_writes_and_a_second_one_approves(person: Person, shot: Shot, pictures: dict[str, Path]) -> None:
    title = "Thông báo: Đèn biển Đại Lãnh mở cửa đón khách"
    editor = sign_in(person(), "editor")
    shot(editor, "admin-home-desktop")
    editor.goto("/admin/images/add/")
    editor.get_by_label("Tiêu đề").fill("Ngọn đèn biển")
    editor.set_input_files("input[type=file]", str(pictures["news"]))
    editor.get_by_role("button", name=re.compile("Thêm|Tải lên")).first.click()
    expect(editor.get_by_text("Ngọn đèn biển").first).to_be_visible()
    _open_new_article(editor)
    editor.locator("[name=title]").fill(title)
    editor.locator("[name=intro]").fill("Từ tháng 12, du khách được lên thăm ngọn đèn biển vào các buổi sáng.")
    _choose_lead_image(editor)
    shot(editor, "editor-desktop")
    _page_action(editor, re.compile("Gửi duyệt|Gửi .*duyệt"))
    expect(editor.get_by_text(title).first).to_be_visible()
    visitor = person()
    visitor.goto("/tin-tuc/")
    expect(visitor.get_by_text(title)).to_have_count(0)

    chief = sign_in(person(), "chief-editor")
    chief.get_by_role("link", name=title).first.click()
    _page_action(chief, re.compile("Phê duyệt"))
    _confirm_dialog(chief)
    visitor.goto("/tin-tuc/")
    expect(visitor.get_by_role("link", name=title).first).to_be_visible()
    for query in ("đèn biển đại lãnh", "den bien dai lanh", "ĐÈN BIỂN"):
        visitor.goto(f"/tim-kiem/?q={query}")
        expect(visitor.get_by_role("link", name=title)).to_be_visible()
    shot(visitor, "search-desktop")


def _open_new_article(page: Page) -> None:
    found = page.request.get("/admin/api/main/pages/?slug=tin-tuc").json()
    page.goto(f"/admin/pages/{found['items'][0]['id']}/")
    page.get_by_role("link", name=re.compile("Thêm trang con|Thêm trang")).first.click()
    page.wait_for_load_state()
    if not page.locator("[name=title]").count():
        page.get_by_role("link", name=re.compile("Tin")).first.click()
    expect(page.locator("[name=title]")).to_be_visible()


def _choose_lead_image(page: Page) -> None:
    page.get_by_role("button", name=re.compile("Chọn ảnh|Chọn một ảnh")).first.click()
    page.get_by_role("link", name=re.compile("Ngọn đèn biển")).first.click()
    expect(page.locator(".modal-body")).to_have_count(0)


def _page_action(page: Page, name: re.Pattern[str]) -> None:
    """An entry of the editor's action menu, wherever it stands: as the first button or behind the arrow."""
    direct = page.locator("footer").get_by_role("button", name=name)
    if not direct.count() or not direct.first.is_visible():
        page.locator("footer .w-dropdown__toggle").last.click()
    page.locator("footer").get_by_role("button", name=name).first.click()
    page.wait_for_load_state()


def _confirm_dialog(page: Page) -> None:
    button = page.locator(".modal-content, [role=dialog]").get_by_role("button", name=re.compile("Phê duyệt|Xuất bản"))
    try:
        button.first.click(timeout=5_000)
    except Exception as error:
        if "Timeout" not in str(error):
            raise
    page.wait_for_load_state()
