"""Page types of the newsroom."""

from news.models.articles import ArticlePage, NewsIndexPage
from news.models.base import Category
from news.models.documents import DocumentIndexPage, DocumentPage
from news.models.events import EventIndexPage, EventPage
from news.models.places import PlaceIndexPage, PlacePage

__all__ = [
    "ArticlePage",
    "Category",
    "DocumentIndexPage",
    "DocumentPage",
    "EventIndexPage",
    "EventPage",
    "NewsIndexPage",
    "PlaceIndexPage",
    "PlacePage",
]
