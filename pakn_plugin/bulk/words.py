"""What is owed in the dialogue of a simulated life: the twin of `services.dialogue`, without a database."""

from datetime import datetime
from typing import Any, Protocol

from django.utils import timezone

from pakn_plugin.bulk.book import Book
from pakn_plugin.deadlines import working_time
from pakn_plugin.queries.reminders import Mark
from pakn_plugin.states import PARTY_OF, SETTLES, Action, Answered, Party, Side, Stage, State

ANSWERS = (Answered.MESSAGE, Answered.REPLY)
BY_REVIEWER = (Action.UPHOLD, Action.REOPEN_REVIEW)
NOTHING_OWED: dict[str, Any] = {"word_by": "", "word_since": None, "word_due_at": None, "word_remind_at": None}


class Talking(Protocol):
    """What the dialogue needs of a life."""

    book: Book
    at: datetime
    values: dict[str, Any]
    limits: list[dict[str, Any]]
    kept: dict[str, list[dict[str, Any]]]
    stands: State

    def limit(self, stage: Stage) -> dict[str, Any]:
        """A limit that begins now."""

    def marks(self, row: dict[str, Any]) -> list[Mark]:
        """The reminders of a limit."""


def owe(life: Talking) -> None:
    """The citizen wrote: an answer is owed from now on."""
    if life.values["word_by"]:
        return
    row = life.limit(Stage.MESSAGE)
    marks = life.marks(row)
    life.values |= {"word_by": Side.HANDLER.value, "word_since": life.at, "word_due_at": row["due_at"]}
    life.values["word_remind_at"] = marks[0].moment if marks else None


def follow(life: Talking, action: Action) -> None:
    """What was owed is settled where the action answers it."""
    if action not in SETTLES or not life.values["word_by"]:
        return
    outcome = SETTLES[action]
    for row in life.limits:
        if row["stage"] == Stage.MESSAGE and row["ended_at"] is None:
            row["ended_at"] = life.at
    for message in life.kept["Message"]:
        if message["asks"] and message["settled_at"] is None:
            message |= {"settled_at": life.at, "settled_as": outcome.value, **_answer(life, message, action)}
    life.values |= NOTHING_OWED


def _answer(life: Talking, message: dict[str, Any], action: Action) -> dict[str, Any]:
    """Who answered and after how many office minutes; nothing where it was no answer."""
    if SETTLES[action] not in ANSWERS:
        return {}
    ours = action in BY_REVIEWER or PARTY_OF.get(life.stands) in (Party.OPERATOR, Party.REVIEWER)
    began, ended = timezone.localtime(message["sent_at"]), timezone.localtime(life.at)
    worked = working_time(began, ended, life.book.rules.calendar)
    agency = None if ours else life.values["agency_id"]
    return {"settled_agency_id": agency, "settled_minutes": int(worked.total_seconds()) // 60}
