"""The path and the clock of a case: refused and proposed anew, extended, moved by the calendar; and a denunciation.

The tests run in order; each goes on where the one before has stopped.
"""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.desk_steps import Person, Shot, act, file, look_up, open_case, propose, sign_in, submit

pytestmark = pytest.mark.browser
INTERNAL = "Tuyến này đã bàn giao cho phường theo biên bản số 12"
HOLIDAY = "Nghỉ theo quyết định thử"
CASES = "/admin/pakn/cases/"


@pytest.fixture(scope="module")
def shared() -> dict[str, str]:
    """What one step leaves for the next."""
    return {}


def test_a_refused_transfer_is_proposed_anew(person: Person, shot: Shot, shared: dict[str, str]) -> None:
    citizen = person("phone")
    code = shared["code"] = file(citizen, "Nắp cống đường Yersin vỡ, xe máy dễ sụp.", "hoa@example.vn")
    operator = sign_in(person(), "operator")
    open_case(operator, code)
    act(operator, "Tiếp nhận")
    submit(operator)
    propose(operator, code, "Sở Xây dựng", "Hạ tầng kỹ thuật đô thị.")

    coordinator = sign_in(person(), "coordinator-xaydung")
    open_case(coordinator, code)
    act(coordinator, "Trả lại đầu mối")
    coordinator.locator("[name=reason]").fill(INTERNAL)
    coordinator.locator("[name=suggested]").select_option(label="UBND phường Nha Trang")
    submit(coordinator)

    propose(operator, code, "UBND phường Nha Trang", "Theo đề xuất của Sở.")
    ward = sign_in(person(), "coordinator-nhatrang")
    open_case(ward, code)
    act(ward, "Nhận xử lý")
    ward.get_by_label("Cán bộ xử lý").select_option(index=1)
    submit(ward)

    look_up(citizen, code, "hoa@example.vn")
    shared["follow"] = citizen.url
    for sentence in ("Sở Xây dựng", "không thuộc thẩm quyền", "UBND phường Nha Trang đã nhận xử lý"):
        expect(citizen.locator(".pk-steps").get_by_text(sentence).first).to_be_visible()
    assert INTERNAL not in citizen.content()
    shot(citizen, "path-follow-phone", whole=True)


def test_an_extension_is_asked_granted_and_told(person: Person, shot: Shot, shared: dict[str, str]) -> None:
    officer = sign_in(person(), "officer-nhatrang")
    open_case(officer, shared["code"])
    act(officer, "Đề nghị gia hạn")
    officer.locator("[name=amount]").fill("3")
    officer.locator("[name=reason]").fill("Nắp cống loại này phải đặt đúc riêng, nhà máy giao sau năm ngày.")
    shot(officer, "path-extension-desktop")
    submit(officer)
    leader = sign_in(person(), "leader-nhatrang")
    open_case(leader, shared["code"])
    act(leader, "Đồng ý gia hạn")
    submit(leader)
    citizen = person("phone")
    citizen.goto(shared["follow"])
    expect(citizen.get_by_text("phải đặt đúc riêng").first).to_be_visible()
    open_case(officer, shared["code"])
    shot(officer, "path-case-desktop", whole=True)


def due_text(citizen: Page, follow: str) -> str:
    citizen.goto(follow)
    return citizen.locator("dt", has_text="Hạn trả lời").locator("xpath=following-sibling::dd").first.inner_text()


def next_weekday(days: int) -> date:
    """A day of the week that lies some days ahead."""
    day = date.today() + timedelta(days=days)
    while day.weekday() > 4:
        day += timedelta(days=1)
    return day


def test_a_changed_calendar_moves_the_deadline_and_says_why(person: Person, shot: Shot, shared: dict[str, str]) -> None:
    citizen = person("phone")
    before = due_text(citizen, shared["follow"])
    admin = sign_in(person(), "admin")
    admin.goto("/admin/pakn/calendar/")
    shot(admin, "path-calendar-desktop", whole=True)
    day = next_weekday(4)
    admin.goto(f"/admin/pakn/calendar/days/?day={day.isoformat()}")
    admin.locator("[name=name]").fill(HOLIDAY)
    admin.locator("[name=document]").fill("QĐ 999/QĐ-UBND")
    admin.get_by_role("button", name="Xem trước").click()
    expect(admin.get_by_text(shared["code"])).to_be_visible()
    shot(admin, "path-calendar-preview-desktop")
    admin.get_by_role("button", name="Áp dụng").click()
    expect(admin.get_by_text(re.compile("Đã áp dụng lúc"))).to_be_visible(timeout=60_000)
    assert due_text(citizen, shared["follow"]) != before
    citizen.get_by_role("link", name="Thời hạn được tính thế nào").click()
    expect(citizen.get_by_text(re.compile(HOLIDAY)).first).to_be_visible()
    shot(citizen, "path-timing-phone", whole=True)


def test_nobody_but_the_named_finds_a_denunciation(person: Person, shot: Shot) -> None:
    code = file(person("phone"), "Tôi tố cáo cán bộ địa chính nhận tiền của dân.", "to-cao@example.vn")
    operator = sign_in(person(), "operator")
    open_case(operator, code)
    address = operator.url
    act(operator, "Đánh dấu đơn khiếu nại, tố cáo")
    submit(operator)
    for user in ("operator", "coordinator-nhatrang"):
        page = sign_in(person(), user)
        page.goto(f"{CASES}?queue=all&q={code}")
        expect(page.locator("main table tbody a")).to_have_count(0)
        for door in (address, address + "print/", address + "refuse/"):
            answer = page.request.get(door)
            assert answer.status == 404
        assert code not in page.request.get(f"{CASES}export/csv/?queue=all").text()
    named = sign_in(person(), "operator-leader")
    open_case(named, code)
    named.reload()
    expect(named.get_by_text("Lượt xem", exact=False).first).to_be_visible()
    shot(named, "path-restricted-desktop", whole=True)
