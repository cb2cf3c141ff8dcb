"""Who may ask for time, and who may decide: the table of the rules, written out once more on purpose."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction

from pakn_plugin import access
from pakn_plugin.access import SYSTEM, Actor, NotAllowed, StateChanged
from pakn_plugin.models import Case
from pakn_plugin.services import time_requests as time
from pakn_plugin.states import Action, Role, State
from tests.factories import Cases, World, citizen, person, unsent

pytestmark = pytest.mark.one_database("postgresql")

WHY = "Phải chờ vật tư từ thành phố khác, cuối tuần sau mới về."
ASKERS = {"assigned officer", "coordinator of A"}
LEADERS = {"leader of A"}
# verb → who may, on a case in processing where there is something to decide or to end
WHO = {
    "ask_extension": ASKERS,
    "grant_extension": LEADERS,
    "refuse_extension": LEADERS,
    "ask_verification": ASKERS,
    "grant_verification": LEADERS,
    "refuse_verification": LEADERS,
    "end_verification": ASKERS | {"clock"},
}
VERBS: dict[str, Callable[[int, Actor, datetime], Any]] = {
    "ask_extension": lambda pk, who, now: time.ask_extension(pk, who, 1, WHY, now),
    "grant_extension": time.grant_extension,
    "refuse_extension": lambda pk, who, now: time.refuse_extension(pk, who, "Không cần.", now),
    "ask_verification": lambda pk, who, now: time.ask_verification(pk, who, 1, WHY, now),
    "grant_verification": time.grant_verification,
    "refuse_verification": lambda pk, who, now: time.refuse_verification(pk, who, "Không cần.", now),
    "end_verification": time.end_verification,
}


def everybody(world: World, case: Case) -> dict[str, Actor]:
    actors = {
        "assigned officer": world.a.officer,
        "clock": SYSTEM,
        "superuser": world.superuser,
        "anonymous": access.actor_for(AnonymousUser()),
        "reporter": citizen(case.pk),
    }
    for role in Role:
        actors[f"{role.value} of A"] = person(role, world.a.agency)
        actors[f"{role.value} of B"] = person(role, world.b.agency)
    return actors


def prepare(verb: str, case: Case, world: World, now: datetime) -> datetime:
    """Let there be something to decide or to end; returns the moment at which the verb is tried."""
    officer, leader = world.a.officer, world.a.leader
    if verb.endswith("_extension") and not verb.startswith("ask"):
        time.ask_extension(case.pk, officer, 1, WHY, now)
    if verb.endswith("_verification") and not verb.startswith("ask"):
        time.ask_verification(case.pk, officer, 1, WHY, now)
    if verb == "end_verification":
        time.grant_verification(case.pk, leader, now)
        return now.replace(day=6)
    return now


def attempt(run: Callable[[], Any]) -> bool:
    """Whether the service did it; undone afterwards."""
    with transaction.atomic():
        try:
            run()
            done = True
        except (NotAllowed, StateChanged):
            done = False
        transaction.set_rollback(True)
    return done


@pytest.mark.parametrize("verb", sorted(WHO))
def test_time_is_asked_for_and_granted_by_those_who_may_and_by_nobody_else(
    verb: str, world: World, case_in: Cases, now: datetime
) -> None:
    case = case_in(State.PROCESSING)
    with unsent():
        moment = prepare(verb, case, world, now)
        fresh = Case.objects.get(pk=case.pk)
        found = {
            name
            for name, actor in everybody(world, case).items()
            if attempt(lambda actor=actor: VERBS[verb](case.pk, actor, moment))
        }
        offered = {name for name, actor in everybody(world, case).items() if access.can(actor, Action(verb), fresh)}
    assert found == offered == WHO[verb]


@pytest.mark.parametrize("state", [state for state in State if state != State.PROCESSING])
def test_outside_processing_nobody_asks_or_decides(state: State, world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(state)
    with unsent():
        for name, actor in everybody(world, case).items():
            for verb, run in VERBS.items():
                assert not access.can(actor, Action(verb), case), (name, verb)
                assert not attempt(lambda actor=actor, run=run: run(case.pk, actor, now)), (name, verb)


def test_where_nothing_waits_there_is_nothing_to_decide(world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.PROCESSING)
    for verb in sorted(set(VERBS) - {"ask_extension", "ask_verification"}):
        who = world.a.officer if verb == "end_verification" else world.a.leader
        assert Action(verb) not in access.allowed_actions(who, case)
        with pytest.raises(StateChanged):
            VERBS[verb](case.pk, who, now)
