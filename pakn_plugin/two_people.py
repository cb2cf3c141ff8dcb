"""The part of `access` that asks for a second person: who wrote or asked for something never decides on it.

A deputy decides in a leader's place. What that leader wrote, or whoever arranged the deputation, is then as much the
deputy's own as what the deputy wrote: nobody gets a signature by leaving it to somebody of their choice.
"""

from django.db.models import Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from pakn_plugin.actors import Actor, Standing
from pakn_plugin.models import Case, Reply, TimeRequest
from pakn_plugin.states import Action

APPROVALS = {Action.APPROVE: False, Action.APPROVE_CORRECTION: True}
ASKED_KIND = {
    Action.ASK_EXTENSION: TimeRequest.Kind.EXTENSION,
    Action.ASK_VERIFICATION: TimeRequest.Kind.VERIFICATION,
}
DECIDED_KIND = {
    Action.GRANT_EXTENSION: TimeRequest.Kind.EXTENSION,
    Action.REFUSE_EXTENSION: TimeRequest.Kind.EXTENSION,
    Action.GRANT_VERIFICATION: TimeRequest.Kind.VERIFICATION,
    Action.REFUSE_VERIFICATION: TimeRequest.Kind.VERIFICATION,
}


def author_of(action: Action, case: Case) -> int | None:
    """Whose work the action decides on: the author of a waiting reply, or the one who asked for time (one query)."""
    if action in APPROVALS:
        waiting = Reply.objects.filter(case=case, agency_id=case.agency_id or 0, status=Reply.Status.PENDING)
        waiting = waiting.filter(corrects__isnull=not APPROVALS[action])
        return waiting.values_list("author_id", flat=True).last()
    if action in DECIDED_KIND:
        asked = TimeRequest.objects.filter(case=case, kind=DECIDED_KIND[action], outcome=TimeRequest.Outcome.PENDING)
        return asked.values_list("asked_by_id", flat=True).first()
    return None


def standing_for(actor: Actor, case: Case, author: int | None) -> Standing | None:
    """In whose place the actor may decide on this author's work; None for nobody's."""
    there = (each for each in actor.standing if each.agency_id == case.agency_id)
    return next((each for each in there if author not in (each.leader_id, each.named_by_id)), None)


def closed_to(actor: Actor) -> dict[int, set[int]]:
    """Agencies where the actor leads in others' places only → authors on whose work the actor may not decide there."""
    closed: dict[int, set[int]] = {}
    for each in actor.standing:
        tied = {each.leader_id, each.named_by_id}
        closed[each.agency_id] = closed.get(each.agency_id, tied) & tied
    return closed


def is_own_work(actor: Actor, action: Action, case: Case) -> bool:
    """Whether the actor, or everybody in whose place the actor leads here, stands behind what is to be decided."""
    author = author_of(action, case)
    if author is None:
        return False
    stands_in = any(each.agency_id == case.agency_id for each in actor.standing)
    return author == actor.user.pk or (stands_in and standing_for(actor, case, author) is None)


def stood_behind(actor: Actor, case: Case) -> bool:
    """Whether the actor wrote or approved what is in question, or had somebody approve it in their place.

    That is the reply that the citizen was not satisfied with, and whatever was published since.
    """
    published = Reply.objects.filter(case=case, status=Reply.Status.PUBLISHED).order_by("-number")
    rated = published.filter(rating__isnull=False).values("number")[:1]
    theirs = Q(author=actor.user) | Q(approver=actor.user) | Q(on_behalf__leader=actor.user)
    return published.filter(theirs, number__gte=Coalesce(Subquery(rated), 0)).exists()


def undecided(action: Action, case: Case) -> QuerySet[TimeRequest]:
    """The request for time on which the action would decide."""
    return TimeRequest.objects.filter(case=case, kind=DECIDED_KIND[action], outcome=TimeRequest.Outcome.PENDING)


def asked_before(case: Case, kind: TimeRequest.Kind) -> str:
    """Each kind of request stands once in the life of a case; one that was refused or lapsed does not count."""
    counting = (TimeRequest.Outcome.PENDING, TimeRequest.Outcome.GRANTED)
    found = TimeRequest.objects.filter(case=case, kind=kind, outcome__in=counting).first()
    if found is None:
        return ""
    if found.outcome == TimeRequest.Outcome.PENDING:
        return _("Đã có một đề nghị như vậy đang chờ lãnh đạo quyết định.")
    return _("Mỗi phản ánh chỉ được gia hạn một lần và tạm dừng để xác minh thực địa một lần.")
