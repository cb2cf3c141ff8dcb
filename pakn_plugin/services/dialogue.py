"""Whose turn it is in the dialogue: a citizen's message is owed an answer within a limit that no transfer restarts.

Called by `moves` inside the change's transaction; what it sets on the case is written with the case. A debt of the
handling side is an open limit of the stage “message”; the citizen's own debt is a date on the case and no more.
"""

from datetime import datetime

from django.utils import timezone

from pakn_plugin.deadlines import working_time
from pakn_plugin.inserting import insert
from pakn_plugin.models import Case, Deadline, Message
from pakn_plugin.queries import clock, reminders
from pakn_plugin.queries.rules import Rules
from pakn_plugin.states import PARTY_OF, SETTLES, Action, Answered, Party, Side, Stage, State

A_MINUTE = 60
ANSWERS = (Answered.MESSAGE, Answered.REPLY)
# The citizen said something, or nothing is expected of the citizen any more.
FREES_CITIZEN = frozenset(
    {Action.SUPPLY_INFO, Action.REOPEN, Action.CONTEST, Action.EXPIRE_INFO, Action.EXPIRE_RATING}
    | {action for action in SETTLES if action != Action.MESSAGE}
)


def follow(case: Case, action: Action, now: datetime) -> None:
    """After an action: what was owed is settled where the action answers it (no query where nothing is owed)."""
    if action in SETTLES and case.word_by == Side.HANDLER:
        by_reviewer = action in (Action.UPHOLD, Action.REOPEN_REVIEW)
        _settle(case, SETTLES[action], now, None if by_reviewer else _agency(case))
    if action in FREES_CITIZEN and case.word_by == Side.CITIZEN:
        _clear(case)


def owe(case: Case, now: datetime) -> None:
    """The handling side owes a word since this message of the citizen; an older debt goes on."""
    if case.word_by == Side.HANDLER:
        return
    rules = clock.rules_at(now)
    row = insert(Deadline(case=case, **clock.limit_facts(case, Stage.MESSAGE, now, rules)))
    case.word_by, case.word_since = Side.HANDLER, now
    refresh(case, row, rules)


def ask(case: Case, now: datetime) -> None:
    """The citizen is asked something. No clock stands still: only a request for a supplement pauses."""
    if case.word_by == Side.HANDLER:
        _settle(case, Answered.MESSAGE, now, _agency(case))
    case.word_by, case.word_since = Side.CITIZEN, now
    case.word_due_at = clock.stage_due(case, Stage.SUPPLEMENT, now)


def refresh(case: Case, row: Deadline | None, rules: Rules) -> None:
    """Set what follows from the open limit of the debt, if there is one."""
    if row is None:
        return
    case.word_due_at = row.due_at
    case.word_remind_at = reminders.first_moment(Stage.MESSAGE, row.began_at, row.due_at, rules)


def _agency(case: Case) -> int | None:
    """The agency in whose hands an answer lies; None for the operator's unit and the reviewer."""
    party = PARTY_OF.get(State(case.state))
    return None if party in (Party.OPERATOR, Party.REVIEWER) else case.agency_id


def _settle(case: Case, outcome: Answered, now: datetime, agency_id: int | None) -> None:
    """Close the limit and note on each message that waited when it was answered, by whom and after how long."""
    Deadline.objects.filter(case=case, stage=Stage.MESSAGE, ended_at__isnull=True).update(ended_at=now)
    waiting = list(Message.objects.filter(case=case, from_citizen=True, asks=True, settled_at__isnull=True))
    calendar = clock.working_calendar(timezone.localdate(now)) if outcome in ANSWERS else None
    for message in waiting:
        message.settled_at, message.settled_as = now, outcome
        if calendar:
            worked = working_time(timezone.localtime(message.sent_at), timezone.localtime(now), calendar)
            message.settled_minutes = int(worked.total_seconds()) // A_MINUTE
            message.settled_agency_id = agency_id
    Message.objects.bulk_update(waiting, ["settled_at", "settled_as", "settled_minutes", "settled_agency"])
    _clear(case)


def _clear(case: Case) -> None:
    case.word_by, case.word_since, case.word_due_at, case.word_remind_at = "", None, None, None
