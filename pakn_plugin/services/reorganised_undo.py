"""Undoing a reorganisation on its own day: every row gets its old values back; the history goes on with one more step.

New units stay as rows that are in force on no day, because the history names them.
"""

from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from pakn_plugin import access
from pakn_plugin.access import Actor, NotAllowed
from pakn_plugin.models import Case, Membership, MembershipChange, Notification, Reorganisation
from pakn_plugin.queries import structure
from pakn_plugin.queries.case_moves import COLUMNS
from pakn_plugin.queries.moved import MOVED, TO_DECIDE
from pakn_plugin.queries.touches import What
from pakn_plugin.queries.undoing import Trace, obstacles, traces
from pakn_plugin.services import history, rendering
from pakn_plugin.services.reorganisation import Refused
from pakn_plugin.services.reorganised_cases import BATCH, hand_over
from pakn_plugin.services.reorganised_log import (
    NEW_AGENCY,
    NEW_AREA,
    NEW_MEMBERSHIP,
    SUCCESSION,
    SUCCESSOR,
    TABLES,
    save_cases,
    save_many,
)
from pakn_plugin.services.reorganised_rows import record
from pakn_plugin.states import PARTY_OF, Action, Party, State

DAY = timedelta(days=1)
Status = Reorganisation.Status
MADE = (NEW_AGENCY, NEW_AREA, NEW_MEMBERSHIP)
LINKS = (SUCCESSOR, SUCCESSION)
# Cases come last: their officers have their roles back by then.
PLAIN = tuple(what for what in TABLES if what not in (*MADE, *LINKS, What.CASE))


def undo(pk: int, actor: Actor, now: datetime) -> Reorganisation:
    """Take a reorganisation back, in one transaction. Raises NotAllowed, and Refused with the reason.

    Possible until midnight of its day, while nothing that it touched was changed in a way that cannot be taken back.
    """
    if not access.may_reorganise(actor):
        raise NotAllowed(_("Bạn không có quyền sắp xếp đơn vị."))
    with transaction.atomic():
        row = Reorganisation.objects.select_for_update(of=("self",)).get(pk=pk)
        _check_may_undo(row, now)
        for what in PLAIN:
            _restore(row, what, actor, now)
        for what in LINKS:
            TABLES[what]._default_manager.filter(pk__in=[trace.pk for trace in traces(row, what)]).delete()
        for what in MADE:
            _void(row, what, actor, now)
        _restore_cases(row, actor, now)
        row.reallocations.all().delete()
        _tell_nobody(row, now)
        row.status, row.undone_at, row.undone_by = Status.UNDONE, now, actor.user
        row.save(update_fields=["status", "undone_at", "undone_by"])
        transaction.on_commit(structure.forget)
        transaction.on_commit(partial(rendering.ask, actor.user, now))
    return row


def _check_may_undo(row: Reorganisation, now: datetime) -> None:
    if row.status != Status.EXECUTED or row.executed_at is None:
        raise Refused(_("Chỉ hoàn tác được kế hoạch đã thực hiện và chưa hoàn tác."))
    if timezone.localdate(row.executed_at) != timezone.localdate(now):
        raise Refused(_("Chỉ hoàn tác được đến nửa đêm của ngày thực hiện; sau đó hãy lập một kế hoạch mới."))
    found = obstacles(row, TABLES, (*MADE, *LINKS))
    if found:
        raise Refused(_("Không hoàn tác được nữa:") + "\n" + "\n".join(found))


def _restore(row: Reorganisation, what: str, actor: Actor, now: datetime) -> None:
    """Give the rows of a kind their old values back; what was deleted since stays away."""
    found = traces(row, what)
    table: Any = TABLES[what]
    rows = table._default_manager.in_bulk([trace.pk for trace in found])
    changed = [_old_values(rows[trace.pk], trace) for trace in found if trace.pk in rows]
    columns = dict.fromkeys(name.removesuffix("_id") for trace in found for name in trace.old)
    save_many(changed, list(columns))
    if what == What.MEMBERSHIP:
        record([(each, MembershipChange.What.AMENDED) for each in changed], actor, now)


def _old_values(row: Any, trace: Trace) -> Any:
    for name, value in trace.old.items():
        field = row._meta.get_field(name)
        setattr(row, name, field.to_python(value) if not field.is_relation else value)
    return row


def _void(row: Reorganisation, what: str, actor: Actor, now: datetime) -> None:
    """Let what was made end before its first day."""
    table: Any = TABLES[what]
    rows = list(table._default_manager.filter(pk__in=[trace.pk for trace in traces(row, what)]).order_by("pk"))
    for each in rows:
        first: date = each.valid_from
        each.valid_to = first - DAY
    save_many(rows, ["valid_to"])
    if table is Membership:
        record([(each, MembershipChange.What.AMENDED) for each in rows], actor, now)


def _restore_cases(row: Reorganisation, actor: Actor, now: datetime) -> None:
    found = traces(row, What.CASE)
    for start in range(0, len(found), BATCH):
        part = {trace.pk: trace for trace in found[start : start + BATCH]}
        rows = Case.objects.select_for_update(of=("self",)).only(*COLUMNS)
        cases = list(rows.filter(pk__in=part).order_by("pk"))
        handed = [case for case in cases if _returns(case, part[case.pk])]
        data = [(case, _undone(row, case, part[case.pk])) for case in cases]
        history.append_many(data, Action.REORGANISE, actor, now, BATCH)
        hand_over(handed, now)
        save_cases(cases)


def _returns(case: Case, trace: Trace) -> bool:
    """Whether the ledger's line names an agency that the case leaves again."""
    return "agency_id" in trace.old and PARTY_OF.get(State(case.state)) == Party.AGENCY


def _undone(row: Reorganisation, case: Case, trace: Trace) -> dict[str, Any]:
    data: dict[str, Any] = {"reorganisation": row.pk, "undo": True}
    for name, value in trace.old.items():
        data |= {f"{name.removesuffix('_id')}_from": getattr(case, name), f"{name.removesuffix('_id')}_to": value}
        setattr(case, name, value)
    return data


def _tell_nobody(row: Reorganisation, now: datetime) -> None:
    """What still waits for the daily mail is over."""
    waiting = Notification.objects.filter(template__in=(MOVED, TO_DECIDE), sent_at=None)
    waiting.filter(event__action=Action.REORGANISE, event__data__reorganisation=row.pk).update(sent_at=now)
