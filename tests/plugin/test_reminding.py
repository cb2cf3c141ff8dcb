"""Moments of reminders beside a walker that counts minutes and days for itself."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from pakn_plugin.deadlines import Limit, Special, WorkingCalendar, due_moment, working_time
from pakn_plugin.reminding import moment_before, moment_of
from pakn_plugin.states import DayKind, Unit, When

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
ONE_DAY, ONE_MINUTE = timedelta(days=1), timedelta(minutes=1)

days = st.dates(date(2022, 1, 1), date(2036, 12, 1))
amounts = st.integers(0, 12)
clock = st.integers(450, 1050)


@st.composite
def surroundings(draw: st.DrawFn) -> tuple[datetime, WorkingCalendar]:
    """A due moment on a working day, in office hours, and a calendar around it."""
    day = draw(days)
    near = st.integers(-40, 10).map(lambda n: day + n * ONE_DAY)
    known = draw(st.dictionaries(near, st.sampled_from(DayKind), max_size=25))
    calendar = WorkingCalendar({each: Special(kind) for each, kind in known.items()})
    day = calendar.next_working_day(day)
    minute = draw(clock)
    return datetime.combine(day, min(time(minute // 60, minute % 60), calendar.day_end(day)), HANOI), calendar


@given(surroundings(), amounts)
def test_days_are_counted_backwards_over_working_days_only(
    drawn: tuple[datetime, WorkingCalendar], amount: int
) -> None:
    due, calendar = drawn
    moment = moment_before(due, Limit(amount, Unit.WORKING_DAYS), calendar)
    walked = [moment.date() + n * ONE_DAY for n in range((due.date() - moment.date()).days)]
    assert sum(calendar.is_working_day(day) for day in walked) == amount
    assert calendar.is_working_day(moment.date())
    assert moment.time() == min(due.time(), calendar.day_end(moment.date()))


@given(surroundings(), amounts)
def test_hours_are_the_office_time_that_lies_between(drawn: tuple[datetime, WorkingCalendar], amount: int) -> None:
    due, calendar = drawn
    moment = moment_before(due, Limit(amount, Unit.WORKING_HOURS), calendar)
    assert working_time(moment, due, calendar) == timedelta(hours=amount)
    assert not amount or working_time(moment, moment + ONE_MINUTE, calendar) == ONE_MINUTE


@given(surroundings(), amounts)
def test_calendar_days_end_on_the_working_day_before(drawn: tuple[datetime, WorkingCalendar], amount: int) -> None:
    due, calendar = drawn
    moment = moment_before(due, Limit(amount, Unit.CALENDAR_DAYS), calendar)
    plain = due.date() - amount * ONE_DAY
    assert moment.date() == next(day for n in range(60) if calendar.is_working_day(day := plain - n * ONE_DAY))


@given(surroundings(), amounts, st.sampled_from(Unit))
def test_before_is_not_after_at_and_at_is_not_after_after(
    drawn: tuple[datetime, WorkingCalendar], amount: int, unit: Unit
) -> None:
    due, calendar = drawn
    before, at, after = (moment_of(when, due, Limit(amount, unit), calendar) for when in When)
    assert before <= at == due <= after
    assert after == due_moment(due, Limit(amount, unit), calendar)


def test_one_working_day_before_a_monday_is_the_friday() -> None:
    due = datetime(2026, 3, 9, 17, 30, tzinfo=HANOI)
    assert moment_before(due, Limit(1), WorkingCalendar()) == datetime(2026, 3, 6, 17, 30, tzinfo=HANOI)
