"""The dialogue at the desk: the queue, the marks, what is new, files, and what each role may see."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from pakn_plugin.access import Actor, actor_for
from pakn_plugin.models import Case, CaseSeen, Coordination, Document, Message, Note, NoteDocument, NotePhoto, Photo
from pakn_plugin.queries import desk
from pakn_plugin.queries.queues import Queue
from pakn_plugin.services import conversation, coordination, handling, reply, seeing
from pakn_plugin.services.answering import Extras
from pakn_plugin.services.documents import Papers
from pakn_plugin.states import Side, State
from tests.factories import REPLY_TEXT, Cases, World, citizen, unsent
from tests.papers import acting, paper, pdf, upload

SignIn = Callable[[Actor], Client]
DAY = timedelta(days=1)


def url(name: str, case: Case, *rest: Any) -> str:
    return reverse(f"pakn_desk:{name}", args=[case.pk, *rest])


def wrote(case: Case, now: datetime, text: str = "Bao giờ xong ạ?") -> Case:
    with unsent():
        conversation.answer_message(case.pk, citizen(case.pk), text, now)
    return Case.objects.get(pk=case.pk)


def listed(actor: Actor, queue: Queue, now: datetime) -> list[int]:
    cases = desk.cases_for(actor, desk.Wanted(queue=queue), now)
    return [case.pk for case in desk.page_of(cases).rows]


def test_a_message_waits_in_the_queue_of_the_holder_by_its_due_moment(
    world: World, case_in: Cases, now: datetime
) -> None:
    quiet = case_in(State.PROCESSING)
    later, first = wrote(case_in(State.ANSWERED), now + DAY), wrote(case_in(State.PROCESSING), now)
    for actor in (world.a.officer, world.a.coordinator, world.operator, world.supervisor):
        assert listed(actor, Queue.TO_ANSWER, now) == [first.pk, later.pk]
    assert listed(world.b.officer, Queue.TO_ANSWER, now) == []
    assert listed(world.a.officer, Queue.MINE, now) == [first.pk, later.pk, quiet.pk]
    assert desk.counts(world.a.officer, [Queue.TO_ANSWER], now) == {Queue.TO_ANSWER: 2}


def test_an_overdue_message_is_late_as_a_late_case_is(world: World, case_in: Cases, now: datetime) -> None:
    case = wrote(case_in(State.ANSWERED), now)
    assert case.word_due_at
    assert listed(world.a.officer, Queue.SOON, case.word_due_at) == [case.pk]
    late = case.word_due_at + DAY
    assert listed(world.a.officer, Queue.LATE, late) == [case.pk]
    assert listed(world.a.officer, Queue.SOON, late) == []


def test_pages_of_the_list_go_by_what_is_due_next(world: World, case_in: Cases, now: datetime) -> None:
    cases = [wrote(case_in(State.PROCESSING), now + hours * timedelta(hours=30)) for hours in range(4)]
    cases.append(case_in(State.PROCESSING))
    found, mark = [], ""
    while True:
        page = desk.page_of(desk.cases_for(world.a.officer, desk.Wanted(queue=Queue.ALL), now), mark, size=2)
        found += [case.pk for case in page.rows]
        mark = page.mark
        if not mark:
            break
    wanted = Case.objects.order_by("next_due_at", "pk").values_list("pk", flat=True)
    assert found == list(wanted) and len(found) == len(set(found)) == 5


def test_those_who_co_ordinate_do_not_owe_it_and_a_hidden_case_is_nobodys(
    world: World, case_in: Cases, now: datetime
) -> None:
    case = wrote(case_in(State.PROCESSING), now)
    with unsent():
        coordination.invite(case.pk, world.operator, world.b.agency, "Ống còn dùng không?", now)
    assert Coordination.objects.exists()
    assert listed(actor_for(world.b.officer.user), Queue.TO_ANSWER, now) == []
    Case.objects.filter(pk=case.pk).update(restricted=True)
    for actor in (world.a.officer, world.operator, world.supervisor):
        assert listed(actor, Queue.TO_ANSWER, now) == []
        assert desk.counts(actor, [Queue.TO_ANSWER], now) == {Queue.TO_ANSWER: 0}


def test_the_list_and_the_case_say_it_in_words(world: World, case_in: Cases, at_desk: SignIn) -> None:
    moment = timezone.now() - 20 * DAY
    case = wrote(case_in(State.PROCESSING, now=moment), moment)
    client = at_desk(world.a.officer)
    page = client.get(reverse("pakn_desk:index") + "?queue=to_answer").content.decode()
    assert "Chờ trả lời tin nhắn" in page and "Tin nhắn:" in page and "quá hạn" in page
    shown = client.get(url("case", case)).content.decode()
    assert "Đến lượt Sở A trả lời tin nhắn" in shown
    assert url("waive_message", case) in shown and "Trả lời tin nhắn" in shown
    assert url("waive_message", case) not in at_desk(world.supervisor).get(url("case", case)).content.decode()


def test_the_officer_says_that_no_answer_is_needed(world: World, case_in: Cases, at_desk: SignIn) -> None:
    case = wrote(case_in(State.PROCESSING), timezone.now(), "Cảm ơn.")
    client = at_desk(world.a.officer)
    form = client.get(url("waive_message", case)).content.decode()
    assert "Cơ quan đã đọc tin nhắn của bạn." in form
    assert client.post(url("waive_message", case), {"reason": "", "sentence": "Đã đọc."}).status_code == 200
    sent = client.post(url("waive_message", case), {"reason": "Lời cảm ơn.", "sentence": "Đã đọc."})
    assert sent.status_code == 302
    assert Case.objects.get(pk=case.pk).word_by == ""
    assert Note.objects.get().text == "Lời cảm ơn."
    assert client.get(url("waive_message", case)).status_code == 302


def test_a_message_may_ask_and_carry_a_document(world: World, case_in: Cases, at_desk: SignIn) -> None:
    case = wrote(case_in(State.PROCESSING), timezone.now())
    client = at_desk(world.a.officer)
    bad = upload(pdf(change=acting("/Launch")), "xau.pdf")
    again = client.post(url("message", case), {"text": "Xin xem bản vẽ.", "documents": [bad]})
    assert again.status_code == 200
    assert "“xau.pdf” có chương trình" in again.content.decode() and "Xin xem bản vẽ." in again.content.decode()
    data = {"text": "Xin xem bản vẽ.", "asks": "on", "documents": [upload(name="ban-ve.pdf")]}
    assert client.post(url("message", case), data).status_code == 302
    message = Message.objects.get(from_citizen=False)
    assert message.asks and message.documents.get().name == "ban-ve.pdf"
    assert Case.objects.get(pk=case.pk).word_by == Side.CITIZEN
    assert client.get(url("document", case, message.documents.get().pk)).status_code == 200


@pytest.mark.parametrize("name", ["message", "note", "draft_reply"])
def test_what_was_fine_waits_while_the_rest_is_put_right(
    name: str, world: World, case_in: Cases, at_desk: SignIn, picture: Any
) -> None:
    case = case_in(State.PROCESSING)
    client = at_desk(world.a.officer)
    sent = [upload(name="tot.pdf"), upload(pdf(change=acting("/Launch")), "xau.pdf")]
    data = {"text": "Đã thay cả sáu bóng đèn.", "save": "1"}
    page = client.post(url(name, case), {**data, "photos": [picture], "documents": sent})
    form = page.context["form"]
    assert page.status_code == 200
    assert "Bỏ ảnh 1 đã nhận" in page.content.decode() and "“tot.pdf” đã nhận" in page.content.decode()
    kept = {"held": form.kept_photos[0].key, "held_pdf": form.kept_documents[0].key}
    assert client.post(url(name, case), {**data, **kept}).status_code == 302
    papers = [*Document.objects.all(), *NoteDocument.objects.all()]
    pictures = [*Photo.objects.filter(case=case), *NotePhoto.objects.all()]
    assert ([paper.name for paper in papers], len(pictures)) == (["tot.pdf"], 1)


def test_a_note_keeps_its_files_inside(world: World, case_in: Cases, at_desk: SignIn, picture: Any) -> None:
    case, other = case_in(State.PROCESSING), case_in(State.PROCESSING)
    client = at_desk(world.a.officer)
    data = {"text": "Biên bản.", "photos": [picture], "documents": [upload(name="bien-ban.pdf")]}
    assert client.post(url("note", case), data).status_code == 302
    document, photo = NoteDocument.objects.get(), NotePhoto.objects.get()
    asked = {"pdf": document.pk, "full": photo.pk, "small": photo.pk}
    for kind, pk in asked.items():
        answer = client.get(url("note_file", case, kind, pk))
        assert (answer.status_code, answer["X-Content-Type-Options"]) == (200, "nosniff")
        assert client.get(url("note_file", other, kind, pk)).status_code == 404
        assert at_desk(world.b.officer).get(url("note_file", case, kind, pk)).status_code == 404
        assert Client().get(url("note_file", case, kind, pk)).status_code == 302
    assert "attachment" in client.get(url("note_file", case, "pdf", document.pk))["Content-Disposition"]
    assert url("note_file", case, "pdf", document.pk) in client.get(url("case", case)).content.decode()
    assert not Document.objects.exists()


def test_a_drafts_document_stays_with_the_agency_and_can_go(world: World, case_in: Cases, at_desk: SignIn) -> None:
    case = case_in(State.PROCESSING)
    with unsent():
        coordination.invite(case.pk, world.operator, world.b.agency, "Ống còn dùng không?", case.filed_at)
        reply.save_draft(case.pk, world.a.officer, REPLY_TEXT, case.filed_at, extras=Extras(papers=Papers([paper()])))
    document = Document.objects.get()
    assert at_desk(world.b.officer).get(url("document", case, document.pk)).status_code == 404
    client = at_desk(world.a.officer)
    assert client.get(url("document", case, document.pk)).status_code == 200
    data = {"text": REPLY_TEXT, "save": "1", "drop_documents": [document.pk], "documents": [upload(name="moi.pdf")]}
    assert client.post(url("draft_reply", case), data).status_code == 302
    assert [each.name for each in Document.objects.all()] == ["moi.pdf"]


def test_what_others_did_is_new_until_one_looks(world: World, case_in: Cases, at_desk: SignIn) -> None:
    case = case_in(State.PROCESSING)
    client, colleague = at_desk(world.a.officer), at_desk(world.a.coordinator)
    index = reverse("pakn_desk:index") + "?queue=all"

    def unread(browser: Client) -> bool:
        return "pk-desk-unread" in browser.get(index).content.decode()

    assert unread(client)
    client.get(url("case", case))
    assert not unread(client) and unread(colleague)
    wrote(case, timezone.now(), "Lời mới.")
    assert unread(client)
    page = client.get(url("case", case)).content.decode()
    assert page.count("Mới từ lần xem trước") == 1
    assert "Mới từ lần xem trước" not in client.get(url("case", case)).content.decode()
    with unsent():
        conversation.send_message(case.pk, world.a.officer, "Tuần sau.", timezone.now())
    assert not unread(client)


def test_a_look_costs_one_statement_and_a_head_none(world: World, case_in: Cases, at_desk: SignIn) -> None:
    case = case_in(State.PROCESSING)
    with CaptureQueriesContext(connection) as first:
        seeing.staff_saw(case, world.a.officer.user, timezone.now())
    with CaptureQueriesContext(connection) as second:
        seeing.staff_saw(case, world.a.officer.user, timezone.now())
    assert len(first) == len(second) == 1
    assert CaseSeen.objects.count() == 1
    for ask in ({}, {"HTTP_SEC_PURPOSE": "prefetch"}):
        verb = "get" if ask else "head"
        getattr(at_desk(world.supervisor), verb)(url("case", case), **ask)
    assert not CaseSeen.objects.filter(user=world.supervisor.user).exists()


def test_a_reminder_is_no_news(world: World, case_in: Cases, at_desk: SignIn) -> None:
    from pakn_plugin.services.sweep import sweep

    case = case_in(State.PROCESSING)
    at_desk(world.a.officer).get(url("case", case))
    assert case.remind_at
    assert sweep(case.remind_at)["reminded"] == 1
    found = desk.page_of(Case.objects.all(), reader=world.a.officer.user).rows
    assert [row.news for row in found] == [False]  # type: ignore[attr-defined]


def test_the_operator_changes_the_link_of_a_case(world: World, case_in: Cases, at_desk: SignIn) -> None:
    case = case_in(State.PROCESSING)
    client = at_desk(world.operator)
    assert url("revoke_link", case) in client.get(url("case", case)).content.decode()
    assert client.post(url("revoke_link", case), {}).status_code == 200
    assert Case.objects.get(pk=case.pk).link_key == case.link_key
    assert client.post(url("revoke_link", case), {"sure": "on"}).status_code == 302
    assert Case.objects.get(pk=case.pk).link_key != case.link_key
    assert at_desk(world.a.officer).post(url("revoke_link", case), {}).status_code == 403


@pytest.mark.parametrize("state", [State.SUBMITTED, State.TRANSFERRED, State.UNDER_REVIEW])
def test_whoever_holds_the_case_answers(state: State, world: World, case_in: Cases, now: datetime) -> None:
    holders = {
        State.SUBMITTED: world.operator,
        State.TRANSFERRED: world.a.coordinator,
        State.UNDER_REVIEW: world.reviewer,
    }
    case = wrote(case_in(state), now)
    with unsent():
        conversation.send_message(case.pk, holders[state], "Chúng tôi đang xem.", now)
    assert Case.objects.get(pk=case.pk).word_by == ""


def test_a_question_waits_for_the_citizen_in_nobodys_queue(world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.PROCESSING)
    with unsent():
        conversation.send_message(case.pk, world.a.officer, "Ở đâu?", now, asks=True)
        handling.assign(case.pk, world.a.coordinator, world.a.second_officer.user, now)
    assert listed(world.a.second_officer, Queue.TO_ANSWER, now) == []
