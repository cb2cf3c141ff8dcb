"""What the site's frame needs: brand, links, the way to the other language."""

from dataclasses import dataclass, field
from typing import Any

from django import template
from django.conf import settings
from django.template.context import Context
from django.template.loader import render_to_string
from django.urls import reverse, translate_url
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, override
from wagtail.models import Page, Site

from home.models import BrandSettings, NavigationSettings
from home.navigation import FRAME, Link, labelled, marked, resolve
from pakn_plugin import memory

register = template.Library()
# Where the address of a page in another language is put in.
WAY = "#way-to-{}#"


@dataclass(frozen=True)
class Frame:
    """Brand and links of the pages of one site in one language; `drawn` are the parts of a page made of them."""

    name: str
    tagline: str
    owner: str
    note: str
    hotline: str
    email: str
    address: str
    header: list[Link]
    footer: list[tuple[str, list[Link]]]
    drawn: dict[tuple[str, ...], SafeString] = field(default_factory=dict, compare=False)


@register.simple_tag(takes_context=True)
def site_frame(context: Context) -> Frame | None:
    """Brand, header links and footer columns; nothing where no site is set up. At most a minute old."""
    request = context.get("request")
    if request is None:
        return None
    place = (request.get_host(), request.is_secure(), get_language())
    return memory.kept(FRAME, place, lambda: _read_frame(request))


@register.simple_tag(takes_context=True)
def framed(context: Context, part: str) -> SafeString:
    """A part of the frame (a template of `includes/`), drawn once: it is the same on every page but for two things.

    The link to the page itself is marked, and the ways to the other languages are put in here.
    """
    frame: Frame | None = context.get("frame")
    drawn = frame.drawn if frame else {}
    header = marked(frame.header, context["request"].path) if frame else []
    key = (part, *(link.url for link in header if link.current))
    if key not in drawn:
        drawn[key] = _draw(part, frame, header)
    html = drawn[key]
    for way in context.get("languages") or ():
        html = mark_safe(html.replace(WAY.format(way["code"]), escape(way["url"])))
    return html


def _draw(part: str, frame: Frame | None, header: list[Link]) -> SafeString:
    others = ((code, name) for code, name in settings.LANGUAGES if code != get_language())
    ways = [{"code": code, "name": name, "url": WAY.format(code)} for code, name in others]
    return render_to_string(f"includes/{part}.html", {"frame": frame, "header": header, "languages": ways})


def _read_frame(request: Any) -> Frame | None:
    site = Site.find_for_request(request)
    if site is None:
        return None
    brand, navigation = BrandSettings.for_site(site), NavigationSettings.for_site(site)
    columns = [block.value for block in navigation.footer]
    header, *lists = resolve(request, navigation.header, *(column["links"] for column in columns))
    titles = [labelled({"label": column["title"], "label_en": column["title_en"]}) for column in columns]
    return Frame(
        name=brand.local("name"),
        tagline=brand.local("tagline"),
        owner=brand.local("owner"),
        note=brand.local("note"),
        hotline=brand.hotline,
        email=brand.email,
        address=brand.address,
        header=header,
        footer=list(zip(titles, lists, strict=True)),
    )


@register.simple_tag(takes_context=True)
def language_links(context: Context) -> list[dict[str, str]]:
    """The same page in each other language, or that language's front page."""
    request = context.get("request")
    others = [(code, name) for code, name in settings.LANGUAGES if code != get_language()]
    return [{"code": code, "name": name, "url": _address(context, request, code)} for code, name in others]


def _address(context: Context, request: Any, code: str) -> str:
    page = context.get("page")
    if isinstance(page, Page) and page.pk:
        translations = Page.objects.live().filter(translation_key=page.translation_key)
        found = translations.filter(locale__language_code=code).first()
        return (found.get_url(request) if found else None) or _front(code)
    if request is None or getattr(request, "resolver_match", None) is None:
        return _front(code)
    return translate_url(request.get_full_path(), code)


def _front(code: str) -> str:
    with override(code):
        return reverse("wagtail_serve", args=[""])


@register.simple_tag(takes_context=True)
def page_query(context: Context, number: int) -> str:
    """The address of another page of the same list: the query with its page number replaced."""
    query = context["request"].GET.copy()
    query["trang"] = str(number)
    return f"?{query.urlencode()}"


@register.filter
def file_size(size: int | None) -> str:
    """Kilobytes or megabytes, as a reader wants to know before a download."""
    if not size:
        return ""
    return f"{size / 1_048_576:.1f} MB".replace(".", ",") if size >= 1_048_576 else f"{max(1, size // 1024)} KB"
