"""What citizens said about answers: the reasons that a form offers, those that were given, and how it went on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Aggregate, CharField, Model, OuterRef, Subquery

from pakn_plugin import memory
from pakn_plugin.models import DissatisfactionReason, Rating, Reply, Review
from pakn_plugin.states import Score

KIND = "dissatisfaction"


@dataclass(frozen=True)
class Turn:
    """One verdict of a case: on which reply, what it was, and what a review made of it ("" where there was none)."""

    number: int
    score: str
    label: str
    outcome: str


def reasons() -> Sequence[DissatisfactionReason]:
    """The whole register in its order, at most a minute old; shared, not to be changed."""
    return memory.kept(KIND, "", lambda: list(DissatisfactionReason.objects.all()))


def forget() -> None:
    """The register was changed: read it anew."""
    memory.forget(KIND)


def offered() -> list[tuple[str, str]]:
    """The reasons in use as a form's choices, in the language of the page."""
    return [(str(reason.pk), str(reason)) for reason in reasons() if reason.active]


def labels(said: str | None) -> list[str]:
    """The given reasons in words, from their ids as `said_of` reads them."""
    given = set((said or "").split(",")) - {""}
    return [str(reason) for reason in reasons() if str(reason.pk) in given]


class JoinedIds(Aggregate):
    """Ids of several rows in one cell, with commas: so that they come with another query."""

    function = "GROUP_CONCAT"
    output_field = CharField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template="STRING_AGG(%(expressions)s::text, ',')", **context)


def said_of(rating: str) -> Subquery:
    """The ids of the reasons given with a rating; takes the outer query's path to it."""
    through: type[Model] = Rating.reasons.through
    rows: Any = through._default_manager.filter(rating=OuterRef(rating)).order_by()
    return Subquery(rows.values("rating").annotate(said=JoinedIds("dissatisfactionreason")).values("said"))


def give_reasons(replies: Iterable[Reply]) -> None:
    """Hang the reasons that were given, in words, on the ratings of replies that were read with `said`."""
    for reply in replies:
        if hasattr(reply, "rating"):
            reply.rating.said = labels(reply.said)  # type: ignore[attr-defined]


def turns(replies: Iterable[Reply]) -> list[Turn]:
    """The verdicts on replies that were read with `rating__review`, in the order of the replies."""
    rated = [(reply.number, reply.rating) for reply in replies if hasattr(reply, "rating")]
    return [Turn(number, rating.score, str(Score(rating.score).label), _outcome(rating)) for number, rating in rated]


def _outcome(rating: Rating) -> str:
    return str(Review.Outcome(rating.review.outcome).label) if hasattr(rating, "review") else ""
