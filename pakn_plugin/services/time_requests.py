"""More time, by a protocol: somebody of the agency asks, its leader decides; the citizen reads the reason.

An extension adds to the limit for processing; a verification on site lets the clock stand still for a while. Each is
possible once in the life of a case, and is asked for before the limit is over.
"""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from pakn_plugin import text
from pakn_plugin.access import SYSTEM, Actor, NotAllowed, StateChanged, moved_on
from pakn_plugin.deadlines import Limit
from pakn_plugin.models import Case, Deadline, Pause, TimeRequest
from pakn_plugin.queries import clock, more_time
from pakn_plugin.services import timing
from pakn_plugin.services.moves import Move, moving
from pakn_plugin.states import Action, Ground, Unit

Kind = TimeRequest.Kind
Outcome = TimeRequest.Outcome
BATCH = 500


def ask_extension(case_id: int, actor: Actor, amount: int, reason: str, now: datetime) -> TimeRequest:
    """Ask for more time: `amount` in the unit of the limit for processing, with a reason that the citizen will read.

    Raises NotAllowed after the due moment, for the second time, or for more than the policy allows; ValueError for a
    reason that is too short.
    """
    return _ask(case_id, actor, Action.ASK_EXTENSION, Kind.EXTENSION, amount, reason, now)


def ask_verification(case_id: int, actor: Actor, amount: int, reason: str, now: datetime) -> TimeRequest:
    """Ask to verify on site while the clock stands still; raises as `ask_extension` does."""
    return _ask(case_id, actor, Action.ASK_VERIFICATION, Kind.VERIFICATION, amount, reason, now)


def grant_extension(case_id: int, actor: Actor, now: datetime) -> TimeRequest:
    """The leader agrees, be it after the due moment: what was asked in time counts. The due moment moves.

    Raises StateChanged where nothing waits (any more), NotAllowed for the one who asked.
    """
    with moving(case_id, actor, Action.GRANT_EXTENSION, now) as move:
        request, row = _waiting(move, Kind.EXTENSION), _process(move.case)
        before = row.due_at
        Deadline.objects.filter(pk=row.pk).update(extra=row.extra + request.amount)
        timing.refresh(move.case, clock.rules_at(now))
        _decide(request, actor, Outcome.GRANTED, move)
        move.data = {
            "request": request.pk,
            "asker": request.asked_by_id,
            "amount": request.amount,
            "unit": str(request.unit),
            **_moved(before, _process(move.case).due_at),
        }
        return request


def grant_verification(case_id: int, actor: Actor, now: datetime) -> TimeRequest:
    """The leader agrees: the clock stands still from now, at most for the time that was asked for.

    Raises as `grant_extension`, and NotAllowed after the due moment: no pause makes a late case punctual.
    """
    with moving(case_id, actor, Action.GRANT_VERIFICATION, now) as move:
        request, row, rules = _waiting(move, Kind.VERIFICATION), _process(move.case), clock.rules_at(now)
        if now >= more_time.due_now(row, rules, now):
            raise NotAllowed(_("Đã quá hạn xử lý: xác minh thực địa không dừng được thời hạn nữa."))
        limit = Limit(request.amount, Unit(request.unit))
        until = clock.due_moment(timezone.localtime(now), limit, rules.calendar)
        timing.pause(move.case, Ground.VERIFICATION, now, until)
        move.case.stage_due_at = until
        _decide(request, actor, Outcome.GRANTED, move)
        move.data = {"request": request.pk, "asker": request.asked_by_id, "until": _moment(until)}
        return request


def refuse_extension(case_id: int, actor: Actor, remark: str, now: datetime) -> TimeRequest:
    """The leader does not agree, with an internal remark for the one who asked. Raises ValueError without one."""
    return _refuse(case_id, actor, Action.REFUSE_EXTENSION, Kind.EXTENSION, remark, now)


def refuse_verification(case_id: int, actor: Actor, remark: str, now: datetime) -> TimeRequest:
    """The same for a verification on site."""
    return _refuse(case_id, actor, Action.REFUSE_VERIFICATION, Kind.VERIFICATION, remark, now)


def end_verification(case_id: int, actor: Actor, now: datetime) -> Case:
    """The verification is over before its limit: the clock goes on, the due moment moves by the time that it took."""
    with moving(case_id, actor, Action.END_VERIFICATION, now) as move:
        pause, before = more_time.verification_of(move.case), _process(move.case).due_at
        if pause is None or (actor is SYSTEM and pause.until and pause.until >= now):
            raise StateChanged(moved_on(move.case))
        timing.end_pause(move.case, now)
        timing.refresh(move.case, clock.rules_at(now))
        move.data = _moved(before, _process(move.case).due_at)
        return move.case


def end_overdue(now: datetime) -> int:
    """End the verifications whose limit is over, for the sweep; the clock goes on from the limit, however late it runs.

    Returns how many were ended; a second run finds none.
    """
    over = Pause.objects.filter(ended_at__isnull=True, until__lt=now).order_by("until")
    return sum(_end_if_over(pk, now) for pk in list(over.values_list("case_id", flat=True)[:BATCH]))


def _end_if_over(case_id: int, now: datetime) -> bool:
    try:
        end_verification(case_id, SYSTEM, now)
    except (StateChanged, NotAllowed):
        return False
    return True


def _ask(
    case_id: int, actor: Actor, action: Action, kind: TimeRequest.Kind, amount: int, reason: str, now: datetime
) -> TimeRequest:
    cleaned = text.clean(reason)
    if len(cleaned) < more_time.SHORTEST_REASON:
        raise ValueError("the citizen reads the reason: it needs some words")
    with moving(case_id, actor, action, now) as move:
        row, rules = _process(move.case), clock.rules_at(now)
        if now >= more_time.due_now(row, rules, now):
            raise NotAllowed(_("Đã quá hạn xử lý: chỉ đề nghị được trước khi đến hạn."))
        most = more_time.most(move.case, kind, rules, row)
        if not 1 <= amount <= most.amount:
            raise NotAllowed(
                _("Chỉ đề nghị được từ 1 đến %(most)d %(unit)s.") % {"most": most.amount, "unit": Unit(most.unit).label}
            )
        assert move.case.agency_id is not None  # access lets only people of the case's agency come here
        request = TimeRequest.objects.create(
            case=move.case,
            kind=kind,
            agency_id=move.case.agency_id,
            asked_by=actor.user,
            asked_at=now,
            reason=cleaned,
            amount=amount,
            unit=most.unit,
        )
        move.data = {"request": request.pk, "amount": amount, "unit": str(most.unit)}
        return request


def _refuse(
    case_id: int, actor: Actor, action: Action, kind: TimeRequest.Kind, remark: str, now: datetime
) -> TimeRequest:
    cleaned = text.clean(remark)
    if not cleaned:
        raise ValueError("who asked is told why not")
    with moving(case_id, actor, action, now) as move:
        request = _waiting(move, kind)
        _decide(request, actor, Outcome.REFUSED, move, cleaned)
        move.data = {"request": request.pk, "asker": request.asked_by_id}
        return request


def _waiting(move: Move, kind: TimeRequest.Kind) -> TimeRequest:
    request = more_time.pending(move.case, kind)
    if request is None:
        raise StateChanged(moved_on(move.case))
    return request


def _process(case: Case) -> Deadline:
    """The limit for processing of a case that is in processing: the machine opened it on the way there."""
    row = more_time.process_limit(case)
    if row is None:
        raise StateChanged(moved_on(case))
    return row


def _decide(request: TimeRequest, actor: Actor, outcome: TimeRequest.Outcome, move: Move, remark: str = "") -> None:
    request.outcome, request.decided_by, request.decided_at, request.remark = outcome, actor.user, move.now, remark
    request.on_behalf_id = move.standing.pk if move.standing else None
    request.save(update_fields=["outcome", "decided_by", "decided_at", "remark", "on_behalf"])


def _moved(before: datetime, after: datetime) -> dict[str, Any]:
    return {"due_from": _moment(before), "due_to": _moment(after)}


def _moment(moment: datetime) -> str:
    """A moment as an event keeps it."""
    return timezone.localtime(moment).isoformat(timespec="seconds")
