"""StreamField blocks for host sites: the call to file, and the newest published cases."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from pakn_plugin.queries import published


class CallToFileBlock(blocks.StructBlock):
    """A short text with the two buttons: file, look up."""

    title = blocks.CharBlock(label=_("Tiêu đề"), max_length=120)
    text = blocks.TextBlock(label=_("Nội dung"), required=False, max_length=400)

    class Meta:
        icon = "edit"
        label = _("Mời gửi phản ánh")
        template = "pakn/public/blocks/call.html"


class LatestCasesBlock(blocks.StructBlock):
    """The newest published cases, nothing where there are none."""

    title = blocks.CharBlock(label=_("Tiêu đề"), max_length=120)
    number = blocks.IntegerBlock(label=_("Số phản ánh"), default=3, min_value=1, max_value=10)

    class Meta:
        icon = "list-ul"
        label = _("Phản ánh mới công khai")
        template = "pakn/public/blocks/latest.html"

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """The cases, read when the page is shown."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        rows, _after = published.published_page(published.Wanted())
        context["rows"] = rows[: value["number"]]
        return context
