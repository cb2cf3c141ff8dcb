"""What becomes of each old unit under a plan, and of whatever hangs on it. Dry run and execution both ask."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import product
from math import cos, hypot, radians
from typing import Any

from pakn_plugin.models import Agency, AgencyKind, Area, Topic
from pakn_plugin.reorganising.boundaries import Boundaries
from pakn_plugin.reorganising.plan import Divide, Do, How, Of, Plan, Step
from pakn_plugin.reorganising.registers import Known, Registers, ending_committees


@dataclass(frozen=True)
class Unit:
    """A successor; `pk` is None as long as the plan has still to make it. `committee` is a commune's agency."""

    code: str
    name: str
    pk: int | None
    lat: float | None = None
    lon: float | None = None
    committee: "Unit | None" = None


@dataclass(frozen=True)
class Fate:
    """The successors of one old unit, the first of which takes what nobody decides, and how cases are divided."""

    old: Unit
    targets: tuple[Unit, ...]
    divide: Divide | None = None
    fields: Mapping[int, Unit] = field(default_factory=dict)
    people: Mapping[str, Unit] = field(default_factory=dict)


@dataclass(frozen=True)
class Decision:
    """Where something goes (None: a person has to say), how that was decided, and what could be chosen."""

    unit: Unit | None
    how: How
    choices: tuple[Unit, ...] = ()
    suggested: Unit | None = None


@dataclass(frozen=True)
class Fates:
    """Old agencies and communes by id, with what becomes of them."""

    agencies: Mapping[int, Fate]
    areas: Mapping[int, Fate]
    committees: Mapping[int, Unit]
    boundaries: Boundaries = field(default_factory=Boundaries)

    def area_of(self, case: Any) -> Decision | None:
        """The commune that a case lies in from now on; None where its commune goes on."""
        fate = self.areas.get(case.area_id)
        if fate is None:
            return None
        if len(fate.targets) == 1:
            return Decision(fate.targets[0], How.ONLY)
        if fate.divide == Divide.BOUNDARY and case.lat is not None and case.lon is not None:
            inside = self.boundaries.containing(case.lat, case.lon, [unit.code for unit in fate.targets])
            if len(inside) == 1:
                found = next(unit for unit in fate.targets if unit.code == inside[0])
                return Decision(found, How.BOUNDARY)
        return Decision(None, How.HAND, fate.targets, _nearest(case, fate))

    def agency_of(self, agency_id: int | None, case: Any, area: Decision | None) -> Decision | None:
        """The successor of an agency for this case; None where the agency goes on."""
        fate = self.agencies.get(agency_id or 0)
        if fate is None:
            return None
        if len(fate.targets) == 1:
            return Decision(fate.targets[0], How.ONLY)
        if fate.divide == Divide.FIELD and case.topic_id in fate.fields:
            return Decision(fate.fields[case.topic_id], How.FIELD)
        local = self._committee(case, area, fate)
        if fate.divide == Divide.AREA and local and not (area and area.unit is None):
            return Decision(local, How.AREA)
        return Decision(None, How.HAND, fate.targets, local or fate.targets[0])

    def _committee(self, case: Any, area: Decision | None, fate: Fate) -> Unit | None:
        """The committee of the commune of a case, decided or suggested, where it is among the successors."""
        if area is None:
            found = self.committees.get(case.area_id)
        else:
            commune = area.unit or area.suggested
            found = commune.committee if commune else None
        return next((unit for unit in fate.targets if found and unit.code == found.code), None)

    def of_row(self, agency_id: int, topic_id: int | None = None, username: str = "") -> tuple[Unit, How]:
        """The successor for something that is no case: named in the plan, the only one, by field, else the first."""
        fate = self.agencies[agency_id]
        if username in fate.people:
            return fate.people[username], How.NAMED
        if len(fate.targets) == 1:
            return fate.targets[0], How.ONLY
        if topic_id in fate.fields:
            return fate.fields[topic_id or 0], How.FIELD
        return fate.targets[0], How.FIRST


def pairs(area: Decision | None, agency: Decision | None) -> list[tuple[Unit | None, Unit | None]]:
    """What a person may choose for a case: pairs of commune and agency, None where that is settled.

    Where the agency is the committee of a commune, it comes with the commune.
    """
    communes: Sequence[Unit | None] = area.choices if area and area.choices else (None,)
    agencies: Sequence[Unit | None] = agency.choices if agency and agency.choices else (None,)
    together = [(c, c.committee) for c in communes if c and c.committee and _among(c.committee, agencies)]
    return list(together or product(communes, agencies))


def _among(unit: Unit, units: Iterable[Unit | None]) -> bool:
    return any(each is not None and each.code == unit.code for each in units)


def _nearest(case: Any, fate: Fate) -> Unit:
    """The successor whose centre lies nearest to the case, or to the old commune: a suggestion and no more."""
    lat = case.lat if case.lat is not None else fate.old.lat
    lon = case.lon if case.lon is not None else fate.old.lon
    placed = [unit for unit in fate.targets if unit.lat is not None and unit.lon is not None]
    if lat is None or lon is None or not placed:
        return fate.targets[0]
    return min(placed, key=lambda unit: hypot(unit.lat - lat, (unit.lon - lon) * cos(radians(lat))))  # type: ignore[operator]


def registers() -> Registers:
    """Everything that a plan is checked against (four queries)."""
    areas = list(Area.objects.select_related("agency").order_by("pk"))
    communes: dict[str, list[Known]] = {}
    for area in areas:
        committee = area.agency.code if area.agency else ""
        known = Known(area.code, str(area), area.valid_from, area.valid_to, committee)
        communes.setdefault(area.code, []).append(known)
    links: dict[str, set[str]] = {}
    for old, new in Agency.successors.through.objects.values_list("from_agency__code", "to_agency__code"):
        links.setdefault(old, set()).add(new)
    agencies = {
        row.code: Known(row.code, row.name, row.valid_from, row.valid_to, heirs=frozenset(links.get(row.code, ())))
        for row in Agency.objects.order_by()
    }
    topics = frozenset(Topic.objects.values_list("code", flat=True))
    found = {code: tuple(rows) for code, rows in communes.items()}
    return Registers(agencies, found, topics, frozenset(AgencyKind.values))


def fates_of(plan: Plan, boundaries: Boundaries) -> Fates:
    """What becomes of each unit of a plan that was checked, before or after it was carried out (five queries)."""
    return _Builder(plan, boundaries).fates()


class _Builder:
    def __init__(self, plan: Plan, boundaries: Boundaries) -> None:
        self.plan, self.boundaries = plan, boundaries
        self.agency_rows = {row.code: row for row in Agency.objects.order_by()}
        self.area_rows: dict[str, list[Area]] = {}
        for area in Area.objects.select_related("agency").order_by("pk"):
            self.area_rows.setdefault(area.code, []).append(area)
        self.topics = dict(Topic.objects.values_list("code", "pk"))
        self.new_agencies = {each.code: each for each in plan.agencies}
        self.new_communes = {each.code: each for each in plan.communes}
        self.before = plan.effective - timedelta(days=1)

    def fates(self) -> Fates:
        agencies: dict[int, Fate] = {}
        areas: dict[int, Fate] = {}
        for step in self.plan.steps:
            if step.of == Of.COMMUNE:
                areas |= {self._old_area(code).pk: self._of_area(step, code) for code in step.old}
            elif step.do != Do.RELEVEL:
                ending = [code for code in step.old if code not in step.new]
                agencies |= {self.agency_rows[code].pk: self._of_agency(step, code) for code in ending}
        agencies |= self._committees(areas)
        going_on = [area for rows in self.area_rows.values() for area in rows if area.pk not in areas]
        committees = {area.pk: self.agency(area.agency.code) for area in going_on if area.agency}
        return Fates(agencies, areas, committees, self.boundaries)

    def agency(self, code: str) -> Unit:
        row, new = self.agency_rows.get(code), self.new_agencies.get(code)
        return Unit(code, new.name if new else row.name if row else code, row.pk if row else None)

    def commune(self, code: str) -> Unit:
        new = self.new_communes.get(code)
        if new is None:
            return self._unit(self._in_force(code, on_effective=True))
        row = next((row for row in self.area_rows.get(code, ()) if row.valid_from == self.plan.effective), None)
        committee = self.agency(new.agency) if new.agency else None
        return Unit(code, f"{new.kind} {new.name}", row.pk if row else None, new.lat, new.lon, committee)

    def _unit(self, row: Area) -> Unit:
        committee = self.agency(row.agency.code) if row.agency else None
        return Unit(row.code, str(row), row.pk, row.lat, row.lon, committee)

    def _in_force(self, code: str, on_effective: bool = False) -> Area:
        day = self.plan.effective if on_effective else self.before
        plain, _at, first = code.partition("@")
        rows = [row for row in self.area_rows[plain] if not first or str(row.valid_from) == first]
        return next(row for row in rows if _known(row).in_force(day))

    def _old_area(self, code: str) -> Area:
        return self._in_force(code)

    def _of_area(self, step: Step, code: str) -> Fate:
        return Fate(self._unit(self._old_area(code)), tuple(self.commune(each) for each in step.new), step.divide)

    def _of_agency(self, step: Step, code: str) -> Fate:
        fields = {self.topics[topic]: self.agency(to) for topic, to in step.fields.items()}
        people = {name: self.agency(to) for name, to in step.people.items()}
        targets = tuple(self.agency(each) for each in step.new)
        return Fate(self.agency(code), targets, step.divide, fields, people)

    def _committees(self, areas: Mapping[int, Fate]) -> dict[int, Fate]:
        """Committees that end with their communes: the committees of the new communes succeed them."""
        found: dict[int, Fate] = {}
        ending = ending_committees(self.plan, registers())
        for code, communes in ending.items():
            gone = [areas[self._old_area(_reference(each)).pk] for each in communes]
            heirs = [unit.committee for fate in gone for unit in fate.targets if unit.committee]
            targets = tuple({unit.code: unit for unit in heirs}.values())
            if targets:
                found[self.agency_rows[code].pk] = Fate(self.agency(code), targets, Divide.AREA)
        return found


def _known(row: Area) -> Known:
    return Known(row.code, row.name, row.valid_from, row.valid_to)


def _reference(known: Known) -> str:
    return f"{known.code}@{known.first.isoformat()}" if known.first else known.code
