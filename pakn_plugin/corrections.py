"""The part of `access` that is about corrections: which reply can be corrected, and what waits for approval.

Only the newest published version is corrected. A correction that was begun before a newer reply came out is void.
"""

from django.utils.translation import gettext as _

from pakn_plugin import two_people
from pakn_plugin.actors import Actor
from pakn_plugin.models import Case, Reply
from pakn_plugin.models.conversation import open_corrections
from pakn_plugin.states import Action, Role

Status = Reply.Status
BEGUN = (Status.DRAFT, Status.RETURNED)


def newest(case: Case) -> Reply | None:
    """The version that the citizen reads now (one query)."""
    return Reply.objects.filter(case=case, status=Status.PUBLISHED).order_by("-number").first()


def under_way(case: Case) -> Reply | None:
    """The correction on which the case's agency works, or which waits for its leader (one query)."""
    return (
        open_corrections().filter(case=case, agency_id=case.agency_id or 0).select_related("author", "agency").first()
    )


def hindrance(action: Action, case: Case) -> str:
    """Why there is nothing to write, to submit or to decide; empty where there is, and for other actions."""
    if action in (Action.CORRECT, Action.SUBMIT_CORRECTION):
        if newest(case) is None:
            return _("Phản ánh chưa có trả lời nào được công bố để đính chính.")
        begun = under_way(case)
        waiting = begun is not None and begun.status == Status.PENDING
        return _("Đã có một bản đính chính đang chờ lãnh đạo duyệt.") if waiting else ""
    if action in (Action.APPROVE_CORRECTION, Action.RETURN_CORRECTION):
        found = under_way(case)
        if found is None or found.status != Status.PENDING:
            return _("Không có bản đính chính nào đang chờ duyệt: vừa được quyết định, hoặc đã có trả lời mới hơn.")
    return ""


def in_hand_of(actor: Actor) -> dict[int, str]:
    """Cases whose correction waits for this very person → its status. Nothing is asked: the rows come with the actor.

    As leader or in a leader's place for what somebody else has written; as the case's officer for what was sent back.
    What an ended agency has published is in the hand of its successors.
    """
    led, handled, closed = actor.agencies(Role.LEADER), actor.agencies(Role.OFFICER), two_people.closed_to(actor)
    found: dict[int, str] = {}
    for row in actor.fixing:
        places = {row.agency_id, *(heir for heir, old in actor.before if old == row.agency_id)}
        decides = any(row.author_id not in {actor.user.pk, *closed.get(place, ())} for place in places & led)
        writes = row.officer_id == actor.user.pk and bool(places & handled)
        if decides if row.status == Status.PENDING else writes:
            found[row.case_id] = row.status
    return found
