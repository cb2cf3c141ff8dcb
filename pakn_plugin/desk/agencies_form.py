"""What an administrator writes of an agency: its successors never lead back to it."""

from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm

from pakn_plugin.queries import structure
from pakn_plugin.services import rendering


class AgencyForm(WagtailAdminModelForm):
    """An agency with its days and successors."""

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        heirs = [agency.pk for agency in given.get("successors") or ()]
        if self.instance.pk and structure.read_agencies().leads_back(self.instance.pk, heirs):
            self.add_error("successors", _("Cơ quan kế tục không được dẫn ngược về chính cơ quan này."))
        return given

    def save(self, commit: bool = True) -> Any:
        found = super().save(commit)
        structure.forget()
        # Where it has ended its banners show a successor's.
        transaction.on_commit(partial(rendering.ask, None, timezone.now()))
        return found
