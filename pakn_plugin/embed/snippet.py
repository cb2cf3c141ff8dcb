"""The one line of HTML that a webmaster pastes, and the sizes it comes in."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from pakn_plugin import conf
from pakn_plugin.models import Placement
from pakn_plugin.services.banner_look import SIZES, alt, link_of, size_of

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
    webp: str
    alt: str
    html: str


def link_url(placement: Placement) -> str:
    """The counted address of a placement, for the snippet and for posts on social pages."""
    return link_of(placement.key)


def image_path(placement: Placement, size: str, form: str = "png") -> str:
    """Where a picture lies on this site."""
    return reverse("pakn_machine:banner", args=[placement.key, size, form])


def html(placement: Placement, size: str) -> str:
    """The line to paste."""
    width, height = size_of(size)
    return format_html(
        '<a href="{}"><img src="{}" width="{}" height="{}" alt="{}"></a>',
        link_url(placement),
        conf.base_url() + image_path(placement, size),
        width,
        height,
        alt(placement.language),
    )


def pieces(placement: Placement) -> list[Piece]:
    """Every size on offer."""
    found = []
    for size in SIZES:
        png, webp = image_path(placement, size), image_path(placement, size, "webp")
        said = alt(placement.language)
        found.append(Piece(size, *size_of(size), FITS[size], png, webp, said, html(placement, size)))
    return found
