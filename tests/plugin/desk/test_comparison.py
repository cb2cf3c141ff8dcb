"""A copied note at the desk: marked beside its source, stopped, and overruled with a reason that is kept."""

from datetime import datetime

import pytest
from django.urls import reverse

from pakn_plugin.access import StateChanged
from pakn_plugin.desk.marking import marked
from pakn_plugin.firewall import Span
from pakn_plugin.models import Case, Event, Note, Reply
from pakn_plugin.services import conversation, reply
from pakn_plugin.states import State
from tests.factories import Cases, World
from tests.plugin.desk.test_actions import SignIn, act, address, fresh

NOTE = "Nhà thầu đang nợ lương công nhân nên bỏ chuyến, việc này nhạy cảm chưa đưa ra ngoài."
WHY = "Nhà thầu đã tự công bố việc này trên báo."


@pytest.fixture
def copied(world: World, case_in: Cases, now: datetime) -> Case:
    case = case_in(State.PROCESSING)
    conversation.add_note(case.pk, world.a.officer, NOTE, now)
    reply.write_and_submit(case.pk, world.a.officer, f"Ngày 3/6 xin trả lời: {NOTE}", now, passing=WHY)
    return case


def seen(case: Case) -> str:
    found = Reply.objects.get(case=case)
    return f"{found.pk}-{found.drafted_at.timestamp()}"


def test_a_copied_note_is_marked_beside_its_source(world: World, copied: Case, at_desk: SignIn) -> None:
    page = at_desk(world.a.leader).get(address(copied, "approve"))
    (finding,) = (each for each in page.context["findings"] if each["blocks"])
    assert (NOTE[:-1], True) in finding["source"] and (NOTE[:-1], True) in finding["reply"]
    assert page.content.decode().count(f"<mark>{NOTE[:-1]}</mark>") == 2


def test_without_a_reason_it_is_not_published(world: World, copied: Case, at_desk: SignIn, now: datetime) -> None:
    page = at_desk(world.a.leader).post(address(copied, "approve"), {"seen": seen(copied)})
    assert page.status_code == 200 and page.context["form"].errors["overruling"]
    with pytest.raises(StateChanged):
        reply.approve(copied.pk, world.a.leader, now)
    assert fresh(copied).state == State.AWAITING_APPROVAL
    assert Reply.objects.get(case=copied).status == Reply.Status.PENDING


def test_a_reason_overrules_and_is_kept(world: World, copied: Case, at_desk: SignIn) -> None:
    act(at_desk(world.a.leader), copied, "approve", seen=seen(copied), overruling=WHY)
    assert fresh(copied).state == State.ANSWERED
    note = Note.objects.filter(case=copied).latest("pk")
    assert WHY in note.text and note.author == world.a.leader.user
    assert Event.objects.get(case=copied, action="approve").data["note"] == note.pk


def test_a_plain_answer_asks_for_no_reason(world: World, case_in: Cases, at_desk: SignIn) -> None:
    case = case_in(State.AWAITING_APPROVAL)
    page = at_desk(world.a.leader).get(address(case, "approve"))
    assert "overruling" not in page.context["form"].fields
    act(at_desk(world.a.leader), case, "approve", seen=seen(case))
    assert fresh(case).state == State.ANSWERED


def test_the_officer_sees_the_marks_in_preview_and_editor(
    world: World, case_in: Cases, at_desk: SignIn, now: datetime
) -> None:
    case = case_in(State.PROCESSING)
    conversation.add_note(case.pk, world.a.officer, NOTE, now)
    reply.save_draft(case.pk, world.a.officer, NOTE, now)
    for path in (reverse("pakn_desk:reply_preview", args=[case.pk]), address(case, "draft_reply")):
        assert f"<mark>{NOTE[:-1]}</mark>" in at_desk(world.a.officer).get(path).content.decode()


def test_a_copied_note_is_stopped_before_it_reaches_the_leader(
    world: World, case_in: Cases, at_desk: SignIn, now: datetime
) -> None:
    case, client = case_in(State.PROCESSING), at_desk(world.a.officer)
    conversation.add_note(case.pk, world.a.officer, NOTE, now)
    page = client.post(address(case, "draft_reply"), {"text": NOTE, "submit": "1"}, follow=True)
    assert fresh(case).state == State.PROCESSING
    assert Reply.objects.get(case=case).text == NOTE
    assert "Chưa trình duyệt" in page.content.decode() and 'name="passing"' in page.content.decode()
    assert page.content.decode().count(f"<mark>{NOTE[:-1]}</mark>") == 2
    act(client, case, "draft_reply", text=NOTE, submit="1", passing=WHY)
    assert fresh(case).state == State.AWAITING_APPROVAL
    note = Note.objects.filter(case=case).latest("pk")
    assert WHY in note.text and Event.objects.get(case=case, action="submit_reply").data["note"] == note.pk


def test_a_warning_is_confirmed_by_the_officer(world: World, case_in: Cases, at_desk: SignIn) -> None:
    case, client = case_in(State.PROCESSING), at_desk(world.a.officer)
    empty = "Xin cảm ơn ông bà đã quan tâm."
    page = client.post(address(case, "draft_reply"), {"text": empty, "submit": "1"}, follow=True)
    assert fresh(case).state == State.PROCESSING and 'name="confirmed"' in page.content.decode()
    act(client, case, "draft_reply", text=empty, submit="1", confirmed="on")
    assert fresh(case).state == State.AWAITING_APPROVAL
    assert not Note.objects.filter(case=case).exists()


def test_the_service_lets_no_copy_pass_without_a_reason(world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.PROCESSING)
    conversation.add_note(case.pk, world.a.officer, NOTE, now)
    reply.save_draft(case.pk, world.a.officer, NOTE, now)
    with pytest.raises(reply.Held):
        reply.submit_reply(case.pk, world.a.officer, now, passing="  ")
    with pytest.raises(reply.Held):
        reply.write_and_submit(case.pk, world.a.officer, NOTE, now)
    assert fresh(case).state == State.PROCESSING


def test_marks_may_overlap_and_keep_every_letter() -> None:
    parts = marked("Một hai ba bốn", [Span(4, 11), Span(0, 3), Span(8, 14)])
    assert "".join(part for part, _marked in parts) == "Một hai ba bốn"
    assert parts == [("Một", True), (" ", False), ("hai ba ", True), ("bốn", True)]
