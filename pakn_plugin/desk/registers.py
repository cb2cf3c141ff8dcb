"""The registers that an administrator keeps. Model permissions open them; members of staff have none."""

from typing import Any

from django.contrib.admin import display as admin_display
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail_modeladmin.helpers import PermissionHelper
from wagtail_modeladmin.options import ModelAdmin, ModelAdminGroup
from wagtail_modeladmin.views import CreateView, EditView

from pakn_plugin.desk.agencies_form import AgencyForm
from pakn_plugin.desk.members_register import AmendingEdit, GrantingCreate, MembershipForm
from pakn_plugin.desk.recomputing import RecomputingCreate, RecomputingDelete, RecomputingEdit
from pakn_plugin.desk.sampling import PreviewingCreate, PreviewingEdit
from pakn_plugin.models import (
    Agency,
    Area,
    DeadlinePolicy,
    Membership,
    OfficeDay,
    RefusalReason,
    ReminderRule,
    ReplyTemplate,
    Topic,
)
from pakn_plugin.services import reminders

YES, NO = _("Có"), _("Không")
DATES = FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_to")])


class RegisterPermission(PermissionHelper):
    """The four model permissions by their names, without asking the database which exist."""

    @cached_property
    def all_permission_codenames(self) -> list[str]:
        return [self.get_perm_codename(verb) for verb in ("add", "change", "delete", "view")]


class Register(ModelAdmin):
    """What all registers share."""

    permission_helper_class = RegisterPermission
    list_per_page = 50
    menu_icon = "list-ul"

    @admin_display(description=_("đang dùng"), ordering="active")
    def in_use(self, row: Any) -> Any:
        """Yes or no in words: the icon that modeladmin would show belongs to Django's own admin."""
        return YES if row.active else NO


class TopicRegister(Register):
    model = Topic
    menu_icon = "tag"
    list_display = ("name", "name_en", "agency", "order", "in_use")
    list_filter = ("active",)
    list_select_related = ("agency",)
    search_fields = ("name", "name_en", "code")
    panels = [
        FieldPanel("code"),
        FieldPanel("name"),
        FieldPanel("name_en"),
        FieldPanel("examples"),
        FieldPanel("agency"),
        FieldRowPanel([FieldPanel("order"), FieldPanel("active")]),
    ]


class AreaRegister(Register):
    model = Area
    menu_icon = "site"
    list_display = ("name", "kind", "code", "district", "province", "valid_from", "valid_to")
    list_filter = ("kind", "province")
    search_fields = ("name", "code")
    panels = [
        FieldRowPanel([FieldPanel("kind"), FieldPanel("name")]),
        FieldRowPanel([FieldPanel("code"), FieldPanel("agency")]),
        FieldRowPanel([FieldPanel("district"), FieldPanel("province")]),
        FieldRowPanel([FieldPanel("lat"), FieldPanel("lon")]),
        DATES,
    ]


class AgencyRegister(Register):
    model = Agency
    menu_icon = "home"
    list_display = ("name", "kind", "code", "email", "valid_from", "valid_to")
    list_filter = ("kind",)
    search_fields = ("name", "code")
    panels = [
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("code"), FieldPanel("kind")]),
        FieldPanel("parent"),
        FieldPanel("email"),
        FieldPanel("successors"),
        DATES,
    ]

    def get_edit_handler(self) -> ObjectList:
        """The panels, with the check that successors never lead back."""
        return ObjectList(self.panels, base_form_class=AgencyForm)


class MembershipPermission(RegisterPermission):
    """A role ends by its last day; who held it when stays known."""

    def user_can_delete_obj(self, user: Any, obj: Membership) -> bool:
        return False


class MembershipRegister(Register):
    """Through the service of memberships, like the screen of an agency's administrator."""

    model = Membership
    permission_helper_class = MembershipPermission
    create_view_class = GrantingCreate
    edit_view_class = AmendingEdit
    menu_icon = "group"
    list_display = ("user", "role", "agency", "valid_from", "valid_to")
    list_filter = ("role",)
    list_select_related = ("user", "agency")
    search_fields = ("user__username", "user__last_name", "user__first_name", "agency__name")
    edit_handler = ObjectList(
        [FieldPanel("user"), FieldRowPanel([FieldPanel("role"), FieldPanel("agency")]), DATES],
        base_form_class=MembershipForm,
    )


class PolicyPermission(RegisterPermission):
    """A row under which cases were filed is ended, never deleted."""

    def user_can_delete_obj(self, user: Any, obj: DeadlinePolicy) -> bool:
        return super().user_can_delete_obj(user, obj) and not obj.has_begun(timezone.localdate())


class PolicyRegister(Register):
    model = DeadlinePolicy
    permission_helper_class = PolicyPermission
    menu_icon = "time"
    list_display = ("stage", "level", "topic", "amount", "unit", "in_force_today", "document", "valid_from", "valid_to")
    list_filter = ("stage", "level")
    list_select_related = ("topic",)
    panels = [
        FieldRowPanel([FieldPanel("stage"), FieldPanel("level")]),
        FieldPanel("topic"),
        FieldRowPanel([FieldPanel("amount"), FieldPanel("unit")]),
        FieldPanel("silence"),
        FieldPanel("document"),
        DATES,
    ]

    @admin_display(description=_("áp dụng hôm nay"))
    def in_force_today(self, row: DeadlinePolicy) -> Any:
        """Whether a case filed today falls under the row."""
        today = timezone.localdate()
        begun = row.valid_from is None or row.valid_from <= today
        return YES if begun and (row.valid_to is None or row.valid_to >= today) else NO


class OfficeRegister(Register):
    """Each change has all deadlines worked out anew."""

    model = OfficeDay
    menu_icon = "time"
    create_view_class = RecomputingCreate
    edit_view_class = RecomputingEdit
    delete_view_class = RecomputingDelete
    list_display = ("__str__", "document", "valid_from", "valid_to")
    panels = [
        FieldRowPanel([FieldPanel("morning_from"), FieldPanel("morning_to")]),
        FieldRowPanel([FieldPanel("afternoon_from"), FieldPanel("afternoon_to")]),
        FieldPanel("document"),
        DATES,
    ]


class PlanningCreate(CreateView):
    """A new rule holds for the cases that are open now."""

    def form_valid(self, form: Any) -> Any:
        response = super().form_valid(form)
        reminders.rules_changed()
        return response


class PlanningEdit(EditView):
    """An edited rule holds for the cases that are open now."""

    def form_valid(self, form: Any) -> Any:
        response = super().form_valid(form)
        reminders.rules_changed()
        return response


class ReminderRegister(Register):
    model = ReminderRule
    create_view_class = PlanningCreate
    edit_view_class = PlanningEdit
    menu_icon = "mail"
    list_display = ("when", "amount", "unit", "audience", "stage", "in_use")
    list_filter = ("when", "audience", "active")
    panels = [
        FieldRowPanel([FieldPanel("when"), FieldPanel("amount"), FieldPanel("unit")]),
        FieldRowPanel([FieldPanel("stage"), FieldPanel("audience")]),
        FieldRowPanel([FieldPanel("at_once"), FieldPanel("active")]),
    ]


class ReasonRegister(Register):
    model = RefusalReason
    menu_icon = "cross"
    list_display = ("label", "label_en", "order", "in_use")
    list_filter = ("active",)
    search_fields = ("label", "code")
    panels = [
        FieldPanel("code"),
        FieldPanel("label"),
        FieldPanel("label_en"),
        FieldPanel("guidance"),
        FieldPanel("guidance_en"),
        FieldPanel("restricted"),
        FieldRowPanel([FieldPanel("order"), FieldPanel("active")]),
    ]


class ReplyTemplateRegister(Register):
    model = ReplyTemplate
    menu_icon = "doc-full"
    create_view_class = PreviewingCreate
    edit_view_class = PreviewingEdit
    list_display = ("name", "topic", "kind_in_words", "in_use")
    list_filter = ("kind", "active")
    list_select_related = ("topic",)
    search_fields = ("name", "text")
    panels = [
        FieldPanel("name"),
        FieldPanel("topic"),
        FieldPanel("kind"),
        FieldPanel("text"),
        FieldPanel("active"),
    ]

    @admin_display(description=_("dùng khi"), ordering="kind")
    def kind_in_words(self, row: ReplyTemplate) -> Any:
        """The outcome for which it is meant."""
        return row.get_kind_display() if row.kind else _("mọi kết quả")  # type: ignore[attr-defined]


class Registers(ModelAdminGroup):
    """The menu “Danh mục PAKN”; it is empty, and so not shown, for people without model permissions."""

    menu_label = _("Danh mục PAKN")
    menu_item_name = "pakn-registers"
    menu_icon = "list-ul"
    menu_order = 800
    items = (
        TopicRegister,
        AreaRegister,
        AgencyRegister,
        MembershipRegister,
        PolicyRegister,
        OfficeRegister,
        ReminderRegister,
        ReasonRegister,
        ReplyTemplateRegister,
    )
