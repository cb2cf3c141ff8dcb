"""The clock follows the machine: limits begin and end with their stages, the ledger says who holds the case.

Called by `moves` inside the change's transaction, after the action has set what belongs to it.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import DateTimeField, Exists, OuterRef, Value
from django.db.models.functions import Coalesce, Least
from django.utils import timezone

from pakn_plugin.deadlines import Limit
from pakn_plugin.inserting import insert
from pakn_plugin.models import Case, Deadline, Holding, Pause, TimeRequest
from pakn_plugin.queries import clock, reminders
from pakn_plugin.queries.rules import Rules
from pakn_plugin.services import dialogue
from pakn_plugin.states import ENDED, PARTY_OF, STAGE_OF, Ground, Party, Stage, State, Unit

# In these states an agency works on a case, or waits for the citizen in order to work on.
AT_WORK = frozenset({State.PROCESSING, State.NEEDS_INFO})
Outcome = TimeRequest.Outcome
STANDING = (Outcome.PENDING, Outcome.GRANTED)


@dataclass(frozen=True)
class Place:
    """Where a case stands: its state, and the party and agency that hold it."""

    state: State
    party: Party | None
    agency_id: int | None


def time_asked() -> Exists:
    """Read with a case when it is locked: whether something about its time is asked for or was granted."""
    return Exists(TimeRequest.objects.filter(case=OuterRef("pk"), outcome__in=STANDING))


def place_of(case: Case) -> Place:
    """Where the case stands now."""
    state = State(case.state)
    party = PARTY_OF.get(state)
    return Place(state, party, case.agency_id if party == Party.AGENCY else None)


def start(case: Case, rules: Rules) -> tuple[Deadline, Holding]:
    """The clock and the ledger of a case begin with its filing: their first lines, which the caller stores with it.

    Sets when the case is due and when somebody has to be reminded.
    """
    first = Deadline(case=case, **clock.limit_facts(case, Stage.RECEIVE, case.filed_at, rules))
    case.stage_due_at = first.due_at
    _plan_reminder(case, first, rules)
    return first, Holding(case=case, party=Party.OPERATOR, began_at=case.filed_at)


def follow(case: Case, before: Place, now: datetime) -> None:
    """After an action: a new state opens and closes limits, a new holder opens and closes lines of the ledger."""
    after = place_of(case)
    if after.state != before.state:
        case.state_since = now
        case.ended_at = now if after.state in ENDED else None
        if before.state in AT_WORK and after.state != State.PROCESSING:
            _leave_work(case, before.state, after.state, now)
        _follow_stage(case, before.state, after.state, now)
    if (after.party, after.agency_id) != (before.party, before.agency_id):
        hand_over(case, after, now)


def hand_over(case: Case, to: Place, now: datetime) -> None:
    """Close the open line of the ledger and open the next; an ended case has none."""
    Holding.objects.filter(case=case, ended_at__isnull=True).update(ended_at=now)
    if to.party:
        insert(Holding(case=case, party=to.party, agency_id=to.agency_id, began_at=now))


def refresh(case: Case, rules: Rules) -> None:
    """Set the due moments of the case's open limits anew from their facts; the caller saves the case.

    While a verification on site goes on, what is due next is its own end.
    """
    found = list(Pause.objects.filter(case=case))
    pauses = clock.ended_pauses(found)
    rows = list(Deadline.objects.filter(case=case, ended_at__isnull=True))
    for row in rows:
        due = clock.deadline_due(row, rules, pauses)
        if due != row.due_at:
            row.due_at = due
            row.save(update_fields=["due_at"])
    by_stage = {row.stage: row for row in rows}
    stage = STAGE_OF.get(State(case.state))
    case.stage_due_at = by_stage[stage].due_at if stage in by_stage else None
    _plan_reminder(case, by_stage.get(stage) if stage else None, rules)
    dialogue.refresh(case, by_stage.get(Stage.MESSAGE), rules)
    on_site = next((each for each in found if each.until and each.ended_at is None), None)
    if on_site:
        case.stage_due_at = _verified_until(case, on_site, rules)
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
    """Let the clock go on; returns whether it stood still. A pause with a limit never lasts longer than that."""
    moment = Value(now, DateTimeField())
    ended = Least(Coalesce("until", moment), moment)
    return bool(Pause.objects.filter(case=case, ended_at__isnull=True).update(ended_at=ended))


def _verified_until(case: Case, pause: Pause, rules: Rules) -> datetime | None:
    """The limit of a verification that goes on, anew from what was granted."""
    granted = TimeRequest.objects.filter(case=case, kind=TimeRequest.Kind.VERIFICATION, outcome=Outcome.GRANTED).first()
    if granted:
        limit = Limit(granted.amount, Unit(granted.unit))
        until = clock.due_moment(timezone.localtime(pause.began_at), limit, rules.calendar)
        if until != pause.until:
            pause.until = until
            pause.save(update_fields=["until"])
    return pause.until


def _leave_work(case: Case, before: State, after: State, now: datetime) -> None:
    """Work stops: a verification on site ends with it; what was asked about time lapses unless work will go on."""
    if not case.time_asked:  # type: ignore[attr-defined]
        return
    asked = TimeRequest.objects.filter(case=case, outcome__in=STANDING)
    found = set(asked.values_list("kind", "outcome"))
    on_site = before == State.PROCESSING and (TimeRequest.Kind.VERIFICATION, Outcome.GRANTED) in found
    if on_site and end_pause(case, now):
        refresh(case, clock.rules_at(now))
    if after not in AT_WORK and any(outcome == Outcome.PENDING for _kind, outcome in found):
        asked.filter(outcome=Outcome.PENDING).update(outcome=Outcome.LAPSED, decided_at=now)


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
    running = Deadline.objects.filter(case=case, ended_at__isnull=True).exclude(stage=Stage.MESSAGE)
    if before == State.NEEDS_INFO and after not in ENDED:
        running.filter(stage=Stage.SUPPLEMENT).update(ended_at=now)
        refresh(case, rules)
        return
    running.update(ended_at=now)
    case.stage_due_at = case.remind_at = None
    if new:
        _begin(case, new, now, rules)


def _begin(case: Case, stage: Stage, now: datetime, rules: Rules) -> None:
    row = insert(Deadline(case=case, **clock.limit_facts(case, stage, now, rules)))
    case.stage_due_at = row.due_at
    _plan_reminder(case, row, rules)
    if stage == Stage.PROCESS and not case.answered_at:
        case.due_at = row.due_at


def _plan_reminder(case: Case, row: Deadline | None, rules: Rules) -> None:
    """When to look at the reminders of the running limit; what was sent for it before is found out at the look."""
    wanted = row if reminders.may_be_reminded(case) else None
    case.remind_at = (
        reminders.first_moment(Stage(wanted.stage), wanted.began_at, wanted.due_at, rules) if wanted else None
    )
