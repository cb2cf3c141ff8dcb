"""The public figures as a page."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from pakn_plugin.public.forms import PeriodForm
from pakn_plugin.queries import statistics

CHOICES = {"tat-ca": _("Từ trước đến nay"), "nam-nay": _("Năm nay"), "ba-thang": _("Ba tháng gần đây")}
CHART_HEIGHT = 160
BAR, GAP, STEP = 14, 4, 48


class StatisticsView(TemplateView):
    """Seven figures for a period, by month and by agency."""

    template_name = "pakn/public/statistics.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Figures up to now, for the days that were asked for."""
        now = timezone.now()
        form = PeriodForm(self.request.GET) if {"tu", "den"} & self.request.GET.keys() else PeriodForm()
        chosen, start, end = self._period(form, timezone.localdate(now))
        period = statistics.Period(start, end, now)
        months = statistics.by_month(period)
        return super().get_context_data(
            form=form,
            choices=CHOICES,
            chosen=chosen,
            period=period,
            figures=statistics.figures(start, end, now),
            months=months,
            chart=chart(months),
            agencies=statistics.by_agency(period),
            **kwargs,
        )

    def _period(self, form: PeriodForm, today: date) -> tuple[str, date | None, date | None]:
        if form.is_bound and form.is_valid():
            return "", form.cleaned_data["tu"], form.cleaned_data["den"]
        chosen = self.request.GET.get("ky", "")
        if chosen == "nam-nay":
            return chosen, date(today.year, 1, 1), today
        if chosen == "ba-thang":
            return chosen, today - timedelta(days=91), today
        return "tat-ca", None, None


def chart(months: list[dict[str, Any]]) -> dict[str, Any]:
    """Sizes of the bars: two a month, the tallest as high as the chart."""
    most = max([1, *(max(row["filed"], row["answered"]) for row in months)])
    bars = []
    for index, row in enumerate(months):
        left = index * STEP + GAP
        filed, answered = (round(CHART_HEIGHT * row[name] / most, 1) for name in ("filed", "answered"))
        bars.append(
            {
                **row,
                "x1": left,
                "x2": left + BAR + GAP,
                "middle": left + BAR + GAP / 2,
                "h1": filed,
                "h2": answered,
                "y1": CHART_HEIGHT - filed,
                "y2": CHART_HEIGHT - answered,
            }
        )
    return {"bars": bars, "width": max(STEP, len(months) * STEP), "height": CHART_HEIGHT, "bar": BAR, "most": most}
