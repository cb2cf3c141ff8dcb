"""The leader's queue: one reply after the other beside the notes, decided in place; warnings are confirmed."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from pakn_plugin import access
from pakn_plugin.access import StateChanged
from pakn_plugin.models import Case, Event, Reply
from pakn_plugin.queries import approvals
from pakn_plugin.services import conversation, corrections, deputies, reply
from pakn_plugin.states import State
from tests.factories import REPLY_TEXT, Cases, World, unsent
from tests.plugin.desk.conftest import SignIn
from tests.plugin.desk.test_actions import act, address, fresh

NOTE = "Nhà thầu đang nợ lương công nhân nên bỏ chuyến, việc này nhạy cảm chưa đưa ra ngoài."
EMPTY = "Xin cảm ơn ông bà đã quan tâm."
QUEUE = "pakn_desk:approvals"


def seen(case: Case) -> str:
    found = Reply.objects.get(case=case, status="pending")
    return f"{found.pk}-{found.drafted_at.timestamp()}"


def waiting(case_in: Cases, body: str = REPLY_TEXT, hours: int = 0) -> Case:
    """A case of agency A whose reply waits for approval; later filed ones are due later."""
    at = case_in.now + timedelta(hours=hours)
    case = case_in(State.PROCESSING, now=at)
    with unsent():
        reply.write_and_submit(case.pk, case_in.world.a.officer, body, at)
    return Case.objects.get(pk=case.pk)


def test_the_queue_shows_the_first_due_beside_its_notes_and_the_next_after_a_decision(
    world: World, case_in: Cases, at_desk: SignIn, now: datetime
) -> None:
    later, first = waiting(case_in, hours=80), waiting(case_in)
    conversation.add_note(first.pk, world.a.officer, "Nhớ gọi lại cho tổ điện.", now)
    client = at_desk(world.a.leader)
    page = client.get(reverse(QUEUE))
    assert (page.context["case"], page.context["number"]) == (first, "2")
    assert "Nhớ gọi lại cho tổ điện." in page.content.decode() and REPLY_TEXT in page.content.decode()
    done = client.post(address(first, "approve"), {"seen": seen(first), "queue": "1", "key": "k1"}, follow=True)
    assert done.redirect_chain[-1][0] == reverse(QUEUE)
    assert "Còn 1" in done.content.decode() and done.context["case"] == later
    done = client.post(address(later, "return_reply"), {"text": "Nêu rõ ngày.", "queue": "1"}, follow=True)
    assert "Không có trả lời nào đang chờ bạn duyệt" in done.content.decode()
    assert [fresh(first).state, fresh(later).state] == [State.ANSWERED, State.PROCESSING]


def test_one_can_be_left_for_later(world: World, case_in: Cases, at_desk: SignIn) -> None:
    first, later = waiting(case_in), waiting(case_in, hours=80)
    client = at_desk(world.a.leader)
    page = client.get(reverse(QUEUE))
    assert page.context["later"].endswith(f"?case={later.pk}")
    page = client.get(page.context["later"])
    assert page.context["case"] == later and page.context["later"].endswith(f"?case={first.pk}")
    for strange in ("0", "x", "9" * 30, str(later.pk + 1000)):
        assert client.get(reverse(QUEUE), {"case": strange}).context["case"] == first


def test_a_fault_keeps_what_was_typed_and_the_way_back_into_the_queue(
    world: World, case_in: Cases, at_desk: SignIn
) -> None:
    case, client = waiting(case_in), at_desk(world.a.leader)
    page = client.post(address(case, "approve"), {"seen": "older", "queue": "1"})
    assert page.status_code == 409 and 'name="queue" value="1"' in page.content.decode()


def test_the_queue_holds_what_this_person_may_decide_on(world: World, case_in: Cases, now: datetime) -> None:
    """Not the own work, not another agency's, nothing hidden; corrections after what a citizen waits for."""
    plain, hidden = waiting(case_in), waiting(case_in)
    answered = case_in(State.ANSWERED)
    with unsent():
        corrections.submit(answered.pk, world.a.officer, "Đã thay ngày 21/3.", "Sai ngày.", now)
    Case.objects.filter(pk=hidden.pk).update(restricted=True)
    assert [row.case for row in approvals.waiting(world.a.leader)] == [plain, answered]
    for other in (world.b.leader, world.a.officer, world.a.coordinator, world.superuser, world.operator):
        assert approvals.count(other) == 0
    world.a.officer.user.pakn_memberships.create(agency=world.a.agency, role="leader")
    assert approvals.count(access.actor_for(world.a.officer.user)) == 0


def test_a_deputy_finds_the_same_and_is_told_in_whose_place(world: World, case_in: Cases, at_desk: SignIn) -> None:
    case, today = waiting(case_in), timezone.localdate()
    who = (world.a.agency.pk, world.a.leader.user, world.a.second_officer.user, today, today)
    assert at_desk(world.a.second_officer).get(reverse(QUEUE)).status_code == 404
    deputies.name(world.a.leader, *who, timezone.now())
    page = at_desk(world.a.second_officer).get(reverse(QUEUE))
    assert page.context["case"] == case
    assert f"Bạn duyệt thay mặt {world.a.leader.user}." in page.content.decode()
    act(at_desk(world.a.second_officer), case, "approve", seen=seen(case))
    shown = at_desk(world.a.leader).get(reverse("pakn_desk:case", args=[case.pk])).content.decode()
    assert shown.count(f"thay mặt {world.a.leader.user}") == 2  # at the reply and in the history


def test_the_queue_asks_no_more_for_more_replies(
    world: World, case_in: Cases, at_desk: SignIn, django_assert_max_num_queries: Any
) -> None:
    waiting(case_in)
    client = at_desk(world.a.leader)
    client.get(reverse(QUEUE))
    for number in range(3):
        waiting(case_in, hours=number)
    with django_assert_max_num_queries(14):
        assert client.get(reverse(QUEUE)).context["number"] == "4"


def test_the_list_and_the_front_page_lead_into_the_queue(world: World, case_in: Cases, at_desk: SignIn) -> None:
    waiting(case_in)
    for path in (reverse("pakn_desk:index"), reverse("wagtailadmin_home")):
        assert f'href="{reverse(QUEUE)}"' in at_desk(world.a.leader).get(path).content.decode()
        assert reverse(QUEUE) not in at_desk(world.a.officer).get(path).content.decode()


def test_a_warning_is_confirmed_by_the_approver_and_kept_in_numbers(
    world: World, case_in: Cases, at_desk: SignIn, now: datetime
) -> None:
    case = waiting(case_in, EMPTY)
    with pytest.raises(StateChanged):
        reply.approve(case.pk, world.a.leader, now, confirmed=False)
    client = at_desk(world.a.leader)
    page = client.post(address(case, "approve"), {"seen": seen(case)})
    assert page.context["form"].errors["confirmed"] and fresh(case).state == State.AWAITING_APPROVAL
    act(client, case, "approve", seen=seen(case), confirmed="on")
    assert Event.objects.get(case=case, action="approve").data["found"] == {"empty": 1}


def test_a_note_written_after_submission_is_compared_before_publication(
    world: World, case_in: Cases, at_desk: SignIn, now: datetime
) -> None:
    case = waiting(case_in, f"Ngày 3/6 xin trả lời: {NOTE}")
    page = at_desk(world.a.leader).get(address(case, "approve"))
    assert page.context["findings"] == []
    conversation.add_note(case.pk, world.a.coordinator, NOTE, now)
    page = at_desk(world.a.leader).post(address(case, "approve"), {"seen": seen(case)})
    assert page.context["form"].errors["overruling"]
    with pytest.raises(StateChanged):
        reply.approve(case.pk, world.a.leader, now)
    reply.approve(case.pk, world.a.leader, now, "Nhà thầu đã tự công bố.")
    assert Event.objects.get(case=case, action="approve").data["found"] == {"copied": 1}


def test_a_clean_reply_leaves_nothing_in_the_event(world: World, case_in: Cases, now: datetime) -> None:
    case = waiting(case_in)
    reply.approve(case.pk, world.a.leader, now)
    assert "found" not in Event.objects.get(case=case, action="approve").data


def test_the_leaders_remark_stands_at_the_editor_and_is_compared(
    world: World, case_in: Cases, at_desk: SignIn, now: datetime
) -> None:
    case, remark = waiting(case_in), "Tổ điện báo hết vật tư từ tháng trước, đừng để dân biết chuyện này."
    reply.return_reply(case.pk, world.a.leader, remark, now)
    page = at_desk(world.a.officer).get(address(case, "draft_reply"))
    assert page.context["remarks"].text == remark and page.content.decode().count(remark) == 2
    with pytest.raises(reply.Held):
        reply.write_and_submit(case.pk, world.a.officer, f"Ngày 3/6: {remark}", now)
