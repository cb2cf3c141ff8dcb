"""What an administrator types about the comparison: limits, phrases, and what to try them on."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.crypto import salted_hmac
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pakn_plugin import text
from pakn_plugin.desk.forms import written
from pakn_plugin.firewall import Limits, Wording
from pakn_plugin.models import ComparisonLimits, OfficePhrase
from pakn_plugin.models.wording import BOUNDS, LONGEST, check_phrase
from pakn_plugin.queries import trial, wording

MOST_LINES = 30


class PhraseLines(forms.CharField):
    """Phrases, one a line."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.Textarea(attrs={"rows": 3, "dir": "auto"})
        super().__init__(required=False, widget=widget, max_length=3000, **kwargs)

    def clean(self, value: Any) -> list[str]:  # type: ignore[override]
        lines = [text.clean(line) for line in super().clean(value).splitlines() if line.strip()]
        if len(lines) > MOST_LINES:
            raise ValidationError(gettext("Mỗi lần nhiều nhất %(most)d cụm từ.") % {"most": MOST_LINES})
        for line in lines:
            if len(line) > LONGEST:
                raise ValidationError(gettext("Cụm từ quá dài: %(phrase)s") % {"phrase": line[:60]})
            check_phrase(line)
        return lines


def number(name: str) -> forms.IntegerField:
    """One of the limits, with its bounds said."""
    least, most = BOUNDS[name]
    said = _("Từ %(least)d đến %(most)d.") % {"least": least, "most": most}
    field: Any = ComparisonLimits._meta.get_field(name)
    label = capfirst(field.verbose_name)
    return forms.IntegerField(label=label, min_value=least, max_value=most, help_text=said)


class WordingForm(forms.Form):
    """A change of the wording, and on what it is tried."""

    run = number("run")
    share = number("share")
    least = number("least")
    short = number("short")
    strong = PhraseLines(
        label=_("Thêm cụm từ mạnh"), help_text=_("Mỗi dòng một cụm từ. Trả lời có cụm từ này luôn bị cảnh báo.")
    )
    weak = PhraseLines(
        label=_("Thêm cụm từ nhẹ"),
        help_text=_("Chỉ bị cảnh báo trong câu trả lời ngắn, không nêu việc đã làm, ngày hay căn cứ."),
    )
    dropped = forms.ModelMultipleChoiceField(
        OfficePhrase.objects.none(),
        label=_("Thôi dùng"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    note = forms.CharField(label=_("Ghi chú cho thay đổi này"), max_length=200, required=False)
    last = forms.IntegerField(
        label=_("Thử trên bao nhiêu trả lời đã công bố gần nhất"), min_value=1, max_value=trial.MOST, initial=100
    )
    pasted = written(_("Thử trên một câu trả lời dán vào đây"), rows=4, required=False)
    beside = written(_("Đối chiếu với văn bản nội bộ này"), rows=3, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dropped: Any = self.fields["dropped"]
        dropped.queryset = OfficePhrase.objects.filter(active=True)
        row = ComparisonLimits.objects.first() or ComparisonLimits()
        for name in BOUNDS:
            self.fields[name].initial = getattr(row, name)

    def limits(self) -> dict[str, int]:
        """The limits as the service takes them."""
        return {name: self.cleaned_data[name] for name in BOUNDS}

    def wording(self) -> Wording:
        """What the comparison would go by."""
        given, kept = self.cleaned_data, wording.read()
        gone = {text.words(row.text) for row in given["dropped"]}
        strong = [each for each in kept.strong if text.words(each) not in gone]
        weak = [each for each in kept.weak if text.words(each) not in gone]
        limits = Limits(given["run"], given["share"] / 100, given["least"], given["short"])
        return Wording((*strong, *given["strong"]), (*weak, *given["weak"]), limits)

    def mark(self) -> str:
        """A mark of the very change: what is stored is what was tried."""
        changes = self.changes() | {"note": ""}
        return salted_hmac("pakn.wording", repr((sorted(self.limits().items()), sorted(changes.items())))).hexdigest()

    def changes(self) -> dict[str, Any]:
        """The arguments of the service."""
        given = self.cleaned_data
        dropped = [row.pk for row in given["dropped"]]
        return {"strong": given["strong"], "weak": given["weak"], "dropped": dropped, "note": given["note"]}
