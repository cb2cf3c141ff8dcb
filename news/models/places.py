"""Places to visit."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page

from news.models.base import IndexPage, Section, StoryPage


class PlacePage(StoryPage):
    """A place worth a visit, with what a visitor must know."""

    location = models.CharField(_("địa điểm"), max_length=160, help_text=_("Xã, phường hoặc đặc khu hiện nay."))
    opening_hours = models.CharField(_("giờ mở cửa"), max_length=160, blank=True)
    getting_there = models.TextField(_("cách đi"), max_length=500, blank=True)

    content_panels = [
        *Page.content_panels,
        StoryPage.dating_panel,
        *StoryPage.content_panels[1:],
        MultiFieldPanel(
            [FieldPanel("location"), FieldPanel("opening_hours"), FieldPanel("getting_there")],
            heading=_("Thông tin cho khách"),
        ),
        StoryPage.source_panel,
    ]
    template = "news/place_page.html"
    parent_page_types = ["news.PlaceIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("điểm đến")
        verbose_name_plural = _("điểm đến")

    def search_texts(self) -> list[str]:
        """Where it is, too."""
        return [*super().search_texts(), self.location, self.getting_there]


class PlaceIndexPage(IndexPage):
    """The tourism section."""

    section = Section.PLACES
    story_model = PlacePage
    template = "news/place_index_page.html"
    subpage_types = ["news.PlacePage"]

    class Meta:
        verbose_name = _("mục du lịch")
        verbose_name_plural = _("mục du lịch")
