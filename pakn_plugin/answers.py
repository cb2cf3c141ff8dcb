"""What a citizen asks, point by point, and what a reply says to each. Pure: both are kept as JSON.

The points stand on the case, the answers on the reply, so that neither page nor submission has to ask for them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

MOST_POINTS = 8
LONGEST_POINT = 200
LONGEST_WORDS = 2000


class Outcome(TextChoices):
    """What a reply says to one point; nothing else is an answer."""

    DONE = "done", _("Đã làm")
    PROMISED = "promised", _("Sẽ làm")
    IMPOSSIBLE = "impossible", _("Không làm được")
    ELSEWHERE = "elsewhere", _("Thuộc cơ quan khác")


class Kept(TextChoices):
    """What became of a promise."""

    OPEN = "open", _("Chưa đến hẹn")
    MOVED = "moved", _("Chưa thực hiện, đã hẹn lại")
    KEPT = "kept", _("Đã thực hiện đúng hẹn")
    LATE = "late", _("Đã thực hiện, trễ hẹn")
    BROKEN = "broken", _("Quá hẹn, chưa thực hiện")


# A day is still to come; nobody has said that it is done.
AHEAD = (Kept.OPEN, Kept.MOVED)
WAITING = (*AHEAD, Kept.BROKEN)


class Side(TextChoices):
    """What a reply's picture shows."""

    BEFORE = "before", _("Trước khi xử lý")
    AFTER = "after", _("Sau khi xử lý")
    PROOF = "proof", _("Kết quả việc đã hẹn")


@dataclass(frozen=True)
class Point:
    """One thing that the citizen wants to know or to have done; `number` stays with it when it is moved or edited."""

    number: int
    text: str

    def stored(self) -> dict[str, Any]:
        """The point as JSON."""
        return {"number": self.number, "text": self.text}


@dataclass(frozen=True)
class Answer:
    """What a reply says to one point. `agency` is an id of the register, with the name that it had at the time."""

    point: Point
    outcome: str = ""
    day: date | None = None
    words: str = ""
    agency: int | None = None
    agency_name: str = ""

    @property
    def label(self) -> str:
        """The outcome in words."""
        return str(Outcome(self.outcome).label) if self.outcome else ""

    @property
    def gap(self) -> str:
        """Which part is missing: outcome, day, words or agency; empty where the point is answered."""
        if not self.outcome:
            return "outcome"
        if self.outcome == Outcome.PROMISED:
            return "" if self.day else "day"
        if self.outcome == Outcome.DONE:
            return "" if self.words or self.day else "words"
        if self.outcome == Outcome.ELSEWHERE:
            return "" if self.words or self.agency else "agency"
        return "" if self.words else "words"

    def stored(self) -> dict[str, Any]:
        """The answer as JSON."""
        return {
            **self.point.stored(),
            "outcome": self.outcome,
            "day": self.day.isoformat() if self.day else "",
            "words": self.words,
            "agency": self.agency,
            "agency_name": self.agency_name,
        }


@dataclass(frozen=True)
class Delay:
    """A report that a promise is not kept yet: when, why, and the new day where one was promised."""

    at: datetime
    words: str
    day: date | None = None

    def stored(self) -> dict[str, Any]:
        """The delay as JSON."""
        return {"at": self.at.isoformat(), "words": self.words, "day": self.day.isoformat() if self.day else ""}


@dataclass(frozen=True)
class Promise:
    """A promise as the citizen sees it; `day` is when it was done, `photos` are ids of the pictures of the reports."""

    state: str
    at: datetime | None = None
    words: str = ""
    photos: tuple[int, ...] = ()
    day: date | None = None
    delays: tuple[Delay, ...] = ()

    @property
    def label(self) -> str:
        """What became of it, in words."""
        return str(Kept(self.state).label)

    @property
    def waits(self) -> bool:
        """Whether it is still owed."""
        return self.state in WAITING

    @property
    def moved_to(self) -> date | None:
        """The newest day that was promised instead of the first."""
        return next((delay.day for delay in reversed(self.delays) if delay.day), None)

    def stored(self) -> dict[str, Any]:
        """The promise as JSON."""
        return {
            "state": self.state,
            "at": self.at.isoformat() if self.at else "",
            "words": self.words,
            "photos": list(self.photos),
            "day": self.day.isoformat() if self.day else "",
            "delays": [delay.stored() for delay in self.delays],
        }


@dataclass(frozen=True)
class Told:
    """A point with its answer, and what became of the promise in it."""

    answer: Answer
    promise: Promise | None = None

    @property
    def day(self) -> date | None:
        """The day that stands now: the one that was promised last."""
        return (self.promise and self.promise.moved_to) or self.answer.day


def points_of(stored: Iterable[dict[str, Any]]) -> list[Point]:
    """The points of a case from its JSON."""
    return [Point(row["number"], row["text"]) for row in stored]


def answers_of(stored: Iterable[dict[str, Any]]) -> list[Answer]:
    """The answers of a reply from its JSON."""
    return [
        Answer(
            Point(row["number"], row["text"]),
            row["outcome"],
            date.fromisoformat(row["day"]) if row["day"] else None,
            row["words"],
            row["agency"],
            row["agency_name"],
        )
        for row in stored
    ]


def told(answers: Iterable[dict[str, Any]], promises: dict[str, dict[str, Any]]) -> list[Told]:
    """The answers of a reply with what became of its promises, from their JSON."""
    found = []
    for answer in answers_of(answers):
        row = promises.get(str(answer.point.number))
        found.append(Told(answer, promise_of(row) if row else None))
    return found


def promise_of(row: dict[str, Any]) -> Promise:
    """A promise from its JSON; what was written before delays were told has none."""
    at = datetime.fromisoformat(row["at"]) if row["at"] else None
    day = date.fromisoformat(row["day"]) if row.get("day") else None
    return Promise(row["state"], at, row["words"], tuple(row["photos"]), day, delays_of(row.get("delays", ())))


def delays_of(stored: Iterable[dict[str, Any]]) -> tuple[Delay, ...]:
    """The delays of a promise from their JSON."""
    return tuple(
        Delay(datetime.fromisoformat(row["at"]), row["words"], date.fromisoformat(row["day"]) if row["day"] else None)
        for row in stored
    )


def numbered(wanted: Sequence[Point], known: Iterable[Point]) -> list[Point]:
    """Points in their new order; a new one (number 0) gets a number that no point of the case has had before."""
    last = max([0, *(point.number for point in [*known, *wanted])])
    found = []
    for point in wanted:
        last += not point.number
        found.append(point if point.number else replace(point, number=last))
    return found


def matched(points: Iterable[Point], given: Iterable[Answer]) -> list[Answer]:
    """One answer for each point as it stands now; a point to which nothing was said gets an empty one."""
    by_number = {answer.point.number: answer for answer in given}
    return [replace(by_number.get(point.number, Answer(point)), point=point) for point in points]


def spoken(answers: Iterable[Answer]) -> str:
    """Everything that was typed about the points, as one text: what a comparison reads behind the reply's own text."""
    lines = []
    for answer in answers:
        day = f"{answer.day:%d/%m/%Y}" if answer.day else ""
        lines.append(" ".join(part for part in (answer.words, answer.agency_name, day) if part))
    return "\n".join(line for line in lines if line)
