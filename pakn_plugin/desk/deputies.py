"""“Ủy quyền duyệt”: a leader, or whoever keeps the agency's people, names who decides in a leader's absence."""

from datetime import date, timedelta
from typing import Any

from django import forms
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

from pakn_plugin import access, delegation
from pakn_plugin.access import NotAllowed
from pakn_plugin.desk.days import day_field
from pakn_plugin.models import Membership
from pakn_plugin.queries import deputies as found
from pakn_plugin.services import deputies


class DeputyForm(forms.Form):
    """Somebody of the leader's agency, and the first and last day."""

    deputy: Any = forms.ModelChoiceField(
        None, label=gettext_lazy("Người được ủy quyền"), empty_label=gettext_lazy("– Chọn cán bộ –")
    )
    first = day_field(gettext_lazy("Từ ngày"))
    last = day_field(gettext_lazy("Đến hết ngày"))

    def __init__(self, *args: Any, leader: Membership, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["first"].initial, self.fields["last"].initial = today, today + timedelta(days=6)
        deputy: Any = self.fields["deputy"]
        deputy.queryset = found.possible_deputies(leader, today)


class DeputiesMixin(WagtailAdminTemplateMixin, View):
    """For leaders and those who keep the people of an agency; for everybody else its addresses do not exist."""

    header_icon = "group"
    page_title: Any = gettext_lazy("Ủy quyền duyệt")
    breadcrumbs_items = [
        *WagtailAdminTemplateMixin.breadcrumbs_items,
        {"url": reverse_lazy("pakn_deputies:index"), "label": gettext_lazy("Ủy quyền duyệt")},
    ]

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.actor = access.actor_of(request)
        self.now = timezone.now()
        self.today = timezone.localdate(self.now)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not delegation.names_deputies(self.actor):
            raise Http404
        return self.enter(request, *args, **kwargs)

    def enter(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """What happens behind the gate."""
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]


class IndexView(DeputiesMixin):
    """Who decides for whom now, who will, who did; and the leaders for whom somebody can be named."""

    template_name = "pakn/desk/deputies.html"
    breadcrumbs_items = WagtailAdminTemplateMixin.breadcrumbs_items

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        rows = found.deputations_of(self.actor, self.today)
        groups = [
            (_("Đang ủy quyền"), rows.current, True),
            (_("Sắp ủy quyền"), rows.coming, True),
            (_("Đã kết thúc"), rows.over, False),
        ]
        leaders = found.leaders_for(self.actor, self.today)
        return self.render_to_response(self.get_context_data(groups=groups, leaders=leaders))


class NameView(DeputiesMixin):
    """Name a deputy for one leader: of those that the person may, 404 outside them, for every verb."""

    template_name = "pakn/desk/deputies_form.html"

    def enter(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        rows = delegation.absent_leaders(self.actor, self.today).select_related("user", "agency")
        self.leader: Membership = get_object_or_404(rows, pk=kwargs["pk"])
        return super().enter(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return _("Ủy quyền duyệt thay %(name)s") % {"name": self.leader.user}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.show(DeputyForm(leader=self.leader, today=self.today))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = DeputyForm(request.POST, leader=self.leader, today=self.today)
        if not form.is_valid():
            return self.show(form)
        given, leader = form.cleaned_data, self.leader
        who = (leader.agency_id, leader.user, given["deputy"], given["first"], given["last"])
        try:
            row = deputies.name(self.actor, *who, self.now)
        except NotAllowed as refused:
            form.add_error(None, str(refused))
            return self.show(form)
        names = {"deputy": row.deputy, "leader": row.leader}
        messages.success(request, _("%(deputy)s được duyệt thay %(leader)s; cả hai được báo bằng thư.") % names)
        return redirect("pakn_deputies:index")

    def show(self, form: DeputyForm) -> HttpResponse:
        """The page with the form."""
        return self.render_to_response(self.get_context_data(form=form, leader=self.leader))


class EndView(DeputiesMixin):
    """End a deputation early: of those that the person keeps, 404 outside them, for every verb."""

    template_name = "pakn/desk/deputies_end.html"
    page_title = gettext_lazy("Kết thúc ủy quyền")

    def enter(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        rows = delegation.deputations(self.actor).select_related("leader", "deputy", "agency")
        self.row = get_object_or_404(rows, pk=kwargs["pk"])
        return super().enter(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(row=self.row))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            deputies.end(self.actor, self.row.pk, self.now)
            messages.success(request, _("Đã kết thúc ủy quyền; cả hai được báo bằng thư."))
        except NotAllowed as refused:
            messages.warning(request, str(refused))
        return redirect("pakn_deputies:index")


class DeputiesMenuItem(MenuItem):
    """Shown to those who may name a deputy for somebody."""

    def is_shown(self, request: HttpRequest) -> bool:
        return delegation.names_deputies(access.actor_of(request))


class DeputiesDesk(ViewSet):
    """`/admin/pakn/deputies/…`."""

    name = "pakn_deputies"
    url_prefix = "pakn/deputies"
    icon = "group"
    menu_label = gettext_lazy("Ủy quyền duyệt")
    menu_name = "pakn-deputies"
    menu_order = 785
    menu_url = reverse_lazy("pakn_deputies:index")
    menu_item_class = DeputiesMenuItem
    add_to_admin_menu = True

    def get_urlpatterns(self) -> list[URLPattern]:
        """All addresses; the tests walk them."""
        return [
            path("", IndexView.as_view(), name="index"),
            path("for/<int:pk>/", NameView.as_view(), name="name"),
            path("<int:pk>/end/", EndView.as_view(), name="end"),
        ]
