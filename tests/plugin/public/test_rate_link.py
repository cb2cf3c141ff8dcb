"""A verdict by one tap from the mail: looking records nothing, one button does, and a link says when it is over."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone, translation

from pakn_plugin import links
from pakn_plugin.models import Case, DissatisfactionReason, Event, Rating, Reply
from pakn_plugin.public import throttle
from pakn_plugin.services import corrections, outbox, rating, reply
from pakn_plugin.states import Action, Score, State
from tests.factories import Cases, World, citizen, unsent
from tests.plugin.public.conftest import asking
from tests.signing import whenever

pytestmark = pytest.mark.django_db
NEW = "Ngày 9/3 đã thay cả dãy đèn và kiểm tra lại."


def path_of(case: Case, score: Score = Score.UNSATISFIED, number: int = 1) -> str:
    return links.rating_path(case, Reply.objects.get(case=case, number=number), score)


def answered_again(case_in: Cases, world: World) -> Case:
    """A case whose reporter asked for it anew before rating, and which has a second answer."""
    case, now = case_in(State.ANSWERED), case_in.now
    with unsent():
        rating.reopen(case.pk, citizen(case.pk), "Còn trụ số 6.", now)
        reply.write_and_submit(case.pk, world.a.officer, NEW, now)
        reply.approve(case.pk, world.a.leader, now)
    return Case.objects.get(pk=case.pk)


def reasons(*codes: str) -> list[int]:
    return [DissatisfactionReason.objects.get(code=code).pk for code in codes]


def test_the_mail_carries_a_link_for_each_verdict(case_in: Cases, world: World, client: Client) -> None:
    case = case_in(State.AWAITING_APPROVAL)
    with unsent():
        reply.approve(case.pk, world.a.leader, case_in.now)
    event = Event.objects.get(case=case, action=Action.APPROVE)
    outbox.deliver_event(event.pk, case_in.now)
    (letter,) = (each for each in mail.outbox if case.reporter.email in each.to)
    found = re.findall(r"https?://[^/]+(/\S*danh-gia/\S+)", str(letter.body))
    assert len(found) == len(set(found)) == 3
    for path, score in zip(found, Score, strict=True):
        page = client.get(path)
        assert page.status_code == 200
        assert page.context["form"]["score"].value() == score.value
        assert page.content.decode().count("checked") == 1


@pytest.mark.parametrize("score", list(Score))
@pytest.mark.parametrize(
    "headers", [{}, {"Purpose": "prefetch"}, {"Sec-Purpose": "prefetch;prerender"}, {"X-Moz": "prefetch"}]
)
def test_whoever_only_follows_the_links_records_nothing(
    score: Score, headers: dict[str, str], case_in: Cases, client: Client
) -> None:
    case = case_in(State.ANSWERED)
    events = Event.objects.count()
    for verb in (client.get, client.head, client.options):
        response = verb(path_of(case, score), {"score": score.value, "do": "rate"}, headers=headers)
        assert response.status_code == 200
        assert "no-store" in response["Cache-Control"]
    assert (Rating.objects.count(), Event.objects.count()) == (0, events)
    assert Case.objects.get(pk=case.pk).state == State.ANSWERED


def test_one_button_records_and_thanks(case_in: Cases, client: Client) -> None:
    case = case_in(State.ANSWERED)
    path = path_of(case, Score.SATISFIED)
    page = client.get(path).content.decode()
    assert page.count('type="submit"') - page.count('role="search"') >= 1
    response = client.post(path, {"score": "satisfied"})
    assert (response.status_code, response.url) == (302, path)
    assert "Cảm ơn bạn đã đánh giá" in client.get(path).content.decode()
    assert Rating.objects.get(case=case).score == Score.SATISFIED


def test_another_verdict_may_be_chosen_and_reasons_given_right_there(case_in: Cases, client: Client) -> None:
    case, given = case_in(State.ANSWERED), reasons("qua-cham", "thieu-minh-chung")
    data = {"score": "unsatisfied", "reasons": given, "comment": "Không có ảnh nào."}
    assert client.post(path_of(case, Score.SATISFIED), data).status_code == 302
    row = Rating.objects.get(case=case)
    assert (row.score, row.comment) == (Score.UNSATISFIED, "Không có ảnh nào.")
    assert sorted(row.reasons.values_list("pk", flat=True)) == sorted(given)
    assert Case.objects.get(pk=case.pk).state == State.UNDER_REVIEW
    own = client.get(links.follow_path(case)).content.decode()
    assert "Thiếu hình ảnh, tài liệu chứng minh · Quá chậm" in own


def test_reasons_can_be_added_afterwards_behind_the_same_link_once(case_in: Cases, client: Client) -> None:
    case = case_in(State.ANSWERED, now=timezone.now())
    path = path_of(case)
    client.post(path, {"score": "unsatisfied"})
    assert 'value="more"' in client.get(path).content.decode()
    assert client.post(path, {"do": "more"}).status_code == 422
    assert client.post(path, {"do": "more", "reasons": reasons("khac"), "comment": "Vẫn tối."}).status_code == 302
    row = Rating.objects.get(case=case)
    assert (row.comment, [r.code for r in row.reasons.all()]) == ("Vẫn tối.", ["khac"])
    again = client.post(path, {"do": "more", "comment": "Đổi ý."})
    assert again.status_code == 409
    assert "Đổi ý." in again.content.decode()
    assert Rating.objects.get(case=case).comment == "Vẫn tối."


def test_a_used_link_says_so_and_leads_to_the_own_page(case_in: Cases, client: Client) -> None:
    case = case_in(State.CLOSED)
    page = client.get(path_of(case, Score.UNSATISFIED)).content.decode()
    assert "bạn không cần gửi lại qua đường dẫn này." in page
    assert whenever(links.follow_path(case)).search(page)
    answer = client.post(path_of(case), {"score": "unsatisfied", "comment": "Tôi đã viết dài"})
    assert answer.status_code == 409
    assert "Tôi đã viết dài" in answer.content.decode()
    assert Rating.objects.get(case=case).score == Score.SATISFIED


def test_a_superseded_link_shows_the_new_answer_and_records_nothing(
    case_in: Cases, world: World, client: Client
) -> None:
    case = answered_again(case_in, world)
    page = client.get(path_of(case)).content.decode()
    assert "Câu trả lời đã được cập nhật" in page
    assert NEW in page
    answer = client.post(path_of(case), {"score": "unsatisfied", "reasons": reasons("khac"), "comment": "Vẫn tối"})
    shown = answer.content.decode()
    assert (answer.status_code, Rating.objects.count()) == (409, 0)
    assert NEW in shown and "Vẫn tối" in shown and "/theo-doi/" in shown
    assert answer.context["form"]["score"].value() == "unsatisfied"
    sent = {"score": "unsatisfied", "reasons": reasons("khac"), "comment": "Vẫn tối"}
    assert client.post(answer.context["action"], sent).status_code == 302
    assert Rating.objects.get().reply.number == 2


def test_the_own_page_refuses_a_verdict_on_an_answer_that_was_not_read(
    case_in: Cases, world: World, client: Client
) -> None:
    case = answered_again(case_in, world)
    old, new = case.replies.order_by("number")
    for read in (old.pk, "", "x", 10**30):
        data = {"do": "rate", "reply": read, "score": "unsatisfied", "comment": "Vẫn tối"}
        page = client.post(links.follow_path(case), data)
        shown = page.content.decode()
        assert page.status_code == 409
        assert "Câu trả lời đã được cập nhật" in shown and NEW in shown and "Vẫn tối" in shown
        assert f'name="reply" value="{new.pk}"' in shown
    assert not Rating.objects.exists()
    client.post(links.follow_path(case), {"do": "rate", "reply": new.pk, "score": "satisfied"})
    assert Rating.objects.get().reply == new


def test_words_that_are_added_too_late_are_given_back(case_in: Cases, world: World, client: Client) -> None:
    case = case_in(State.UNDER_REVIEW)
    with unsent():
        rating.reopen_after_review(case.pk, world.reviewer, "Sẽ thay lại.", case_in.now)
        reply.write_and_submit(case.pk, world.a.officer, NEW, case_in.now)
        reply.approve(case.pk, world.a.leader, case_in.now)
    page = client.post(path_of(case), {"do": "more", "comment": "Tôi nói thêm"})
    shown = page.content.decode()
    assert page.status_code == 409 and NEW in shown and "Tôi nói thêm" in shown
    assert Rating.objects.get(case=case).comment == "Vẫn tối."


def test_links_that_open_nothing_say_so(case_in: Cases, client: Client, settings: Any) -> None:
    case = case_in(State.ANSWERED)
    path = path_of(case)
    forged = path.replace("/danh-gia/", "/danh-gia/x")
    other = path.replace(path.split("/")[-2], links.token_for(case))
    for address in (forged, other):
        assert client.get(address).status_code == 404
    settings.PAKN_LINK_DAYS = -1
    expired = client.get(path)
    settings.PAKN_LINK_DAYS = 180
    Case.objects.filter(pk=case.pk).update(link_key="CHANGED")
    revoked = client.post(path, {"score": "satisfied"})
    for page in (expired, revoked):
        assert page.status_code == 404
        assert "Đường dẫn đánh giá đã hết hạn" in page.content.decode()
        assert "/phan-anh/tra-cuu/" in page.content.decode()
    assert not Rating.objects.exists()


def test_after_the_window_the_link_says_so(case_in: Cases, client: Client) -> None:
    case = case_in(State.ANSWERED, now=timezone.now() - timedelta(days=60))
    rating.expire_rating(case.pk, timezone.now())
    page = client.get(path_of(case)).content.decode()
    assert "Không còn đánh giá được" in page and "/theo-doi/" in page
    answer = client.post(path_of(case), {"score": "unsatisfied", "comment": "Muộn mất rồi"})
    assert answer.status_code == 409 and "Muộn mất rồi" in answer.content.decode()
    assert not Rating.objects.exists()


def test_the_rate_limit_keeps_what_was_typed(case_in: Cases, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    case = case_in(State.ANSWERED)
    monkeypatch.setattr(throttle, "allow", lambda *args: False)
    page = client.post(path_of(case), {"score": "unsatisfied", "comment": "Vẫn tối"})
    assert page.status_code == 429 and "Vẫn tối" in page.content.decode()
    assert not Rating.objects.exists()


def test_a_reason_retired_meanwhile_is_left_out(case_in: Cases, client: Client) -> None:
    case, given = case_in(State.ANSWERED), reasons("khac", "qua-cham")
    DissatisfactionReason.objects.filter(code="khac").update(active=False)
    client.post(path_of(case), {"score": "unsatisfied", "reasons": [*given, "999999", "x"]})
    assert [r.code for r in Rating.objects.get(case=case).reasons.all()] == ["qua-cham"]


def test_the_page_speaks_english_and_costs_a_constant_number_of_queries(
    case_in: Cases, world: World, client: Client
) -> None:
    case = case_in(State.ANSWERED)
    path = path_of(case)
    with translation.override("vi"):
        assert "Rate the reply" in client.get(path.replace("/phan-anh/", "/en/phan-anh/")).content.decode()
    with asking() as found:
        client.get(path)
    assert len(found) <= 5, found


def test_the_own_page_with_two_verdicts_keeps_its_five_queries(case_in: Cases, world: World, client: Client) -> None:
    case, now = case_in(State.UNDER_REVIEW), case_in.now
    Rating.objects.get(case=case).reasons.set(reasons("khac", "qua-cham"))
    with unsent():
        rating.reopen_after_review(case.pk, world.reviewer, "Sẽ thay lại.", now)
        reply.write_and_submit(case.pk, world.a.officer, NEW, now)
        reply.approve(case.pk, world.a.leader, now)
        rating.rate(case.pk, citizen(case.pk), Score.SATISFIED, "", now)
    path = links.follow_path(case)
    client.get(path)
    with asking() as found:
        page = client.get(path).content.decode()
    assert len(found) <= 5, found
    assert re.search(r"Lần 1: <strong>Không hài lòng</strong>.*Lần 2: <strong>Hài lòng</strong>", page, re.DOTALL)


def test_who_rated_an_earlier_version_reads_that_it_is_kept(case_in: Cases, world: World, client: Client) -> None:
    case, now = case_in(State.CLOSED), case_in.now
    with unsent():
        corrections.submit(case.pk, world.a.officer, NEW, "Ghi thiếu ngày.", now)
        corrections.approve(case.pk, world.a.leader, now)
    page = client.get(path_of(case))
    shown = page.content.decode()
    assert "Bạn đã đánh giá câu trả lời trước: <strong>Hài lòng</strong>" in shown
    assert "Đánh giá đó được giữ nguyên." in shown and "Bạn không cần đánh giá lại." in shown
    assert page.context["form"] is None and NEW in shown


def test_who_rated_before_may_rate_the_new_answer(case_in: Cases, world: World, client: Client) -> None:
    case, now = case_in(State.UNDER_REVIEW), case_in.now
    with unsent():
        rating.reopen_after_review(case.pk, world.reviewer, "Ngày 5/3 còn trụ số 6 chưa sáng.", now)
        reply.write_and_submit(case.pk, world.a.officer, NEW, now)
        reply.approve(case.pk, world.a.leader, now)
    page = client.get(path_of(case))
    shown = page.content.decode()
    assert "Đánh giá đó được giữ nguyên." in shown and "Bạn có thể đánh giá câu trả lời mới" in shown
    assert client.post(page.context["action"], {"score": "satisfied"}).status_code == 302
    assert [row.score for row in Rating.objects.order_by("pk")] == [Score.UNSATISFIED, Score.SATISFIED]
    assert (
        "Bạn cũng đã đánh giá câu trả lời mới: <strong>Hài lòng</strong>" in client.get(path_of(case)).content.decode()
    )
