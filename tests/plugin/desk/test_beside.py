"""Beside the editor of the reply stands what has to be read while writing; what is marked is what was sent."""

from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse

from pakn_plugin.access import actor_for
from pakn_plugin.models import Case
from pakn_plugin.pictures import Picture
from pakn_plugin.queries.beside import beside
from pakn_plugin.services import conversation, photos, rating, reply, transfer
from pakn_plugin.states import Score, State
from tests.factories import Cases, World, citizen
from tests.plugin.desk.test_actions import SignIn, address

COPIED = "Nhà thầu Minh Quang làm ẩu, đã phạt năm triệu đồng và chưa thanh toán đợt hai."


def editor(client: Any, case: Case) -> str:
    return str(client.get(address(case, "draft_reply")).content.decode())


def test_the_dialogue_and_the_photos_stand_beside_the_editor(
    world: World, case_in: Cases, at_desk: SignIn, now: datetime, picture: Any
) -> None:
    case = case_in(State.PROCESSING)
    photos.attach(case, [Picture(picture.read(), b"small", 60, 40)])
    conversation.send_message(case.pk, world.a.officer, "Cột đèn số mấy, thưa ông bà?", now)
    conversation.answer_message(case.pk, citizen(case.pk), "Cột số 7.", now)
    page = editor(at_desk(world.a.officer), case)
    photo = beside(case).photos[0]
    assert "Cột đèn số mấy" in page and "Cột số 7." in page
    assert reverse("pakn_desk:photo", args=[case.pk, photo.pk, "small"]) in page.split("<aside")[1]
    assert "Vì sao phải trả lời lại" not in page


def test_a_demand_that_reopened_the_case_stands_open_beside_the_editor(
    world: World, case_in: Cases, at_desk: SignIn, now: datetime
) -> None:
    case = case_in(State.ANSWERED)
    later = now + timedelta(hours=1)
    rating.reopen(case.pk, citizen(case.pk), "Đèn vẫn chưa sáng, cột số 7.", later)
    again = Case.objects.get(pk=case.pk)
    if again.state == State.TRANSFERRED:
        transfer.accept(case.pk, world.a.coordinator, later, world.a.officer.user)
    page = editor(at_desk(world.a.officer), again)
    assert page.index('<details class="pk-desk-box pk-desk-fold" open>') < page.index("Đèn vẫn chưa sáng, cột số 7.")
    assert "Trả lời chính thức lần 1" in page


def test_an_unsatisfied_verdict_and_its_review_stand_there_too(
    world: World, case_in: Cases, at_desk: SignIn, now: datetime
) -> None:
    case = case_in(State.UNDER_REVIEW)
    rating.reopen_after_review(case.pk, world.reviewer, "Phải thay cả cột bị nghiêng.", now)
    page = editor(at_desk(world.a.officer), Case.objects.get(pk=case.pk))
    assert "Vẫn tối." in page and "Phải thay cả cột bị nghiêng." in page
    assert str(Score.UNSATISFIED.label) in page


def test_a_long_dialogue_costs_no_more(
    world: World, case_in: Cases, now: datetime, django_assert_num_queries: Any
) -> None:
    for length in (1, 12):
        case = case_in(State.PROCESSING)
        for _number in range(length):
            conversation.send_message(case.pk, world.a.officer, "Đã nhận.", now)
        with django_assert_num_queries(4):
            beside(case)


def test_a_faulty_form_marks_what_was_sent_and_not_what_was_saved(
    world: World, case_in: Cases, at_desk: SignIn, now: datetime
) -> None:
    case, client = case_in(State.PROCESSING), at_desk(world.a.officer)
    conversation.add_note(case.pk, world.a.officer, COPIED, now)
    reply.save_draft(case.pk, actor_for(world.a.officer.user), f"Kính gửi ông bà. {COPIED}", now)
    assert "Trùng với văn bản nội bộ" in editor(client, case)
    faulty = {"text": "Đã thay bóng ngày 3/3, xong {ngay_hen}.", "submit": "1"}
    page = client.post(address(case, "draft_reply"), faulty)
    assert page.context["form"].errors
    assert "Trùng với văn bản nội bộ" not in page.content.decode()
    faulty["text"] = f"Kính gửi ông bà. {COPIED} {{ngay_hen}}"
    assert "Trùng với văn bản nội bộ" in client.post(address(case, "draft_reply"), faulty).content.decode()
