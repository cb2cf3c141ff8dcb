"""Names of fields, communes and agencies for the lists of the desk: all of them, and those of today to choose from."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import BooleanField, Case, Value, When
from django.db.models.functions import Concat
from django.utils.translation import get_language

from pakn_plugin import memory, text
from pakn_plugin.models import Agency, Area, Topic
from pakn_plugin.models import Case as CaseRow
from pakn_plugin.models.agency import in_force

KIND = "desk-registers"


@dataclass(frozen=True)
class Register:
    """The names in one register by key, and what it offers, in the order of the alphabet."""

    names: dict[int, str] = field(default_factory=dict)
    offered: list[tuple[int, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Registers:
    """What a list of cases names; shared, not to be changed."""

    topic: Register
    area: Register
    agency: Register


def registers(today: date) -> Registers:
    """The registers in the reader's language, at most a minute old (one query when they are read)."""
    return memory.kept(KIND, (today, get_language()), lambda: _read(today))


def naming(cases: Iterable[CaseRow], today: date) -> Registers:
    """The registers with the names of these cases: what was added a moment ago is read at once."""
    known = registers(today)
    for case in cases:
        ids = {"topic": case.topic_id, "area": case.area_id, "agency": case.agency_id}
        if any(pk and pk not in getattr(known, kind).names for kind, pk in ids.items()):
            forget()
            return registers(today)
    return known


def forget() -> None:
    """Read them anew."""
    memory.forget(KIND)


def _read(today: date) -> Registers:
    english = (get_language() or "").startswith("en")
    found = Registers(Register(), Register(), Register())
    for kind, pk, name, name_en, offered in _rows(today):
        register: Register = getattr(found, kind)
        register.names[pk] = name_en if english and name_en else name
        if offered:
            register.offered.append((pk, register.names[pk]))
    for register in (found.topic, found.area, found.agency):
        register.offered.sort(key=lambda row: text.fold(row[1]))
    return found


def _rows(today: date) -> Any:
    still = Case(When(in_force(today), then=Value(True)), default=Value(False), output_field=BooleanField())
    topics = Topic.objects.order_by().values_list(Value("topic"), "pk", "name", "name_en", Value(True))
    said = Concat("kind", Value(" "), "name")
    areas = Area.objects.order_by().values_list(Value("area"), "pk", said, Value(""), still)
    agencies = Agency.objects.order_by().values_list(Value("agency"), "pk", "name", Value(""), still)
    return topics.union(areas, agencies, all=True)
