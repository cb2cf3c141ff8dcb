"""What is known of the units that exist, as a plan is checked against it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from pakn_plugin.reorganising.plan import Of, Plan


@dataclass(frozen=True)
class Known:
    """A unit of the registers. `committee` is the code of a commune's agency; `heirs` are codes of successors."""

    code: str
    name: str
    first: date | None = None
    last: date | None = None
    committee: str = ""
    heirs: frozenset[str] = frozenset()

    def in_force(self, day: date) -> bool:
        """Whether the unit exists on a day."""
        return (self.first or date.min) <= day <= (self.last or date.max)

    @property
    def void(self) -> bool:
        """Taken back before it began: an undone plan leaves such units."""
        return bool(self.first and self.last and self.last < self.first)


@dataclass(frozen=True)
class Registers:
    """All agencies by code, all communes by code (an old code comes back, so several each), fields and kinds."""

    agencies: Mapping[str, Known]
    communes: Mapping[str, tuple[Known, ...]]
    topics: frozenset[str] = frozenset()
    kinds: frozenset[str] = field(default_factory=frozenset)

    def agency(self, code: str) -> Known | None:
        """An agency that was ever real."""
        found = self.agencies.get(code)
        return None if found is None or found.void else found

    def commune(self, reference: str, day: date) -> Known | None:
        """The commune of a reference on a day: "22333", or "22333@2010-01-01" with its first day."""
        code, _at, first = reference.partition("@")
        real = [each for each in self.communes.get(code, ()) if not each.void]
        if first:
            return next((each for each in real if each.first and each.first.isoformat() == first), None)
        return next((each for each in real if each.in_force(day)), None)

    def ever(self, reference: str) -> bool:
        """Whether there is or was any commune of the reference's code."""
        return any(not each.void for each in self.communes.get(reference.partition("@")[0], ()))


def ending_committees(plan: Plan, known: Registers) -> dict[str, list[Known]]:
    """Committees that end because all their communes do, with these communes; a step of their own goes before."""
    day = plan.effective - timedelta(days=1)
    named = {code for step in plan.steps if step.of == Of.AGENCY for code in step.old}
    kept = {commune.agency for commune in plan.communes} | named
    ending = [known.commune(code, day) for step in plan.steps if step.of == Of.COMMUNE for code in step.old]
    gone = {(each.code, each.first) for each in ending if each}
    found: dict[str, list[Known]] = {}
    for each in ending:
        if each and each.committee and each.committee not in kept:
            found.setdefault(each.committee, []).append(each)
    serving = {
        each.committee
        for communes in known.communes.values()
        for each in communes
        if each.in_force(day) and (each.code, each.first) not in gone
    }
    return {code: communes for code, communes in found.items() if code not in serving}
