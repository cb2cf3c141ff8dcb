"""An answer to each point: one group of fields a point, and what is missing is said at the field."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminAutoHeightTextInput

from pakn_plugin.answers import LONGEST_WORDS, Answer, Outcome, Point, answers_of, matched, points_of
from pakn_plugin.desk.units import CHOOSE_AGENCY
from pakn_plugin.fields import CleanTextField
from pakn_plugin.queries import structure
from pakn_plugin.queries.groups import grouped

PARTS = ("outcome", "day", "words", "agency")
DAY = "%Y-%m-%d"
MISSING = {
    "outcome": _("Hãy chọn kết quả cho điều này."),
    "day": _("Hãy ghi ngày hẹn: việc sẽ làm xong trước ngày nào."),
    "agency": _("Hãy chọn cơ quan, hoặc ghi tên cơ quan ở ô bên dưới."),
}
MISSING_WORDS = {
    Outcome.DONE: _("Hãy ghi việc đã làm, hoặc ngày đã làm."),
    Outcome.IMPOSSIBLE: _("Hãy ghi căn cứ: văn bản, điều khoản hoặc lý do cụ thể."),
}


class AnswersMixin(forms.Form):
    """The groups of fields; a draft may leave gaps, what is submitted may not."""

    case: Any
    points: list[Point]

    def add_answers(self, known: list[dict[str, Any]]) -> None:
        """A group for each point of the case, with what the draft says already."""
        self.points = points_of(self.case.points)
        for answer in matched(self.points, answers_of(known)):
            self.add_group(answer)

    def add_group(self, answer: Answer) -> None:
        """The fields of one point."""
        fields: dict[str, forms.Field] = {
            "outcome": forms.ChoiceField(
                label=_("Kết quả"), choices=[("", _("– Chọn kết quả –")), *Outcome.choices], required=False
            ),
            "day": forms.DateField(
                label=_("Ngày đã làm, hoặc ngày hẹn"),
                required=False,
                input_formats=[DAY, "%d/%m/%Y"],
                widget=forms.DateInput(attrs={"type": "date"}, format=DAY),
            ),
            "agency": forms.TypedChoiceField(
                label=_("Thuộc cơ quan nào"), choices=_choices(answer), coerce=int, empty_value=None, required=False
            ),
            "words": CleanTextField(
                label=_("Nói rõ cho người dân"),
                required=False,
                max_length=LONGEST_WORDS,
                help_text=_("Đã làm: việc gì. Sẽ làm: việc gì. Không làm được: căn cứ. Cơ quan khác: cơ quan nào."),
                widget=AdminAutoHeightTextInput(attrs={"rows": 2, "dir": "auto"}),
            ),
        }
        for part, field in fields.items():
            field.initial = getattr(answer, part)
            self.fields[name_of(answer.point, part)] = field

    @property
    def answer_rows(self) -> list[dict[str, Any]]:
        """The groups for the template."""
        return [
            {"point": point, "chosen": self[name_of(point, "outcome")].value() or ""}
            | {part: self[name_of(point, part)] for part in PARTS}
            for point in self.points
        ]

    def answers(self) -> list[Answer]:
        """What was said to each point."""
        return [self._said(point) for point in self.points]

    def _said(self, point: Point) -> Answer:
        outcome, day, words, agency = (self.cleaned_data.get(name_of(point, part)) for part in PARTS)
        name = structure.agencies().names.get(agency, "") if agency else ""
        return Answer(point, outcome or "", day, words or "", agency or None, name)

    def said_anew(self) -> list[Answer]:
        """The answers that are checked: all of them."""
        return self.answers()

    def promised_day(self) -> date | None:
        """The first day that an answer promises."""
        return min((a.day for a in self.answers() if a.outcome == Outcome.PROMISED and a.day), default=None)

    def check_answers(self) -> None:
        """Say at each field what is missing or cannot be."""
        today = timezone.localdate()
        for answer in self.said_anew():
            names = {part: name_of(answer.point, part) for part in PARTS}
            if answer.gap and not any(name in self.errors for name in names.values()):
                self.add_error(names[answer.gap], _missing(answer))
            if answer.outcome == Outcome.PROMISED and answer.day and answer.day <= today:
                self.add_error(names["day"], _("Ngày hẹn phải sau hôm nay."))
            if answer.outcome == Outcome.DONE and answer.day and answer.day > today:
                self.add_error(
                    names["day"], _("Việc đã làm không thể có ngày sau hôm nay; nếu chưa làm, chọn “Sẽ làm”.")
                )


def name_of(point: Point, part: str) -> str:
    """The field of one part of the answer to a point."""
    return f"answer_{point.number}_{part}"


def _missing(answer: Answer) -> Any:
    if answer.gap == "words":
        return MISSING_WORDS[Outcome(answer.outcome)]
    return MISSING[answer.gap]


def _choices(answer: Answer) -> Callable[[], list[tuple[Any, Any]]]:
    """Today's agencies, and the one that the answer names already, which may have ended since."""

    def choices() -> list[tuple[Any, Any]]:
        rows = agencies()
        named = answer.agency and all(pk != answer.agency for pk, _name in rows)
        return [*rows, (answer.agency, answer.agency_name)] if named else rows

    return choices


def agencies() -> list[tuple[Any, Any]]:
    """The agencies of today by their names, from memory: a form that is sent asks the database for nothing."""
    known, today = structure.agencies(), timezone.localdate()
    current = [(pk, name, known.kinds[pk]) for pk, name in known.names.items() if (known.ends[pk] or today) >= today]
    return [("", CHOOSE_AGENCY), *grouped(current)]
