"""The demo site is whole, and loading it twice changes nothing."""

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from PIL import Image
from wagtail.models import Page, Revision, Site, Task, Workflow

from home.demo import load_site, pictures
from home.models import CustomImage, User

pytestmark = pytest.mark.one_database("sqlite")

TODAY = datetime.date(2026, 11, 24)


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The demo site, loaded once for all tests of this file and rolled back after them."""
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), transaction.atomic():
        patch.setattr(pictures, "draw", lambda scene, size, seed: Image.new("RGB", (1600, 900), "teal"))
        load_site("pakn-demo-2026", TODAY)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def demo(loaded: None, db: None) -> None:
    """Each test in a transaction of its own on top of the demo."""


def everything() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in (Page, Revision, CustomImage, User, Site)}


def test_loading_twice_changes_nothing(demo: None) -> None:
    before = everything()
    load_site("pakn-demo-2026", TODAY + datetime.timedelta(days=1))
    assert everything() == before


def test_an_editors_change_survives_a_second_load(demo: None) -> None:
    page = Page.objects.get(slug="gioi-thieu", locale__language_code="vi").specific
    page.title = "Về cổng này"
    page.save_revision().publish()
    load_site("pakn-demo-2026", TODAY)
    assert Page.objects.get(pk=page.pk).title == "Về cổng này"


@pytest.mark.parametrize("section", ["tin-tuc", "du-lich", "su-kien", "van-ban"])
def test_every_section_has_stories_and_an_english_one(client: Any, demo: None, section: str) -> None:
    pages = Page.objects.live().filter(url_path__contains=f"/{section}/")
    assert pages.filter(locale__language_code="vi").count() >= 4
    assert pages.filter(locale__language_code="en").count() == 2
    for page in pages:
        assert client.get(page.get_url()).status_code == 200


@pytest.mark.parametrize("path", ["/", "/en/", "/gioi-thieu/", "/huong-dan/", "/en/huong-dan/", "/quyen-rieng-tu/"])
def test_plain_pages_are_there(client: Any, demo: None, path: str) -> None:
    assert client.get(path).status_code == 200


def test_wagtails_welcome_page_is_gone(demo: None) -> None:
    assert not Page.objects.filter(title__startswith="Welcome").exists()
    assert Site.objects.get().root_page.specific.greeting


def test_no_story_is_dated_in_the_future(demo: None) -> None:
    from news.models import ArticlePage

    assert all(page.published_on <= TODAY for page in ArticlePage.objects.all())


@pytest.mark.parametrize("username", ["editor", "chief-editor", "admin"])
def test_the_newsroom_can_sign_in(client: Any, demo: None, username: str) -> None:
    assert client.login(username=username, password="pakn-demo-2026")
    assert client.get("/admin/").status_code == 200
    assert User.objects.get(username=username).wagtail_userprofile.preferred_language == "vi"


@pytest.mark.django_db
def test_what_migrations_named_in_english_has_vietnamese_names() -> None:
    load_site("pakn-demo-2026")
    assert Page.get_first_root_node().title == "Tất cả trang"
    names = [*Workflow.objects.values_list("name", flat=True), *Task.objects.values_list("name", flat=True)]
    assert names and not any("Moderators" in name for name in names)
