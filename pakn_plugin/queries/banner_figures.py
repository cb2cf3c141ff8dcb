"""The figures of an agency's month that a banner shows: counted as the public figures are, without hidden cases."""

from datetime import date, datetime, timedelta

from django.db.models import F
from django.utils import timezone

from pakn_plugin.drawing.figures import FEWEST, Figures
from pakn_plugin.models import Case
from pakn_plugin.queries.statistics import Period, counters


def figures_of(agencies: list[int], today: date) -> dict[int, Figures]:
    """By agency: cases filed from the month's first day to the end of yesterday, answered ones, and those not late.

    Agencies with fewer than five cases are left out, complaints and denunciations are not counted. One query; the
    same all day, so that a picture drawn twice is the same picture.
    """
    day = today - timedelta(days=1)
    if day.month != today.month:
        return {}
    midnight = timezone.make_aware(datetime(today.year, today.month, today.day))
    period = Period(day.replace(day=1), day, midnight - timedelta(microseconds=1))
    rows = Case.objects.filter(period.within("filed_at"), agency__in=agencies, restricted=False)
    counted = rows.order_by().values(unit=F("agency_id")).annotate(**counters(period.cut_off))
    return {
        row["unit"]: Figures(row["cases"], row["answered"], row["owed"] - row["late"], row["owed"], day)
        for row in counted
        if row["cases"] >= FEWEST
    }
