"""The part of `access` about cases that have ended, and whose officer or agency has gone since.

What was published in them is still answered for: by another officer of the agency, or by the agency's successor.
"""

from dataclasses import replace

from django.utils import timezone

from pakn_plugin.actors import Actor
from pakn_plugin.models import Case, Membership
from pakn_plugin.models.agency import in_force
from pakn_plugin.models.commitment import answered_by
from pakn_plugin.rights import RULES
from pakn_plugin.states import Action, Role, State


def placed(actor: Actor, action: Action, case: Case) -> Actor:
    """The actor as the rules of this action see them: for some a successor stands where the ended agency stood."""
    return as_heir(actor, case) if any(rule.inherits for rule in RULES[action]) else actor


def as_heir(actor: Actor, case: Case) -> Actor:
    """The actor with what they hold in a successor of the case's agency as if they held it there.

    Only for a closed case: an open one goes to the successor itself.
    """
    heirs = {heir for heir, old in actor.before if old == case.agency_id}
    if not heirs or case.state != State.CLOSED:
        return actor
    roles = {(role, case.agency_id or 0) for role, agency in actor.roles if agency in heirs}
    standing = [replace(each, agency_id=case.agency_id or 0) for each in actor.standing if each.agency_id in heirs]
    return replace(actor, roles=actor.roles | roles, standing=(*actor.standing, *standing))


def has_left(case: Case) -> bool:
    """Whether the officer of the case handles nothing any more where the case belongs today (at most two queries)."""
    if case.officer_id is None:
        return True
    today = timezone.localdate()
    held = Membership.objects.filter(in_force(today), user=case.officer_id, user__is_active=True, role=Role.OFFICER)
    return not held.filter(agency__in={case.agency_id, *answered_by(case.agency_id or 0, today)}).exists()
