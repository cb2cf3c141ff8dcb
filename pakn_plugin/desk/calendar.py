"""“Lịch làm việc”: a year at a look, changes with a preview of the cases that move, and a year's confirmation."""

from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet

from pakn_plugin.desk.calendar_forms import ConfirmForm, DaysForm
from pakn_plugin.models import CalendarChange, CalendarDay, CalendarYear
from pakn_plugin.queries import calendar as queries
from pakn_plugin.services import calendar_changes
from pakn_plugin.services.calendar import unknown_days
from pakn_plugin.services.recompute import preview
from pakn_plugin.states import DayKind, Stage

FIRST_YEAR, LAST_YEAR = 2000, 2100
LATEST = 5
Status = CalendarChange.Status
PLAIN = gettext_lazy("Như tuần bình thường")


def may_change(request: HttpRequest) -> bool:
    """Whether the working calendar is this person's to change."""
    return request.user.has_perm("pakn.change_calendarday")


class CalendarMixin(WagtailAdminTemplateMixin, View):
    """For those who may change the calendar; for everybody else its addresses do not exist."""

    header_icon = "calendar"
    breadcrumbs_items = [
        *WagtailAdminTemplateMixin.breadcrumbs_items,
        {"url": reverse_lazy("pakn_calendar:index"), "label": gettext_lazy("Lịch làm việc")},
    ]

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.now = timezone.now()

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_change(request) or not FIRST_YEAR <= kwargs.get("year", FIRST_YEAR) <= LAST_YEAR:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]


class YearView(CalendarMixin):
    """Twelve months with their special days, and the same as a table."""

    template_name = "pakn/desk/calendar.html"

    def get_page_title(self) -> str:
        return _("Lịch làm việc năm %(year)d") % {"year": self.year}

    @property
    def year(self) -> int:
        """The year of the address, else the running one."""
        year: int = self.kwargs.get("year") or timezone.localdate(self.now).year
        return year

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        rows = queries.year_rows(self.year)
        context = self.get_context_data(
            year=self.year,
            rows=rows,
            months=queries.months(self.year, rows),
            confirmed=CalendarYear.objects.select_related("confirmed_by").filter(year=self.year).first(),
            missing=queries.unconfirmed(timezone.localdate(self.now)),
            changes=CalendarChange.objects.exclude(status=Status.DRAFT).select_related("author")[:LATEST],
            weekdays=WEEKDAYS,
        )
        return self.render_to_response(context)


WEEKDAYS = (
    (gettext_lazy("T2"), gettext_lazy("Thứ Hai")),
    (gettext_lazy("T3"), gettext_lazy("Thứ Ba")),
    (gettext_lazy("T4"), gettext_lazy("Thứ Tư")),
    (gettext_lazy("T5"), gettext_lazy("Thứ Năm")),
    (gettext_lazy("T6"), gettext_lazy("Thứ Sáu")),
    (gettext_lazy("T7"), gettext_lazy("Thứ Bảy")),
    (gettext_lazy("CN"), gettext_lazy("Chủ nhật")),
)


class FormView(CalendarMixin):
    """A form with its page; subclasses say what follows from it."""

    template_name = "pakn/desk/calendar_form.html"
    form_class: Any
    button: Any
    lead: Any = ""

    def initial(self) -> dict[str, Any]:
        """What stands in the form at first."""
        return {}

    def done(self, form: Any) -> HttpResponse:
        """What follows from a valid form."""
        raise NotImplementedError

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.show(self.form_class(initial=self.initial()))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.form_class(request.POST)
        return self.done(form) if form.is_valid() else self.show(form)

    def show(self, form: Any) -> HttpResponse:
        """The page with the form."""
        context = self.get_context_data(form=form, button=self.button, lead=self.lead)
        return self.render_to_response(context)


class DaysView(FormView):
    """Days that become something else; then their preview."""

    page_title = gettext_lazy("Thêm hoặc sửa ngày trong lịch")
    form_class = DaysForm
    button = gettext_lazy("Xem trước")
    lead = gettext_lazy("Chưa có gì thay đổi: bước sau cho thấy những phản ánh nào đổi hạn, rồi mới áp dụng.")

    def initial(self) -> dict[str, Any]:
        day = self._day()
        row = CalendarDay.objects.filter(day=day).first() if day else None
        if row is None:
            return {"day": day, "kind": DayKind.OFF}
        return {"day": row.day, "kind": row.kind, "name": row.name, "document": row.document}

    def _day(self) -> date | None:
        try:
            return date.fromisoformat(self.request.GET.get("day", ""))
        except ValueError:
            return None

    def done(self, form: Any) -> HttpResponse:
        change = calendar_changes.propose(self.request.user, form.days(), self.now)
        return redirect("pakn_calendar:change", change.pk)


class ConfirmView(FormView):
    """“Xác nhận lịch năm …”."""

    form_class = ConfirmForm
    button = gettext_lazy("Xác nhận")
    lead = gettext_lazy("Xác nhận khi mọi ngày nghỉ, ngày làm bù của năm đã có đủ trong lịch theo văn bản.")

    def get_page_title(self) -> str:
        return _("Xác nhận lịch năm %(year)d") % {"year": self.kwargs["year"]}

    def done(self, form: Any) -> HttpResponse:
        year = calendar_changes.confirm_year(
            self.kwargs["year"], form.cleaned_data["document"], self.request.user, self.now
        )
        messages.success(self.request, _("Đã xác nhận lịch năm %(year)d.") % {"year": year.year})
        return redirect("pakn_calendar:year", year.year)


class ImportView(CalendarMixin):
    """The public holidays of a year that the calendar does not have yet, as a proposal."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        year = self.kwargs["year"]
        days = [
            {
                "day": row.day.isoformat(),
                "kind": str(row.kind),
                "name": row.name,
                "document": row.document,
                "source": str(row.source),
            }
            for row in unknown_days(year, year)
        ]
        if not days:
            messages.info(request, _("Lịch năm %(year)d đã có mọi ngày của danh mục.") % {"year": year})
            return redirect("pakn_calendar:year", year)
        return redirect("pakn_calendar:change", calendar_changes.propose(request.user, days, self.now).pk)


class ChangeView(CalendarMixin):
    """A change: before it is applied its preview, then its progress, then its result."""

    template_name = "pakn/desk/calendar_change.html"

    def get_page_title(self) -> str:
        return _("Xem trước thay đổi lịch") if self.change.status == Status.DRAFT else _("Thay đổi lịch")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if may_change(request):
            self.change = get_object_or_404(CalendarChange.objects.select_related("author"), pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        change = self.change
        outdated = change.status == Status.DRAFT and change.basis != queries.digest()
        seen = preview(change.days, self.now) if change.status == Status.DRAFT and not outdated else None
        done, total = calendar_changes.progress(change.pk) if change.is_open else (0, 0)
        context = self.get_context_data(
            change=change,
            outdated=outdated,
            seen=seen,
            rows=[row_of(each) for each in (seen.first if seen else change.first_moved)],
            days=[day_of(each) for each in change.days],
            done=done,
            total=total,
        )
        return self.render_to_response(context)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Apply it; where the calendar changed meanwhile, the same days are looked at again."""
        if "again" in request.POST:
            fresh = calendar_changes.propose(request.user, self.change.days, self.now)
            return redirect("pakn_calendar:change", fresh.pk)
        try:
            calendar_changes.queue(self.change.pk)
        except calendar_changes.CalendarMoved as moved:
            messages.warning(request, str(moved))
        return redirect("pakn_calendar:change", self.change.pk)


def day_of(each: dict[str, str]) -> dict[str, Any]:
    """A day of a change for the page."""
    kind = DayKind(each["kind"]).label if each["kind"] else PLAIN
    return {**each, "day": date.fromisoformat(each["day"]), "kind": kind}


def row_of(each: dict[str, Any]) -> dict[str, Any]:
    """A case that moves for the page: the limit of its stage where that moved, and the answer's."""
    moments = {name: datetime.fromisoformat(text) for name, text in each.items() if name.endswith(("_from", "_to"))}
    stage = Stage(each["stage"]).label if "stage" in each else ""
    return {"case": each["case"], "code": each["code"], "stage": stage, **moments}


class CalendarMenuItem(MenuItem):
    """Shown to those who may change the calendar."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_change(request)


class CalendarDesk(ViewSet):
    """`/admin/pakn/calendar/…`."""

    name = "pakn_calendar"
    url_prefix = "pakn/calendar"
    icon = "calendar"
    menu_label = gettext_lazy("Lịch làm việc")
    menu_name = "pakn-calendar"
    menu_order = 790
    menu_url = reverse_lazy("pakn_calendar:index")
    menu_item_class = CalendarMenuItem
    add_to_admin_menu = True

    def get_urlpatterns(self) -> list[URLPattern]:
        """All addresses of the calendar; the tests walk them."""
        return [
            path("", YearView.as_view(), name="index"),
            path("<int:year>/", YearView.as_view(), name="year"),
            path("<int:year>/import/", ImportView.as_view(), name="import"),
            path("<int:year>/confirm/", ConfirmView.as_view(), name="confirm"),
            path("days/", DaysView.as_view(), name="days"),
            path("changes/<int:pk>/", ChangeView.as_view(), name="change"),
        ]
