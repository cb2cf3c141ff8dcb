"""An answer and its second chance: a copied note is stopped, a warning confirmed by two; what was asked anew is rated
anew, papers go both ways, each point has its answer, and what was wrong is corrected in the open.

The tests run in order; each goes on where the one before has stopped.
"""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from pakn_plugin.demo.pictures import paper
from tests.browser.desk_steps import Person, Shot, act, file, look_up, mail, open_case, propose, sign_in, submit

pytestmark = pytest.mark.browser
NOTE = "Nhà thầu chậm vì chưa được thanh toán đợt hai, việc này chưa đưa ra ngoài phường."
WHY = "Nhà thầu đã công bố việc này trên báo tỉnh."
EMAIL = "lan@example.vn"
PLANNED = "Phường đã báo cáo lãnh đạo và đặt đủ gạch; tổ thi công làm việc trở lại từ thứ Hai."
POINTS = ("Dọn đất đá trên vỉa hè", "Bao giờ lát xong vỉa hè?")
CLEARED = "Đã dọn sạch đất đá trước các nhà."
LAID = "Lát xong đoạn từ số 2 đến số 40."


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
    leader.get_by_label(re.compile("Tôi đã xem các điểm")).check()
    leader.get_by_role("button", name="Duyệt và công bố cho người dân").click()
    expect(leader.get_by_text("Đã duyệt và công bố").first).to_be_visible()
    citizen = person("phone")
    look_up(citizen, shared["code"], EMAIL)
    shared["follow"] = citizen.url
    assert WHY not in citizen.content()


def one_tap(letter: str, verdict: str) -> str:
    """The address that stands in a mail below a verdict."""
    return re.findall(rf"- {verdict}:\s+(https?://\S+)", letter)[0]


def test_one_tap_in_the_mail_opens_and_one_button_records(
    person: Person, shot: Shot, shared: dict[str, str], var: Path
) -> None:
    link = one_tap(mail(var, EMAIL, f"{shared['code']} đã được trả lời"), "Không hài lòng")
    citizen = person("phone")
    for _again in range(2):
        citizen.goto(link)
        expect(citizen.get_by_label("Không hài lòng", exact=True)).to_be_checked()
    shot(citizen, "answer-rate-phone", whole=True)
    follow = person("phone")
    follow.goto(shared["follow"])
    expect(follow.get_by_text("Bạn đã đánh giá:")).to_have_count(0)

    citizen.locator("summary", has_text="Nói rõ hơn").click()
    citizen.get_by_label("Trả lời chung chung").check()
    citizen.get_by_role("button", name="Gửi đánh giá").click()
    expect(citizen.get_by_role("heading", name="Cảm ơn bạn đã đánh giá")).to_be_visible()
    follow.reload()
    expect(follow.get_by_text("Bạn đã đánh giá: Không hài lòng")).to_be_visible()
    expect(follow.get_by_text("Trả lời chung chung")).to_be_visible()


def test_the_review_names_cause_and_act_and_the_citizen_asks_anew(
    person: Person, shot: Shot, shared: dict[str, str]
) -> None:
    reviewer = sign_in(person(), "reviewer")
    open_case(reviewer, shared["code"])
    act(reviewer, "Giữ nguyên kết quả")
    reviewer.get_by_label("Nguyên nhân").select_option(label="Chưa làm như đã hứa")
    reviewer.get_by_label("Việc chấn chỉnh").select_option(label="Nhắc nhở")
    told = "Phường đã nêu đúng tình trạng; việc thi công đang chờ vật tư."
    reviewer.get_by_role("textbox", name=re.compile("Lý do gửi người dân")).fill(told)
    shot(reviewer, "answer-review-desktop", whole=True)
    submit(reviewer)
    expect(reviewer.get_by_text(shared["code"]).first).to_be_visible()

    citizen = person("phone")
    citizen.goto(shared["follow"])
    expect(citizen.get_by_text(told)).to_be_visible()
    assert "Nhắc nhở" not in citizen.content()
    citizen.locator("summary", has_text="Đề nghị xử lý lại").click()
    citizen.locator("[name=missing]").fill("Vẫn chưa có ngày lát lại vỉa hè.")
    citizen.get_by_role("button", name="Đề nghị xử lý lại").click()
    expect(citizen.get_by_text("Phản ánh đã được mở lại.").first).to_be_visible()


def test_papers_go_both_ways(person: Person, shared: dict[str, str], tmp_path: Path) -> None:
    minutes = tmp_path / "bien-ban.pdf"
    minutes.write_bytes(paper("Biên bản").content)
    citizen = person("phone")
    citizen.goto(shared["follow"])
    citizen.locator("summary", has_text="Nhắn cho cơ quan xử lý").click()
    citizen.get_by_label("Nội dung").fill("Tôi gửi biên bản của tổ dân phố. Phường đã nhận được chưa?")
    citizen.set_input_files("#id_answer_documents", str(minutes))
    citizen.get_by_role("button", name="Gửi tin nhắn").click()
    expect(citizen.get_by_role("link", name="Tài liệu 1")).to_have_count(1)

    officer = sign_in(person(), "officer-nhatrang")
    open_case(officer, shared["code"])
    with officer.expect_download() as got:
        officer.locator(".pk-desk-entry--citizen").get_by_role("link", name="Tài liệu 1").click()
    assert got.value.path().read_bytes().startswith(b"%PDF")
    officer.locator(".pk-desk-box--dialogue").get_by_role("link", name="Trả lời tin nhắn").click()
    officer.get_by_role("textbox", name=re.compile("Tin nhắn gửi người dân")).fill("Phường đã nhận; xin gửi sơ đồ.")
    officer.set_input_files("[name=documents]", str(minutes))
    submit(officer)
    citizen.reload()
    expect(citizen.get_by_role("link", name="Tài liệu 1")).to_have_count(2)
    expect(citizen.get_by_text("Không có tin nhắn nào đang chờ trả lời.")).to_be_visible()


def mark_points(officer: Page, code: str) -> None:
    """Say what the citizen asks."""
    open_case(officer, code)
    officer.get_by_role("link", name="Nêu các điều được hỏi").first.click()
    for number, text in enumerate(POINTS, 1):
        officer.get_by_label(f"Điều {number}", exact=True).fill(text)
    submit(officer)
    expect(officer.get_by_text(POINTS[1]).first).to_be_visible()


def answer_point(officer: Page, point: str, outcome: str, words: str, day: date | None = None) -> None:
    """Answer one point in the editor of the reply."""
    group = officer.get_by_role("group", name=re.compile(re.escape(point)))
    group.get_by_label("Kết quả").select_option(label=outcome)
    group.get_by_label("Nói rõ cho người dân").fill(words)
    if day:
        group.get_by_label("Ngày đã làm, hoặc ngày hẹn").fill(day.isoformat())


def test_each_point_is_answered_and_two_people_confirm_a_warning(
    person: Person, shot: Shot, shared: dict[str, str]
) -> None:
    code, day = shared["code"], date.today() + timedelta(days=20)
    officer = sign_in(person(), "officer-nhatrang")
    mark_points(officer, code)
    act(officer, "Soạn trả lời")
    answer_point(officer, POINTS[0], "Đã làm", CLEARED)
    answer_point(officer, POINTS[1], "Sẽ làm", LAID, day)
    officer.get_by_role("textbox", name=re.compile("Trả lời chính thức")).fill(PLANNED)
    officer.get_by_role("button", name="Trình lãnh đạo duyệt").click()
    expect(officer.get_by_text("Chưa trình duyệt: hãy xem").first).to_be_visible()
    expect(officer.locator("mark", has_text="báo cáo lãnh đạo")).to_be_visible()
    shot(officer, "answer-points-desktop", whole=True)
    officer.get_by_label(re.compile("Tôi đã xem các điểm")).check()
    officer.get_by_role("button", name="Trình lãnh đạo duyệt").click()
    expect(officer.get_by_text("Đã trình lãnh đạo duyệt").first).to_be_visible()

    leader = sign_in(person(), "leader-nhatrang")
    open_case(leader, code)
    leader.goto(f"/admin/pakn/cases/approvals/?case={re.findall(r'/cases/([0-9]+)/', leader.url)[0]}")
    expect(leader.get_by_text(LAID).first).to_be_visible()
    shot(leader, "answer-queue-desktop", whole=True)
    leader.get_by_role("button", name="Duyệt và công bố cho người dân").click()
    expect(leader.get_by_text("Hãy xem các điểm được đánh dấu rồi xác nhận").first).to_be_visible()
    leader.get_by_label(re.compile("Tôi đã xem các điểm")).check()
    leader.get_by_role("button", name="Duyệt và công bố cho người dân").click()
    expect(leader.get_by_text("Đã duyệt và công bố").first).to_be_visible()

    citizen = person("phone")
    citizen.goto(shared["follow"])
    done, promised = citizen.get_by_role("list", name="Trả lời từng điều được nêu").get_by_role("listitem").all()
    for row, words in ((done, (POINTS[0], "Đã làm", CLEARED)), (promised, (POINTS[1], "Sẽ làm", LAID))):
        for each in words:
            expect(row).to_contain_text(each)
    expect(promised).to_contain_text(re.compile(rf"muộn nhất hết ngày 0?{day.day}\D.*Chưa đến hẹn", re.DOTALL))


def test_the_old_link_shows_the_new_answer_and_both_verdicts_stand_side_by_side(
    person: Person, shot: Shot, shared: dict[str, str], var: Path
) -> None:
    citizen, code = person("phone"), shared["code"]
    citizen.goto(one_tap(mail(var, EMAIL, f"{code} đã được trả lời"), "Không hài lòng"))
    expect(citizen.get_by_role("heading", name="Câu trả lời đã được cập nhật")).to_be_visible()
    for words in (PLANNED, CLEARED, LAID):
        expect(citizen.get_by_text(words)).to_be_visible()
    citizen.get_by_label("Hài lòng", exact=True).check()
    citizen.get_by_role("button", name="Gửi đánh giá").click()
    expect(citizen.get_by_role("heading", name="Cảm ơn bạn đã đánh giá")).to_be_visible()
    citizen.goto(shared["follow"])
    expect(citizen.locator(".pk-turns")).to_contain_text("Lần 1: Không hài lòng → Lần 2: Hài lòng")
    shot(citizen, "answer-follow-phone", whole=True)
    reviewer = sign_in(person(), "reviewer")
    reviewer.goto("/admin/pakn/reviews/")
    row = reviewer.get_by_role("row").filter(has_text=code)
    expect(row).to_contain_text("Không hài lòng → Hài lòng")
    shot(reviewer, "answer-reviews-desktop")


def test_what_was_wrong_is_corrected_and_the_earlier_text_can_still_be_read(
    person: Person, shot: Shot, shared: dict[str, str]
) -> None:
    right = PLANNED.replace("báo cáo lãnh đạo và ", "").replace("thứ Hai", "thứ Tư")
    why = "Ghi nhầm ngày: đúng là thứ Tư."
    officer = sign_in(person(), "officer-nhatrang")
    open_case(officer, shared["code"])
    act(officer, "Đính chính trả lời")
    officer.get_by_role("textbox", name=re.compile("Trả lời chính thức")).fill(right)
    officer.get_by_role("textbox", name=re.compile("Đính chính điều gì")).fill(why)
    officer.get_by_role("button", name="Trình lãnh đạo duyệt").click()
    expect(officer.get_by_text("Đã trình lãnh đạo duyệt bản đính chính").first).to_be_visible()
    leader = sign_in(person(), "leader-nhatrang")
    open_case(leader, shared["code"])
    act(leader, "Duyệt và công bố đính chính")
    shot(leader, "answer-correction-desktop", whole=True)
    leader.get_by_role("button", name="Duyệt và công bố đính chính cho người dân").click()
    expect(leader.get_by_text("Đã duyệt và công bố đính chính").first).to_be_visible()

    citizen = person("phone")
    citizen.goto(shared["follow"])
    for words in (why, right):
        expect(citizen.get_by_text(words).first).to_be_visible()
    expect(citizen.get_by_text(PLANNED)).to_be_hidden()
    citizen.locator("summary", has_text="Đọc bản trước khi đính chính").click()
    expect(citizen.get_by_text(PLANNED)).to_be_visible()
    shot(citizen, "answer-corrected-phone", whole=True)
