"""What a citizen asks, point by point, on a page of its own for those who handle the case."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from pakn_plugin.desk.acting import ActionView
from pakn_plugin.desk.forms import CaseForm
from pakn_plugin.desk.points_forms import PointsMixin
from pakn_plugin.services import points
from pakn_plugin.states import Action


class PointsForm(PointsMixin, CaseForm):
    """Nothing but the rows."""

    def prepare(self) -> None:
        self.add_points()

    def clean(self) -> dict[str, Any]:
        """What comes without the rows must not be read as “nothing is asked”."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not cleaned.get("points"):
            self.add_error(None, _("Không nhận được các điều được hỏi. Hãy mở lại trang này."))
        return cleaned


class MarkPointsView(ActionView):
    """Mark anew what is asked, until the reply is published; every version is kept."""

    action = Action.MARK_POINTS
    template_name = "pakn/desk/points.html"
    form_class = PointsForm
    lead = _("Câu trả lời sẽ nói rõ từng điều. Người dân đọc các điều này cùng câu trả lời.")
    button = _("Lưu các điều được hỏi")
    done = _("Đã lưu các điều được hỏi của phản ánh %(code)s.")

    def perform(self, form: Any) -> None:
        points.mark_points(self.case.pk, self.actor, form.wanted_points() or [], self.now)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        versions = self.case.points_versions.select_related("marked_by")[:20]
        return super().get_context_data(versions=versions, **kwargs)
