"""The seven figures against a set that was counted by hand."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone, translation

from pakn_plugin.models import Case, Pause
from pakn_plugin.public.statistics import chart
from pakn_plugin.queries import statistics
from pakn_plugin.services import conversation, handling
from pakn_plugin.states import State
from pakn_plugin.templatetags.pakn_tags import rate
from tests.factories import Cases, UserFactory, World, citizen, unsent
from tests.plugin.public.conftest import asking

pytestmark = pytest.mark.django_db
PAGE = "/phan-anh/thong-ke/"
CUT_OFF = datetime(2026, 6, 30, 17, 0, tzinfo=UTC)


@pytest.fixture
def counted(case_in: Cases, world: World, now: datetime) -> Callable[..., dict[str, tuple[int, int | None]]]:
    """Ten cases of March 2026: what each counts for stands beside it."""
    at = Case.objects.filter
    case_in(State.CLOSED)  # answered, rated
    case_in(State.UNDER_REVIEW)  # answered, rated, unsatisfied
    slow = case_in(State.ANSWERED)  # answered, late
    at(pk=slow.pk).update(due_at=now - timedelta(days=1))
    case_in(State.PROCESSING)  # late: no answer at the cut-off
    future = case_in(State.PROCESSING)  # open, not due yet
    at(pk=future.pk).update(due_at=CUT_OFF + timedelta(days=1))
    asked = case_in(State.NEEDS_INFO)  # waits for the citizen: not late
    case_in(State.REFUSED)  # owes no answer
    case_in(State.WITHDRAWN)  # owes no answer
    case_in(State.MERGED)  # owes no answer; its main case is the tenth, late
    with unsent():
        conversation.send_message(future.pk, world.a.officer, "Chào", now)
        conversation.answer_message(future.pk, citizen(future.pk), "Vâng", now)
    assert Pause.objects.filter(case=asked, ended_at=None).exists()
    return lambda **period: {
        f.key: (f.numerator, f.denominator)
        for f in statistics.figures(period.get("start"), period.get("end"), period.get("cut_off", CUT_OFF))
    }


def test_they_are_what_a_hand_counts(counted: Any) -> None:
    found = counted()
    assert found["cases"] == (10, None)
    assert found["answered"] == (3, 10)
    assert found["messages"] == (3, None)  # the question, and the two of the dialogue
    assert found["ratings"] == (2, 3)
    assert found["late"] == (3, 7)
    assert found["unsatisfied"] == (1, 2)


def test_a_period_without_cases_is_empty(counted: Any) -> None:
    found = counted(start=date(2026, 4, 1), end=date(2026, 4, 30))
    assert found["cases"] == (0, None)
    assert found["late"] == (0, 0)


def test_both_days_of_a_period_count(counted: Any) -> None:
    assert counted(start=date(2026, 3, 4), end=date(2026, 3, 4))["cases"] == (10, None)


def test_what_comes_after_the_cut_off_does_not_count(counted: Any, now: datetime) -> None:
    assert counted(cut_off=now - timedelta(minutes=1))["cases"] == (0, None)


def test_a_case_that_ended_for_want_of_information_is_not_late(case_in: Cases, now: datetime) -> None:
    case = case_in(State.NEEDS_INFO)
    handling.expire_info(case.pk, now + timedelta(days=60))
    figures = {f.key: f for f in statistics.figures(None, None, now + timedelta(days=90))}
    assert figures["late"].numerator == 0


def test_accounts_are_citizens_who_can_sign_in(db: None, settings: Any) -> None:
    settings.PAKN_CITIZEN_ACCOUNTS = {"is_active": True, "is_staff": False}
    UserFactory()
    UserFactory(is_staff=True)
    UserFactory(is_active=False)
    nobody = UserFactory()
    nobody.set_unusable_password()
    nobody.save()
    figures = {f.key: f for f in statistics.figures(None, None, timezone.now() + timedelta(minutes=1))}
    assert figures["accounts"].numerator == 1


def test_every_figure_says_what_it_counts(db: None) -> None:
    figures = statistics.figures(date(2026, 1, 1), date(2026, 3, 31), CUT_OFF)
    assert len(figures) == 7
    assert all(f.label and f.counted and f.cut_off == CUT_OFF and f.start and f.end for f in figures)
    assert all(bool(f.of) == (f.denominator is not None) for f in figures)


def test_months_add_up(counted: Any, now: datetime) -> None:
    months = statistics.by_month(statistics.Period(None, None, CUT_OFF))
    assert [row["month"] for row in months] == [date(2026, month, 1) for month in (3, 4, 5, 6, 7)]
    assert sum(row["filed"] for row in months) == 10
    assert {row["month"]: row["answered"] for row in months}[date(2026, 3, 1)] == 3


def test_at_most_twelve_months_and_none_before_the_first_case(counted: Any) -> None:
    later = datetime(2027, 2, 10, tzinfo=UTC)
    assert len(statistics.by_month(statistics.Period(None, None, later))) == 12
    assert statistics.by_month(statistics.Period(date(2026, 4, 1), None, CUT_OFF)) == []


def test_the_smallest_number_is_still_a_bar() -> None:
    drawn = chart([{"month": date(2026, 3, 1), "filed": 1000, "answered": 1}])
    bar = drawn["bars"][0]
    assert (bar["h1"], bar["h2"], bar["year"]) == (160, 3, 2026)
    assert drawn["width"] < 100 / 6


def test_the_number_of_queries_is_small_and_constant(counted: Any, client: Client) -> None:
    with asking() as queries:
        client.get(PAGE)
    first = len(queries)
    with asking() as queries:
        statistics.figures(None, None, CUT_OFF)
    assert len(queries) == 3  # and one for the accounts
    assert first == 15
    with asking() as queries:
        client.get(PAGE)
    assert len(queries) == 11  # the structure is kept for a minute


def test_rates_are_written_in_the_language_of_the_page() -> None:
    with translation.override("vi"):
        assert rate(74, 360) == "74/360 (20,6\N{NO-BREAK SPACE}%)"
        assert rate(1234, 2468) == "1.234/2.468 (50,0\N{NO-BREAK SPACE}%)"
        assert rate(0, 0) == "0/0"
    with translation.override("en"):
        assert rate(74, 360) == "74/360 (20.6\N{NO-BREAK SPACE}%)"


@pytest.mark.parametrize(
    "asked",
    [{}, {"ky": "nam-nay"}, {"ky": "ba-thang"}, {"tu": "2026-01-01", "den": "2026-03-31"}, {"tu": "x"}, {"ky": "?"}],
)
def test_every_period_has_a_page(client: Client, db: None, asked: dict[str, str]) -> None:
    assert client.get(PAGE, asked).status_code == 200


def test_days_in_the_wrong_order_are_named(client: Client, db: None) -> None:
    page = client.get(PAGE, {"tu": "2026-03-31", "den": "2026-01-01"}).content.decode()
    assert "Ngày kết thúc phải sau ngày bắt đầu." in page
