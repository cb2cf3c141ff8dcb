"""The official reply: an officer drafts, a leader approves, two different people; published replies never change."""

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from pakn_plugin import text
from pakn_plugin.access import Actor, StateChanged
from pakn_plugin.models import Case, Note, Reply
from pakn_plugin.pictures import Picture
from pakn_plugin.queries import internal
from pakn_plugin.services import answering, promises
from pakn_plugin.services.answering import NOTHING, Extras
from pakn_plugin.services.conversation import write_note
from pakn_plugin.services.moves import Move, moving
from pakn_plugin.states import Action

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
        answering.keep_pictures(move.case, reply, pictures, drop_photos, extras)
        move.data = {"reply": reply.pk}
        return reply


class Held(StateChanged):
    """The comparison found something: the reply does not go on as it is."""


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
        note = _pass(move, reply, actor, passing, confirmed, internal.texts_of(move.case))
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
        note = _pass(move, reply, actor, passing, confirmed, texts)
        reply.save(force_insert=reply.pk is None, force_update=reply.pk is not None)
        answering.keep_pictures(move.case, reply, pictures, drop_photos, extras)
        move.data = {"reply": reply.pk} | ({"note": note.pk} if note else {})
        return reply


def approve(case_id: int, actor: Actor, now: datetime, overruling: str = "") -> Reply:
    """The leader publishes the reply for the citizen.

    Where it repeats an internal text it needs a reason for `overruling` the comparison, which is kept as an internal
    note; without one StateChanged is raised, as where points were marked anew or a promised day is over. Promises are
    kept from then on.
    """
    with moving(case_id, actor, Action.APPROVE, now) as move:
        reply = Reply.objects.get(case=move.case, status=Status.PENDING)
        answering.check_whole(reply, move.case)
        overruled = _overrule(move.case, reply, actor, overruling, now)
        reply.status, reply.approver, reply.published_at = Status.PUBLISHED, actor.user, now
        promises.make(move.case, reply, now)
        reply.save(update_fields=["status", "approver", "published_at", "promises"])
        move.case.answered_at = move.case.answered_at or now
        move.data = {"reply": reply.pk, "number": reply.number} | ({"note": overruled.pk} if overruled else {})
        return reply


def _overrule(case: Case, reply: Reply, actor: Actor, reason: str, now: datetime) -> Note | None:
    """The note that keeps why a reply goes out although it repeats an internal text; none where it does not."""
    if not internal.compare(case, reply.whole).blocks:
        return None
    if not text.clean(reason):
        raise StateChanged(_("Nội dung trả lời trùng với văn bản nội bộ. Hãy trả lại để sửa, hoặc nêu lý do công bố."))
    return write_note(case, actor, _("Công bố dù trùng với văn bản nội bộ: %s") % text.clean(reason), now)


def _pass(move: Move, reply: Reply, actor: Actor, reason: str, confirmed: bool, texts: internal.Texts) -> Note | None:
    """The note that tells the approver why a reply that repeats an internal text goes on; none where it does not."""
    found = internal.compare_reply(move.case, reply, timezone.localdate(move.now), texts)
    if found.findings and not found.blocks and not confirmed:
        raise Held(_("Chưa trình duyệt: hãy xem các điểm được đánh dấu, sửa lại hoặc xác nhận vẫn trình."))
    if not found.blocks:
        return None
    if not text.clean(reason):
        raise Held(_("Chưa trình duyệt: nội dung trùng với văn bản nội bộ. Hãy sửa, hoặc nêu lý do cho lãnh đạo."))
    words = _("Trình duyệt dù trùng với văn bản nội bộ: %s") % text.clean(reason)
    return write_note(move.case, actor, words, move.now)


def return_reply(case_id: int, actor: Actor, remarks: str, now: datetime) -> Reply:
    """The leader gives the draft back; the remarks are an internal note. Raises ValueError without remarks."""
    with moving(case_id, actor, Action.RETURN_REPLY, now) as move:
        reply = Reply.objects.get(case=move.case, status=Status.PENDING)
        reply.status = Status.RETURNED
        reply.save(update_fields=["status"])
        note = write_note(move.case, actor, remarks, now)
        move.data = {"reply": reply.pk, "note": note.pk}
        return reply


def open_draft(case: Case) -> Reply | None:
    """The draft on which the case's agency is working; what another agency left behind stays with that agency."""
    drafts = Reply.objects.filter(case=case, agency_id=case.agency_id or 0, status__in=OPEN_DRAFT)
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
    own = next((row for row in known if row.agency_id == case.agency_id and row.status in OPEN_DRAFT), None)
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
