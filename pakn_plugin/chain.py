"""The chain of a case's events: what an event's hash is made of. Pure; the same bytes on every database, for ever.

Each event's hash covers the hash before it, so that nobody can change, remove, insert or move an event without
changing every hash after it. Before a case's first event stands the case's seed, which binds the whole chain to this
case and no other; it is known before the case is a row, so that a case is stored together with its head. The bytes
hold ids and words of the machine only: an erasure leaves them as they are.
"""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from hashlib import sha256
from json.encoder import encode_basestring_ascii as quoted
from typing import Any
from uuid import UUID

LONGEST = 64
# The columns of an event that its hash covers, besides the hash before it: the keywords of `link`.
COVERED = (
    "number",
    "action",
    "from_state",
    "to_state",
    "actor_kind",
    "actor_id",
    "agency_id",
    "at",
    "data",
)
_encode = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False).encode


def canonical(value: dict[str, Any]) -> bytes:
    """JSON with sorted keys, no spaces and ASCII only: equal values give equal bytes."""
    return _encode(value).encode("ascii")


def seed(filing_key: UUID, code: str) -> str:
    """What stands before the first event of a case: the key of its filing, and the code that its reporter holds."""
    return f"{filing_key.hex}/{code}"


def encoded(data: dict[str, Any]) -> str:
    """What an event says besides its columns, as it is hashed: JSON with sorted keys, no spaces and ASCII only."""
    return "{}" if data == {} else _encode(data)


def moment(at: datetime) -> str:
    """When an event happened, as it is hashed: in UTC, to the microsecond. Takes an aware moment."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def link(
    previous: str,
    *,
    number: int,
    action: str,
    from_state: str,
    to_state: str,
    actor_kind: str,
    actor_id: int | None,
    agency_id: int | None,
    at: datetime,
    data: dict[str, Any],
) -> str:
    """The hash (64 hex digits) of an event that follows `previous` (the seed before a case's first). `at` is aware."""
    states = from_state, to_state
    actor = actor_kind, actor_id
    return link_encoded(previous, number, action, states, actor, agency_id, moment(at), encoded(data))


def link_encoded(
    previous: str,
    number: int,
    action: str,
    states: tuple[str, str],
    actor: tuple[str, int | None],
    agency_id: int | None,
    at: str,
    data: str,
) -> str:
    """The same, where the `moment` and the data are `encoded` already.

    What is hashed is `canonical` of these names and values. It is written out, as a history has millions of events.
    """
    content = (
        f'{{"action":{quoted(action)},"actor_id":{_whole(actor[1])},"actor_kind":{quoted(actor[0])},'
        f'"agency_id":{_whole(agency_id)},"at":"{at}","data":{data},"from_state":{quoted(states[0])},'
        f'"number":{number},"previous":{quoted(previous)},"to_state":{quoted(states[1])}}}'
    )
    return sha256(content.encode("ascii")).hexdigest()


def _whole(number: int | None) -> str:
    return "null" if number is None else str(number)


def refuse_unfit(value: Any) -> None:
    """Raise ValueError for what must not stand in an event: fractions, foreign objects, anything like free text.

    Fractions change on their way through a database; a text with spaces may be a name. Lists and dicts may nest.
    """
    if isinstance(value, dict):
        for key, inner in value.items():
            _refuse_text(key)
            refuse_unfit(inner)
    elif isinstance(value, list):
        for inner in value:
            refuse_unfit(inner)
    elif value is not None and not isinstance(value, bool | int):
        _refuse_text(value)


def _refuse_text(value: Any) -> None:
    if not isinstance(value, str) or len(value) > LONGEST or any(sign.isspace() for sign in value):
        raise ValueError("an event holds ids and words of the machine only")


def seal(previous: str, hashes: Iterable[tuple[int, str]]) -> tuple[str, int]:
    """The digest of an anchor over (event id, hash) in the order of ids after `previous`, and how many there were."""
    digest, count = sha256(f"{previous}\n".encode()), 0
    for event_id, hash_ in hashes:
        digest.update(f"{event_id}:{hash_}\n".encode())
        count += 1
    return digest.hexdigest(), count


def line(content: dict[str, Any], last_line: bytes) -> bytes:
    """An anchor as a line of the file outside the database; each line names the digest of the line before it."""
    return canonical({**content, "after": mark(last_line)})


def mark(last_line: bytes) -> str:
    """What a line says of the line before it ("" on the first)."""
    return sha256(last_line).hexdigest() if last_line else ""
