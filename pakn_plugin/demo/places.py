"""Agencies and communes of before and after 1 July 2025, and which became which."""

from datetime import date

from pakn_plugin.demo.reading import rows
from pakn_plugin.models import Agency, AgencyKind, Area, AreaSuccession

OLD_TO = date(2025, 6, 30)
NEW_FROM = date(2025, 7, 1)
PATTERN = "level"  # such a row stands for one agency per commune or district; it is no agency itself


def load() -> None:
    """Agencies first: the communes of today belong to one each."""
    _agencies()
    _communes()
    _successions()


def _agencies() -> None:
    new = [row for row in rows("agencies_2025") if row["kind"] != PATTERN]
    old = [row for row in rows("agencies_2022") if row["kind"] != PATTERN]
    lasting = {row["code"] for row in new} & {row["code"] for row in old}
    for row in old:
        if row["code"] not in lasting:
            _agency(row, valid_to=OLD_TO)
    for row in new:
        _agency(row, valid_from=None if row["code"] in lasting else NEW_FROM)
    for row in [*old, *new]:
        _place_below(row["code"], row["parent"])
    for row in new:
        for code in set(filter(None, row["successor_of"].split("|"))) - {row["code"]}:
            Agency.objects.get(code=code).successors.add(Agency.objects.get(code=row["code"]))


def _agency(row: dict[str, str], **dates: date | None) -> None:
    """An agency of today has an address for the mails about its banner; communes have none yet."""
    email = "" if "valid_to" in dates else f"{row['code']}@example.vn"
    defaults = {"name": row["name"], "kind": AgencyKind(row["kind"]), "email": email, **dates}
    Agency.objects.get_or_create(code=row["code"], defaults=defaults)


def _place_below(code: str, parent: str) -> None:
    if parent:
        Agency.objects.filter(code=code, parent=None).update(parent=Agency.objects.get(code=parent))


def _communes() -> None:
    province = Agency.objects.get(code="ubnd-tinh")
    for row in rows("communes_2022"):
        extra = {"district": row["district"], "province": row["province"], "valid_to": OLD_TO}
        Area.objects.get_or_create(code=row["code"], valid_from=None, defaults=_area(row) | extra)
    for row in rows("communes_2025"):
        agency, _created = Agency.objects.get_or_create(
            code=f"ubnd-{row['code']}",
            defaults={
                "name": f"UBND {row['kind'].lower()} {row['name']}",
                "kind": AgencyKind.COMMUNE,
                "parent": province,
                "valid_from": NEW_FROM,
            },
        )
        defaults = _area(row) | {"agency": agency, "province": "Khánh Hòa"}
        Area.objects.get_or_create(code=row["code"], valid_from=NEW_FROM, defaults=defaults)


def _area(row: dict[str, str]) -> dict[str, object]:
    lat, lon = (float(row[name]) if row[name] else None for name in ("lat", "lon"))
    return {"kind": row["kind"], "name": row["name"], "lat": lat, "lon": lon}


def _successions() -> None:
    old = {area.code: area for area in Area.objects.filter(valid_to=OLD_TO)}
    new = {area.code: area for area in Area.objects.filter(valid_from=NEW_FROM)}
    for row in rows("communes_2022_to_2025"):
        AreaSuccession.objects.get_or_create(
            old=old[row["old_code"]], new=new[row["new_code"]], defaults={"whole": row["share"] == "whole"}
        )
