"""The designer's words for what a layout calls by a code."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from pakn_plugin.drawing.layout import Kind

KIND_NAMES: dict[Kind, Any] = {
    Kind.COLOUR: _("Mảng màu"),
    Kind.GRADIENT: _("Chuyển màu"),
    Kind.PICTURE: _("Hình"),
    Kind.SCENERY: _("Cảnh vẽ"),
    Kind.EMBLEM: _("Biểu trưng"),
    Kind.TEXT: _("Chữ"),
    Kind.FIGURE: _("Số liệu trong tháng"),
    Kind.QR: _("Mã QR"),
}
FAMILY_NAMES: dict[str, Any] = {
    "strip": _("Dải ngang (970 × 90, 728 × 90)"),
    "small": _("Nhỏ (320 × 100, 234 × 60)"),
    "block": _("Khối (300 × 250, 1080 × 1080)"),
    "sheet": _("Áp phích (A4, A5)"),
}
COLOUR_NAMES: dict[str, Any] = {
    "ground": _("Nền"),
    "deep": _("Nền thứ hai"),
    "glow": _("Quầng sáng"),
    "sun": _("Mặt trời"),
    "far": _("Núi xa"),
    "near": _("Núi gần"),
    "tower": _("Tháp"),
    "wave": _("Sóng"),
    "depth": _("Nước sâu"),
    "sail": _("Buồm"),
    "hull": _("Thân thuyền"),
    "ink": _("Chữ chính"),
    "soft": _("Chữ phụ"),
    "button": _("Nút"),
    "on_button": _("Chữ trên nút"),
    "accent": _("Điểm nhấn"),
    "black": _("Đen (cố định)"),
    "white": _("Trắng (cố định)"),
}
VALUES: dict[str, list[tuple[str, Any]]] = {
    "when": [("always", _("luôn luôn")), ("with", _("có số liệu")), ("without", _("không có số liệu"))],
    "direction": [("down", _("xuống dưới")), ("right", _("sang phải")), ("diagonal", _("chéo"))],
    "motif": [
        ("sea", _("vịnh ban ngày")),
        ("sunset", _("hoàng hôn")),
        ("islands", _("đảo trong sương")),
        ("towers", _("tháp nhìn gần")),
        ("lotus", _("hoa sen")),
        ("waves", _("sóng nước")),
        ("rings", _("vòng lan tỏa")),
    ],
    "role": [("heading", _("tiêu đề")), ("line", _("dòng phụ")), ("call", _("nút gọi")), ("own", _("chữ khác"))],
    "weight": [("medium", _("vừa")), ("bold", _("đậm")), ("black", _("rất đậm"))],
    "align": [("left", _("trái")), ("middle", _("giữa")), ("right", _("phải"))],
    "style": [("line", _("một dòng")), ("columns", _("ba cột"))],
    "scheme": [("light", _("Sáng")), ("dark", _("Tối"))],
    "language": [("vi", _("Tiếng Việt")), ("en", _("Tiếng Anh"))],
    "figures": [("without", _("Không kèm")), ("with", _("Kèm số liệu"))],
}
# What the province's words are called where a layer is named by them.
PLACEHOLDER_NAMES: dict[str, Any] = {
    "heading": _("Tiêu đề"),
    "line": _("Dòng phụ"),
    "call": _("Nút"),
    "place": _("Tên tỉnh"),
    "address": _("Địa chỉ trang"),
}


def named(text: str) -> str:
    """A layer's text as its title says it: names for what is filled in later."""
    for code, name in PLACEHOLDER_NAMES.items():
        text = text.replace(f"{{{code}}}", str(name))
    return text
