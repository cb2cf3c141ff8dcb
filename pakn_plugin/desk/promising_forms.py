"""The report about a promise: done, and on which day, or not done yet, why, and until when."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pakn_plugin.desk.forms import written
from pakn_plugin.desk.keeping import KeepsFiles
from pakn_plugin.fields import PhotosField
from pakn_plugin.models import Commitment

DONE, NOT_YET = "done", "not_yet"


def _day(label: Any, help_text: Any) -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    formats = ["%Y-%m-%d", "%d/%m/%Y"]
    return forms.DateField(label=label, help_text=help_text, required=False, widget=widget, input_formats=formats)


class ReportForm(KeepsFiles):
    """What became of it, with pictures; the same questions as for a reply where the comparison found something."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("Kết quả"),
        choices=[(DONE, gettext_lazy("Đã thực hiện xong")), (NOT_YET, gettext_lazy("Chưa thực hiện xong"))],
        widget=forms.RadioSelect,
    )
    done_on = _day(
        gettext_lazy("Nếu đã xong: ngày thực hiện xong"),
        gettext_lazy("Chỉ tính là đúng hẹn nếu không sau ngày hẹn đầu tiên."),
    )
    new_day = _day(
        gettext_lazy("Nếu chưa xong: hẹn lại ngày nào (không bắt buộc)"),
        gettext_lazy("Người dân thấy cả ngày hẹn đầu và ngày hẹn lại. Số liệu vẫn tính theo ngày hẹn đầu."),
    )
    text = written(
        gettext_lazy("Nói rõ – công khai cho người dân"),
        gettext_lazy("Đã xong: đã làm gì, ở đâu. Chưa xong: vì sao, đang làm đến đâu."),
    )
    photos = PhotosField(label=gettext_lazy("Ảnh"))
    passing = written(
        gettext_lazy("Vì sao vẫn gửi dù trùng với văn bản nội bộ"),
        gettext_lazy("Lý do được lưu thành ghi chú nội bộ. Nếu không chắc, hãy viết lại bằng lời của mình."),
        rows=3,
        required=False,
    )
    confirmed = forms.BooleanField(
        label=gettext_lazy("Tôi đã xem các điểm được đánh dấu và vẫn gửi bản này."), required=False
    )

    def __init__(self, *args: Any, commitment: Commitment, **kwargs: Any) -> None:
        self.commitment = commitment
        super().__init__(*args, **kwargs)

    @property
    def is_done(self) -> bool:
        """Whether the report says that the promise is kept."""
        return bool(self.cleaned_data.get("outcome") == DONE)

    def clean(self) -> dict[str, Any]:
        """The day that the answer needs, and none that belongs to the other answer."""
        cleaned = super().clean()
        if cleaned.get("outcome") == DONE:
            self._check_done(cleaned.get("done_on"), timezone.localdate())
        elif cleaned.get("outcome") == NOT_YET:
            self._check_new(cleaned.get("new_day"), timezone.localdate())
        return cleaned

    def _check_done(self, day: date | None, today: date) -> None:
        if self.cleaned_data.get("new_day"):
            self.add_error("new_day", _("Việc đã xong thì không hẹn lại: hãy để trống ô này."))
        if "done_on" in self.errors:
            return
        if day is None:
            self.add_error("done_on", _("Hãy ghi ngày thực hiện xong."))
        elif day > today:
            self.add_error(
                "done_on", _("Ngày thực hiện xong không thể sau hôm nay; nếu chưa xong, chọn “Chưa thực hiện xong”.")
            )
        elif day < timezone.localdate(self.case.filed_at):
            self.add_error("done_on", _("Ngày thực hiện xong không thể trước ngày người dân gửi phản ánh."))

    def _check_new(self, day: date | None, today: date) -> None:
        if self.cleaned_data.get("done_on"):
            self.add_error("done_on", _("Việc chưa xong thì chưa có ngày thực hiện: hãy để trống ô này."))
        if day and day <= max(today, self.commitment.due):
            self.add_error("new_day", _("Ngày hẹn lại phải sau hôm nay và sau ngày đang hẹn."))
