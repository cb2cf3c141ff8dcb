"""The demo on awkward days: in the middle of Tết, on a Sunday night, right after a year's turn."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from pakn_plugin import demo
from pakn_plugin.models import Case, Event
from pakn_plugin.states import State

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
DAYS = [datetime(2026, 2, 18, 6, 0), datetime(2026, 11, 22, 23, 30), datetime(2027, 1, 1, 0, 5)]


@pytest.mark.one_database("sqlite")
@pytest.mark.parametrize("day", DAYS)
def test_every_state_is_there_and_nothing_lies_ahead(db: None, settings: Any, day: datetime) -> None:
    settings.PAKN_DEMO_PHOTOS = None
    now = day.replace(tzinfo=HANOI)
    demo.load("x", now)
    assert set(Case.objects.values_list("state", flat=True)) == set(State.values)
    assert not Event.objects.filter(at__gt=now).exists()
