"""The lists that every installation starts with; an administrator then renames, adds and takes out of use."""

from typing import Any

from pakn_plugin.models import CorrectiveAct, DissatisfactionReason, ReviewCause
from pakn_plugin.models.verdicts import Word

REASONS = (
    ("tra-loi-chung-chung", "Trả lời chung chung", "The answer is vague"),
    ("chua-khac-phuc", "Chưa khắc phục trên thực tế", "Nothing has changed on site"),
    ("thieu-minh-chung", "Thiếu hình ảnh, tài liệu chứng minh", "No pictures or documents as proof"),
    ("sai-su-viec", "Trả lời sai sự việc", "The answer is about something else"),
    ("qua-cham", "Quá chậm", "Too slow"),
    ("thai-do", "Thái độ chưa đúng mực", "The tone was not right"),
    ("khac", "Lý do khác", "Another reason"),
)
CAUSES = (
    ("chua-dung-trong-tam", "Trả lời chưa đúng trọng tâm", "The answer misses the point"),
    ("thieu-can-cu", "Trả lời thiếu căn cứ", "The answer names no basis"),
    ("chua-kiem-tra", "Chưa kiểm tra thực địa", "Nobody looked on site"),
    ("chua-lam-nhu-hua", "Chưa làm như đã hứa", "What was promised was not done"),
    ("sai-tham-quyen", "Trả lời không đúng thẩm quyền", "The agency was not competent"),
    ("chep-noi-bo", "Chép văn bản nội bộ", "An internal text was copied"),
    ("giai-thich-chua-ro", "Đã giải quyết nhưng giải thích chưa rõ", "Solved, but not explained clearly"),
    ("khong-co-co-so", "Phản ánh không có cơ sở", "The feedback is unfounded"),
    ("khac", "Nguyên nhân khác", "Another cause"),
)
ACTS = (
    ("nhac-nho", "Nhắc nhở", "Reminder of the rules"),
    ("bao-cao", "Yêu cầu báo cáo", "Report requested"),
    ("rut-kinh-nghiem", "Họp rút kinh nghiệm", "Meeting about what to learn"),
    ("sua-quy-trinh", "Sửa quy trình", "Procedure changed"),
    ("khac", "Việc khác", "Something else"),
    ("khong-can", "Không cần chấn chỉnh", "Nothing needed"),
)
Row = tuple[str, str, str]


def ensure(**kwargs: Any) -> None:
    """Add what a list lacks of its first lines; what an administrator has changed stays as it is."""
    _fill(DissatisfactionReason, REASONS)
    _fill(ReviewCause, CAUSES)
    _fill(CorrectiveAct, ACTS)


def _fill(model: type[Word], rows: tuple[Row, ...]) -> None:
    known = set(model._default_manager.values_list("code", flat=True))
    model._default_manager.bulk_create(
        model(code=code, label=label, label_en=english, order=order)
        for order, (code, label, english) in enumerate(rows, start=1)
        if code not in known
    )
