"""What was promised by a day: recorded when the reply is published, remembered, reported kept, or broken by time.

The row is the truth; what the citizen's pages show of it lies with the reply, so that they need not ask for it.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from pakn_plugin import keeping, text
from pakn_plugin.access import SYSTEM, Actor, NotAllowed, StateChanged
from pakn_plugin.answers import AHEAD, Answer, Delay, Kept, Outcome, Promise, Side, answers_of
from pakn_plugin.models import Case, Commitment, Note, Photo, Reply
from pakn_plugin.pictures import Picture
from pakn_plugin.queries import clock, internal
from pakn_plugin.queries import promises as queries
from pakn_plugin.services import photos
from pakn_plugin.services.conversation import write_note
from pakn_plugin.services.moves import Move, moving
from pakn_plugin.states import Action

MOST_DELAYS = 5


class Held(StateChanged):
    """The comparison found something: the report does not reach the citizen as it is."""


def make(case: Case, reply: Reply, now: datetime) -> None:
    """Keep the promises of a reply that is being published; the caller saves the reply.

    Raises StateChanged where a promised day is over: nobody is promised yesterday.
    """
    reply.promises = _made(case, reply, answers_of(reply.points), now)


def _made(case: Case, reply: Reply, answers: Sequence[Answer], now: datetime) -> dict[str, Any]:
    """Rows for the promises among these answers, and what the citizen's pages read of them."""
    promised = [answer for answer in answers if answer.outcome == Outcome.PROMISED and answer.day]
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
    return {str(row.point): Promise(Kept.OPEN).stored() for row in rows}


def follow(correction: Reply, now: datetime) -> list[dict[str, Any]]:
    """The promises of a reply go on in the version that corrects it, whose caller saves it; the days that changed.

    Raises StateChanged where a promise has meanwhile come to a point at which its day is no slip any more.
    """
    corrected = correction.corrects
    assert corrected is not None
    answers, rows = answers_of(correction.points), list(Commitment.objects.filter(reply=corrected))
    for problem in queries.not_corrected(rows, answers, timezone.localdate(now)).values():
        raise StateChanged(problem)
    for row in rows:
        row.reply = correction
    changed = _corrected(rows, {answer.point.number: answer for answer in answers}, now)
    Commitment.objects.bulk_update(rows, ["reply", "words", "due", "remind_at"])
    Photo.objects.filter(reply=corrected, side=Side.PROOF).update(reply=correction)
    known = {row.point for row in rows}
    new = [answer for answer in answers if answer.point.number not in known]
    correction.promises = corrected.promises | _made(correction.case, correction, new, now)
    return changed


def _corrected(rows: Sequence[Commitment], answers: dict[int, Answer], now: datetime) -> list[dict[str, Any]]:
    """Put the corrected words and days on the rows, which the caller saves."""
    changed: list[dict[str, Any]] = []
    for row in rows:
        answer = answers[row.point]
        row.words = answer.words
        if answer.day and answer.day != row.promised:
            days = {"from": row.due.isoformat(), "to": answer.day.isoformat()}
            changed.append({"commitment": row.pk} | days)
            row.due, row.remind_at = answer.day, queries.next_reminder(answer.day, now, clock.rules_at(now))
    return changed


def report(
    commitment_id: int,
    actor: Actor,
    words: str,
    now: datetime,
    pictures: Sequence[Picture] = (),
    passing: str = "",
    confirmed: bool = True,
    done_on: date | None = None,
) -> Commitment:
    """The agency says that the promise is kept, and on which day (today): late after the day that was promised first.

    The citizen reads the words. Raises ValueError without words or for a day that cannot be, Held as the submission of
    a reply does, NotAllowed for people of other agencies, StateChanged where somebody has reported before.
    """
    with _reporting(commitment_id, actor, words, now, pictures, passing, confirmed) as (_move, row, body):
        day = done_on or timezone.localdate(now)
        if not timezone.localdate(row.case.filed_at) <= day <= timezone.localdate(now):
            raise ValueError("nothing is done in the future, or before it was asked for")
        row.standing = Kept.KEPT if day <= row.promised else Kept.LATE
        row.report, row.reported_at, row.reported_by, row.done_on = body, now, actor.user, day
        row.remind_at = None
        return row


def delay(
    commitment_id: int,
    actor: Actor,
    words: str,
    now: datetime,
    pictures: Sequence[Picture] = (),
    passing: str = "",
    confirmed: bool = True,
    new_day: date | None = None,
) -> Commitment:
    """The agency says that the promise is not kept yet and why; with a new day it is watched until then.

    The day that was promised first stays the one that counts. Raises as `report` does.
    """
    with _reporting(commitment_id, actor, words, now, pictures, passing, confirmed) as (move, row, body):
        if len(row.delays) >= MOST_DELAYS:
            raise NotAllowed(_("Việc này đã được báo chưa thực hiện nhiều lần; hãy báo khi đã thực hiện xong."))
        if new_day and new_day <= max(row.due, timezone.localdate(now)):
            raise ValueError("a new day comes after today and after the day that stands")
        row.delays = [*row.delays, Delay(now, body, new_day).stored()]
        if new_day:
            row.first_due, row.due, row.standing = row.promised, new_day, Kept.MOVED
            row.remind_at = queries.next_reminder(new_day, now, clock.rules_at(now))
            move.data |= {"first": row.promised.isoformat(), "day": new_day.isoformat()}
        return row


@contextmanager
def _reporting(
    commitment_id: int,
    actor: Actor,
    words: str,
    now: datetime,
    pictures: Sequence[Picture],
    passing: str,
    confirmed: bool,
) -> Iterator[tuple[Move, Commitment, str]]:
    """What every report asks first: words, the right to speak, a promise that is still owed, and no copied note.

    Whatever the body makes of the promise is kept, and shown to the citizen with the pictures.
    """
    body = text.clean(words)
    if not body:
        raise ValueError("a report needs words")
    case_id = Commitment.objects.values_list("case_id", flat=True).get(pk=commitment_id)
    with moving(case_id, actor, Action.KEEP_PROMISE, now) as move:
        row = Commitment.objects.select_related("reply", "case").get(pk=commitment_id)
        _check(actor, row)
        note = _pass(move, body, actor, passing, confirmed)
        move.data = {"note": note.pk} if note else {}
        yield move, row, body
        row.save()
        _show(row, _prove(row, pictures))
        move.data |= {"commitment": row.pk, "kept": str(row.standing)}


def _check(actor: Actor, row: Commitment) -> None:
    if not row.waits:
        raise StateChanged(_("Kết quả việc đã hẹn này vừa được người khác báo."))
    if row.agency_id not in keeping.answerable(actor):
        raise NotAllowed(_("Bạn không có quyền thực hiện việc này."))


def _pass(move: Move, body: str, actor: Actor, reason: str, confirmed: bool) -> Note | None:
    """The note that keeps why a report that repeats an internal text is shown; none where it does not."""
    found = internal.compare(move.case, body, answers=True)
    if found.findings and not found.blocks and not confirmed:
        raise Held(_("Chưa gửi: hãy xem các điểm được đánh dấu, sửa lại hoặc xác nhận vẫn gửi."))
    if not found.blocks:
        return None
    if not text.clean(reason):
        raise Held(_("Chưa gửi: nội dung trùng với văn bản nội bộ. Hãy sửa, hoặc nêu lý do."))
    words = _("Báo kết quả dù trùng với văn bản nội bộ: %s") % text.clean(reason)
    return write_note(move.case, actor, words, move.now)


def _prove(row: Commitment, pictures: Sequence[Picture]) -> Promise:
    """The promise as the citizen sees it from now on; the pictures of every report stay."""
    before = _proofs(row)
    photos.attach(row.case, pictures, reply=row.reply, side=Side.PROOF)
    proofs = Photo.objects.filter(reply=row.reply, side=Side.PROOF).order_by("-pk").values_list("pk", flat=True)
    newest = sorted(proofs[: len(pictures)]) if pictures else []
    return _promise(row, (*before, *newest))


def _proofs(row: Commitment) -> tuple[int, ...]:
    return tuple(row.reply.promises.get(str(row.point), {}).get("photos", ()))


def _promise(row: Commitment, shown: tuple[int, ...]) -> Promise:
    return Promise(row.standing, row.reported_at, row.report, shown, row.done_on, row.delayed)


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
        if row.standing not in AHEAD or row.due >= timezone.localdate(now):
            raise StateChanged(_("Việc đã hẹn này không còn chờ."))
        row.standing, row.remind_at = Kept.BROKEN, None
        row.save(update_fields=["standing", "remind_at"])
        _show(row, _promise(row, _proofs(row)))
        move.data = {"commitment": row.pk, "day": row.due.isoformat(), "to": queries.keepers(row, now)}
    return True


def remind(commitment_id: int, now: datetime) -> bool:
    """Remind those who answer for a promise, once for all that fell due meanwhile; returns whether one was sent.

    The look, the event and the next moment are one transaction under the case's lock, so that none comes twice.
    Raises StateChanged where nothing is due any more.
    """
    case_id = Commitment.objects.values_list("case_id", flat=True).get(pk=commitment_id)
    with moving(case_id, SYSTEM, Action.REMIND_PROMISE, now) as move:
        row = Commitment.objects.get(pk=commitment_id)
        overdue = row.standing not in AHEAD or row.due < timezone.localdate(now)
        if overdue or row.remind_at is None or row.remind_at > now:
            raise StateChanged(_("Việc đã hẹn này không còn chờ."))
        moment = timezone.localtime(row.remind_at).isoformat()
        row.remind_at = queries.next_reminder(row.due, now, clock.rules_at(now))
        row.save(update_fields=["remind_at"])
        move.data = {"commitment": row.pk, "moment": moment, "to": queries.keepers(row, now)}
    return True
