"""“Tình hình biểu ngữ” in the admin: which agency's banner is still there, which is not, and a reminder for those."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin.menu import MenuItem

from pakn_plugin.access import Actor, NotAllowed, actor_of
from pakn_plugin.embed.bars import bars_of
from pakn_plugin.queries import outreach
from pakn_plugin.queries.banner import visible_placements
from pakn_plugin.queries.outreach import ORDERS, Shown
from pakn_plugin.queries.outreach_words import advice, check_said, rests_on
from pakn_plugin.services import outreach as reminding
from pakn_plugin.services import page_check
from pakn_plugin.services.counting import counted_to
from pakn_plugin.sheets import EXPORTS, Column, local, sent

PER_PAGE = 50
MOST_EXPORTED = 10_000
WIDTHS = (44, 28, 20, 12, 12, 12, 12, 18, 14, 14, 18)
View = Callable[..., HttpResponseBase]
STATES = [state for state in Shown if state != Shown.NONE]


@dataclass(frozen=True)
class Wanted:
    """What the address asks for: one state or all, and an order. Whatever cannot be read does not narrow."""

    state: Shown | None
    order: str

    @classmethod
    def of(cls, asked: QueryDict) -> "Wanted":
        state, order = asked.get("state", ""), asked.get("order", "")
        known = {str(each.value): each for each in Shown}
        return cls(known.get(state), order if order in ORDERS else "name")

    def rows(self, agencies: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
        """The agencies that are asked for, in the order."""
        found = agencies if self.state is None else agencies.filter(shown=self.state.value)
        return found.order_by(*ORDERS[self.order])

    def query(self, **other: str) -> str:
        """The same as the part of an address behind the question mark, with something else instead."""
        state = "" if self.state is None else str(self.state.value)
        asked = {"state": state, "order": self.order if self.order != "name" else ""} | other
        return urlencode({name: value for name, value in asked.items() if value})


def for_watchers(view: View) -> View:
    """Let in who watches banners, and hand the view its actor; for everybody else the address is closed."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        actor = actor_of(request)
        if not outreach.may_watch(actor):
            raise PermissionDenied
        return view(request, actor, *args, **kwargs)

    return checked


@for_watchers
@require_safe
def index(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The table: an agency a row, fifty a page, in five queries."""
    now, days, wanted = timezone.now(), outreach.silent_days(), Wanted.of(request.GET)
    agencies = outreach.agencies(actor, now, days)
    totals = outreach.totals(agencies)
    page = Paginator(wanted.rows(agencies), PER_PAGE).get_page(request.GET.get("p"))
    rows = list(page)
    counted = outreach.by_state(rows, now, days)
    may_remind = outreach.watches_all(actor)
    reached = reminding.readers(rows, now) if may_remind else {}
    context = {
        "rows": [(row, Shown(row.shown), _several(counted[row.pk]), bool(reached.get(row.pk))) for row in rows],
        "page_obj": page,
        "wanted": wanted,
        "states": [(state, totals[state], wanted.query(state=str(state.value))) for state in Shown],
        "strip": _strip(totals),
        "orders": {name: wanted.query(order=name) for name in ORDERS},
        "working": totals[Shown.WORKING],
        "number": sum(totals.values()),
        "everything": wanted.query(state=""),
        "query": wanted.query(),
        "exports": [
            (label, f"{reverse('pakn_banner:state_export', args=[kind])}?{wanted.query()}") for kind, label in EXPORTS
        ],
        "days": days,
        "may_remind": may_remind,
        "some": any(reached.values()),
        "may_mend": actor.is_superuser or bool(actor.user and actor.user.has_perm("pakn.change_agency")),
        "now": counted_to(now),
    }
    return render(request, "pakn/embed/compliance.html", context)


def _several(counted: dict[Shown, int]) -> list[tuple[Shown, int]]:
    """How many placements stand where, of an agency that has more than one."""
    return [(state, counted[state]) for state in STATES if state in counted] if sum(counted.values()) > 1 else []


def _strip(totals: dict[Shown, int]) -> list[tuple[Shown, int, int]]:
    """Each state with where its part of the strip begins and how long it is."""
    lengths = [totals[state] for state in Shown]
    return [(state, sum(lengths[:place]), lengths[place]) for place, state in enumerate(Shown)]


@for_watchers
@require_safe
def export(request: HttpRequest, actor: Actor, kind: str) -> HttpResponseBase:
    """The same rows as a file, all pages."""
    if kind not in dict(EXPORTS):
        raise Http404
    now, days = timezone.now(), outreach.silent_days()
    rows = list(Wanted.of(request.GET).rows(outreach.agencies(actor, now, days))[:MOST_EXPORTED])
    counted = outreach.by_state(rows, now, days)
    name = f"bieu-ngu-{timezone.localtime(now):%Y%m%d-%H%M}.{kind}"
    return sent(kind, name, columns(counted), rows, WIDTHS, _("Tình hình biểu ngữ"))


def columns(counted: dict[int, dict[Shown, int]]) -> list[Column]:
    """Headings and cells, in the language of the request: rows are written when it is over."""
    said = {state.value: str(state.label) for state in Shown}

    def number_of(state: Shown) -> Callable[[Any], int]:
        return lambda row: counted[row.pk].get(state, 0)

    return [
        (_("Cơ quan"), lambda row: row.name),
        (_("Loại"), lambda row: str(row.get_kind_display())),
        (_("Tình hình"), lambda row: said[row.shown]),
        *((said[state.value], number_of(state)) for state in STATES),
        (_("Thấy lần cuối"), lambda row: local(row.seen_at)),
        (_("Lượt bấm 30 ngày"), lambda row: row.clicked),
        (_("Phản ánh 30 ngày"), lambda row: row.filed),
        (_("Nhắc lần cuối"), lambda row: local(row.reminded_at)),
    ]


@for_watchers
@require_safe
def agency(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """An agency's placements, each with its state."""
    now, days = timezone.now(), outreach.silent_days()
    chosen = get_object_or_404(outreach.watched_agencies(actor, timezone.localdate(now)), pk=pk)
    places = outreach.watched_placements(actor).filter(agency=chosen)
    found = outreach.with_state(places, now, days).order_by("-active", "-shown", "pk")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("p"))
    rows = [(place, Shown(place.shown), rests_on(place), advice(place)) for place in page]
    return render(request, "pakn/embed/compliance_agency.html", {"agency": chosen, "rows": rows, "page_obj": page})


@for_watchers
@require_safe
def placement(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """One placement: where it was seen, thirty days, the page check, what to do next."""
    now = timezone.now()
    found = outreach.with_state(outreach.watched_placements(actor), now, outreach.silent_days())
    place: Any = get_object_or_404(found, pk=pk)
    days = outreach.days_of(place, timezone.localdate(now))
    kinds = ((_("Lượt hiện"), "seen"), (_("Lượt bấm"), "clicked"), (_("Phản ánh đã gửi"), "filed"))
    context = {
        "placement": place,
        "state": Shown(place.shown),
        "rests_on": rests_on(place),
        "advice": advice(place),
        "check_said": check_said(place),
        "sights": [(sight, sight.site == place.site) for sight in outreach.sights_of(place)],
        "charts": [(label, bars_of([getattr(day, name) for day in days])) for label, name in kinds],
        "days": days,
        "may_change": visible_placements(actor).filter(pk=place.pk).exists(),
    }
    return render(request, "pakn/embed/compliance_placement.html", context)


@for_watchers
@require_POST
def check_now(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Have the page looked at now, by the worker."""
    place = get_object_or_404(outreach.watched_placements(actor), pk=pk)
    try:
        page_check.queue(place, timezone.now())
        messages.success(request, _("Đã giao kiểm tra. Kết quả hiện ở đây sau ít phút."))
    except NotAllowed as refused:
        messages.error(request, str(refused))
    return redirect("pakn_banner:state_placement", place.pk)


class ComplianceMenuItem(MenuItem):
    """Shown to those who watch banners."""

    def is_shown(self, request: HttpRequest) -> bool:
        return outreach.may_watch(actor_of(request))


def compliance_menu_item() -> MenuItem:
    """For the hook `register_admin_menu_item`."""
    label = gettext_lazy("Tình hình biểu ngữ")
    return ComplianceMenuItem(
        label, reverse("pakn_banner:state"), name="pakn-banner-state", icon_name="view", order=261
    )


PATTERNS: list[URLPattern] = [
    path("tinh-hinh/", index, name="state"),
    path("tinh-hinh/xuat/<slug:kind>/", export, name="state_export"),
    path("tinh-hinh/co-quan/<int:pk>/", agency, name="state_agency"),
    path("tinh-hinh/<int:pk>/", placement, name="state_placement"),
    path("tinh-hinh/<int:pk>/kiem-tra/", check_now, name="state_check"),
]
