"""Who shares a case and who divides it: state × role, written out here once more on purpose."""

from datetime import datetime

import pytest

from pakn_plugin import access
from pakn_plugin.access import Actor
from pakn_plugin.models import Case
from pakn_plugin.services import coordination
from pakn_plugin.states import Action, Role, State
from tests.factories import Cases, World, citizen, person, unsent

OPERATORS = {"operator", "operator leader"}
# action → state → who may; the case is agency A's, agency B co-ordinates it where a state allows that.
MAY: dict[Action, dict[str, set[str]]] = {
    Action.INVITE: {
        "transferred": OPERATORS,
        "processing": OPERATORS | {"coordinator of A", "assigned officer"},
    },
    Action.UNINVITE: {
        "transferred": OPERATORS | {"coordinator of A"},
        "processing": OPERATORS | {"coordinator of A", "assigned officer"},
        "awaiting_approval": OPERATORS | {"coordinator of A"},
        "needs_info": OPERATORS,
    },
    Action.CONTRIBUTE: {
        "transferred": {"coordinator of B", "officer of B"},
        "processing": {"coordinator of B", "officer of B"},
        "awaiting_approval": {"coordinator of B", "officer of B"},
    },
    Action.SPLIT: {"submitted": OPERATORS, "received": OPERATORS},
}
SHARED = {"transferred", "processing", "awaiting_approval"}
OF_A_PARTNER = {"note", "contribute"}


def everybody(world: World, case: Case) -> dict[str, Actor]:
    found = {
        "operator": world.operator,
        "operator leader": world.operator_leader,
        "assigned officer": world.a.officer,
        "superuser": world.superuser,
        "clock": access.SYSTEM,
        "reporter": citizen(case.pk),
        "coordinator of another": person(Role.COORDINATOR, world.office),
    }
    for role in (Role.COORDINATOR, Role.OFFICER, Role.LEADER, Role.REVIEWER, Role.SUPERVISOR, Role.WEBMASTER):
        found[f"{role.value} of A"] = person(role, world.a.agency)
        found[f"{role.value} of B"] = person(role, world.b.agency)
    return found


def case_at(state: State, world: World, case_in: Cases, now: datetime) -> Case:
    """A case in the state; where that is possible agency B was invited on the way."""
    if state not in SHARED:
        return case_in(state)
    case = case_in(State.TRANSFERRED)
    with unsent():
        coordination.invite(case.pk, world.operator, world.b.agency, "Đường ống còn dùng không?", now)
        if state != State.TRANSFERRED:
            case_in.accept(case.pk, now)
        if state == State.AWAITING_APPROVAL:
            case_in.submit(case.pk, now)
    return Case.objects.select_related("reporter").get(pk=case.pk)


@pytest.mark.parametrize("state", list(State))
def test_sharing_and_dividing_is_open_to_those_who_may_and_to_nobody_else(
    state: State, world: World, case_in: Cases, now: datetime
) -> None:
    case = case_at(state, world, case_in, now)
    assert case.state == state
    wrong = {}
    for name, actor in everybody(world, case).items():
        may = {action for action in MAY if access.can(actor, action, case)}
        expected = {action for action, states in MAY.items() if name in states.get(state.value, set())}
        if may != expected:
            wrong[name] = (may, expected)
    assert wrong == {}


@pytest.mark.parametrize("state", sorted(SHARED))
def test_a_partner_has_two_verbs_and_its_leader_none(state: str, world: World, case_in: Cases, now: datetime) -> None:
    case = case_at(State(state), world, case_in, now)
    found = {name: {a.value for a in access.allowed_actions(who, case)} for name, who in everybody(world, case).items()}
    assert found["coordinator of B"] == found["officer of B"] == OF_A_PARTNER
    assert found["leader of B"] == set()
    for name, actor in everybody(world, case).items():
        if name.endswith("of B") and name.split()[0] in ("coordinator", "officer", "leader"):
            assert access.may_see_reporter(actor, case) == "", name
