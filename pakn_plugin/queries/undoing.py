"""Whether a reorganisation can still be undone, and what stands in the way."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import islice
from typing import Any

from django.db.models import Model, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from pakn_plugin.models import Agency, Area, Case, Membership, Placement, Reorganisation, Topic
from pakn_plugin.queries.touches import What
from pakn_plugin.states import ENDED

MOST = 20
BATCH = 1000
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Trace:
    """A row that was changed: its id, and per column the value of before and the last one that was written."""

    pk: int
    old: Mapping[str, Any]
    new: Mapping[str, Any]


def undo_until(row: Reorganisation) -> datetime | None:
    """The midnight (local) until which the reorganisation may be undone; None where it was not carried out."""
    if row.status != Reorganisation.Status.EXECUTED or row.executed_at is None:
        return None
    day = timezone.localdate(row.executed_at) + ONE_DAY
    return datetime.combine(day, time(), timezone.get_default_timezone())


def traces(row: Reorganisation, what: str, pks: Iterable[int] | None = None) -> list[Trace]:
    """What became of the rows of a kind, in the order of their ids; several changes of one row are one trace."""
    found: dict[int, Trace] = {}
    changes = row.changes.filter(what=what)
    changes = changes if pks is None else changes.filter(object_id__in=list(pks))
    for pk, old, new in changes.order_by("pk").values_list("object_id", "old", "new"):
        before = found.get(pk, Trace(pk, {}, {}))
        found[pk] = Trace(pk, {**old, **before.old}, {**before.new, **new})
    return [found[pk] for pk in sorted(found)]


def obstacles(row: Reorganisation, tables: Mapping[str, type[Model]], made: Iterable[str]) -> list[str]:
    """What was changed since by others and cannot be taken back, at most MOST, each as a sentence."""
    made = set(made)
    found = (each for what in tables if what not in made for each in _changed(row, what, tables[what]))
    return list(islice(_chained(found, _references(row)), MOST))


def _chained(*parts: Iterable[str]) -> Iterator[str]:
    for part in parts:
        yield from part


def _changed(row: Reorganisation, what: str, table: type[Model]) -> Iterator[str]:
    """Rows whose columns are no longer what the plan made of them, and cases that have ended."""
    found = traces(row, what)
    for start in range(0, len(found), BATCH):
        part = found[start : start + BATCH]
        rows = table._default_manager.in_bulk([trace.pk for trace in part])
        for trace in part:
            now = rows.get(trace.pk)
            if now is None:
                continue
            if any(_plain(getattr(now, name)) != value for name, value in trace.new.items()):
                yield _("%(what)s “%(name)s” đã được người khác thay đổi sau khi thực hiện.") % _named(now)
            elif what == What.CASE and now.state in ENDED:  # type: ignore[attr-defined]
                yield _("%(what)s “%(name)s” đã kết thúc ở đơn vị mới.") % _named(now)


def _references(row: Reorganisation) -> Iterator[str]:
    """Rows that have come to the new units since."""
    agencies = list(row.changes.filter(what="new_agency").values_list("object_id", flat=True))
    areas = list(row.changes.filter(what="new_area").values_list("object_id", flat=True))
    known = {what: _ids(row, what) for what in (What.CASE, "new_membership", What.PLACEMENT, What.TOPIC, What.CHILD)}
    known["communes"] = _ids(row, What.AREA) | set(areas)
    known["agencies"] = known[What.CHILD] | set(agencies)
    here = Q(agency__in=agencies)
    looked = [
        (Case.objects.filter(here | Q(area__in=areas)).only("pk", "code"), What.CASE),
        (Membership.objects.filter(here).select_related("user", "agency"), "new_membership"),
        (Placement.objects.filter(here).select_related("agency"), What.PLACEMENT),
        (Topic.objects.filter(here), What.TOPIC),
        (Area.objects.filter(here), "communes"),
        (Agency.objects.filter(parent__in=agencies), "agencies"),
    ]
    for rows, what in looked:
        for each in rows.order_by("pk").iterator(chunk_size=BATCH):  # type: ignore[attr-defined]
            if each.pk not in known[what] and not _void(each):
                yield _("%(what)s “%(name)s” đã có thêm ở đơn vị mới.") % _named(each)


def _ids(row: Reorganisation, what: str) -> set[int]:
    return set(row.changes.filter(what=what).values_list("object_id", flat=True))


def _void(row: Any) -> bool:
    first, last = getattr(row, "valid_from", None), getattr(row, "valid_to", None)
    return bool(first and last and last < first)


def _named(row: Any) -> dict[str, str]:
    return {"what": str(row._meta.verbose_name).capitalize(), "name": str(row)}


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
