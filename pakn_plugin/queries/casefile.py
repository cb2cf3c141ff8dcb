"""One case whole, as the desk shows it: dialogue, replies, notes, photos, way, history. Queries never grow."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F

from pakn_plugin.models import (
    Case,
    Coordination,
    Event,
    Message,
    Note,
    Photo,
    Publication,
    Reply,
    Review,
    Transfer,
    Viewing,
)
from pakn_plugin.queries.verdicts import Turn, give_reasons, said_of, turns

LOOKS = 50


@dataclass(frozen=True)
class CaseFile:
    """Everything about a case; messages and replies carry their pictures in `pictures`, replies their `verdict`."""

    photos: list[Photo]
    messages: list[Message]
    replies: list[Reply]
    notes: list[Note]
    transfers: list[Transfer]
    events: list[Event]
    reviews: list[Review]
    turns: list[Turn]
    published_only: bool
    publication: Publication | None
    duplicates: list[Case]


def case_file(case: Case, published_only: bool = False) -> CaseFile:
    """Read the file of a case; `published_only` leaves out replies that the main agency has not published."""
    photos = list(Photo.objects.filter(case=case))
    messages = list(Message.objects.filter(case=case).select_related("author", "agency"))
    shown: Any = Reply.objects.filter(case=case).annotate(said=said_of("rating__pk"))
    replies: list[Reply] = list(shown.select_related("author", "approver", "agency", "rating__review"))
    if published_only:
        replies = [reply for reply in replies if reply.status == Reply.Status.PUBLISHED]
    give_pictures(photos, messages, replies)
    give_reasons(replies)
    reviews = Review.objects.filter(rating__case=case).select_related("reviewer", "cause", "act", "act_agency")
    return CaseFile(
        photos=[photo for photo in photos if not photo.message_id and not photo.reply_id],
        messages=messages,
        replies=replies,
        notes=notes_of(case),
        transfers=list(Transfer.objects.filter(case=case).select_related("agency", "suggested_agency", "proposed_by")),
        events=list(Event.objects.filter(case=case).select_related("actor", "agency").order_by("-number")),
        reviews=list(reviews.order_by("decided_at")),
        turns=turns(replies),
        published_only=published_only,
        publication=Publication.objects.filter(case=case).first(),
        duplicates=list(case.duplicates.filter(restricted=case.restricted).order_by("pk")[:20]),
    )


def notes_of(case: Case) -> list[Note]:
    """The internal notes, oldest first."""
    return list(Note.objects.filter(case=case).select_related("author", "agency"))


def coordinations_of(case: Case) -> list[Coordination]:
    """What other agencies were asked, and what they answered, oldest first. Internal."""
    return list(Coordination.objects.filter(case=case).select_related("agency", "asked_by", "answered_by"))


def viewings_of(case: Case) -> list[Viewing]:
    """Who looked at what is hidden from most, the newest first; at most LOOKS."""
    return list(Viewing.objects.filter(case=case).select_related("user")[:LOOKS])


def open_reply(case: Case) -> Reply | None:
    """The reply on which the case's agency works, with its pictures; another agency's draft stays there."""
    open_states = (Reply.Status.DRAFT, Reply.Status.RETURNED, Reply.Status.PENDING)
    own = Reply.objects.filter(case=case, agency_id=case.agency_id or 0, status__in=open_states)
    reply = own.select_related("author", "agency").last()
    if reply:
        give_pictures(list(Photo.objects.filter(reply=reply)), [], [reply])
    return reply


def cases_with_draft(cases: Iterable[Case]) -> set[int]:
    """Which of the cases have a reply that their agency has begun and not published."""
    begun = Reply.objects.filter(case__in=[case.pk for case in cases]).exclude(status=Reply.Status.PUBLISHED)
    return set(begun.filter(agency=F("case__agency")).values_list("case_id", flat=True))


def give_pictures(photos: list[Photo], messages: list[Message], replies: list[Reply]) -> None:
    """Hang each photo on the message or reply that it belongs to."""
    by_message: dict[int, list[Photo]] = defaultdict(list)
    by_reply: dict[int, list[Photo]] = defaultdict(list)
    for photo in photos:
        if photo.message_id:
            by_message[photo.message_id].append(photo)
        if photo.reply_id:
            by_reply[photo.reply_id].append(photo)
    for message in messages:
        message.pictures = by_message[message.pk]  # type: ignore[attr-defined]
    for reply in replies:
        reply.pictures = by_reply[reply.pk]  # type: ignore[attr-defined]
