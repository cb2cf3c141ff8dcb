"""What the citizen's side reads: the reporter's own case without anything internal, and the published copies."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Case as Branch
from django.db.models import IntegerField, OuterRef, Prefetch, Q, QuerySet, Subquery, When
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from pakn_plugin.models import (
    Agency,
    Case,
    Document,
    Event,
    Message,
    Pause,
    Photo,
    Publication,
    Rating,
    Reply,
    TimeRequest,
)
from pakn_plugin.prepared import PreparedObjects
from pakn_plugin.queries import own_files
from pakn_plugin.queries.casefile import give_pictures
from pakn_plugin.queries.dialogue import give_papers
from pakn_plugin.queries.searching import with_words, words_of
from pakn_plugin.queries.seen import citizen_has_news
from pakn_plugin.states import ENDED, Action, Ground, State

# Steps that the reporter is told about; words of the dialogue stand in the thread, the rest is internal.
TOLD = frozenset(Action) - {
    Action.CLASSIFY,
    Action.ASSIGN,
    Action.MESSAGE,
    Action.ANSWER_MESSAGE,
    Action.NOTE,
    Action.DRAFT_REPLY,
    Action.PUBLISH,
    Action.RETURN_REPLY,
    Action.SUBMIT_REPLY,
    Action.INVITE,
    Action.CONTRIBUTE,
    Action.UNINVITE,
    Action.ASK_EXTENSION,
    Action.REFUSE_EXTENSION,
    Action.ASK_VERIFICATION,
    Action.REFUSE_VERIFICATION,
    Action.RESTRICT,
    Action.LIFT,
    Action.HAND_OVER,
    Action.WAIVE_MESSAGE,
    Action.REMIND,
}
MOST_EVENTS = 200
PAGE = 20
LONGEST_QUERY = 100
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True)
class Story:
    """Everything that the reporter may see of a case."""

    photos: Sequence[Photo]
    steps: Sequence[Event]
    messages: Sequence[Message]
    replies: Sequence[Reply]
    main_replies: Sequence[Reply]
    ratings: Sequence[Rating]
    has_news: bool


@dataclass(frozen=True)
class OnSite:
    """A verification that goes on: since when, and until when at most."""

    began_at: datetime
    until: datetime | None


@dataclass(frozen=True)
class MoreTime:
    """What was granted about time, each with its reason, and the verification for which the clock stands still."""

    extension: TimeRequest | None = None
    verification: TimeRequest | None = None
    pause: OnSite | None = None


def story(case: Case) -> Story:
    """The reporter's view of a case: four queries, however long the dialogue is.

    Messages and replies carry their photos as `pictures` and their documents as `papers`. Of the main case of a
    duplicate there are the published replies with theirs; whether they may be shown is for `kin.main_of` to say.
    """
    main = case.merged_into_id or case.pk
    photos, papers = own_files.of(case.pk, main)
    messages = _MESSAGES.objects(case=case.pk)
    replies = _REPLIES.objects(case=case.pk, main=main)
    give_pictures(photos, messages, replies)
    give_papers(papers, messages, replies)
    own_replies = [reply for reply in replies if reply.case_id == case.pk]
    return Story(
        photos=[photo for photo in photos if not photo.message_id and not photo.reply_id],
        steps=_STEPS.objects(case=case.pk),
        messages=messages,
        replies=own_replies,
        main_replies=[reply for reply in replies if reply.case_id != case.pk],
        ratings=[reply.rating for reply in own_replies if hasattr(reply, "rating")],
        has_news=citizen_has_news(messages, own_replies, case.citizen_seen_at),
    )


def _messages(case: int) -> QuerySet[Message]:
    return Message.objects.filter(case=case).select_related("agency").defer("author")


def _replies(case: int, main: int) -> QuerySet[Reply]:
    return _published_replies([case, main]).select_related("rating__review")


def _steps(case: int) -> QuerySet[Event]:
    events = Event.objects.filter(case=case, action__in=TOLD).select_related("agency").order_by("-number")
    columns = ("action", "at", "to_state", "actor_kind", "data", "agency__name", "case_id", "number")
    return _with_giver(events).only(*columns)[:MOST_EVENTS]


_MESSAGES = PreparedObjects(_messages, case=-1)
_REPLIES = PreparedObjects(_replies, case=-1, main=-2)
_STEPS = PreparedObjects(_steps, case=-1)


def _with_giver(events: QuerySet[Event]) -> QuerySet[Event]:
    """Steps with `gave_back`: the agency that gave the case back; the step itself lies with the operator already."""
    agency = Cast(KeyTextTransform("agency", "data"), IntegerField())
    gone = Branch(When(action__in=(Action.DECLINE, Action.SEND_BACK), then=agency))
    name = Agency.objects.filter(pk=OuterRef("gone")).values("name")
    return events.annotate(gone=gone).annotate(gave_back=Subquery(name[:1]))


def more_time(case: Case, steps: Sequence[Event]) -> MoreTime:
    """What the reporter reads about extension and verification; asks only where a step tells of one (one query)."""
    if not any(step.action in (Action.GRANT_EXTENSION, Action.GRANT_VERIFICATION) for step in steps):
        return MoreTime()
    granted = TimeRequest.objects.filter(case=case, outcome=TimeRequest.Outcome.GRANTED)
    on_site = Pause.objects.filter(case=OuterRef("case"), ground=Ground.VERIFICATION, ended_at__isnull=True)
    moments = {name: Subquery(on_site.values(name)[:1]) for name in ("began_at", "until")}
    rows = granted.select_related("agency").defer("remark").annotate(**moments)
    by_kind = {row.kind: row for row in rows}
    verification = by_kind.get(TimeRequest.Kind.VERIFICATION)
    began, until = (getattr(verification, name, None) for name in moments)
    paused = OnSite(began, until) if began else None
    return MoreTime(by_kind.get(TimeRequest.Kind.EXTENSION), verification, paused)


def _published_replies(cases: Sequence[int]) -> QuerySet[Reply]:
    return (
        Reply.objects.filter(case__in=cases, status=Reply.Status.PUBLISHED).select_related("agency").order_by("number")
    )


def reporters_photo(case: Case, photo_id: int) -> Photo | None:
    """A photo that the reporter may see: their own, the dialogue's, or of a published reply; never a draft's.

    Of the main case of a duplicate only what belongs to its published replies.
    """
    published = Q(reply__status=Reply.Status.PUBLISHED)
    allowed = Q(case=case) & (Q(reply=None) | published)
    if case.merged_into_id:
        allowed |= published & Q(case=case.merged_into_id, case__restricted=False)
    return Photo.objects.filter(allowed, pk=photo_id).first()


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
    """Pictures, published replies with what is public of them, and the last rating of a public copy (five queries)."""
    case = publication.case
    papers = Prefetch("documents", queryset=Document.objects.filter(is_public=True).order_by("order", "id"))
    photos = Prefetch("photos", queryset=Photo.objects.order_by("order", "id"))
    return {
        "photos": list(Photo.objects.filter(case=case, message=None, reply=None, is_public=True)),
        "replies": list(_published_replies([case.pk]).prefetch_related(photos, papers)),
        "rating": Rating.objects.filter(case=case).defer("comment").order_by("-rated_at").first(),
    }


def public_photo(publication: Publication, photo_id: int) -> Photo | None:
    """A picture that everyone may see: approved ones of the filing, and those of published replies."""
    allowed = Q(message=None, reply=None, is_public=True) | Q(reply__status=Reply.Status.PUBLISHED)
    return Photo.objects.filter(allowed, case=publication.case_id, pk=photo_id).first()


def answered_since(moment: datetime, limit: int) -> list[Publication]:
    """Published cases that were answered after a moment, the newest answer first (one query)."""
    rows = published().filter(case__answered_at__gt=moment)
    return list(rows.select_related("case__topic", "case__area", "case__agency").order_by("-case__answered_at")[:limit])


def cases_of(user: Any, limit: int = 20) -> list[Case]:
    """The newest cases that somebody filed while signed in (one query)."""
    if not user.is_authenticated:
        return []
    return list(Case.objects.filter(reporter__user=user).order_by("-filed_at", "-id")[:limit])


def case_by_contact(code: str, phone: str, email: str) -> Case | None:
    """The case of a code, if the contact is its reporter's; the same one query whichever of them is wrong."""
    contact = Q(reporter__phone=phone) if phone else Q(reporter__email__iexact=email)
    return Case.objects.filter(contact, code=code).first() if code and (phone or email) else None
