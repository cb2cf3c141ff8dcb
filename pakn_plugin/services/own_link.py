"""The signed link to one's own case is changed: every earlier one opens nothing from that moment on."""

from datetime import datetime

from pakn_plugin import codes
from pakn_plugin.access import Actor
from pakn_plugin.models import Case
from pakn_plugin.services.moves import moving
from pakn_plugin.states import Action


def revoke(case_id: int, actor: Actor, now: datetime) -> Case:
    """Void the links of a case; the reporter gets a new one by mail, where there is an address."""
    with moving(case_id, actor, Action.REVOKE_LINK, now) as move:
        move.case.link_key = codes.new_link_key()
        return move.case
