"""oEmbed of the site's pages: live and public ones as a link with a picture, all others not at all."""

import html
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import PageViewRestriction

from home.models import HomePage, StandardPage
from news.models import ArticlePage, NewsIndexPage

AddPage = Callable[..., StandardPage]
BASE = "http://testserver"


@pytest.fixture(autouse=True)
def _address(settings: Settings) -> None:
    settings.PAKN_BASE_URL = BASE


def ask(client: Client, url: str, **more: Any) -> Any:
    return client.get("/oembed", {"url": url, **more})


def test_a_page_is_a_link_with_its_title(client: Client, add_page: AddPage) -> None:
    found = ask(client, BASE + add_page("Hướng dẫn").url).json()
    expected = {"version": "1.0", "type": "link", "title": "Hướng dẫn", "author_name": "Khánh Hòa"}
    assert expected.items() <= found.items()
    assert found["provider_name"] == "Khánh Hòa"
    assert "thumbnail_url" not in found


def test_pages_in_another_language_are_found_by_their_address(client: Client, english_home: HomePage) -> None:
    assert ask(client, f"{BASE}/en/").json()["title"] == "Khánh Hòa Province"
    assert ask(client, f"{BASE}/").json()["title"] == "Khánh Hòa"


@pytest.mark.parametrize("hidden", ["draft", "private", "below a private one"])
def test_what_is_not_for_everybody_is_not_found(client: Client, add_page: AddPage, hidden: str) -> None:
    page = add_page("Nội bộ", live=hidden != "draft")
    closed = page.get_parent() if hidden == "below a private one" else page
    if hidden != "draft":
        PageViewRestriction.objects.create(page=closed, restriction_type=PageViewRestriction.LOGIN)
    assert ask(client, f"{BASE}/{page.slug}/").status_code == 404


def test_a_story_shows_its_picture_within_the_limits(client: Client, home_page: HomePage) -> None:
    picture = get_image_model().objects.create(title="Biển", file=get_test_image_file(size=(960, 540)))
    news = home_page.add_child(instance=NewsIndexPage(title="Tin tức", intro="Tin"))
    story = news.add_child(instance=ArticlePage(title="Tin", lead_image=picture))
    found = ask(client, BASE + story.url).json()
    assert (found["thumbnail_width"], found["thumbnail_height"]) == (480, 270)
    assert found["thumbnail_url"].endswith(".jpg")
    assert "thumbnail_url" not in ask(client, BASE + story.url, maxwidth="400").json()
    assert get_image_model().objects.get().renditions.count() == 1


def test_the_head_of_a_page_leads_to_its_description(client: Client, add_page: AddPage) -> None:
    page = client.get(add_page("Hướng dẫn").url).content.decode()
    found = re.search(r'<link rel="alternate" type="application/json\+oembed" href="([^"]+)"', page)
    assert found is not None
    address = html.unescape(found[1]).removeprefix(BASE)
    assert client.get(address).json()["title"] == "Hướng dẫn"
