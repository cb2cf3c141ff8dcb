"""An event as an iCalendar file (RFC 5545)."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from news.models import EventPage


def calendar_file(event: "EventPage") -> str:
    """One event; lines end as the format asks and are folded at 75 octets."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Khanh Hoa//Su kien//VI",
        "BEGIN:VEVENT",
        f"UID:event-{event.pk}@{event.slug}",
        f"DTSTAMP:{_utc(event.last_published_at or event.starts_at)}",
        f"DTSTART:{_utc(event.starts_at)}",
        f"DTEND:{_utc(event.ends_at)}",
        f"SUMMARY:{_escaped(event.title)}",
        f"LOCATION:{_escaped(event.venue)}",
        f"DESCRIPTION:{_escaped(event.intro)}",
        f"URL:{event.full_url or ''}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _escaped(text: str) -> str:
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return text.replace("\r\n", "\\n").replace("\n", "\\n")


def _folded(line: str) -> str:
    """Lines of at most 75 octets; a letter is never cut in two."""
    parts, part = [], b""
    for char in line:
        octets = char.encode()
        if len(part) + len(octets) > 74:
            parts.append(part)
            part = b""
        part += octets
    return "\r\n ".join(chunk.decode() for chunk in [*parts, part])
