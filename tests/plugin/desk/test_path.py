"""Transfers at the desk: reason and basis, who decides after two refusals, what the agency then reads."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from pakn_plugin.access import Actor
from pakn_plugin.models import Case, Transfer
from pakn_plugin.services import transfer
from pakn_plugin.states import State
from tests.factories import Cases, World

SignIn = Callable[[Actor], Client]


def address(case: Case, action: str) -> str:
    return reverse(f"pakn_desk:{action}", args=[case.pk])


def form(case: Case, world: World, **changes: object) -> dict[str, object]:
    filled = {
        "title": case.title,
        "topic": case.topic_id,
        "area": case.area_id,
        "level": "normal",
        "agency": world.b.agency.pk,
        "reason": "Đường do Sở B quản lý.",
    }
    return filled | changes


@pytest.fixture
def refused(world: World, case_in: Cases, now: datetime) -> Case:
    """Twice given back by agency A."""
    case = case_in(State.RECEIVED)
    for reason in ("Không thuộc lần một.", "Không thuộc lần hai."):
        transfer.transfer(case.pk, world.operator, world.a.agency, "Thuộc Sở A.", now)
        transfer.decline(case.pk, world.a.coordinator, reason, world.b.agency, now)
    return Case.objects.get(pk=case.pk)


def test_a_transfer_needs_a_reason_and_keeps_its_basis(world: World, case_in: Cases, at_desk: SignIn) -> None:
    case, client = case_in(State.RECEIVED), at_desk(world.operator)
    response = client.post(address(case, "transfer"), form(case, world, reason=" "))
    assert response.status_code == 200
    assert set(response.context["form"].errors) == {"reason"}
    basis = "Điều 5 Quyết định 18/2022/QĐ-UBND"
    assert client.post(address(case, "transfer"), form(case, world, legal_basis=basis)).status_code == 302
    assert Transfer.objects.get().legal_basis == basis
    assert basis in at_desk(world.b.coordinator).get(address(case, "case")).content.decode()


def test_operators_read_who_decides_and_cannot(world: World, refused: Case, at_desk: SignIn) -> None:
    client = at_desk(world.operator)
    page = client.get(address(refused, "case")).content.decode()
    assert "chỉ lãnh đạo đầu mối tiếp nhận quyết định" in page
    assert address(refused, "transfer") not in page
    assert client.get(address(refused, "transfer")).status_code == 403
    assert client.post(address(refused, "transfer"), form(refused, world)).status_code == 403
    assert Case.objects.get(pk=refused.pk).state == State.RECEIVED


def test_the_leader_reads_the_refusals_and_decides(world: World, refused: Case, at_desk: SignIn) -> None:
    client = at_desk(world.operator_leader)
    page = client.get(address(refused, "transfer")).content.decode()
    assert "Đây là quyết định của lãnh đạo đầu mối tiếp nhận" in page
    for reason in ("Không thuộc lần một.", "Không thuộc lần hai."):
        assert reason in page
    assert client.post(address(refused, "transfer"), form(refused, world)).status_code == 302
    assert Transfer.objects.get(agency=world.b.agency).by_leader


def test_the_agency_reads_that_it_was_decided_and_has_no_way_back(
    world: World, refused: Case, at_desk: SignIn, now: datetime
) -> None:
    transfer.transfer(refused.pk, world.operator_leader, world.b.agency, "Tôi quyết định.", now)
    client = at_desk(world.b.coordinator)
    page = client.get(address(refused, "case")).content.decode()
    assert "đã quyết định giao phản ánh này cho đơn vị" in page
    assert address(refused, "decline") not in page
    response = client.post(address(refused, "decline"), {"reason": "Không thuộc."})
    assert response.status_code == 403
    transfer.accept(refused.pk, world.b.coordinator, now)
    page = client.get(address(refused, "case")).content.decode()
    assert "không chuyển trả được nữa" in page
    assert address(refused, "send_back") not in page


def test_an_ordinary_proposal_carries_no_such_note(world: World, case_in: Cases, at_desk: SignIn) -> None:
    page = at_desk(world.a.coordinator).get(address(case_in(State.TRANSFERRED), "case")).content.decode()
    assert "Lãnh đạo đầu mối" not in page
