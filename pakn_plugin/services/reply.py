"""The official reply: an officer drafts, a leader approves, two different people; published replies never change."""

from collections.abc import Sequence
from datetime import datetime

from pakn_plugin import text
from pakn_plugin.access import Actor
from pakn_plugin.models import Case, Reply
from pakn_plugin.pictures import Picture
from pakn_plugin.queries import internal
from pakn_plugin.services import answering, promises
from pakn_plugin.services.answering import NOTHING, Extras
from pakn_plugin.services.comparing import Held, before_publication, before_submission
from pakn_plugin.services.conversation import write_note
from pakn_plugin.services.moves import Move, moving
from pakn_plugin.states import Action

__all__ = ["Held", "approve", "return_reply", "save_draft", "submit_reply", "write_and_submit"]
Status = Reply.Status
OPEN_DRAFT = (Status.DRAFT, Status.RETURNED)


def save_draft(
    case_id: int,
    actor: Actor,
    body: str,
    now: datetime,
    pictures: Sequence[Picture] = (),
    drop_photos: Sequence[int] = (),
    extras: Extras = NOTHING,
) -> Reply:
    """Write or rewrite the draft of the next reply; `drop_photos` are ids of the draft's own photos.

    A draft may leave points without an answer.
    """
    with moving(case_id, actor, Action.DRAFT_REPLY, now) as move:
        reply = _draft(move.case, actor, body, now, internal.texts_of(move.case), extras)
        reply.save(force_insert=reply.pk is None, force_update=reply.pk is not None)
        answering.keep_files(move.case, reply, pictures, drop_photos, extras)
        move.data = {"reply": reply.pk}
        return reply


def submit_reply(case_id: int, actor: Actor, now: datetime, passing: str = "", confirmed: bool = True) -> Reply:
    """Send the draft for approval. Raises ValueError where there is none with a text.

    Raises answering.Unanswered where a point of the case is left open. Where it repeats an internal text, Held is
    raised unless `passing` tells the approver why it should go on; where something else was found, unless it is
    `confirmed` that somebody has looked at it.
    """
    with moving(case_id, actor, Action.SUBMIT_REPLY, now) as move:
        reply = open_draft(move.case)
        if reply is None or not reply.text:
            raise ValueError("there is no draft to submit")
        answering.check_whole(reply, move.case)
        note = before_submission(move, reply, actor, passing, confirmed, internal.texts_of(move.case))
        reply.status = Status.PENDING
        reply.save(update_fields=["status"])
        move.data = {"reply": reply.pk} | ({"note": note.pk} if note else {})
        return reply


def write_and_submit(
    case_id: int,
    actor: Actor,
    body: str,
    now: datetime,
    pictures: Sequence[Picture] = (),
    drop_photos: Sequence[int] = (),
    passing: str = "",
    confirmed: bool = True,
    extras: Extras = NOTHING,
) -> Reply:
    """Write or rewrite the draft and send it for approval in one move. Raises as `submit_reply` does."""
    if not text.clean(body):
        raise ValueError("a reply needs a text")
    with moving(case_id, actor, Action.SUBMIT_REPLY, now) as move:
        texts = internal.texts_of(move.case)
        reply = _draft(move.case, actor, body, now, texts, extras, Status.PENDING)
        answering.check_whole(reply, move.case)
        note = before_submission(move, reply, actor, passing, confirmed, texts)
        reply.save(force_insert=reply.pk is None, force_update=reply.pk is not None)
        answering.keep_files(move.case, reply, pictures, drop_photos, extras)
        move.data = {"reply": reply.pk} | ({"note": note.pk} if note else {})
        return reply


def approve(case_id: int, actor: Actor, now: datetime, overruling: str = "", confirmed: bool = True) -> Reply:
    """The leader publishes the reply for the citizen.

    Where it repeats an internal text it needs a reason for `overruling` the comparison, which is kept as an internal
    note; where something else was found, somebody has to have `confirmed` that it was seen. StateChanged is raised
    otherwise, and where points were marked anew or a promised day is over. Promises are kept from then on.
    """
    with moving(case_id, actor, Action.APPROVE, now) as move:
        reply = Reply.objects.get(case=move.case, status=Status.PENDING, corrects=None)
        answering.check_whole(reply, move.case)
        found = before_publication(move, reply, actor, overruling, confirmed)
        promises.make(move.case, reply, now)
        publish(reply, move, actor)
        move.case.answered_at = move.case.answered_at or now
        move.data = {"reply": reply.pk, "number": reply.number} | found
        return reply


def publish(reply: Reply, move: Move, actor: Actor) -> None:
    """From now on the citizen reads it; whoever approved it for an absent leader is named with that leader."""
    reply.status, reply.approver, reply.published_at = Status.PUBLISHED, actor.user, move.now
    reply.on_behalf_id = move.standing.pk if move.standing else None
    reply.save(update_fields=["status", "approver", "published_at", "on_behalf", "promises"])


def return_reply(case_id: int, actor: Actor, remarks: str, now: datetime) -> Reply:
    """The leader gives the draft back; the remarks are an internal note. Raises ValueError without remarks."""
    with moving(case_id, actor, Action.RETURN_REPLY, now) as move:
        reply = Reply.objects.get(case=move.case, status=Status.PENDING, corrects=None)
        reply.status = Status.RETURNED
        reply.save(update_fields=["status"])
        note = write_note(move.case, actor, remarks, now)
        move.data = {"reply": reply.pk, "note": note.pk}
        return reply


def open_draft(case: Case) -> Reply | None:
    """The draft on which the case's agency is working; what another agency left behind stays with that agency."""
    drafts = Reply.objects.filter(case=case, agency_id=case.agency_id or 0, status__in=OPEN_DRAFT, corrects=None)
    return drafts.order_by("-number").first()


def _draft(
    case: Case,
    actor: Actor,
    body: str,
    now: datetime,
    texts: internal.Texts,
    extras: Extras,
    status: Status | None = None,
) -> Reply:
    """The draft with a new text and new answers, and with a new status where one is given; the caller saves it."""
    known = texts.versions
    own = next((row for row in known if row.is_draft_of(case) and not row.corrects), None)
    assert case.agency_id is not None  # access lets only an officer of the case's agency come here
    reply = Reply(
        pk=own.pk if own else None,
        case=case,
        number=own.number if own else (known[0].number + 1 if known else 1),
        agency_id=case.agency_id,
        author=actor.user,
        text=text.clean(body),
        drafted_at=now,
        status=status or (own.status if own else Status.DRAFT),
    )
    answering.fill(reply, case, extras)
    return reply
