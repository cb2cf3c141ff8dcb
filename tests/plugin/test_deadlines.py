"""Working time: the pairs that must come out right, the Civil Code's edges, and an independent day walker."""

import csv
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from pakn_plugin.deadlines import Limit, OfficeHours, Special, WorkingCalendar, due_moment
from pakn_plugin.models import CalendarDay, DeadlinePolicy, OfficeDay
from pakn_plugin.queries import clock
from pakn_plugin.queries.rules import rules_on
from pakn_plugin.services.calendar import DECISIONS, seed_calendar
from pakn_plugin.states import DayKind, Level, Stage, Unit
from tests.factories import TopicFactory

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
FACTS = Path(__file__).resolve().parents[1] / "data" / "working_days.csv"
PAIRS = list(csv.DictReader(FACTS.read_text(encoding="utf-8").splitlines()))
NEW_YEAR_2026 = next(row for row in PAIRS if row["filed_on"] == "2025-12-31" and row["working_days"] == "5")
PLAIN = WorkingCalendar()


def at(day: int, hour: int, minute: int = 0, month: int = 3) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=HANOI)


@pytest.fixture
def seeded(db: None) -> None:
    seed_calendar(2022, 2036)


def last_day(row: dict[str, str]) -> str:
    filed = date.fromisoformat(row["filed_on"])
    return clock.working_calendar(filed).add_working_days(filed, int(row["working_days"])).isoformat()


@pytest.mark.parametrize("row", PAIRS, ids=lambda row: f"{row['filed_on']}+{row['working_days']}")
def test_it_counts_as_the_officially_known_pairs(row: dict[str, str], seeded: None) -> None:
    assert last_day(row) == row["due_on"], row["why"]


def test_the_facts_are_all_here() -> None:
    assert len(PAIRS) == 13


def test_the_swap_of_january_2026_is_a_row_with_its_document(seeded: None) -> None:
    off, worked = (CalendarDay.objects.get(day=day) for day in (date(2026, 1, 2), date(2026, 1, 10)))
    assert (off.kind, worked.kind) == (DayKind.OFF, DayKind.FULL)
    assert {off.source, worked.source} == {CalendarDay.Source.DECISION}
    assert off.document and worked.document


def test_without_that_row_the_turn_of_the_year_is_wrong(seeded: None) -> None:
    CalendarDay.objects.filter(day__in=DECISIONS).delete()
    assert last_day(NEW_YEAR_2026) != NEW_YEAR_2026["due_on"]


def test_an_administrators_decision_wins_over_the_package(db: None) -> None:
    CalendarDay.objects.create(day=date(2026, 9, 2), kind=DayKind.FULL, name="Làm việc", document="QĐ thử")
    assert seed_calendar(2026, 2026) > 0
    row = CalendarDay.objects.get(day=date(2026, 9, 2))
    assert (row.kind, row.document, row.source) == (DayKind.FULL, "QĐ thử", CalendarDay.Source.DECISION)
    assert clock.working_calendar(row.day).is_working_day(row.day)


def test_seeding_again_adds_nothing(seeded: None) -> None:
    before = CalendarDay.objects.count()
    assert seed_calendar(2022, 2036) == 0
    assert CalendarDay.objects.count() == before


# Wednesday 4 March 2026; offices 7:30-11:30 and 13:30-17:30.
@pytest.mark.parametrize(
    ("start", "hours", "due"),
    [
        (at(4, 9), 1, at(4, 10)),
        (at(4, 9), 8, at(5, 9)),
        (at(4, 11), 1, at(4, 14)),
        (at(4, 12), 1, at(4, 14, 30)),
        (at(4, 6), 4, at(4, 11, 30)),
        (at(4, 16, 30), 2, at(5, 8, 30)),
        (at(4, 22), 4, at(5, 11, 30)),
        (at(6, 17), 1, at(9, 8)),
        (at(7, 10), 8, at(9, 17, 30)),
        (at(4, 17, 30), 1, at(5, 8, 30)),
    ],
)
def test_working_hours_run_only_while_offices_are_open(start: datetime, hours: int, due: datetime) -> None:
    assert due_moment(start, Limit(hours, Unit.WORKING_HOURS), PLAIN) == due


@pytest.mark.parametrize(
    ("start", "limit", "due"),
    [
        (at(4, 9), Limit(1), at(5, 17, 30)),
        (at(4, 23, 59), Limit(1), at(5, 17, 30)),
        (at(6, 9), Limit(1), at(9, 17, 30)),
        (at(7, 9), Limit(1), at(9, 17, 30)),
        (at(4, 9), Limit(0), at(4, 17, 30)),
        (at(7, 9), Limit(0), at(9, 17, 30)),
        (at(4, 9), Limit(2, Unit.CALENDAR_DAYS), at(6, 17, 30)),
        (at(4, 9), Limit(3, Unit.CALENDAR_DAYS), at(9, 17, 30)),
        (at(4, 9), Limit(20, Unit.CALENDAR_DAYS), at(24, 17, 30)),
    ],
)
def test_days_end_with_the_office_day_and_never_on_a_day_off(start: datetime, limit: Limit, due: datetime) -> None:
    assert due_moment(start, limit, PLAIN) == due


def test_a_worked_saturday_counts_and_its_holiday_does_not() -> None:
    calendar = WorkingCalendar({date(2026, 3, 5): Special(DayKind.OFF), date(2026, 3, 7): Special(DayKind.FULL)})
    assert due_moment(at(4, 9), Limit(2), calendar) == at(7, 17, 30)
    assert due_moment(at(4, 16, 30), Limit(2, Unit.WORKING_HOURS), calendar) == at(6, 8, 30)


def test_a_half_day_counts_and_ends_at_noon() -> None:
    calendar = WorkingCalendar(
        {date(2026, 3, 5): Special(DayKind.MORNING), date(2026, 3, 6): Special(DayKind.AFTERNOON)}
    )
    assert due_moment(at(4, 9), Limit(1), calendar) == at(5, 11, 30)
    assert due_moment(at(4, 9), Limit(2), calendar) == at(6, 17, 30)
    assert due_moment(at(5, 11), Limit(1, Unit.WORKING_HOURS), calendar) == at(6, 14)


def test_office_hours_change_on_their_day() -> None:
    summer = OfficeHours(((time(7), time(11)), (time(14), time(17))), first=date(2026, 3, 5))
    calendar = WorkingCalendar(hours=(summer, OfficeHours()))
    assert due_moment(at(4, 16, 30), Limit(2, Unit.WORKING_HOURS), calendar) == at(5, 8)
    assert due_moment(at(4, 9), Limit(1), calendar) == at(5, 17)


def test_rows_of_the_register_give_the_hours_and_the_half_days(db: None) -> None:
    OfficeDay.objects.create(morning_from=time(7), morning_to=time(11), valid_from=date(2026, 3, 5))
    CalendarDay.objects.create(day=date(2026, 3, 6), kind=DayKind.AFTERNOON, name="Sáng nghỉ", document="QĐ 1")
    calendar = clock.working_calendar(FILED)
    assert calendar.spans(date(2026, 3, 4)) == OfficeHours().spans
    assert calendar.spans(date(2026, 3, 5)) == ((time(7), time(11)),)
    assert calendar.specials[date(2026, 3, 6)] == Special(DayKind.AFTERNOON, "Sáng nghỉ", "QĐ 1")


FILED = date(2026, 3, 4)


def test_the_registers_are_read_anew_where_anything_changed(db: None, settings: Any) -> None:
    """Their meaning is kept with the rows it was read from: whatever way they change, it is seen at once."""
    first = rules_on(FILED)
    assert rules_on(FILED) is first
    policy = DeadlinePolicy.objects.create(stage=Stage.PROCESS, amount=5)
    assert rules_on(FILED).limit(Stage.PROCESS, FILED).amount == 5
    DeadlinePolicy.objects.filter(pk=policy.pk).update(amount=6)
    assert rules_on(FILED).limit(Stage.PROCESS, FILED).amount == 6
    day = CalendarDay.objects.create(day=date(2026, 3, 6), kind=DayKind.OFF, name="Nghỉ", document="QĐ 1")
    assert not rules_on(FILED).calendar.is_working_day(day.day)
    day.delete()
    assert rules_on(FILED).calendar.is_working_day(date(2026, 3, 6))
    settings.PAKN_OFFICE_HOURS = (("08:00", "12:00"),)
    assert rules_on(FILED).calendar.spans(FILED) == ((time(8), time(12)),)
    settings.PAKN_REMINDERS = (("at", 0, "working_days", "holder"),)
    assert [rule.when for rule in rules_on(FILED).reminders] == ["at"]


def test_without_rows_the_settings_apply(db: None) -> None:
    rules = rules_on(FILED)
    assert rules.limit(Stage.RECEIVE, FILED) == Limit(8, Unit.WORKING_HOURS)
    assert rules.limit(Stage.PROCESS, FILED) == Limit(7)
    assert rules.limit(Stage.PROCESS, FILED, level=Level.COMPLEX) == Limit(15)
    assert rules.limit(Stage.ACCEPT, FILED, level=Level.URGENT) == Limit(1)


def test_a_row_applies_within_its_days_only(db: None) -> None:
    DeadlinePolicy.objects.create(stage=Stage.PROCESS, amount=5, valid_from=date(2026, 3, 4), valid_to=date(2026, 3, 5))
    rules = rules_on(FILED)
    found = [rules.limit(Stage.PROCESS, FILED + timedelta(days=n)).amount for n in (-1, 0, 1, 2)]
    assert found == [7, 5, 5, 7]


def test_the_newest_row_in_force_wins(db: None) -> None:
    DeadlinePolicy.objects.create(stage=Stage.PROCESS, amount=6, valid_from=date(2020, 1, 1))
    DeadlinePolicy.objects.create(stage=Stage.PROCESS, amount=4, valid_from=date(2026, 1, 1))
    assert rules_on(FILED).limit(Stage.PROCESS, FILED).amount == 4


def test_a_field_comes_before_the_general_row_and_a_level_before_the_field(db: None) -> None:
    topic, other = TopicFactory(), TopicFactory()
    DeadlinePolicy.objects.create(stage=Stage.PROCESS, amount=9)
    DeadlinePolicy.objects.create(stage=Stage.PROCESS, amount=4, topic=topic)
    DeadlinePolicy.objects.create(stage=Stage.PROCESS, amount=2, level=Level.URGENT)
    assert rules_on(FILED).limit(Stage.PROCESS, FILED).amount == 9
    assert rules_on(FILED).limit(Stage.PROCESS, FILED, other.pk).amount == 9
    assert rules_on(FILED).limit(Stage.PROCESS, FILED, topic.pk).amount == 4
    assert rules_on(FILED).limit(Stage.PROCESS, FILED, topic.pk, Level.URGENT).amount == 2
