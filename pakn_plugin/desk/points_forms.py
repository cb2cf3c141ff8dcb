"""Rows for what a citizen asks: those there are and a few empty ones, so that no script is needed to add one."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminAutoHeightTextInput

from pakn_plugin.answers import LONGEST_POINT, MOST_POINTS, Point, points_of

EMPTY_ROWS = 3


class PointsMixin(forms.Form):
    """One row a point: its words, its place, and the number by which an answer finds it."""

    case: Any

    def add_points(self) -> None:
        """The rows, filled with what the case asks now."""
        known = points_of(self.case.points)
        self.fields["points"] = forms.CharField(required=False, initial="1", widget=forms.HiddenInput)
        for row in range(MOST_POINTS):
            point = known[row] if row < len(known) else Point(0, "")
            self.fields[f"point_{row}"] = forms.CharField(
                label=_("Điều %(number)d") % {"number": row + 1},
                max_length=LONGEST_POINT,
                required=False,
                initial=point.text,
                widget=AdminAutoHeightTextInput(attrs={"rows": 1, "dir": "auto"}),
            )
            self.fields[f"point_{row}_order"] = forms.IntegerField(
                label=_("Thứ tự của điều %(number)d") % {"number": row + 1},
                min_value=1,
                max_value=MOST_POINTS,
                required=False,
                initial=row + 1,
            )
            self.fields[f"point_{row}_number"] = forms.IntegerField(
                required=False, initial=point.number or "", widget=forms.HiddenInput
            )

    @property
    def plain_fields(self) -> list[Any]:
        """The other fields, for the template."""
        return [field for field in self if not field.name.startswith("point")]

    @property
    def point_rows(self) -> list[dict[str, Any]]:
        """The rows to show at once: all that are filled in, and a few empty ones."""
        return [self._row(row) for row in range(self._shown())]

    @property
    def more_point_rows(self) -> list[dict[str, Any]]:
        """The other rows that there may be, folded away."""
        return [self._row(row) for row in range(self._shown(), MOST_POINTS)]

    def _shown(self) -> int:
        filled = [row for row in range(MOST_POINTS) if self[f"point_{row}"].value()]
        return min(MOST_POINTS, max(filled, default=-1) + 1 + EMPTY_ROWS)

    def _row(self, row: int) -> dict[str, Any]:
        parts = {"text": "", "order": "_order", "number": "_number"}
        return {name: self[f"point_{row}{end}"] for name, end in parts.items()}

    def wanted_points(self) -> list[Point] | None:
        """What is asked from now on, in order; None where the form was sent without the rows."""
        chosen = self.cleaned_data
        if not chosen.get("points"):
            return None
        known, rows = {point.number for point in points_of(self.case.points)}, []
        for row in range(MOST_POINTS):
            number = chosen.get(f"point_{row}_number") or 0
            text = " ".join(chosen.get(f"point_{row}", "").split())
            if text:
                rows.append((chosen.get(f"point_{row}_order") or row + 1, row, number if number in known else 0, text))
            known.discard(number)
        return [Point(number, text) for _order, _row, number, text in sorted(rows)]
