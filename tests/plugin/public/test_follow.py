"""One's own case: what is said in each state, what can be done, and what is never shown."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from pakn_plugin import links
from pakn_plugin.models import Case, Message, Photo, Rating
from pakn_plugin.pictures import clean_picture
from pakn_plugin.services import conversation, handling, reply, transfer
from pakn_plugin.states import PLAIN, Score, State
from tests.factories import REPLY_TEXT, Cases, World, citizen, unsent
from tests.plugin.public.conftest import asking, picture, upload

pytestmark = pytest.mark.django_db
Follow = Callable[[Case], Any]


def act(client: Client, case: Case, **data: Any) -> Any:
    return client.post(links.follow_path(case), data)


def read(case: Case) -> int:
    return int(case.replies.latest("number").pk)


def state_of(case: Case) -> str:
    return Case.objects.values_list("state", flat=True).get(pk=case.pk)


@pytest.mark.parametrize("state", list(State))
def test_every_state_is_said_in_words(follow: Follow, case_in: Cases, state: State) -> None:
    case = case_in(state)
    response = follow(case)
    page = response.content.decode()
    assert response.status_code == 200
    assert str(state.label) in page
    assert str(PLAIN[state]) in page
    assert case.code in page


def test_the_headers_keep_it_private(follow: Follow, case_in: Cases) -> None:
    response = follow(case_in(State.SUBMITTED))
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cache-Control"] == "private, no-store"
    assert "noindex" in response["X-Robots-Tag"]


@pytest.mark.parametrize("token", ["x", "WzEsIngiXQ:1abc:zzz"])
def test_a_forged_link_leads_to_the_lookup(client: Client, db: None, token: str) -> None:
    response = client.get(reverse("pakn:follow", args=[token]))
    assert response.status_code == 404
    assert reverse("pakn:lookup") in response.content.decode()


def test_a_revoked_link_opens_nothing(client: Client, case_in: Cases) -> None:
    case = case_in(State.SUBMITTED)
    path = links.follow_path(case)
    Case.objects.filter(pk=case.pk).update(link_key="CHANGED")
    assert client.get(path).status_code == 404
    assert client.get(path + "da-gui/").status_code == 404
    assert client.get(path + "qr.svg").status_code == 404


def test_an_expired_link_opens_nothing(client: Client, case_in: Cases, settings: Any) -> None:
    path = links.follow_path(case_in(State.SUBMITTED))
    settings.PAKN_LINK_DAYS = -1
    assert client.get(path).status_code == 404


def test_the_question_is_answered_with_a_photo(client: Client, case_in: Cases) -> None:
    case = case_in(State.NEEDS_INFO)
    response = act(client, case, do="answer", text="Số nhà 12.", photos=[upload(picture())])
    assert response.status_code == 302
    assert state_of(case) == State.SUBMITTED
    message = Message.objects.get(case=case, from_citizen=True)
    assert message.text == "Số nhà 12."
    assert message.photos.count() == 1


def test_a_message_reaches_the_agency(client: Client, case_in: Cases) -> None:
    case = case_in(State.PROCESSING)
    act(client, case, do="answer", text="Khi nào sửa ạ?")
    assert state_of(case) == State.PROCESSING
    assert Message.objects.get(case=case).from_citizen


def test_an_empty_answer_is_named(client: Client, case_in: Cases) -> None:
    case = case_in(State.NEEDS_INFO)
    response = act(client, case, do="answer", text=" ", photos=[upload(picture())])
    assert response.status_code == 422
    assert "Ảnh đã nhận" in response.content.decode()
    assert state_of(case) == State.NEEDS_INFO


def test_the_published_reply_is_shown_and_rated(client: Client, follow: Follow, case_in: Cases) -> None:
    case = case_in(State.ANSWERED)
    page = follow(case).content.decode()
    assert REPLY_TEXT in page
    assert 'value="rate"' in page
    act(client, case, do="rate", reply=read(case), score=Score.SATISFIED.value, comment="Tốt")
    assert state_of(case) == State.CLOSED
    assert Rating.objects.get().comment == "Tốt"
    assert 'value="rate"' not in follow(case).content.decode()


def test_an_unsatisfied_verdict_goes_to_review(client: Client, case_in: Cases) -> None:
    case = case_in(State.ANSWERED)
    act(client, case, do="rate", reply=read(case), score=Score.UNSATISFIED.value, comment="Vẫn tối")
    assert state_of(case) == State.UNDER_REVIEW


def test_looking_never_rates(client: Client, case_in: Cases) -> None:
    case = case_in(State.ANSWERED)
    path = links.follow_path(case)
    for ask in (client.get, client.head, client.options):
        ask(path, {"do": "rate", "score": "satisfied"})
    assert not Rating.objects.exists()
    assert state_of(case) == State.ANSWERED


def test_a_rating_without_a_choice_is_named(client: Client, case_in: Cases) -> None:
    response = act(client, case_in(State.ANSWERED), do="rate", comment="Lời bình")
    assert response.status_code == 422
    assert "Hãy chọn một mức đánh giá." in response.content.decode()
    assert "Lời bình" in response.content.decode()


def test_a_second_verdict_says_that_the_case_moved_on(client: Client, case_in: Cases) -> None:
    case = case_in(State.CLOSED)
    response = act(client, case, do="rate", score=Score.UNSATISFIED.value, comment="Tôi đã viết dài")
    assert response.status_code == 409
    assert "Tôi đã viết dài" in response.content.decode()
    assert Rating.objects.count() == 1


def test_it_is_reopened_once(client: Client, follow: Follow, case_in: Cases) -> None:
    case = case_in(State.CLOSED, now=timezone.now())
    assert 'value="reopen"' in follow(case).content.decode()
    act(client, case, do="reopen", missing="Còn một bóng chưa sáng.")
    assert state_of(case) == State.PROCESSING
    assert "Còn một bóng chưa sáng." in follow(case).content.decode()


def test_after_the_window_nothing_is_reopened(client: Client, follow: Follow, case_in: Cases) -> None:
    case = case_in(State.CLOSED, now=timezone.now() - timedelta(days=90))
    assert 'value="reopen"' not in follow(case).content.decode()
    response = act(client, case, do="reopen", missing="Muộn rồi")
    assert response.status_code == 409
    assert state_of(case) == State.CLOSED


def test_a_withdrawal_asks_twice(client: Client, case_in: Cases) -> None:
    case = case_in(State.SUBMITTED)
    assert act(client, case, do="withdraw").status_code == 422
    assert state_of(case) == State.SUBMITTED
    act(client, case, do="withdraw", sure="on")
    assert state_of(case) == State.WITHDRAWN


def test_an_unknown_action_does_nothing(client: Client, case_in: Cases) -> None:
    case = case_in(State.SUBMITTED)
    assert act(client, case, do="approve").status_code == 302
    assert state_of(case) == State.SUBMITTED


def test_a_refusal_says_why_and_where_to_go(follow: Follow, case_in: Cases, world: World) -> None:
    world.reason.guidance = "Hãy đến Ban Tiếp công dân."
    world.reason.save()
    page = follow(case_in(State.REFUSED)).content.decode()
    assert str(world.reason) in page
    assert "Chưa rõ địa điểm." in page
    assert "Hãy đến Ban Tiếp công dân." in page


def test_a_merged_case_never_names_the_other(follow: Follow, case_in: Cases) -> None:
    case = case_in(State.MERGED)
    page = follow(case).content.decode()
    assert "Được xử lý chung" in page
    assert case.merged_into is not None
    assert case.merged_into.code not in page


def test_nothing_internal_is_ever_shown(client: Client, follow: Follow, case_in: Cases, world: World) -> None:
    case = case_in(State.TRANSFERRED)
    now = timezone.now()
    with unsent():
        transfer.decline(case.pk, world.a.coordinator, "CANARY-TRẢ-LẠI", world.b.agency, now)
        conversation.add_note(case.pk, world.operator, "CANARY-GHI-CHÚ", now)
        transfer.transfer(case.pk, world.operator, world.a.agency, "CANARY-CHUYỂN", now)
        transfer.accept(case.pk, world.a.coordinator, now, world.a.officer.user)
        draft = clean_picture(picture())
        reply.save_draft(case.pk, world.a.officer, "CANARY-NHÁP", now, [draft])
    page = follow(case).content.decode()
    assert "CANARY" not in page
    for member in (world.a.officer.user, world.a.coordinator.user, world.operator.user):
        assert member.username not in page
        assert member.get_full_name() not in page
    photo = Photo.objects.get(reply__isnull=False)
    path = reverse("pakn:follow_photo", args=[links.token_for(case), photo.pk])
    assert client.get(path).status_code == 404


def test_anothers_photo_stays_hidden(client: Client, case_in: Cases) -> None:
    mine, other = case_in(State.SUBMITTED), case_in(State.SUBMITTED, pictures=[clean_picture(picture())])
    photo = Photo.objects.get(case=other)
    path = reverse("pakn:follow_photo", args=[links.token_for(mine), photo.pk])
    assert client.get(path).status_code == 404
    assert client.get(reverse("pakn:follow_photo", args=["x", photo.pk])).status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_dialogue(
    client: Client, follow: Follow, case_in: Cases, world: World
) -> None:
    def count(case: Case) -> int:
        with asking() as queries:
            follow(case)
        return len(queries)

    case = case_in(State.PROCESSING)
    now = timezone.now()
    small = clean_picture(picture((60, 40)))
    with unsent():
        conversation.send_message(case.pk, world.a.officer, "Chào bạn", now, [small])
    before = count(case)
    with unsent():
        for _ in range(6):
            conversation.answer_message(case.pk, citizen(case.pk), "Vẫn vậy", now, [small])
            conversation.send_message(case.pk, world.a.officer, "Chúng tôi đang làm", now, [small])
    assert count(case) == before <= 12


def test_the_page_says_whose_turn_it_is(follow: Follow, case_in: Cases, world: World) -> None:
    assert world.a.agency.name in follow(case_in(State.PROCESSING)).content.decode()
    assert "Đầu mối tiếp nhận" in follow(case_in(State.SUBMITTED)).content.decode()
    assert "Hạn để bạn trả lời" in follow(case_in(State.NEEDS_INFO)).content.decode()
    assert "Hạn để bạn đánh giá" in follow(case_in(State.ANSWERED)).content.decode()


def test_a_double_answer_of_an_ended_question_loses_nothing(client: Client, case_in: Cases) -> None:
    case = case_in(State.WITHDRAWN)
    response = act(client, case, do="answer", text="Tôi còn điều muốn nói")
    assert response.status_code == 409
    assert "Tôi còn điều muốn nói" in response.content.decode()


def test_only_the_first_of_two_supplements_moves_the_case(client: Client, case_in: Cases, world: World) -> None:
    case = case_in(State.NEEDS_INFO)
    handling.supply_info(case.pk, citizen(case.pk), "Ở đây", timezone.now())
    act(client, case, do="answer", text="Thêm nữa")
    assert state_of(case) == State.SUBMITTED
    assert Message.objects.filter(case=case, from_citizen=True).count() == 2
