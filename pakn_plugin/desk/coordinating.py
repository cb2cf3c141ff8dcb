"""Co-ordinating agencies at the desk: ask one, answer one's part, end it. All of it stays inside."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from pakn_plugin.desk import path_forms
from pakn_plugin.desk.acting import INTERNAL, ActionView
from pakn_plugin.services import coordination
from pakn_plugin.states import Action


class InviteView(ActionView):
    action = Action.INVITE
    form_class = path_forms.InviteForm
    audience = INTERNAL
    lead = _(
        "Cơ quan được mời xem được phản ánh (không thấy thông tin người gửi) và gửi ý kiến nội bộ. "
        "Cơ quan chủ trì vẫn là nơi trả lời người dân; thời hạn không dừng lại."
    )
    button = _("Mời phối hợp")
    done = _("Đã mời cơ quan phối hợp trong phản ánh %(code)s.")

    def perform(self, form: Any) -> None:
        chosen = form.cleaned_data
        coordination.invite(self.case.pk, self.actor, chosen["agency"], chosen["question"], self.now)


class ContributeView(ActionView):
    """The question stands above the box; until the case moves on the answer can be written anew."""

    action = Action.CONTRIBUTE
    template_name = "pakn/desk/contribute.html"
    form_class = path_forms.ContributeForm
    audience = INTERNAL
    button = _("Gửi ý kiến cho cơ quan chủ trì")
    done = _("Đã gửi ý kiến phối hợp về phản ánh %(code)s.")

    def perform(self, form: Any) -> None:
        coordination.contribute(self.case.pk, self.actor, form.cleaned_data["text"], self.now)


class UninviteView(ActionView):
    action = Action.UNINVITE
    form_class = path_forms.UninviteForm
    audience = INTERNAL
    lead = _("Cơ quan này không còn xem được phản ánh. Ý kiến đã gửi vẫn được giữ lại.")
    done = _("Đã thôi mời phối hợp trong phản ánh %(code)s.")

    def get_form(self, data: Any = None, files: Any = None) -> Any:
        form = super().get_form(data, files)
        form.initial["coordination"] = self.request.GET.get("coordination", "")
        return form

    def perform(self, form: Any) -> None:
        coordination.uninvite(self.case.pk, self.actor, form.cleaned_data["coordination"].pk, self.now)
