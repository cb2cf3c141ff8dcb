"""The verdict on a reply, its review, and the citizen's one reopening."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from pakn_plugin.access import NotAllowed, StateChanged
from pakn_plugin.models import Case, Rating, Reply, Review
from pakn_plugin.services import handling, rating, reply
from pakn_plugin.states import Score, State
from tests.factories import Cases, World, citizen


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def answer_again(case: Case, world: World, now: datetime) -> None:
    reply.save_draft(case.pk, world.a.officer, "Đã làm lại.", now)
    reply.submit_reply(case.pk, world.a.officer, now)
    reply.approve(case.pk, world.a.leader, now)


@pytest.mark.parametrize("score", [Score.SATISFIED, Score.ACCEPTABLE])
def test_a_content_citizen_ends_the_case(score: Score, case_in: Cases, now: datetime) -> None:
    case = case_in(State.ANSWERED)
    rating.rate(case.pk, citizen(case.pk), score, "Cảm ơn.", now)
    row = Rating.objects.get(case=case)
    assert (row.score, row.comment, row.reply.number, row.rated_at) == (score, "Cảm ơn.", 1, now)
    assert (fresh(case).state, fresh(case).ended_at) == (State.CLOSED, now)


def test_an_unsatisfied_citizen_calls_the_reviewer(case_in: Cases, now: datetime) -> None:
    case = case_in(State.ANSWERED)
    rating.rate(case.pk, citizen(case.pk), Score.UNSATISFIED, "Vẫn tối.", now)
    assert fresh(case).state == State.UNDER_REVIEW
    assert fresh(case).stage_due_at == now.replace(day=11, hour=17, minute=30)


@pytest.mark.parametrize("second", list(Score))
def test_a_reply_is_rated_once(second: Score, case_in: Cases, now: datetime) -> None:
    case = case_in(State.CLOSED)
    with pytest.raises(StateChanged):
        rating.rate(case.pk, citizen(case.pk), second, "", now)
    assert Rating.objects.get(case=case).score == Score.SATISFIED


def test_the_database_keeps_one_rating_a_reply(case_in: Cases, now: datetime) -> None:
    case = case_in(State.CLOSED)
    with pytest.raises(IntegrityError), transaction.atomic():
        Rating.objects.create(case=case, reply=case.replies.get(), score=Score.UNSATISFIED, rated_at=now)


def test_the_second_reply_has_a_rating_of_its_own(world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.UNDER_REVIEW)
    rating.reopen_after_review(case.pk, world.reviewer, "Chưa đủ.", now)
    answer_again(case, world, now)
    rating.rate(case.pk, citizen(case.pk), Score.SATISFIED, "", now)
    scores = Rating.objects.filter(case=case).order_by("pk").values_list("reply__number", "score")
    assert list(scores) == [(1, Score.UNSATISFIED), (2, Score.SATISFIED)]


def test_upholding_ends_the_case_with_a_reason(world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.UNDER_REVIEW)
    rating.uphold(case.pk, world.reviewer, "Đã làm đúng quy định.", now)
    row = Review.objects.get(rating__case=case)
    assert (row.outcome, row.reason) == (Review.Outcome.UPHELD, "Đã làm đúng quy định.")
    assert (row.reviewer, row.decided_at) == (world.reviewer.user, now)
    assert fresh(case).state == State.CLOSED


@pytest.mark.parametrize("verb", [rating.uphold, rating.reopen_after_review])
def test_a_review_needs_a_reason(verb: object, world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.UNDER_REVIEW)
    with pytest.raises(ValueError):
        verb(case.pk, world.reviewer, "  ", now)
    assert (fresh(case).state, Review.objects.count()) == (State.UNDER_REVIEW, 0)


def test_a_reviewers_reopening_does_not_use_up_the_citizens(world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.UNDER_REVIEW)
    rating.reopen_after_review(case.pk, world.reviewer, "Chưa đủ.", now)
    assert (fresh(case).state, fresh(case).reopened_at) == (State.PROCESSING, None)
    answer_again(case, world, now)
    rating.reopen(case.pk, citizen(case.pk), "Vẫn tối.", now)
    assert (fresh(case).state, fresh(case).reopened_at) == (State.PROCESSING, now)


@pytest.mark.parametrize("state", [State.ANSWERED, State.CLOSED])
def test_the_citizen_reopens_with_what_is_missing(state: State, world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(state)
    rating.reopen(case.pk, citizen(case.pk), "Còn trụ số 6.", now)
    again = fresh(case)
    assert (again.state, again.ended_at, again.officer) == (State.PROCESSING, None, world.a.officer.user)
    message = again.messages.get()
    assert (message.text, message.from_citizen) == ("Còn trụ số 6.", True)


def test_the_citizen_reopens_once(world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.CLOSED)
    rating.reopen(case.pk, citizen(case.pk), "Còn trụ số 6.", now)
    answer_again(case, world, now)
    assert not rating.may_reopen(fresh(case), now)
    with pytest.raises(NotAllowed):
        rating.reopen(case.pk, citizen(case.pk), "Lại hỏng.", now)
    assert fresh(case).state == State.ANSWERED


def test_the_window_closes_after_its_last_working_day(case_in: Cases, now: datetime) -> None:
    """15 working days from Wednesday 4 March end on Wednesday 25 March at the end of the office day."""
    case = case_in(State.CLOSED)
    last = now.replace(day=25, hour=17, minute=30)
    assert rating.may_reopen(case, last)
    assert not rating.may_reopen(case, last + timedelta(minutes=1))
    with pytest.raises(NotAllowed):
        rating.reopen(case.pk, citizen(case.pk), "Vẫn tối.", last + timedelta(minutes=1))
    rating.reopen(case.pk, citizen(case.pk), "Vẫn tối.", last)


def test_what_was_never_answered_cannot_be_reopened(case_in: Cases, now: datetime) -> None:
    case = case_in(State.NEEDS_INFO)
    handling.expire_info(case.pk, now + timedelta(days=30))
    with pytest.raises(NotAllowed):
        rating.reopen(case.pk, citizen(case.pk), "Đây.", now)
    assert fresh(case).state == State.CLOSED


def test_reopening_needs_a_text(case_in: Cases, now: datetime) -> None:
    case = case_in(State.CLOSED)
    with pytest.raises(ValueError):
        rating.reopen(case.pk, citizen(case.pk), " ", now)
    assert (fresh(case).state, fresh(case).reopened_at) == (State.CLOSED, None)


def test_the_citizen_reads_the_latest_published_reply(world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.UNDER_REVIEW)
    rating.reopen_after_review(case.pk, world.reviewer, "Chưa đủ.", now)
    reply.save_draft(case.pk, world.a.officer, "Bản nháp.", now)
    assert rating.last_reply(case) == Reply.objects.get(case=case, number=1)
