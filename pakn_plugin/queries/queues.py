"""The queues of the desk: what each holds, and whose desk shows which."""

from datetime import datetime

from django.db.models import Q, TextChoices
from django.utils.translation import gettext_lazy as _

from pakn_plugin.access import OPERATORS, SEES_ALL, Actor
from pakn_plugin.states import OPEN, WITH_CITIZEN, WITH_OPERATOR, Role, State

NOTHING = Q(pk__in=())


class Queue(TextChoices):
    """A list that somebody works through."""

    MINE = "mine", _("Việc của tôi")
    INCOMING = "incoming", _("Chờ tiếp nhận")
    TO_TRANSFER = "to_transfer", _("Chờ chuyển")
    TO_ACCEPT = "to_accept", _("Chờ đơn vị nhận")
    PROCESSING = "processing", _("Đang xử lý")
    WITH_CITIZEN = "with_citizen", _("Chờ người dân")
    TO_APPROVE = "to_approve", _("Chờ duyệt")
    ANSWERED = "answered", _("Đã trả lời")
    UNDER_REVIEW = "under_review", _("Đang rà soát")
    LATE = "late", _("Quá hạn")
    ALL = "all", _("Tất cả")


STATE_OF = {
    Queue.INCOMING: State.SUBMITTED,
    Queue.TO_TRANSFER: State.RECEIVED,
    Queue.TO_ACCEPT: State.TRANSFERRED,
    Queue.PROCESSING: State.PROCESSING,
    Queue.WITH_CITIZEN: State.NEEDS_INFO,
    Queue.TO_APPROVE: State.AWAITING_APPROVAL,
    Queue.ANSWERED: State.ANSWERED,
    Queue.UNDER_REVIEW: State.UNDER_REVIEW,
}
BEFORE_AGENCIES = (Queue.INCOMING, Queue.TO_TRANSFER)


def queues_of(actor: Actor) -> list[Queue]:
    """The queues that this person's roles need; the first is where the desk opens."""
    found = list(Queue)
    if not actor.has(*OPERATORS, Role.REVIEWER, Role.COORDINATOR, Role.OFFICER, Role.LEADER):
        found.remove(Queue.MINE)
    if not (actor.is_superuser or actor.has(*SEES_ALL)):
        found = [queue for queue in found if queue not in BEFORE_AGENCIES]
    return found


def default_queue(actor: Actor) -> Queue:
    """One's own work; everything for those who only watch."""
    return Queue.MINE if Queue.MINE in queues_of(actor) else Queue.ALL


def condition(queue: Queue, actor: Actor, now: datetime) -> Q:
    """What a queue holds, among the cases that the actor may see."""
    if queue in STATE_OF:
        return Q(state=STATE_OF[queue])
    if queue == Queue.MINE:
        return _mine(actor)
    if queue == Queue.LATE:
        return Q(state__in=OPEN - WITH_CITIZEN, stage_due_at__lt=now)
    return Q()


def _mine(actor: Actor) -> Q:
    """What waits for this very person's hand, over all the roles."""
    found = NOTHING
    if actor.has(*OPERATORS):
        found |= Q(state__in=WITH_OPERATOR)
    if actor.has(Role.REVIEWER):
        found |= Q(state=State.UNDER_REVIEW)
    coordinated = actor.agencies(Role.COORDINATOR)
    if coordinated:
        found |= Q(state=State.TRANSFERRED, agency__in=coordinated)
        found |= Q(state=State.PROCESSING, agency__in=coordinated, officer=None)
    handled = actor.agencies(Role.OFFICER)
    if handled:
        found |= Q(state=State.PROCESSING, agency__in=handled, officer=actor.user)
    led = actor.agencies(Role.LEADER)
    if led:
        found |= Q(state=State.AWAITING_APPROVAL, agency__in=led)
    return found
