"""The seven figures, and the citizens' pages in English."""

import re
from datetime import datetime

import pytest
from playwright.sync_api import expect

from tests.browser.desk_steps import Person, Shot

pytestmark = pytest.mark.browser


def test_anyone_sees_the_seven_figures(person: Person, shot: Shot) -> None:
    anyone = person("phone")
    anyone.goto("/phan-anh/thong-ke/")
    figures = (
        "Tài khoản",
        "Phản ánh",
        "Đã trả lời",
        "Tin nhắn trao đổi",
        "Lượt đánh giá",
        "Quá hạn",
        "Không hài lòng",
    )
    for figure in figures:
        expect(anyone.locator("main").get_by_text(figure, exact=True).first).to_be_visible()
    text = anyone.locator("main").inner_text()
    assert len(re.findall(r"\d+/\d+ \(\d+(,\d)?\s%\)", text)) >= 4
    assert f"{datetime.now():%Y}" in text and "Chốt số liệu" in text
    shot(anyone, "statistics-phone")
    desktop = person()
    desktop.goto("/")
    shot(desktop, "home-desktop")
    desktop.goto("/phan-anh/gui/")
    shot(desktop, "file-desktop")


@pytest.mark.parametrize("path", ["/en/", "/en/phan-anh/gui/", "/en/phan-anh/tra-cuu/", "/en/phan-anh/thong-ke/"])
def test_the_citizens_pages_speak_english(person: Person, path: str) -> None:
    page = person()
    page.goto(path)
    expect(page.locator("html")).to_have_attribute("lang", re.compile("^en"))
    expect(page.get_by_role("link", name=re.compile("feedback", re.IGNORECASE)).first).to_be_visible()
