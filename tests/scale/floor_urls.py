"""The site's addresses, and beside them the two that cannot be undercut; for `tests.scale.floor_settings` only.

`/floor/file/` writes what a filing writes; `/admin/floor/` is Wagtail's own list of cases, 25 plain rows.
"""

from typing import Any

from django.urls import path
from wagtail import hooks
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies.base import BlanketPermissionPolicy
from wagtail.permissions import register_permission_policy

from pakn_plugin.models import Case
from tests.scale.floor import file


class BareList(ModelViewSet):
    """Wagtail's own list, as it comes."""

    model = Case
    url_prefix = "floor"
    list_display = ("code", "title", "state", "stage_due_at")
    list_per_page = 25
    ordering = ("-filed_at", "-pk")  # by an index, as the work list
    exclude_form_fields = ("state",)
    add_to_admin_menu = False


# A list of its own would have every change of a case enter Wagtail's index of references: the product has no such cost.
Case.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]
register_permission_policy(Case, BlanketPermissionPolicy(Case))


@hooks.register("register_admin_viewset")
def bare_list() -> Any:
    """Beside the plugin's own addresses in the admin."""
    return BareList("floor")


from config.urls import urlpatterns as own  # noqa: E402 - the admin asks its hooks when its addresses are first read

urlpatterns = [path("floor/file/", file), *own]
