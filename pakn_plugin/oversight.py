"""The part of `access` that is about verdicts: who reads what was made of unsatisfied ones."""

from django.db.models import QuerySet

from pakn_plugin.access import Actor
from pakn_plugin.models import Rating
from pakn_plugin.states import Role

R = Role
WATCHERS = (R.REVIEWER, R.SUPERVISOR, R.OPERATOR_LEADER)


def may_see_reviews(actor: Actor) -> bool:
    """Who reads what was made of unsatisfied verdicts: those who watch over all, and leaders for their agencies."""
    return actor.is_superuser or actor.has(*WATCHERS, R.LEADER)


def visible_ratings(actor: Actor) -> QuerySet[Rating]:
    """The verdicts that this person may list: all of them, or those on answers of agencies that they lead.

    Complaints and denunciations are in no list of verdicts, whoever asks.
    """
    plain = Rating.objects.filter(case__restricted=False)
    if actor.is_superuser or actor.has(*WATCHERS):
        return plain
    return plain.filter(reply__agency__in=actor.agencies(R.LEADER))
