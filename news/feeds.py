"""The news as RSS."""

from collections.abc import Iterable
from datetime import UTC, datetime, time
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Rss201rev2Feed
from wagtail.models import Page


def news_feed(index: Page, intro: str, stories: Iterable[Any], request: HttpRequest) -> HttpResponse:
    """The stories of a news section; `stories` are story pages, newest first."""
    feed = Rss201rev2Feed(
        title=index.title,
        link=index.get_full_url(request),
        description=intro or index.title,
        language=index.locale.language_code,
        feed_url=request.build_absolute_uri(),
    )
    for story in stories:
        url = story.get_full_url(request)
        date = datetime.combine(story.published_on, time(), UTC)
        feed.add_item(story.title, url, story.summary(), pubdate=date, unique_id=url)
    return HttpResponse(feed.writeString("utf-8"), content_type="application/rss+xml; charset=utf-8")
