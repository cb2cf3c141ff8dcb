"""Section fronts are bounded, filtered, and cost the same whatever they list."""

import datetime
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from PIL import Image

from home.models import CustomImage
from news.models import ArticlePage, Category, DocumentPage, PlacePage

DAY = datetime.date(2026, 11, 24)


def picture(number: int) -> CustomImage:
    out = BytesIO()
    Image.new("RGB", (960, 640), (number * 9 % 255, 90, 140)).save(out, "JPEG")
    return CustomImage.objects.create(title=f"Ảnh {number}", file=ContentFile(out.getvalue(), name=f"{number}.jpg"))


@pytest.fixture
def thirty(news: Any) -> None:
    category = Category.objects.create(section="news", slug="kinh-te", name="Kinh tế", name_en="Economy")
    for number in range(30):
        day = DAY - datetime.timedelta(days=number)
        chosen = category if number % 10 == 0 else None
        page = ArticlePage(title=f"Tin {number}", published_on=day, category=chosen, lead_image=picture(number))
        news.add_child(instance=page)


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


def test_an_empty_section_says_so(client: Any, news: Any) -> None:
    assert "Chưa có bài nào" in client.get("/tin-tuc/").content.decode()


def test_drafts_are_not_listed(client: Any, thirty: None) -> None:
    ArticlePage.objects.get(title="Tin 0").unpublish()
    assert listed(client.get("/tin-tuc/"))[0] == "Tin 1"


def test_a_story_names_its_source(client: Any, news: Any) -> None:
    page = ArticlePage(title="Tin", source_name="Báo Tiền Phong", source_url="https://tienphong.vn/", intro="Một câu.")
    news.add_child(instance=page)
    html = client.get("/tin-tuc/tin/").content.decode()
    assert '<a href="https://tienphong.vn/" rel="noopener">Báo Tiền Phong</a>' in html
    assert '<meta name="description" content="Một câu.">' in html
    assert '<meta property="og:title" content="Tin">' in html


def test_an_announcement_is_called_one(client: Any, news: Any) -> None:
    news.add_child(instance=ArticlePage(title="Cắt nước", kind="announcement"))
    assert "Thông báo" in client.get("/tin-tuc/cat-nuoc/").content.decode()


def test_the_feed_holds_the_newest_twenty(client: Any, thirty: None) -> None:
    answer = client.get("/tin-tuc/rss/")
    assert answer["Content-Type"].startswith("application/rss+xml")
    assert answer.content.decode().count("<item>") == 20
    assert "http://testserver/tin-tuc/tin-0/" in answer.content.decode()


def test_a_place_tells_how_to_get_there(client: Any, places: Any) -> None:
    places.add_child(instance=PlacePage(title="Tháp Bà", location="Phường Bắc Nha Trang", getting_there="Xe buýt số 4"))
    html = client.get("/du-lich/thap-ba/").content.decode()
    assert "Phường Bắc Nha Trang" in html
    assert "Xe buýt số 4" in html


@pytest.fixture
def three_documents(documents: Any) -> None:
    for number, force in enumerate(["in_force", "not_yet", "expired"]):
        day = DAY - datetime.timedelta(days=number)
        page = DocumentPage(title=f"Quyết định {number}", number=f"{number}/QĐ-UBND", issuer="UBND tỉnh")
        page.force, page.issued_on = force, day
        documents.add_child(instance=page)


def test_documents_are_filtered_by_validity(client: Any, three_documents: None) -> None:
    assert listed(client.get("/van-ban/?hieu-luc=expired")) == ["Quyết định 2"]
    assert len(listed(client.get("/van-ban/?hieu-luc=sai"))) == 3


def test_a_document_shows_number_issuer_and_validity(client: Any, three_documents: None) -> None:
    html = client.get("/van-ban/quyet-dinh-2/").content.decode()
    for text in ("2/QĐ-UBND", "UBND tỉnh", "22/11/2026", "Hết hiệu lực"):
        assert text in html


def test_a_document_is_found_by_its_number(client: Any, three_documents: None) -> None:
    from home.search import search_pages

    assert len(search_pages("1/QĐ-UBND", "vi")) == 1


def test_category_names_follow_the_language(db: None) -> None:
    from django.utils.translation import override

    category = Category(section="news", slug="x", name="Kinh tế", name_en="Economy")
    assert category.label == "Kinh tế"
    with override("en"):
        assert category.label == "Economy"


def test_a_category_is_unique_in_its_section(db: None) -> None:
    Category.objects.create(section="news", slug="x", name="X")
    Category.objects.create(section="events", slug="x", name="X")
    with pytest.raises(IntegrityError), transaction.atomic():
        Category.objects.create(section="news", slug="x", name="X")


def test_a_story_cannot_stand_outside_its_section(places: Any) -> None:
    assert not ArticlePage.can_create_at(places)
    with pytest.raises(ValidationError):
        ArticlePage(title="").full_clean()
