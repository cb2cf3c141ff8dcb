"""What citizens fill in to file a case, to find one, to choose a period."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, cast
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import ModelChoiceIteratorValue
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pakn_plugin import codes, conf, text
from pakn_plugin.fields import CleanTextField, PhoneField, read_phone
from pakn_plugin.models import Area, Topic
from pakn_plugin.public.held import FormWithPhotos
from pakn_plugin.queries import places


class LineField(forms.CharField):
    """One line of text: composed, without invisible characters."""

    def __init__(self, *, max_length: int, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"class": "pk-input", "dir": "auto"}))
        super().__init__(max_length=max_length, **kwargs)

    def to_python(self, value: Any) -> str:
        return " ".join(text.clean(super().to_python(value) or "").split())


class OfferedField(forms.ModelChoiceField):
    """A choice among rows at hand: no query, neither to show them nor to check an answer."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=None, **kwargs)
        self.rows: Mapping[str, Any] = {}

    def offer_rows(self, rows: Mapping[str, Any], choices: Callable[[], Iterable[Any]]) -> None:
        """These may be chosen, by their keys; `choices` is how the widget shows them, asked for when it is shown."""
        self.rows = rows
        self.widget.choices = choices

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return None
        found = self.rows.get(str(value).strip())
        if found is None:
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return found


class TopicField(OfferedField):
    """Fields as radio buttons, each with examples."""

    widget = forms.RadioSelect

    def offer(self, offers: places.Offers) -> None:
        """Show the fields in the language of the page."""
        self.offer_rows(
            offers.by_topic, lambda: [(ModelChoiceIteratorValue(row.pk, row), row.local_name) for row in offers.topics]
        )


class PlaceSelect(forms.Select):
    """Communes by kind; each option knows the old names that led to it, for the filter in the browser."""

    old_names: dict[str, str] = {}

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        names = self.old_names.get(str(value)) if value else None
        if names:
            option["attrs"]["data-old"] = names
        return option


class PlaceField(OfferedField):
    """A commune of today."""

    widget = PlaceSelect(attrs={"class": "pk-select"})

    def offer(self, offers: places.Offers, empty: str) -> None:
        """Show the communes, grouped by kind."""
        found = offers.places

        def choices() -> list[Any]:
            self.widget.old_names = {str(place.area.pk): "|".join(place.old_names) for place in found}
            return [
                ("", empty),
                *((kind, [(each.area.pk, str(each.area)) for each in group]) for kind, group in places.grouped(found)),
            ]

        self.offer_rows(offers.by_area, choices)


class FilingForm(FormWithPhotos):
    """One page: what, where, who, consent."""

    field_order = ("key", "b", "text", "topic", "photos")

    key = forms.UUIDField(widget=forms.HiddenInput)
    b = forms.CharField(max_length=16, required=False, widget=forms.HiddenInput)
    text = CleanTextField(
        label=gettext_lazy("Nội dung phản ánh"),
        help_text=gettext_lazy(
            "Điều gì xảy ra, từ khi nào, bạn đề nghị giải quyết thế nào. Đừng ghi số căn cước hay số điện thoại ở đây."
        ),
        error_messages={"required": gettext_lazy("Hãy viết nội dung phản ánh.")},
        widget=forms.Textarea(attrs={"rows": 7, "class": "pk-textarea", "dir": "auto"}),
    )
    topic = TopicField(
        label=gettext_lazy("Lĩnh vực"),
        help_text=gettext_lazy("Chọn lĩnh vực gần nhất. Cán bộ sẽ sửa giúp nếu chưa đúng."),
        error_messages={
            "required": gettext_lazy("Hãy chọn lĩnh vực."),
            "invalid_choice": gettext_lazy("Hãy chọn lĩnh vực."),
        },
    )
    area = PlaceField(
        label=gettext_lazy("Xã, phường, đặc khu hiện nay"),
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Hãy chọn xã, phường hoặc đặc khu trong danh sách.")},
    )
    old_name = LineField(
        label=gettext_lazy("Hoặc gõ tên xã, phường, kể cả tên cũ"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("Ví dụ: Lộc Thọ, Phước Long. Hệ thống sẽ tìm ra nơi nay thuộc về."),
        widget=forms.TextInput(attrs={"class": "pk-input", "autocomplete": "off"}),
    )
    address = LineField(
        label=gettext_lazy("Địa chỉ hoặc vị trí"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Số nhà, tên đường, thôn, hoặc một nơi dễ nhận ra gần đó. Không công khai."),
        widget=forms.TextInput(attrs={"class": "pk-input", "dir": "auto", "autocomplete": "street-address"}),
    )
    name = LineField(
        label=gettext_lazy("Họ và tên"),
        max_length=120,
        error_messages={"required": gettext_lazy("Hãy cho biết họ và tên.")},
        widget=forms.TextInput(attrs={"class": "pk-input", "dir": "auto", "autocomplete": "name"}),
    )
    phone = PhoneField(
        label=gettext_lazy("Số điện thoại"), required=False, help_text=gettext_lazy("Ví dụ 0905 123 456.")
    )
    email = forms.EmailField(
        label=gettext_lazy("Thư điện tử"),
        required=False,
        max_length=254,
        help_text=gettext_lazy("Tin về phản ánh sẽ gửi đến địa chỉ này."),
        error_messages={"invalid": gettext_lazy("Địa chỉ thư điện tử chưa đúng, ví dụ ten@example.vn.")},
        widget=forms.EmailInput(attrs={"class": "pk-input", "autocomplete": "email"}),
    )
    consent = forms.BooleanField(
        label=gettext_lazy("Tôi đã đọc và đồng ý với thông báo xử lý dữ liệu cá nhân."),
        error_messages={"required": gettext_lazy("Cần có sự đồng ý của bạn thì phản ánh mới gửi được.")},
    )
    publication = forms.BooleanField(
        label=gettext_lazy("Tôi đồng ý để phản ánh được công khai sau khi che tên, liên hệ và địa chỉ."), required=False
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        topic, area = cast(TopicField, self.fields["topic"]), cast(PlaceField, self.fields["area"])
        offers = places.offers(today)
        topic.offer(offers)
        area.offer(offers, _("Chọn xã, phường, đặc khu"))

    def clean(self) -> dict[str, Any]:
        """A place by either way, and at least one way to reach the person."""
        cleaned = super().clean()
        if not cleaned.get("area") and not self.has_error("area"):
            self._find_area(cleaned)
        self._check_still_offered(cleaned.get("topic"), cleaned.get("area"))
        if not (cleaned.get("phone") or cleaned.get("email") or self.has_error("phone") or self.has_error("email")):
            self.add_error(
                "phone", ValidationError(_("Hãy cho số điện thoại hoặc thư điện tử, ít nhất một trong hai."))
            )
        return cleaned

    def _check_still_offered(self, topic: Topic | None, area: Area | None) -> None:
        """The list may be a minute old: what was retired meanwhile is not filed under."""
        if topic is None or area is None:
            return
        for name in places.retired(topic, area, self.today):
            self.add_error(name, ValidationError(self.fields[name].error_messages["invalid_choice"]))

    def _find_area(self, cleaned: dict[str, Any]) -> None:
        typed = cleaned.get("old_name", "")
        if not typed:
            self.add_error("area", ValidationError(_("Hãy chọn xã, phường hoặc đặc khu, hoặc gõ tên cũ.")))
            return
        found = places.areas_named(typed, self.today)
        if len(found) == 1:
            cleaned["area"] = found[0]
            return
        self.add_error("old_name", ValidationError(_several(typed, found) if found else _unknown(typed)))


def _several(typed: str, found: list[Area]) -> str:
    names = ", ".join(str(area) for area in found)
    return _("“%(typed)s” nay có thể thuộc: %(names)s. Hãy chọn một nơi trong danh sách ở trên.") % {
        "typed": typed,
        "names": names,
    }


def _unknown(typed: str) -> str:
    return _("Không tìm thấy xã, phường nào tên “%(typed)s”. Hãy chọn trong danh sách ở trên.") % {"typed": typed}


def new_filing(user: Any, placement: str) -> dict[str, Any]:
    """What a fresh filing form starts with: a key of its own, the placement, and what an account knows."""
    start: dict[str, Any] = {"key": uuid4(), "b": placement[:16]}
    if user.is_authenticated:
        start |= {"name": user.get_full_name(), "email": user.email, "phone": getattr(user, "phone", "")}
    return start


class LookupForm(forms.Form):
    """A tracking code and the contact that was given with it."""

    code = forms.CharField(
        label=gettext_lazy("Mã phản ánh"),
        max_length=60,
        help_text=gettext_lazy("Gồm 12 chữ và số. Không cần viết hoa hay gạch nối."),
        error_messages={"required": gettext_lazy("Hãy nhập mã phản ánh.")},
        widget=forms.TextInput(
            attrs={
                "class": "pk-input pk-code-input",
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
            }
        ),
    )
    contact = forms.CharField(
        label=gettext_lazy("Số điện thoại hoặc thư điện tử khi gửi"),
        max_length=254,
        error_messages={"required": gettext_lazy("Hãy nhập số điện thoại hoặc thư điện tử đã dùng khi gửi.")},
        widget=forms.TextInput(attrs={"class": "pk-input", "autocomplete": "email"}),
    )

    def wanted(self) -> tuple[str, str, str]:
        """Code, phone and e-mail as they are stored; empty where they cannot be any."""
        contact = text.nfc(self.cleaned_data["contact"]).strip()
        code = codes.read_code(self.cleaned_data["code"], conf.get("CODE_PREFIX"))
        return (code, "", contact) if "@" in contact else (code, read_phone(contact), "")


class PeriodForm(forms.Form):
    """The days of the figures."""

    tu = forms.DateField(
        label=gettext_lazy("Từ ngày"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "pk-input"}),
    )
    den = forms.DateField(
        label=gettext_lazy("Đến hết ngày"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "pk-input"}),
    )

    ngay = forms.DateField(
        label=gettext_lazy("Theo tổ chức bộ máy ngày"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "pk-input"}),
    )

    def clean(self) -> dict[str, Any]:
        """The first day is not after the last."""
        cleaned = super().clean() or {}
        start, end = cleaned.get("tu"), cleaned.get("den")
        if start and end and start > end:
            self.add_error("den", ValidationError(_("Ngày kết thúc phải sau ngày bắt đầu.")))
        return cleaned
