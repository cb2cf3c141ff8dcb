"""What can be asked for about time: how long an extension or a verification may be, and what was asked."""

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone

from pakn_plugin.deadlines import Limit
from pakn_plugin.models import Case, Deadline, Pause, TimeRequest
from pakn_plugin.queries import clock
from pakn_plugin.queries.rules import Rules
from pakn_plugin.states import Ground, Stage, Unit

Kind = TimeRequest.Kind
SHORTEST_REASON = 20


def process_limit(case: Case) -> Deadline | None:
    """The limit for processing that runs now (one query)."""
    return Deadline.objects.filter(case=case, stage=Stage.PROCESS, ended_at__isnull=True).first()


def due_now(row: Deadline, rules: Rules, now: datetime, extra: int = 0) -> datetime:
    """When a limit is used up if a pause that goes on ended now, with `extra` more of the row's unit (one query)."""
    pauses = [
        (pause.began_at, pause.ended_at or max(now, pause.began_at)) for pause in Pause.objects.filter(case=row.case_id)
    ]
    limit = Limit(row.amount + row.extra + extra, Unit(row.unit))
    return clock.due_moment(timezone.localtime(row.began_at), limit, rules.calendar, pauses)


def most(case: Case, kind: Kind, rules: Rules, row: Deadline | None) -> Limit:
    """The longest extension or verification that may be asked for.

    An extension is counted like the limit that it extends; where the policy counts otherwise, its number holds up to
    the length of that limit itself.
    """
    if kind == Kind.VERIFICATION:
        return clock.limit_of(case, Stage.VERIFICATION, rules)
    allowed = clock.limit_of(case, Stage.EXTENSION, rules)
    if row is None or row.unit == allowed.unit:
        return allowed
    return Limit(min(allowed.amount, row.amount), Unit(row.unit), allowed.document)


def pending(case: Case, kind: Kind) -> TimeRequest | None:
    """What waits for the decision of the agency's leader (one query)."""
    waiting = TimeRequest.objects.filter(case=case, kind=kind, outcome=TimeRequest.Outcome.PENDING)
    return waiting.select_related("asked_by", "agency").first()


def requests_of(case: Case) -> list[TimeRequest]:
    """Everything that was asked about time, oldest first (one query)."""
    return list(
        TimeRequest.objects.filter(case=case).select_related("asked_by", "decided_by", "agency", "on_behalf__leader")
    )


def verification_of(case: Case) -> Pause | None:
    """The verification on site for which the clock stands still (one query)."""
    return Pause.objects.filter(case=case, ground=Ground.VERIFICATION, ended_at__isnull=True).first()


def standing_still(case: Case, requests: Sequence[TimeRequest]) -> Pause | None:
    """The same, asked only where one of the requests was granted for it."""
    granted = any(each.kind == Kind.VERIFICATION and each.outcome == TimeRequest.Outcome.GRANTED for each in requests)
    return verification_of(case) if granted else None
