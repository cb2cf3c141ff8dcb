"""A small site: front page in two languages and a plain page to hang things under."""

from collections.abc import Callable
from typing import Any

import pytest
from wagtail.models import Locale, Page, Site

from home.models import HomePage, StandardPage


@pytest.fixture
def home_page(db: None) -> HomePage:
    Page.objects.filter(depth=2).delete()
    vietnamese, _ = Locale.objects.get_or_create(language_code="vi")
    root = Page.get_first_root_node()
    page = root.add_child(instance=HomePage(title="Khánh Hòa", greeting="Xin chào", slug="nha", locale=vietnamese))
    Site.objects.update_or_create(
        is_default_site=True, defaults={"root_page": page, "hostname": "testserver", "site_name": "Khánh Hòa"}
    )
    return page


@pytest.fixture
def english_home(home_page: HomePage) -> HomePage:
    english, _ = Locale.objects.get_or_create(language_code="en")
    copy = home_page.copy_for_translation(english)
    copy.title = copy.draft_title = "Khánh Hòa Province"
    copy.save_revision().publish()
    return HomePage.objects.get(pk=copy.pk)


@pytest.fixture
def add_page(home_page: HomePage) -> Callable[..., StandardPage]:
    def add(title: str, **fields: Any) -> StandardPage:
        return home_page.add_child(instance=StandardPage(title=title, **fields))

    return add
