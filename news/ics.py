"""An event as an iCalendar file (RFC 5545)."""

from datetime import UTC, datetime

from icalendar import Calendar
from icalendar import Event as CalendarEvent


def calendar_file(
    uid: str, title: str, venue: str, intro: str, url: str, starts_at: datetime, ends_at: datetime, stamp: datetime
) -> bytes:
    """A calendar with one event; moments are aware, `stamp` is when it was last published."""
    event = CalendarEvent()
    event.add("uid", uid)
    for name, moment in (("dtstamp", stamp), ("dtstart", starts_at), ("dtend", ends_at)):
        event.add(name, moment.astimezone(UTC))
    for name, words in (("summary", title), ("location", venue), ("description", intro), ("url", url)):
        event.add(name, words)
    calendar = Calendar()
    calendar.add("prodid", "-//Khanh Hoa//Su kien//VI")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    return bytes(calendar.to_ical())
