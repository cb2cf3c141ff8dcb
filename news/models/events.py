"""Events, with a calendar file to take along."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.models import Page

from news.ics import calendar_file
from news.models.base import IndexPage, Section, StoryPage


class EventPage(RoutablePageMixin, StoryPage):
    """Something that happens at a time and a place."""

    starts_at = models.DateTimeField(pgettext_lazy("event", "bắt đầu"), db_index=True)
    ends_at = models.DateTimeField(pgettext_lazy("event", "kết thúc"), db_index=True)
    venue = models.CharField(_("nơi diễn ra"), max_length=200)
    organiser = models.CharField(_("đơn vị tổ chức"), max_length=200, blank=True)

    content_panels = [
        *Page.content_panels,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
                FieldPanel("venue"),
                FieldPanel("organiser"),
            ],
            heading=_("Thời gian và địa điểm"),
        ),
        StoryPage.dating_panel,
        *StoryPage.content_panels[1:],
        StoryPage.source_panel,
    ]
    template = "news/event_page.html"
    parent_page_types = ["news.EventIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("sự kiện")
        verbose_name_plural = _("sự kiện")

    def clean(self) -> None:
        """An event ends after it starts."""
        super().clean()
        if self.starts_at and self.ends_at and self.ends_at < self.starts_at:
            raise ValidationError({"ends_at": _("Thời điểm kết thúc phải sau thời điểm bắt đầu.")})

    def search_texts(self) -> list[str]:
        """Venue and organiser too."""
        return [*super().search_texts(), self.venue, self.organiser]

    @property
    def is_past(self) -> bool:
        """Whether it is over."""
        return self.ends_at < timezone.now()

    @path("lich/", name="calendar")
    def calendar(self, request: HttpRequest) -> HttpResponse:
        """The event as a calendar file."""
        body = calendar_file(
            uid=f"event-{self.pk}@{self.slug}",
            title=self.title,
            venue=self.venue,
            intro=self.intro,
            url=self.full_url or "",
            starts_at=self.starts_at,
            ends_at=self.ends_at,
            stamp=self.last_published_at or self.starts_at,
        )
        response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{self.slug}.ics"'
        return response


class EventIndexPage(IndexPage):
    """The events section: what comes first, what is over only when asked for."""

    section = Section.EVENTS
    story_model = EventPage
    ordering = ("starts_at", "-pk")
    template = "news/event_index_page.html"
    subpage_types = ["news.EventPage"]

    class Meta:
        verbose_name = _("mục sự kiện")
        verbose_name_plural = _("mục sự kiện")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Whether the past is shown."""
        return {**super().get_context(request, *args, **kwargs), "past": "da-qua" in request.GET}

    def filtered(self, stories: Any, request: HttpRequest) -> Any:
        """Coming events in order of time; past ones latest first."""
        if "da-qua" in request.GET:
            return stories.filter(ends_at__lt=timezone.now()).order_by("-starts_at", "-pk")
        return stories.filter(ends_at__gte=timezone.now())
