"""Words: messages between citizen and agencies, and internal notes. Two verbs, two tables."""

from collections.abc import Sequence
from datetime import datetime

from pakn_plugin import text
from pakn_plugin.access import Actor, partner_agency
from pakn_plugin.models import ActorKind, Case, Message, Note
from pakn_plugin.pictures import Picture
from pakn_plugin.services import photos
from pakn_plugin.services.moves import moving
from pakn_plugin.states import Action


def write_message(case: Case, actor: Actor, body: str, now: datetime) -> Message:
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
    )


def send_message(case_id: int, actor: Actor, body: str, now: datetime, pictures: Sequence[Picture] = ()) -> Message:
    """Staff write to the citizen."""
    return _say(case_id, actor, Action.MESSAGE, body, now, pictures)


def answer_message(case_id: int, actor: Actor, body: str, now: datetime, pictures: Sequence[Picture] = ()) -> Message:
    """The citizen writes to whoever handles the case."""
    return _say(case_id, actor, Action.ANSWER_MESSAGE, body, now, pictures)


def add_note(case_id: int, actor: Actor, body: str, now: datetime) -> Note:
    """Write an internal note. Raises ValueError for an empty text."""
    with moving(case_id, actor, Action.NOTE, now) as move:
        note = write_note(move.case, actor, body, now)
        move.data = {"note": note.pk}
        return note


def write_note(case: Case, actor: Actor, body: str, now: datetime) -> Note:
    """Add a note to a case whose row the caller has locked. Raises ValueError for an empty text."""
    cleaned = text.clean(body)
    if not cleaned:
        raise ValueError("a note needs a text")
    agency = partner_agency(actor, case) or case.agency_id
    return Note.objects.create(case=case, author=actor.user, agency_id=agency, text=cleaned, written_at=now)


def _say(case_id: int, actor: Actor, action: Action, body: str, now: datetime, pictures: Sequence[Picture]) -> Message:
    with moving(case_id, actor, action, now) as move:
        message = write_message(move.case, actor, body, now)
        photos.attach(move.case, pictures, message=message)
        move.data = {"message": message.pk}
        return message
