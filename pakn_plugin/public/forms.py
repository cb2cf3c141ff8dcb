"""What citizens fill in."""

from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pakn_plugin import codes, conf, text
from pakn_plugin.fields import CleanTextField, PhoneField, read_phone
from pakn_plugin.models import Area, Topic
from pakn_plugin.public.held import FormWithPhotos
from pakn_plugin.queries import places
from pakn_plugin.states import Score


class LineField(forms.CharField):
    """One line of text: composed, without invisible characters."""

    def __init__(self, *, max_length: int, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"class": "pk-input", "dir": "auto"}))
        super().__init__(max_length=max_length, **kwargs)

    def to_python(self, value: Any) -> str:
        return " ".join(text.clean(super().to_python(value) or "").split())


class TopicField(forms.ModelChoiceField):
    """Fields as radio buttons, each with examples."""

    widget = forms.RadioSelect

    def label_from_instance(self, obj: Topic) -> str:
        return obj.local_name


class PlaceSelect(forms.Select):
    """Communes by kind; each option knows the old names that led to it, for the filter in the browser."""

    old_names: dict[str, str] = {}

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        names = self.old_names.get(str(value)) if value else None
        if names:
            option["attrs"]["data-old"] = names
        return option


class PlaceField(forms.ModelChoiceField):
    """A commune of today."""

    widget = PlaceSelect(attrs={"class": "pk-select"})

    def offer(self, found: list[places.Place], empty: str) -> None:
        """Show these communes, grouped by kind."""
        self.queryset = Area.objects.filter(pk__in=[place.area.pk for place in found])
        groups = [
            (kind, [(place.area.pk, str(place.area)) for place in group]) for kind, group in places.grouped(found)
        ]
        self.widget.old_names = {str(place.area.pk): "|".join(place.old_names) for place in found}
        self.widget.choices = [("", empty), *groups]


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
        queryset=Topic.objects.filter(active=True),
        empty_label=None,
        help_text=gettext_lazy("Chọn lĩnh vực gần nhất. Cán bộ sẽ sửa giúp nếu chưa đúng."),
        error_messages={
            "required": gettext_lazy("Hãy chọn lĩnh vực."),
            "invalid_choice": gettext_lazy("Hãy chọn lĩnh vực."),
        },
    )
    area = PlaceField(
        label=gettext_lazy("Xã, phường, đặc khu hiện nay"),
        queryset=Area.objects.none(),
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
        self.fields["area"].offer(places.places(today), _("Chọn xã, phường, đặc khu"))  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A place by either way, and at least one way to reach the person."""
        cleaned = super().clean()
        if not cleaned.get("area") and not self.has_error("area"):
            self._find_area(cleaned)
        if not (cleaned.get("phone") or cleaned.get("email") or self.has_error("phone") or self.has_error("email")):
            self.add_error(
                "phone", ValidationError(_("Hãy cho số điện thoại hoặc thư điện tử, ít nhất một trong hai."))
            )
        return cleaned

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


class AnswerForm(FormWithPhotos):
    """A word of the citizen, with photos."""

    field_order = ("text", "photos")

    text = CleanTextField(
        label=gettext_lazy("Nội dung"), error_messages={"required": gettext_lazy("Hãy viết nội dung.")}
    )


class RatingForm(forms.Form):
    """One of three verdicts, and why."""

    score = forms.ChoiceField(
        label=gettext_lazy("Câu trả lời có giải quyết được việc của bạn không?"),
        choices=Score.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Hãy chọn một mức đánh giá.")},
    )
    comment = CleanTextField(
        label=gettext_lazy("Ý kiến của bạn (không bắt buộc)"),
        required=False,
        help_text=gettext_lazy("Nếu chưa hài lòng: điều gì chưa được giải quyết?"),
        widget=forms.Textarea(attrs={"rows": 3, "class": "pk-textarea", "dir": "auto"}),
    )


class ReopenForm(forms.Form):
    """What is still missing."""

    missing = CleanTextField(
        label=gettext_lazy("Điều gì còn chưa được giải quyết?"),
        error_messages={"required": gettext_lazy("Hãy viết điều còn thiếu, để cơ quan biết phải làm gì tiếp.")},
        widget=forms.Textarea(attrs={"rows": 4, "class": "pk-textarea", "dir": "auto"}),
    )


class WithdrawForm(forms.Form):
    """A second thought before the case is taken back."""

    sure = forms.BooleanField(
        label=gettext_lazy("Tôi chắc chắn muốn rút phản ánh này."),
        error_messages={"required": gettext_lazy("Hãy đánh dấu để xác nhận rút phản ánh.")},
    )


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

    def clean(self) -> dict[str, Any]:
        """The first day is not after the last."""
        cleaned = super().clean() or {}
        start, end = cleaned.get("tu"), cleaned.get("den")
        if start and end and start > end:
            self.add_error("den", ValidationError(_("Ngày kết thúc phải sau ngày bắt đầu.")))
        return cleaned
