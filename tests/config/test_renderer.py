"""Elements of forms are drawn quickly, and are the very ones that Django draws."""

from typing import Any

import pytest
from config.renderer import DRAWN, QuickRenderer
from django import forms
from django.forms.renderers import DjangoTemplates, get_default_renderer
from django.test import SimpleTestCase

HOSTILE = "\"><script>alert('x')</script>&"
WIDGETS = (
    *(forms.TextInput, forms.EmailInput, forms.NumberInput, forms.HiddenInput, forms.PasswordInput, forms.URLInput),
    *(
        forms.CheckboxInput,
        forms.DateInput,
        forms.TimeInput,
        forms.Textarea,
        forms.SearchInput,
        forms.Select,
        forms.FileInput,
    ),
)
VALUES: tuple[Any, ...] = (None, "", 0, 1_234_567, "Đường Trần Phú", HOSTILE, "\nhai\ndòng", True)
ATTRS: tuple[dict[str, Any], ...] = (
    {},
    {"id": "id_x", "required": True, "disabled": False, "maxlength": 2000, "class": "rộng", "data-x": HOSTILE},
)


@pytest.mark.parametrize("widget", WIDGETS)
@pytest.mark.parametrize("attrs", ATTRS)
def test_it_draws_what_django_draws(widget: type[forms.Widget], attrs: dict[str, Any]) -> None:
    for value in VALUES:
        drawn = [widget().render("tên", value, attrs, renderer()) for renderer in (QuickRenderer, DjangoTemplates)]
        SimpleTestCase().assertHTMLEqual(*drawn)
        assert "<script>" not in drawn[0]


def test_the_site_uses_it_and_every_template_it_stands_for_exists() -> None:
    assert isinstance(get_default_renderer(), QuickRenderer)
    for name in DRAWN:
        assert DjangoTemplates().get_template(name)
