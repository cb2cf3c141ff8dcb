"""The front page in both languages, and the site that begins with it."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from wagtail.models import Locale, Page, Site

from home.models import HomePage

VIETNAMESE = {
    "title": "Tỉnh Khánh Hòa",
    "greeting": "Khánh Hòa lắng nghe",
    "lead": "Tin tức, sự kiện, văn bản của tỉnh, và nơi để bạn nói điều cần sửa. Mỗi phản ánh có mã, có hạn trả lời.",
    "feedback_title": "Thấy điều cần sửa?",
    "feedback_text": "Gửi trong ba phút, không cần tài khoản. Bạn nhận mã để theo dõi và biết ngày phải có trả lời.",
    "search_description": "Tin tức, du lịch, sự kiện, văn bản của tỉnh Khánh Hòa; gửi và tra cứu phản ánh, kiến nghị.",
}
ENGLISH = {
    "title": "Khánh Hòa Province",
    "greeting": "Khánh Hòa is listening",
    "lead": "News, events and documents of the province, and a place to say what needs fixing. "
    "Every case has a code and a date for its answer.",
    "feedback_title": "Something to fix?",
    "feedback_text": "Three minutes, no account. You get a code to follow your case and the date an answer is due.",
    "search_description": "News, places, events and documents of Khánh Hòa; file feedback and follow it.",
}


def load_front() -> tuple[HomePage, HomePage]:
    """The Vietnamese and the English front page; Wagtail's welcome page goes."""
    home = HomePage.objects.filter(locale=_locale("vi")).first() or _create_home()
    _point_site_at(home)
    return home, translated(home, ENGLISH)


def translated(page: Any, fields: dict[str, Any]) -> Any:
    """The page's English translation, made and published when it is missing."""
    english = _locale("en")
    found = page.get_translation_or_none(english)
    if found:
        return found
    copy = page.copy_for_translation(english)
    for name, value in fields.items():
        setattr(copy, name, value)
    copy.draft_title = copy.title
    copy.save_revision().publish()
    return type(page).objects.get(pk=copy.pk)


def _locale(code: str) -> Locale:
    return Locale.objects.get_or_create(language_code=code)[0]


def _create_home() -> HomePage:
    root = Page.get_first_root_node()
    home = HomePage(slug="khanh-hoa", locale=_locale("vi"), show_in_menus=False, **VIETNAMESE)
    root.add_child(instance=home)
    home.save_revision().publish()
    return home


def _point_site_at(home: HomePage) -> None:
    address = urlsplit(settings.BASE_URL)
    port = address.port or (443 if address.scheme == "https" else 80)
    values = {"root_page": home, "site_name": home.title, "hostname": address.hostname, "port": port}
    Site.objects.update_or_create(is_default_site=True, defaults=values)
    for welcome in Page.objects.filter(depth=2, content_type__model="page", content_type__app_label="wagtailcore"):
        welcome.delete()
