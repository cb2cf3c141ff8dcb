"""Words: messages between citizen and agencies, and internal notes. Two verbs, two tables."""

from collections.abc import Sequence
from datetime import datetime

from pakn_plugin import text
from pakn_plugin.access import Actor, partner_agency
from pakn_plugin.documents import Pdf
from pakn_plugin.models import ActorKind, Case, Message, Note
from pakn_plugin.pictures import Picture
from pakn_plugin.services import dialogue, documents, photos
from pakn_plugin.services.moves import moving
from pakn_plugin.states import Action


def write_message(case: Case, actor: Actor, body: str, now: datetime, asks: bool = False) -> Message:
    """Add a message to a case whose row the caller has locked. Raises ValueError for an empty text."""
    cleaned = text.clean(body)
    if not cleaned:
        raise ValueError("a message needs a text")
    return Message.objects.create(
        case=case,
        from_citizen=actor.kind == ActorKind.CITIZEN,
        author=actor.user,
        agency_id=None if actor.kind == ActorKind.CITIZEN else case.agency_id,
        text=cleaned,
        sent_at=now,
        asks=asks,
    )


def send_message(
    case_id: int,
    actor: Actor,
    body: str,
    now: datetime,
    pictures: Sequence[Picture] = (),
    pdfs: Sequence[Pdf] = (),
    asks: bool = False,
) -> Message:
    """Staff write to the citizen, which answers what the citizen wrote; `asks`: the next word is the citizen's."""
    with moving(case_id, actor, Action.MESSAGE, now) as move:
        message = write_message(move.case, actor, body, now, asks)
        _attach(move.case, message, pictures, pdfs)
        if asks:
            dialogue.ask(move.case, now)
        move.data = {"message": message.pk}
        return message


def answer_message(
    case_id: int, actor: Actor, body: str, now: datetime, pictures: Sequence[Picture] = (), pdfs: Sequence[Pdf] = ()
) -> Message:
    """The citizen writes to whoever handles the case, who owes an answer from now on."""
    with moving(case_id, actor, Action.ANSWER_MESSAGE, now) as move:
        message = write_message(move.case, actor, body, now, asks=True)
        _attach(move.case, message, pictures, pdfs)
        dialogue.owe(move.case, now)
        move.data = {"message": message.pk}
        return message


def waive_message(case_id: int, actor: Actor, reason: str, sentence: str, now: datetime) -> Message:
    """No answer is needed: why stays inside, the citizen gets a plain sentence. Raises ValueError without either."""
    with moving(case_id, actor, Action.WAIVE_MESSAGE, now) as move:
        note = write_note(move.case, actor, reason, now)
        message = write_message(move.case, actor, sentence, now)
        move.data = {"message": message.pk, "note": note.pk}
        return message


def add_note(
    case_id: int,
    actor: Actor,
    body: str,
    now: datetime,
    pictures: Sequence[Picture] = (),
    pdfs: Sequence[Pdf] = (),
) -> Note:
    """Write an internal note. Raises ValueError for an empty text."""
    with moving(case_id, actor, Action.NOTE, now) as move:
        note = write_note(move.case, actor, body, now)
        photos.attach_to_note(note, pictures)
        documents.attach_to_note(note, pdfs)
        move.data = {"note": note.pk}
        return note


def write_note(case: Case, actor: Actor, body: str, now: datetime) -> Note:
    """Add a note to a case whose row the caller has locked. Raises ValueError for an empty text."""
    cleaned = text.clean(body)
    if not cleaned:
        raise ValueError("a note needs a text")
    agency = partner_agency(actor, case) or case.agency_id
    return Note.objects.create(case=case, author=actor.user, agency_id=agency, text=cleaned, written_at=now)


def _attach(case: Case, message: Message, pictures: Sequence[Picture], pdfs: Sequence[Pdf]) -> None:
    photos.attach(case, pictures, message=message)
    documents.attach(case, pdfs, message=message)
