"""The province as it was in 2022, with people, banners and open cases: what the plan of 1 July 2025 is tried on.

Registers come from the lists that the demo ships. Each department, district and commune's committee has an agency;
the first people of some of them are as in life a coordinator, an officer and a leader.
"""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import cycle, islice
from pathlib import Path
from zoneinfo import ZoneInfo

import pakn_plugin
from pakn_plugin.access import Actor
from pakn_plugin.demo.reading import rows
from pakn_plugin.models import Agency, AgencyKind, Area, Case, Placement, Topic
from pakn_plugin.services import handling, transfer
from pakn_plugin.states import Role
from pakn_plugin.text import fold
from tests.factories import CaseFactory, PlacementFactory, person, unsent

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
FILED = datetime(2025, 6, 24, 9, 0, tzinfo=HANOI)
NIGHT = datetime(2025, 7, 1, 6, 0, tzinfo=HANOI)
PLAN = Path(pakn_plugin.__file__).parent / "reorganisations" / "khanh-hoa-2025-07-01.toml"


@dataclass
class Province:
    """Everything by code. `people` are coordinator, officer and leader of an agency."""

    operator: Actor
    agencies: dict[str, Agency] = field(default_factory=dict)
    areas: dict[str, Area] = field(default_factory=dict)
    topics: dict[str, Topic] = field(default_factory=dict)
    people: dict[str, tuple[Actor, Actor, Actor]] = field(default_factory=dict)

    def staff(self, code: str) -> tuple[Actor, Actor, Actor]:
        """The people of an agency, made when first asked for."""
        if code not in self.people:
            roles = (Role.COORDINATOR, Role.OFFICER, Role.LEADER)
            made = [person(role, self.agencies[code], f"{role.value}.{code}") for role in roles]
            self.people[code] = (made[0], made[1], made[2])
        return self.people[code]

    def case(self, area: str, topic: str, agency: str = "", accepted: bool = True) -> Case:
        """An open case: with the operator, or with an agency, proposed or accepted."""
        with unsent():
            case = CaseFactory(now=FILED, area=self.areas[area], topic=self.topics[topic])
            handling.receive(case.pk, self.operator, FILED)
            if agency:
                coordinator, officer, _leader = self.staff(agency)
                transfer.transfer(case.pk, self.operator, self.agencies[agency], "Thuộc thẩm quyền.", FILED)
                if accepted:
                    transfer.accept(case.pk, coordinator, FILED + timedelta(hours=1), officer.user)
        return Case.objects.get(pk=case.pk)

    def banner(self, agency: str) -> Placement:
        """A banner on an agency's portal."""
        made: Placement = PlacementFactory(agency=self.agencies[agency])
        return made


def build() -> Province:
    """The registers and the operator; no other people and no cases yet."""
    agencies = _agencies()
    province = Province(person(Role.OPERATOR, agencies["trung-tam-cntt-dvhcctt"], "operator-2022"), agencies)
    for row in rows("communes_2022"):
        lat, lon = (float(row[name]) if row[name] else None for name in ("lat", "lon"))
        committee = _agency(f"ubnd-xa-{row['code']}", f"UBND {row['kind'].lower()} {row['name']}", AgencyKind.COMMUNE)
        agencies[committee.code] = committee
        province.areas[row["code"]] = Area.objects.create(
            code=row["code"], kind=row["kind"], name=row["name"], lat=lat, lon=lon, agency=committee
        )
    for row in rows("fields"):
        agency = agencies.get(row["agency_2022"])
        province.topics[row["code"]] = Topic.objects.create(code=row["code"], name=row["name_vi"], agency=agency)
    return province


def _agencies() -> dict[str, Agency]:
    listed = [row for row in rows("agencies_2022") if row["kind"] != "level"]
    found = {row["code"]: _agency(row["code"], row["name"], AgencyKind(row["kind"])) for row in listed}
    for row in listed:
        if row["parent"]:
            Agency.objects.filter(code=row["code"]).update(parent=found[row["parent"]])
    for row in rows("communes_2022"):
        code = f"ubnd-huyen-{_slug(row['district'])}"
        if code not in found:
            name = f"UBND {row['district_kind'].lower()} {row['district']}"
            found[code] = _agency(code, name, AgencyKind.DISTRICT)
    return found


def _agency(code: str, name: str, kind: AgencyKind) -> Agency:
    return Agency.objects.create(code=code, name=name, kind=kind)


def _slug(name: str) -> str:
    return re.sub("[^a-z0-9]+", "-", fold(name)).strip("-")


def split_communes() -> list[str]:
    """The codes of the communes that were split."""
    return sorted({row["old_code"] for row in rows("communes_2022_to_2025") if row["share"] == "part"})


def fill(province: Province, number: int) -> None:
    """So many open cases, spread over communes, fields and agencies; those of split communes first; and banners."""
    codes = [*split_communes(), *islice(cycle(sorted(province.areas)), number)][:number]
    topics = cycle(sorted(province.topics))
    district = {row["code"]: f"ubnd-huyen-{_slug(row['district'])}" for row in rows("communes_2022")}
    for index, (area, topic) in enumerate(zip(codes, topics, strict=False)):
        owner = province.topics[topic].agency
        agency = ("", district[area], f"ubnd-xa-{area}", owner.code if owner else "")[index % 4]
        case = province.case(area, topic, agency, accepted=index % 3 > 0)
        if index % 2 and province.areas[area].lat:
            place = {"lat": province.areas[area].lat, "lon": province.areas[area].lon}
            Case.objects.filter(pk=case.pk).update(**place)
    for code in ("so-giao-thong-van-tai", "so-lao-dong-tbxh", "ubnd-huyen-nha-trang", "ubnd-xa-22366", "so-y-te"):
        province.staff(code)
        province.banner(code)
