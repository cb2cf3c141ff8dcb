"""Main and co-ordinating agencies: others answer their part inside the administration; the main one replies."""

from datetime import datetime

from django.utils.translation import gettext as _

from pakn_plugin import text
from pakn_plugin.access import Actor, NotAllowed, StateChanged, moved_on, partner_agency
from pakn_plugin.models import Agency, Coordination
from pakn_plugin.queries import clock
from pakn_plugin.services.moves import moving
from pakn_plugin.states import Action, Stage


def invite(case_id: int, actor: Actor, agency: Agency, question: str, now: datetime) -> Coordination:
    """Ask another agency for its part, due by the policy for messages; it sees the case until the case moves on.

    Raises NotAllowed for the main agency itself and for one that was asked already, ValueError without a question.
    """
    asked = text.clean(question)
    if not asked:
        raise ValueError("an invitation needs a question")
    with moving(case_id, actor, Action.INVITE, now) as move:
        case = move.case
        if agency.pk == case.agency_id:
            raise NotAllowed(_("Cơ quan này đang chủ trì xử lý phản ánh."))
        if Coordination.objects.filter(case=case, agency=agency, ended_at=None).exists():
            raise NotAllowed(_("Cơ quan này đã được mời phối hợp."))
        row = Coordination.objects.create(
            case=case,
            agency=agency,
            question=asked,
            asked_by=actor.user,
            asked_at=now,
            due_at=clock.stage_due(case, Stage.MESSAGE, now),
        )
        move.data = {"coordination": row.pk, "agency": agency.pk}
        return row


def contribute(case_id: int, actor: Actor, answer: str, now: datetime) -> Coordination:
    """The co-ordinating agency answers its part, or writes it anew while the case is still being handled.

    Internal: neither the citizen nor the public ever reads it. Raises ValueError for an empty text.
    """
    said = text.clean(answer)
    if not said:
        raise ValueError("a contribution needs a text")
    with moving(case_id, actor, Action.CONTRIBUTE, now) as move:
        agency = partner_agency(actor, move.case) or 0
        row = Coordination.objects.get(case=move.case, agency_id=agency, ended_at=None)
        row.answer, row.answered_by, row.answered_at = said, actor.user, now
        row.save(update_fields=["answer", "answered_by", "answered_at"])
        move.data = {"coordination": row.pk, "agency": row.agency_id, "asker": row.asked_by_id}
        return row


def uninvite(case_id: int, actor: Actor, coordination_id: int, now: datetime) -> Coordination:
    """End a co-ordination: the agency no longer sees the case; what it answered stays. StateChanged where it ended."""
    with moving(case_id, actor, Action.UNINVITE, now) as move:
        row = Coordination.objects.filter(case=move.case, pk=coordination_id, ended_at=None).first()
        if row is None:
            raise StateChanged(moved_on(move.case))
        row.ended_at = now
        row.save(update_fields=["ended_at"])
        move.data = {"coordination": row.pk, "agency": row.agency_id}
        return row
