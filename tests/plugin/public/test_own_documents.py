"""Documents with messages and replies: what comes in, who gets it, and how it leaves the private folder."""

import logging
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from pakn_plugin import links
from pakn_plugin.models import Case, Document, HeldDocument, Message, Note
from pakn_plugin.services import conversation, documents, publication, reply
from pakn_plugin.services.answering import Extras
from pakn_plugin.services.documents import Papers
from pakn_plugin.states import State
from tests.factories import REPLY_TEXT, Cases, World, citizen, unsent
from tests.papers import acting, paper, pdf, upload
from tests.plugin.public.conftest import picture
from tests.plugin.public.conftest import upload as photo


def write(client: Client, case: Case, **data: Any) -> Any:
    return client.post(links.follow_path(case), {"do": "answer", "text": "Tôi gửi đơn.", **data})


def get(client: Client, case: Case, document: Document) -> Any:
    return client.get(reverse("pakn:follow_document", args=[links.token_for(case), document.pk]))


def test_a_citizen_sends_a_document_and_gets_it_back(client: Client, case_in: Cases) -> None:
    case = case_in(State.PROCESSING)
    assert write(client, case, documents=[upload()], photos=[photo(picture())]).status_code == 302
    document = Document.objects.get(message__case=case)
    assert (document.pages, document.name) == (1, "don-cua-an.pdf")
    assert "don-cua-an" not in document.file.name
    answer = get(client, case, document)
    assert b"".join(answer.streaming_content) == pdf()
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == f'attachment; filename="tai-lieu-{document.pk}.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert answer["Cache-Control"] == "private, no-store"
    assert "noindex" in answer["X-Robots-Tag"]
    page = client.get(links.follow_path(case)).content.decode()
    assert "Tài liệu 1" in page and "don-cua-an.pdf" in page


def test_the_answer_to_a_question_may_have_one(client: Client, case_in: Cases) -> None:
    case = case_in(State.NEEDS_INFO)
    write(client, case, documents=[upload()])
    assert Document.objects.get().message.case == case


def test_a_bad_document_comes_back_and_the_rest_is_kept(client: Client, case_in: Cases) -> None:
    case = case_in(State.PROCESSING)
    sent = [upload(name="tot.pdf"), upload(pdf(change=acting("/JavaScript")), "xau.pdf")]
    answer = write(client, case, documents=sent, photos=[photo(picture())])
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "“xau.pdf” có chương trình" in page
    assert "Tôi gửi đơn." in page and "Ảnh đã nhận" in page and "Tài liệu đã nhận" in page and "tot.pdf" in page
    assert not Message.objects.exists()
    held = {name: answer.context["forms"]["answer"].__dict__[name][0].key for name in ("held", "held_documents")}
    again = write(client, case, held=held["held"], held_document=held["held_documents"])
    assert again.status_code == 302
    message = Message.objects.get()
    assert (message.photos.count(), message.documents.get().name) == (1, "tot.pdf")


def test_held_documents_can_be_dropped_and_go_after_a_day(client: Client, case_in: Cases) -> None:
    case = case_in(State.PROCESSING)
    (held,) = documents.hold([paper()], case.filed_at)
    write(client, case, held_document=held.key, drop_document=held.key)
    assert not Document.objects.exists()
    assert documents.drop_held(case.filed_at + timedelta(hours=23)) == 0
    assert documents.drop_held(case.filed_at + timedelta(hours=25)) == 1
    assert not HeldDocument.objects.exists()


def test_no_more_than_the_limit(client: Client, case_in: Cases) -> None:
    case = case_in(State.PROCESSING)
    answer = write(client, case, documents=[upload(name=f"{n}.pdf") for n in range(4)])
    assert answer.status_code == 422
    assert "tối đa 3 tài liệu" in answer.content.decode()
    assert not Document.objects.exists()


def test_another_cases_document_and_a_drafts_are_not_there(world: World, client: Client, case_in: Cases) -> None:
    mine, other = case_in(State.PROCESSING), case_in(State.PROCESSING)
    with unsent():
        conversation.answer_message(other.pk, citizen(other.pk), "Đơn.", other.filed_at, (), [paper()])
        papers = Papers([paper("trả lời.pdf")])
        reply.save_draft(mine.pk, world.a.officer, REPLY_TEXT, mine.filed_at, extras=Extras(papers=papers))
        conversation.add_note(mine.pk, world.a.officer, "Nội bộ.", mine.filed_at, (), [paper("noi-bo.pdf")])
    assert get(client, mine, Document.objects.get(case=other)).status_code == 404
    draft = Document.objects.get(reply__case=mine)
    assert get(client, mine, draft).status_code == 404
    page = client.get(links.follow_path(mine)).content.decode()
    assert "trả lời.pdf" not in page and "noi-bo.pdf" not in page
    with unsent():
        reply.submit_reply(mine.pk, world.a.officer, mine.filed_at)
        reply.approve(mine.pk, world.a.leader, mine.filed_at)
    assert get(client, mine, draft).status_code == 200
    page = client.get(links.follow_path(mine)).content.decode()
    assert "Tài liệu 1" in page and "trả lời.pdf" not in page
    assert Note.objects.get().documents.count() == 1


def test_the_public_gets_a_replys_document_only_when_the_operator_says_so(
    world: World, client: Client, case_in: Cases
) -> None:
    case = case_in(State.PROCESSING, wants_publication=True)
    now = case.filed_at
    with unsent():
        conversation.answer_message(case.pk, citizen(case.pk), "Đơn.", now, (), [paper()])
        reply.save_draft(
            case.pk, world.a.officer, REPLY_TEXT, now, extras=Extras(papers=Papers([paper("bien-ban.pdf")]))
        )
        reply.submit_reply(case.pk, world.a.officer, now)
        reply.approve(case.pk, world.a.leader, now)
        copy = publication.publish(case.pk, world.operator, "Đèn", "Đèn tắt.", [], now)
    from_reply, from_citizen = Document.objects.get(reply__case=case), Document.objects.get(message__case=case)
    address = reverse("pakn:published", args=[copy.public_id])

    def asked(document: Document) -> int:
        return client.get(reverse("pakn:public_document", args=[copy.public_id, document.pk])).status_code

    assert (asked(from_reply), asked(from_citizen)) == (404, 404)
    assert "tai-lieu" not in client.get(address).content.decode()
    with unsent():
        ids = [from_reply.pk, from_citizen.pk]
        publication.publish(case.pk, world.operator, "Đèn", "Đèn tắt.", [], now, ids)
    assert (asked(from_reply), asked(from_citizen)) == (200, 404)
    page = client.get(address).content.decode()
    assert "Tài liệu 1" in page
    assert "bien-ban.pdf" not in page and "Trần Thị An" not in page


def test_a_name_goes_into_no_log_and_no_event(client: Client, case_in: Cases, caplog: pytest.LogCaptureFixture) -> None:
    case = case_in(State.PROCESSING)
    with caplog.at_level(logging.DEBUG):
        write(client, case, documents=[upload(name="cccd-tran-thi-an.pdf")])
        write(client, case, documents=[upload(b"%PDF-1.4 hong", "cccd-hong.pdf")])
    assert "cccd" not in caplog.text
    assert not [data for data in case.events.values_list("data", flat=True) if "cccd" in str(data)]


@pytest.mark.parametrize("verb", ["post", "put", "delete"])
def test_only_reading(verb: str, client: Client, case_in: Cases) -> None:
    case = case_in(State.PROCESSING)
    path = reverse("pakn:follow_document", args=[links.token_for(case), 1])
    assert getattr(client, verb)(path).status_code == 405
