"""What all registers of an administrator share."""

from typing import Any

from django.contrib.admin import display as admin_display
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail_modeladmin.helpers import PermissionHelper
from wagtail_modeladmin.options import ModelAdmin
from wagtail_modeladmin.views import HistoryView

YES, NO = _("Có"), _("Không")
DATES = FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_to")])


class RegisterPermission(PermissionHelper):
    """The four model permissions by their names, without asking the database which exist."""

    @cached_property
    def all_permission_codenames(self) -> list[str]:
        return [self.get_perm_codename(verb) for verb in ("add", "change", "delete", "view")]


class RegisterHistory(HistoryView):
    """For those who may open the row: the package itself shows the history to everybody in the admin."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.permission_helper.user_can_edit_obj(request.user, self.instance):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class Register(ModelAdmin):
    """What all registers share."""

    permission_helper_class = RegisterPermission
    history_view_class = RegisterHistory
    list_per_page = 50
    menu_icon = "list-ul"
    index_view_extra_css = ["pakn/desk.css"]

    @admin_display(description=_("đang dùng"), ordering="active")
    def in_use(self, row: Any) -> Any:
        """Yes or no in words: the icon that modeladmin would show belongs to Django's own admin."""
        return YES if row.active else NO
