"""The clock follows the machine: limits begin and end with their stages, the ledger says who holds the case.

Called by `moves` inside the change's transaction, after the action has set what belongs to it.
"""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from pakn_plugin.models import Case, Deadline, Holding, Pause
from pakn_plugin.queries import clock
from pakn_plugin.queries.rules import Rules
from pakn_plugin.states import ENDED, PARTY_OF, STAGE_OF, Ground, Party, Stage, State


@dataclass(frozen=True)
class Place:
    """Where a case stands: its state, and the party and agency that hold it."""

    state: State
    party: Party | None
    agency_id: int | None


def place_of(case: Case) -> Place:
    """Where the case stands now."""
    state = State(case.state)
    party = PARTY_OF.get(state)
    return Place(state, party, case.agency_id if party == Party.AGENCY else None)


def start(case: Case, rules: Rules) -> None:
    """The clock and the ledger of a case that was just filed (and saved) begin with its filing."""
    Deadline.objects.create(case=case, **_limit(case, Stage.RECEIVE, case.filed_at, rules))
    Holding.objects.create(case=case, party=Party.OPERATOR, began_at=case.filed_at)


def follow(case: Case, before: Place, now: datetime) -> None:
    """After an action: a new state opens and closes limits, a new holder opens and closes lines of the ledger."""
    after = place_of(case)
    if after.state != before.state:
        case.state_since = now
        case.ended_at = now if after.state in ENDED else None
        _follow_stage(case, before.state, after.state, now)
    if (after.party, after.agency_id) != (before.party, before.agency_id):
        hand_over(case, after, now)


def hand_over(case: Case, to: Place, now: datetime) -> None:
    """Close the open line of the ledger and open the next; an ended case has none."""
    Holding.objects.filter(case=case, ended_at__isnull=True).update(ended_at=now)
    if to.party:
        Holding.objects.create(case=case, party=to.party, agency_id=to.agency_id, began_at=now)


def refresh(case: Case, rules: Rules) -> None:
    """Set the due moments of the case's open limits anew from their facts; the caller saves the case."""
    pauses = clock.ended_pauses(Pause.objects.filter(case=case))
    rows = list(Deadline.objects.filter(case=case, ended_at__isnull=True))
    for row in rows:
        due = clock.deadline_due(row, rules, pauses)
        if due != row.due_at:
            row.due_at = due
            row.save(update_fields=["due_at"])
    by_stage = {row.stage: row for row in rows}
    stage = STAGE_OF.get(State(case.state))
    case.stage_due_at = by_stage[stage].due_at if stage in by_stage else None
    if case.answered_at:
        return
    process = by_stage.get(Stage.PROCESS)
    if process:
        case.due_at = process.due_at
    elif not Deadline.objects.filter(case=case, stage=Stage.PROCESS).exists():
        case.due_at = clock.promised(case.filed_at, case.topic_id, rules, pauses)


def pause(case: Case, ground: Ground, now: datetime, until: datetime | None = None) -> Pause:
    """Let the clock stand still. A verification ends where the citizen is asked: one pause at a time."""
    end_pause(case, now)
    return Pause.objects.create(case=case, ground=ground, began_at=now, until=until)


def end_pause(case: Case, now: datetime) -> bool:
    """Let the clock go on; returns whether it stood still."""
    return bool(Pause.objects.filter(case=case, ended_at__isnull=True).update(ended_at=now))


def _follow_stage(case: Case, before: State, after: State, now: datetime) -> None:
    old, new = STAGE_OF.get(before), STAGE_OF.get(after)
    if old == new:
        return
    rules = clock.rules_at(now)
    if after == State.NEEDS_INFO:
        pause(case, Ground.CITIZEN, now)
        _begin(case, Stage.SUPPLEMENT, now, rules)
        return
    end_pause(case, now)
    running = Deadline.objects.filter(case=case, ended_at__isnull=True)
    if before == State.NEEDS_INFO and after not in ENDED:
        running.filter(stage=Stage.SUPPLEMENT).update(ended_at=now)
        refresh(case, rules)
        return
    running.update(ended_at=now)
    case.stage_due_at = None
    if new:
        _begin(case, new, now, rules)


def _begin(case: Case, stage: Stage, now: datetime, rules: Rules) -> None:
    row = Deadline.objects.create(case=case, **_limit(case, stage, now, rules))
    case.stage_due_at = row.due_at
    if stage == Stage.PROCESS and not case.answered_at:
        case.due_at = row.due_at


def _limit(case: Case, stage: Stage, start: datetime, rules: Rules) -> dict[str, object]:
    """The facts of a limit that begins now."""
    limit = clock.limit_of(case, stage, rules)
    return {
        "stage": stage,
        "began_at": start,
        "amount": limit.amount,
        "unit": limit.unit,
        "document": limit.document,
        "due_at": clock.due_moment(timezone.localtime(start), limit, rules.calendar),
    }
