"""What people get by mail: the right words in their language, a safe subject, nothing that is internal."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.template.loader import get_template

from pakn_plugin import mails, notify
from pakn_plugin.models import Case, Event, Notification, Reporter
from pakn_plugin.services import conversation, reply, time_requests, transfer
from pakn_plugin.states import Action, State
from tests.factories import CITIZEN_TEXT, REPLY_TEXT, Cases, World

pytestmark = pytest.mark.one_database("sqlite")

CITIZEN = sorted({*notify.TO_CITIZEN.values(), *notify.TO_FOLLOWERS.values()})
STAFF = sorted({*(template for template, _turn in notify.TO_STAFF.values()), notify.LEADER_DECIDES})
REMINDING = ["info_reminder", notify.RATING_REMINDER]
REMINDING_STAFF = [
    "staff_reminder",
    "staff_escalated",
    "staff_word_reminder",
    "staff_word_escalated",
    *notify.TO_KEEPERS.values(),
]
STATE_WHEN_SENT = {
    "info_reminder": State.NEEDS_INFO,
    "rating_reminder": State.ANSWERED,
    "filed": State.SUBMITTED,
    "received": State.RECEIVED,
    "info_requested": State.NEEDS_INFO,
    "refused": State.REFUSED,
    "merged": State.MERGED,
    "transferred": State.TRANSFERRED,
    "answered": State.ANSWERED,
    "review_begun": State.UNDER_REVIEW,
    "closed": State.CLOSED,
    "upheld": State.CLOSED,
    "expired": State.CLOSED,
    "withdrawn": State.WITHDRAWN,
    "staff_filed": State.SUBMITTED,
    "staff_proposed": State.TRANSFERRED,
    "staff_declined": State.RECEIVED,
    "staff_to_decide": State.RECEIVED,
    "staff_approval": State.AWAITING_APPROVAL,
    "staff_review": State.UNDER_REVIEW,
}
NOTE = "Ghi chú chỉ cho nội bộ"
DRAFT = "Bản nháp chưa ai duyệt"


@pytest.fixture
def case_when_sent(case_in: Cases, world: World):
    """The case in the state in which the mail goes out; with a note and a draft where officers can write them."""

    def build(template: str) -> Case:
        case = case_in(STATE_WHEN_SENT.get(template, State.PROCESSING), name="Trần Thị An")
        if case.state == State.PROCESSING:
            conversation.add_note(case.pk, world.a.officer, NOTE, case_in.now)
            reply.save_draft(case.pk, world.a.officer, DRAFT, case_in.now)
        return case

    return build


def to_reporter(case: Case, template: str, language: str = "vi") -> mails.Mail:
    Reporter.objects.filter(pk=case.reporter_id).update(language=language)
    case = Case.objects.select_related("reporter").get(pk=case.pk)
    event = Event.objects.filter(case=case).last()
    event.case = case
    return mails.render(Notification(event=event, template=template, reporter=case.reporter))


def to_staff(case: Case, template: str, world: World) -> mails.Mail:
    event = Event.objects.filter(case=case).last()
    return mails.render(Notification(event=event, template=template, user=world.a.officer.user))


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("template", CITIZEN + REMINDING)
def test_the_citizen_reads_what_happened_and_where_to_look(template: str, language: str, case_when_sent) -> None:
    case = case_when_sent(template)
    mail = to_reporter(case, template, language)
    assert mail.address == case.reporter.email
    assert case.code in mail.subject
    assert "\n" not in mail.subject
    assert len(mail.subject) < 90
    assert "/theo-doi/" in mail.body
    assert "Trần Thị An" in mail.body
    assert ("ông/bà" in mail.body) == (language == "vi")
    assert ("Dear" in mail.body) == (language == "en")
    assert "{" not in mail.body
    assert "\n\n\n\n" not in mail.body


@pytest.mark.parametrize("template", CITIZEN + REMINDING + STAFF + REMINDING_STAFF)
def test_no_mail_holds_a_note_or_a_draft(template: str, case_when_sent, world: World) -> None:
    case = case_when_sent(template)
    mail = to_reporter(case, template) if template in CITIZEN + REMINDING else to_staff(case, template, world)
    assert NOTE not in mail.body
    assert DRAFT not in mail.body


@pytest.mark.parametrize("template", STAFF + REMINDING_STAFF)
def test_staff_get_code_due_and_link_and_no_personal_data(template: str, case_when_sent, world: World) -> None:
    case = case_when_sent(template)
    mail = to_staff(case, template, world)
    assert case.code in mail.subject
    assert "\n" not in mail.subject
    assert f"/{case.pk}/" in mail.body
    assert case.reporter.name not in mail.body
    assert case.reporter.email not in mail.body
    assert CITIZEN_TEXT not in mail.body


def test_a_filing_that_nobody_has_looked_at_is_not_quoted_to_staff(case_in: Cases, world: World) -> None:
    case = case_in(State.SUBMITTED, text="Tôi tố cáo ông X nhận tiền.")
    assert "tố cáo" not in to_staff(case, "staff_filed", world).body


def test_the_question_and_its_limit_are_in_the_mail(case_in: Cases) -> None:
    case = case_in(State.NEEDS_INFO)
    body = to_reporter(case, "info_requested").body
    assert "Xin cho biết số nhà gần nhất." in body
    assert "17:30 11/03/2026" in body


def test_the_published_reply_is_in_the_mail(case_in: Cases) -> None:
    body = to_reporter(case_in(State.ANSWERED), "answered").body
    assert REPLY_TEXT in body


WHY = "Phải chờ vật tư từ thành phố khác, cuối tuần sau mới về."


def test_the_extensions_reason_and_new_limit_are_in_the_mail(case_in: Cases, world: World) -> None:
    case = case_in(State.PROCESSING)
    time_requests.ask_extension(case.pk, world.a.officer, 3, WHY, case_in.now)
    assert WHY not in to_staff(case, "staff_time_asked", world).body
    time_requests.grant_extension(case.pk, world.a.leader, case_in.now)
    body = to_reporter(case, "extended").body
    assert WHY in body
    assert "17:30 18/03/2026" in body
    assert WHY not in to_staff(case, "staff_time_granted", world).body


def test_the_verifications_reason_and_end_are_in_the_mail(case_in: Cases, world: World) -> None:
    case = case_in(State.PROCESSING)
    time_requests.ask_verification(case.pk, world.a.officer, 3, WHY, case_in.now)
    assert "xác minh thực địa" in to_staff(case, "staff_time_asked", world).body
    time_requests.grant_verification(case.pk, world.a.leader, case_in.now)
    body = to_reporter(case, "verification").body
    assert WHY in body
    assert "17:30 09/03/2026" in body


def test_silence_is_not_called_a_refusal(case_in: Cases, world: World) -> None:
    case = case_in(State.TRANSFERRED)
    transfer.escalate(case.pk, case_in.now + timedelta(days=5))
    assert "không trả lời" in to_staff(case, "staff_declined", world).body


def test_text_is_not_escaped_for_html(case_in: Cases) -> None:
    case = case_in(State.SUBMITTED, name="Nguyễn & <An>")
    assert "Nguyễn & <An>" in to_reporter(case, "filed").body


def test_a_title_with_a_line_end_never_reaches_the_subject(case_in: Cases) -> None:
    case = case_in(State.RECEIVED)
    Case.objects.filter(pk=case.pk).update(title="Một\nBcc: ai@example.com")
    for template in CITIZEN + STAFF:
        assert "Bcc" not in to_reporter(case, template).subject


def test_a_case_that_moved_on_before_the_mail_left_has_no_empty_date(case_in: Cases) -> None:
    case = case_in(State.WITHDRAWN, now=case_in.now - timedelta(days=1))
    body = to_reporter(case, "info_requested").body
    assert "muộn nhất lúc" not in body


def test_every_template_on_disk_is_sent_to_somebody() -> None:
    folder = Path(get_template("pakn/mail/filed.txt").origin.name).parent
    on_disk = {path.stem for path in folder.glob("*.txt") if not path.stem.endswith("_layout")}
    assert on_disk == {*CITIZEN, *REMINDING, *STAFF, *REMINDING_STAFF, "digest"}


def test_every_action_that_tells_the_citizen_is_known() -> None:
    assert set(notify.TO_CITIZEN) | set(notify.TO_STAFF) | set(notify.TO_FOLLOWERS) <= set(Action)
