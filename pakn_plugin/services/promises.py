"""What was promised by a day: recorded when the reply is published, remembered, reported kept, or broken by time.

The row is the truth; what the citizen's pages show of it lies with the reply, so that they need not ask for it.
"""

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from pakn_plugin import keeping, text
from pakn_plugin.access import SYSTEM, Actor, NotAllowed, StateChanged
from pakn_plugin.answers import Kept, Outcome, Promise, Side, answers_of
from pakn_plugin.models import Case, Commitment, Note, Photo, Reply
from pakn_plugin.pictures import Picture
from pakn_plugin.queries import clock, internal
from pakn_plugin.queries import promises as queries
from pakn_plugin.services import photos
from pakn_plugin.services.conversation import write_note
from pakn_plugin.services.moves import Move, moving
from pakn_plugin.states import Action


class Held(StateChanged):
    """The comparison found something: the report does not reach the citizen as it is."""


def make(case: Case, reply: Reply, now: datetime) -> None:
    """Keep the promises of a reply that is being published; the caller saves the reply.

    Raises StateChanged where a promised day is over: nobody is promised yesterday.
    """
    promised = [answer for answer in answers_of(reply.points) if answer.outcome == Outcome.PROMISED and answer.day]
    rules = clock.rules_at(now) if promised else None
    rows = []
    for answer in promised:
        assert answer.day and rules
        if answer.day < timezone.localdate(now):
            raise StateChanged(_("Ngày hẹn trong nội dung trả lời đã qua. Hãy trả lại để soạn ngày hẹn mới."))
        rows.append(
            Commitment(
                case=case,
                reply=reply,
                point=answer.point.number,
                text=answer.point.text,
                words=answer.words,
                agency_id=reply.agency_id,
                due=answer.day,
                remind_at=queries.next_reminder(answer.day, now, rules),
            )
        )
    Commitment.objects.bulk_create(rows)
    reply.promises = {str(row.point): Promise(Kept.OPEN).stored() for row in rows}


def follow(correction: Reply) -> None:
    """The promises of a reply go on, as they stand, in the version that corrects it; the caller saves that version."""
    corrected = correction.corrects
    assert corrected is not None
    Commitment.objects.filter(reply=corrected).update(reply=correction)
    Photo.objects.filter(reply=corrected, side=Side.PROOF).update(reply=correction)
    correction.promises = corrected.promises


def report(
    commitment_id: int,
    actor: Actor,
    words: str,
    now: datetime,
    pictures: Sequence[Picture] = (),
    passing: str = "",
    confirmed: bool = True,
) -> Commitment:
    """The agency says that the promise is kept; after the day it is kept late. The citizen reads the words.

    Raises ValueError without words, Held as the submission of a reply does, NotAllowed for people of other agencies,
    StateChanged where somebody has reported before.
    """
    body = text.clean(words)
    if not body:
        raise ValueError("a report needs words")
    case_id = Commitment.objects.values_list("case_id", flat=True).get(pk=commitment_id)
    with moving(case_id, actor, Action.KEEP_PROMISE, now) as move:
        row = Commitment.objects.select_related("reply").get(pk=commitment_id)
        _check(actor, row)
        note = _pass(move, body, actor, passing, confirmed)
        kept = Kept.KEPT if timezone.localdate(now) <= row.due else Kept.LATE
        row.standing, row.report, row.reported_at, row.reported_by = kept, body, now, actor.user
        row.remind_at = None
        row.save()
        photos.attach(move.case, pictures, reply=row.reply, side=Side.PROOF)
        _show(row, Promise(kept, now, body, _proofs(row.reply, len(pictures))))
        move.data = {"commitment": row.pk, "kept": str(kept)} | ({"note": note.pk} if note else {})
        return row


def _check(actor: Actor, row: Commitment) -> None:
    if not row.waits:
        raise StateChanged(_("Kết quả việc đã hẹn này vừa được người khác báo."))
    if row.agency_id not in keeping.answerable(actor):
        raise NotAllowed(_("Bạn không có quyền thực hiện việc này."))


def _pass(move: Move, body: str, actor: Actor, reason: str, confirmed: bool) -> Note | None:
    """The note that keeps why a report that repeats an internal text is shown; none where it does not."""
    found = internal.compare(move.case, body)
    if found.findings and not found.blocks and not confirmed:
        raise Held(_("Chưa gửi: hãy xem các điểm được đánh dấu, sửa lại hoặc xác nhận vẫn gửi."))
    if not found.blocks:
        return None
    if not text.clean(reason):
        raise Held(_("Chưa gửi: nội dung trùng với văn bản nội bộ. Hãy sửa, hoặc nêu lý do."))
    words = _("Báo kết quả dù trùng với văn bản nội bộ: %s") % text.clean(reason)
    return write_note(move.case, actor, words, move.now)


def _proofs(reply: Reply, count: int) -> tuple[int, ...]:
    newest = Photo.objects.filter(reply=reply, side=Side.PROOF).order_by("-pk").values_list("pk", flat=True)
    return tuple(sorted(newest[:count])) if count else ()


def _show(row: Commitment, promise: Promise) -> None:
    """What the citizen's pages read, beside the answer."""
    reply = row.reply
    reply.promises = reply.promises | {str(row.point): promise.stored()}
    reply.save(update_fields=["promises"])


def break_overdue(commitment_id: int, now: datetime) -> bool:
    """The day is over and nobody has reported: the promise is broken. Returns whether this call did it."""
    case_id = Commitment.objects.values_list("case_id", flat=True).get(pk=commitment_id)
    with moving(case_id, SYSTEM, Action.BREAK_PROMISE, now) as move:
        row = Commitment.objects.select_related("reply").get(pk=commitment_id)
        if row.standing != Kept.OPEN or row.due >= timezone.localdate(now):
            raise StateChanged(_("Việc đã hẹn này không còn chờ."))
        row.standing, row.remind_at = Kept.BROKEN, None
        row.save(update_fields=["standing", "remind_at"])
        _show(row, Promise(Kept.BROKEN))
        move.data = {"commitment": row.pk, "to": queries.keepers(row, now)}
    return True


def remind(commitment_id: int, now: datetime) -> bool:
    """Remind those who answer for a promise, once for all that fell due meanwhile; returns whether one was sent.

    The look, the event and the next moment are one transaction under the case's lock, so that none comes twice.
    Raises StateChanged where nothing is due any more.
    """
    case_id = Commitment.objects.values_list("case_id", flat=True).get(pk=commitment_id)
    with moving(case_id, SYSTEM, Action.REMIND_PROMISE, now) as move:
        row = Commitment.objects.get(pk=commitment_id)
        overdue = row.standing != Kept.OPEN or row.due < timezone.localdate(now)
        if overdue or row.remind_at is None or row.remind_at > now:
            raise StateChanged(_("Việc đã hẹn này không còn chờ."))
        moment = timezone.localtime(row.remind_at).isoformat()
        row.remind_at = queries.next_reminder(row.due, now, clock.rules_at(now))
        row.save(update_fields=["remind_at"])
        move.data = {"commitment": row.pk, "moment": moment, "to": queries.keepers(row, now)}
    return True
