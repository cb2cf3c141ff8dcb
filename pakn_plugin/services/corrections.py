"""A published reply never changes: what was wrong in it is corrected by a new version that says so.

The answers to the points are those of the corrected version until they are said anew; a promise keeps its history.
The case stays in its state, and its first answer, lateness and windows stay where they are. A rating belongs to the
version that was read: one that comes between draft and approval is kept with the earlier version, whose correction can
still be published once the case is answered or closed. A newer reply makes a correction of an older one void.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone

from pakn_plugin import corrections, text
from pakn_plugin.access import Actor, StateChanged, moved_on
from pakn_plugin.answers import Side, answers_of, points_of
from pakn_plugin.models import Photo, Reply
from pakn_plugin.pictures import Picture
from pakn_plugin.queries import internal
from pakn_plugin.queries.promises import not_corrected, of_reply
from pakn_plugin.services import answering, documents, photos, promises
from pakn_plugin.services.answering import NOTHING, Extras
from pakn_plugin.services.comparing import before_publication, before_submission
from pakn_plugin.services.conversation import write_note
from pakn_plugin.services.moves import Move, moving
from pakn_plugin.services.reply import publish
from pakn_plugin.states import Action

Status = Reply.Status


def save_draft(
    case_id: int,
    actor: Actor,
    body: str,
    reason: str,
    now: datetime,
    pictures: Sequence[Picture] = (),
    drop_photos: Sequence[int] = (),
    extras: Extras = NOTHING,
) -> Reply:
    """Write or rewrite the correction of the newest published version; it begins with that version's photos.

    `reason` tells the citizen what is corrected and why. Raises ValueError without a text or a reason.
    """
    with moving(case_id, actor, Action.CORRECT, now) as move:
        row, begun = _written(move, actor, body, reason, None, extras)
        _keep_files(row, begun, pictures, drop_photos, extras)
        move.data = {"reply": row.pk, "corrects": row.corrects_id} | _taken_over(move, actor)
        return row


def submit(
    case_id: int,
    actor: Actor,
    body: str,
    reason: str,
    now: datetime,
    pictures: Sequence[Picture] = (),
    drop_photos: Sequence[int] = (),
    passing: str = "",
    confirmed: bool = True,
    extras: Extras = NOTHING,
) -> Reply:
    """Write the correction and send it to the leader. Raises as `save_draft`, and Held as `reply.submit_reply`."""
    with moving(case_id, actor, Action.SUBMIT_CORRECTION, now) as move:
        row, begun = _written(move, actor, body, reason, Status.PENDING, extras)
        _check_answers(row, now)
        note = before_submission(move, row, actor, passing, confirmed, internal.texts_of(move.case))
        _keep_files(row, begun, pictures, drop_photos, extras)
        move.data = {"reply": row.pk, "corrects": row.corrects_id} | ({"note": note.pk} if note else {})
        move.data |= _taken_over(move, actor)
        return row


def approve(case_id: int, actor: Actor, now: datetime, overruling: str = "", confirmed: bool = True) -> Reply:
    """The leader publishes the correction; the arguments are those of `reply.approve`."""
    with moving(case_id, actor, Action.APPROVE_CORRECTION, now) as move:
        row = _waiting(move)
        found = before_publication(move, row, actor, overruling, confirmed)
        days = promises.follow(row, now)
        publish(row, move, actor)
        move.data = {"reply": row.pk, "number": row.number, "corrects": row.corrects_id} | found
        move.data |= {"days": days} if days else {}
        return row


def send_back(case_id: int, actor: Actor, remarks: str, now: datetime) -> Reply:
    """The leader gives the correction back; the remarks are an internal note. Raises ValueError without remarks."""
    with moving(case_id, actor, Action.RETURN_CORRECTION, now) as move:
        row = _waiting(move)
        row.status = Status.RETURNED
        row.save(update_fields=["status"])
        note = write_note(move.case, actor, remarks, now)
        move.data = {"reply": row.pk, "note": note.pk}
        return row


def _waiting(move: Move) -> Reply:
    row = corrections.under_way(move.case)
    if row is None or row.status != Status.PENDING:
        raise StateChanged(moved_on(move.case))
    return row


def _written(
    move: Move, actor: Actor, body: str, reason: str, status: Status | None, extras: Extras
) -> tuple[Reply, bool]:
    """The correction as it was typed, with a new status where one is given, and whether it was begun just now."""
    if not (text.clean(body) and text.clean(reason)):
        raise ValueError("a correction needs a text, and says what it corrects and why")
    known = corrections.under_way(move.case)
    row = known or _begun(move)
    row.author, row.text, row.correction_reason = actor.user, text.clean(body), text.clean(reason)
    row.drafted_at, row.status = move.now, status or Status(row.status)
    if extras is not NOTHING:
        row.before = list(extras.filed)
    if extras.answers:
        answering.say(row, points_of(row.points), extras.answers)
    row.save()
    return row, known is None


def _taken_over(move: Move, actor: Actor) -> dict[str, Any]:
    """Whoever corrects for somebody who has left is the case's officer from now on: the history names both."""
    before, case = move.case.officer_id, move.case
    if before == actor.user.pk:
        return {}
    case.officer = actor.user
    return {"officer": actor.user.pk, "before": before}


def _check_answers(row: Reply, now: datetime) -> None:
    """Raise Unanswered where the version leaves a point open, or says of a promise what only a report may say."""
    answers = answers_of(row.points)
    answering.check_gaps(answers)
    assert row.corrects is not None
    for problem in not_corrected(of_reply(row.corrects), answers, timezone.localdate(now)).values():
        raise answering.Unanswered(problem)


def _begun(move: Move) -> Reply:
    """A new version, with the answers to the points of the one that it corrects."""
    version, case = corrections.newest(move.case), move.case
    assert version is not None and case.agency_id is not None  # access lets nobody come here without
    number = Reply.objects.filter(case=case).order_by("-number").values_list("number", flat=True)[0] + 1
    kept = {"points": version.points, "words": version.words, "before": version.before}
    return Reply(case=case, agency_id=case.agency_id, corrects=version, number=number, **kept)


def _keep_files(row: Reply, begun: bool, pictures: Sequence[Picture], dropped: Sequence[int], extras: Extras) -> None:
    """Store what was added and drop what goes; one that was just begun shows what the version before it shows."""
    if begun:
        for photo in Photo.objects.filter(reply=row.corrects_id).exclude(side=Side.PROOF):
            photos.attach(row.case, [photos.picture_of(photo)], reply=row, side=photo.side)
        documents.copy(row)
    answering.keep_files(row.case, row, pictures, dropped, extras)
