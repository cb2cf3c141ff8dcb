"""A simulated life and a real case, driven through the services at the same moments, leave the same behind."""

import json
import random
from datetime import datetime, timedelta
from typing import Any

from pakn_plugin import chain, text
from pakn_plugin.bulk import story, tables
from pakn_plugin.bulk.book import Book
from pakn_plugin.bulk.days import by_day
from pakn_plugin.bulk.ids import Ids
from pakn_plugin.bulk.life import Life
from pakn_plugin.bulk.story import Known
from pakn_plugin.models import Case
from pakn_plugin.states import Action
from tests.factories import World
from tests.replaying import Replay, Values

LIVES = 80
MINUTE = timedelta(minutes=1)
OF_CASE = (
    *("state", "title", "folded", "channel", "level", "agency_id", "officer_id", "filed_at", "state_since"),
    *("stage_due_at", "due_at", "answered_at", "reopened_at", "ended_at", "resume_state", "restricted", "declines"),
    *("remind_at", "steps", "refusal_reason_id", "word_by", "word_since", "word_due_at", "word_remind_at"),
)
# What both have in other tables; ids differ.
OF_OTHERS: dict[str, tuple[str, ...]] = {
    "Event": ("number", "action", "from_state", "to_state", "actor_kind", "actor_id", "agency_id", "at"),
    "Deadline": ("stage", "began_at", "ended_at", "amount", "unit", "extra", "document", "due_at"),
    "Holding": ("party", "agency_id", "began_at", "ended_at"),
    "Pause": ("ground", "began_at", "ended_at", "until"),
    "Transfer": ("agency_id", "by_leader", "proposed_by_id", "proposed_at", "outcome", "decided_at", "decline_reason"),
    "Message": (
        *("from_citizen", "author_id", "agency_id", "text", "sent_at"),
        *("asks", "settled_at", "settled_as", "settled_agency_id", "settled_minutes"),
    ),
    "Note": ("author_id", "agency_id", "text", "written_at"),
    "Reply": ("number", "agency_id", "author_id", "approver_id", "text", "status", "drafted_at", "published_at"),
    "Rating": ("score", "rated_at"),
    "Publication": ("title", "text", "folded", "approved_by_id", "approved_at", "withdrawn_at"),
}


def lives(book: Book, number: int, seed: int = 7) -> list[Life]:
    """Simulated lives, young and old."""
    rng, ids = random.Random(seed), Ids(dict.fromkeys(tables.TABLES, 1_000_000), number)
    mains: list[Known] = []
    found = []
    for index in range(number):
        filed = by_day(book.now.date() - timedelta(days=1 + index % 60), rng, book.now)
        life = Life(book, rng, ids, filed)
        story.tell(life, mains)
        life.finish()
        mains.append(Known(life.values["id"], filed))
        found.append(life)
    return found


def simulated(life: Life, table: str) -> list[tuple[Any, ...]]:
    """The wanted columns of a table's rows, in the order in which they came to be."""
    rows = (dict(zip(tables.TABLES[table], row, strict=True)) for row in life.rows[table])
    return [tuple(row[name] for name in OF_OTHERS[table]) for row in rows]


def real(case: Case, table: str) -> list[tuple[Any, ...]]:
    """The same of a real case."""
    rows = tables.model_of(table).objects.filter(case=case).order_by("pk")
    return list(rows.values_list(*OF_OTHERS[table]))


def plain(values: Values, code: str) -> Values:
    """A case's columns; the code is its own, in the words for search as well."""
    found = {name: values[name] for name in OF_CASE}
    return found | {"folded": found["folded"].removeprefix(text.words(code))}


def test_what_is_simulated_is_what_the_services_leave(book: Book, registers: World) -> None:
    only = book.topics[0], book.areas[0]
    assert only == (book.topics[-1], book.areas[-1])  # the world has one of each
    actions: set[str] = set()
    for life in lives(book, LIVES):
        case = Replay(life, registers).play()
        for table in OF_OTHERS:
            assert simulated(life, table) == real(case, table), (table, life.values["code"])
        assert plain(life.values, life.values["code"]) == plain(vars(case), case.code)
        actions |= {event[0] for event in case.events.values_list("action")}
    assert {Action.DECLINE, Action.SUPPLY_INFO, Action.CONTEST, Action.REMIND, Action.REFUSE} <= actions


def test_the_chain_is_that_of_the_services(book: Book) -> None:
    for life in lives(book, 5):
        head = chain.seed(life.values["filing_key"], life.values["code"])
        for row in life.rows["Event"]:
            event = dict(zip(tables.TABLES["Event"], row, strict=True))
            covered = {name: event[name] for name in chain.COVERED} | {"data": json.loads(event["data"])}
            head = chain.link(head, **covered)
            assert event["hash"] == head
        assert life.values["chain"] == head
        assert life.values["steps"] == len(life.rows["Event"])


def test_a_title_is_the_head_of_its_text(book: Book) -> None:
    for life in lives(book, 40):
        assert life.values["title"] == text.headline(life.values["text"])


def test_no_life_goes_on_after_now(book: Book) -> None:
    for life in lives(book, 40):
        moments = [cell for rows in life.rows.values() for row in rows for cell in row if isinstance(cell, datetime)]
        happened = [event[9] for event in life.rows["Event"]]
        assert max(happened) <= book.now
        assert moments
        assert happened == sorted(happened)
