"""The registers that an administrator keeps. Model permissions open them; members of staff have none."""

from typing import Any

from django.contrib.admin import display as admin_display
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail_modeladmin.options import ModelAdminGroup

from pakn_plugin.desk.agencies_form import AgencyForm
from pakn_plugin.desk.members_register import AmendingEdit, GrantingCreate, MembershipForm
from pakn_plugin.desk.register_base import DATES, Register, RegisterPermission
from pakn_plugin.desk.registers_outreach import BannerLimitsRegister
from pakn_plugin.desk.registers_time import OfficeRegister, PolicyRegister, QuietHoursRegister, ReminderRegister
from pakn_plugin.desk.registers_verdicts import VERDICT_REGISTERS
from pakn_plugin.desk.sampling import PreviewingCreate, PreviewingEdit
from pakn_plugin.desk.wording_register import PhraseCreate, PhraseEdit
from pakn_plugin.models import (
    Agency,
    Area,
    Membership,
    OfficePhrase,
    RefusalReason,
    ReplyTemplate,
    Topic,
)


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


class PhrasePermission(RegisterPermission):
    """A phrase is put out of use, so that its note stays known."""

    def user_can_delete_obj(self, user: Any, obj: OfficePhrase) -> bool:
        return False


class PhraseRegister(Register):
    """The phrases by which replies are compared; the limits and a trial of both stand in “Đối chiếu trả lời”."""

    model = OfficePhrase
    permission_helper_class = PhrasePermission
    create_view_class = PhraseCreate
    edit_view_class = PhraseEdit
    menu_icon = "search"
    list_display = ("text", "strength", "in_use", "note")
    list_filter = ("strength", "active")
    search_fields = ("text", "folded", "note")
    panels = [FieldPanel("text"), FieldPanel("strength"), FieldPanel("note"), FieldPanel("active")]


BLANKS_HELP = _(
    "Chỗ cán bộ tự điền; còn sót chỗ nào thì chưa trình được: {ly_do} lý do, {nguyen_nhan} nguyên nhân, "
    "{viec_da_lam} việc đã làm, {viec_tam_thoi} việc làm trong lúc chờ, {viec_tiep_theo} việc sẽ làm tiếp, "
    "{ngay_xong} ngày hoàn thành, {lich_thuc_hien} lịch thực hiện."
)


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
        FieldPanel(
            "text", help_text=format_lazy("{} {}", ReplyTemplate._meta.get_field("text").help_text, BLANKS_HELP)
        ),
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
        QuietHoursRegister,
        ReasonRegister,
        ReplyTemplateRegister,
        PhraseRegister,
        BannerLimitsRegister,
        *VERDICT_REGISTERS,
    )
