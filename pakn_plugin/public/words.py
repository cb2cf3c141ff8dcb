"""Plain sentences for the reporter: whose turn it is, and what happened. Nothing internal is ever in them."""

from collections.abc import Callable
from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pakn_plugin.answers import WAITING
from pakn_plugin.models import ActorKind, Case, Event
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
    Action.APPROVE_CORRECTION: gettext_lazy("Câu trả lời đã được đính chính."),
    Action.RATE_CLOSE: gettext_lazy("Bạn đã đánh giá câu trả lời; việc xử lý kết thúc."),
    Action.CONTEST: gettext_lazy("Bạn chưa hài lòng với câu trả lời; bộ phận theo dõi bắt đầu rà soát."),
    Action.UPHOLD: gettext_lazy("Đã rà soát xong: giữ nguyên kết quả."),
    Action.REOPEN_REVIEW: gettext_lazy("Đã rà soát xong: phản ánh được xử lý lại."),
    Action.REOPEN: gettext_lazy("Bạn đề nghị xử lý lại; phản ánh được mở lại."),
    Action.WITHDRAW: gettext_lazy("Bạn đã rút phản ánh."),
    Action.EXPIRE_INFO: gettext_lazy("Hết hạn bổ sung thông tin; việc xử lý kết thúc."),
    Action.EXPIRE_RATING: gettext_lazy("Hết hạn đánh giá; việc xử lý kết thúc."),
    Action.SPLIT: gettext_lazy("Một việc trong phản ánh được tách thành phản ánh riêng."),
    Action.GRANT_EXTENSION: gettext_lazy("Thời hạn xử lý được gia hạn."),
    Action.GRANT_VERIFICATION: gettext_lazy("Cơ quan xác minh thực địa; thời hạn tạm dừng."),
    Action.REVOKE_LINK: gettext_lazy("Liên kết theo dõi được đổi; liên kết cũ hết hiệu lực."),
    Action.BREAK_PROMISE: gettext_lazy("Một việc đã hẹn chưa được thực hiện đúng ngày."),
    Action.END_VERIFICATION: gettext_lazy("Đã xác minh thực địa xong; thời hạn tiếp tục được tính."),
    Action.REORGANISE: gettext_lazy("Đơn vị hành chính được sắp xếp lại; phản ánh giữ nguyên tiến độ và thời hạn."),
    Action.REALLOCATE: gettext_lazy("Nơi xảy ra sự việc đã được xác định lại sau sắp xếp; thời hạn không thay đổi."),
}


def sentence(event: Event) -> str:
    """What happened, as the reporter is told."""
    agency = event.agency.name if event.agency else getattr(event, "gave_back", None)
    if agency and event.action in MOVES:
        return MOVES[event.action](event) % {"agency": agency}
    if event.action == Action.FILE and event.data.get("split_from"):
        return _("Phản ánh được tách ra từ một phản ánh bạn đã gửi.")
    if event.action == Action.KEEP_PROMISE:
        return _reported(event)
    if event.action in ABOUT_TIME:
        return _about_time(event)
    return str(SENTENCES.get(event.action) or event.get_action_display())  # type: ignore[attr-defined]


def _reported(event: Event) -> str:
    """A report about a promise is no more than it says."""
    kept = event.data.get("kept")
    if kept not in WAITING:
        return _("Cơ quan báo đã thực hiện một việc đã hẹn.")
    if "day" not in event.data:
        return _("Cơ quan báo một việc đã hẹn chưa thực hiện xong.")
    day = date_format(date.fromisoformat(event.data["day"]), "DATE_FORMAT")
    return _("Cơ quan báo một việc đã hẹn chưa thực hiện xong và hẹn lại: hết ngày %(day)s.") % {"day": day}


def _transferred(event: Event) -> str:
    if event.data.get("by_leader"):
        return _("Lãnh đạo đầu mối tiếp nhận quyết định giao phản ánh cho %(agency)s.")
    return _("Phản ánh được chuyển đến %(agency)s, chờ cơ quan này nhận xử lý.")


def _accepted(event: Event) -> str:
    if event.actor_kind == ActorKind.SYSTEM:
        return _("%(agency)s không trả lời trong thời hạn nên được coi là đã nhận xử lý.")
    return _("%(agency)s đã nhận xử lý.")


def _declined(event: Event) -> str:
    if event.actor_kind == ActorKind.SYSTEM:
        return _("%(agency)s không trả lời trong thời hạn; phản ánh trở lại đầu mối để chọn cơ quan xử lý.")
    return _("%(agency)s cho biết việc này không thuộc thẩm quyền; phản ánh trở lại đầu mối để chọn cơ quan khác.")


def _sent_back(event: Event) -> str:
    return _("%(agency)s đã nhận nhưng chuyển trả vì không thuộc thẩm quyền; đầu mối chọn cơ quan khác.")


def _approved(event: Event) -> str:
    return _("%(agency)s đã công bố câu trả lời.")


def _corrected(event: Event) -> str:
    return _("%(agency)s đã đính chính câu trả lời.")


def _reorganised(event: Event) -> str:
    if event.data.get("undo"):
        return _("Việc sắp xếp đơn vị được hoàn tác: phản ánh trở lại %(agency)s; thời hạn không thay đổi.")
    return _("Sau sắp xếp đơn vị hành chính, phản ánh nay do %(agency)s xử lý; thời hạn không thay đổi.")


# Sentences that name the agency: proposed, accepted, given back with or without an answer, sent back, answered.
MOVES: dict[str, Callable[[Event], str]] = {
    Action.TRANSFER: _transferred,
    Action.ACCEPT: _accepted,
    Action.DECLINE: _declined,
    Action.SEND_BACK: _sent_back,
    Action.APPROVE: _approved,
    Action.APPROVE_CORRECTION: _corrected,
    Action.REORGANISE: _reorganised,
    Action.REALLOCATE: _reorganised,
}
ABOUT_TIME = frozenset({Action.GRANT_EXTENSION, Action.GRANT_VERIFICATION, Action.END_VERIFICATION})


def _about_time(event: Event) -> str:
    """What changed in the clock, and until when; the reason stands in a notice of its own."""
    plain = str(SENTENCES[event.action])
    if event.data.get("until"):
        return _("%(plain)s Nhiều nhất đến %(until)s.") % {"plain": plain, "until": _moment(event.data["until"])}
    if event.data.get("due_to"):
        return _("%(plain)s Hạn trả lời mới: %(due)s.") % {"plain": plain, "due": _moment(event.data["due_to"])}
    return plain


def _moment(kept: str) -> str:
    return date_format(timezone.localtime(datetime.fromisoformat(kept)), "DATETIME_FORMAT")


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


def handler(case: Case) -> str:
    """Who answers the reporter's messages in this case, whoever's turn the case itself is."""
    state = State(case.state)
    if state == State.UNDER_REVIEW:
        return _("Bộ phận theo dõi, giám sát")
    return case.agency.name if case.agency else _("Đầu mối tiếp nhận")
