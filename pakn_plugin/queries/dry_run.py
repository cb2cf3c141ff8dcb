"""What a plan would do, without doing it: totals, and the rows of each kind a page at a time."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils import timezone

from pakn_plugin.models import Membership
from pakn_plugin.queries import case_moves, touches
from pakn_plugin.queries.case_moves import Officers
from pakn_plugin.queries.fates import Fates
from pakn_plugin.queries.touches import Touch, What
from pakn_plugin.reorganising.plan import FOR_PEOPLE, How
from pakn_plugin.states import Role

PAGE = 50
KINDS = (
    What.CASE,
    What.MEMBERSHIP,
    What.PLACEMENT,
    What.TOPIC,
    What.POLICY,
    What.TEMPLATE,
    What.FILTER,
    What.DEPUTATION,
    What.PARTNER,
    What.TRANSFER,
    What.REQUEST,
    What.CHILD,
    What.AREA,
)


@dataclass(frozen=True)
class Totals:
    """How many rows of each kind, how many of these a person has to look at, and how cases were decided."""

    rows: Mapping[str, int]
    for_people: Mapping[str, int]
    cases: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Page:
    """Rows of one kind; `after` is the mark of the next page, 0 at the end."""

    rows: list[Touch]
    after: int


def totals(fates: Fates, now: datetime) -> Totals:
    """Count everything that a plan touches; complaints and denunciations are counted like all others."""
    rows, people, cases = Counter[str](), Counter[str](), Counter[str]()
    for touch in _besides_cases(fates, timezone.localdate(now)):
        rows[touch.what] += 1
        people[touch.what] += touch.how in FOR_PEOPLE
    keepers = officers_now(fates, timezone.localdate(now))
    for chunk in case_moves.chunks(case_moves.concerned(fates), lock=False):
        moves = case_moves.moves_of(chunk, fates, keepers)
        following = case_moves.followers_of(moves)
        rows[What.CASE] += len(moves)
        people[What.CASE] += sum(move.undecided for move in moves)
        rows[What.TRANSFER] += len(following.transfers)
        rows[What.REQUEST] += len(following.requests)
        cases.update((How.HAND if move.undecided else _how(move)).value for move in moves)
    return Totals(dict(rows), dict(people), dict(cases))


def _how(move: case_moves.CaseMove) -> How:
    return next(decision.how for decision in (move.agency, move.area) if decision)


def page(fates: Fates, what: str, now: datetime, after: int = 0) -> Page:
    """One page of the rows of a kind, in the order of their ids. Complaints and denunciations are not named."""
    day = timezone.localdate(now)
    if what not in (What.CASE, What.TRANSFER, What.REQUEST):
        found = [touch for touch in _besides_cases(fates, day) if touch.what == what and touch.pk > after]
        found.sort(key=lambda touch: touch.pk)
        return Page(found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else 0)
    rows = case_moves.concerned(fates).filter(restricted=False)
    if what == What.CASE:
        rows = rows.filter(pk__gt=after).order_by("pk")
        cases = list(rows.only(*case_moves.COLUMNS)[: PAGE + 1])
        moves = case_moves.moves_of(cases[:PAGE], fates, officers_now(fates, day))
        return Page([move.touch(fates) for move in moves], cases[PAGE - 1].pk if len(cases) > PAGE else 0)
    return _following(fates, what, day, after)


def _following(fates: Fates, what: str, day: date, after: int) -> Page:
    found: list[Touch] = []
    keepers = officers_now(fates, day)
    rows = case_moves.concerned(fates).filter(restricted=False)
    for chunk in case_moves.chunks(rows, lock=False, after=after):
        following = case_moves.followers_of(case_moves.moves_of(chunk, fates, keepers))
        for row, move in following.transfers if what == What.TRANSFER else following.requests:
            old = fates.agencies[row.agency_id].old.name
            new = move.new_agency.name if move.new_agency else ""
            found.append(
                Touch(what, move.case.pk, move.case.code, old, new, move.agency.how if move.agency else How.ONLY)
            )
        if len(found) > PAGE:
            break
    found.sort(key=lambda touch: touch.pk)
    return Page(found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else 0)


def officers_now(fates: Fates, day: date) -> Officers:
    """Where the officers of ending agencies go on (two queries)."""
    found = touches.memberships(fates, day)
    rows = Membership.objects.filter(pk__in=[touch.pk for touch in found], role=Role.OFFICER, user__is_active=True)
    return touches.officers(found, rows)


def _besides_cases(fates: Fates, day: date) -> Iterator[Touch]:
    yield from touches.memberships(fates, day)
    yield from touches.plain(fates)
    yield from touches.to_read_again(fates)
    for row, unit, how in case_moves.partners(fates):
        old = fates.agencies[row.agency_id].old.name
        yield Touch(What.PARTNER, row.pk, "" if row.case.restricted else row.case.code, old, unit.name, how, unit)
