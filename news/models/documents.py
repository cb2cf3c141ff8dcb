"""Policy documents."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import Page
from wagtail.search import index

from news.models.base import IndexPage, Section, StoryPage


class DocumentPage(StoryPage):
    """A legal or guiding document: number, date, issuer, whether it is in force, what it says in short."""

    class Force(models.TextChoices):
        """Whether it binds today."""

        IN_FORCE = "in_force", _("Còn hiệu lực")
        NOT_YET = "not_yet", _("Chưa có hiệu lực")
        EXPIRED = "expired", _("Hết hiệu lực")

    number = models.CharField(_("số, ký hiệu"), max_length=80)
    issued_on = models.DateField(_("ngày ban hành"), default=timezone.localdate, db_index=True)
    effective_on = models.DateField(_("ngày có hiệu lực"), null=True, blank=True)
    issuer = models.CharField(_("cơ quan ban hành"), max_length=200)
    force = models.CharField(_("hiệu lực"), max_length=10, choices=Force.choices, default=Force.IN_FORCE)
    attachment = models.ForeignKey(
        "wagtaildocs.Document", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("tệp văn bản")
    )

    content_panels = [
        *Page.content_panels,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("number"), FieldPanel("issuer")]),
                FieldRowPanel([FieldPanel("issued_on"), FieldPanel("effective_on"), FieldPanel("force")]),
                FieldPanel("attachment"),
            ],
            heading=_("Văn bản"),
        ),
        StoryPage.dating_panel,
        FieldPanel("intro", heading=_("Trích yếu")),
        FieldPanel("body"),
        StoryPage.source_panel,
    ]
    search_fields = [*StoryPage.search_fields, index.SearchField("number")]
    template = "news/document_page.html"
    parent_page_types = ["news.DocumentIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("văn bản")
        verbose_name_plural = _("văn bản")

    def search_texts(self) -> list[str]:
        """Number and issuer too."""
        return [*super().search_texts(), self.number, self.issuer]


class DocumentIndexPage(IndexPage):
    """The documents section, newest first."""

    section = Section.DOCUMENTS
    story_model = DocumentPage
    ordering = ("-issued_on", "-pk")
    template = "news/document_index_page.html"
    subpage_types = ["news.DocumentPage"]

    class Meta:
        verbose_name = _("mục văn bản")
        verbose_name_plural = _("mục văn bản")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The choice of validity."""
        context = super().get_context(request, *args, **kwargs)
        return {**context, "forces": DocumentPage.Force.choices, "force": request.GET.get("hieu-luc", "")}

    def filtered(self, stories: Any, request: HttpRequest) -> Any:
        """By validity, when a known one is asked for."""
        force = request.GET.get("hieu-luc", "")
        return stories.filter(force=force) if force in DocumentPage.Force.values else stories
