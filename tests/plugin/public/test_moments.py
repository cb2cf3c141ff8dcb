"""A moment on a page: as the reader's language writes it, and exactly for machines."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils.formats import date_format
from django.utils.translation import override

from pakn_plugin.templatetags.pakn_tags import _pattern, moment

AT = datetime(2026, 3, 4, 2, 7, 9, tzinfo=ZoneInfo("UTC"))


@pytest.mark.parametrize("language", ["vi", "en"])
def test_it_is_written_as_django_writes_it(language: str) -> None:
    local = AT.astimezone(ZoneInfo("Asia/Ho_Chi_Minh"))
    with override(language):
        assert moment(AT) == f'<time datetime="{local.isoformat()}">{date_format(local, "DATETIME_FORMAT")}</time>'


def test_only_a_plain_format_is_taken_over() -> None:
    assert _pattern("H:i d/m/Y") == "%H:%M %d/%m/%Y"
    assert [_pattern(form) for form in ("N j, Y, P", r"\H:i", "H%i", "d b Y")] == [""] * 4
