"""The addresses of a placement and the line of HTML that is pasted: for kit, mails, oEmbed and public page."""

from django.urls import reverse
from django.utils.html import format_html

from pakn_plugin import conf
from pakn_plugin.models import Placement
from pakn_plugin.services.banner_look import alt, link_of, size_of

DEFAULT_SIZE = "728x90"
# A key that no placement has: the neutral banner, for those who need none of their own.
GENERAL = "chung"
Shown = tuple[int, int] | None


def link_url(placement: Placement) -> str:
    """The counted address of a placement, for the line and for posts on social pages."""
    return link_of(placement.key)


def image_path(placement: Placement, size: str, form: str = "png") -> str:
    """Where a picture lies on this site."""
    return reverse("pakn_machine:banner", args=[placement.key, size, form])


def image_url(placement: Placement, size: str, form: str = "png") -> str:
    """The address of a picture for pages of others."""
    return conf.base_url() + image_path(placement, size, form)


def image_alt(placement: Placement) -> str:
    """What the picture says."""
    return alt(placement.language)


def line(placement: Placement, size: str = DEFAULT_SIZE, shown: Shown = None) -> str:
    """The line to paste: a linked picture with its measures, so that nothing on the page moves when it arrives.

    `shown` are width and height where the picture is scaled. `referrerpolicy` lets the picture say on which site it
    stands (its origin, never the page), also where the portal tells nothing by default: that is how the system knows
    that the banner is still there.
    """
    return format_html('<a href="{}">{}</a>', link_url(placement), _img(placement, size, shown))


def picture_line(placement: Placement, size: str = DEFAULT_SIZE) -> str:
    """The same for editors that keep `<picture>`: AVIF or WebP where the browser can."""
    return format_html(
        '<a href="{}"><picture><source type="image/avif" srcset="{}"><source type="image/webp" srcset="{}">{}'
        "</picture></a>",
        link_url(placement),
        image_url(placement, size, "avif"),
        image_url(placement, size, "webp"),
        _img(placement, size),
    )


def frame_line(placement: Placement, size: str = DEFAULT_SIZE) -> str:
    """The frame, for the origins that the placement lists."""
    width, height = size_of(size)
    return format_html(
        '<iframe src="{}" width="{}" height="{}" title="{}" loading="lazy"></iframe>',
        conf.base_url() + reverse("pakn_machine:frame", args=[placement.key, size]),
        width,
        height,
        image_alt(placement),
    )


def _img(placement: Placement, size: str, shown: Shown = None) -> str:
    width, height = shown or size_of(size)
    return format_html(
        '<img src="{}" width="{}" height="{}" alt="{}" referrerpolicy="origin">',
        image_url(placement, size),
        width,
        height,
        image_alt(placement),
    )


def general() -> Placement:
    """A placement that is nobody's and in no table: its line shows the neutral banner and counts nothing."""
    return Placement(key=GENERAL)
