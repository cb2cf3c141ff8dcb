"""The front page and plain pages."""

from typing import Any

from django.apps import apps
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page
from wagtail.search import index

from home.models.base import ContentPage, SitePage

STORIES, EVENTS, PLACES, DOCUMENTS = 6, 3, 3, 4


class HomePage(SitePage):
    """The front page: an editor writes the greeting, the stories are the newest ones."""

    greeting = models.CharField(_("lời chào"), max_length=120, help_text=_("Dòng chữ lớn nhất của trang."))
    lead = models.TextField(_("lời dẫn"), max_length=300, blank=True)
    feedback_title = models.CharField(_("tiêu đề khung phản ánh"), max_length=120, blank=True)
    feedback_text = models.TextField(_("lời mời gửi phản ánh"), max_length=300, blank=True)

    content_panels = [
        *Page.content_panels,
        MultiFieldPanel([FieldPanel("greeting"), FieldPanel("lead")], heading=_("Lời chào")),
        MultiFieldPanel([FieldPanel("feedback_title"), FieldPanel("feedback_text")], heading=_("Khung phản ánh")),
    ]
    search_fields = [*SitePage.search_fields, index.SearchField("greeting"), index.SearchField("lead")]
    template = "home/home_page.html"
    max_count_per_parent = 1
    parent_page_types = ["wagtailcore.Page"]

    class Meta:
        verbose_name = _("trang chủ")
        verbose_name_plural = _("trang chủ")

    def search_texts(self) -> list[str]:
        """Greeting and lead as well."""
        return [*super().search_texts(), self.greeting, self.lead]

    def summary(self) -> str:
        """For shared links."""
        return self.search_description or self.lead

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The newest stories of every section in this page's language; one query a section, and its pictures'."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["news"] = self._latest("ArticlePage", "-published_on", STORIES)
        context["places"] = self._latest("PlacePage", "-published_on", PLACES)
        context["documents"] = self._latest("DocumentPage", "-issued_on", DOCUMENTS)
        events = self._stories("EventPage").filter(ends_at__gte=timezone.now())
        context["events"] = list(events.order_by("starts_at", "-pk")[:EVENTS])
        context["sections"] = self._sections()
        return context

    def _sections(self) -> dict[str, Page]:
        """The index pages by what they list, whatever an editor called them."""
        kinds = {"newsindexpage": "news", "eventindexpage": "events", "placeindexpage": "places"}
        kinds["documentindexpage"] = "documents"
        children = self.get_children().live().select_related("content_type")
        return {kinds[page.content_type.model]: page for page in children if page.content_type.model in kinds}

    def _stories(self, model: str) -> Any:
        """Live pages of a type below this page, with what their cards show."""
        return apps.get_model("news", model).objects.live().public().descendant_of(self).for_cards()

    def _latest(self, model: str, order: str, limit: int) -> list[Any]:
        return list(self._stories(model).order_by(order, "-pk")[:limit])


class StandardPage(ContentPage):
    """A page that stands for itself: about, guidance, privacy."""

    template = "home/standard_page.html"
    parent_page_types = ["home.HomePage", "home.StandardPage"]
    subpage_types = ["home.StandardPage"]

    class Meta:
        verbose_name = _("trang thông tin")
        verbose_name_plural = _("trang thông tin")
