"""New units are made, old ones end on the day before, and each old one knows its successors."""

from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from pakn_plugin.models import Agency, Area, AreaSuccession
from pakn_plugin.queries import structure
from pakn_plugin.queries.fates import Fates
from pakn_plugin.reorganising.plan import Do, NewAgency, NewCommune, Of, Plan
from pakn_plugin.services.reorganised_log import (
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
    """Make the new agencies and communes; one that an undone plan left behind is used again."""
    for new in plan.agencies:
        _agency(new, plan, log)
    by_code = {row.code: row for row in Agency.objects.order_by()}
    for new in plan.agencies:
        if new.parent:
            Agency.objects.filter(code=new.code).update(parent=by_code[new.parent])
    for commune in plan.communes:
        _commune(commune, plan, by_code, log)


def _agency(new: NewAgency, plan: Plan, log: Log) -> None:
    values: dict[str, Any] = {"name": new.name, "kind": new.kind, "email": new.email, "parent_id": None}
    values |= {"valid_from": plan.effective, "valid_to": None}
    row = Agency.objects.filter(code=new.code).first()
    _keep(row or Agency(code=new.code), values, NEW_AGENCY, log)


def _commune(new: NewCommune, plan: Plan, agencies: dict[str, Agency], log: Log) -> None:
    committee = agencies[new.agency].pk if new.agency else None
    values: dict[str, Any] = {"kind": new.kind, "name": new.name, "province": new.province, "agency_id": committee}
    values |= {"lat": new.lat, "lon": new.lon, "valid_to": None}
    row = Area.objects.filter(code=new.code, valid_from=plan.effective).first()
    _keep(row or Area(code=new.code, valid_from=plan.effective), values, NEW_AREA, log)


def _keep(row: Any, values: dict[str, Any], what: str, log: Log) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    log.add(what, row, {}, values)


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
