"""What the citizen's side reads: the reporter's own case without anything internal, and the published copies."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case as Branch
from django.db.models import IntegerField, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from pakn_plugin.models import (
    Agency,
    Case,
    Event,
    Message,
    Pause,
    Photo,
    Rating,
    Reply,
    TimeRequest,
)
from pakn_plugin.prepared import PreparedObjects
from pakn_plugin.queries import own_files
from pakn_plugin.queries.casefile import give_pictures, give_versions
from pakn_plugin.queries.dialogue import give_papers
from pakn_plugin.queries.published import published_replies
from pakn_plugin.queries.seen import citizen_has_news
from pakn_plugin.queries.verdicts import give_reasons, said_of
from pakn_plugin.states import Action, Ground

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
    Action.CORRECT,
    Action.SUBMIT_CORRECTION,
    Action.RETURN_CORRECTION,
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
    Action.MARK_POINTS,
    Action.REMIND,
    Action.REMIND_PROMISE,
    Action.EXPLAIN_RATING,
}
MOST_EVENTS = 200


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
    give_versions(replies)
    give_reasons(replies)
    own = [reply for reply in replies if reply.case_id == case.pk]
    return Story(
        photos=[photo for photo in photos if not photo.message_id and not photo.reply_id],
        steps=_STEPS.objects(case=case.pk),
        messages=messages,
        replies=own,
        main_replies=[reply for reply in replies if reply.case_id != case.pk],
        ratings=[reply.rating for reply in own if hasattr(reply, "rating")],
        has_news=citizen_has_news(messages, own, case.citizen_seen_at),
    )


def own_replies(case: Case) -> Sequence[Reply]:
    """The published replies of a case with `pictures` and `papers`, and with their ratings as `story` has them."""
    photos, papers = own_files.of(case.pk, case.pk)
    replies = _REPLIES.objects(case=case.pk, main=case.pk)
    give_pictures(photos, [], replies)
    give_papers(papers, [], replies)
    give_versions(replies)
    give_reasons(replies)
    return replies


def _messages(case: int) -> QuerySet[Message]:
    return Message.objects.filter(case=case).select_related("agency").defer("author")


def _replies(case: int, main: int) -> QuerySet[Reply]:
    rows = published_replies([case, main]).select_related("rating__review")
    return rows.annotate(said=said_of("rating__pk"))


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


def reporters_photo(case: Case, photo_id: int) -> Photo | None:
    """A photo that the reporter may see: their own, the dialogue's, or of a published reply; never a draft's.

    Of the main case of a duplicate only what belongs to its published replies.
    """
    published = Q(reply__status=Reply.Status.PUBLISHED)
    allowed = Q(case=case) & (Q(reply=None) | published)
    if case.merged_into_id:
        allowed |= published & Q(case=case.merged_into_id, case__restricted=False)
    return Photo.objects.filter(allowed, pk=photo_id).first()


def cases_of(user: Any, limit: int = 20) -> list[Case]:
    """The newest cases that somebody filed while signed in (one query)."""
    if not user.is_authenticated:
        return []
    return list(Case.objects.filter(reporter__user=user).order_by("-filed_at", "-id")[:limit])


def case_by_contact(code: str, phone: str, email: str) -> Case | None:
    """The case of a code, if the contact is its reporter's; the same one query whichever of them is wrong."""
    contact = Q(reporter__phone=phone) if phone else Q(reporter__email__iexact=email)
    return Case.objects.filter(contact, code=code).first() if code and (phone or email) else None
