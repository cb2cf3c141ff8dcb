"""What agencies have promised by a day: the list of open and broken promises, and the report about one."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from pakn_plugin import keeping
from pakn_plugin.access import visible_cases
from pakn_plugin.answers import Kept
from pakn_plugin.desk.acting import CITIZEN, ActionView
from pakn_plugin.desk.forms import CaseForm
from pakn_plugin.desk.marking import shown
from pakn_plugin.desk.mixins import DeskMixin
from pakn_plugin.desk.promising_forms import ReportForm
from pakn_plugin.models import Case, Commitment
from pakn_plugin.queries import casefile, internal
from pakn_plugin.queries import promises as queries
from pakn_plugin.services import promises
from pakn_plugin.states import Action

TABS = {
    "cho": (gettext_lazy("Chưa báo kết quả"), queries.WAITING),
    "qua-hen": (gettext_lazy("Quá hẹn"), (Kept.BROKEN.value,)),
    "da-bao": (gettext_lazy("Đã báo kết quả"), (Kept.KEPT.value, Kept.LATE.value)),
}


class PromisesView(DeskMixin):
    """Promises of one's agencies, those that they took over too, by their day; complaints are never among them."""

    template_name = "pakn/desk/promises.html"
    page_title = gettext_lazy("Việc đã hẹn với người dân")
    header_icon = "calendar-check"
    breadcrumbs_items = [
        *DeskMixin.breadcrumbs_items,
        {"url": reverse_lazy("pakn_desk:index"), "label": gettext_lazy("Phản ánh")},
    ]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        chosen = request.GET.get("xem", "")
        chosen = chosen if chosen in TABS else "cho"
        rows, after = queries.page_of(self.actor, TABS[chosen][1], request.GET.get("sau", ""))
        here = reverse("pakn_desk:promises")
        tabs = [(f"{here}?xem={key}", label, key == chosen) for key, (label, _states) in TABS.items()]
        seen = set(visible_cases(self.actor).filter(pk__in=[row.case_id for row in rows]).values_list("pk", flat=True))
        answerable = keeping.answerable(self.actor)
        return self.render_to_response(
            self.get_context_data(
                rows=[(row, row.waits and row.agency_id in answerable, row.case_id in seen) for row in rows],
                older=f"{here}?xem={chosen}&sau={after}" if after else "",
                tabs=tabs,
                today=timezone.localdate(self.now),
            )
        )


class KeepPromiseView(ActionView):
    """Report one promise. Whoever answers for it may, also where the case itself stays with a predecessor."""

    action = Action.KEEP_PROMISE
    template_name = "pakn/desk/keep_promise.html"
    audience = CITIZEN
    button = gettext_lazy("Báo kết quả cho người dân")
    done: Any = gettext_lazy("Đã báo kết quả việc đã hẹn trong phản ánh %(code)s cho người dân.")

    def get_object(self) -> Case:
        """The case of a promise that this person may read. Raises Http404 outside them."""
        case: Case = self.commitment.case
        return case

    @cached_property
    def commitment(self) -> Commitment:
        """The promise of the address."""
        rows = keeping.visible_commitments(self.actor).select_related(
            "agency", *(f"case__{name}" for name in ("topic", "area", "agency", "officer", "reporter"))
        )
        found: Commitment = get_object_or_404(rows, pk=self.kwargs["commitment"], case=self.kwargs["pk"])
        return found

    def taken_away(self, request: HttpRequest) -> HttpResponse:
        raise Http404

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.commitment.waits:
            messages.warning(request, _("Kết quả việc đã hẹn này đã được báo."))
            return redirect(self.after())
        return super().get(request, *args, **kwargs)

    def get_form(self, data: Any = None, files: Any = None) -> CaseForm:
        return ReportForm(data, files, case=self.case, actor=self.actor, commitment=self.commitment)

    def perform(self, form: Any) -> None:
        chosen = form.cleaned_data
        said = (self.commitment.pk, self.actor, chosen["text"], self.now)
        more = (chosen["photos"], chosen["passing"], chosen["confirmed"])
        if form.is_done:
            promises.report(*said, *more, chosen["done_on"])
        else:
            promises.delay(*said, *more, chosen["new_day"])
            self.done = _("Đã báo cho người dân: việc đã hẹn trong phản ánh %(code)s chưa thực hiện xong.")

    def after(self) -> str:
        return reverse("pakn_desk:promises")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.get("form")
        typed = form.cleaned_data.get("text", "") if form and form.is_bound else ""
        found = internal.compare(self.case, typed, answers=True) if typed else internal.Comparison([], [])
        return super().get_context_data(
            commitment=self.commitment,
            notes=casefile.notes_of(self.case),
            findings=shown(typed, found),
            must_say_why=found.blocks,
            must_confirm=bool(found.findings) and not found.blocks,
            **kwargs,
        )
