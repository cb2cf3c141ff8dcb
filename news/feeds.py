"""The news as RSS."""

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Rss201rev2Feed

if TYPE_CHECKING:
    from news.models import NewsIndexPage

ITEMS = 20


def news_feed(index: "NewsIndexPage", request: HttpRequest) -> HttpResponse:
    """The twenty newest stories of a news section."""
    feed = Rss201rev2Feed(
        title=index.title,
        link=index.get_full_url(request),
        description=index.intro or index.title,
        language=index.locale.language_code,
        feed_url=request.build_absolute_uri(),
    )
    for story in index.stories()[:ITEMS]:
        url = story.get_full_url(request)
        date = datetime.combine(story.published_on, time(), UTC)
        feed.add_item(story.title, url, story.summary(), pubdate=date, unique_id=url)
    return HttpResponse(feed.writeString("utf-8"), content_type="application/rss+xml; charset=utf-8")
