"""The path between agencies: propose, accept, give back. A case is never with nobody.

After as many refusals as the settings name, the operator's leader decides: that agency cannot give the case back.
"""

from datetime import datetime
from typing import Any

from django.utils import timezone

from pakn_plugin import text
from pakn_plugin.access import SYSTEM, Actor, check_officer, leader_decides
from pakn_plugin.models import Agency, Case, Transfer
from pakn_plugin.queries import clock
from pakn_plugin.services.moves import Move, moving, only_when_due
from pakn_plugin.states import Action, Silence

Outcome = Transfer.Outcome
# Outcomes by which an agency itself says that it is not competent; silence and a withdrawal are none.
REFUSALS = frozenset({Outcome.DECLINED, Outcome.SENT_BACK})


def transfer(case_id: int, actor: Actor, agency: Agency, reason: str, now: datetime, legal_basis: str = "") -> Transfer:
    """The operator proposes the case to an agency, with a reason and the legal basis; both stay internal.

    After too many refusals this is the decision of the operator's leader. Raises NotAllowed for other operators then.
    """
    with moving(case_id, actor, Action.TRANSFER, now) as move:
        move.case.agency = agency
        move.case.officer = None
        row = Transfer.objects.create(
            case=move.case,
            agency=agency,
            reason=text.clean(reason),
            legal_basis=text.clean(legal_basis),
            by_leader=leader_decides(move.case),
            proposed_by=actor.user,
            proposed_at=now,
        )
        move.data = {"transfer": row.pk, "to": agency.code, "by_leader": row.by_leader}
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


def pass_limit(case_id: int, now: datetime) -> Case:
    """The agency was silent past its limit: it has accepted, or the case goes back to the operator, as policy says.

    The policy is that of the case's filing day, field and level; a leader's decision is always accepted by silence.
    Raises StateChanged where the limit is not over (any more).
    """
    case = Case.objects.get(pk=case_id)
    last = Transfer.objects.filter(case=case).order_by("-proposed_at", "-id").first()
    filed = timezone.localtime(case.filed_at).date()
    silence = clock.rules_at(now).silence(filed, case.topic_id, case.level)
    if silence == Silence.ACCEPT or (last and last.by_leader):
        return _accept_by_silence(case_id, now)
    return escalate(case_id, now)


def escalate(case_id: int, now: datetime) -> Case:
    """The agency was silent past its limit: back to the operator. Raises StateChanged where the limit is not over."""
    return _give_back(case_id, SYSTEM, Action.DECLINE, Outcome.ESCALATED, "", None, now)


def _accept_by_silence(case_id: int, now: datetime) -> Case:
    with moving(case_id, SYSTEM, Action.ACCEPT, now) as move:
        only_when_due(move)
        _decide(move, Outcome.PENDING, Outcome.ACCEPTED)
        return move.case


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
        if outcome == Outcome.ESCALATED:
            only_when_due(move)
        was = Outcome.ACCEPTED if action == Action.SEND_BACK else Outcome.PENDING
        _decide(move, was, outcome, decline_reason=text.clean(reason), suggested_agency=suggested)
        move.case.agency = None
        move.case.officer = None
        move.case.declines += outcome in REFUSALS
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
