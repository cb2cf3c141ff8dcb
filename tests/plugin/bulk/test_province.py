"""Many cases together have the shares, the texts and the storms of a province, and stand every check."""

from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction

from pakn_plugin import text
from pakn_plugin.bulk import load
from pakn_plugin.models import Case, Notification, Rating, Reply, Review
from pakn_plugin.queries import statistics
from pakn_plugin.queries.statistics import Period
from pakn_plugin.states import OPEN, Score, State
from tests.factories import build_world
from tests.plugin.bulk.registers import NOW, complete

NUMBER = 1500


def near(found: float, wanted: float, within: float) -> bool:
    return abs(found - wanted) <= within


@pytest.fixture(scope="module")
def province(django_db_setup: None, django_db_blocker: Any) -> Iterator[int]:
    """Many cases, loaded once for the tests of this file and rolled back after them; the number of rows."""
    with django_db_blocker.unblock(), transaction.atomic():
        complete(build_world())
        yield load.load(NUMBER, 3, 1, None, NOW, lambda done, total: None)
        transaction.set_rollback(True)


@pytest.fixture
def many(province: int, db: None) -> int:
    """Each test in a transaction of its own on top of them."""
    return province


def test_the_shares_are_those_of_a_province_and_every_check_is_silent(many: int) -> None:
    assert Case.objects.count() == NUMBER
    assert many > 15 * NUMBER
    call_command("verify_history", stdout=StringIO(), stderr=StringIO())
    call_command("check_ledger", stdout=StringIO())
    counted = statistics.case_counts(Period(None, None, NOW))
    assert near(counted["late"] / counted["owed"], 0.20, 0.035)
    assert near(Case.objects.filter(state=State.REFUSED).count() / NUMBER, 0.06, 0.02)
    assert near(Case.objects.filter(restricted=True).count() / NUMBER, 0.01, 0.008)
    published = Reply.objects.filter(status=Reply.Status.PUBLISHED).count()
    ratings = Rating.objects.count()
    assert near(ratings / published, 0.23, 0.04)
    assert near(Rating.objects.filter(score=Score.UNSATISFIED).count() / ratings, 0.67, 0.09)
    assert {"upheld", "reopened"} == set(Review.objects.values_list("outcome", flat=True))
    assert Notification.objects.count() == 0


def test_texts_are_typed_as_people_type_and_stored_composed(many: int) -> None:
    texts = list(Case.objects.values_list("text", flat=True))
    assert near(sum(each.isascii() for each in texts) / NUMBER, 0.05, 0.02)
    assert all(each == text.nfc(each) for each in texts)


def test_storms_bring_many_cases_on_some_days(many: int) -> None:
    per_day: dict[object, int] = {}
    for filed in Case.objects.values_list("filed_at", flat=True):
        per_day[filed.date()] = per_day.get(filed.date(), 0) + 1
    assert max(per_day.values()) > 5 * NUMBER / len(per_day)


def test_by_default_only_what_is_young_is_still_open(many: int) -> None:
    open_ = Case.objects.filter(state__in=OPEN)
    assert 0 < open_.count() < NUMBER / 10
    assert not open_.filter(filed_at__lt=NOW - timedelta(days=120)).exists()
