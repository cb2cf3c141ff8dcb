"""A front page with the four sections."""

from typing import Any

import pytest
from wagtail.models import Locale, Page, Site

from home.models import HomePage
from news.models import DocumentIndexPage, EventIndexPage, NewsIndexPage, PlaceIndexPage


@pytest.fixture
def front(db: None) -> HomePage:
    Page.objects.filter(depth=2).delete()
    locale, _ = Locale.objects.get_or_create(language_code="vi")
    root = Page.get_first_root_node()
    page = root.add_child(instance=HomePage(title="Khánh Hòa", greeting="Xin chào", slug="nha", locale=locale))
    Site.objects.update_or_create(is_default_site=True, defaults={"root_page": page, "hostname": "testserver"})
    return page


@pytest.fixture
def news(front: Any) -> NewsIndexPage:
    return front.add_child(instance=NewsIndexPage(title="Tin tức", intro="Tin của tỉnh"))


@pytest.fixture
def events(front: Any) -> EventIndexPage:
    return front.add_child(instance=EventIndexPage(title="Sự kiện"))


@pytest.fixture
def places(front: Any) -> PlaceIndexPage:
    return front.add_child(instance=PlaceIndexPage(title="Du lịch"))


@pytest.fixture
def documents(front: Any) -> DocumentIndexPage:
    return front.add_child(instance=DocumentIndexPage(title="Văn bản"))
