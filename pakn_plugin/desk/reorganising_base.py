"""What the screens of reorganisations share: the gate, and keeping a plan that can be used."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from pakn_plugin import access
from pakn_plugin.access import Actor
from pakn_plugin.papers import attached
from pakn_plugin.queries.dry_run import Page
from pakn_plugin.queries.touches import What
from pakn_plugin.reorganising.plan import BadPlan
from pakn_plugin.services import reorganisation


class ReorganiseMixin(WagtailAdminTemplateMixin, View):
    """For system administrators with the right; for everybody else its addresses do not exist."""

    header_icon = "site"
    breadcrumbs_items = [
        *WagtailAdminTemplateMixin.breadcrumbs_items,
        {"url": reverse_lazy("pakn_reorganise:index"), "label": gettext_lazy("Sắp xếp đơn vị")},
    ]

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.actor = access.actor_of(request)
        self.now = timezone.now()

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not access.may_reorganise(self.actor):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def propose(self, form: Any, text: str) -> HttpResponse | None:
        """Keep the plan and show its dry run; None where it cannot be used, the faults stand in the form."""
        try:
            row = reorganisation.propose(self.actor, text, form.cleaned_data["boundaries"], self.now)
        except BadPlan as bad:
            for fault in bad.faults:
                form.add_error(None, str(fault))
            return None
        return redirect("pakn_reorganise:plan", row.pk)


def rows_of(page: Page | None, what: str, actor: Actor) -> list[dict[str, Any]]:
    """Rows of the dry run; those of a case that the person may open have its title and the way there (one query)."""
    touches = page.rows if page else []
    titles: dict[int, str] = {}
    if what in (What.CASE, What.TRANSFER, What.REQUEST):
        cases = access.visible_cases(actor).filter(pk__in=[touch.pk for touch in touches])
        titles = dict(cases.values_list("pk", "title"))
    return [{"touch": touch, "title": titles.get(touch.pk, "")} for touch in touches]


def download(text: str, name: str) -> HttpResponse:
    """A plan as a file."""
    return attached(text, "application/toml; charset=utf-8", f"{name}.toml")
