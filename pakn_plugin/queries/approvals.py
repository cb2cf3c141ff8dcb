"""The leader's queue: the replies and corrections that wait for this very person, one after the other."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Case as Branch
from django.db.models import DateTimeField, F, Q, QuerySet, When

from pakn_plugin import two_people
from pakn_plugin.access import Actor
from pakn_plugin.models import Reply
from pakn_plugin.models.conversation import open_corrections
from pakn_plugin.states import Role, State

SHOWN, CAP = 25, 99
APPROVALS = "approvals"
CORRECTED = (State.ANSWERED, State.CLOSED)


@dataclass(frozen=True)
class Line:
    """The first of what waits, the one that is shown, the one after it, and how many wait (at most CAP + 1)."""

    rows: Sequence[Reply]
    current: Reply | None
    following: Reply | None
    number: int


def waiting(actor: Actor) -> QuerySet[Reply]:
    """What this person may decide on as leader or in a leader's place, first what is due first."""
    held = Q(agency__in=actor.agencies(Role.LEADER))
    heirs = Q(agency__in=actor.inherited(Role.LEADER), case__state=State.CLOSED)
    ours = Q(held | heirs, case__agency=F("agency"), case__restricted=False)
    plain = Q(corrects=None, case__state=State.AWAITING_APPROVAL)
    fixing = Q(pk__in=open_corrections().values("pk"), case__state__in=CORRECTED)
    rows = Reply.objects.filter(ours, plain | fixing, status=Reply.Status.PENDING).exclude(author=actor.user)
    for agency, authors in two_people.closed_to(actor).items():
        old = {old for heir, old in actor.before if heir == agency}
        rows = rows.exclude(agency__in={agency, *old}, author__in=authors)
    # A correction has no limit of its own: it comes after what a citizen still waits for.
    due = Branch(When(corrects=None, then="case__stage_due_at"), output_field=DateTimeField())
    return rows.order_by(due.asc(nulls_last=True), "drafted_at", "pk")


def line(actor: Actor, wanted: int | None = None) -> Line:
    """The queue, at the reply of the case that is wanted where that waits, else at its head (three queries at most)."""
    rows = list(waiting(actor).select_related("case", "author", "agency", "corrects")[:SHOWN])
    number = len(rows) if len(rows) < SHOWN else count(actor)
    current = next((row for row in rows if row.case_id == wanted), None)
    if current is None and wanted and number > SHOWN:
        current = waiting(actor).select_related("case", "author", "agency", "corrects").filter(case=wanted).first()
    current = current or (rows[0] if rows else None)
    at = rows.index(current) + 1 if current in rows else 0
    others = [row for row in (*rows[at:], *rows[:at]) if row != current]
    return Line(rows, current, others[0] if others else None, number)


def counted(actor: Actor) -> dict[str, QuerySet[Reply]]:
    """What `desk.counts` counts along for those who lead an agency."""
    return {APPROVALS: waiting(actor)} if actor.has(Role.LEADER) else {}


def count(actor: Actor) -> int:
    """How many wait, at most CAP + 1 (one query; none for those who lead nothing)."""
    if not actor.has(Role.LEADER):
        return 0
    return waiting(actor).order_by()[: CAP + 1].count()
