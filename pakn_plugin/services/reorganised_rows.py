"""What hangs on an old unit besides cases moves to its successor: roles, banners, fields, filters, units below."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from pakn_plugin.access import Actor
from pakn_plugin.models import Case, Coordination, Membership, MembershipChange
from pakn_plugin.queries import case_moves, touches
from pakn_plugin.queries.case_moves import Officers
from pakn_plugin.queries.fates import Fates
from pakn_plugin.queries.touches import Touch, What
from pakn_plugin.services.reorganised_log import BATCH, NEW_MEMBERSHIP, TABLES, Log, save_many
from pakn_plugin.states import WITH_PARTNERS, Role

DAY = timedelta(days=1)
EVER, NEVER = date.min, date.max
Changed = MembershipChange.What
Key = tuple[int, int, str]


def move_memberships(fates: Fates, actor: Actor, now: datetime, log: Log) -> Officers:
    """End roles in old agencies today and let them go on in the successors; returns where officers go on."""
    day = timezone.localdate(now)
    found = touches.memberships(fates, day)
    pks = [touch.pk for touch in found]
    rows = {row.pk: row for row in Membership.objects.select_for_update(of=("self",)).filter(pk__in=pks)}
    officers = [row for row in rows.values() if row.role == Role.OFFICER]
    mover = Mover(found, rows, day, log)
    for touch in found:
        mover.move(touch)
    save_many(mover.ended, ["valid_to"])
    for row in Membership.objects.bulk_create(mover.made, batch_size=BATCH):
        log.add(NEW_MEMBERSHIP, row, {}, {"valid_from": row.valid_from, "valid_to": row.valid_to})
    save_many(mover.widened, ["valid_from", "valid_to"])
    record(
        [*_as(mover.ended, Changed.ENDED), *_as(mover.made, Changed.GRANTED), *_as(mover.widened, Changed.AMENDED)],
        actor,
        now,
    )
    return touches.officers(found, officers)


def _as(rows: Iterable[Membership], what: MembershipChange.What) -> list[tuple[Membership, MembershipChange.What]]:
    return [(row, what) for row in rows]


def record(rows: Sequence[tuple[Membership, MembershipChange.What]], actor: Actor, now: datetime) -> None:
    """Say in the history of memberships what was done to each."""
    made = [
        MembershipChange(
            person_id=row.user_id,
            agency_id=row.agency_id,
            role=row.role,
            what=what,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            by=actor.user,
            at=now,
        )
        for row, what in rows
    ]
    MembershipChange.objects.bulk_create(made, batch_size=BATCH)


class Mover:
    """Ends memberships and makes those that follow; a role that the person has there already is made longer."""

    def __init__(self, found: Sequence[Touch], rows: dict[int, Membership], day: date, log: Log) -> None:
        self.rows, self.day, self.log = rows, day, log
        self.ended: list[Membership] = []
        self.made: list[Membership] = []
        self.widened: list[Membership] = []
        self.there: defaultdict[Key, list[Membership]] = defaultdict(list)
        targets = {touch.unit.pk for touch in found if touch.unit}
        people = {row.user_id for row in rows.values()}
        for row in Membership.objects.filter(agency__in=targets, user__in=people).order_by("pk"):
            if _real(row) and (row.valid_to or NEVER) >= day:
                self.there[row.user_id, row.agency_id, row.role].append(row)

    def move(self, touch: Touch) -> None:
        """One membership."""
        row, unit = self.rows[touch.pk], touch.unit
        first, last = max(self.day, row.valid_from or EVER), row.valid_to
        self.log.changed(What.MEMBERSHIP, row, touch.how, valid_to=first - DAY)
        self.ended.append(row)
        key = (row.user_id, (unit.pk if unit else None) or 0, row.role)
        meeting = [each for each in self.there[key] if _overlap(each, first, last)]
        if not meeting:
            made = Membership(user_id=row.user_id, agency_id=key[1], role=row.role, valid_from=first, valid_to=last)
            self.made.append(made)
            self.there[key].append(made)
        elif len(self.there[key]) == 1:
            self._widen(meeting[0], first, last, touch)

    def _widen(self, row: Membership, first: date, last: date | None, touch: Touch) -> None:
        begin = None if row.valid_from is None else min(row.valid_from, first)
        end = None if row.valid_to is None or last is None else max(row.valid_to, last)
        if (begin, end) == (row.valid_from, row.valid_to):
            return
        if row.pk is None:
            row.valid_from, row.valid_to = begin, end
            return
        self.log.changed(What.MEMBERSHIP, row, touch.how, valid_from=begin, valid_to=end)
        if row not in self.widened:
            self.widened.append(row)


def _real(row: Membership) -> bool:
    """Not one that was taken back before it began."""
    return (row.valid_to or NEVER) >= (row.valid_from or EVER)


def _overlap(row: Membership, first: date, last: date | None) -> bool:
    return (row.valid_from or EVER) <= (last or NEVER) and (row.valid_to or NEVER) >= first


def move_plain(fates: Fates, log: Log) -> None:
    """Give banners, fields, filters, units below and communes their new agency."""
    by_kind: defaultdict[str, list[Touch]] = defaultdict(list)
    for touch in touches.plain(fates):
        by_kind[touch.what].append(touch)
    for what, found in by_kind.items():
        table: Any = TABLES[what]
        rows = table._default_manager.in_bulk([touch.pk for touch in found])
        for touch in found:
            new = {column: value for column, _old, value in touch.changes}
            log.changed(what, rows[touch.pk], touch.how, **new)
        columns = dict.fromkeys(column for touch in found for column, _old, _new in touch.changes)
        save_many(rows.values(), [column.removesuffix("_id") for column in columns])


def move_partners(fates: Fates, now: datetime, log: Log) -> None:
    """Co-ordination goes on with the successor; where it is there already, or is the main agency now, it ends.

    Called when the cases have moved.
    """
    found = case_moves.partners(fates)
    ids = {row.case_id for row, _unit, _how in found}
    main = dict(Case.objects.filter(pk__in=ids).values_list("pk", "agency_id"))
    open_ones = Coordination.objects.filter(case__in=ids, ended_at=None)
    there = set(open_ones.values_list("case_id", "agency_id"))
    for row, unit, how in found:
        needless = main[row.case_id] == unit.pk or (row.case_id, unit.pk) in there
        if needless or row.case.state not in WITH_PARTNERS:
            log.changed(What.PARTNER, row, how, ended_at=now)
        else:
            log.changed(What.PARTNER, row, how, agency_id=unit.pk)
            there.add((row.case_id, unit.pk or 0))
    save_many([row for row, _unit, _how in found], ["agency", "ended_at"])
