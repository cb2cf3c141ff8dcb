"""An answer and its second chance: a copied note is stopped, a warning confirmed; what was asked anew is rated anew.

The tests run in order; each goes on where the one before has stopped.
"""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.desk_steps import (
    Person,
    Shot,
    act,
    approve,
    file,
    look_up,
    open_case,
    propose,
    rate,
    sign_in,
    submit,
)

pytestmark = pytest.mark.browser
NOTE = "Nhà thầu chậm vì chưa được thanh toán đợt hai, việc này chưa đưa ra ngoài phường."
WHY = "Nhà thầu đã công bố việc này trên báo tỉnh."
EMAIL = "lan@example.vn"


@pytest.fixture(scope="module")
def shared() -> dict[str, str]:
    """What one step leaves for the next."""
    return {}


def write(officer: Page, code: str, text: str) -> None:
    """Write a reply and send it for approval."""
    open_case(officer, code)
    act(officer, "Soạn trả lời")
    officer.get_by_role("textbox", name=re.compile("Trả lời chính thức")).fill(text)
    officer.get_by_role("button", name="Trình lãnh đạo duyệt").click()


def test_a_copied_note_is_stopped_with_its_marking(person: Person, shot: Shot, shared: dict[str, str]) -> None:
    code = shared["code"] = file(person("phone"), "Vỉa hè đường Yersin đào lên rồi bỏ dở một tháng.", EMAIL)
    operator, ward = sign_in(person(), "operator"), sign_in(person(), "coordinator-nhatrang")
    open_case(operator, code)
    act(operator, "Tiếp nhận")
    submit(operator)
    propose(operator, code, "UBND phường Nha Trang", "Vỉa hè do phường quản lý.")
    open_case(ward, code)
    act(ward, "Nhận xử lý")
    ward.get_by_label("Cán bộ xử lý").select_option(index=1)
    submit(ward)

    officer = sign_in(person(), "officer-nhatrang")
    open_case(officer, code)
    officer.get_by_role("link", name="Viết ghi chú nội bộ").click()
    officer.get_by_role("textbox", name=re.compile("Ghi chú nội bộ")).fill(NOTE)
    officer.get_by_role("button", name="Lưu ghi chú nội bộ").click()
    write(officer, code, f"Kính gửi ông bà. {NOTE}")
    expect(officer.get_by_text("Chưa trình duyệt: nội dung trùng").first).to_be_visible()
    expect(officer.locator(".pk-desk-finding--blocks mark")).to_have_count(2)
    shot(officer, "answer-held-desktop", whole=True)
    officer.get_by_label(re.compile("Vì sao vẫn trình")).fill(WHY)
    officer.get_by_role("button", name="Trình lãnh đạo duyệt").click()
    expect(officer.get_by_text("Đã trình lãnh đạo duyệt").first).to_be_visible()


def test_the_leader_publishes_it_only_with_a_reason(person: Person, shared: dict[str, str]) -> None:
    leader = sign_in(person(), "leader-nhatrang")
    open_case(leader, shared["code"])
    leader.locator(".pk-desk-actions a[href$='/approve/']").click()
    expect(leader.get_by_text(WHY).first).to_be_visible()
    leader.get_by_label(re.compile("Lý do công bố dù trùng")).fill(WHY)
    leader.get_by_role("button", name="Duyệt và công bố cho người dân").click()
    expect(leader.get_by_text("Đã duyệt và công bố").first).to_be_visible()


def test_what_is_still_missing_is_answered_and_rated_again(person: Person, shared: dict[str, str]) -> None:
    code, citizen = shared["code"], person("phone")
    look_up(citizen, code, EMAIL)
    assert WHY not in citizen.content()
    rate(citizen, "Không hài lòng", "Không nói bao giờ xong.")
    reviewer = sign_in(person(), "reviewer")
    open_case(reviewer, code)
    act(reviewer, "Giữ nguyên kết quả")
    reviewer.get_by_role("textbox").first.fill("Phường đã nêu đúng tình trạng; việc thi công đang chờ vật tư.")
    submit(reviewer)
    citizen.reload()
    citizen.locator("summary", has_text="Đề nghị xử lý lại").click()
    citizen.locator("[name=missing]").fill("Vẫn chưa có ngày lát lại vỉa hè.")
    citizen.get_by_role("button", name="Đề nghị xử lý lại").click()
    expect(citizen.get_by_text("Phản ánh đã được mở lại.").first).to_be_visible()

    officer = sign_in(person(), "officer-nhatrang")
    write(officer, code, "Cảm ơn ông bà đã quan tâm.")
    expect(officer.get_by_text("Chưa trình duyệt: hãy xem").first).to_be_visible()
    officer.get_by_label(re.compile("Tôi đã xem các điểm")).check()
    officer.get_by_role("button", name="Trình lãnh đạo duyệt").click()
    expect(officer.get_by_text("Đã trình lãnh đạo duyệt").first).to_be_visible()
    approve(sign_in(person(), "leader-nhatrang"), code)
    citizen.reload()
    rate(citizen, "Hài lòng", "Nay đã rõ.")
    expect(citizen.get_by_text("Cảm ơn bạn đã đánh giá.").first).to_be_visible()
