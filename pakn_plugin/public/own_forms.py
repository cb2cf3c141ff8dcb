"""What citizens fill in on the page of their own case."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from pakn_plugin.fields import CleanTextField
from pakn_plugin.public.held import FormWithPhotos
from pakn_plugin.public.held_documents import FormWithFiles
from pakn_plugin.queries import verdicts
from pakn_plugin.states import Score


class AnswerForm(FormWithFiles):
    """A word of the citizen, with photos and documents."""

    field_order = ("text", "photos", "documents")

    text = CleanTextField(
        label=gettext_lazy("Nội dung"), error_messages={"required": gettext_lazy("Hãy viết nội dung.")}
    )


class ReasonsField(forms.MultipleChoiceField):
    """Any of the reasons in use; one that was retired since the page was opened is left out without a word."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        label = gettext_lazy("Điều gì chưa được? (chọn một hay nhiều, không bắt buộc)")
        super().__init__(label=label, required=False, choices=verdicts.offered, **kwargs)

    def clean(self, value: Any) -> list[int]:
        known = {key for key, _label in verdicts.offered()}
        return [int(key) for key in self.to_python(value) if key in known]


class WhyForm(forms.Form):
    """Why an answer was judged as it was."""

    reasons = ReasonsField()
    comment = CleanTextField(
        label=gettext_lazy("Ý kiến của bạn (không bắt buộc)"),
        required=False,
        help_text=gettext_lazy("Nếu chưa hài lòng: điều gì chưa được giải quyết?"),
        widget=forms.Textarea(attrs={"rows": 3, "class": "pk-textarea", "dir": "auto"}),
    )


class RatingForm(WhyForm):
    """One of three verdicts, and why."""

    field_order = ("score", "reasons", "comment")

    reply = forms.CharField(required=False, widget=forms.HiddenInput)
    score = forms.ChoiceField(
        label=gettext_lazy("Câu trả lời có giải quyết được việc của bạn không?"),
        choices=Score.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Hãy chọn một mức đánh giá.")},
    )

    def read(self) -> int:
        """The id of the reply that was on the page; 0 where the page did not say so."""
        typed = self.cleaned_data["reply"]
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 18 else 0


class ReopenForm(FormWithPhotos):
    """What is still missing, with photos of it."""

    field_order = ("missing", "photos")

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


class NewLinkForm(forms.Form):
    """A second thought before every link that is out there stops working."""

    sure = forms.BooleanField(
        label=gettext_lazy("Tôi hiểu liên kết đang dùng, kể cả trang này, sẽ hết hiệu lực ngay."),
        error_messages={"required": gettext_lazy("Hãy đánh dấu để xác nhận đổi liên kết.")},
    )
