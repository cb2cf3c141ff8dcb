"""“Sắp xếp đơn vị”: a plan is given or composed, looked at, carried out by the worker, undone until midnight."""

from typing import Any

from django.contrib import messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from pakn_plugin import access
from pakn_plugin.desk.reorganising_base import ReorganiseMixin, download, rows_of
from pakn_plugin.desk.reorganising_compose import ComposeView
from pakn_plugin.desk.reorganising_forms import ConfirmForm, UploadForm
from pakn_plugin.models import Agency, Area, Reorganisation, ReorganisationChange
from pakn_plugin.queries import dry_run
from pakn_plugin.queries.fates import fates_of, registers
from pakn_plugin.queries.touches import TOUCHED
from pakn_plugin.queries.undoing import undo_until
from pakn_plugin.reorganising.plan import BadPlan, How
from pakn_plugin.reorganising.steps import in_words
from pakn_plugin.services import reorganisation, reorganised_undo
from pakn_plugin.services.reorganisation import Checked, Refused
from pakn_plugin.services.reorganised_log import COUNTED, TABLES

LATEST, LOG_PAGE = 50, 50
ONE_MINUTE = 60
Status = Reorganisation.Status


class IndexView(ReorganiseMixin):
    """The latest plans and what became of them."""

    template_name = "pakn/desk/reorganisations.html"
    page_title = gettext_lazy("Sắp xếp đơn vị")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        rows = Reorganisation.objects.defer("plan", "boundaries").select_related("author", "executed_by")[:LATEST]
        return self.render_to_response(self.get_context_data(rows=rows))


class UploadView(ReorganiseMixin):
    """A plan as a file; then its dry run."""

    template_name = "pakn/desk/reorganisation_upload.html"
    page_title = gettext_lazy("Nạp kế hoạch")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=UploadForm()))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = UploadForm(request.POST, request.FILES)
        done = self.propose(form, form.cleaned_data["plan"]) if form.is_valid() else None
        return done or self.render_to_response(self.get_context_data(form=form))


class PlanMixin(ReorganiseMixin):
    """A view of one plan."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if access.may_reorganise(self.actor):
            self.row = get_object_or_404(
                Reorganisation.objects.select_related("author", "executed_by"), pk=kwargs["pk"]
            )
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return self.row.title

    def back(self) -> HttpResponse:
        """To the plan's page."""
        return redirect("pakn_reorganise:plan", self.row.pk)


class PlanView(PlanMixin):
    """Before it is carried out the dry run, then the progress, then the log."""

    template_name = "pakn/desk/reorganisation.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        row, context = self.row, dict[str, Any]()
        if row.status in (Status.PLANNED, Status.FAILED):
            context = self.look()
        elif row.is_open:
            context = dict(zip(("done", "total"), reorganisation.progress(row.pk), strict=True))
        else:
            context = self.log()
        form = ConfirmForm()
        return self.render_to_response(self.get_context_data(row=row, form=form, **context))

    def look(self) -> dict[str, Any]:
        """The dry run: totals, and a page of one kind of rows."""
        try:
            checked = reorganisation.check(self.row.plan, self.row.boundaries, self.now)
        except BadPlan as bad:
            return {"faults": bad.faults}
        what, after = self.request.GET.get("what", ""), self.request.GET.get("after", "")
        fates = fates_of(checked.plan, checked.boundaries)
        key = f"pakn-dry-run:{self.row.pk}"
        totals: Any = cache.get_or_set(key, lambda: dry_run.totals(fates, self.now), ONE_MINUTE)
        what = what if what in dry_run.KINDS else first_of(totals)
        mark = int(after) if after.isdecimal() and len(after) < 18 else 0
        page = dry_run.page(fates, what, self.now, mark) if what else None
        return {
            "faults": checked.warnings,
            "steps": in_words(checked.plan, registers()),
            "usable": self.row.effective <= timezone.localdate(self.now),
            "size": size_of(checked, fates),
            "kinds": kinds_of(totals, what),
            "ways": [(How(how).label, number) for how, number in sorted(totals.cases.items())],
            "what": what,
            "what_label": TOUCHED.get(what, ""),
            "page": page,
            "rows": rows_of(page, what, self.actor),
        }

    def log(self) -> dict[str, Any]:
        """What was done, in numbers and, a page at a time, in rows."""
        row, after = self.row, self.request.GET.get("after", "")
        mark = int(after) if after.isdecimal() and len(after) < 18 else 0
        changes = list(row.changes.filter(pk__gt=mark).order_by("pk")[: LOG_PAGE + 1])
        until = undo_until(row)
        return {
            "counts": [(TOUCHED[what], row.counts[what]) for what in COUNTED if row.counts.get(what)],
            "waiting": row.reallocations.filter(decided_at=None).count(),
            "changes": log_lines(changes[:LOG_PAGE]),
            "after": changes[LOG_PAGE - 1].pk if len(changes) > LOG_PAGE else 0,
            "until": until,
            "hours": max(0, int((until - self.now).total_seconds())) // 3600 if until else 0,
            "minutes": max(0, int((until - self.now).total_seconds())) % 3600 // 60 if until else 0,
            "may_undo": bool(until and self.now < until),
        }


def first_of(totals: dry_run.Totals) -> str:
    """The first kind of which there are rows."""
    return next((what for what in dry_run.KINDS if totals.rows.get(what)), "")


def kinds_of(totals: dry_run.Totals, chosen: str) -> list[dict[str, Any]]:
    """The totals for the page."""
    return [
        {
            "what": what,
            "label": TOUCHED[what],
            "rows": totals.rows[what],
            "people": totals.for_people.get(what, 0),
            "chosen": what == chosen,
        }
        for what in dry_run.KINDS
        if totals.rows.get(what)
    ]


def size_of(checked: Checked, fates: Any) -> dict[str, int]:
    """How many units end and begin."""
    return {
        "agencies": len(fates.agencies),
        "areas": len(fates.areas),
        "new_agencies": len(checked.plan.agencies),
        "new_areas": len(checked.plan.communes),
    }


def log_lines(changes: list[ReorganisationChange]) -> list[dict[str, Any]]:
    """Rows of the log for the page, with the names of units instead of their ids (two queries)."""
    tables: dict[str, Any] = {"agency_id": Agency, "parent_id": Agency, "area_id": Area}
    tables |= {"from_agency_id": Agency, "to_agency_id": Agency, "old_id": Area, "new_id": Area}
    ids: dict[Any, set[Any]] = {Agency: set(), Area: set()}
    for change in changes:
        for name, value in [*change.old.items(), *change.new.items()]:
            if name in tables and value:
                ids[tables[name]].add(value)
    rows = {table: table.objects.in_bulk(wanted) for table, wanted in ids.items()}
    named = {name: rows[table] for name, table in tables.items()}
    return [log_line(change, named) for change in changes]


def log_line(change: ReorganisationChange, named: dict[str, Any]) -> dict[str, Any]:
    """One row: what it is, and each column by its name with its old and new value."""
    table, pairs = TABLES[change.what], []
    for name, value in change.new.items():
        known = named.get(name, {})
        old = change.old.get(name)
        if old or value:
            pairs.append((table._meta.get_field(name).verbose_name, known.get(old, old), known.get(value, value)))  # type: ignore[union-attr]
    how = How(change.how).label if change.how in How.values else ""
    label = TOUCHED.get(change.what, table._meta.verbose_name)
    return {"label": label, "pk": change.object_id, "pairs": pairs, "how": how}


class ExecuteView(PlanMixin):
    """Hand the plan to the worker."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not ConfirmForm(request.POST).is_valid():
            messages.warning(request, _("Hãy đánh dấu ô xác nhận trước khi thực hiện."))
            return self.back()
        try:
            reorganisation.queue(self.row.pk, self.actor, self.now)
        except Refused as refused:
            messages.warning(request, str(refused))
        return self.back()


class UndoView(PlanMixin):
    """Take the reorganisation back."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            reorganised_undo.undo(self.row.pk, self.actor, self.now)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("Đã hoàn tác: mọi dòng trở lại như trước khi thực hiện."))
        return self.back()


class DeleteView(PlanMixin):
    """Throw a plan away that was never carried out, after a question."""

    template_name = "pakn/desk/reorganisation_delete.html"

    def get_page_title(self) -> str:
        return _("Xóa kế hoạch")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.row.status not in (Status.PLANNED, Status.FAILED):
            return self.back()
        return self.render_to_response(self.get_context_data(row=self.row))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            reorganisation.discard(self.row.pk, self.actor)
        except Refused as refused:
            messages.error(request, str(refused))
            return self.back()
        messages.success(request, _("Đã xóa kế hoạch “%(title)s”.") % {"title": self.row.title})
        return redirect("pakn_reorganise:index")


class DownloadView(PlanMixin):
    """The plan as it was given."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return download(self.row.plan, f"sap-xep-{self.row.effective.isoformat()}-{self.row.pk}")


class ReorganiseMenuItem(MenuItem):
    """Shown to those who may reorganise."""

    def is_shown(self, request: HttpRequest) -> bool:
        return access.may_reorganise(access.actor_of(request))


class ReorganiseDesk(ViewSet):
    """`/admin/pakn/reorganisations/…`."""

    name = "pakn_reorganise"
    url_prefix = "pakn/reorganisations"
    icon = "site"
    menu_label = gettext_lazy("Sắp xếp đơn vị")
    menu_name = "pakn-reorganisations"
    menu_order = 795
    menu_url = reverse_lazy("pakn_reorganise:index")
    menu_item_class = ReorganiseMenuItem
    add_to_admin_menu = True

    def get_urlpatterns(self) -> list[URLPattern]:
        """All addresses; the tests walk them."""
        return [
            path("", IndexView.as_view(), name="index"),
            path("upload/", UploadView.as_view(), name="upload"),
            path("compose/", ComposeView.as_view(), name="compose"),
            path("<int:pk>/", PlanView.as_view(), name="plan"),
            path("<int:pk>/execute/", ExecuteView.as_view(), name="execute"),
            path("<int:pk>/undo/", UndoView.as_view(), name="undo"),
            path("<int:pk>/delete/", DeleteView.as_view(), name="delete"),
            path("<int:pk>/download/", DownloadView.as_view(), name="download"),
        ]
