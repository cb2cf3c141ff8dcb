"""A section front with many stories is bounded, filtered, and costs the same whatever it lists."""

import datetime
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client
from PIL import Image

from home.models import CustomImage
from news.models import ArticlePage, Category, NewsIndexPage
from tests.news.front import front_page

DAY = datetime.date(2026, 11, 24)


def picture(number: int) -> CustomImage:
    out = BytesIO()
    Image.new("RGB", (960, 640), (number * 9 % 255, 90, 140)).save(out, "JPEG")
    return CustomImage.objects.create(title=f"Ảnh {number}", file=ContentFile(out.getvalue(), name=f"{number}.jpg"))


@pytest.fixture(scope="module")
def written(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Thirty stories with pictures, written once for all tests of this file and rolled back after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        section = front_page().add_child(instance=NewsIndexPage(title="Tin tức", intro="Tin của tỉnh"))
        category = Category.objects.create(section="news", slug="kinh-te", name="Kinh tế", name_en="Economy")
        for number in range(30):
            day = DAY - datetime.timedelta(days=number)
            chosen = category if number % 10 == 0 else None
            page = ArticlePage(title=f"Tin {number}", published_on=day, category=chosen, lead_image=picture(number))
            section.add_child(instance=page)
        for number in (1, 2, 3):  # each picture is cut to size when it is first shown
            Client().get(f"/tin-tuc/?trang={number}")
        yield
        transaction.set_rollback(True)


@pytest.fixture
def thirty(written: None, db: None) -> None:
    """Each test in a transaction of its own on top of them."""


def listed(answer: Any) -> list[str]:
    return [story.title for story in answer.context["stories"]]


def test_twelve_a_page_newest_first(client: Any, thirty: None) -> None:
    assert listed(client.get("/tin-tuc/")) == [f"Tin {n}" for n in range(12)]
    assert listed(client.get("/tin-tuc/?trang=3")) == [f"Tin {n}" for n in range(24, 30)]


@pytest.mark.parametrize("page", ["0", "-1", "abc", "99999999"])
def test_a_wrong_page_number_shows_a_real_page(client: Any, thirty: None, page: str) -> None:
    assert listed(client.get(f"/tin-tuc/?trang={page}"))


def test_a_category_narrows_the_list_and_the_pager_keeps_it(client: Any, thirty: None) -> None:
    assert listed(client.get("/tin-tuc/?chuyen-muc=kinh-te")) == ["Tin 0", "Tin 10", "Tin 20"]
    assert len(listed(client.get("/tin-tuc/?chuyen-muc=khong-co"))) == 12
    assert "?x=1&amp;trang=2" in client.get("/tin-tuc/?x=1").content.decode()


def test_a_full_list_costs_no_more_than_a_short_one(
    client: Any, thirty: None, django_assert_max_num_queries: Any
) -> None:
    client.get("/tin-tuc/")
    with django_assert_max_num_queries(22):
        client.get("/tin-tuc/")


def test_drafts_are_not_listed(client: Any, thirty: None) -> None:
    ArticlePage.objects.get(title="Tin 0").unpublish()
    assert listed(client.get("/tin-tuc/"))[0] == "Tin 1"


def test_the_feed_holds_the_newest_twenty(client: Any, thirty: None) -> None:
    answer = client.get("/tin-tuc/rss/")
    assert answer["Content-Type"].startswith("application/rss+xml")
    assert answer.content.decode().count("<item>") == 20
    assert "http://testserver/tin-tuc/tin-0/" in answer.content.decode()
