"""The life of one case in memory: each step leaves the rows that the machine, the clock and the ledger would leave.

The rules of `services.timing` and `services.reminders` stand here once more, without a database; a test compares both.
"""

import random
from datetime import datetime, timedelta
from typing import Any

from pakn_plugin import chain
from pakn_plugin.bulk import tables, words
from pakn_plugin.bulk.birth import born
from pakn_plugin.bulk.book import Book
from pakn_plugin.bulk.ids import Ids
from pakn_plugin.bulk.tables import TABLES, Row
from pakn_plugin.queries.reminders import Mark
from pakn_plugin.states import ENDED, PARTY_OF, STAGE_OF, Action, Ground, Party, Stage, State

Who = tuple[str, int | None]
CITIZEN: Who = ("citizen", None)
SYSTEM: Who = ("system", None)
A_MINUTE = timedelta(minutes=1)
EMAIL = TABLES["Reporter"].index("email")
Place = tuple[Party | None, int | None]


class NotYet(Exception):
    """The next step lies in the future: the life stops here, for now."""


def staff(user: int) -> Who:
    """A member of staff as the actor of an event."""
    return ("staff", user)


class Life:
    """A case on its way. `values` are the columns of the case; `rows` what it leaves in the other tables."""

    def __init__(self, book: Book, rng: random.Random, ids: Ids, filed: datetime) -> None:
        self.book, self.rng, self.ids, self.at = book, rng, ids, filed
        self.rows: dict[str, list[Row]] = {table: [] for table in TABLES}
        self.limits: list[dict[str, Any]] = []
        self.holdings: list[dict[str, Any]] = []
        self.pauses: list[dict[str, Any]] = []
        self.kept: dict[str, list[dict[str, Any]]] = {
            name: [] for name in ("Transfer", "Reply", "Publication", "Message")
        }
        self.reminded: dict[tuple[int, datetime], datetime] = {}
        self.marked: dict[tuple[int, datetime], list[Mark]] = {}
        # The sweep comes every few minutes.
        self.sweep = rng.randint(1, 5) * A_MINUTE
        self.topic, self.area = book.topic(rng), rng.choice(book.areas)
        reporter, self.values, self.words = born(book, rng, ids, filed, self.topic, self.area)
        self.rows["Reporter"].append(reporter)
        self.mailed = bool(reporter[EMAIL])
        self.stands = State.SUBMITTED
        self.place: Place = (None, None)
        self._begin(Stage.RECEIVE)
        self._hold()

    @property
    def stage_due(self) -> datetime:
        """When the running step is due."""
        due: datetime = self.values["stage_due_at"]
        return due

    def wait(self, until: datetime) -> None:
        """Let time pass; reminders are sent meanwhile. Raises NotYet where the moment lies in the future."""
        self._remind(min(until, self.book.now))
        if until > self.book.now:
            raise NotYet
        self.at = max(self.at, until)

    def step(
        self, action: Action, to: State | None = None, who: Who = SYSTEM, data: dict[str, Any] | None = None, **set: Any
    ) -> None:
        """One action at the present moment, and what follows from it; `set` are the columns that the action sets."""
        before, was = self.stands, self.values["state"]
        self.values |= set
        if to and to != before:
            self.stands = to
            self.values |= {"state": to.value, "state_since": self.at, "ended_at": self.at if to in ENDED else None}
            self._follow(before, to)
        self._hold()
        words.follow(self, action)
        self.record(action, was, who, chain.encoded(data) if data else "{}")

    def record(self, action: Action, before: str, who: Who, data: str) -> None:
        """Append the event, chained to the one before it. Takes its data `encoded`."""
        values, (kind, user) = self.values, who
        said, states = tables.Json(data), (before, values["state"])
        head = values["chain"] or chain.seed(values["filing_key"], values["code"])
        place, at = values["agency_id"], tables.moment(self.at)
        number = values["steps"] = values["steps"] + 1
        head = values["chain"] = chain.link_encoded(head, number, action.value, states, who, place, at, said)
        event = (self.ids.take("Event"), values["id"], number, action.value, *states, kind, user, place, self.at)
        self.rows["Event"].append((*event, said, head, self.book.now))

    def add(self, table: str, *cells: Any) -> int:
        """A row of another table that belongs to the case; returns its id."""
        pk = self.ids.take(table)
        self.rows[table].append((pk, self.values["id"], *cells))
        return pk

    def keep(self, table: str, **cells: Any) -> dict[str, Any]:
        """The same for a row that will change on the way."""
        row = {"id": self.ids.take(table), "case_id": self.values["id"], **cells}
        self.kept[table].append(row)
        return row

    def finish(self) -> dict[str, list[Row]]:
        """All rows of the life, the case's own among them; `rows` says what is where."""
        changing = {"Deadline": self.limits, "Holding": self.holdings, "Pause": self.pauses, **self.kept}
        for table, found in changing.items():
            self.rows[table] = [tuple(row.values()) for row in found]
        self.rows["Case"] = [tuple(self.values.values())]
        return self.rows

    def running(self) -> dict[str, Any] | None:
        """The limit of the step at which the case stands."""
        stage = STAGE_OF.get(self.stands)
        return next((row for row in self.limits if row["ended_at"] is None and row["stage"] == stage), None)

    def _hold(self) -> None:
        """Who holds the case now; a new interval where that has changed."""
        party = PARTY_OF.get(self.stands)
        agency = self.values["agency_id"] if party == Party.AGENCY else None
        if (party, agency) == self.place:
            return
        self.place = party, agency
        if self.holdings and self.holdings[-1]["ended_at"] is None:
            self.holdings[-1]["ended_at"] = self.at
        if party:
            row = {"id": self.ids.take("Holding"), "case_id": self.values["id"], "party": party.value}
            self.holdings.append({**row, "agency_id": agency, "began_at": self.at, "ended_at": None})

    def _follow(self, before: State, after: State) -> None:
        old, new = STAGE_OF.get(before), STAGE_OF.get(after)
        if old == new:
            return
        if after == State.NEEDS_INFO:
            row = {"id": self.ids.take("Pause"), "case_id": self.values["id"], "ground": Ground.CITIZEN.value}
            self.pauses.append(row | {"began_at": self.at, "ended_at": None, "until": None})
            self._begin(Stage.SUPPLEMENT)
            return
        if before == State.NEEDS_INFO:
            self.pauses[-1]["ended_at"] = self.at
        if before == State.NEEDS_INFO and after not in ENDED:
            self._end(Stage.SUPPLEMENT)
            self._refresh()
            return
        self._end()
        self.values["stage_due_at"] = self.values["remind_at"] = None
        if new:
            self._begin(new)

    def limit(self, stage: Stage) -> dict[str, Any]:
        """The limit of a stage that begins now."""
        values = self.values
        limit = self.book.limit(stage, values["filed_at"].date(), values["topic_id"], values["level"])
        due = self.book.due(self.at, limit)
        row = {
            "id": self.ids.take("Deadline"),
            "case_id": values["id"],
            "stage": stage.value,
            "began_at": self.at,
            "ended_at": None,
            "amount": limit.amount,
            "unit": limit.unit.value,
            "extra": 0,
            "document": limit.document,
            "due_at": due,
        }
        self.limits.append(row)
        return row

    def _begin(self, stage: Stage) -> None:
        row, values = self.limit(stage), self.values
        values["stage_due_at"] = row["due_at"]
        if stage == Stage.PROCESS and not values["answered_at"]:
            values["due_at"] = row["due_at"]
        self._plan(row)

    def _end(self, only: Stage | None = None) -> None:
        for row in self.limits:
            if row["ended_at"] is None and only in (None, row["stage"]) and row["stage"] != Stage.MESSAGE:
                row["ended_at"] = self.at

    def _refresh(self) -> None:
        """The limit that went on during a pause: later by the pause."""
        values, filed = self.values, self.values["filed_at"]
        pauses = tuple((each["began_at"], each["ended_at"]) for each in self.pauses if each["ended_at"])
        row = self.running()
        assert row is not None  # a case that goes on after an answer stands in a step with a limit
        limit = self.book.limit(Stage(row["stage"]), filed.date(), values["topic_id"], values["level"])
        row["due_at"] = values["stage_due_at"] = self.book.due(row["began_at"], limit, pauses)
        self._plan(row)
        if values["answered_at"]:
            return
        if row["stage"] == Stage.PROCESS:
            values["due_at"] = row["due_at"]
        elif all(each["stage"] != Stage.PROCESS for each in self.limits):
            values["due_at"] = self.book.promised(filed, values["topic_id"], pauses)

    def marks(self, row: dict[str, Any]) -> list[Mark]:
        """The reminders of a limit; nobody without an address is reminded to rate."""
        key = (row["id"], row["due_at"])
        if key not in self.marked:
            stage = Stage(row["stage"])
            none = stage == Stage.RATING and not self.mailed
            self.marked[key] = [] if none else self.book.marks(stage, row["began_at"], row["due_at"])
        return self.marked[key]

    def _plan(self, row: dict[str, Any]) -> None:
        found = self.marks(row)
        self.values["remind_at"] = found[0].moment if found else None

    def _remind(self, until: datetime) -> None:
        """What the sweeps before a moment do; one that comes for something else at that moment is left to it."""
        while (look := self._next_look()) and (at := max(look[0], self.at) + self.sweep) < until:
            self._look(look[1], at)

    def _next_look(self) -> tuple[datetime, str] | None:
        """When a sweep looks next, at the running step or at a message that waits, and which column says so."""
        step, word = self.values["remind_at"], self.values["word_remind_at"]
        if word and not (step and step <= word):
            return word, "word_remind_at"
        return (step, "remind_at") if step else None

    def _look(self, column: str, at: datetime) -> None:
        of_step = column == "remind_at"
        row = self.running() if of_step else next(each for each in self.limits[::-1] if each["stage"] == Stage.MESSAGE)
        assert row is not None  # a case that is looked at stands in a step with a limit
        key, found = (row["id"], row["due_at"]), self.marks(row)
        since = self.reminded.get(key)
        passed = [mark for mark in found if mark.moment <= at and (since is None or mark.moment > since)]
        self.values[column] = next((mark.moment for mark in found if mark.moment > at), None)
        if passed:
            self.at = self.reminded[key] = at
            mark = max(passed, key=lambda each: each.strength) if len(passed) > 1 else passed[0]
            self.record(Action.REMIND, self.values["state"], SYSTEM, _reminder(mark, row, not of_step))


def _reminder(mark: Mark, row: dict[str, Any], word: bool) -> str:
    """What the event of a reminder says, `encoded`: written out, as a fourth of all events are reminders."""
    rule, due, moment = mark.rule, row["due_at"].isoformat(), mark.moment.isoformat()
    at_once, of_word = "true" if rule.at_once else "false", ',"word":true' if word else ""
    return (
        f'{{"at_once":{at_once},"audience":"{rule.audience}","due":"{due}","limit":{row["id"]},'
        f'"moment":"{moment}","rule":{rule.pk},"when":"{rule.when}"{of_word}}}'
    )
