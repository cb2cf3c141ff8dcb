"""The quick select is the element that Django would have drawn, hostile labels included."""

import pytest
from django import forms
from django.test import SimpleTestCase

from pakn_plugin.desk.selects import QuickSelect

CHOICES = [("", "Tất cả"), (7, "Rác & <b>nước</b>"), ('"><script>', "'Tên' \"lạ\"")]


@pytest.mark.parametrize("value", [None, "", 7, "7", '"><script>', "không có"])
def test_it_draws_what_django_draws(value: object) -> None:
    attrs = {"id": "id_topic", "required": True, "class": "rộng"}
    plain, quick = forms.Select(choices=CHOICES), QuickSelect(choices=CHOICES)
    SimpleTestCase().assertHTMLEqual(quick.render("topic", value, attrs), plain.render("topic", value, attrs))
    assert "<script>" not in quick.render("topic", value, attrs)
