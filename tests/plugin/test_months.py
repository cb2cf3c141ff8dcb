"""The months of reports: of the calendar, or from a day and hour of the month before."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from pakn_plugin.queries.months import Month, month_at, read_month

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


def at(*moment: int) -> datetime:
    return datetime(*moment, tzinfo=HANOI)  # type: ignore[arg-type]


def test_a_month_is_that_of_the_calendar() -> None:
    assert (Month(2026, 3).begin, Month(2026, 3).end) == (at(2026, 3, 1), at(2026, 4, 1))
    assert Month(2026, 12).end == at(2027, 1, 1)
    assert month_at(at(2026, 3, 31, 23, 59)) == Month(2026, 3)


def test_it_may_run_from_noon_of_the_25th(settings: Any) -> None:
    settings.PAKN_MONTH_BEGINS = (25, "12:00")
    assert (Month(2026, 3).begin, Month(2026, 3).end) == (at(2026, 2, 25, 12), at(2026, 3, 25, 12))
    assert month_at(at(2026, 3, 25, 11, 59)) == Month(2026, 3)
    assert month_at(at(2026, 3, 25, 12)) == Month(2026, 4)
    assert month_at(at(2026, 12, 26)) == Month(2027, 1)
    assert Month(2027, 1).begin == at(2026, 12, 25, 12)


@pytest.mark.parametrize("typed", ["", "x", "2026-13", "2026-00", "9999-01", "2026-04", "٢٠٢٦-03", "-"])
def test_what_cannot_be_read_or_has_not_begun_is_the_present(typed: str) -> None:
    assert read_month(typed, at(2026, 3, 4)) == Month(2026, 3)


def test_a_month_of_the_past_is_read_by_its_code() -> None:
    assert read_month(Month(2025, 11).code, at(2026, 3, 4)) == Month(2025, 11)
    assert Month(2026, 3).before(15) == Month(2024, 12)
