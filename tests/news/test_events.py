"""Events: what comes, what was, and a calendar file that programs accept."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from news.models import EventPage


def add(events: Any, title: str, days: int, **fields: Any) -> EventPage:
    start = timezone.now() + datetime.timedelta(days=days)
    end = start + datetime.timedelta(hours=2)
    page = EventPage(title=title, starts_at=start, ends_at=end, venue="Quảng trường 2/4", **fields)
    return events.add_child(instance=page)


@pytest.fixture
def three(events: Any) -> None:
    add(events, "Sau", 9)
    add(events, "Trước", 2)
    add(events, "Đã qua", -5)


def listed(answer: Any) -> list[str]:
    return [event.title for event in answer.context["stories"]]


def test_coming_events_in_order_of_time(client: Any, three: None) -> None:
    assert listed(client.get("/su-kien/")) == ["Trước", "Sau"]


def test_past_events_only_when_asked_for(client: Any, three: None) -> None:
    assert listed(client.get("/su-kien/?da-qua=1")) == ["Đã qua"]
    assert "Sự kiện này đã diễn ra" in client.get("/su-kien/da-qua/").content.decode()


def test_an_event_that_runs_is_still_shown(client: Any, events: Any) -> None:
    page = add(events, "Đang diễn ra", -1)
    EventPage.objects.filter(pk=page.pk).update(ends_at=timezone.now() + datetime.timedelta(hours=1))
    assert listed(client.get("/su-kien/")) == ["Đang diễn ra"]


def test_it_cannot_end_before_it_starts(events: Any) -> None:
    start = timezone.now()
    page = EventPage(title="Ngược", starts_at=start, ends_at=start - datetime.timedelta(hours=1), venue="X")
    with pytest.raises(ValidationError) as error:
        events.add_child(instance=page)
    assert "ends_at" in error.value.message_dict


def calendar(client: Any, slug: str) -> str:
    answer = client.get(f"/su-kien/{slug}/lich/")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return answer.content.decode()


def test_the_calendar_file_has_the_time_in_utc(client: Any, events: Any) -> None:
    page = add(events, "Lễ hội", 3)
    start = datetime.datetime(2026, 12, 1, 7, 0, tzinfo=datetime.timezone(datetime.timedelta(hours=7)))
    EventPage.objects.filter(pk=page.pk).update(starts_at=start)
    assert "DTSTART:20261201T000000Z\r\n" in calendar(client, "le-hoi")


def test_the_calendar_file_escapes_and_folds(client: Any, events: Any) -> None:
    add(events, "Hội; chợ, đêm", 3, intro="Một câu rất dài về lễ hội. " * 9 + "\nDòng hai")
    text = calendar(client, "hoi-cho-dem")
    assert "SUMMARY:Hội\\; chợ\\, đêm" in text
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "\\nDòng hai" in text.replace("\r\n ", "")


@pytest.mark.parametrize("fragment", ["Quảng trường 2/4", "Thêm vào lịch"])
def test_the_page_tells_place_and_offers_the_file(client: Any, events: Any, fragment: str) -> None:
    add(events, "Lễ hội", 3)
    assert fragment in client.get("/su-kien/le-hoi/").content.decode()
