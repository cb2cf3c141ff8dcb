"""News, events, places and documents."""

from django.apps import AppConfig


class NewsConfig(AppConfig):
    """The newsroom's page types."""

    name = "news"
    verbose_name = "Tin tức và văn bản"
