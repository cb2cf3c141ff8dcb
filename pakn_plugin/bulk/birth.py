"""How a simulated case begins: its reporter and its columns, as filing writes them."""

import random
from datetime import datetime
from itertools import accumulate
from typing import Any
from uuid import UUID

from pakn_plugin import codes
from pakn_plugin.bulk import texts
from pakn_plugin.bulk.book import Book, Field, Place
from pakn_plugin.bulk.ids import Ids
from pakn_plugin.bulk.tables import TABLES, Row
from pakn_plugin.states import Channel, Level, State

CHANNELS = (Channel.WEB, Channel.APP, Channel.HOTLINE, Channel.EMAIL)
CHANNEL_WEIGHTS = tuple(accumulate((70, 15, 10, 5)))
BY_STAFF = frozenset({Channel.HOTLINE, Channel.EMAIL})
PEOPLE, WITH_MAIL, WANTS_PUBLICATION = 400_000, 0.7, 0.4
NOTHING = dict.fromkeys(TABLES["Case"])


def born(
    book: Book, rng: random.Random, ids: Ids, filed: datetime, topic: Field, area: Place
) -> tuple[Row, dict[str, Any], str]:
    """The reporter's row, the columns of a case that is just being filed, and its text's words for search."""
    code, said = _code(book.prefix, rng), texts.writing(rng)
    values: dict[str, Any] = NOTHING | {
        "id": ids.take("Case"),
        "code": code,
        "filing_key": UUID(int=rng.getrandbits(128), version=4),
        "link_key": _symbols(16, rng),
        "title": said.title,
        "text": said.text,
        "folded": f"{code.replace('-', ' ').lower()} {said.words} {said.words_of_address} {texts.folded(area.name)}",
        "topic_id": topic.pk,
        "area_id": area.pk,
        "address": said.address,
        "reporter_id": ids.take("Reporter"),
        "channel": rng.choices(CHANNELS, cum_weights=CHANNEL_WEIGHTS)[0].value,
        "wants_publication": rng.random() < WANTS_PUBLICATION,
        "notice_version": book.notice,
        "level": Level.NORMAL.value,
        "filed_at": filed,
        "state_since": filed,
        "due_at": book.promised(filed, topic.pk),
        "resume_state": "",
        "refusal_text": "",
        "restricted": False,
        "declines": 0,
        "word_by": "",
        "steps": 0,
        "chain": "",
        "state": State.SUBMITTED.value,
    }
    return _reporter(values["reporter_id"], rng), values, said.words


def _reporter(pk: int, rng: random.Random) -> Row:
    """Somebody with a mail address or a telephone; some people file again and again."""
    mail = f"dan{rng.randrange(PEOPLE)}@example.vn" if rng.random() < WITH_MAIL else ""
    phone = "" if mail else f"+849{rng.randrange(10**8):08d}"
    return (pk, texts.person(rng), phone, mail, "", "vi", None)


def _code(prefix: str, rng: random.Random) -> str:
    raw = _symbols(12, rng)
    return f"{prefix}-{raw[:4]}-{raw[4:8]}-{raw[8:]}"


def _symbols(length: int, rng: random.Random) -> str:
    return "".join(rng.choices(codes.ALPHABET, k=length))
