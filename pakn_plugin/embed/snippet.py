"""The sizes of the banner as the kit shows them."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pakn_plugin.models import Placement
from pakn_plugin.services.banner_line import image_alt, image_path
from pakn_plugin.services.banner_look import SIZES, size_of

FITS: dict[str, Promise] = {
    "970x90": _("Ngang rộng: đầu trang của cổng thông tin khổ rộng."),
    "728x90": _("Ngang: đầu trang hoặc giữa trang. Nên dùng khi chưa biết chọn cỡ nào."),
    "300x250": _("Khối: cột bên phải hoặc bên trái."),
    "320x100": _("Nhỏ: cột hẹp, trang cho điện thoại."),
    "234x60": _("Rất nhỏ: hàng liên kết ở chân trang."),
    "1080x1080": _("Vuông: bài đăng trên Facebook, Zalo."),
}


@dataclass(frozen=True)
class Piece:
    """A size of the banner with everything the kit shows of it."""

    size: str
    width: int
    height: int
    fits: Promise
    image: str
    alt: str


def pieces(placement: Placement) -> list[Piece]:
    """Every size on offer."""
    said = image_alt(placement)
    return [Piece(size, *size_of(size), FITS[size], image_path(placement, size), said) for size in SIZES]
