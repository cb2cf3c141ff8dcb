"""Long lists of agencies and communes as people look for them: under what they are, in the order of the alphabet."""

import re
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from pakn_plugin.models import AgencyKind
from pakn_plugin.queries.places import KINDS
from pakn_plugin.text import fold

# A key, the name, and the kind: a word of AgencyKind, or what a commune is called.
Unit = tuple[Any, str, str]
Group = tuple[str, list[tuple[Any, str]]]
COMMUNAL = re.compile(r"\b({})\b".format("|".join(KINDS)), re.IGNORECASE)
ORDER = (
    AgencyKind.DEPARTMENT,
    *KINDS,
    AgencyKind.PROVINCE,
    AgencyKind.CENTRAL,
    AgencyKind.UTILITY,
    AgencyKind.UNION,
    AgencyKind.DISTRICT,
    AgencyKind.COMMUNE,
    AgencyKind.OPERATOR,
)


def grouped(units: Iterable[Unit]) -> list[Group]:
    """Units under what they are, committees of communes under the kind of their commune; “Đ” stands beside “D”."""
    found: dict[str, list[tuple[Any, str]]] = {}
    for key, name, kind in units:
        found.setdefault(_heading(name, kind), []).append((key, name))
    return [
        (_words(kind), sorted(found[kind], key=lambda unit: (fold(unit[1]), str(unit[0]))))
        for kind in sorted(found, key=_rank)
    ]


def _heading(name: str, kind: str) -> str:
    if kind == AgencyKind.COMMUNE:
        communal = COMMUNAL.search(name)
        return communal[1].lower() if communal else kind
    return kind.lower()


def _rank(kind: str) -> tuple[int, str]:
    return (ORDER.index(kind), "") if kind in ORDER else (len(ORDER), kind)


def _words(kind: str) -> str:
    if kind in AgencyKind.values:
        return str(AgencyKind(kind).label)
    names = {"phường": _("Phường"), "xã": _("Xã"), "đặc khu": _("Đặc khu")}
    return names.get(kind, kind.capitalize())
