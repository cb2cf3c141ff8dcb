"""Long lists of agencies and communes: under what they are, and as Vietnamese reads."""

from typing import Any

import pytest

from pakn_plugin.desk.answers_forms import agencies as answer_agencies
from pakn_plugin.models import AgencyKind, Case
from pakn_plugin.queries import structure
from pakn_plugin.queries.groups import grouped
from pakn_plugin.states import State
from tests.factories import AgencyFactory, AreaFactory, Cases, World
from tests.plugin.desk.test_actions import SignIn, address

COMMUNE = AgencyKind.COMMUNE


@pytest.fixture
def offices(world: World) -> None:
    for name in ("Sở Xây dựng", "Sở Nông nghiệp và Môi trường", "Sở Nội vụ"):
        AgencyFactory(name=name)
    for name in ("UBND xã Vạn Hưng", "UBND xã Đại Lãnh", "UBND xã Xuân Định", "UBND phường Đô Vinh"):
        AgencyFactory(name=name, kind=COMMUNE)
    AreaFactory(name="Đại Lãnh", kind="Xã")
    AreaFactory(name="Xuân Định", kind="Xã")
    structure.forget()


def names(choices: Any) -> dict[str, list[str]]:
    """Headings with the names below them."""
    return {heading: [name for _key, name in rows] for heading, rows in choices if isinstance(rows, list)}


def test_units_stand_under_what_they_are_in_vietnamese_order() -> None:
    found = grouped(
        [
            (1, "UBND xã Xuân Định", COMMUNE),
            (2, "UBND xã Đại Lãnh", COMMUNE),
            (3, "Sở Nông nghiệp", AgencyKind.DEPARTMENT),
            (4, "Sở Nội vụ", AgencyKind.DEPARTMENT),
            (5, "UBND đặc khu Trường Sa", COMMUNE),
            (6, "Xã Vĩnh Hải", "Xã"),
        ]
    )
    assert found == [
        ("Sở, ban, ngành", [(4, "Sở Nội vụ"), (3, "Sở Nông nghiệp")]),
        ("Xã", [(2, "UBND xã Đại Lãnh"), (1, "UBND xã Xuân Định"), (6, "Xã Vĩnh Hải")]),
        ("Đặc khu", [(5, "UBND đặc khu Trường Sa")]),
    ]


def test_the_operator_finds_an_agency_in_its_group(
    world: World, offices: None, case_in: Cases, at_desk: SignIn
) -> None:
    case: Case = case_in(State.RECEIVED)
    page = at_desk(world.operator).get(address(case, "transfer"))
    form = page.context["form"]
    offered = names(form.fields["agency"].choices)
    assert offered["Xã"] == ["UBND xã Đại Lãnh", "UBND xã Vạn Hưng", "UBND xã Xuân Định"]
    assert offered["Sở, ban, ngành"].index("Sở Nội vụ") < offered["Sở, ban, ngành"].index(
        "Sở Nông nghiệp và Môi trường"
    )
    assert names(form.fields["area"].choices)["Xã"] == ["Xã Đại Lãnh", "Xã Xuân Định"]
    html = page.content.decode()
    assert '<optgroup label="Xã">' in html and "---------" not in html
    assert f'<option value="{case.area_id}" selected>' in html


def test_an_officer_finds_another_agency_the_same_way(offices: None) -> None:
    offered = names(answer_agencies())
    assert offered["Xã"] == ["UBND xã Đại Lãnh", "UBND xã Vạn Hưng", "UBND xã Xuân Định"]
    assert offered["Phường"] == ["UBND phường Đô Vinh"]
