"""Points, answers and promises as plain values: what is missing, and the way through JSON and back."""

from datetime import UTC, date, datetime

import pytest

from pakn_plugin.answers import (
    Answer,
    Kept,
    Outcome,
    Point,
    Promise,
    answers_of,
    matched,
    numbered,
    points_of,
    spoken,
    told,
)

POINT = Point(1, "Bao giờ sửa đèn?")
DAY = date(2026, 4, 30)


@pytest.mark.parametrize(
    ("answer", "gap"),
    [
        (Answer(POINT), "outcome"),
        (Answer(POINT, Outcome.DONE), "words"),
        (Answer(POINT, Outcome.DONE, day=DAY), ""),
        (Answer(POINT, Outcome.DONE, words="Đã thay."), ""),
        (Answer(POINT, Outcome.PROMISED, words="Sẽ thay."), "day"),
        (Answer(POINT, Outcome.PROMISED, day=DAY), ""),
        (Answer(POINT, Outcome.IMPOSSIBLE, day=DAY), "words"),
        (Answer(POINT, Outcome.IMPOSSIBLE, words="Điều 5."), ""),
        (Answer(POINT, Outcome.ELSEWHERE), "agency"),
        (Answer(POINT, Outcome.ELSEWHERE, agency=3), ""),
        (Answer(POINT, Outcome.ELSEWHERE, words="Công an."), ""),
    ],
)
def test_each_outcome_knows_what_it_lacks(answer: Answer, gap: str) -> None:
    assert answer.gap == gap


def test_answers_and_points_come_back_from_json_as_they_were() -> None:
    answer = Answer(POINT, Outcome.ELSEWHERE, DAY, "Công an.", 3, "Công an tỉnh")
    assert answers_of([answer.stored()]) == [answer]
    assert points_of([POINT.stored()]) == [POINT]


def test_a_promise_is_told_beside_its_answer() -> None:
    answer = Answer(POINT, Outcome.PROMISED, DAY)
    promise = Promise(Kept.KEPT, datetime(2026, 4, 1, tzinfo=UTC), "Xong.", (4, 5))
    other = Answer(Point(2, "Còn gì?"), Outcome.DONE, DAY)
    found = told([answer.stored(), other.stored()], {"1": promise.stored()})
    assert [each.promise for each in found] == [promise, None]


def test_a_new_point_never_takes_an_old_number() -> None:
    known = [Point(1, "a"), Point(3, "c")]
    assert numbered([Point(3, "c"), Point(0, "d"), Point(0, "e")], known) == [
        Point(3, "c"),
        Point(4, "d"),
        Point(5, "e"),
    ]


def test_answers_follow_the_points_as_they_stand_now() -> None:
    given = [Answer(Point(1, "cũ"), Outcome.DONE, words="Xong."), Answer(Point(9, "đã bỏ"), Outcome.DONE)]
    assert matched([Point(2, "mới"), Point(1, "sửa")], given) == [
        Answer(Point(2, "mới")),
        Answer(Point(1, "sửa"), Outcome.DONE, words="Xong."),
    ]


def test_everything_that_is_said_is_one_text() -> None:
    answers = [
        Answer(POINT, Outcome.PROMISED, DAY, "Thay vỏ tủ."),
        Answer(POINT, Outcome.ELSEWHERE, agency=1, agency_name="Sở A"),
        Answer(POINT),
    ]
    assert spoken(answers) == "Thay vỏ tủ. 30/04/2026\nSở A"
