"""Files for portals that take nothing from elsewhere, and for print: an archive of all pictures, and QR codes."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import segno
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pakn_plugin.embed import snippet
from pakn_plugin.models import Placement
from pakn_plugin.services import banner_files
from pakn_plugin.services.banner_line import line, link_url
from pakn_plugin.services.banner_look import POSTERS, SIZES, look_of

CODE_TYPES = {"png": "image/png", "svg": "image/svg+xml"}
POSTER_TYPES = {"pdf": "application/pdf", "png": "image/png"}
PICTURE_FORMS = ("png", "webp")


@dataclass(frozen=True)
class Code:
    """A QR code's size: pixels a module in PNG, and what it is for."""

    scale: int
    fits: Promise


CODES = {
    "nho": Code(4, _("Nhỏ: thẻ, tem, chân trang (in từ 2 cm)")),
    "vua": Code(10, _("Vừa: tờ rơi, thông báo A4 (in từ 4 cm)")),
    "lon": Code(32, _("Lớn: băng rôn, bảng ngoài trời")),
}


def code(address: str, form: str, scale: int) -> bytes:
    """An address as a QR code with its quiet zone of four modules (ISO/IEC 18004), as PNG or SVG.

    Level Q still reads when a quarter of it is dirty, as codes on walls are.
    """
    out = io.BytesIO()
    segno.make(address, error="q", micro=False).save(
        out, kind=form, scale=scale, border=4, dark="#07324d", light="#fff"
    )
    return out.getvalue()


def archive(placement: Placement, now: datetime) -> bytes:
    """Every picture, code and line of a placement, with instructions. Pictures come from the files drawn ahead."""
    out = io.BytesIO()
    # Pictures are compressed already.
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as file:
        context = {
            "placement": placement,
            "link": link_url(placement),
            "lines": [(size, line(placement, size)) for size in snippet.FITS],
        }
        file.writestr("huong-dan.txt", render_to_string("pakn/embed/package.txt", context))
        for name, data in _pictures(placement, now):
            file.writestr(name, data)
        for scale, each in CODES.items():
            for form in CODE_TYPES:
                file.writestr(f"qr/qr-{scale}.{form}", code(link_url(placement), form, each.scale))
    return out.getvalue()


def _pictures(placement: Placement, now: datetime) -> Iterator[tuple[str, bytes]]:
    look = look_of(placement, timezone.localdate(now))
    for size in SIZES:
        for form in PICTURE_FORMS:
            found = banner_files.picture(look.name, size, form) or banner_files.drawn(look, size, form, now)
            yield f"{size}/bieu-ngu-{size}.{form}", found.data
    for paper in POSTERS:
        yield f"ap-phich/ap-phich-{paper}.pdf", look.picture(paper, "pdf")
