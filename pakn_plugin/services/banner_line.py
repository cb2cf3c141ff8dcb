"""The addresses of a placement and the one line of HTML that is pasted: for kit, mails, oEmbed and public page."""

from django.urls import reverse
from django.utils.html import format_html

from pakn_plugin import conf
from pakn_plugin.models import Placement
from pakn_plugin.services.banner_image import alt, size_of

DEFAULT_SIZE = "728x90"
# A key that no placement has: the neutral banner, for those who need none of their own.
GENERAL = "chung"


def link_url(placement: Placement) -> str:
    """The counted address of a placement, for the snippet and for posts on social pages."""
    return conf.base_url() + reverse("pakn_machine:link", args=[placement.key])


def image_path(placement: Placement, size: str, form: str = "png") -> str:
    """Where a picture lies on this site."""
    return reverse("pakn_machine:banner", args=[placement.key, size, form])


def image_alt(placement: Placement) -> str:
    """What the picture says."""
    return alt(placement.language)


def line(placement: Placement, size: str = DEFAULT_SIZE, shown: tuple[int, int] | None = None) -> str:
    """The line to paste; `shown` are width and height where the picture is scaled."""
    width, height = shown or size_of(size)
    return format_html(
        '<a href="{}"><img src="{}" width="{}" height="{}" alt="{}"></a>',
        link_url(placement),
        conf.base_url() + image_path(placement, size),
        width,
        height,
        image_alt(placement),
    )


def general() -> Placement:
    """A placement that is nobody's and in no table: its line shows the neutral banner and counts nothing."""
    return Placement(key=GENERAL)
