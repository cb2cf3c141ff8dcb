"""Plain sentences for the reporter: whose turn it is, and what happened. Nothing internal is ever in them."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pakn_plugin.models import Case, Event
from pakn_plugin.states import ENDED, WITH_AGENCY, WITH_CITIZEN, Action, State

SENTENCES: dict[str, str | Promise] = {
    Action.FILE: gettext_lazy("Phản ánh được gửi đến hệ thống."),
    Action.RECEIVE: gettext_lazy("Cán bộ đầu mối đã tiếp nhận phản ánh."),
    Action.REQUEST_INFO: gettext_lazy("Cơ quan đề nghị bạn bổ sung thông tin."),
    Action.SUPPLY_INFO: gettext_lazy("Bạn đã bổ sung thông tin."),
    Action.REFUSE: gettext_lazy("Phản ánh không được tiếp nhận."),
    Action.MERGE: gettext_lazy("Phản ánh được gộp vào một phản ánh trùng nội dung."),
    Action.DECLINE: gettext_lazy("Phản ánh trở lại đầu mối để chọn cơ quan khác."),
    Action.SEND_BACK: gettext_lazy("Phản ánh trở lại đầu mối để chọn cơ quan khác."),
    Action.APPROVE: gettext_lazy("Câu trả lời đã được công bố."),
    Action.RATE_CLOSE: gettext_lazy("Bạn đã đánh giá câu trả lời; việc xử lý kết thúc."),
    Action.CONTEST: gettext_lazy("Bạn chưa hài lòng với câu trả lời; bộ phận theo dõi bắt đầu rà soát."),
    Action.UPHOLD: gettext_lazy("Đã rà soát xong: giữ nguyên kết quả."),
    Action.REOPEN_REVIEW: gettext_lazy("Đã rà soát xong: phản ánh được xử lý lại."),
    Action.REOPEN: gettext_lazy("Bạn đề nghị xử lý lại; phản ánh được mở lại."),
    Action.WITHDRAW: gettext_lazy("Bạn đã rút phản ánh."),
    Action.EXPIRE_INFO: gettext_lazy("Hết hạn bổ sung thông tin; việc xử lý kết thúc."),
    Action.EXPIRE_RATING: gettext_lazy("Hết hạn đánh giá; việc xử lý kết thúc."),
}


def sentence(event: Event) -> str:
    """What happened, as the reporter is told."""
    agency = event.agency.name if event.agency else ""
    if event.action == Action.TRANSFER and agency:
        return _("Phản ánh được chuyển đến %(agency)s.") % {"agency": agency}
    if event.action == Action.ACCEPT and agency:
        return _("%(agency)s đã nhận xử lý.") % {"agency": agency}
    if event.action == Action.APPROVE and agency:
        return _("%(agency)s đã công bố câu trả lời.") % {"agency": agency}
    return str(SENTENCES.get(event.action, event.get_action_display()))  # type: ignore[attr-defined]


def turn(case: Case) -> str:
    """Whose turn it is; empty where nobody has to do anything any more."""
    state = State(case.state)
    if state in ENDED:
        return ""
    if state in WITH_CITIZEN:
        return _("Bạn")
    if state == State.UNDER_REVIEW:
        return _("Bộ phận theo dõi, giám sát")
    if state in WITH_AGENCY and case.agency:
        return case.agency.name
    return _("Đầu mối tiếp nhận")
