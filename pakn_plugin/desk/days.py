"""A day that is typed or chosen in the admin: the field shows how a day is written there."""

from datetime import date
from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from wagtail.admin.widgets import AdminDateInput

EXAMPLE = date(2026, 12, 31)


def _how_written(given: Any) -> str:
    widget: Any = AdminDateInput()
    example = _("Ngày/tháng/năm, ví dụ %(day)s.") % {"day": EXAMPLE.strftime(widget.format)}
    return f"{given} {example}" if given else example


def day_field(label: Any, help_text: Any = "", **kwargs: Any) -> forms.DateField:
    """A day with Wagtail's calendar. The page has to load the form's media."""
    return forms.DateField(label=label, widget=AdminDateInput, help_text=lazy(_how_written, str)(help_text), **kwargs)
