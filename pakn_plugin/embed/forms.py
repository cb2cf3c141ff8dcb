"""The form of a placement."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pakn_plugin.access import Actor
from pakn_plugin.models import Agency, Placement
from pakn_plugin.queries.banner import placing_agencies


class PlacementForm(forms.ModelForm):
    """Only the agencies of the person who fills it in can be chosen, and the one that the placement has."""

    page = forms.URLField(
        label=_("Địa chỉ trang đặt biểu ngữ"),
        required=False,
        assume_scheme="https",
        help_text=_("Ví dụ: https://sxd.khanhhoa.gov.vn. Để trống nếu đặt trên mạng xã hội."),
    )

    class Meta:
        model = Placement
        fields = ["agency", "place", "page", "design", "language", "check_page", "active"]

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = placing_agencies(actor)
        if self.instance.pk:
            mine = (mine | Agency.objects.filter(pk=self.instance.agency_id)).distinct()
        self.fields["agency"].queryset = mine  # type: ignore[attr-defined]
        self.fields["active"].help_text = _("Bỏ chọn khi đã gỡ biểu ngữ: lượt bấm không được đếm nữa.")
        if not self.instance.pk:
            del self.fields["active"]
            if mine.count() == 1:
                self.initial["agency"] = mine.get().pk
