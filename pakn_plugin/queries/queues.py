"""The queues of the desk: what each holds, and whose desk shows which."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, TextChoices
from django.utils.translation import gettext_lazy as _

from pakn_plugin import conf, corrections
from pakn_plugin.access import OPERATORS, SEES_AGENCY, SEES_ALL, Actor
from pakn_plugin.models import Coordination, Reply, TimeRequest
from pakn_plugin.models.case import OWED
from pakn_plugin.queries.soon import soon_until
from pakn_plugin.states import OPEN, WITH_CITIZEN, WITH_OPERATOR, Role, State

NOTHING = Q(pk__in=())
OURS = OPEN - WITH_CITIZEN


class Queue(TextChoices):
    """A list that somebody works through."""

    MINE = "mine", _("Việc của tôi")
    SOON = "soon", _("Sắp quá hạn")
    LATE = "late", _("Quá hạn")
    INCOMING = "incoming", _("Chờ tiếp nhận")
    TO_TRANSFER = "to_transfer", _("Chờ chuyển")
    RETURNED = "returned", _("Bị trả lại")
    TO_DECIDE = "to_decide", _("Chờ lãnh đạo đầu mối quyết định")
    TO_ANSWER = "to_answer", _("Chờ trả lời tin nhắn")
    TO_ACCEPT = "to_accept", _("Chờ đơn vị nhận")
    PROCESSING = "processing", _("Đang xử lý")
    WITH_CITIZEN = "with_citizen", _("Chờ người dân")
    TO_CONTRIBUTE = "to_contribute", _("Chờ ý kiến phối hợp của đơn vị")
    TO_APPROVE = "to_approve", _("Chờ duyệt")
    TIME_ASKED = "time_asked", _("Chờ duyệt thời hạn")
    ANSWERED = "answered", _("Đã trả lời")
    UNDER_REVIEW = "under_review", _("Đang rà soát")
    RESTRICTED = "restricted", _("Khiếu nại, tố cáo")
    ALL = "all", _("Tất cả")


STATE_OF = {
    Queue.INCOMING: State.SUBMITTED,
    Queue.TO_TRANSFER: State.RECEIVED,
    Queue.TO_ACCEPT: State.TRANSFERRED,
    Queue.PROCESSING: State.PROCESSING,
    Queue.WITH_CITIZEN: State.NEEDS_INFO,
    Queue.ANSWERED: State.ANSWERED,
    Queue.UNDER_REVIEW: State.UNDER_REVIEW,
}
PRESSING = frozenset({Queue.LATE, Queue.TO_DECIDE})
EVERYBODYS = frozenset(
    {Queue.SOON, Queue.LATE, Queue.TO_ANSWER, Queue.PROCESSING, Queue.ANSWERED, Queue.UNDER_REVIEW, Queue.ALL}
)
OF_OPERATORS = EVERYBODYS | {Queue.MINE, Queue.INCOMING, Queue.TO_TRANSFER, Queue.RETURNED, Queue.WITH_CITIZEN}
OF_LINE = EVERYBODYS | {Queue.MINE, Queue.WITH_CITIZEN, Queue.TO_CONTRIBUTE, Queue.TO_APPROVE}
OF_ROLE = {
    Role.OPERATOR: OF_OPERATORS | {Queue.TO_ACCEPT},
    Role.OPERATOR_LEADER: OF_OPERATORS | {Queue.TO_ACCEPT, Queue.TO_DECIDE},
    Role.COORDINATOR: OF_LINE | {Queue.TO_ACCEPT},
    Role.OFFICER: OF_LINE | {Queue.RETURNED},
    Role.LEADER: OF_LINE | {Queue.TO_ACCEPT, Queue.TIME_ASKED},
    Role.REVIEWER: EVERYBODYS | {Queue.MINE},
    Role.SUPERVISOR: frozenset(Queue) - {Queue.MINE, Queue.TO_CONTRIBUTE, Queue.RESTRICTED},
    Role.CONFIDENTIAL: frozenset({Queue.MINE, Queue.SOON, Queue.LATE, Queue.TO_ANSWER, Queue.RESTRICTED, Queue.ALL}),
}


def queues_of(actor: Actor) -> list[Queue]:
    """The queues that this person's roles need, in their order; the first is where the desk opens."""
    held = {role for role, _agency in actor.roles}
    found = {queue for role, queues in OF_ROLE.items() if role in held for queue in queues}
    if actor.is_superuser:
        found |= OF_ROLE[Role.SUPERVISOR]
    return [queue for queue in Queue if queue in (found or {Queue.ALL})]


def default_queue(actor: Actor) -> Queue:
    """One's own work; everything for those who only watch."""
    return Queue.MINE if Queue.MINE in queues_of(actor) else Queue.ALL


def label_of(queue: Queue, actor: Actor) -> str:
    """The queue's name as its reader says it: what waits for an agency is, inside the agency, proposed to it."""
    if queue == Queue.TO_ACCEPT and not (actor.is_superuser or actor.has(*SEES_ALL)):
        return str(_("Được chuyển đến"))
    return str(queue.label)


def condition(queue: Queue, actor: Actor, now: datetime, soon: datetime | None = None) -> Q:
    """What a queue holds, among the cases that the actor may see; `soon` where it is known already, see `soon_until`.

    Nothing but the arguments and the setting of declines decides on it: `desk.counts` keeps the query.
    """
    if queue in STATE_OF:
        return Q(state=STATE_OF[queue])
    if queue == Queue.MINE:
        return _mine(actor)
    if queue == Queue.LATE:
        return (Q(state__in=OURS, stage_due_at__lt=now) | OWED & Q(word_due_at__lt=now)) & _not_joined(actor)
    if queue == Queue.SOON:
        end = soon or soon_until(now)
        step = Q(state__in=OURS, stage_due_at__gte=now, stage_due_at__lt=end)
        return (step | OWED & Q(word_due_at__gte=now, word_due_at__lt=end)) & _not_joined(actor)
    if queue == Queue.TO_ANSWER:
        return OWED & _not_joined(actor)
    if queue == Queue.RESTRICTED:
        return Q(restricted=True)
    if queue == Queue.TO_DECIDE:
        return _to_decide()
    if queue == Queue.TO_CONTRIBUTE:
        return _to_contribute(actor, *SEES_AGENCY)
    if queue == Queue.RETURNED:
        return _returned(actor)
    if queue == Queue.TO_APPROVE:
        return Q(state=State.AWAITING_APPROVAL) | _asks_for_time()
    if queue == Queue.TIME_ASKED:
        return _asks_for_time()
    return Q()


def _to_decide() -> Q:
    """Refused so often that the operator's leader has to say whose it is."""
    return Q(state=State.RECEIVED, declines__gte=conf.get("DECLINES"))


def _not_joined(actor: Actor) -> Q:
    """A main agency's delay is not that of those who co-ordinate."""
    return ~Q(pk__in=actor.joined) if actor.joined else Q()


def _to_contribute(actor: Actor, *roles: str) -> Q:
    """Other agencies' cases for which an agency where the actor holds one of the roles still owes its part."""
    if not actor.joined:
        return NOTHING
    owed = Coordination.objects.filter(agency_id__in=actor.agencies(*roles), ended_at=None, answered_at=None)
    return Q(pk__in=owed.values("case_id"))


def _asks_for_time() -> Q:
    pending = TimeRequest.objects.filter(case=OuterRef("pk"), outcome=TimeRequest.Outcome.PENDING)
    return Q(Exists(pending), state=State.PROCESSING)


def _sent_back_by_leader() -> Q:
    returned = Reply.objects.filter(case=OuterRef("pk"), status=Reply.Status.RETURNED)
    return Q(Exists(returned), state=State.PROCESSING)


def _returned(actor: Actor) -> Q:
    """What an agency gave back to the operator; what a leader gave back to the officer who wrote it."""
    found = NOTHING
    if actor.is_superuser or actor.has(*SEES_ALL):
        found |= Q(state=State.RECEIVED, declines__gt=0)
    handled = actor.agencies(Role.OFFICER)
    if handled:
        found |= Q(agency__in=handled, officer=actor.user) & _sent_back_by_leader()
    fixing = corrections.in_hand_of(actor)
    return found | Q(pk__in=[pk for pk, status in fixing.items() if status == Reply.Status.RETURNED])


def _mine(actor: Actor) -> Q:
    """What waits for this very person's hand, over all the roles."""
    found = NOTHING
    if actor.has(Role.OPERATOR_LEADER):
        found |= Q(state__in=WITH_OPERATOR)
    elif actor.has(*OPERATORS):
        found |= Q(state__in=WITH_OPERATOR, declines__lt=conf.get("DECLINES"))
    if actor.has(Role.CONFIDENTIAL):
        found |= Q(state__in=WITH_OPERATOR, restricted=True)
    if actor.has(Role.REVIEWER):
        found |= Q(state=State.UNDER_REVIEW)
    coordinated = actor.agencies(Role.COORDINATOR)
    if coordinated:
        found |= Q(state=State.TRANSFERRED, agency__in=coordinated)
        found |= Q(state=State.PROCESSING, agency__in=coordinated, officer=None)
        found |= OWED & Q(agency__in=coordinated, officer=None)
        found |= _to_contribute(actor, Role.COORDINATOR)
    handled = actor.agencies(Role.OFFICER)
    if handled:
        found |= Q(state=State.PROCESSING, agency__in=handled, officer=actor.user)
        found |= OWED & Q(agency__in=handled, officer=actor.user)
    led = actor.agencies(Role.LEADER)
    if led:
        found |= Q(agency__in=led) & (Q(state=State.AWAITING_APPROVAL) | _asks_for_time())
    return found | Q(pk__in=list(corrections.in_hand_of(actor)))


def ended_among(queue: Queue, actor: Actor) -> list[int]:
    """The few cases of a queue that may have ended: those whose correction waits for this person."""
    return list(corrections.in_hand_of(actor)) if queue in (Queue.MINE, Queue.RETURNED) else []
