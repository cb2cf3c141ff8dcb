"""“Rà soát đánh giá”: a month of unsatisfied verdicts, filtered, added up, on paper and as a file."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import URLPattern, path, reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet

from pakn_plugin import access, oversight
from pakn_plugin.models import Rating, Review
from pakn_plugin.queries import reviews
from pakn_plugin.queries.months import Month, read_month
from pakn_plugin.queries.reviews import NONE, Wanted
from pakn_plugin.sheets import EXPORTS, Column, local, sent
from pakn_plugin.states import Score

MONTHS = 24
WIDTHS = (20, 40, 30, 17, 36, 28, 24, 36, 30, 14, 16, 17, 24, 18, 17)


class ReviewsMixin(WagtailAdminTemplateMixin, View):
    """For those who watch over answers; for everybody else its addresses do not exist. Reading only."""

    header_icon = "rotate"
    http_method_names = ["get", "head", "options"]

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.actor = access.actor_of(request)
        self.now = timezone.now()

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not oversight.may_see_reviews(self.actor):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def wanted(self) -> Wanted:
        """What the address asks for; whatever cannot be read does not narrow."""
        asked = self.request.GET
        cause = asked.get("cause", "")
        return Wanted(
            read_month(asked.get("month", ""), self.now),
            _number(asked.get("agency", "")),
            cause if cause == NONE else str(_number(cause) or ""),
        )


class IndexView(ReviewsMixin):
    """The list of a month with its totals."""

    template_name = "pakn/desk/reviews.html"
    page_title = gettext_lazy("Rà soát đánh giá")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = self.render_to_response(self.get_context_data())
        response.headers["Cache-Control"] = "no-store"
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        wanted, after = self.wanted(), self.request.GET.get("after", "")
        found, mark = reviews.page(self.actor, wanted, after)
        query = query_of(wanted)
        return super().get_context_data(
            wanted=wanted,
            months=[Month.before(read_month("", self.now), n) for n in range(MONTHS)],
            totals=reviews.totals(self.actor, wanted.month),
            causes=reviews.causes(),
            rows=[(rating, self.may_open(rating)) for rating in found],
            first_url=f"?{query}" if after else "",
            next_url=f"?{query}&{urlencode({'after': mark})}" if mark else "",
            exports=[(label, f"{reverse('pakn_reviews:export', args=[kind])}?{query}") for kind, label in EXPORTS],
            none=NONE,
            now=self.now,
            **kwargs,
        )

    def may_open(self, rating: Rating) -> bool:
        """Whether the case is still before this person: a leader's agency may have lost it since."""
        agency = rating.case.agency_id
        watches = self.actor.is_superuser or self.actor.has(*access.SEES_ALL)
        return watches or agency in self.actor.agencies(*access.SEES_AGENCY)


class ExportView(ReviewsMixin):
    """The same rows as a file, all pages."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        kind, wanted = kwargs["kind"], self.wanted()
        if kind not in dict(EXPORTS):
            raise Http404
        name = f"ra-soat-{wanted.month.code}.{kind}"
        return sent(kind, name, columns(), reviews.every_row(self.actor, wanted), WIDTHS)


def columns() -> list[Column]:
    """Headings and cells, in the language of the request: rows are written when it is over."""
    outcomes = {value: str(label) for value, label in Review.Outcome.choices}
    unsatisfied, waiting = str(Score.UNSATISFIED.label), _("Chưa rà soát")
    return [
        (_("Mã phản ánh"), lambda row: row.case.code),
        (_("Tiêu đề"), lambda row: row.case.title),
        (_("Cơ quan trả lời"), lambda row: row.reply.agency.name),
        (_("Đánh giá lúc"), lambda row: local(row.rated_at)),
        (_("Lý do của người dân"), lambda row: "; ".join(row.said)),
        (_("Nguyên nhân"), lambda row: _of(row, "cause")),
        (_("Việc chấn chỉnh"), lambda row: _of(row, "act")),
        (_("Nội dung chấn chỉnh"), lambda row: _of(row, "act_text")),
        (_("Cơ quan thực hiện"), lambda row: _of(row, "act_agency")),
        (_("Hạn thực hiện"), lambda row: _due(row)),
        (_("Kết quả rà soát"), lambda row: outcomes[row.review.outcome] if hasattr(row, "review") else waiting),
        (_("Rà soát lúc"), lambda row: local(row.review.decided_at) if hasattr(row, "review") else None),
        (_("Người rà soát"), lambda row: _of(row, "reviewer")),
        (_("Trước → sau"), lambda row: f"{unsatisfied} → {row.next_label or '…'}"),
        (_("Đánh giá lại lúc"), lambda row: local(row.next_at)),
    ]


def _of(row: Rating, name: str) -> str:
    return str(getattr(row.review, name) or "") if hasattr(row, "review") else ""


def _due(row: Rating) -> str:
    due = row.review.act_due if hasattr(row, "review") else None
    return f"{due:%d/%m/%Y}" if due else ""


def query_of(wanted: Wanted) -> str:
    """What was asked for, as the part of an address behind the question mark."""
    asked = {"month": wanted.month.code, "agency": wanted.agency or "", "cause": wanted.cause}
    return urlencode({name: value for name, value in asked.items() if value})


def _number(typed: str) -> int | None:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else None


class ReviewsMenuItem(MenuItem):
    """Shown to those who watch over answers."""

    def is_shown(self, request: HttpRequest) -> bool:
        return oversight.may_see_reviews(access.actor_of(request))


class ReviewsDesk(ViewSet):
    """`/admin/pakn/reviews/…`."""

    name = "pakn_reviews"
    url_prefix = "pakn/reviews"
    icon = "rotate"
    menu_label = gettext_lazy("Rà soát đánh giá")
    menu_name = "pakn-reviews"
    menu_order = 20
    menu_url = reverse_lazy("pakn_reviews:index")
    menu_item_class = ReviewsMenuItem
    add_to_admin_menu = True

    def get_urlpatterns(self) -> list[URLPattern]:
        """All addresses; the tests walk them."""
        return [
            path("", IndexView.as_view(), name="index"),
            path("export/<slug:kind>/", ExportView.as_view(), name="export"),
        ]
