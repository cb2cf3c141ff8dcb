"""The review at the desk: two halves of one form, and nothing of the inner one ever reaches the citizen."""

from typing import Any

import pytest
from django.core import mail
from django.test import Client

from pakn_plugin import links
from pakn_plugin.models import Case, Coordination, CorrectiveAct, Note, Review, ReviewCause
from pakn_plugin.states import Role, State
from tests.factories import Cases, World
from tests.plugin.desk.test_actions import SignIn, act, address, fresh

REMARK = "Cán bộ chưa đến hiện trường lần nào, chỉ gọi điện hỏi tổ trưởng dân phố rồi soạn trả lời."
ACT = "Họp kiểm điểm bộ phận chiếu sáng, gửi biên bản về văn phòng."
PLAIN = "Ngày 5/3 đã kiểm tra lại cả sáu trụ đèn."


def filled(**changes: Any) -> dict[str, Any]:
    cause, done = ReviewCause.objects.get(code="chua-kiem-tra"), CorrectiveAct.objects.get(code="bao-cao")
    data = {"cause": cause.pk, "act": done.pk, "act_text": ACT, "remark": REMARK, "text": PLAIN}
    return {name: value for name, value in (data | changes).items() if value is not None}


@pytest.fixture
def case(case_in: Cases) -> Case:
    return case_in(State.UNDER_REVIEW)


@pytest.mark.parametrize("action", ["uphold", "reopen_review"])
@pytest.mark.parametrize("missing", ["cause", "act", "text"])
def test_what_is_missing_is_named_and_what_was_typed_stays(
    action: str, missing: str, case: Case, world: World, at_desk: SignIn
) -> None:
    page = at_desk(world.reviewer).post(address(case, action), filled(**{missing: None}))
    assert page.status_code == 200 and list(page.context["form"].errors) == [missing]
    assert REMARK in page.content.decode()
    assert fresh(case).state == State.UNDER_REVIEW


def test_a_day_of_the_past_is_refused(case: Case, world: World, at_desk: SignIn) -> None:
    page = at_desk(world.reviewer).post(address(case, "uphold"), filled(act_due="2020-01-01"))
    assert list(page.context["form"].errors) == ["act_due"]


def test_a_retired_cause_is_not_offered(case: Case, world: World, at_desk: SignIn) -> None:
    ReviewCause.objects.filter(code="chua-kiem-tra").update(active=False)
    page = at_desk(world.reviewer).post(address(case, "uphold"), filled())
    assert list(page.context["form"].errors) == ["cause"]


def test_a_copied_remark_is_marked_and_needs_a_reason_that_is_kept(case: Case, world: World, at_desk: SignIn) -> None:
    client = at_desk(world.reviewer)
    page = client.post(address(case, "uphold"), filled(text=REMARK))
    shown = page.content.decode()
    assert list(page.context["form"].errors) == ["overruling"]
    assert 'name="overruling"' in shown and shown.count("<mark>") >= 2 and "Nhận xét rà soát" in shown
    assert not Review.objects.exists()
    act(client, case, "uphold", **filled(text=REMARK, overruling="Người dân đã biết."))
    assert "Người dân đã biết." in Note.objects.get(case=case).text


def test_a_warning_is_confirmed(case: Case, world: World, at_desk: SignIn) -> None:
    client, named = at_desk(world.reviewer), "Đề nghị hỏi lại bà Trần Thị Kim Loan."
    page = client.post(address(case, "reopen_review"), filled(text=named))
    assert list(page.context["form"].errors) == ["confirmed"]
    shown = page.content.decode()
    assert shown.index('href="#id_confirmed"') < shown.index("<form method") < shown.index('id="id_confirmed"')
    act(client, case, "reopen_review", **filled(text=named, confirmed="on"))
    assert fresh(case).state == State.PROCESSING


@pytest.mark.parametrize("action", ["uphold", "reopen_review"])
def test_a_reason_need_not_say_what_was_done(case: Case, world: World, at_desk: SignIn, action: str) -> None:
    act(at_desk(world.reviewer), case, action, **filled(text="Câu trả lời chưa đúng chỗ được hỏi, theo quy định."))
    assert Review.objects.get().outcome


def test_the_citizen_reads_the_reason_and_never_the_inside(
    case: Case, world: World, at_desk: SignIn, client: Client
) -> None:
    mail.outbox.clear()
    act(at_desk(world.reviewer), case, "uphold", **filled())
    own = client.get(links.follow_path(case)).content.decode()
    assert PLAIN in own
    letters = "".join(str(letter.body) for letter in mail.outbox)
    for inside in (REMARK, ACT, "Chưa kiểm tra thực địa", "Yêu cầu báo cáo"):
        assert inside not in own and inside not in letters


def test_the_agency_reads_the_inside_a_partner_does_not(case: Case, world: World, at_desk: SignIn) -> None:
    act(at_desk(world.reviewer), case, "uphold", **filled())
    page = at_desk(world.a.leader).get(address(case, "case")).content.decode()
    assert REMARK in page and ACT in page and "Chưa kiểm tra thực địa" in page
    Coordination.objects.create(
        case=case, agency=world.b.agency, question="?", asked_by=world.a.officer.user, asked_at=case.filed_at
    )
    page = at_desk(world.b.coordinator).get(address(case, "case")).content.decode()
    assert PLAIN in page
    assert REMARK not in page and ACT not in page and "Chưa kiểm tra thực địa" not in page


def test_author_and_approver_get_no_form(case: Case, world: World, at_desk: SignIn) -> None:
    for actor in (world.a.officer, world.a.leader):
        actor.user.pakn_memberships.create(agency=world.office, role=Role.REVIEWER)
        client = at_desk(actor)
        for action in ("uphold", "reopen_review"):
            assert client.get(address(case, action)).status_code == 403
            assert client.post(address(case, action), filled()).status_code == 403
    assert not Review.objects.exists()
