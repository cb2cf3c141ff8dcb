"""“Đối chiếu trả lời”: an administrator changes phrases and limits, and sees first what the change would do."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet

from pakn_plugin import access
from pakn_plugin.access import Actor
from pakn_plugin.desk.marking import shown
from pakn_plugin.desk.wording_forms import WordingForm
from pakn_plugin.firewall import Wording
from pakn_plugin.queries import trial
from pakn_plugin.queries import wording as kept
from pakn_plugin.queries.internal import Comparison
from pakn_plugin.services import wording

LEVELS = {
    trial.BLOCKED: gettext_lazy("bị chặn"),
    trial.WARNED: gettext_lazy("bị cảnh báo"),
    trial.CLEAN: gettext_lazy("không có gì"),
}


class WordingView(WagtailAdminTemplateMixin, View):
    """GET: as it is kept. POST: try a change, or make it. For everybody else the address does not exist."""

    header_icon = "search"
    page_title = gettext_lazy("Đối chiếu trả lời")
    template_name = "pakn/desk/wording.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.actor = access.actor_of(request)
        if not access.keeps_wording(self.actor):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=WordingForm()))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = WordingForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        if "save" in request.POST and request.POST.get("tried") == form.mark():
            try:
                wording.change(self.actor, form.limits(), **form.changes())
            except ValidationError as error:
                form.add_error(None, error)
                return self.render_to_response(self.get_context_data(form=form))
            messages.success(request, _("Đã đổi cụm từ và ngưỡng; lần đối chiếu sau dùng ngay."))
            return redirect("pakn_wording:index")
        found = effect(self.actor, form.wording(), form.cleaned_data["last"])
        pasted = self.pasted(form)
        if "save" in request.POST:
            messages.warning(request, _("Chưa lưu: bạn đã sửa sau khi thử. Hãy xem lại tác động của thay đổi."))
        context = self.get_context_data(form=form, effect=found, pasted=pasted, tried=form.mark())
        return self.render_to_response(context)

    def pasted(self, form: WordingForm) -> list[dict[str, Any]]:
        """The pasted reply as it fares now, and as it would."""
        body, beside = form.cleaned_data["pasted"], form.cleaned_data["beside"]
        if not body:
            return []
        internal = [("note", beside)] if beside else []
        rows = []
        for heading, each in ((_("Hiện nay"), kept.now()), (_("Sau thay đổi"), form.wording())):
            found = Comparison(each.examine(body, [text for _kind, text in internal]), internal)
            level = LEVELS[trial.level_of(found.findings)]
            rows.append({"heading": heading, "level": level, "findings": shown(body, found)})
        return rows


def effect(actor: Actor, then: Wording, last: int = trial.MOST) -> dict[str, Any]:
    """What a change would do, for the template."""
    found = trial.try_out(actor, then, last)
    levels = (trial.BLOCKED, trial.WARNED, trial.CLEAN)
    return {
        "looked": found.looked,
        "changed": found.changed,
        "rows": [{"label": LEVELS[each], "now": found.now[each], "then": found.then[each]} for each in levels],
        "examples": [
            {
                "reply": each.reply,
                "now": LEVELS[each.levels[0]],
                "then": LEVELS[each.levels[1]],
                "findings": shown(each.reply.whole, each.then if each.then.findings else each.now),
            }
            for each in found.examples
        ],
    }


class WordingMenuItem(MenuItem):
    """Shown to those who keep the wording."""

    def is_shown(self, request: HttpRequest) -> bool:
        return access.keeps_wording(access.actor_of(request))


class WordingDesk(ViewSet):
    """`/admin/pakn/comparison/`."""

    name = "pakn_wording"
    url_prefix = "pakn/comparison"
    icon = "search"
    menu_label = gettext_lazy("Đối chiếu trả lời")
    menu_name = "pakn-wording"
    menu_order = 790
    menu_url = reverse_lazy("pakn_wording:index")
    menu_item_class = WordingMenuItem
    add_to_admin_menu = True

    def get_urlpatterns(self) -> list[URLPattern]:
        """All addresses; the tests walk them."""
        return [path("", WordingView.as_view(), name="index")]
