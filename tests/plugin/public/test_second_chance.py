"""The public figure of the second chance, counted by hand."""

from datetime import date, datetime, timedelta

import pytest
from django.test import Client

from pakn_plugin.models import Case
from pakn_plugin.queries.reopened import second_chance
from pakn_plugin.queries.statistics import Period
from pakn_plugin.services import rating
from pakn_plugin.states import Score, State
from tests.factories import Cases, World, citizen, unsent
from tests.plugin.public.conftest import asking

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def told(case_in: Cases, world: World, now: datetime) -> Cases:
    """Five cases: two were reopened and satisfied then, one was not, one waits, one was never reopened."""
    with unsent():
        for outcome in (Score.SATISFIED, Score.UNSATISFIED, None):
            case = case_in(State.UNDER_REVIEW)
            rating.reopen_after_review(case.pk, world.reviewer, "Sẽ thay lại.", now + DAY)
            finish(case_in, case, outcome, now + 2 * DAY)
        case = case_in(State.CLOSED)
        rating.reopen(case.pk, citizen(case.pk), "Còn trụ số 6.", now + DAY)
        finish(case_in, case, Score.SATISFIED, now + 2 * DAY)
        case_in(State.CLOSED)
    return case_in


def finish(case_in: Cases, case: Case, score: Score | None, now: datetime) -> None:
    case_in.submit(case.pk, now)
    case_in.approve(case.pk, now)
    if score:
        rating.rate(case.pk, citizen(case.pk), score, "", now)


def counted(start: date | None, end: date | None, cut_off: datetime) -> tuple[int, int | None]:
    figure = second_chance(Period(start, end, cut_off))
    return figure.numerator, figure.denominator


def test_it_is_what_a_hand_counts(told: Cases, now: datetime) -> None:
    assert counted(None, None, now + 9 * DAY) == (2, 4)


def test_a_verdict_after_the_cut_off_or_before_the_reopening_does_not_count(told: Cases, now: datetime) -> None:
    assert counted(None, None, now + DAY) == (0, 4)


def test_reopenings_outside_the_period_do_not_count(told: Cases, now: datetime) -> None:
    assert counted(date(2026, 4, 1), None, now + 90 * DAY) == (0, 0)
    assert counted(date(2026, 3, 5), date(2026, 3, 5), now + 9 * DAY) == (2, 4)


def test_complaints_are_not_counted(told: Cases, now: datetime) -> None:
    Case.objects.update(restricted=True)
    assert counted(None, None, now + 9 * DAY) == (0, 0)


def test_everybody_reads_it_with_its_parts_and_it_costs_one_query(told: Cases, client: Client, now: datetime) -> None:
    with asking() as found:
        counted(None, None, now + 9 * DAY)
    assert len(found) == 1
    page = client.get("/phan-anh/thong-ke/").content.decode()
    assert "Hài lòng sau khi xử lý lại" in page and "2/4 (50,0\N{NO-BREAK SPACE}%)" in page
