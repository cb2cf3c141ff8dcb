"""Open cases under a plan: where each goes, who keeps it, and what a person has to choose. Read in chunks."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from pakn_plugin.models import Case, Coordination, TimeRequest, Transfer
from pakn_plugin.queries.fates import Decision, Fates, Unit, pairs
from pakn_plugin.queries.touches import Touch, What
from pakn_plugin.reorganising.plan import How
from pakn_plugin.states import OPEN

CHUNK = 1000
# The columns that deciding and the history need; a case's text is not read.
COLUMNS = (
    "pk",
    "code",
    "filing_key",
    "state",
    "agency_id",
    "area_id",
    "topic_id",
    "officer_id",
    "restricted",
    "lat",
    "lon",
    "steps",
    "chain",
)
# (person, old agency) → the agency in which that person's role as an officer goes on.
Officers = Mapping[tuple[int, int], Unit]


@dataclass(frozen=True)
class CaseMove:
    """One case with its decisions. An agency's undecided case is kept by the first successor meanwhile."""

    case: Case
    area: Decision | None
    agency: Decision | None
    keeper: Unit | None
    officer_stays: bool

    @property
    def new_area(self) -> Unit | None:
        """The commune from now on; None where it stays as it was."""
        return self.area.unit if self.area else None

    @property
    def new_agency(self) -> Unit | None:
        """The agency from now on, for good or until a person has decided; None where it stays."""
        return (self.agency.unit or self.keeper) if self.agency else None

    @property
    def undecided(self) -> bool:
        """Whether a person has to say where the case goes."""
        return How.HAND in {decision.how for decision in (self.area, self.agency) if decision}

    def choices(self) -> list[tuple[Unit | None, Unit | None]]:
        """Pairs of commune and agency to choose from."""
        return pairs(self.area, self.agency)

    def suggested(self) -> int | None:
        """The place of the suggestion among the choices."""
        area = self.area.suggested if self.area else None
        agency = self.agency.suggested if self.agency else None
        for place, (commune, body) in enumerate(self.choices()):
            if (not area or commune == area) and (not agency or body == agency or area):
                return place
        return None

    def touch(self, fates: Fates) -> Touch:
        """The same as a row of the dry run."""
        decisions = [decision for decision in (self.agency, self.area) if decision]
        how = How.HAND if self.undecided else decisions[0].how
        body, commune = fates.agencies.get(self.case.agency_id or 0), fates.areas.get(self.case.area_id)
        source = ", ".join(fate.old.name for fate in (body, commune) if fate)
        target = ", ".join(filter(None, (_words(self.agency, self.keeper), _words(self.area, None))))
        return Touch(What.CASE, self.case.pk, self.case.code, source, target, how)


def _words(decision: Decision | None, keeper: Unit | None) -> str:
    """Where something goes, or between whom a person chooses and who keeps it meanwhile."""
    if decision is None or decision.unit:
        return decision.unit.name if decision and decision.unit else ""
    names = " / ".join(unit.name for unit in decision.choices)
    return _("%(names)s (tạm giữ: %(keeper)s)") % {"names": names, "keeper": keeper.name} if keeper else names


def concerned(fates: Fates) -> QuerySet[Case]:
    """Open cases whose agency or commune ends."""
    ours = Q(agency__in=list(fates.agencies)) | Q(area__in=list(fates.areas))
    return Case.objects.filter(ours, state__in=[state.value for state in OPEN])


def chunks(rows: QuerySet[Case], *, lock: bool, after: int = 0) -> Iterator[list[Case]]:
    """Cases in the order of their ids, a chunk at a time."""
    rows = rows.only(*COLUMNS).order_by("pk")
    if lock:
        rows = rows.select_for_update(of=("self",))
    while cases := list(rows.filter(pk__gt=after)[:CHUNK]):
        yield cases
        after = cases[-1].pk


def moves_of(cases: Sequence[Case], fates: Fates, officers: Officers) -> list[CaseMove]:
    """What becomes of cases (no query)."""
    return [_move(case, fates, officers) for case in cases]


def _move(case: Case, fates: Fates, officers: Officers) -> CaseMove:
    area = fates.area_of(case)
    agency = fates.agency_of(case.agency_id, case, area)
    keeper = fates.agencies[case.agency_id or 0].targets[0] if agency else None
    holder = (agency.unit or keeper) if agency else None
    theirs = officers.get((case.officer_id or 0, case.agency_id or 0))
    stays = holder is None or bool(theirs and theirs.code == holder.code)
    return CaseMove(case, area, agency, keeper, stays)


@dataclass(frozen=True)
class Followers:
    """What stands open beside cases and goes with them: a proposal, a question about time."""

    transfers: list[tuple[Transfer, CaseMove]]
    requests: list[tuple[TimeRequest, CaseMove]]


def followers_of(moves: Sequence[CaseMove]) -> Followers:
    """Open proposals and questions of the agencies that end, with the moves of their cases (two queries)."""
    by_case = {move.case.pk: move for move in moves if move.agency}
    transfers = Transfer.objects.filter(case__in=by_case, outcome=Transfer.Outcome.PENDING).order_by("pk")
    requests = TimeRequest.objects.filter(case__in=by_case, outcome=TimeRequest.Outcome.PENDING).order_by("pk")
    return Followers(
        [(row, by_case[row.case_id]) for row in transfers if row.agency_id == by_case[row.case_id].case.agency_id],
        [(row, by_case[row.case_id]) for row in requests if row.agency_id == by_case[row.case_id].case.agency_id],
    )


def partners(fates: Fates) -> list[tuple[Coordination, Unit, How]]:
    """Agencies that end while they co-ordinate a case, with their successors (one query)."""
    rows = Coordination.objects.filter(agency__in=list(fates.agencies), ended_at=None).select_related("case")
    found = []
    for row in rows.order_by("pk"):
        decision = fates.agency_of(row.agency_id, row.case, fates.area_of(row.case))
        unit = decision.unit if decision else None
        how = decision.how if decision and unit else How.FIRST
        found.append((row, unit or fates.agencies[row.agency_id].targets[0], how))
    return found
