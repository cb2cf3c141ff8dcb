"""A month of unsatisfied verdicts: what was found, what was done, and what the citizen said of the next answer."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from pakn_plugin.access import Actor
from pakn_plugin.models import Rating, Review, ReviewCause
from pakn_plugin.oversight import visible_ratings
from pakn_plugin.queries.months import Month
from pakn_plugin.queries.verdicts import labels, said_of
from pakn_plugin.states import Score

PAGE = 50
MOST = 10_000
MOST_LINES = 500
CHUNK = 1000
NONE = "none"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True)
class Wanted:
    """Which verdicts: of a month, perhaps of one agency or cause (`none`: no review yet). Empty does not narrow."""

    month: Month
    agency: int | None = None
    cause: str = ""


@dataclass(frozen=True)
class Line:
    """One line of the totals: `part` of `whole`; of an agency, also how many were reopened, and satisfied then."""

    key: int | None
    name: str
    part: int
    whole: int
    reopened: int = 0
    better: int = 0


@dataclass(frozen=True)
class Totals:
    """A month in numbers: by agency, by cause, and all of it."""

    agencies: Sequence[Line]
    causes: Sequence[Line]
    total: Line
    reviewed: int


def rows(actor: Actor, wanted: Wanted) -> QuerySet[Rating]:
    """The unsatisfied verdicts that this person may see, newest first, each with the verdict that came after it."""
    found = _with_next(visible_ratings(actor).filter(wanted.month.within("rated_at"), score=Score.UNSATISFIED))
    if wanted.agency:
        found = found.filter(reply__agency=wanted.agency)
    if wanted.cause == NONE:
        found = found.filter(review__isnull=True)
    elif wanted.cause:
        found = found.filter(review__cause=int(wanted.cause))
    shown = ("case", "reply__agency", "review__cause", "review__act", "review__act_agency", "review__reviewer")
    hidden = ("case__text", "case__folded", "case__refusal_text", "case__address", "reply__text", "comment")
    found = found.select_related(*shown).defer(*hidden).annotate(said=said_of("pk"))
    return found.order_by("-rated_at", "-pk")


def page(actor: Actor, wanted: Wanted, after: str = "") -> tuple[list[Rating], str]:
    """At most PAGE of them behind the mark of the page before, and the mark of the next page ("" at the end)."""
    found = rows(actor, wanted)
    place = _read(after)
    if place:
        at, pk = place
        found = found.filter(Q(rated_at__lt=at) | Q(rated_at=at, pk__lt=pk))
    shown = list(found[: PAGE + 1])
    return _in_words(shown[:PAGE]), _mark(shown[PAGE - 1]) if len(shown) > PAGE else ""


def every_row(actor: Actor, wanted: Wanted) -> Iterator[Rating]:
    """All of them, at most MOST, for a file."""
    for rating in rows(actor, wanted)[:MOST].iterator(chunk_size=CHUNK):
        yield from _in_words([rating])


def totals(actor: Actor, month: Month) -> Totals:
    """The month in numbers, whatever was chosen of it (two queries)."""
    given = visible_ratings(actor).filter(month.within("rated_at")).order_by()
    agencies = _by_agency(given)
    whole = [sum(getattr(line, name) for line in agencies) for name in ("part", "whole", "reopened", "better")]
    causes = given.filter(score=Score.UNSATISFIED, review__isnull=False)
    counted = causes.values_list("review__cause", "review__cause__label", "review__cause__label_en")
    found = list(counted.annotate(n=Count("pk")).order_by("-n")[:MOST_LINES])
    reviewed = sum(number for *_label, number in found)
    lines = [Line(pk, _label(pk, vi, en), number, reviewed) for pk, vi, en, number in found]
    return Totals(agencies, lines, Line(None, "", *whole), reviewed)


def causes() -> list[ReviewCause]:
    """The register of causes, those out of use included: a month of the past may have them (one query)."""
    return list(ReviewCause.objects.all())


def _by_agency(given: QuerySet[Rating]) -> list[Line]:
    unsatisfied = Q(score=Score.UNSATISFIED)
    reopened = unsatisfied & Q(review__outcome=Review.Outcome.REOPENED)
    counted: Any = _with_next(given).values("reply__agency", "reply__agency__name")
    found = counted.annotate(
        part=Count("pk", filter=unsatisfied),
        whole=Count("pk"),
        reopened=Count("pk", filter=reopened),
        better=Count("pk", filter=reopened & Q(next_score=Score.SATISFIED)),
    ).order_by("-part", "reply__agency__name")
    names = ("reply__agency", "reply__agency__name", "part", "whole", "reopened", "better")
    return [Line(*(row[name] for name in names)) for row in found[:MOST_LINES]]


def _with_next(given: QuerySet[Rating]) -> QuerySet[Rating]:
    """Verdicts with the next one on the same case: `next_score`, `next_at`, None where there is none."""
    later = Rating.objects.filter(case=OuterRef("case"), rated_at__gt=OuterRef("rated_at")).order_by("rated_at")
    return given.annotate(
        next_score=Subquery(later.values("score")[:1]), next_at=Subquery(later.values("rated_at")[:1])
    )


def _in_words(found: list[Rating]) -> list[Rating]:
    for rating in found:
        rating.said = labels(rating.said)  # type: ignore[attr-defined]
        score = getattr(rating, "next_score", None)
        rating.next_label = str(Score(score).label) if score else ""  # type: ignore[attr-defined]
    return found


def _label(pk: int | None, vietnamese: str, english: str) -> str:
    return str(ReviewCause(label=vietnamese, label_en=english)) if pk else _("Chưa ghi nguyên nhân")


def _mark(rating: Rating) -> str:
    return f"{(rating.rated_at - EPOCH) // MICROSECOND}-{rating.pk}"


def _read(typed: str) -> tuple[datetime, int] | None:
    at, _dash, pk = typed[:40].partition("-")
    if not (at.isascii() and at.isdigit() and pk.isascii() and pk.isdigit()) or len(at) > 17 or len(pk) > 18:
        return None
    return EPOCH + int(at) * MICROSECOND, int(pk)
