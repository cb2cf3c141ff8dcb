"""How the line is placed on a portal, step by step with pictures: for the public page and the kit."""

from django.templatetags.static import static
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

STEPS = (
    (
        "copy",
        _("Bấm nút “Sao chép” dưới dòng mã ở trên, hoặc chọn cả dòng rồi sao chép."),
        _("Hình vẽ: một ô chứa dòng mã được tô đậm, bên cạnh là nút sao chép."),
    ),
    (
        "source",
        _("Vào phần quản trị của cổng, mở bài hoặc khối muốn đặt, rồi bấm nút “HTML” (có nơi là “Nguồn” hoặc “<>”)."),
        _("Hình vẽ: thanh công cụ của ô soạn thảo, nút HTML được khoanh tròn."),
    ),
    (
        "paste",
        _("Dán dòng mã vào chỗ muốn đặt và lưu lại."),
        _("Hình vẽ: ô soạn thảo HTML có dòng mã vừa dán và nút lưu."),
    ),
    (
        "look",
        _("Mở trang của bạn: biểu ngữ hiện ra. Bấm vào biểu ngữ, trang gửi phản ánh phải mở."),
        _("Hình vẽ: trang thông tin có biểu ngữ ở đầu trang, con trỏ chỉ vào biểu ngữ."),
    ),
)


def pictured() -> list[tuple[str, Promise, Promise]]:
    """Address of the picture, what to do, and what the picture shows."""
    return [(static(f"pakn/banner-{name}.svg"), said, drawn) for name, said, drawn in STEPS]
