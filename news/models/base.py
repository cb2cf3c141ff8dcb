"""What the sections share: categories, a dated story with a source, a paged and filtered index."""

from typing import Any

from django.core.paginator import Paginator
from django.db import models
from django.db.models import Prefetch
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import Page, PageManager, PageQuerySet
from wagtail.snippets.models import register_snippet

from home.models import ContentPage, CustomImage

CARD_SIZES = ("fill-480x320|format-webp", "fill-960x640|format-webp")
PAGE_SIZE = 12


class Section(models.TextChoices):
    """Where a category is used."""

    NEWS = "news", _("Tin tức")
    EVENTS = "events", _("Sự kiện")
    PLACES = "places", _("Du lịch")
    DOCUMENTS = "documents", _("Văn bản")


@register_snippet
class Category(models.Model):
    """A subject within one section; editors make as many as they need."""

    section = models.CharField(_("mục"), max_length=12, choices=Section.choices)
    name = models.CharField(_("tên"), max_length=60)
    name_en = models.CharField(_("tên tiếng Anh"), max_length=60, blank=True)
    slug = models.SlugField(_("định danh"), max_length=60)

    panels = [FieldPanel("section"), FieldPanel("name"), FieldPanel("name_en"), FieldPanel("slug")]

    class Meta:
        verbose_name = _("chuyên mục")
        verbose_name_plural = _("chuyên mục")
        ordering = ["section", "name"]
        constraints = [models.UniqueConstraint(fields=["section", "slug"], name="news_category_slug_unique")]

    def __str__(self) -> str:
        return f"{self.get_section_display()}: {self.name}"

    @property
    def label(self) -> str:
        """The name in the active language."""
        return (self.name_en if get_language() == "en" else "") or self.name


class StoryQuerySet(PageQuerySet):
    """Stories with what a list shows of them."""

    def for_cards(self) -> "StoryQuerySet":
        """Category, picture and its sizes in a fixed number of queries; the body stays in the database."""
        images = CustomImage.objects.prefetch_renditions(*CARD_SIZES)
        return (
            self.select_related("category")
            .prefetch_related(Prefetch("lead_image", images))
            .defer("body")
            .defer_streamfields()
        )


StoryManager = PageManager.from_queryset(StoryQuerySet)


class StoryPage(ContentPage):
    """A dated page of a section, with its category and its source."""

    published_on = models.DateField(_("ngày đăng"), default=timezone.localdate, db_index=True)
    category = models.ForeignKey(
        Category, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("chuyên mục")
    )
    source_name = models.CharField(_("nguồn tin"), max_length=160, blank=True)
    source_url = models.URLField(_("địa chỉ nguồn tin"), blank=True)

    dating_panel = FieldRowPanel([FieldPanel("published_on"), FieldPanel("category")])
    source_panel = MultiFieldPanel([FieldPanel("source_name"), FieldPanel("source_url")], heading=_("Nguồn tin"))

    objects = StoryManager()

    class Meta:
        abstract = True

    def search_texts(self) -> list[str]:
        """Category too."""
        return [*super().search_texts(), str(self.category.name) if self.category else ""]


class IndexPage(ContentPage):
    """A section's front: its stories newest first, twelve a page, by category."""

    section: Section
    story_model: type[StoryPage]
    ordering: tuple[str, ...] = ("-published_on", "-pk")

    content_panels = [*Page.content_panels, FieldPanel("intro")]
    parent_page_types = ["home.HomePage"]
    max_count_per_parent = 1

    class Meta:
        abstract = True

    def stories(self) -> Any:
        """Live stories below this page, in the section's order."""
        return self.story_model.objects.child_of(self).live().public().order_by(*self.ordering)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """One page of the list, and the categories to choose from."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        categories = list(Category.objects.filter(section=self.section))
        chosen = next((c for c in categories if c.slug == request.GET.get("chuyen-muc")), None)
        stories = self.filtered(self.stories(), request)
        if chosen:
            stories = stories.filter(category=chosen)
        context["stories"] = Paginator(stories.for_cards(), PAGE_SIZE).get_page(request.GET.get("trang"))
        context["categories"], context["chosen"] = categories, chosen
        return context

    def filtered(self, stories: Any, request: HttpRequest) -> Any:
        """A section's own choice beyond the category."""
        return stories
