"""The official reply: drafted by one, approved by another, then fixed."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from pakn_plugin.models import Case, Photo, Reply
from pakn_plugin.pictures import Picture
from pakn_plugin.services import rating, reply
from pakn_plugin.states import Score, State
from tests.factories import REPLY_TEXT, Cases, World, citizen

Status = Reply.Status


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def test_rewriting_keeps_one_draft(world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.PROCESSING)
    reply.save_draft(case.pk, world.a.officer, "Một", now)
    reply.save_draft(case.pk, world.a.officer, "Hai", now)
    draft = Reply.objects.get(case=case)
    assert (draft.text, draft.number, draft.status, draft.author) == ("Hai", 1, Status.DRAFT, world.a.officer.user)


def test_nothing_is_submitted_without_a_text(world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.PROCESSING)
    with pytest.raises(ValueError):
        reply.submit_reply(case.pk, world.a.officer, now)
    reply.save_draft(case.pk, world.a.officer, "   ", now)
    with pytest.raises(ValueError):
        reply.submit_reply(case.pk, world.a.officer, now)
    assert fresh(case).state == State.PROCESSING


def test_approval_publishes_with_name_and_moment(world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.AWAITING_APPROVAL)
    published = reply.approve(case.pk, world.a.leader, now)
    assert (published.status, published.approver, published.published_at) == (
        Status.PUBLISHED,
        world.a.leader.user,
        now,
    )
    assert published.text == REPLY_TEXT
    answered = fresh(case)
    assert (answered.state, answered.answered_at, answered.ended_at) == (State.ANSWERED, now, None)
    assert answered.stage_due_at == now.replace(day=18, hour=17, minute=30)


def test_the_first_reply_stops_the_clock_and_later_ones_do_not(world: World, case_in: Cases, now: datetime) -> None:
    case, later = case_in(State.UNDER_REVIEW), now + timedelta(days=2)
    rating.reopen_after_review(case.pk, world.reviewer, "Chưa đủ.", later)
    reply.save_draft(case.pk, world.a.officer, "Đã sửa lại.", later)
    reply.submit_reply(case.pk, world.a.officer, later)
    second = reply.approve(case.pk, world.a.leader, later)
    assert (second.number, second.published_at) == (2, later)
    assert fresh(case).answered_at == now
    assert Reply.objects.get(case=case, number=1).text == REPLY_TEXT


def test_a_returned_draft_comes_with_an_internal_remark(world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.AWAITING_APPROVAL)
    reply.return_reply(case.pk, world.a.leader, "Nêu rõ ngày thay.", now)
    assert fresh(case).state == State.PROCESSING
    assert Reply.objects.get(case=case).status == Status.RETURNED
    assert case.notes.get().text == "Nêu rõ ngày thay."
    assert not case.messages.exists()
    reply.save_draft(case.pk, world.a.officer, "Thay ngày 4/3.", now)
    assert reply.submit_reply(case.pk, world.a.officer, now).number == 1


def test_a_return_needs_remarks(world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.AWAITING_APPROVAL)
    with pytest.raises(ValueError):
        reply.return_reply(case.pk, world.a.leader, " ", now)
    assert fresh(case).state == State.AWAITING_APPROVAL
    assert Reply.objects.get(case=case).status == Status.PENDING


def test_photos_of_the_draft_can_be_added_and_dropped_and_others_cannot(
    world: World, case_in: Cases, now: datetime
) -> None:
    case = case_in(State.PROCESSING, pictures=[Picture(b"mine", b"m", 4, 3)])
    reply.save_draft(case.pk, world.a.officer, "Đã sửa.", now, [Picture(b"x", b"y", 8, 6), Picture(b"x", b"y", 9, 6)])
    citizens, first, second = Photo.objects.filter(case=case).order_by("pk")
    reply.save_draft(case.pk, world.a.officer, "Đã sửa.", now, drop_photos=[first.pk, citizens.pk])
    assert set(Photo.objects.filter(case=case)) == {citizens, second}


def test_the_database_itself_asks_for_two_people(world: World, case_in: Cases) -> None:
    case = case_in(State.AWAITING_APPROVAL)
    pending = Reply.objects.filter(case=case)
    with pytest.raises(IntegrityError), transaction.atomic():
        pending.update(approver=world.a.officer.user)
    with pytest.raises(IntegrityError), transaction.atomic():
        pending.update(status=Status.PUBLISHED)


def test_a_published_reply_is_never_a_draft_again(world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.ANSWERED)
    rating.rate(case.pk, citizen(case.pk), Score.UNSATISFIED, "", now)
    rating.reopen_after_review(case.pk, world.reviewer, "Chưa đủ.", now)
    reply.save_draft(case.pk, world.a.officer, "Bản hai.", now)
    assert [(r.number, r.text) for r in Reply.objects.filter(case=case)] == [(1, REPLY_TEXT), (2, "Bản hai.")]
