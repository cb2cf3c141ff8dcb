"""Open cases go to the successors, many at a time: state and clock stay as they are, the ledger has no gap.

Each case gets a step in its history. People are told in their daily mail, one notification each.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone

from pakn_plugin.access import Actor
from pakn_plugin.models import Case, Event, Holding, Membership, Notification, Reallocation, Reorganisation
from pakn_plugin.models.agency import in_force
from pakn_plugin.queries import case_moves
from pakn_plugin.queries.case_moves import CaseMove, Officers
from pakn_plugin.queries.fates import Fates
from pakn_plugin.queries.moved import MOVED, TO_DECIDE
from pakn_plugin.queries.touches import What
from pakn_plugin.reorganising.plan import How
from pakn_plugin.services import history
from pakn_plugin.services.reorganised_log import Log, save_cases, save_many
from pakn_plugin.states import PARTY_OF, Action, Party, Role, State

BATCH = 500
Tell = Callable[[int, int], None]


class CaseRun:
    """Moves the cases of one reorganisation; remembers the first step of each agency, for those who are told."""

    def __init__(self, reorganisation: Reorganisation, fates: Fates, officers: Officers, log: Log) -> None:
        self.reorganisation, self.fates, self.officers, self.log = reorganisation, fates, officers, log
        self.undecided = 0
        self.first_of: dict[int, Event] = {}
        self.first_undecided: Event | None = None

    def move_all(self, actor: Actor, now: datetime, tell: Tell) -> None:
        """Every open case of an old agency or commune, in the order of their ids, locked."""
        rows = case_moves.concerned(self.fates)
        done, total = 0, rows.count()
        tell(done, total)
        for cases in case_moves.chunks(rows, lock=True):
            self.move(case_moves.moves_of(cases, self.fates, self.officers), actor, now)
            done += len(cases)
            tell(done, max(total, done))
        self._notify(now)

    def move(self, moves: Sequence[CaseMove], actor: Actor, now: datetime) -> None:
        """One chunk (a fixed number of queries per batch)."""
        handed = [move for move in moves if _changes_hands(move)]
        following = case_moves.followers_of(moves)
        data = [(move.case, self._apply(move)) for move in moves]
        events = history.append_many(data, Action.REORGANISE, actor, now, BATCH)
        hand_over([move.case for move in handed], now)
        save_cases(move.case for move in moves)
        for what, rows in ((What.TRANSFER, following.transfers), (What.REQUEST, following.requests)):
            for row, move in rows:
                self.log.changed(what, row, How.ONLY, agency_id=move.case.agency_id)
            save_many([row for row, _move in rows], ["agency"])
        self._put_before_people([move for move in moves if move.undecided])
        self._remember(moves, events)

    def _apply(self, move: CaseMove) -> dict[str, Any]:
        """Change the case, log it, and say what its history will remember."""
        case, values = move.case, dict[str, Any]()
        if move.new_agency:
            values["agency_id"] = move.new_agency.pk
        if move.new_area:
            values["area_id"] = move.new_area.pk
        if case.officer_id and not move.officer_stays:
            values["officer_id"] = None
        how = How.HAND if move.undecided else next(each.how for each in (move.agency, move.area) if each)
        data: dict[str, Any] = {"reorganisation": self.reorganisation.pk, "how": how.value}
        for name, value in values.items():
            data |= {f"{name.removesuffix('_id')}_from": getattr(case, name), f"{name.removesuffix('_id')}_to": value}
        self.log.changed(What.CASE, case, how, **values)
        return data

    def _put_before_people(self, moves: Sequence[CaseMove]) -> None:
        rows = [
            Reallocation(
                reorganisation=self.reorganisation,
                case=move.case,
                choices=[[unit.pk if unit else None for unit in pair] for pair in move.choices()],
                suggested=move.suggested(),
            )
            for move in moves
        ]
        self.undecided += len(rows)
        # A case that comes back to an old agency is put before people once more.
        Reallocation.objects.bulk_create(
            rows,
            batch_size=BATCH,
            update_conflicts=True,
            unique_fields=["reorganisation", "case"],
            update_fields=["choices", "suggested", "decided_at", "decided_by"],
        )

    def _remember(self, moves: Sequence[CaseMove], events: Sequence[Event]) -> None:
        for move, event in zip(moves, events, strict=True):
            if move.case.restricted:
                continue
            if move.new_agency and move.case.agency_id:
                self.first_of.setdefault(move.case.agency_id, event)
            if move.undecided and self.first_undecided is None:
                self.first_undecided = event

    def _notify(self, now: datetime) -> None:
        """A row for each coordinator of an agency with new cases, and for operators who have to decide."""
        people = Membership.objects.filter(in_force(timezone.localdate(now)), user__is_active=True)
        people = people.exclude(user__email="").order_by("user_id")
        told: dict[tuple[int, int], Notification] = {}
        coordinators = people.filter(role=Role.COORDINATOR, agency__in=self.first_of)
        for user, agency in coordinators.values_list("user_id", "agency_id"):
            event = self.first_of[agency]
            told[user, event.pk] = _notification(event, MOVED, user, now)
        if self.first_undecided:
            for user in people.filter(role=Role.OPERATOR).values_list("user_id", flat=True).distinct():
                told[user, 0] = _notification(self.first_undecided, TO_DECIDE, user, now)
        Notification.objects.bulk_create(told.values(), batch_size=BATCH)


def _notification(event: Event, template: str, user: int, now: datetime) -> Notification:
    return Notification(event=event, template=template, user_id=user, created_at=now, digest_after=now)


def _changes_hands(move: CaseMove) -> bool:
    """Whether the ledger's line names the agency that the case leaves."""
    return move.new_agency is not None and PARTY_OF.get(State(move.case.state)) == Party.AGENCY


def hand_over(cases: Sequence[Case], now: datetime) -> None:
    """Close the open lines of the ledger and open the next, for cases that have their new agency (two queries)."""
    Holding.objects.filter(case__in=[case.pk for case in cases], ended_at__isnull=True).update(ended_at=now)
    rows = [Holding(case=case, party=Party.AGENCY, agency_id=case.agency_id, began_at=now) for case in cases]
    Holding.objects.bulk_create(rows, batch_size=BATCH)
