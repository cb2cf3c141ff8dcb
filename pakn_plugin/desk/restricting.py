"""Complaints and denunciations: marked by the operator, given back by the people who were named for them."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from pakn_plugin.desk.acting import INTERNAL, ActionView
from pakn_plugin.services import restriction
from pakn_plugin.states import Action


class RestrictView(ActionView):
    action = Action.RESTRICT
    audience = INTERNAL
    lead = _(
        "Từ lúc này chỉ người được giao xem đơn khiếu nại, tố cáo còn thấy phản ánh này; mỗi lượt xem được ghi lại. "
        "Phản ánh rời khỏi danh sách của bạn, bản công khai (nếu có) bị gỡ. Nếu phản ánh này được tách từ một phản ánh "
        "khác còn chứa nội dung đó, hãy đánh dấu cả phản ánh kia."
    )
    button = _("Đánh dấu và chuyển cho người được giao")
    done = _("Đã đánh dấu phản ánh %(code)s là đơn khiếu nại, tố cáo.")

    def perform(self, form: Any) -> None:
        restriction.restrict(self.case.pk, self.actor, self.now)


class LiftView(ActionView):
    action = Action.LIFT
    audience = INTERNAL
    lead = _(
        "Chỉ bỏ đánh dấu khi nội dung không phải là khiếu nại, tố cáo. "
        "Phản ánh trở lại danh sách chung của đầu mối tiếp nhận, ở đúng bước đang dở."
    )
    button = _("Bỏ đánh dấu")
    done = _("Phản ánh %(code)s đã trở lại danh sách chung.")

    def perform(self, form: Any) -> None:
        restriction.lift(self.case.pk, self.actor, self.now)
