"""The path between agencies: propose, accept, give back. A case is never with nobody."""

from datetime import datetime
from typing import Any

from pakn_plugin import text
from pakn_plugin.access import SYSTEM, Actor, check_officer
from pakn_plugin.models import Agency, Case, Transfer
from pakn_plugin.services.moves import Move, moving
from pakn_plugin.states import Action

Outcome = Transfer.Outcome


def transfer(case_id: int, actor: Actor, agency: Agency, reason: str, now: datetime) -> Transfer:
    """The operator proposes the case to an agency."""
    with moving(case_id, actor, Action.TRANSFER, now) as move:
        move.case.agency = agency
        move.case.officer = None
        row = Transfer.objects.create(
            case=move.case, agency=agency, reason=text.clean(reason), proposed_by=actor.user, proposed_at=now
        )
        move.data = {"transfer": row.pk, "to": agency.code}
        return row


def accept(case_id: int, actor: Actor, now: datetime, officer: Any = None) -> Case:
    """The coordinator (or silence, by policy) accepts and may name an officer; the limit for processing begins.

    Raises NotAllowed for an officer of another agency.
    """
    with moving(case_id, actor, Action.ACCEPT, now) as move:
        case = move.case
        _decide(move, Outcome.PENDING, Outcome.ACCEPTED)
        if officer is not None:
            check_officer(officer, case)
        case.officer = officer
        return case


def decline(case_id: int, actor: Actor, reason: str, suggested: Agency | None, now: datetime) -> Case:
    """The agency is not competent: back to the operator with a reason and, if known, the right agency."""
    return _give_back(case_id, actor, Action.DECLINE, Outcome.DECLINED, reason, suggested, now)


def send_back(case_id: int, actor: Actor, reason: str, suggested: Agency | None, now: datetime) -> Case:
    """The same after acceptance (chuyển trả)."""
    return _give_back(case_id, actor, Action.SEND_BACK, Outcome.SENT_BACK, reason, suggested, now)


def escalate(case_id: int, now: datetime) -> Case:
    """The agency was silent past its limit: back to the operator."""
    return _give_back(case_id, SYSTEM, Action.DECLINE, Outcome.ESCALATED, "", None, now)


def _give_back(
    case_id: int,
    actor: Actor,
    action: Action,
    outcome: Transfer.Outcome,
    reason: str,
    suggested: Agency | None,
    now: datetime,
) -> Case:
    if actor is not SYSTEM and not reason.strip():
        raise ValueError("giving a case back needs a reason")
    with moving(case_id, actor, action, now) as move:
        was = Outcome.ACCEPTED if action == Action.SEND_BACK else Outcome.PENDING
        _decide(move, was, outcome, decline_reason=text.clean(reason), suggested_agency=suggested)
        move.case.agency = None
        move.case.officer = None
        return move.case


def _decide(move: Move, was: Transfer.Outcome, outcome: Transfer.Outcome, **values: Any) -> None:
    """Close the transfer that stands open for this case."""
    row = Transfer.objects.filter(case=move.case, outcome=was).order_by("-proposed_at", "-id").first()
    if row is None:
        return
    row.outcome, row.decided_at = outcome, move.now
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    move.data = {"transfer": row.pk, "outcome": outcome.value, "agency": row.agency_id}
