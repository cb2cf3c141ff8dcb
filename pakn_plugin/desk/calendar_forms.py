"""What an administrator types about the calendar: days that become something else, and a year's confirmation."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pakn_plugin.deadlines import SATURDAY
from pakn_plugin.desk.days import day_field
from pakn_plugin.models import CalendarDay
from pakn_plugin.states import DayKind

LONGEST = timedelta(days=31)
KINDS = [*DayKind.choices, ("", gettext_lazy("Như tuần bình thường (bỏ ngày đặc biệt)"))]


class DaysForm(forms.Form):
    """One day or several in a row, and the day that is worked instead."""

    day = day_field(gettext_lazy("Từ ngày"))
    to_day = day_field(gettext_lazy("Đến hết ngày"), gettext_lazy("Để trống nếu chỉ có một ngày."), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Trở thành"), choices=KINDS, required=False)
    name = forms.CharField(label=gettext_lazy("Tên ngày hoặc lý do"), max_length=200, required=False)
    instead = day_field(
        gettext_lazy("Làm bù vào ngày"),
        gettext_lazy("Chỉ khi hoán đổi: ngày nghỉ ở trên được làm bù vào ngày này."),
        required=False,
    )
    document = forms.CharField(
        label=gettext_lazy("Số văn bản"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Bắt buộc khi hoán đổi, làm bù hoặc chỉ làm một buổi."),
    )

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        first, last, kind = found.get("day"), found.get("to_day"), found.get("kind", "")
        if first and last and not first <= last <= first + LONGEST:
            self.add_error("to_day", _("Ngày cuối phải từ ngày đầu trở đi, nhiều nhất 31 ngày sau."))
        if kind and not found.get("name"):
            self.add_error("name", _("Hãy ghi tên ngày hoặc lý do: cán bộ và người dân sẽ đọc nó trong cách tính hạn."))
        if found.get("instead") and kind != DayKind.OFF:
            self.add_error("instead", _("Chỉ ngày nghỉ mới có ngày làm bù."))
        swapped = found.get("instead") or kind in (DayKind.FULL, DayKind.MORNING, DayKind.AFTERNOON)
        if swapped and not found.get("document"):
            self.add_error("document", _("Hãy ghi số văn bản quyết định việc này."))
        if first and not self.errors and not list(self._changes()):
            self.add_error(None, _("Những ngày này đã như vậy trong lịch; không có gì thay đổi."))
        return found

    def days(self) -> list[dict[str, str]]:
        """The days as a CalendarChange holds them; call after is_valid."""
        return [
            {"day": day.isoformat(), "kind": kind, "name": name, "document": self.cleaned_data["document"]}
            for day, kind, name in self._changes()
        ]

    def _changes(self) -> Iterator[tuple[date, str, str]]:
        given = self.cleaned_data
        first, last = given["day"], given.get("to_day") or given["day"]
        known = {row.day: row for row in CalendarDay.objects.filter(day__range=(first, last))}
        facts = (given["kind"], given["name"], given["document"])
        for offset in range((last - first).days + 1):
            day = first + timedelta(days=offset)
            row = known.get(day)
            if row is None and (first != last or not given["kind"]) and _is_so_anyway(day, given["kind"]):
                continue
            if row is None or (row.kind, row.name, row.document) != facts:
                yield day, given["kind"], given["name"]
        if given.get("instead"):
            yield given["instead"], DayKind.FULL.value, _("Làm bù: %(name)s") % {"name": given["name"]}


class ConfirmForm(forms.Form):
    """The document by which a year's calendar was announced."""

    document = forms.CharField(
        label=gettext_lazy("Số văn bản thông báo lịch nghỉ của năm"),
        max_length=120,
        help_text=gettext_lazy("Văn bản về lịch nghỉ lễ, tết và hoán đổi ngày làm việc của năm này."),
    )


def _is_so_anyway(day: date, kind: str) -> bool:
    """Whether the plain week makes the day what is asked for: in a run of days such days are left alone."""
    if not kind:
        return True
    return kind == (DayKind.OFF if day.weekday() >= SATURDAY else DayKind.FULL)
