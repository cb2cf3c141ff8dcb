"""The form of a placement."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pakn_plugin.access import Actor
from pakn_plugin.models import Agency, BannerDesign, Placement
from pakn_plugin.queries.banner import designs_for, placing_agencies, visible_placements
from pakn_plugin.queries.banner_heirs import agency_and_successors
from pakn_plugin.services.banner_look import SIZES


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
        fields = [
            "agency",
            "place",
            "page",
            "design",
            "scheme",
            "language",
            "with_figures",
            "frame_origins",
            "check_page",
            "active",
            "replaced_by",
        ]
        widgets = {"frame_origins": forms.Textarea(attrs={"rows": 3, "spellcheck": "false"})}

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = placing_agencies(actor)
        if self.instance.pk:
            mine = (mine | Agency.objects.filter(pk=self.instance.agency_id)).distinct()
        self.fields["agency"].queryset = mine  # type: ignore[attr-defined]
        offered = designs_for(self.instance)
        self.fields["design"].queryset = offered  # type: ignore[attr-defined]
        self.fields["design"].empty_label = None  # type: ignore[attr-defined]
        self.fields["active"].help_text = _("Bỏ chọn khi đã gỡ biểu ngữ: lượt bấm không được đếm nữa.")
        if self.instance.pk:
            self._offer_replacements(actor)
        else:
            del self.fields["active"], self.fields["replaced_by"]
            if mine.count() == 1:
                self.initial["agency"] = mine.get().pk

    def _offer_replacements(self, actor: Actor) -> None:
        """Other placements of the agency and of those that came after it, as far as the person sees them."""
        others = visible_placements(actor).filter(agency_id__in=agency_and_successors(self.instance.agency_id))
        if self.instance.replaced_by_id:
            others = (others | Placement.objects.filter(pk=self.instance.replaced_by_id)).distinct()
        self.fields["replaced_by"].queryset = others.exclude(pk=self.instance.pk)  # type: ignore[attr-defined]


class LookForm(forms.ModelForm):
    """The choices that decide a picture, without the rest of a placement."""

    size = forms.ChoiceField(choices=[(size, size) for size in SIZES])

    class Meta:
        model = Placement
        fields = ["agency", "design", "scheme", "language", "with_figures"]

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        theirs = Agency.objects.filter(placements__in=visible_placements(actor))
        self.fields["agency"].queryset = (placing_agencies(actor) | theirs).distinct()  # type: ignore[attr-defined]
        self.fields["agency"].required = self.data.get("with_figures") is not None
        self.fields["design"].queryset = BannerDesign.objects.filter(current__isnull=False)  # type: ignore[attr-defined]
