"""The forms of the designer: names, two palettes, and one form a layer that shows what its kind knows."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.images import get_image_model

from pakn_plugin.drawing import sizes
from pakn_plugin.drawing.layout import BOUNDS, CHOICES, COLOURS, FIXED, USES, Kind
from pakn_plugin.drawing.sizes import EVERY, FAMILY_OF, GRIDS
from pakn_plugin.embed.designer_words import COLOUR_NAMES, FAMILY_NAMES, KIND_NAMES, VALUES, named

MOST_IMAGES = 200
PLACE_PARTS = (gettext_lazy("cột"), gettext_lazy("hàng"), gettext_lazy("rộng"), gettext_lazy("cao"))
LABELS: dict[str, Any] = {
    "colour": gettext_lazy("Màu"),
    "second": gettext_lazy("Màu thứ hai"),
    "direction": gettext_lazy("Hướng chuyển màu"),
    "round": gettext_lazy("Bo góc (%)"),
    "opacity": gettext_lazy("Độ đậm (%)"),
    "image": gettext_lazy("Hình"),
    "motif": gettext_lazy("Cảnh"),
    "role": gettext_lazy("Vai trò"),
    "vi": gettext_lazy("Chữ tiếng Việt"),
    "en": gettext_lazy("Chữ tiếng Anh"),
    "fallback": gettext_lazy("Cỡ chữ dự phòng (%)"),
    "lines": gettext_lazy("Số dòng nhiều nhất"),
    "align": gettext_lazy("Căn"),
    "weight": gettext_lazy("Nét"),
    "style": gettext_lazy("Cách hiện số liệu"),
    "when": gettext_lazy("Hiện khi"),
}
HELP: dict[str, Any] = {
    "vi": gettext_lazy("{heading}, {line}, {call}, {place}, {address} được thay bằng chữ của tỉnh và địa chỉ."),
    "fallback": gettext_lazy("Chữ không vừa thì thu nhỏ lần lượt theo các cỡ này, rồi xuống dòng."),
    "second": gettext_lazy("Chữ: nền của nút, để trống nếu không có nút. Mã QR, biểu trưng: màu nền."),
}


class HeadForm(forms.Form):
    """The design's names."""

    name = forms.CharField(label=gettext_lazy("Tên mẫu"), max_length=60)
    name_en = forms.CharField(label=gettext_lazy("Tên tiếng Anh"), max_length=60, required=False)


class ViewForm(forms.Form):
    """What the preview shows."""

    scheme = forms.ChoiceField(label=gettext_lazy("Màu"), choices=VALUES["scheme"], initial="light")
    language = forms.ChoiceField(label=gettext_lazy("Ngôn ngữ"), choices=VALUES["language"], initial="vi")
    figures = forms.ChoiceField(label=gettext_lazy("Số liệu"), choices=VALUES["figures"], initial="without")


class PaletteForm(forms.Form):
    """The colours of one scheme."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in COLOURS:
            self.fields[name] = forms.RegexField(
                r"^#[0-9A-Fa-f]{6}$", label=COLOUR_NAMES[name], widget=forms.TextInput(attrs={"type": "color"})
            )


class PlaceWidget(forms.MultiWidget):
    """Four numbers that can be typed or stepped."""

    def __init__(self, family: str) -> None:
        columns, rows = GRIDS[family]
        parts = zip(PLACE_PARTS, (columns, rows, columns, rows), strict=True)
        super().__init__([forms.NumberInput({"min": 1, "max": most, "aria-label": part}) for part, most in parts])

    def decompress(self, value: Any) -> list[Any]:
        """A place as its four numbers."""
        return list(value) if value else [None] * 4


class PlaceField(forms.MultiValueField):
    """A place on the grid of a family of sizes; empty where the layer is absent."""

    def __init__(self, family: str) -> None:
        columns, rows = GRIDS[family]
        super().__init__(
            fields=[forms.IntegerField(min_value=1, required=False) for _part in range(4)],
            widget=PlaceWidget(family),
            label=format_lazy("{}: {} × {}", FAMILY_NAMES[family], columns, rows),
            required=False,
            require_all_fields=False,
        )

    def compress(self, data_list: Any) -> list[int] | None:
        """The four numbers, or None. Raises ValidationError where some are missing."""
        if not any(data_list):
            return None
        if len(data_list) < 4 or not all(data_list):
            raise ValidationError(_("Ghi đủ bốn số, hoặc để trống cả bốn."))
        return list(data_list)


class LayerForm(forms.Form):
    """One layer: the settings of its kind and its places."""

    kind = forms.ChoiceField(choices=[(str(kind), name) for kind, name in KIND_NAMES.items()], widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        typed = self.data.get(self.add_prefix("kind"), "")
        self.known = Kind(typed) if typed in set(Kind) else None
        for name in (*USES[self.known], "when") if self.known else ():
            self.fields[name] = _field(name)
        self.fields["not_at"] = forms.MultipleChoiceField(
            label=_("Bỏ ở các cỡ"),
            choices=[(size, sizes.said(size)) for size in EVERY],
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )
        for family in GRIDS:
            self.fields[family] = PlaceField(family)

    @property
    def title(self) -> str:
        """What the layer is, for its heading."""
        if self.known is None:
            return ""
        said = self.data.get(self.add_prefix("vi")) or self.data.get(self.add_prefix("motif")) or ""
        kind = str(KIND_NAMES[self.known])
        return f"{kind}: {VALUES_BY_CODE.get(said) or named(said)}" if said else kind

    @property
    def where(self) -> str:
        """The sizes in which it is seen."""
        absent = set(self.data.getlist(self.add_prefix("not_at")))  # type: ignore[attr-defined]
        families = {family for family in GRIDS if self.data.get(self.add_prefix(f"{family}_0"))}
        found = [sizes.said(size) for size in EVERY if FAMILY_OF[size] in families and size not in absent]
        return _("mọi cỡ") if len(found) == len(EVERY) else ", ".join(found) or _("không cỡ nào")

    def settings(self) -> list[forms.BoundField]:
        """The settings of its kind."""
        return [self[name] for name in self.fields if name not in ("kind", "not_at", *GRIDS)]

    def places(self) -> list[forms.BoundField]:
        """Its places."""
        return [self[family] for family in GRIDS]

    def row(self) -> dict[str, Any]:
        """The layer as the layout's JSON has it; only what was understood."""
        given = self.cleaned_data
        row = {name: value for name, value in given.items() if name not in GRIDS}
        row["at"] = {family: given[family] for family in GRIDS if given.get(family)}
        if "fallback" in row:
            row["fallback"] = [int(each) for each in row["fallback"].replace(",", " ").split() if each.isdigit()]
        if "image" in row:
            row["image"] = row["image"].pk if row["image"] else None
        return row


def _field(name: str) -> forms.Field:
    label, text = LABELS[name], HELP.get(name, "")
    if name in CHOICES:
        return forms.ChoiceField(label=label, choices=VALUES[name])
    if name in BOUNDS:
        low, high = BOUNDS[name]
        return forms.IntegerField(label=label, min_value=low, max_value=high)
    if name in ("colour", "second"):
        choices: list[tuple[str, Any]] = [(each, COLOUR_NAMES[each]) for each in (*COLOURS, *FIXED)]
        return forms.ChoiceField(
            label=label, help_text=text, choices=[("", _("không")), *choices] if name == "second" else choices,
            required=name == "colour",
        )  # fmt: skip
    if name == "image":
        recent = get_image_model()._default_manager.order_by("-pk")[:MOST_IMAGES]
        known = get_image_model()._default_manager.filter(pk__in=list(recent.values_list("pk", flat=True)))
        return forms.ModelChoiceField(known.order_by("-pk"), label=label, required=False)
    return forms.CharField(label=label, help_text=text, max_length=160, required=name not in ("en",))


VALUES_BY_CODE = {code: name for name in ("motif",) for code, name in VALUES[name]}
