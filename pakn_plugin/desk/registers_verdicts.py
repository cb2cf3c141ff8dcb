"""Registers about answers: reasons of dissatisfaction, causes and corrective acts. Lines are retired, not deleted."""

from typing import Any

from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail_modeladmin.views import CreateView, EditView

from pakn_plugin.desk.register_base import Register, RegisterPermission
from pakn_plugin.models import CorrectiveAct, DissatisfactionReason, ReviewCause
from pakn_plugin.queries import verdicts


class KeptPermission(RegisterPermission):
    """What was once said with a line stays readable: it is taken out of use instead."""

    def user_can_delete_obj(self, user: Any, obj: Any) -> bool:
        return False


class TellingCreate(CreateView):
    """The citizens' form offers a new reason at once."""

    def form_valid(self, form: Any) -> Any:
        response = super().form_valid(form)
        verdicts.forget()
        return response


class TellingEdit(EditView):
    """The citizens' form shows an edited reason at once."""

    def form_valid(self, form: Any) -> Any:
        response = super().form_valid(form)
        verdicts.forget()
        return response


class WordRegister(Register):
    """What the three lists share."""

    permission_helper_class = KeptPermission
    list_display = ("label", "label_en", "order", "in_use")
    list_filter = ("active",)
    search_fields = ("label", "label_en", "code")
    panels = [
        FieldPanel("code"),
        FieldPanel("label"),
        FieldPanel("label_en"),
        FieldRowPanel([FieldPanel("order"), FieldPanel("active")]),
    ]


class DissatisfactionRegister(WordRegister):
    model = DissatisfactionReason
    menu_icon = "warning"
    create_view_class = TellingCreate
    edit_view_class = TellingEdit


class CauseRegister(WordRegister):
    model = ReviewCause
    menu_icon = "help"


class ActRegister(WordRegister):
    model = CorrectiveAct
    menu_icon = "tasks"


VERDICT_REGISTERS = (DissatisfactionRegister, CauseRegister, ActRegister)
