"""Header, footer and brand of the demo site."""

from typing import Any

from wagtail.models import Page, Site

from home.models import BrandSettings, HomePage, NavigationSettings

NOTE = "Bản trình diễn. Tin bài có ghi nguồn; hình ảnh là tranh vẽ bằng máy."
# The sections are in Vietnamese only; an English label keeps them in the header of English pages.
SECTIONS = {"tin-tuc": "News", "du-lich": "Travel", "su-kien": "Events", "van-ban": "Documents"}
NOTE_EN = "A demonstration. Stories name their sources; pictures are drawn by a machine."


def load(home: HomePage) -> None:
    """Fill what is empty, leave what an editor set."""
    site = Site.objects.get(is_default_site=True)
    navigation = NavigationSettings.for_site(site)
    if not navigation.header:
        navigation.header = [_page(home, slug, english) for slug, english in SECTIONS.items()]
        navigation.header.append(_service("pakn:list", "Phản ánh", "Feedback"))
        navigation.footer = _footer(home)
        navigation.save()
    brand = BrandSettings.for_site(site)
    if not brand.note:
        brand.note, brand.note_en = NOTE, NOTE_EN
        brand.save()


def _footer(home: HomePage) -> list[tuple[str, Any]]:
    feedback = [
        _service("pakn:file"),
        _service("pakn:lookup"),
        _service("pakn:list"),
        _service("pakn:statistics"),
        _page(home, "huong-dan"),
    ]
    about = [_page(home, "gioi-thieu"), _page(home, "quyen-rieng-tu"), _service("account"), _service("search")]
    return [
        ("column", {"title": "Phản ánh, kiến nghị", "title_en": "Feedback", "links": feedback}),
        ("column", {"title": "Về cổng này", "title_en": "About this site", "links": about}),
    ]


def _page(home: HomePage, slug: str, label_en: str = "") -> tuple[str, Any]:
    page = Page.objects.child_of(home).get(slug=slug)
    return "page", {"page": page, "label": "", "label_en": label_en}


def _service(name: str, label: str = "", label_en: str = "") -> tuple[str, Any]:
    return "service", {"service": name, "label": label, "label_en": label_en}
