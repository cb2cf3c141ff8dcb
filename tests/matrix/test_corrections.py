"""Who may correct a published reply, and who decides on it: the table of the rules, written out once more."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction

from pakn_plugin import access
from pakn_plugin.access import SYSTEM, Actor, NotAllowed, StateChanged
from pakn_plugin.models import Case
from pakn_plugin.services import corrections
from pakn_plugin.states import Action, Role, State
from tests.factories import Cases, World, citizen, person, unsent

WHO = {
    "correct": {"assigned officer"},
    "submit_correction": {"assigned officer"},
    "approve_correction": {"leader of A"},
    "return_correction": {"leader of A"},
}
TEXT, WHY = "Đã thay cả sáu bóng đèn ngày 21/3/2026.", "Ngày thay ghi thiếu."
VERBS: dict[str, Callable[[int, Actor, datetime], Any]] = {
    "correct": lambda pk, who, now: corrections.save_draft(pk, who, TEXT, WHY, now),
    "submit_correction": lambda pk, who, now: corrections.submit(pk, who, TEXT, WHY, now),
    "approve_correction": corrections.approve,
    "return_correction": lambda pk, who, now: corrections.send_back(pk, who, "Nêu rõ giờ.", now),
}
OPEN = (State.ANSWERED, State.CLOSED)


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


@pytest.mark.parametrize("state", OPEN)
def test_a_reply_is_corrected_by_those_who_may_and_by_nobody_else(
    state: State, world: World, case_in: Cases, now: datetime
) -> None:
    case = case_in(state)
    actors = everybody(world, case)
    with unsent():
        for verb, allowed in WHO.items():
            with transaction.atomic():
                if verb in ("approve_correction", "return_correction"):
                    corrections.submit(case.pk, world.a.officer, TEXT, WHY, now)
                found = {
                    name
                    for name, actor in actors.items()
                    if attempt(lambda actor=actor, verb=verb: VERBS[verb](case.pk, actor, now))
                }
                offered = {name for name, actor in actors.items() if access.can(actor, Action(verb), case)}
                transaction.set_rollback(True)
            assert found == offered == allowed, verb


@pytest.mark.parametrize("state", [state for state in State if state not in OPEN])
def test_elsewhere_nobody_corrects_or_decides(state: State, world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(state)
    with unsent():
        for name, actor in {"officer": world.a.officer, "leader": world.a.leader, "operator": world.operator}.items():
            for verb, run in VERBS.items():
                assert not access.can(actor, Action(verb), case), (name, verb)
                assert not attempt(lambda actor=actor, run=run: run(case.pk, actor, now)), (name, verb)
