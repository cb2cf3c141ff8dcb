"""Undoing until midnight, and what people decide meanwhile."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from pakn_plugin import access
from pakn_plugin.access import SYSTEM, NotAllowed, StateChanged
from pakn_plugin.models import (
    Agency,
    Area,
    Case,
    Event,
    Membership,
    Placement,
    Reallocation,
    Reorganisation,
)
from pakn_plugin.queries import ledger
from pakn_plugin.queries.undoing import undo_until
from pakn_plugin.services import handling, reallocation, reorganised_undo, transfer
from pakn_plugin.services.reorganisation import Refused
from pakn_plugin.states import Action, Role, State
from tests import snapshot
from tests.factories import Cases, PlacementFactory, TopicFactory, World, citizen, unsent
from tests.reorganising import MERGE, SPLIT, WARD, WARDS, Carry

HOUR = timedelta(hours=1)


@pytest.fixture
def undecided(case_in: Cases, carry: Carry) -> Reallocation:
    """A case of a split agency that the plan does not decide."""
    case_in(State.PROCESSING, topic=TopicFactory(code="khac"))
    carry(SPLIT)
    return Reallocation.objects.select_related("case", "reorganisation").get()


def fresh(case: Case) -> Case:
    return Case.objects.select_related("agency", "area").get(pk=case.pk)


def test_undoing_gives_back_case_role_and_banner(case_in: Cases, carry: Carry, world: World, now: datetime) -> None:
    case, banner = case_in(State.PROCESSING), PlacementFactory(agency=world.a.agency)
    row = carry(MERGE)
    reorganised_undo.undo(row.pk, SYSTEM, now + HOUR)
    found = fresh(case)
    assert (found.agency, found.officer_id, found.state) == (world.a.agency, case.officer_id, case.state)
    assert Placement.objects.get(pk=banner.pk).agency == world.a.agency
    assert access.actor_for(world.a.officer.user).agencies(Role.OFFICER) == {world.a.agency.pk}
    event = Event.objects.filter(case=case).last()
    assert event is not None and event.action == Action.REORGANISE
    assert event.data["undo"] is True
    assert list(ledger.faults()) == []
    assert Reorganisation.objects.get().status == Reorganisation.Status.UNDONE


def test_what_agencies_did_meanwhile_stays(case_in: Cases, carry: Carry, world: World, now: datetime) -> None:
    case = case_in(State.NEEDS_INFO)
    row = carry(MERGE)
    with unsent():
        handling.supply_info(case.pk, citizen(case.pk), "Số 12.", now + HOUR)
    reorganised_undo.undo(row.pk, SYSTEM, now + 2 * HOUR)
    assert fresh(case).state == State.SUBMITTED


def test_it_ends_at_midnight(carry: Carry, world: World, now: datetime) -> None:
    row = carry(MERGE)
    midnight = undo_until(row)
    assert midnight is not None
    assert timezone.localtime(midnight).strftime("%H:%M %d/%m") == "00:00 05/03"
    with pytest.raises(Refused, match="đến nửa đêm"):
        reorganised_undo.undo(row.pk, SYSTEM, midnight)
    reorganised_undo.undo(row.pk, SYSTEM, midnight - timedelta(seconds=1))
    with pytest.raises(Refused, match="chưa hoàn tác"):
        reorganised_undo.undo(row.pk, SYSTEM, midnight - timedelta(seconds=1))
    assert undo_until(Reorganisation.objects.get()) is None


def test_only_who_may_undo(carry: Carry, world: World, now: datetime) -> None:
    row = carry(MERGE)
    for actor in (world.operator, world.agency_admin):
        with pytest.raises(NotAllowed):
            reorganised_undo.undo(row.pk, actor, now)


def end_case(world: World, case: Case, now: datetime) -> str:
    with unsent():
        handling.withdraw(case.pk, citizen(case.pk), now)
    return f"“{case.code}” đã kết thúc"


def send_elsewhere(world: World, case: Case, now: datetime) -> str:
    c = access.Actor(
        access.ActorKind.STAFF, world.a.coordinator.user, frozenset({("coordinator", fresh(case).agency_id)})
    )
    with unsent():
        transfer.send_back(case.pk, c, "Không thuộc thẩm quyền.", None, now)
    return f"“{case.code}” đã được người khác thay đổi"


def new_banner(world: World, case: Case, now: datetime) -> str:
    PlacementFactory(agency=Agency.objects.get(code="c"), place="Trang mới")
    return "Trang mới” đã có thêm"


def new_role(world: World, case: Case, now: datetime) -> str:
    Membership.objects.create(user=world.supervisor.user, agency=Agency.objects.get(code="c"), role=Role.LEADER)
    return "Lãnh đạo duyệt, Sở C” đã có thêm"


def new_name(world: World, case: Case, now: datetime) -> str:
    Agency.objects.filter(pk=world.a.agency.pk).update(valid_to=None)
    return "“Sở A” đã được người khác thay đổi"


@pytest.mark.parametrize("change", [end_case, send_elsewhere, new_banner, new_role, new_name])
def test_what_others_changed_stands_in_the_way_and_is_named(
    case_in: Cases, carry: Carry, world: World, now: datetime, change: Any
) -> None:
    case = case_in(State.PROCESSING)
    row = carry(MERGE)
    words = change(world, case, now + HOUR)
    before = snapshot.whole()
    with pytest.raises(Refused, match=words):
        reorganised_undo.undo(row.pk, SYSTEM, now + 2 * HOUR)
    assert snapshot.whole() == before


def test_a_person_decides_where_a_case_goes(undecided: Reallocation, world: World, now: datetime) -> None:
    case = reallocation.decide(undecided.pk, world.operator, 1, now + HOUR)
    assert str(fresh(case).agency) == "Sở D"
    assert fresh(case).officer_id is None
    event = Event.objects.filter(case=case).last()
    assert event is not None and event.action == Action.REALLOCATE
    assert event.data["agency_to"] == Agency.objects.get(code="d").pk
    assert list(ledger.faults()) == []
    with pytest.raises(StateChanged):
        reallocation.decide(undecided.pk, world.second_operator, 0, now + HOUR)


def test_a_decision_is_undone_with_the_rest(undecided: Reallocation, world: World, now: datetime) -> None:
    before = undecided.case
    reallocation.decide(undecided.pk, world.operator, 1, now + HOUR)
    reorganised_undo.undo(undecided.reorganisation_id, SYSTEM, now + 2 * HOUR)
    found = fresh(before)
    assert (found.agency, found.officer_id) == (world.a.agency, world.a.officer.user.pk)
    assert not Reallocation.objects.exists()


@pytest.mark.parametrize("choice", [-1, 2])
def test_there_is_no_other_choice(undecided: Reallocation, world: World, now: datetime, choice: int) -> None:
    with pytest.raises(NotAllowed, match="một trong các đơn vị"):
        reallocation.decide(undecided.pk, world.operator, choice, now)


def test_only_operators_decide(undecided: Reallocation, world: World, now: datetime) -> None:
    for actor in (world.a.coordinator, world.reviewer, world.superuser):
        with pytest.raises(NotAllowed):
            reallocation.decide(undecided.pk, actor, 0, now)


def test_a_case_that_went_elsewhere_only_gets_its_commune(
    case_in: Cases, carry: Carry, world: World, now: datetime
) -> None:
    Area.objects.filter(pk=world.area.pk).update(agency=world.a.agency, code="91")
    case = case_in(State.TRANSFERRED)
    carry(WARD, new=WARDS)
    with unsent():
        transfer.escalate(case.pk, now + timedelta(days=9))
        transfer.transfer(case.pk, world.operator, world.b.agency, "Thuộc thẩm quyền.", now + timedelta(days=9))
    row = Reallocation.objects.get()
    reallocation.decide(row.pk, world.operator, 1, now + timedelta(days=10))
    assert (str(fresh(case).area), fresh(case).agency) == ("Phường Phần 92", world.b.agency)


def test_many_follow_their_suggestions_each_by_itself(
    case_in: Cases, carry: Carry, world: World, now: datetime
) -> None:
    topic = TopicFactory(code="khac")
    cases = [case_in(State.PROCESSING, topic=topic) for _ in range(3)]
    carry(SPLIT)
    with unsent():
        handling.withdraw(cases[0].pk, citizen(cases[0].pk), now + HOUR)
    rows = list(Reallocation.objects.values_list("pk", flat=True))
    done, refused = reallocation.decide_many(rows, world.operator, now + HOUR)
    assert (done, len(refused)) == (2, 1)
    assert cases[0].code in refused[0]
