"""Links of header and footer: what an editor sets, and how it becomes addresses in the reader's language."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.models import Page

FRAME = "frame"
SERVICES = [
    ("pakn:file", _("Gửi phản ánh")),
    ("pakn:lookup", _("Tra cứu phản ánh")),
    ("pakn:list", _("Phản ánh đã công khai")),
    ("pakn:statistics", _("Số liệu phản ánh")),
    ("search", _("Tìm kiếm")),
    ("account", _("Tài khoản")),
]


class PageLinkBlock(blocks.StructBlock):
    """A page of this site; its translation is used where there is one, else it needs a label in that language."""

    page = blocks.PageChooserBlock(label=_("Trang"))
    label = blocks.CharBlock(
        label=_("Nhãn"), required=False, max_length=60, help_text=_("Để trống thì lấy tiêu đề của trang.")
    )
    label_en = blocks.CharBlock(label=_("Nhãn tiếng Anh"), required=False, max_length=60)

    class Meta:
        icon = "doc-empty-inverse"
        label = _("Trang")


class ServiceLinkBlock(blocks.StructBlock):
    """A service of this site that is no page of the tree."""

    service = blocks.ChoiceBlock(label=_("Dịch vụ"), choices=SERVICES)
    label = blocks.CharBlock(label=_("Nhãn"), required=False, max_length=60)
    label_en = blocks.CharBlock(label=_("Nhãn tiếng Anh"), required=False, max_length=60)

    class Meta:
        icon = "cogs"
        label = _("Dịch vụ")


class AddressLinkBlock(blocks.StructBlock):
    """An address elsewhere."""

    url = blocks.URLBlock(label=_("Địa chỉ"))
    label = blocks.CharBlock(label=_("Nhãn"), max_length=60)
    label_en = blocks.CharBlock(label=_("Nhãn tiếng Anh"), required=False, max_length=60)

    class Meta:
        icon = "link-external"
        label = _("Địa chỉ ngoài")


class LinksBlock(blocks.StreamBlock):
    """A list of links of any kind."""

    page = PageLinkBlock()
    service = ServiceLinkBlock()
    address = AddressLinkBlock()


class FooterColumnBlock(blocks.StructBlock):
    """One column of the footer."""

    title = blocks.CharBlock(label=_("Tiêu đề cột"), max_length=60)
    title_en = blocks.CharBlock(label=_("Tiêu đề tiếng Anh"), required=False, max_length=60)
    links = LinksBlock(label=_("Các liên kết"))

    class Meta:
        icon = "list-ul"
        label = _("Cột")


@dataclass(frozen=True)
class Link:
    """One link as a template needs it; `exact` where only this very address is its place, not those below it."""

    label: str
    url: str
    current: bool = False
    exact: bool = False


def marked(links: Iterable[Link], path: str) -> list[Link]:
    """The same links, that of the page at `path` marked as the current one."""
    return [replace(link, current=_leads_to(link, path)) for link in links]


def _leads_to(link: Link, path: str) -> bool:
    if not link.url.startswith("/"):
        return False
    return path == link.url if link.exact else path.startswith(link.url)


def labelled(value: Any, fallback: str = "") -> str:
    """The label in the active language, then the Vietnamese one, then the target's own name."""
    english = value.get("label_en") if get_language() == "en" else ""
    return english or value.get("label") or fallback


def resolve(request: HttpRequest, *streams: Iterable[Any]) -> list[list[Link]]:
    """The links of several lists: two queries for all pages together, none for a list without pages."""
    lists = [list(stream) for stream in streams]
    chosen = [block.value["page"] for blocks_ in lists for block in blocks_ if block.block_type == "page"]
    pages = _in_language([page for page in chosen if page])
    return [[link for block in blocks_ if (link := _link(request, block, pages))] for blocks_ in lists]


def _in_language(pages: list[Page]) -> dict[Any, Page]:
    """Live pages by translation key, in the reader's language; pages without translation are not among them."""
    keys = {page.translation_key for page in pages if page.live}
    if not keys:
        return {}
    translated = Page.objects.live().filter(translation_key__in=keys, locale__language_code=get_language())
    return {page.translation_key: page for page in translated}


def _link(request: HttpRequest, block: Any, pages: dict[Any, Page]) -> Link | None:
    value = block.value
    if block.block_type == "address":
        return Link(labelled(value), value["url"])
    if block.block_type == "service":
        return _service_link(value)
    page = _page_to_show(value, pages)
    if page is None:
        return None
    url = page.get_url(request) or ""
    return Link(labelled(value, page.title), url)


def _page_to_show(value: Any, pages: dict[Any, Page]) -> Page | None:
    """The page in the reader's language; the chosen one only where an editor gave it a label in that language."""
    chosen = value["page"]
    if not chosen or not chosen.live:
        return None
    own_label = value.get("label_en" if get_language() == "en" else "label")
    return pages.get(chosen.translation_key) or (chosen if own_label else None)


def _service_link(value: Any) -> Link | None:
    try:
        url = reverse(value["service"])
    except NoReverseMatch:
        return None
    return Link(labelled(value, str(dict(SERVICES)[value["service"]])), url, exact=True)
