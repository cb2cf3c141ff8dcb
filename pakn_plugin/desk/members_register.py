"""The system administrator's register of memberships goes through the same service, and so the same checks."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail_modeladmin.views import CreateView, EditView

from pakn_plugin import access
from pakn_plugin.access import NotAllowed
from pakn_plugin.services import memberships


class MembershipForm(WagtailAdminModelForm):
    """Person, agency and role of a membership stay as they are: another role is another membership."""

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        changed = {"user", "agency", "role"} & set(self.changed_data)
        if self.instance.pk and changed:
            self.add_error(
                None, _("Người, đơn vị và vai trò không đổi được: hãy kết thúc vai trò này và thêm cái mới.")
            )
        return given


class GrantingCreate(CreateView):
    """A new row is a role that is given."""

    def form_valid(self, form: Any) -> Any:
        row, now = form.instance, timezone.now()
        actor = access.actor_for(self.request.user)
        days = (row.valid_from, row.valid_to)
        try:
            written = memberships.grant(actor, row.agency_id, row.user, row.role, *days, now)
        except NotAllowed as refused:
            form.add_error(None, str(refused))
            return self.form_invalid(form)
        form.save = lambda *args, **kwargs: written  # the service has written it
        return super().form_valid(form)


class AmendingEdit(EditView):
    """A changed row is a correction of its days."""

    def form_valid(self, form: Any) -> Any:
        given = form.cleaned_data
        actor = access.actor_for(self.request.user)
        days = (given["valid_from"], given["valid_to"])
        try:
            written = memberships.amend(actor, form.instance.pk, *days, timezone.now())
        except NotAllowed as refused:
            form.add_error(None, str(refused))
            return self.form_invalid(form)
        form.save = lambda *args, **kwargs: written  # the service has written it
        return super().form_valid(form)
