"""Who talks to the reporter of a case, and who may change the link: state × role, written out here once more."""

from datetime import datetime

import pytest

from pakn_plugin import access
from pakn_plugin.access import Actor
from pakn_plugin.models import Case
from pakn_plugin.services import conversation
from pakn_plugin.states import Action, Role, State
from tests.factories import Cases, World, citizen, person, unsent

OPERATORS = {"operator", "operator_leader of A", "operator_leader of B", "operator of A", "operator of B"}
AT_WORK = {"coordinator of A", "assigned officer"}
REVIEWERS = {"reviewer of A", "reviewer of B"}
# Who may write in each state, and with a message that waits also in a case that time has ended.
WRITE: dict[str, set[str]] = {
    "submitted": OPERATORS,
    "received": OPERATORS,
    "transferred": {"coordinator of A"},
    "processing": AT_WORK,
    "awaiting_approval": AT_WORK,
    "answered": AT_WORK,
    "under_review": REVIEWERS,
    "needs_info": set(),
    "closed": set(),
    "refused": set(),
    "merged": set(),
    "withdrawn": set(),
}
ANSWERABLE = sorted(set(WRITE) - {"needs_info", "closed", "refused", "merged", "withdrawn"})


def everybody(world: World, case: Case) -> dict[str, Actor]:
    found = {
        "operator": world.operator,
        "assigned officer": world.a.officer,
        "superuser": world.superuser,
        "clock": access.SYSTEM,
        "reporter": citizen(case.pk),
    }
    for role in Role:
        found[f"{role.value} of A"] = person(role, world.a.agency)
        found[f"{role.value} of B"] = person(role, world.b.agency)
    return found


def those_who_may(action: Action, case: Case, actors: dict[str, Actor]) -> set[str]:
    return {name for name, actor in actors.items() if access.can(actor, action, case)}


@pytest.mark.parametrize("state", sorted(WRITE))
def test_who_writes_to_the_reporter(state: str, world: World, case_in: Cases) -> None:
    case = case_in(State(state))
    actors = everybody(world, case)
    assert those_who_may(Action.MESSAGE, case, actors) == WRITE[state]
    assert those_who_may(Action.WAIVE_MESSAGE, case, actors) == set()


@pytest.mark.parametrize("state", ANSWERABLE)
def test_a_message_that_waits_is_waived_by_those_who_answer_it(
    state: str, world: World, case_in: Cases, now: datetime
) -> None:
    case = case_in(State(state))
    with unsent():
        conversation.answer_message(case.pk, citizen(case.pk), "Bao giờ xong?", now)
    case = Case.objects.get(pk=case.pk)
    assert those_who_may(Action.WAIVE_MESSAGE, case, everybody(world, case)) == WRITE[state]


@pytest.mark.parametrize("state", sorted(WRITE))
def test_who_changes_the_link(state: str, world: World, case_in: Cases) -> None:
    case = case_in(State(state))
    assert those_who_may(Action.REVOKE_LINK, case, everybody(world, case)) == OPERATORS | {"reporter"}


def test_of_a_hidden_case_only_the_named_people_write(world: World, case_in: Cases) -> None:
    case = case_in(State.SUBMITTED)
    named = person(Role.CONFIDENTIAL, world.operators)
    Case.objects.filter(pk=case.pk).update(restricted=True)
    case = Case.objects.get(pk=case.pk)
    actors = everybody(world, case) | {"named": named}
    assert those_who_may(Action.MESSAGE, case, actors) == {"named"}
    assert those_who_may(Action.REVOKE_LINK, case, actors) == {"named", "reporter"}
