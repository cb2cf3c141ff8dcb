"""The front page: one look at what is new, and where to say something back."""

import datetime
from typing import Any

import pytest
from django.utils import timezone

from news.models import (
    ArticlePage,
    DocumentIndexPage,
    DocumentPage,
    EventIndexPage,
    EventPage,
    NewsIndexPage,
    PlaceIndexPage,
    PlacePage,
)

TODAY = datetime.date(2026, 11, 24)


@pytest.fixture
def full(home_page: Any) -> Any:
    news = home_page.add_child(instance=NewsIndexPage(title="Tin tức"))
    for number in range(9):
        day = TODAY - datetime.timedelta(days=number)
        news.add_child(instance=ArticlePage(title=f"Tin {number}", published_on=day))
    events = home_page.add_child(instance=EventIndexPage(title="Sự kiện"))
    for number in (-3, 1, 2, 3, 4):
        start = timezone.now() + datetime.timedelta(days=number)
        event = EventPage(title=f"Hội {number}", starts_at=start, ends_at=start, venue="Quảng trường")
        events.add_child(instance=event)
    places = home_page.add_child(instance=PlaceIndexPage(title="Du lịch"))
    for number in range(5):
        places.add_child(instance=PlacePage(title=f"Nơi {number}", location="Nha Trang"))
    documents = home_page.add_child(instance=DocumentIndexPage(title="Văn bản"))
    for number in range(6):
        day = TODAY - datetime.timedelta(days=number)
        documents.add_child(
            instance=DocumentPage(title=f"Văn bản {number}", number=f"{number}/QĐ", issuer="UBND", issued_on=day)
        )
    return home_page


def shown(context: Any, name: str) -> list[str]:
    return [page.title for page in context[name]]


def test_it_shows_the_newest_of_each(client: Any, full: Any) -> None:
    context = client.get("/").context
    assert shown(context, "news") == [f"Tin {n}" for n in range(6)]
    assert shown(context, "events") == ["Hội 1", "Hội 2", "Hội 3"]
    assert len(context["places"]) == 3
    assert shown(context, "documents") == [f"Văn bản {n}" for n in range(4)]


def test_its_cost_does_not_grow_with_the_stories(client: Any, full: Any, django_assert_max_num_queries: Any) -> None:
    client.get("/")
    with django_assert_max_num_queries(26):
        client.get("/")


def test_it_leads_to_filing_and_look_up(client: Any, full: Any) -> None:
    html = client.get("/").content.decode()
    assert html.count('href="/phan-anh/gui/"') >= 2
    assert html.count('href="/phan-anh/tra-cuu/"') >= 2


def test_an_empty_site_still_has_a_front(client: Any, home_page: Any) -> None:
    html = client.get("/").content.decode()
    assert "Xin chào" in html
    assert "Đã giải quyết tuần này" not in html
    assert "Tin mới" not in html


def test_drafts_are_not_shown(client: Any, full: Any) -> None:
    ArticlePage.objects.get(title="Tin 0").unpublish()
    assert shown(client.get("/").context, "news")[0] == "Tin 1"


def test_other_languages_news_stay_in_their_tree(client: Any, full: Any, english_home: Any) -> None:
    assert client.get("/en/").context["news"] == []
