"""The part of `access` that is about corrections: which reply can be corrected, and what waits for approval.

Only the newest published version is corrected. A correction that was begun before a newer reply came out is void.
"""

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from pakn_plugin.models import Case, Reply
from pakn_plugin.states import Action

Status = Reply.Status
BEGUN = (Status.DRAFT, Status.RETURNED)


def newest(case: Case) -> Reply | None:
    """The version that the citizen reads now (one query)."""
    return Reply.objects.filter(case=case, status=Status.PUBLISHED).order_by("-number").first()


def current() -> QuerySet[Reply]:
    """Corrections that are not published, of the versions that still are the newest of their cases."""
    newer = Reply.objects.filter(
        case=OuterRef("case"), status=Status.PUBLISHED, number__gt=OuterRef("corrects__number")
    )
    begun = Reply.objects.filter(corrects__isnull=False).exclude(status=Status.PUBLISHED)
    return begun.exclude(Exists(newer))


def under_way(case: Case) -> Reply | None:
    """The correction on which the case's agency works, or which waits for its leader (one query)."""
    return current().filter(case=case, agency_id=case.agency_id or 0).select_related("author", "agency").first()


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
