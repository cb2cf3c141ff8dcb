"""The clock beside an independent walker that knows nothing of it: minute by minute and day by day, 2022 to 2036."""

from datetime import date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from pakn_plugin.deadlines import Limit, LineKind, Special, WorkingCalendar, due_moment, unfold, working_time
from pakn_plugin.states import DayKind, Unit

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
MORNING, AFTERNOON = range(450, 690), range(810, 1050)
Known = dict[date, DayKind]
Pauses = list[tuple[datetime, datetime]]

days = st.dates(date(2022, 1, 1), date(2036, 12, 1))
moments = st.builds(lambda day, minute: at(day, minute), days, st.integers(0, 24 * 60 - 1))
amounts = st.integers(0, 30)


@st.composite
def surroundings(draw: st.DrawFn) -> tuple[datetime, Known, Pauses]:
    """A start, special days around it, and pauses after it."""
    start = draw(moments)
    near = st.integers(-10, 70).map(lambda n: start.date() + timedelta(days=n))
    known = draw(st.dictionaries(near, st.sampled_from(DayKind), max_size=25))
    minutes = st.integers(0, 40 * 24 * 60)
    pairs = draw(st.lists(st.tuples(minutes, minutes), max_size=3))
    pauses = [(start + timedelta(minutes=min(p)), start + timedelta(minutes=max(p))) for p in pairs]
    return start, known, pauses


def at(day: date, minute: int) -> datetime:
    return datetime.combine(day, time(minute // 60, minute % 60), HANOI)


def calendar(known: Known) -> WorkingCalendar:
    return WorkingCalendar({day: Special(kind) for day, kind in known.items()})


def kind_of(day: date, known: Known) -> str:
    return known.get(day) or ("off" if day.isoweekday() in (6, 7) else "full")


def is_open(moment: datetime, known: Known) -> bool:
    """Whether offices are open in the minute that begins now."""
    minute = moment.hour * 60 + moment.minute
    kind = kind_of(moment.date(), known)
    return (kind in ("full", "morning") and minute in MORNING) or (
        kind in ("full", "afternoon") and minute in AFTERNOON
    )


def closing(day: date, known: Known) -> datetime:
    return at(day, 690 if kind_of(day, known) == "morning" else 1050)


def walk_days(start: date, amount: int, every: bool, known: Known, pauses: Pauses) -> datetime:
    left, day = amount, start
    while left:
        day += timedelta(days=1)
        stands_still = any(began.date() < day <= ended.date() for began, ended in pauses)
        if not stands_still and (every or kind_of(day, known) != "off"):
            left -= 1
    while kind_of(day, known) == "off":
        day += timedelta(days=1)
    return closing(day, known)


def walk_minutes(start: datetime, hours: int, known: Known, pauses: Pauses) -> datetime:
    moment, left = start, hours * 60
    while left:
        if is_open(moment, known) and not any(began <= moment < ended for began, ended in pauses):
            left -= 1
        moment += timedelta(minutes=1)
    return moment


@given(surroundings(), amounts, st.sampled_from([Unit.WORKING_DAYS, Unit.CALENDAR_DAYS]))
def test_days_agree_with_a_walk_from_day_to_day(case: tuple[datetime, Known, Pauses], amount: int, unit: Unit) -> None:
    start, known, pauses = case
    walked = walk_days(start.date(), amount, unit == Unit.CALENDAR_DAYS, known, pauses)
    assert due_moment(start, Limit(amount, unit), calendar(known), pauses) == walked


@given(surroundings(), st.integers(1, 12))
def test_hours_agree_with_a_walk_from_minute_to_minute(case: tuple[datetime, Known, Pauses], hours: int) -> None:
    start, known, pauses = case
    short = [pair for pair in pauses if pair[1] - pair[0] < timedelta(days=4)]
    walked = walk_minutes(start, hours, known, short)
    assert due_moment(start, Limit(hours, Unit.WORKING_HOURS), calendar(known), short) == walked


@given(surroundings(), st.integers(0, 5 * 24 * 60))
def test_office_time_agrees_with_counting_minutes(case: tuple[datetime, Known, Pauses], minutes: int) -> None:
    start, known, _pauses = case
    counted = sum(is_open(start + timedelta(minutes=n), known) for n in range(minutes))
    assert working_time(start, start + timedelta(minutes=minutes), calendar(known)) == timedelta(minutes=counted)


@given(surroundings(), st.lists(st.integers(0, 9 * 24 * 60), min_size=1, max_size=6))
def test_office_time_of_the_parts_adds_up_to_the_whole(case: tuple[datetime, Known, Pauses], cuts: list[int]) -> None:
    start, known, _pauses = case
    marks = [start, *(start + timedelta(minutes=n) for n in sorted(cuts))]
    parts = [working_time(a, b, calendar(known)) for a, b in pairwise(marks)]
    assert sum(parts, timedelta()) == working_time(start, marks[-1], calendar(known))


@given(surroundings(), amounts, st.sampled_from(Unit))
def test_more_time_is_never_due_earlier_and_a_pause_never_shortens(
    case: tuple[datetime, Known, Pauses], amount: int, unit: Unit
) -> None:
    start, known, pauses = case
    due = due_moment(start, Limit(amount, unit), calendar(known), pauses)
    assert due <= due_moment(start, Limit(amount + 1, unit), calendar(known), pauses)
    assert due >= due_moment(start, Limit(amount, unit), calendar(known))


@given(surroundings(), amounts, st.sampled_from(Unit))
def test_the_unfolded_days_have_no_hole_and_count_to_the_amount(
    case: tuple[datetime, Known, Pauses], amount: int, unit: Unit
) -> None:
    start, known, pauses = case
    due, lines = unfold(start, Limit(amount, unit), calendar(known), pauses)
    assert [line.day for line in lines] == [start.date() + timedelta(days=n) for n in range(len(lines))]
    assert lines[-1].day == due.date()
    if unit == Unit.WORKING_HOURS:
        assert sum((line.worked for line in lines), timedelta()) == timedelta(hours=amount)
    else:
        assert sum(line.kind == LineKind.COUNTED for line in lines) == amount
