"""Sections, stories and plain pages, from their files."""

import datetime
from typing import Any

from django.apps import apps
from django.utils import timezone

from home.demo.pictures import picture
from home.demo.reading import Source, section
from home.demo.site import translated
from home.models import HomePage, StandardPage

SECTIONS = [
    ("tin-tuc", "NewsIndexPage", "ArticlePage", "Tin tức", "Tin và thông báo.", "News", "News of the province."),
    (
        "du-lich",
        "PlaceIndexPage",
        "PlacePage",
        "Du lịch",
        "Những nơi đáng đến, và điều nên biết trước khi đi.",
        "Places",
        "Places worth a visit, and what to know before you go.",
    ),
    (
        "su-kien",
        "EventIndexPage",
        "EventPage",
        "Sự kiện",
        "Lễ hội và sinh hoạt cộng đồng sắp diễn ra.",
        "Events",
        "Festivals and gatherings to come.",
    ),
    (
        "van-ban",
        "DocumentIndexPage",
        "DocumentPage",
        "Văn bản",
        "Văn bản mới, tóm tắt cho dễ đọc, dẫn tới bản gốc.",
        "Documents",
        "New documents, summarised in plain words.",
    ),
]
CATEGORIES = {
    "kinh-te": ("news", "Kinh tế", "Economy"),
    "du-lich": ("news", "Du lịch", "Tourism"),
    "phan-anh": ("news", "Phản ánh, kiến nghị", "Feedback"),
    "chinh-quyen": ("news", "Chính quyền", "Government"),
    "moi-truong": ("news", "Môi trường", "Environment"),
    "di-san": ("places", "Di sản", "Heritage"),
    "lang-nghe": ("places", "Làng nghề", "Craft villages"),
    "thien-nhien": ("places", "Thiên nhiên", "Nature"),
    "cong-dong": ("events", "Cộng đồng", "Community"),
    "van-hoa": ("events", "Văn hóa", "Culture"),
    "to-chuc": ("documents", "Tổ chức bộ máy", "Organisation"),
    "quyen-cong-dan": ("documents", "Quyền công dân", "Citizens’ rights"),
}
COPIED = {
    "title", "intro", "kind", "location", "opening_hours", "getting_there", "venue", "organiser", "number", "issuer",
    "issued_on", "effective_on", "force", "source_name", "source_url",
}  # fmt: skip


def load(home: HomePage, english: HomePage, today: datetime.date) -> None:
    """Everything below the front page, in both languages."""
    categories = _categories()
    for slug, index_type, story_type, title, intro, title_en, intro_en in SECTIONS:
        index = _child(home, _model(index_type), slug, {"title": title, "intro": intro, "show_in_menus": True})
        translated(index, {"title": title_en, "intro": intro_en})
        for source, other in section(slug):
            fields = _facts(source) | _dates(source.facts, today)
            fields["category"] = categories.get(source.facts.get("category", ""))
            _page(index, _model(story_type), source, other, fields)
    for source, other in section("trang"):
        _page(home, StandardPage, source, other, _facts(source))


def _model(name: str) -> Any:
    return apps.get_model("news", name)


def _categories() -> dict[str, Any]:
    category = _model("Category")
    made = {}
    for slug, (place, name, name_en) in CATEGORIES.items():
        made[slug], _ = category.objects.get_or_create(
            section=place, slug=slug, defaults={"name": name, "name_en": name_en}
        )
    return made


def _page(parent: Any, model: Any, source: Source, other: Source | None, fields: dict[str, Any]) -> None:
    page = _child(parent, model, source.slug, fields, source.facts)
    if other:
        translated(page, _facts(other))


def _child(parent: Any, model: Any, slug: str, fields: dict[str, Any], facts: dict[str, Any] | None = None) -> Any:
    """The page at this address, made and published when it is missing; its picture is drawn only then."""
    found = model.objects.child_of(parent).filter(slug=slug).first()
    if found:
        return found
    page = model(slug=slug, locale=parent.locale, **fields)
    if facts and "scene" in facts:
        page.lead_image = picture(facts["scene"], facts.get("seed", 0))
    parent.add_child(instance=page)
    page.save_revision().publish()
    return page


def _facts(source: Source) -> dict[str, Any]:
    return {name: value for name, value in source.facts.items() if name in COPIED} | {"body": source.body}


def _dates(facts: dict[str, Any], today: datetime.date) -> dict[str, Any]:
    dates: dict[str, Any] = {"published_on": today - datetime.timedelta(days=facts["days_ago"])}
    if "start_hour" in facts:
        first = facts.get("starts_on") or today + datetime.timedelta(days=facts["in_days"])
        last = first + datetime.timedelta(days=facts["lasts_days"])
        dates["starts_at"], dates["ends_at"] = _at(first, facts["start_hour"]), _at(last, facts["end_hour"])
    return dates


def _at(day: datetime.date, hour: int) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(hour)))
