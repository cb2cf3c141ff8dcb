"""What people do at the pages, in their own words: sign in, look up, open a case, answer, approve, rate."""

import re
import time
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from playwright.sync_api import Page, expect

PASSWORD = "pakn-demo-2026"
Person = Callable[..., Page]
Shot = Callable[..., None]


def sign_in(page: Page, user: str) -> Page:
    """Sign in at the admin."""
    page.goto("/admin/login/")
    page.get_by_role("textbox", name="Tên đăng nhập").fill(user)
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page).to_have_url(re.compile(r"/admin/$"))
    return page


def look_up(page: Page, code: str, contact: str) -> None:
    page.goto("/phan-anh/tra-cuu/")
    page.get_by_label("Mã phản ánh").fill(code)
    page.get_by_label(re.compile("Số điện thoại hoặc thư")).fill(contact)
    page.get_by_role("button", name="Xem phản ánh").click()
    expect(page).to_have_url(re.compile("/theo-doi/"))


def mail(var: Path, to: str, word: str) -> str:
    """Wait until the worker has sent a mail to somebody with a word in its subject; returns the text."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        for sent in _mails(var):
            if to in str(sent["To"]) and word in str(sent["Subject"]):
                return str(sent.get_content())
        time.sleep(0.5)
    raise AssertionError(f"no mail to {to} with {word}")


def _mails(var: Path) -> Iterator[EmailMessage]:
    for file in (var / "mails").glob("*"):
        for source in file.read_bytes().split(b"\n" + b"-" * 79 + b"\n"):
            yield message_from_bytes(source, _class=EmailMessage, policy=policy.default)


def open_case(page: Page, code: str) -> None:
    page.goto(f"/admin/pakn/cases/?queue=all&q={code}")
    page.locator("main table tbody a").first.click()
    expect(page.get_by_text(code).first).to_be_visible()


def act(page: Page, link: str) -> None:
    page.locator(".pk-desk-actions").get_by_role("link", name=link, exact=True).click()


def answer(officer: Page, code: str, text: str, picture: Path) -> None:
    open_case(officer, code)
    act(officer, "Soạn trả lời")
    officer.get_by_role("textbox", name=re.compile("Trả lời chính thức")).fill(text)
    officer.set_input_files("input[type=file]", str(picture))
    officer.get_by_role("button", name="Trình lãnh đạo duyệt").click()
    expect(officer.get_by_text("Đã trình lãnh đạo duyệt").first).to_be_visible()


def approve(leader: Page, code: str, shot: Shot | None = None) -> None:
    open_case(leader, code)
    leader.locator(".pk-desk-actions a[href$='/approve/']").click()
    if shot:
        shot(leader, "desk-approve-desktop")
    leader.get_by_role("button", name="Duyệt và công bố cho người dân").click()
    expect(leader.get_by_text("Đã duyệt và công bố").first).to_be_visible()


def rate(citizen: Page, score: str, comment: str) -> None:
    form = citizen.locator("#danh-gia")
    form.get_by_label(score, exact=True).check()
    form.get_by_role("textbox").fill(comment)
    form.get_by_role("button", name="Gửi đánh giá").click()


def file(citizen: Page, text: str, email: str) -> str:
    """File a case and return its code."""
    citizen.goto("/phan-anh/gui/")
    citizen.get_by_label("Nội dung phản ánh").fill(text)
    citizen.get_by_label("Hạ tầng đô thị").check()
    citizen.get_by_label("Xã, phường, đặc khu hiện nay").select_option(label="Phường Nha Trang")
    citizen.get_by_label("Địa chỉ hoặc vị trí").fill("Đường Yersin")
    citizen.get_by_label("Họ và tên").fill("Lê Thị Hoa")
    citizen.get_by_label("Thư điện tử").fill(email)
    citizen.get_by_label(re.compile("Tôi đã đọc và đồng ý")).check()
    citizen.get_by_role("button", name="Gửi phản ánh").click()
    expect(citizen.get_by_role("heading", name="Đã gửi phản ánh")).to_be_visible()
    return citizen.locator(".pk-code").inner_text().strip()


def propose(operator: Page, code: str, agency: str, reason: str) -> None:
    open_case(operator, code)
    act(operator, "Phân loại và chuyển")
    operator.get_by_label("Cơ quan xử lý").select_option(label=agency)
    operator.locator("[name=reason]").fill(reason)
    operator.get_by_role("button", name="Chuyển cơ quan xử lý").click()
    expect(operator.get_by_text("Đã chuyển phản ánh").first).to_be_visible()


def submit(page: Page) -> None:
    """Send the form of an action."""
    page.locator("main form button[type=submit]").first.click()
