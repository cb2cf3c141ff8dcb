"""The one line of HTML that a webmaster pastes, and the sizes it comes in."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pakn_plugin.models import Placement
from pakn_plugin.services.banner_image import SIZES, alt, size_of
from pakn_plugin.services.banner_line import image_path, line, link_url

__all__ = ["FITS", "Piece", "html", "link_url", "pieces"]
html = line

FITS: dict[str, Promise] = {
    "970x90": _("Ngang rộng: đầu trang của cổng thông tin khổ rộng."),
    "728x90": _("Ngang: đầu trang hoặc giữa trang. Nên dùng khi chưa biết chọn cỡ nào."),
    "300x250": _("Khối: cột bên phải hoặc bên trái."),
    "320x100": _("Nhỏ: cột hẹp, trang cho điện thoại."),
    "234x60": _("Rất nhỏ: hàng liên kết ở chân trang."),
}


@dataclass(frozen=True)
class Piece:
    """A size of the banner with everything the kit shows of it."""

    size: str
    width: int
    height: int
    fits: Promise
    image: str
    webp: str
    alt: str
    html: str


def pieces(placement: Placement) -> list[Piece]:
    """Every size on offer."""
    found = []
    for size in SIZES:
        png, webp = image_path(placement, size), image_path(placement, size, "webp")
        said = alt(placement.language)
        found.append(Piece(size, *size_of(size), FITS[size], png, webp, said, line(placement, size)))
    return found
