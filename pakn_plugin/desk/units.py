"""A choice among agencies or communes: ninety of them, so they stand under what they are and in Vietnamese order."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms.models import ModelChoiceIterator
from django.utils.translation import gettext_lazy as _

from pakn_plugin.queries.groups import grouped

CHOOSE_AGENCY = _("– Chọn cơ quan –")
CHOOSE_AREA = _("– Chọn xã, phường, đặc khu –")
CHOOSE_TOPIC = _("– Chọn lĩnh vực –")


class _Groups(ModelChoiceIterator):
    """The rows of the query as groups of options (one query)."""

    def __iter__(self) -> Iterator[Any]:
        if self.field.empty_label is not None:
            yield ("", self.field.empty_label)
        yield from grouped((self.field.prepare_value(row), str(row), row.kind) for row in self.queryset.order_by())


class UnitField(forms.ModelChoiceField):
    """Rows that have a `kind`: agencies and communes."""

    iterator = _Groups
    widget = forms.Select


def agency_field(label: Any, **kwargs: Any) -> Any:
    """A choice among agencies; the form gives the rows."""
    return UnitField(None, label=label, **{"empty_label": CHOOSE_AGENCY, **kwargs})


def area_field(label: Any, **kwargs: Any) -> Any:
    """A choice among communes; the form gives the rows."""
    return UnitField(None, label=label, **{"empty_label": CHOOSE_AREA, **kwargs})
