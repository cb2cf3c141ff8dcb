"""Agencies and communes of another day: what became of them, followed through all their successors.

Something in force on a day stands for itself; what had ended by then stands for its only heir, however many steps
away. Where there are several heirs, or none, it keeps a line of its own, so that no case is counted twice or lost.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from pakn_plugin import memory
from pakn_plugin.models import Agency, Area, AreaSuccession
from pakn_plugin.queries import registers
from pakn_plugin.succession import AGENCIES

AREAS = "areas-then"


@dataclass(frozen=True)
class Structure:
    """Names, days and successors of all agencies or communes, as small as they are: a few hundred."""

    names: Mapping[int, str]
    ends: Mapping[int, date | None]
    successors: Mapping[int, frozenset[int]] = field(default_factory=dict)
    kinds: Mapping[int, str] = field(default_factory=dict)

    def heirs(self, pk: int, day: date) -> frozenset[int]:
        """Who stands for something on a day; a circle of successors leads nowhere and ends."""
        found, seen, waiting = set(), {pk}, [pk]
        while waiting:
            here = waiting.pop()
            end = self.ends.get(here)
            if end is None or end >= day:
                found.add(here)
                continue
            waiting += [there for there in self.successors.get(here, ()) if there not in seen]
            seen.update(self.successors.get(here, ()))
        return frozenset(found)

    def stands_for(self, pk: int, day: date) -> int:
        """Under whom something is counted on a day: its only heir, else itself."""
        heirs = self.heirs(pk, day)
        return next(iter(heirs)) if len(heirs) == 1 else pk

    def label_then(self, pk: int, day: date) -> str:
        """The name it had, and who it is on a day: “X (nay là Y)”."""
        name, heirs = self.names.get(pk, ""), self.heirs(pk, day)
        if pk in heirs:
            return name
        if not heirs:
            return _("%(name)s (đã kết thúc hoạt động)") % {"name": name}
        now = ", ".join(sorted(self.names.get(heir, "") for heir in heirs))
        return _("%(name)s (nay là %(now)s)") % {"name": name, "now": now}

    def label_now(self, pk: int, day: date) -> str:
        """The name of a line of the view of a day: what was split or ended says so."""
        name, heirs = self.names.get(pk, ""), self.heirs(pk, day)
        if pk in heirs:
            return name
        words = _("%(name)s (đã chia tách)") if heirs else _("%(name)s (đã kết thúc hoạt động)")
        return words % {"name": name}

    def leads_back(self, pk: int, successors: Iterable[int]) -> bool:
        """Whether something would become its own successor, at once or by some way."""
        seen, waiting = set[int](), list(successors)
        while waiting:
            here = waiting.pop()
            if here == pk:
                return True
            if here not in seen:
                seen.add(here)
                waiting += self.successors.get(here, ())
        return False


def agencies() -> Structure:
    """All agencies, at most a minute old (two queries when they are read)."""
    return memory.kept(AGENCIES, "", read_agencies)


def areas() -> Structure:
    """All communes, at most a minute old (two queries when they are read)."""
    return memory.kept(AREAS, "", read_areas)


def forget() -> None:
    """Read both anew, and their names in lists."""
    memory.forget(AGENCIES)
    memory.forget(AREAS)
    registers.forget()


def read_agencies() -> Structure:
    """All agencies as they are at this moment (two queries)."""
    rows = list(Agency.objects.order_by().values_list("pk", "name", "valid_to", "kind"))
    links = Agency.successors.through.objects.values_list("from_agency_id", "to_agency_id")
    found = _structure([(pk, name, end) for pk, name, end, _kind in rows], links)
    return replace(found, kinds={pk: kind for pk, _name, _end, kind in rows})


def read_areas() -> Structure:
    """All communes as they are at this moment (two queries)."""
    rows = Area.objects.order_by().values_list("pk", "kind", "name", "valid_to")
    named = [(pk, f"{kind} {name}", end) for pk, kind, name, end in rows]
    return _structure(named, AreaSuccession.objects.values_list("old_id", "new_id"))


def _structure(rows: list[tuple[int, str, date | None]], links: Iterable[Any]) -> Structure:
    found: dict[int, set[int]] = {}
    for old, new in links:
        found.setdefault(old, set()).add(new)
    return Structure(
        {pk: name for pk, name, _end in rows},
        {pk: end for pk, _name, end in rows},
        {pk: frozenset(new) for pk, new in found.items()},
    )


def name_with_today(agency: Agency) -> str:
    """An agency where a case shows it: one that has ended says who it is today; for one in force nothing is asked."""
    today = timezone.localdate()
    if agency.valid_to is None or agency.valid_to >= today:
        return agency.name
    return agencies().label_then(agency.pk, today)
