"""News and announcements."""

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.models import Page

from news.feeds import news_feed
from news.models.base import IndexPage, Section, StoryPage

IN_FEED = 20


class ArticlePage(StoryPage):
    """A piece of news or an announcement."""

    class Kind(models.TextChoices):
        """An announcement binds or informs; news tells."""

        NEWS = "news", _("Tin tức")
        ANNOUNCEMENT = "announcement", _("Thông báo")

    kind = models.CharField(_("loại tin"), max_length=12, choices=Kind.choices, default=Kind.NEWS)

    content_panels = [
        *Page.content_panels,
        FieldPanel("kind"),
        StoryPage.dating_panel,
        *StoryPage.content_panels[1:],
        StoryPage.source_panel,
    ]
    template = "news/article_page.html"
    parent_page_types = ["news.NewsIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("tin bài")
        verbose_name_plural = _("tin bài")


class NewsIndexPage(RoutablePageMixin, IndexPage):
    """The news section."""

    section = Section.NEWS
    story_model = ArticlePage
    template = "news/news_index_page.html"
    subpage_types = ["news.ArticlePage"]

    class Meta:
        verbose_name = _("mục tin tức")
        verbose_name_plural = _("mục tin tức")

    @path("rss/", name="rss")
    def rss(self, request: HttpRequest) -> HttpResponse:
        """The newest stories for feed readers."""
        return news_feed(self, self.intro, self.stories()[:IN_FEED], request)
