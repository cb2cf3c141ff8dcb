"""Section fronts and what stands in them: stories, places, documents, categories."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from news.models import ArticlePage, Category, DocumentPage, PlacePage

DAY = datetime.date(2026, 11, 24)


def listed(answer: Any) -> list[str]:
    return [story.title for story in answer.context["stories"]]


def test_an_empty_section_says_so(client: Any, news: Any) -> None:
    assert "Chưa có bài nào" in client.get("/tin-tuc/").content.decode()


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
