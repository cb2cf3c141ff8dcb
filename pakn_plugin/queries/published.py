"""The published copies of cases: what everybody may read of them, newest first, and nothing of the inside."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from pakn_plugin.models import Document, Photo, Publication, Rating, Reply
from pakn_plugin.queries.album import give_album
from pakn_plugin.queries.searching import with_words, words_of
from pakn_plugin.states import ENDED, State

PAGE = 20
LONGEST_QUERY = 100
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


def published_replies(cases: Sequence[int]) -> QuerySet[Reply]:
    """The published versions of some cases' replies, in their order."""
    return (
        Reply.objects.filter(case__in=cases, status=Reply.Status.PUBLISHED).select_related("agency").order_by("number")
    )


def uncorrected() -> Q:
    """Published, and no published correction has taken its place."""
    newer = Reply.objects.filter(corrects=OuterRef("pk"), status=Reply.Status.PUBLISHED)
    return Q(~Exists(newer), status=Reply.Status.PUBLISHED)


def published() -> QuerySet[Publication]:
    """Public copies that stand today; a case that its reporter took back is not shown any more."""
    return Publication.objects.filter(withdrawn_at=None).exclude(case__state=State.WITHDRAWN)


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for among the published cases; empty values do not narrow."""

    query: str = ""
    topic: str = ""
    area: int | None = None
    stage: str = ""


STAGES = {
    "open": Q(case__answered_at=None) & ~Q(case__state__in=ENDED),
    "answered": Q(case__answered_at__isnull=False),
    "ended": Q(case__answered_at=None, case__state__in=ENDED),
}


def published_page(wanted: Wanted, after: str = "") -> tuple[list[Publication], str]:
    """One page of published cases, newest first, and the cursor of the next page (empty at the end).

    Takes the cursor of the page before; a cursor that cannot be read is the beginning. Two queries.
    """
    rows = _narrowed(wanted)
    place = _read_cursor(after)
    if place:
        at, pk = place
        rows = rows.filter(Q(approved_at__lt=at) | Q(approved_at=at, pk__lt=pk))
    own = Photo.objects.filter(message=None, reply=None, is_public=True).order_by("order", "id")
    found = list(
        rows.select_related("case__topic", "case__area", "case__agency")
        .prefetch_related(Prefetch("case__photos", queryset=own, to_attr="public_photos"))
        .order_by("-approved_at", "-id")[: PAGE + 1]
    )
    return found[:PAGE], _cursor(found[PAGE - 1]) if len(found) > PAGE else ""


def _narrowed(wanted: Wanted) -> QuerySet[Publication]:
    rows = published()
    rows = with_words(rows, words_of(wanted.query[:LONGEST_QUERY]))
    if wanted.topic:
        rows = rows.filter(case__topic__code=wanted.topic)
    if wanted.area:
        rows = rows.filter(case__area_id=wanted.area)
    if wanted.stage in STAGES:
        rows = rows.filter(STAGES[wanted.stage])
    return rows


def _cursor(row: Publication) -> str:
    return f"{(row.approved_at - EPOCH) // MICROSECOND}-{row.pk}"


def _read_cursor(typed: str) -> tuple[datetime, int] | None:
    at, _dash, pk = typed[:60].partition("-")
    if not (at.isascii() and at.isdigit() and pk.isascii() and pk.isdigit()) or len(at) > 17 or len(pk) > 18:
        return None
    return EPOCH + int(at) * MICROSECOND, int(pk)


def published_case(public_id: str) -> Publication | None:
    """One public copy with what belongs to it, None where there is none (any more)."""
    rows = published().select_related("case__topic", "case__area", "case__agency")
    return rows.filter(public_id=public_id.lower()).first()


def public_side(publication: Publication) -> dict[str, Any]:
    """Pictures, published replies with what is public of them, and the last rating of a public copy (five queries).

    Of a corrected reply only the newest version: what was corrected may be what the public must not read.
    """
    case = publication.case
    papers = Prefetch("documents", queryset=Document.objects.filter(is_public=True).order_by("order", "id"))
    photos = Prefetch("photos", queryset=Photo.objects.order_by("order", "id"))
    filed = list(Photo.objects.filter(case=case, message=None, reply=None, is_public=True))
    replies = list(published_replies([case.pk]).filter(uncorrected()).prefetch_related(photos, papers))
    for reply in replies:
        give_album(reply, list(reply.photos.all()), filed)
    rating = Rating.objects.filter(case=case).defer("comment").order_by("-rated_at").first()
    return {
        "photos": filed,
        "replies": replies,
        "rating": rating,
        "rated_earlier": rating is not None and all(rating.reply_id != reply.pk for reply in replies),
    }


def public_photo(publication: Publication, photo_id: int) -> Photo | None:
    """A picture that everyone may see: approved ones of the filing, and those of published replies as they are now."""
    allowed = Q(message=None, reply=None, is_public=True) | Q(reply__in=Reply.objects.filter(uncorrected()))
    return Photo.objects.filter(allowed, case=publication.case_id, pk=photo_id).first()


def answered_since(moment: datetime, limit: int) -> list[Publication]:
    """Published cases that were answered after a moment, the newest answer first (one query)."""
    rows = published().filter(case__answered_at__gt=moment)
    return list(rows.select_related("case__topic", "case__area", "case__agency").order_by("-case__answered_at")[:limit])
