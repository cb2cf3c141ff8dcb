"""Whose turn it is in the dialogue of a case, since when and until when; what was attached to it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pakn_plugin.models import Case, Document, Note, NoteDocument, NotePhoto, Reply
from pakn_plugin.states import Side, State


@dataclass(frozen=True)
class Turn:
    """Who owes the next word; `late` is said of the handling side only: a citizen's silence is no fault."""

    side: Side | None
    since: datetime | None = None
    until: datetime | None = None
    late: bool = False


def turn_of(case: Case, now: datetime) -> Turn:
    """Whose turn it is (no query). A request for a supplement is the citizen's turn, within its own limit."""
    if case.state == State.NEEDS_INFO:
        return Turn(Side.CITIZEN, case.state_since, case.stage_due_at)
    if not case.word_by:
        return Turn(None)
    side = Side(case.word_by)
    late = side == Side.HANDLER and case.word_due_at is not None and case.word_due_at < now
    return Turn(side, case.word_since, case.word_due_at, late)


def give_papers(documents: Iterable[Document], *owners: Sequence[Any]) -> None:
    """Hang each document, as `papers`, on the message or reply that it belongs to."""
    by_owner: dict[tuple[bool, int | None], list[Document]] = defaultdict(list)
    for each in documents:
        by_owner[each.reply_id is not None, each.reply_id or each.message_id].append(each)
    for owner in (owner for rows in owners for owner in rows):
        owner.papers = by_owner[isinstance(owner, Reply), owner.pk]


def give_files(notes: Sequence[Note]) -> None:
    """Hang on each internal note its photos and documents (two queries, none where there are no notes)."""
    if not notes:
        return
    ids = [note.pk for note in notes]
    pictures: dict[int, list[NotePhoto]] = defaultdict(list)
    papers: dict[int, list[NoteDocument]] = defaultdict(list)
    for photo in NotePhoto.objects.filter(note__in=ids).order_by("pk"):
        pictures[photo.note_id].append(photo)
    for document in NoteDocument.objects.filter(note__in=ids).order_by("pk"):
        papers[document.note_id].append(document)
    for note in notes:
        note.pictures, note.papers = pictures[note.pk], papers[note.pk]  # type: ignore[attr-defined]
