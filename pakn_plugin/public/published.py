"""What everyone may read: the published cases and each of them."""

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from pakn_plugin.models import Topic
from pakn_plugin.queries import places, published

STAGES = {
    "open": gettext_lazy("Đang giải quyết"),
    "answered": gettext_lazy("Đã trả lời"),
    "ended": gettext_lazy("Kết thúc, không có trả lời"),
}


class ListView(TemplateView):
    """Published cases, newest first."""

    template_name = "pakn/public/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """One page of what was asked for, and the filters as they stand."""
        asked = {name: self.request.GET.get(name, "").strip() for name in ("q", "linh-vuc", "xa", "tinh-trang")}
        area = int(asked["xa"]) if asked["xa"].isascii() and asked["xa"].isdigit() and len(asked["xa"]) < 10 else None
        wanted = published.Wanted(asked["q"], asked["linh-vuc"][:64], area, asked["tinh-trang"])
        cursor = self.request.GET.get("sau", "")
        rows, after = published.published_page(wanted, cursor)
        kept = {name: value for name, value in asked.items() if value}
        return super().get_context_data(
            rows=rows,
            older=f"{reverse('pakn:list')}?{urlencode(kept | {'sau': after})}" if after else "",
            newest=f"{reverse('pakn:list')}?{urlencode(kept)}" if cursor else "",
            filtered=bool(kept),
            asked={"q": asked["q"], "topic": asked["linh-vuc"], "area": area, "stage": asked["tinh-trang"]},
            topics=Topic.objects.filter(active=True),
            groups=places.grouped(places.places(timezone.localdate())),
            stages=STAGES,
            **kwargs,
        )


class PublishedView(TemplateView):
    """The public copy of one case."""

    template_name = "pakn/public/published.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Only what the public copy holds, and what belongs to its published replies."""
        publication = published.published_case(kwargs["public_id"])
        if publication is None:
            raise Http404(_("Không có phản ánh công khai nào ở địa chỉ này."))
        case = publication.case
        return super().get_context_data(
            publication=publication, case=case, **published.public_side(publication), **kwargs
        )
