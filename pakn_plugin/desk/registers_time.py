"""The registers of time: limits, office hours, reminders, quiet hours."""

from typing import Any

from django.contrib.admin import display as admin_display
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail_modeladmin.views import CreateView, EditView

from pakn_plugin import memory
from pakn_plugin.desk.recomputing import RecomputingCreate, RecomputingDelete, RecomputingEdit
from pakn_plugin.desk.register_base import DATES, NO, YES, Register, RegisterPermission
from pakn_plugin.models import DeadlinePolicy, OfficeDay, QuietHours, ReminderRule
from pakn_plugin.queries.quiet import QUIET
from pakn_plugin.services import reminders


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


class ForgettingCreate(CreateView):
    """What is kept in memory of the quiet hours is read anew at once."""

    def form_valid(self, form: Any) -> Any:
        response = super().form_valid(form)
        memory.forget(QUIET)
        return response


class ForgettingEdit(EditView):
    """The same after a change."""

    def form_valid(self, form: Any) -> Any:
        response = super().form_valid(form)
        memory.forget(QUIET)
        return response


class QuietHoursRegister(Register):
    model = QuietHours
    create_view_class = ForgettingCreate
    edit_view_class = ForgettingEdit
    menu_icon = "time"
    list_display = ("__str__", "staff", "in_use")
    panels = [
        FieldRowPanel([FieldPanel("begins"), FieldPanel("ends")]),
        FieldPanel("staff_wait"),
        FieldPanel("active"),
    ]

    @admin_display(description=_("thư cho cán bộ chờ buổi sáng"))
    def staff(self, row: QuietHours) -> Any:
        """Yes or no in words."""
        return YES if row.staff_wait else NO
