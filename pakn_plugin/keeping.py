"""The part of `access` that is about promises: who answers for which, and who may read them.

A promise belongs to the agency that made it, and to those that have taken over its work since. It is no case of
theirs: a closed case stays where it was, but what was promised in it is still owed.
"""

from django.db.models import QuerySet
from django.utils import timezone

from pakn_plugin.actors import SEES_AGENCY, SEES_ALL, Actor
from pakn_plugin.models import Case, Commitment
from pakn_plugin.models.commitment import answers_for
from pakn_plugin.states import Role

KEEPERS = (Role.COORDINATOR, Role.OFFICER)


def visible_commitments(actor: Actor) -> QuerySet[Commitment]:
    """The promises that this member of staff may read; nothing of complaints and denunciations (one more query)."""
    plain = Commitment.objects.filter(case__restricted=False)
    if actor.is_superuser or actor.has(*SEES_ALL):
        return plain
    own = actor.agencies(*SEES_AGENCY)
    return plain.filter(agency_id__in=answers_for(own, timezone.localdate())) if own else plain.none()


def answers_for_any(actor: Actor, case: Case) -> bool:
    """Whether an agency for which the actor works has something to report in this case (at most two queries)."""
    own = actor.agencies(*KEEPERS)
    made = set(Commitment.objects.filter(case=case).values_list("agency_id", flat=True)) if own else set()
    return bool(made and made & answers_for(own, timezone.localdate()))


def answerable(actor: Actor) -> set[int]:
    """Ids of the agencies whose promises this person reports kept (at most one query)."""
    return answers_for(actor.agencies(*KEEPERS), timezone.localdate())
