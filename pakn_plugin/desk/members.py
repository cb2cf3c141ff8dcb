"""“Cán bộ của đơn vị”: an agency's administrator gives and ends roles; system administrators see all agencies."""

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

from pakn_plugin import access, delegation
from pakn_plugin.access import NotAllowed
from pakn_plugin.desk.members_forms import AddForm, EndForm, end_start, start_of
from pakn_plugin.queries import members
from pakn_plugin.services import memberships
from pakn_plugin.states import Role


class MembersMixin(WagtailAdminTemplateMixin, View):
    """For those who keep the people of an agency; for everybody else its addresses do not exist."""

    header_icon = "group"
    breadcrumbs_items = [
        *WagtailAdminTemplateMixin.breadcrumbs_items,
        {"url": reverse_lazy("pakn_members:index"), "label": gettext_lazy("Cán bộ của đơn vị")},
    ]

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.actor = access.actor_of(request)
        self.now = timezone.now()

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not delegation.keeps_any(self.actor):
            raise Http404
        return self.enter(request, *args, **kwargs)

    def enter(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """What happens behind the gate."""
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]


class MemberMixin(MembersMixin):
    """A view of one membership: those that the person keeps, 404 outside them, for every verb."""

    def enter(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        rows = delegation.memberships(self.actor).filter(role__in=delegation.roles_for(self.actor))
        self.row = get_object_or_404(rows.select_related("user", "agency"), pk=kwargs["pk"])
        return super().enter(request, *args, **kwargs)


class IndexView(MembersMixin):
    """Who holds which role now, who will, who did, and who changed it."""

    template_name = "pakn/desk/members.html"
    page_title = gettext_lazy("Cán bộ của đơn vị")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        today = timezone.localdate(self.now)
        agencies = list(members.agencies_in_force(self.actor, today))
        chosen, name = request.GET.get("agency", ""), request.GET.get("q", "").strip()[:100]
        wanted = int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 10 else None
        found = members.staff_of(self.actor, today, wanted, name)
        context = self.get_context_data(
            groups=[
                (_("Đang giữ vai trò"), found.current, True),
                (_("Sắp giữ vai trò"), found.coming, True),
                (_("Đã thôi vai trò"), found.ended, False),
            ],
            changes=members.changes_in(self.actor),
            agencies=agencies,
            chosen=wanted,
            q=name,
            roles=delegation.roles_for(self.actor),
        )
        return self.render_to_response(context)


class FormView(MembersMixin):
    """A form with its page; what the service refuses is said above it and nothing typed is lost."""

    template_name = "pakn/desk/members_form.html"
    button: Any

    def form(self, data: Any = None) -> Any:
        """The form, with what was sent."""
        raise NotImplementedError

    def do(self, form: Any) -> str:
        """Call the service; the sentence that says what was done."""
        raise NotImplementedError

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.show(self.form())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.show(form)
        try:
            done = self.do(form)
        except NotAllowed as refused:
            form.add_error(None, str(refused))
            return self.show(form)
        messages.success(request, done)
        return redirect("pakn_members:index")

    def show(self, form: Any) -> HttpResponse:
        """The page with the form."""
        return self.render_to_response(self.get_context_data(form=form, button=self.button))


class AddView(FormView):
    """A role for a person who has an account, or for one who is invited."""

    page_title = gettext_lazy("Thêm cán bộ")
    button = gettext_lazy("Giao vai trò")

    def form(self, data: Any = None) -> AddForm:
        return AddForm(data, actor=self.actor, today=timezone.localdate(self.now), initial=start_of())

    def do(self, form: Any) -> str:
        given = form.cleaned_data
        days = (given["role"], given["first"], given["last"], self.now)
        if form.found is not None:
            row = memberships.grant(self.actor, given["agency"].pk, form.found, *days)
            return _("Đã giao vai trò cho %(name)s.") % {"name": row.user}
        person = (given["account"], given["last_name"], given["first_name"])
        row = memberships.invite(self.actor, given["agency"].pk, person, *days)
        names = {"name": row.user, "username": row.user.get_username()}
        return _("Đã tạo tài khoản %(username)s cho %(name)s và gửi thư mời đặt mật khẩu.") % names


class EndView(MemberMixin, FormView):
    """The end of a role, with the hand-over of what is open."""

    button = gettext_lazy("Cho thôi vai trò")

    def get_page_title(self) -> str:
        return _("Cho thôi vai trò: %(name)s") % {"name": self.row.user}

    def form(self, data: Any = None) -> EndForm:
        held = 0
        if self.row.role == Role.OFFICER:
            held = members.open_cases(self.row.agency_id).filter(officer=self.row.user_id).count()
        return EndForm(data, row=self.row, held=held, initial=end_start())

    def do(self, form: Any) -> str:
        moved = memberships.end(self.actor, self.row.pk, form.cleaned_data["day"], self.now, **form.taker())
        if moved:
            return _("Đã ghi ngày thôi vai trò và bàn giao %(number)d phản ánh.") % {"number": moved}
        return _("Đã ghi ngày thôi vai trò.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(row=self.row, held=kwargs["form"].held, **kwargs)


class InviteView(MemberMixin):
    """The invitation once more."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            memberships.invite_again(self.actor, self.row.pk, self.now)
            messages.success(request, _("Đã gửi lại thư mời."))
        except NotAllowed as refused:
            messages.warning(request, str(refused))
        return redirect("pakn_members:index")


class MembersMenuItem(MenuItem):
    """Shown to those who keep the people of an agency."""

    def is_shown(self, request: HttpRequest) -> bool:
        return delegation.keeps_any(access.actor_of(request))


class MembersDesk(ViewSet):
    """`/admin/pakn/members/…`."""

    name = "pakn_members"
    url_prefix = "pakn/members"
    icon = "group"
    menu_label = gettext_lazy("Cán bộ của đơn vị")
    menu_name = "pakn-members"
    menu_order = 780
    menu_url = reverse_lazy("pakn_members:index")
    menu_item_class = MembersMenuItem
    add_to_admin_menu = True

    def get_urlpatterns(self) -> list[URLPattern]:
        """All addresses; the tests walk them."""
        return [
            path("", IndexView.as_view(), name="index"),
            path("add/", AddView.as_view(), name="add"),
            path("<int:pk>/end/", EndView.as_view(), name="end"),
            path("<int:pk>/invite/", InviteView.as_view(), name="invite"),
        ]
