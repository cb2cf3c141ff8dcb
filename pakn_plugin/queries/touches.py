"""Everything besides cases that hangs on an old unit: accounts, banners, fields, filters, units below, texts."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from pakn_plugin.models import (
    Agency,
    Area,
    DeadlinePolicy,
    Deputation,
    Membership,
    Placement,
    ReplyTemplate,
    SavedFilter,
    Topic,
)
from pakn_plugin.queries.fates import Fates, Unit
from pakn_plugin.reorganising.plan import How


class What:
    """The words for what is touched; they stand in the log."""

    CASE = "case"
    MEMBERSHIP = "membership"
    PLACEMENT = "placement"
    TOPIC = "topic"
    POLICY = "policy"
    TEMPLATE = "template"
    FILTER = "filter"
    DEPUTATION = "deputation"
    PARTNER = "coordination"
    TRANSFER = "transfer"
    REQUEST = "request"
    CHILD = "child"
    AREA = "area"


# What they are called; the last ones stand in the log only.
TOUCHED = {
    What.CASE: _("Phản ánh đang mở"),
    What.MEMBERSHIP: _("Vai trò của cán bộ"),
    What.PLACEMENT: _("Biểu ngữ"),
    What.TOPIC: _("Lĩnh vực"),
    What.POLICY: _("Quy định thời hạn của lĩnh vực đổi cơ quan"),
    What.TEMPLATE: _("Mẫu trả lời nêu tên đơn vị cũ"),
    What.FILTER: _("Bộ lọc đã lưu"),
    What.DEPUTATION: _("Ủy quyền duyệt"),
    What.PARTNER: _("Việc phối hợp"),
    What.TRANSFER: _("Đề nghị nhận xử lý đang chờ"),
    What.REQUEST: _("Đề nghị về thời hạn đang chờ"),
    What.CHILD: _("Cơ quan trực thuộc"),
    What.AREA: _("Xã, phường đổi ủy ban"),
    "new_agency": _("Cơ quan mới"),
    "new_area": _("Xã, phường mới"),
    "old_agency": _("Cơ quan kết thúc hoặc đổi cấp"),
    "old_area": _("Xã, phường kết thúc"),
    "new_membership": _("Vai trò ở đơn vị mới"),
    "successor": _("Cơ quan kế tục"),
    "succession": _("Xã, phường kế tục"),
}


@dataclass(frozen=True)
class Touch:
    """One row that a plan touches: from where to where, and how that was decided; `changes` are its columns."""

    what: str
    pk: int
    label: str
    source: str
    target: str
    how: How
    unit: Unit | None = None
    changes: tuple[tuple[str, Any, Any], ...] = ()


def memberships(fates: Fates, day: date) -> list[Touch]:
    """Roles in agencies that end, which hold on a day or later (one query)."""
    rows = Membership.objects.filter(_lasting(day), agency__in=list(fates.agencies))
    found = []
    for row in rows.select_related("user", "agency").order_by("pk"):
        unit, how = fates.of_row(row.agency_id, username=row.user.get_username())
        label = f"{row.user} – {row.get_role_display()}"  # type: ignore[attr-defined]
        found.append(Touch(What.MEMBERSHIP, row.pk, label, row.agency.name, unit.name, how, unit))
    return found


def _lasting(day: date) -> Q:
    return Q(valid_to=None) | Q(valid_to__gte=day)


def placements(fates: Fates) -> list[Touch]:
    """Banners of agencies that end (one query)."""
    rows = Placement.objects.filter(agency__in=list(fates.agencies)).select_related("agency").order_by("pk")
    return [_touch(fates, What.PLACEMENT, row, "agency_id", row.place, row.agency.name) for row in rows]


def topics(fates: Fates) -> list[Touch]:
    """Fields whose agency ends (one query)."""
    rows = Topic.objects.filter(agency__in=list(fates.agencies)).select_related("agency").order_by("pk")
    return [
        _touch(fates, What.TOPIC, row, "agency_id", row.name, row.agency.name, row.pk) for row in rows if row.agency
    ]


def deputations(fates: Fates) -> list[Touch]:
    """Deputies of leaders whose agency ends; those who go on elsewhere with their leader go on there (one query)."""
    rows = Deputation.objects.filter(agency__in=list(fates.agencies), ended_at=None)
    found = []
    for row in rows.select_related("agency", "leader", "deputy").order_by("pk"):
        unit, how = fates.of_row(row.agency_id, username=row.leader.get_username())
        label, change = f"{row.deputy} – {row.leader}", ("agency_id", row.agency_id, unit.pk)
        found.append(Touch(What.DEPUTATION, row.pk, label, row.agency.name, unit.name, how, unit, (change,)))
    return found


def children(fates: Fates) -> list[Touch]:
    """Agencies that go on below one that ends (one query)."""
    rows = Agency.objects.filter(parent__in=list(fates.agencies)).exclude(pk__in=list(fates.agencies))
    rows = rows.select_related("parent").order_by("pk")
    return [_touch(fates, What.CHILD, row, "parent_id", row.name, row.parent.name) for row in rows if row.parent]


def areas(fates: Fates) -> list[Touch]:
    """Communes that go on while their committee ends (one query)."""
    rows = Area.objects.filter(agency__in=list(fates.agencies)).exclude(pk__in=list(fates.areas))
    rows = rows.filter(valid_to=None).select_related("agency").order_by("pk")
    return [_touch(fates, What.AREA, row, "agency_id", str(row), row.agency.name) for row in rows if row.agency]


def _touch(fates: Fates, what: str, row: Any, column: str, label: str, source: str, topic: int | None = None) -> Touch:
    old = getattr(row, column)
    unit, how = fates.of_row(old, topic)
    return Touch(what, row.pk, label, source, unit.name, how, unit, ((column, old, unit.pk),))


def filters(fates: Fates) -> list[Touch]:
    """Saved filters that are an agency's, or ask for an agency or commune that ends (one query)."""
    found = []
    for row in SavedFilter.objects.select_related("agency").order_by("pk"):
        query, sources, hows = _asked(row.query, fates)
        changes: list[tuple[str, Any, Any]] = [("query", row.query, query)] if query != row.query else []
        unit = None
        if row.agency and row.agency.pk in fates.agencies:
            unit, how = fates.of_row(row.agency.pk)
            hows.append(how)
            sources.append((row.agency.name, unit.name))
            changes.append(("agency_id", row.agency_id, unit.pk))
        if sources:
            old, new = (", ".join(dict.fromkeys(names)) for names in zip(*sources, strict=True))
            how = How.FIRST if How.FIRST in hows else How.ONLY
            found.append(Touch(What.FILTER, row.pk, row.name, old, new, how, unit, tuple(changes)))
    return found


def _asked(query: str, fates: Fates) -> tuple[str, list[tuple[str, str]], list[How]]:
    """The query of a filter with successors in it, the names that it changes, and how they were chosen."""
    asked, sources, hows = QueryDict(query, mutable=True), [], []
    for name, known in (("agency", fates.agencies), ("area", fates.areas)):
        value = asked.get(name, "")
        fate = known.get(int(value)) if value.isdecimal() and len(value) < 18 else None
        if fate:
            asked[name] = str(fate.targets[0].pk or "")
            sources.append((fate.old.name, fate.targets[0].name))
            hows.append(How.ONLY if len(fate.targets) == 1 else How.FIRST)
    return (asked.urlencode() if sources else query), sources, hows


def policies(fates: Fates) -> list[Touch]:
    """Deadline policies of fields whose agency ends: they go on, somebody should read them again (one query)."""
    rows = DeadlinePolicy.objects.filter(topic__agency__in=list(fates.agencies)).select_related("topic__agency")
    found = []
    for row in rows.order_by("pk"):
        agency = row.topic.agency if row.topic else None
        if agency:
            unit = fates.of_row(agency.pk, row.topic_id)[0]
            found.append(Touch(What.POLICY, row.pk, f"{row.topic}: {row}", agency.name, unit.name, How.KEPT))
    return found


def templates(fates: Fates) -> list[Touch]:
    """Prepared replies that name a unit that ends: nobody's text is rewritten (one query)."""
    ending = [*fates.agencies.values(), *fates.areas.values()]
    found = []
    for row in ReplyTemplate.objects.order_by("pk"):
        named = [fate for fate in ending if fate.old.name in row.text]
        if named:
            old = ", ".join(fate.old.name for fate in named)
            new = ", ".join(dict.fromkeys(unit.name for fate in named for unit in fate.targets))
            found.append(Touch(What.TEMPLATE, row.pk, row.name, old, new, How.KEPT))
    return found


def plain(fates: Fates) -> Iterator[Touch]:
    """What simply gets another agency: banners, fields, filters, deputies, units below, communes."""
    for rows in (placements, topics, filters, deputations, children, areas):
        yield from rows(fates)


def to_read_again(fates: Fates) -> Iterator[Touch]:
    """What stays as it is and should be read by a person."""
    yield from policies(fates)
    yield from templates(fates)


def officers(found: Iterable[Touch], rows: Iterable[Membership]) -> dict[tuple[int, int], Unit]:
    """(person, old agency) → the agency where that person is an officer from now on."""
    units = {touch.pk: touch.unit for touch in found}
    return {(row.user_id, row.agency_id): unit for row in rows if (unit := units.get(row.pk))}
