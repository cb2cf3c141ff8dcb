"""The public figures as a page."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from pakn_plugin.public.forms import PeriodForm
from pakn_plugin.queries import answer_times, by_structure, promises, statistics
from pakn_plugin.queries.by_structure import View
from pakn_plugin.queries.reopened import second_chance

CHOICES = {"tat-ca": _("Từ trước đến nay"), "nam-nay": _("Năm nay"), "ba-thang": _("Ba tháng gần đây")}
VIEWS = {View.THEN: _("Theo đơn vị lúc đó"), View.NOW: _("Theo đơn vị hiện nay")}
# Pixels; the room above the bars is for the number of the tallest.
CHART_HEIGHT, BASELINE, LEAST_HEIGHT = 160, 184, 3
FEWEST_STEPS = 6


class StatisticsView(TemplateView):
    """The figures of a period and how long messages wait, by month and by agency."""

    template_name = "pakn/public/statistics.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Figures up to now, for the days that were asked for."""
        now = timezone.now()
        asked = {"tu", "den", "ngay"} & self.request.GET.keys()
        form = PeriodForm(self.request.GET) if asked else PeriodForm()
        chosen, start, end = self._period(form, timezone.localdate(now))
        period = statistics.Period(start, end, now)
        months = statistics.by_month(period)
        view = View.NOW if self.request.GET.get("theo") == View.NOW else View.THEN
        structure = form.cleaned_data.get("ngay") if form.is_bound and form.is_valid() else None
        structure = structure or timezone.localdate(now)
        promised = promises.by_agency(period, view, structure)
        return super().get_context_data(
            form=form,
            choices=CHOICES,
            chosen=chosen,
            period=period,
            figures=[*statistics.figures(start, end, now), second_chance(period), promises.figure(period, promised)],
            months=months,
            answer_time=answer_times.public(period),
            least_public=answer_times.LEAST_PUBLIC,
            chart=chart(months),
            view=view,
            views=VIEWS,
            structure=structure,
            agencies=by_structure.by_agency(period, view, structure),
            promises=promised,
            areas=by_structure.by_area(period, view, structure),
            kept={name: value for name, value in self.request.GET.items() if name in ("ky", "tu", "den")},
            **kwargs,
        )

    def _period(self, form: PeriodForm, today: date) -> tuple[str, date | None, date | None]:
        days = form.is_bound and form.is_valid() and "ky" not in self.request.GET
        if days:
            return "", form.cleaned_data["tu"], form.cleaned_data["den"]
        chosen = self.request.GET.get("ky", "")
        if chosen == "nam-nay":
            return chosen, date(today.year, 1, 1), today
        if chosen == "ba-thang":
            return chosen, today - timedelta(days=91), today
        return "tat-ca", None, None


def chart(months: list[dict[str, Any]]) -> dict[str, Any]:
    """Places of the bars, two a month: across in per cent, so that they fit any screen, upwards in pixels."""
    most = max([1, *(max(row["filed"], row["answered"]) for row in months)])
    step = 100 / max(FEWEST_STEPS, len(months))
    bars = []
    for index, row in enumerate(months):
        filed, answered = (_height(row[name], most) for name in ("filed", "answered"))
        bars.append(
            {
                **row,
                "x1": round((index + 0.1) * step, 2),
                "x2": round((index + 0.5) * step, 2),
                "middle": round((index + 0.45) * step, 2),
                "h1": filed,
                "h2": answered,
                "y1": BASELINE - filed,
                "y2": BASELINE - answered,
                "year": _year_beside(index, months),
            }
        )
    width = round(step * 0.35, 2)
    return {"bars": bars, "baseline": BASELINE, "top": BASELINE - CHART_HEIGHT, "width": width, "most": most}


def _height(number: int, most: int) -> int:
    """The tallest bar is as high as the chart; what is more than nothing can be seen."""
    return max(LEAST_HEIGHT, round(CHART_HEIGHT * number / most)) if number else 0


def _year_beside(index: int, months: list[dict[str, Any]]) -> int | None:
    """Each January names its year, and the first month where no January follows that needs the place."""
    january = months[index]["month"].month == 1
    next_is = index + 1 < len(months) and months[index + 1]["month"].month == 1
    return months[index]["month"].year if january or (index == 0 and not next_is) else None
