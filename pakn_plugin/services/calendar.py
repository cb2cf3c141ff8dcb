"""Seeding the working calendar: the `holidays` package first, decisions it does not know on top."""

from datetime import date

import holidays

from pakn_plugin.models import CalendarDay
from pakn_plugin.states import DayKind

# Swapped days that were decided and are not in the package: day → (kind, reason, document).
DECISIONS = {
    date(2026, 1, 2): (
        DayKind.OFF,
        "Nghỉ hoán đổi dịp Tết Dương lịch 2026",
        "Quyết định hoán đổi ngày làm việc, 25/12/2025",
    ),
    date(2026, 1, 10): (DayKind.FULL, "Làm bù cho ngày 02/01/2026", "Quyết định hoán đổi ngày làm việc, 25/12/2025"),
}


def seed_calendar(first: int, last: int) -> int:
    """Write the days off and the worked Saturdays of the years `first` to `last`; returns how many were new.

    What an administrator entered is never overwritten.
    """
    new = unknown_days(first, last)
    CalendarDay.objects.bulk_create(new)
    return len(new)


def unknown_days(first: int, last: int) -> list[CalendarDay]:
    """Days of the years `first` to `last` that differ from the plain week and are not in the calendar; not saved."""
    table = holidays.country_holidays("VN", years=range(first, last + 1), language="vi")
    days = {
        day: CalendarDay(day=day, kind=DayKind.OFF, name=table[day][:200], source=CalendarDay.Source.PACKAGE)
        for day in table
    }
    for day in table.weekend_workdays:
        if first <= day.year <= last:
            days[day] = CalendarDay(day=day, kind=DayKind.FULL, name="Ngày làm bù", source=CalendarDay.Source.PACKAGE)
    for day, (kind, name, document) in DECISIONS.items():
        if first <= day.year <= last:
            days[day] = CalendarDay(day=day, kind=kind, name=name, document=document)
    known = set(CalendarDay.objects.filter(day__in=days).values_list("day", flat=True))
    return [row for day, row in sorted(days.items()) if day not in known]
