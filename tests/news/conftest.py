"""A front page with the four sections."""

from typing import Any

import pytest

from home.models import HomePage
from news.models import DocumentIndexPage, EventIndexPage, NewsIndexPage, PlaceIndexPage
from tests.news.front import front_page


@pytest.fixture
def front(db: None) -> HomePage:
    return front_page()


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
