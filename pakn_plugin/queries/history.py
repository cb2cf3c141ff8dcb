"""Whether the history still is what was written: chains of the cases, daily anchors, the file outside the database.

Everything is streamed; memory stays small however long the history is. A case and its events are read by one
statement, so work that goes on meanwhile never looks like a fault.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from django.db.models import Exists, OuterRef

from pakn_plugin import chain
from pakn_plugin.models import Anchor, Case, Event

CHUNK = 5000
TELL_EVERY = 100_000
_HEAD = ("pk", "code", "state", "steps", "chain", "filing_key")
_OWN = ("events__pk", "events__hash", *(f"events__{name}" for name in chain.COVERED))
_CASE, _CODE, _STATE, _STEPS, _CHAIN, _KEY, _PK, _HASH, _FIRST = range(9)
_NUMBER = _FIRST + chain.COVERED.index("number")
_TO_STATE = _FIRST + chain.COVERED.index("to_state")
Row = tuple[Any, ...]


@dataclass(frozen=True)
class Finding:
    """One place where the history is not what was written: a case's code, an anchor's day or a line of the file."""

    where: str
    what: str


@dataclass
class Seen:
    """How much was looked at."""

    cases: int = 0
    events: int = 0
    anchors: int = 0
    lines: int = 0


def chain_findings(seen: Seen, code: str = "", tell: Callable[[int], None] = lambda done: None) -> Iterator[Finding]:
    """Faults in the chains of all cases, or of one; `tell` hears the number of events after each 100,000."""
    cases = Case.objects.filter(code=code) if code else Case.objects.all()
    rows = cases.order_by("pk", "events__number").values_list(*_HEAD, *_OWN).iterator(chunk_size=CHUNK)
    for _case, group in groupby(rows, itemgetter(_CASE)):
        events = list(group)
        seen.cases += 1
        yield from _in_case(events)
        before, seen.events = seen.events, seen.events + len(events)
        if before // TELL_EVERY != seen.events // TELL_EVERY:
            tell(seen.events)
    if not code:
        lost = Event.objects.filter(~Exists(Case.objects.filter(pk=OuterRef("case_id")))).order_by("pk")
        for pk, case_id in lost.values_list("pk", "case_id").iterator(chunk_size=CHUNK):
            yield Finding(f"#{case_id}", f"phản ánh đã bị xóa nhưng sự kiện (mã {pk}) của nó vẫn còn")


def _in_case(events: list[Row]) -> Iterator[Finding]:
    code = events[0][_CODE]
    if events[0][_PK] is None:
        yield Finding(code, "mọi sự kiện đã bị xóa")
        return
    heads, expected = {chain.seed(events[0][_KEY], code)}, 1
    for event in events:
        number = event[_NUMBER]
        if number > expected:
            yield Finding(code, f"thiếu sự kiện {_span(expected, number - 1)} (bị xóa)")
        computed = _links(event, heads, number == expected)
        if event[_HASH] not in computed:
            yield Finding(code, _broken(events, number))
        heads, expected = {event[_HASH], *computed}, number + 1
    yield from _at_end(events[-1], heads)


def _links(event: Row, heads: set[str], follows: bool) -> set[str]:
    """The hashes that fit the event's content after what stands before it.

    After a gap nothing before it is known: the event then counts as sound, for the gap is reported.
    """
    if not follows:
        return {event[_HASH]}
    content = dict(zip(chain.COVERED, event[_FIRST:], strict=True))
    return {chain.link(head, **content) for head in heads}


def _broken(events: list[Row], number: int) -> str:
    keys = [event[_PK] for event in events]
    if keys != sorted(keys):
        return f"sự kiện số {number} bị sửa hoặc bị đổi chỗ (thứ tự ghi không còn đúng)"
    return f"sự kiện số {number} bị sửa hoặc bị chèn vào (không khớp với mắt xích trước nó)"


def _at_end(last: Row, heads: set[str]) -> Iterator[Finding]:
    code, steps, number = last[_CODE], last[_STEPS], last[_NUMBER]
    if steps > number:
        yield Finding(code, f"bị cắt đuôi: mất sự kiện {_span(number + 1, steps)}")
    elif steps < number:
        yield Finding(code, f"sự kiện {_span(steps + 1, number)} bị chèn vào cuối, phản ánh chỉ có {steps} bước")
    elif last[_CHAIN] not in heads:
        yield Finding(code, "dấu của bước cuối ghi ở phản ánh khác với sự kiện cuối")
    if steps == number and last[_STATE] != last[_TO_STATE]:
        yield Finding(code, f"đang ở trạng thái {last[_STATE]}, nhưng lịch sử kết thúc ở {last[_TO_STATE]}")


def _span(first: int, last: int) -> str:
    return f"số {first}" if first == last else f"số {first}–{last}"


def hashes(after: int, until: int) -> Iterator[tuple[int, str]]:
    """(id, hash) of the events with after < id ≤ until, in the order of ids, streamed."""
    events = Event.objects.filter(pk__gt=after, pk__lte=until).order_by("pk")
    return events.values_list("pk", "hash").iterator(chunk_size=CHUNK)


def anchor_findings(seen: Seen) -> Iterator[Finding]:
    """Faults of the anchors: events that are no longer those that were anchored, anchors that do not follow on."""
    begin, previous = 0, ""
    for anchor in Anchor.objects.order_by("pk"):
        where = f"Mốc ngày {anchor.day:%d/%m/%Y}"
        if anchor.previous != previous:
            yield Finding(where, "không nối tiếp mốc trước nó (một mốc bị sửa hoặc bị xóa)")
        digest, count = chain.seal(anchor.previous, hashes(begin, anchor.last_event_id))
        span = f"các sự kiện mã {begin + 1}–{anchor.last_event_id}"
        if count != anchor.events:
            yield Finding(where, f"{span}: nay có {count}, lúc lập mốc có {anchor.events} (bị xóa hoặc chèn)")
        elif digest != anchor.digest:
            yield Finding(where, f"{span}: không còn như lúc lập mốc (chuỗi bị viết lại, hoặc mốc bị sửa)")
        begin, previous = anchor.last_event_id, anchor.digest
        seen.anchors += 1


def parsed(line: bytes) -> dict[str, Any] | None:
    """The content of a line of the anchors' file; None where it is not one (a line that a crash cut off)."""
    try:
        content = json.loads(line)
    except ValueError:
        return None
    return content if isinstance(content, dict) else None


def file_findings(seen: Seen, path: Path) -> Iterator[Finding]:
    """Where the anchors in the database and their copies in the file differ; lines from mails are taken as well."""
    anchors = {anchor.day.isoformat(): anchor for anchor in Anchor.objects.order_by("pk")}
    found: set[str] = set()
    lines = path.read_bytes().splitlines() if path.exists() else []
    for number, line in enumerate(lines, start=1):
        where, content = f"Tệp mốc, dòng {number}", parsed(line)
        seen.lines += 1
        if content is None:
            yield Finding(where, "không đọc được")
            continue
        after, day = content.pop("after", None), str(content.get("day"))
        if after is not None and after != chain.mark(lines[number - 2] if number > 1 else b""):
            yield Finding(where, "không nối tiếp dòng trước nó (tệp bị sửa hoặc mất dòng)")
        if day in found:
            yield Finding(where, f"mốc ngày {day} có hai lần")
        elif day not in anchors:
            yield Finding(where, f"mốc ngày {day} không còn trong cơ sở dữ liệu")
        elif content != anchors[day].content():
            yield Finding(where, f"mốc ngày {day} trong cơ sở dữ liệu khác với tệp: lịch sử đã bị viết lại cùng mốc")
        found.add(day)
    for day, anchor in anchors.items():
        if day not in found:
            yield Finding(f"Mốc ngày {anchor.day:%d/%m/%Y}", "không có trong tệp ngoài cơ sở dữ liệu")
