"""The editor of a correction shows and corrects the answers to points, and shows the pictures that stay."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from pakn_plugin.answers import Answer, Outcome, Point, answers_of, points_of
from pakn_plugin.models import Case, Commitment, Photo, Reply
from pakn_plugin.pictures import Picture
from pakn_plugin.services import corrections, points, rating, reply
from pakn_plugin.services.answering import Extras
from pakn_plugin.states import Score, State
from tests.factories import REPLY_TEXT, Cases, World, citizen
from tests.plugin.desk.conftest import SignIn
from tests.plugin.desk.test_actions import address

FIXED = "Tủ điều khiển sẽ được thay theo ngày ghi dưới đây; mời ông bà theo dõi."
WHY = "Ngày hẹn ghi nhầm."
PICTURE = Picture(b"jpeg", b"jpeg", 4, 3)


@pytest.fixture
def case(world: World, case_in: Cases, now: datetime) -> Case:
    """An answered case with a promise in nine days, a picture of before and one of after."""
    found = points.mark_points(case_in(State.PROCESSING).pk, world.a.officer, [Point(0, "Bao giờ thay tủ?")], now)
    due = timezone.localdate() + timedelta(days=9)
    answer = Answer(points_of(found.points)[0], Outcome.PROMISED, due, "Thay tủ kín nước.")
    extras = Extras([answer], before=[PICTURE])
    reply.write_and_submit(found.pk, world.a.officer, REPLY_TEXT, now, [PICTURE], extras=extras)
    reply.approve(found.pk, world.a.leader, now)
    return Case.objects.get(pk=found.pk)


def photo_urls(case: Case) -> list[str]:
    return [reverse("pakn_desk:photo", args=[case.pk, photo.pk, "small"]) for photo in Photo.objects.filter(case=case)]


def sent(days: int, **more: Any) -> dict[str, Any]:
    when = (timezone.localdate() + timedelta(days=days)).isoformat()
    answer = {"answer_1_outcome": "promised", "answer_1_day": when, "answer_1_words": "Thay tủ mới."}
    return {"text": FIXED, "reason": WHY, "submit": "1"} | answer | more


def test_it_begins_with_what_is_published(case: Case, world: World, at_desk: SignIn) -> None:
    page = at_desk(world.a.officer).get(address(case, "correct"))
    shown, form = page.content.decode(), page.context["form"]
    assert form["answer_1_words"].value() == "Thay tủ kín nước."
    assert form["answer_1_day"].value() == Commitment.objects.get().due
    assert all(url in shown for url in photo_urls(case)) and len(photo_urls(case)) == 2
    assert "được giữ nguyên trong bản đính chính" in shown


def test_a_day_is_corrected_through_the_screens(case: Case, world: World, at_desk: SignIn) -> None:
    client = at_desk(world.a.officer)
    assert client.post(address(case, "correct"), sent(16)).status_code == 302
    waiting = Reply.objects.get(case=case, status="pending")
    leader = at_desk(world.a.leader).get(address(case, "approve_correction")).content.decode()
    assert "Thay tủ mới." in leader and "Thay tủ kín nước." in leader
    given = {"seen": f"{waiting.pk}-{waiting.drafted_at.timestamp()}", "confirmed": "on"}
    assert at_desk(world.a.leader).post(address(case, "approve_correction"), given).status_code == 302
    row = Commitment.objects.get()
    assert row.due == timezone.localdate() + timedelta(days=16) and row.words == "Thay tủ mới."
    assert answers_of(row.reply.points)[0].day == row.due


def test_a_promise_cannot_be_taken_back_at_its_field(case: Case, world: World, at_desk: SignIn) -> None:
    client = at_desk(world.a.officer)
    page = client.post(address(case, "correct"), sent(0, answer_1_outcome="done"))
    assert list(page.context["form"].errors) == ["answer_1_day"]
    page = client.post(address(case, "correct"), sent(-1))
    assert list(page.context["form"].errors) == ["answer_1_day"]


def test_a_word_is_corrected_although_the_promised_day_has_passed(case: Case, world: World, at_desk: SignIn) -> None:
    past = (timezone.localdate() - timedelta(days=3)).isoformat()
    row = Reply.objects.get(case=case)
    Reply.objects.filter(pk=row.pk).update(points=[row.points[0] | {"day": past}])
    Commitment.objects.update(due=past)
    changed = sent(-3, answer_1_words="Thay tủ kín nước.")
    assert at_desk(world.a.officer).post(address(case, "correct"), changed).status_code == 302
    assert Reply.objects.get(case=case, status="pending").points[0]["day"] == past


def test_the_reviewer_reads_the_answer_as_the_citizen_does(
    case: Case, world: World, at_desk: SignIn, now: datetime
) -> None:
    rating.rate(case.pk, citizen(case.pk), Score.UNSATISFIED, "Chưa thấy gì.", now)
    for action in ("uphold", "reopen_review"):
        shown = at_desk(world.reviewer).get(address(case, action)).content.decode()
        assert "Bao giờ thay tủ?" in shown and "Thay tủ kín nước." in shown and "Chưa đến hẹn" in shown
        assert all(url in shown for url in photo_urls(case)) and REPLY_TEXT in shown
        assert "Người dân đã đọc và đánh giá bản này:" in shown and "Chưa thấy gì." in shown


def test_the_reviewer_sees_which_version_was_rated(case: Case, world: World, at_desk: SignIn, now: datetime) -> None:
    corrections.submit(case.pk, world.a.officer, FIXED, WHY, now)
    rating.rate(case.pk, citizen(case.pk), Score.UNSATISFIED, "Chưa thấy gì.", now)
    Case.objects.filter(pk=case.pk).update(state=State.ANSWERED)
    corrections.approve(case.pk, world.a.leader, now)
    Case.objects.filter(pk=case.pk).update(state=State.UNDER_REVIEW)
    shown = at_desk(world.reviewer).get(address(case, "uphold")).content.decode()
    first, second = shown.split("Bản 2 – đính chính")
    assert "Người dân đã đọc và đánh giá bản này:" in first and "đánh giá bản này:" not in second and WHY in second
