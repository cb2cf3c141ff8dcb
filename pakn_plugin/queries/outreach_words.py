"""The state of a placement in words, what it rests on, and what to do next."""

from typing import Any

from django.template.defaultfilters import date as say_date
from django.utils import timezone
from django.utils.translation import gettext as _

from pakn_plugin.models import PageCheck
from pakn_plugin.queries.outreach import Shown

WRONG_ADDRESS = frozenset({PageCheck.NO_HOST, PageCheck.NOT_HTTPS, PageCheck.NOT_PUBLIC, PageCheck.AWAY})


def rests_on(placement: Any) -> str:
    """When and how the banner was last seen, for a placement with its state."""
    if placement.seen_at:
        return _found(placement) or _("Thấy lần cuối ở trang đã khai: %(when)s.") % {"when": _moment(placement.seen_at)}
    if not placement.site and placement.clicked_on:
        return _("Nơi đặt không có trang riêng; lượt bấm gần nhất: %(when)s.") % {
            "when": say_date(placement.clicked_on, "d/m/Y")
        }
    if placement.away_at:
        return _("Chỉ thấy ở trang khác, lần cuối: %(when)s.") % {"when": _moment(placement.away_at)}
    if placement.check_result:
        return check_said(placement)
    return _("Chưa có dấu hiệu nào.")


def _found(placement: Any) -> str:
    by_check = placement.check_result == PageCheck.FOUND and placement.checked_at
    if not by_check or placement.checked_at < placement.seen_at:
        return ""
    return _("Tìm thấy khi kiểm tra trang: %(when)s.") % {"when": _moment(placement.checked_at)}


def check_said(placement: Any) -> str:
    """The result of the page check in words; empty where there was none."""
    if not placement.checked_at or placement.check_result not in PageCheck.values:
        return ""
    said = PageCheck(placement.check_result).label
    return _("%(said)s (kiểm tra lúc %(when)s).") % {"said": said, "when": _moment(placement.checked_at)}


def advice(placement: Any) -> str:
    """What to do next about a placement, in one or two sentences."""
    if not placement.active:
        return _("Nơi đặt đã ngừng dùng: không cần làm gì.")
    if not placement.site and placement.shown == Shown.NEVER:
        return _("Dán dòng mã vào trang thông tin rồi khai địa chỉ trang; nếu là mạng xã hội, hãy đăng và ghim bài.")
    if not placement.site and placement.shown != Shown.WORKING:
        return _("Khai địa chỉ trang nếu biểu ngữ nằm trên một trang thông tin; nếu là mạng xã hội, hãy ghim lại bài.")
    if placement.shown != Shown.WORKING and placement.check_result in WRONG_ADDRESS:
        return _("Kiểm tra lại địa chỉ trang đã khai: mở địa chỉ đó, rồi ghi đúng địa chỉ https:// của trang hiện ra.")
    return {
        Shown.WORKING: _("Biểu ngữ đang hiện: không cần làm gì."),
        Shown.MOVED: _("Biểu ngữ hiện ở trang khác với trang đã khai: sửa địa chỉ trang, hoặc đặt lại nơi đã khai."),
        Shown.SILENT: _("Biểu ngữ từng hiện nhưng nay không thấy: mở trang, xem còn hình không, rồi dán lại dòng mã."),
        Shown.NEVER: _never(placement),
    }[Shown(placement.shown)]


def _never(placement: Any) -> str:
    if placement.clicked_on:
        return _("Đã có người bấm nhưng trang không cho biết mình là trang nào: bật “tự kiểm tra trang” để biết chắc.")
    return _("Chưa thấy biểu ngữ ở trang đã khai: dán dòng mã vào trang, hoặc kiểm tra lại địa chỉ trang.")


def _moment(moment: Any) -> str:
    return say_date(timezone.localtime(moment), "H:i d/m/Y")
