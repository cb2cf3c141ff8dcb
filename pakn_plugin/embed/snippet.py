"""What a webmaster pastes: a linked picture in one line, and the same for portals that can or must have more."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from pakn_plugin import conf
from pakn_plugin.models import Placement
from pakn_plugin.services.banner_look import SIZES, alt, link_of, size_of

USUAL = "728x90"
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


def link_url(placement: Placement) -> str:
    """The counted address of a placement, for the snippet and for posts on social pages."""
    return link_of(placement.key)


def image_path(placement: Placement, size: str, form: str = "png") -> str:
    """Where a picture lies on this site."""
    return reverse("pakn_machine:banner", args=[placement.key, size, form])


def image_url(placement: Placement, size: str, form: str = "png") -> str:
    """The address of a picture for pages of others."""
    return conf.base_url() + image_path(placement, size, form)


def html(placement: Placement, size: str) -> str:
    """The line to paste: a linked picture with its measures, so that nothing on the page moves when it arrives.

    `referrerpolicy` lets the picture say on which site it stands (its origin, never the page), also where the portal
    tells nothing by default: that is how the system knows that the banner is still there.
    """
    return format_html('<a href="{}">{}</a>', link_url(placement), _img(placement, size))


def picture_html(placement: Placement, size: str) -> str:
    """The same for editors that keep `<picture>`: AVIF or WebP where the browser can, lighter by half."""
    return format_html(
        '<a href="{}"><picture><source type="image/avif" srcset="{}"><source type="image/webp" srcset="{}">{}'
        "</picture></a>",
        link_url(placement),
        image_url(placement, size, "avif"),
        image_url(placement, size, "webp"),
        _img(placement, size),
    )


def frame_html(placement: Placement, size: str) -> str:
    """The frame, for the origins that the placement lists."""
    width, height = size_of(size)
    return format_html(
        '<iframe src="{}?size={}" width="{}" height="{}" title="{}" loading="lazy"></iframe>',
        conf.base_url() + reverse("pakn_machine:frame", args=[placement.key]),
        size,
        width,
        height,
        alt(placement.language),
    )


def _img(placement: Placement, size: str) -> str:
    width, height = size_of(size)
    return format_html(
        '<img src="{}" width="{}" height="{}" alt="{}" referrerpolicy="origin">',
        image_url(placement, size),
        width,
        height,
        alt(placement.language),
    )


def pieces(placement: Placement) -> list[Piece]:
    """Every size on offer."""
    said = alt(placement.language)
    return [Piece(size, *size_of(size), FITS[size], image_path(placement, size), said) for size in SIZES]
