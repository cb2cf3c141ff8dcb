"""New units are made, old ones end on the day before, and each old one knows its successors."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from pakn_plugin.models import Agency, Area, AreaSuccession
from pakn_plugin.queries import structure
from pakn_plugin.queries.fates import Fates
from pakn_plugin.reorganising.plan import Do, NewAgency, NewCommune, Of, Plan
from pakn_plugin.services.reorganised_log import (
    BATCH,
    NEW_AGENCY,
    NEW_AREA,
    OLD_AGENCY,
    OLD_AREA,
    SUCCESSION,
    SUCCESSOR,
    Log,
    save_many,
)

DAY = timedelta(days=1)


def make(plan: Plan, log: Log) -> None:
    """Make the new agencies and communes; one that an undone plan left behind is used again (a few queries)."""
    left = {row.code: row for row in Agency.objects.filter(code__in=[new.code for new in plan.agencies])}
    agencies = [_agency(new, left.get(new.code), plan) for new in plan.agencies]
    _keep(agencies, ["name", "kind", "email", "valid_from", "valid_to"])
    by_code = {row.code: row for row in Agency.objects.order_by()}
    for row, new in zip(agencies, plan.agencies, strict=True):
        row.parent = by_code.get(new.parent)
        log.add(NEW_AGENCY, row, {}, {"name": new.name, "kind": new.kind, "email": new.email, "valid_to": None})
    save_many(agencies, ["parent"])
    codes = [new.code for new in plan.communes]
    void = {row.code: row for row in Area.objects.filter(code__in=codes, valid_from=plan.effective)}
    areas = [_commune(commune, void.get(commune.code), plan, by_code) for commune in plan.communes]
    _keep(areas, ["kind", "name", "province", "agency", "lat", "lon", "valid_to"])
    for area in areas:
        values = {"kind": area.kind, "name": area.name, "agency_id": area.agency_id, "valid_to": None}
        log.add(NEW_AREA, area, {}, values)


def _agency(new: NewAgency, left: Agency | None, plan: Plan) -> Agency:
    row = left or Agency(code=new.code)
    row.name, row.kind, row.email = new.name, new.kind, new.email
    row.valid_from, row.valid_to = plan.effective, None
    return row


def _commune(new: NewCommune, left: Area | None, plan: Plan, agencies: dict[str, Agency]) -> Area:
    row = left or Area(code=new.code, valid_from=plan.effective)
    row.kind, row.name, row.province = new.kind, new.name, new.province
    row.agency, row.lat, row.lon, row.valid_to = agencies.get(new.agency), new.lat, new.lon, None
    return row


def _keep(rows: Sequence[Any], columns: list[str]) -> None:
    """Insert the rows that are new, write the columns of those that were left behind."""
    save_many([row for row in rows if row.pk], columns)
    fresh = [row for row in rows if not row.pk]
    if fresh:
        type(fresh[0])._default_manager.bulk_create(fresh, batch_size=BATCH)


def end(plan: Plan, fates: Fates, log: Log) -> None:
    """End the old units on the day before, name their successors, change levels in place."""
    last = plan.effective - DAY
    agencies = list(Agency.objects.filter(pk__in=list(fates.agencies)).order_by("pk"))
    for agency in agencies:
        log.changed(OLD_AGENCY, agency, "", valid_to=last)
    save_many(agencies, ["valid_to"])
    areas = list(Area.objects.select_for_update(of=("self",)).filter(pk__in=list(fates.areas)).order_by("pk"))
    for area in areas:
        log.changed(OLD_AREA, area, "", valid_to=last)
    save_many(areas, ["valid_to"])
    _relevel(plan, log)
    _link_agencies(fates, log)
    _link_areas(fates, log)


def _relevel(plan: Plan, log: Log) -> None:
    for step in plan.steps:
        if step.of != Of.AGENCY or step.do != Do.RELEVEL:
            continue
        row = Agency.objects.get(code=step.old[0])
        values: dict[str, Any] = {"kind": step.kind} if step.kind else {}
        if step.parent:
            values["parent_id"] = Agency.objects.get(code=step.parent).pk
        log.changed(OLD_AGENCY, row, "", **values)
        row.save(update_fields=list(values))


def _link_agencies(fates: Fates, log: Log) -> None:
    table = Agency.successors.through
    known = set(table.objects.values_list("from_agency_id", "to_agency_id"))
    wanted = [(old, unit.pk) for old, fate in fates.agencies.items() for unit in fate.targets]
    rows = [table(from_agency_id=old, to_agency_id=new) for old, new in wanted if (old, new) not in known]
    for row in table.objects.bulk_create(rows):
        log.add(SUCCESSOR, row, {}, {"from_agency_id": row.from_agency_id, "to_agency_id": row.to_agency_id})


def _link_areas(fates: Fates, log: Log) -> None:
    before = structure.read_areas()
    wanted = {old: [unit.pk for unit in fate.targets if unit.pk] for old, fate in fates.areas.items()}
    for old, new in wanted.items():
        if before.leads_back(old, new):
            raise ValidationError(_("Xã, phường kế tục không được dẫn ngược về chính xã, phường cũ."))
    known = set(AreaSuccession.objects.values_list("old_id", "new_id"))
    rows = [
        AreaSuccession(old_id=old, new_id=new, whole=len(heirs) == 1)
        for old, heirs in wanted.items()
        for new in heirs
        if (old, new) not in known
    ]
    for row in AreaSuccession.objects.bulk_create(rows):
        log.add(SUCCESSION, row, {}, {"old_id": row.old_id, "new_id": row.new_id})
