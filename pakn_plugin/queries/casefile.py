"""One case whole, as the desk shows it: dialogue, replies, notes, photos, way, history. Queries never grow."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q

from pakn_plugin import corrections
from pakn_plugin.models import (
    Case,
    Coordination,
    Document,
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
from pakn_plugin.queries.album import give_album
from pakn_plugin.queries.deputies import give_leaders
from pakn_plugin.queries.dialogue import give_files, give_papers
from pakn_plugin.queries.handed import give_before
from pakn_plugin.queries.signatures import give_agencies
from pakn_plugin.queries.verdicts import Turn, give_reasons, said_of, turns
from pakn_plugin.states import Action

LOOKS = 50


@dataclass(frozen=True)
class CaseFile:
    """Everything about a case; messages and replies carry `pictures` and `papers`, replies their `verdict`."""

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
    people = ("author", "approver", "agency", "rating__review", "on_behalf__leader")
    replies: list[Reply] = list(shown.select_related(*people))
    last = max((reply.pk for reply in replies if reply.status == Reply.Status.PUBLISHED), default=None)
    void = [reply for reply in replies if reply.corrects_id not in (None, last) and not reply.published_at]
    if published_only:
        replies = [reply for reply in replies if reply.status == Reply.Status.PUBLISHED]
    replies = [reply for reply in replies if reply not in void]
    give_pictures(photos, messages, replies)
    give_papers(Document.objects.filter(case=case), messages, replies)
    give_versions(replies)
    give_reasons(replies)
    events = list(Event.objects.filter(case=case).select_related("actor", "agency").order_by("-number"))
    give_leaders(events)
    give_before(events)
    give_agencies(events)
    reviews = Review.objects.filter(rating__case=case).select_related("reviewer", "cause", "act", "act_agency")
    return CaseFile(
        photos=[photo for photo in photos if not photo.message_id and not photo.reply_id],
        messages=messages,
        replies=replies,
        notes=notes_of(case),
        transfers=list(Transfer.objects.filter(case=case).select_related("agency", "suggested_agency", "proposed_by")),
        events=events,
        reviews=list(reviews.order_by("decided_at")),
        turns=turns(replies),
        published_only=published_only,
        publication=Publication.objects.filter(case=case).first(),
        duplicates=list(case.duplicates.filter(restricted=case.restricted).order_by("pk")[:20]),
    )


def notes_of(case: Case) -> list[Note]:
    """The internal notes with their files, oldest first."""
    notes = list(Note.objects.filter(case=case).select_related("author", "agency"))
    give_files(notes)
    return notes


def coordinations_of(case: Case) -> list[Coordination]:
    """What other agencies were asked, and what they answered, oldest first. Internal."""
    return list(Coordination.objects.filter(case=case).select_related("agency", "asked_by", "answered_by"))


def viewings_of(case: Case) -> list[Viewing]:
    """Who looked at what is hidden from most, the newest first; at most LOOKS."""
    return list(Viewing.objects.filter(case=case).select_related("user")[:LOOKS])


def open_reply(case: Case) -> Reply | None:
    """The reply on which the case's agency works, with its pictures; another agency's draft stays there."""
    open_states = (Reply.Status.DRAFT, Reply.Status.RETURNED, Reply.Status.PENDING)
    own = Reply.objects.filter(case=case, agency_id=case.agency_id or 0, status__in=open_states, corrects=None)
    return with_pictures(own.select_related("author", "agency").last())


def open_correction(case: Case) -> Reply | None:
    """The correction on which the case's agency works, or which waits for its leader, with its pictures."""
    return with_pictures(corrections.under_way(case))


def last_remark(case: Case, draft: Reply | None) -> Note | None:
    """What the leader said to the draft that was given back, for beside its editor (two queries; else none)."""
    if draft is None or draft.status != Reply.Status.RETURNED:
        return None
    returned = Event.objects.filter(case=case, action__in=(Action.RETURN_REPLY, Action.RETURN_CORRECTION))
    note = returned.filter(data__reply=draft.pk).order_by("-number").values_list("data__note", flat=True).first()
    return Note.objects.select_related("author").filter(case=case, pk=note or 0).first()


def with_pictures(reply: Reply | None) -> Reply | None:
    """A reply with its photos (one query)."""
    if reply:
        filed = Q(case=reply.case_id, pk__in=reply.before, reply=None, message=None)
        give_pictures(list(Photo.objects.filter(Q(reply=reply) | filed)), [], [reply])
        give_papers(Document.objects.filter(reply=reply), [reply])
    return reply


def give_versions(replies: Iterable[Reply]) -> None:
    """Hang on each reply the published correction that has taken its place, or None."""
    rows = list(replies)
    newer = {reply.corrects_id: reply for reply in rows if reply.status == Reply.Status.PUBLISHED}
    for reply in rows:
        reply.corrected_by = newer.get(reply.pk)  # type: ignore[attr-defined]


def cases_with_draft(cases: Iterable[Case]) -> set[int]:
    """Which of the cases have a reply that their agency has begun and not published."""
    begun = Reply.objects.filter(case__in=[case.pk for case in cases], corrects=None)
    begun = begun.exclude(status=Reply.Status.PUBLISHED)
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
        give_album(reply, by_reply[reply.pk], photos)
