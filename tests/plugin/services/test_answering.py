"""A reply answers every point before it goes on; what it promises is kept as rows when it is published."""

from datetime import datetime, timedelta

import pytest

from pakn_plugin.access import StateChanged
from pakn_plugin.answers import Answer, Outcome, Point, Side, points_of
from pakn_plugin.models import Case, Commitment, Photo, Reply
from pakn_plugin.pictures import Picture
from pakn_plugin.services import conversation, photos, points, reply
from pakn_plugin.services.answering import Extras, Unanswered
from pakn_plugin.states import State
from tests.factories import REPLY_TEXT, Cases, World

PICTURE = Picture(b"jpeg", b"jpeg", 1, 1)
NOTE = "Nhà thầu đang nợ lương công nhân nên bỏ chuyến, việc này nhạy cảm chưa đưa ra ngoài."


@pytest.fixture
def asked(world: World, case_in: Cases, now: datetime) -> Case:
    """A case in processing that asks two things."""
    case = case_in(State.PROCESSING)
    return points.mark_points(case.pk, world.a.officer, [Point(0, "Sửa đèn"), Point(0, "Thay tủ điện")], now)


def answers(case: Case, now: datetime, days: int = 30) -> list[Answer]:
    first, second = points_of(case.points)
    return [
        Answer(first, Outcome.DONE, words="Đã thay bóng."),
        Answer(second, Outcome.PROMISED, now.date() + timedelta(days=days), "Thay tủ kín nước."),
    ]


def test_a_draft_may_leave_gaps(world: World, asked: Case, now: datetime) -> None:
    found = reply.save_draft(asked.pk, world.a.officer, REPLY_TEXT, now, extras=Extras(answers(asked, now)[:1]))
    assert [row["outcome"] for row in found.points] == ["done", ""]


@pytest.mark.parametrize("left", [0, 1])
def test_a_point_without_an_answer_holds_the_submission(world: World, asked: Case, now: datetime, left: int) -> None:
    given = Extras(answers(asked, now)[left : left + 1])
    with pytest.raises(Unanswered):
        reply.write_and_submit(asked.pk, world.a.officer, REPLY_TEXT, now, extras=given)
    reply.save_draft(asked.pk, world.a.officer, REPLY_TEXT, now, extras=given)
    with pytest.raises(Unanswered):
        reply.submit_reply(asked.pk, world.a.officer, now)
    assert Case.objects.get(pk=asked.pk).state == State.PROCESSING


def test_a_case_without_points_needs_no_answers(world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.PROCESSING)
    assert reply.write_and_submit(case.pk, world.a.officer, REPLY_TEXT, now).points == []


def test_only_what_belongs_to_an_outcome_is_kept(world: World, asked: Case, now: datetime) -> None:
    first, second = points_of(asked.points)
    day = now.date() + timedelta(days=3)
    given = [
        Answer(first, Outcome.IMPOSSIBLE, day, "Điều 5 Luật Đường bộ.", world.b.agency.pk),
        Answer(second, Outcome.ELSEWHERE, day, "", world.b.agency.pk, "tên bịa"),
    ]
    found = reply.write_and_submit(asked.pk, world.a.officer, REPLY_TEXT, now, extras=Extras(given))
    assert [(row["day"], row["agency"], row["agency_name"]) for row in found.points] == [
        ("", None, ""),
        ("", world.b.agency.pk, world.b.agency.name),
    ]


def test_a_copied_note_in_an_answer_is_stopped_too(world: World, asked: Case, now: datetime) -> None:
    conversation.add_note(asked.pk, world.a.officer, NOTE, now)
    first, second = points_of(asked.points)
    given = Extras([Answer(first, Outcome.DONE, words=NOTE), Answer(second, Outcome.DONE, words="Đã thay.")])
    with pytest.raises(reply.Held):
        reply.write_and_submit(asked.pk, world.a.officer, REPLY_TEXT, now, extras=given)


def test_what_was_published_about_a_point_is_no_secret_later(world: World, case_in: Cases, now: datetime) -> None:
    from pakn_plugin.queries import internal

    case = case_in(State.PROCESSING)
    points.mark_points(case.pk, world.a.officer, [Point(0, "Sửa đèn")], now)
    said = Answer(Point(1, "Sửa đèn"), Outcome.DONE, words=NOTE)
    reply.write_and_submit(case.pk, world.a.officer, REPLY_TEXT, now, extras=Extras([said]))
    reply.approve(case.pk, world.a.leader, now)
    assert any(NOTE in known for known in internal.texts_of(case).known)


def test_a_day_in_words_only_must_be_confirmed(world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.PROCESSING)
    body = "Đã kiểm tra. Đơn vị sẽ thay xong trước ngày 30/4/2026."
    with pytest.raises(reply.Held):
        reply.write_and_submit(case.pk, world.a.officer, body, now, confirmed=False)
    assert reply.write_and_submit(case.pk, world.a.officer, body, now, confirmed=True)


def test_a_day_that_a_point_carries_needs_no_confirmation(world: World, asked: Case, now: datetime) -> None:
    body = "Đã kiểm tra. Đơn vị sẽ thay xong trước ngày 30/4/2026."
    extras = Extras(answers(asked, now))
    assert reply.write_and_submit(asked.pk, world.a.officer, body, now, confirmed=False, extras=extras)


def test_a_placeholder_that_nobody_filled_in_holds_the_submission(world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.PROCESSING)
    with pytest.raises(Unanswered, match="ngay_hen"):
        reply.write_and_submit(case.pk, world.a.officer, "Đã xem, sẽ xong ngày {ngay_hen}.", now)


def test_points_that_changed_meanwhile_stop_the_approval(world: World, asked: Case, now: datetime) -> None:
    reply.write_and_submit(asked.pk, world.a.officer, REPLY_TEXT, now, extras=Extras(answers(asked, now)))
    points.mark_points(asked.pk, world.a.coordinator, points_of(asked.points)[:1], now)
    with pytest.raises(Unanswered):
        reply.approve(asked.pk, world.a.leader, now)


def test_promises_are_kept_when_the_reply_is_published(world: World, asked: Case, now: datetime) -> None:
    reply.write_and_submit(asked.pk, world.a.officer, REPLY_TEXT, now, extras=Extras(answers(asked, now)))
    assert not Commitment.objects.exists()
    published = reply.approve(asked.pk, world.a.leader, now)
    row = Commitment.objects.get()
    assert (row.case_id, row.reply_id, row.point, row.agency) == (asked.pk, published.pk, 2, world.a.agency)
    assert (row.due, row.standing, row.text) == (now.date() + timedelta(days=30), "open", "Thay tủ điện")
    assert Reply.objects.get().told[1].promise.state == "open"  # type: ignore[union-attr]


def test_nobody_is_promised_yesterday(world: World, asked: Case, now: datetime) -> None:
    reply.write_and_submit(asked.pk, world.a.officer, REPLY_TEXT, now, extras=Extras(answers(asked, now, 1)))
    with pytest.raises(StateChanged, match="Ngày hẹn"):
        reply.approve(asked.pk, world.a.leader, now + timedelta(days=2))


def test_pictures_have_their_side(world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.PROCESSING)
    photos.attach(case, [PICTURE])
    filed = Photo.objects.get(case=case)
    found = reply.save_draft(
        case.pk, world.a.officer, REPLY_TEXT, now, [PICTURE], extras=Extras(before=[PICTURE], filed=[filed.pk])
    )
    after, before = Photo.objects.filter(reply=found).order_by("pk")
    assert (after.side, before.side, found.before) == (Side.AFTER, Side.BEFORE, [filed.pk])
    reply.save_draft(case.pk, world.a.officer, REPLY_TEXT, now, extras=Extras(turned=[after.pk]))
    sides = dict(Photo.objects.filter(reply=found).values_list("pk", "side"))
    assert sides == {after.pk: Side.BEFORE, before.pk: Side.AFTER}
