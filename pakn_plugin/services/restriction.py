"""Complaints and denunciations: out of everybody's sight but the operator's named people's, and back."""

from datetime import datetime

from django.utils.translation import gettext as _

from pakn_plugin.access import Actor, NotAllowed
from pakn_plugin.models import Case, Publication
from pakn_plugin.services import history
from pakn_plugin.services.moves import moving
from pakn_plugin.states import Action


def restrict(case_id: int, actor: Actor, now: datetime) -> Case:
    """The operator marks an incoming case; from then on it has left the operator's own desk as well."""
    with moving(case_id, actor, Action.RESTRICT, now) as move:
        hide(move.case, actor, now)
        return move.case


def lift(case_id: int, actor: Actor, now: datetime) -> Case:
    """A named person finds that it is neither: the case and its duplicates go on where they stood.

    Raises NotAllowed for a duplicate whose main case stays hidden. A public copy does not come back by itself.
    """
    with moving(case_id, actor, Action.LIFT, now) as move:
        case = move.case
        if case.merged_into and case.merged_into.restricted:
            raise NotAllowed(_("Phản ánh này đi theo phản ánh chính; hãy bỏ đánh dấu ở phản ánh chính."))
        case.restricted = False
        _take_along(case, Action.LIFT, actor, now)
        return case


def hide(case: Case, actor: Actor, now: datetime) -> None:
    """Mark a locked case, which the caller saves; its public copy ends, its duplicates follow."""
    case.restricted = True
    Publication.objects.filter(case=case, withdrawn_at=None).update(withdrawn_at=now)
    _take_along(case, Action.RESTRICT, actor, now)


def _take_along(case: Case, action: Action, actor: Actor, now: datetime) -> None:
    """What was merged into a case tells of the same matter; each has a step in its history."""
    rows = Case.objects.select_for_update(of=("self",)).filter(merged_into=case).exclude(restricted=case.restricted)
    for row in rows.order_by("pk"):
        row.restricted = case.restricted
        history.append(row, action, actor, now, row.state, {"main": case.pk})
        row.save()
