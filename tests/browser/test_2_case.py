"""A case from filing to its end: question, note, reply, unsatisfied, review, second answer, satisfied.

The tests run in order; each goes on where the one before has stopped.
"""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.desk_steps import Person, Shot, act, answer, approve, look_up, mail, open_case, rate, sign_in

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def shared() -> dict[str, str]:
    """What one step leaves for the next: codes and links, as a person would note them down."""
    return {}


def test_a_citizen_files_a_case_and_finds_it_again(
    person: Person, shot: Shot, pictures: dict[str, Path], shared: dict[str, str], var: Path
) -> None:
    citizen = person("phone")
    citizen.goto("/")
    shot(citizen, "home-phone")
    citizen.get_by_role("link", name="Gửi phản ánh").first.click()
    citizen.get_by_role("button", name="Gửi phản ánh").click()
    expect(citizen.get_by_role("alert")).to_be_focused()
    shot(citizen, "file-error-phone")
    citizen.goto("/phan-anh/gui/")
    citizen.get_by_label("Nội dung phản ánh").fill(
        "Đèn đường trước số 5 Nguyễn Trãi tắt từ thứ Hai, ghế nhựa bày kín vỉa hè, người đi bộ phải xuống lòng đường."
    )
    citizen.get_by_label("Hạ tầng đô thị").check()
    citizen.set_input_files("input[type=file]", [str(pictures["one"]), str(pictures["two"])])
    citizen.get_by_label("Xã, phường, đặc khu hiện nay").select_option(label="Phường Nha Trang")
    citizen.get_by_label("Địa chỉ hoặc vị trí").fill("Trước số 5 Nguyễn Trãi")
    citizen.get_by_label("Họ và tên").fill("Trần Thị Mai")
    citizen.get_by_label("Thư điện tử").fill("mai@example.vn")
    citizen.get_by_label(re.compile("Tôi đã đọc và đồng ý")).check()
    citizen.get_by_label(re.compile("công khai sau khi che tên")).check()
    shot(citizen, "file-phone")
    citizen.get_by_role("button", name="Gửi phản ánh").click()
    expect(citizen.get_by_role("heading", name="Đã gửi phản ánh")).to_be_visible()
    shared["code"] = citizen.locator(".pk-code").inner_text().strip()
    assert re.fullmatch(r"KH(-[0-9A-Z]{4}){3}", shared["code"])
    shot(citizen, "sent-phone")

    again = person()
    again.goto("/phan-anh/tra-cuu/")
    again.get_by_label("Mã phản ánh").fill(shared["code"].lower().replace("-", " "))
    again.get_by_label(re.compile("Số điện thoại hoặc thư")).fill("sai@example.vn")
    again.get_by_role("button", name="Xem phản ánh").click()
    expect(again.get_by_role("alert")).to_be_visible()
    look_up(again, shared["code"], "mai@example.vn")
    expect(again.get_by_text("Chờ tiếp nhận").first).to_be_visible()
    expect(again.locator("img[src*='/anh/']")).to_have_count(2)
    shared["follow"] = again.url
    mail(var, "mai@example.vn", shared["code"])


def test_the_operator_receives_classifies_and_proposes(person: Person, shot: Shot, shared: dict[str, str]) -> None:
    code = shared["code"]
    operator = sign_in(person(), "operator")
    operator.goto("/admin/pakn/cases/")
    shot(operator, "desk-list-desktop")
    open_case(operator, code)
    act(operator, "Tiếp nhận")
    operator.locator("form").get_by_role("button", name="Tiếp nhận").click()
    open_case(operator, code)
    act(operator, "Phân loại và chuyển")
    operator.get_by_label("Tiêu đề").fill("Đèn đường tắt, vỉa hè bị lấn chiếm trước số 5 Nguyễn Trãi")
    expect(operator.get_by_label("Cơ quan xử lý").locator("option:checked")).to_have_text("UBND phường Nha Trang")
    operator.locator("[name=reason]").fill("Trật tự đô thị thuộc địa bàn phường.")
    operator.get_by_role("button", name="Chuyển cơ quan xử lý").click()
    expect(operator.get_by_text("Đã chuyển phản ánh").first).to_be_visible()


def test_the_agency_accepts_asks_and_hears(person: Person, shot: Shot, shared: dict[str, str]) -> None:
    code = shared["code"]
    coordinator = sign_in(person(), "coordinator-nhatrang")
    open_case(coordinator, code)
    act(coordinator, "Nhận xử lý")
    coordinator.get_by_label("Cán bộ xử lý").select_option(index=1)
    coordinator.get_by_role("button", name="Nhận xử lý").click()

    officer = sign_in(person(), "officer-nhatrang")
    open_case(officer, code)
    act(officer, "Yêu cầu bổ sung")
    officer.get_by_role("textbox", name=re.compile("Câu hỏi")).fill("Xin bà cho biết số ghi trên trụ đèn.")
    officer.get_by_role("button", name="Gửi yêu cầu cho người dân").click()

    citizen = person("phone")
    citizen.goto(shared["follow"])
    expect(citizen.get_by_text("Xin bà cho biết số ghi trên trụ đèn.")).to_be_visible()
    shot(citizen, "follow-question-phone")
    citizen.locator("#bo-sung").get_by_role("textbox").fill("Trụ số 17A.")
    citizen.get_by_role("button", name="Gửi bổ sung").click()
    expect(citizen.get_by_text("Đang xử lý").first).to_be_visible()


def test_a_note_stays_inside_and_the_reply_needs_a_leader(
    person: Person, shot: Shot, pictures: dict[str, Path], shared: dict[str, str]
) -> None:
    code = shared["code"]
    officer = sign_in(person(), "officer-nhatrang")
    open_case(officer, code)
    officer.get_by_role("link", name="Viết ghi chú nội bộ").click()
    note = "Kính chuyển tổ điện kiểm tra, báo cáo lãnh đạo."
    officer.get_by_role("textbox", name=re.compile("Ghi chú nội bộ")).fill(note)
    officer.get_by_role("button", name="Lưu ghi chú nội bộ").click()
    answer(officer, code, "Ngày 23/11, tổ điện đã thay bóng trụ 17A và dọn ghế nhựa.", pictures["after"])
    open_case(officer, code)
    shot(officer, "desk-case-desktop")

    leader = sign_in(person(), "leader-nhatrang")
    approve(leader, code, shot)
    citizen = person("phone")
    citizen.goto(shared["follow"])
    expect(citizen.get_by_text("tổ điện đã thay bóng trụ 17A")).to_be_visible()
    expect(citizen.get_by_text("Kính chuyển")).to_have_count(0)
    shot(citizen, "follow-answered-phone")
    rate(citizen, "Không hài lòng", "Ghế nhựa vẫn còn.")
    expect(citizen.get_by_text("Đang rà soát").first).to_be_visible()


def test_a_review_reopens_and_the_second_answer_ends_it(
    person: Person, pictures: dict[str, Path], shared: dict[str, str]
) -> None:
    code = shared["code"]
    reviewer = sign_in(person(), "reviewer")
    open_case(reviewer, code)
    reviewer.locator(".pk-desk-actions a[href$='/reopen_review/']").click()
    reason = "Ngày 23/11 kiểm tra lại, vỉa hè chưa được dọn hết; phường sẽ xử lý lại."
    reviewer.get_by_label("Nguyên nhân").select_option(label="Chưa làm như đã hứa")
    reviewer.get_by_label("Việc chấn chỉnh").select_option(label="Nhắc nhở")
    reviewer.get_by_role("textbox", name=re.compile("Lý do gửi người dân")).fill(reason)
    reviewer.locator("main form button[type=submit]").first.click()
    expect(reviewer.get_by_text(code).first).to_be_visible()

    officer, leader = sign_in(person(), "officer-nhatrang"), sign_in(person(), "leader-nhatrang")
    answer(officer, code, "Ngày 24/11, phường đã lập biên bản và thu toàn bộ ghế nhựa.", pictures["after"])
    approve(leader, code)
    citizen = person("phone")
    citizen.goto(shared["follow"])
    rate(citizen, "Hài lòng", "Cảm ơn phường.")
    expect(citizen.get_by_text("Kết thúc").first).to_be_visible()


def test_the_operator_publishes_a_redacted_copy(person: Person, shot: Shot, shared: dict[str, str]) -> None:
    operator = sign_in(person(), "operator")
    open_case(operator, shared["code"])
    operator.locator(".pk-desk-actions a[href$='/publish/']").click()
    operator.get_by_label("Tiêu đề công khai").fill("Đèn đường tắt và vỉa hè bị lấn chiếm")
    operator.get_by_label("Nội dung công khai").fill("Đèn đường tắt, ghế nhựa bày kín vỉa hè đường Nguyễn Trãi.")
    operator.locator("main form button[type=submit]").first.click()
    anyone = person()
    anyone.goto("/phan-anh/")
    shot(anyone, "published-list-desktop")
    anyone.get_by_role("link", name="Đèn đường tắt và vỉa hè bị lấn chiếm").click()
    expect(anyone.get_by_text("thu toàn bộ ghế nhựa").first).to_be_visible()
    page = anyone.content()
    assert shared["code"] not in page and "Trần Thị Mai" not in page and "số 5 Nguyễn Trãi" not in page
    assert "Kính chuyển" not in page
    shot(anyone, "published-desktop")
