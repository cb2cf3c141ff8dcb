"""Every edge of the machine × everybody: the table of the rules, written out here once more on purpose.

Nothing of this table is read from the source. A changed rule has to be changed here as well, by somebody who means it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction

from pakn_plugin import access
from pakn_plugin.access import Actor, NotAllowed, StateChanged
from pakn_plugin.models import Case
from pakn_plugin.services import handling, rating, reply, transfer
from pakn_plugin.services.moves import moving
from pakn_plugin.states import Action, Role, Score, State
from tests.factories import REPLY_TEXT, Cases, World, citizen, person, unsent

pytestmark = pytest.mark.one_database("postgresql")

# from, verb, to, who may
EDGES = [
    ("submitted", "receive", "received", "operator"),
    ("submitted", "request_info", "needs_info", "operator"),
    ("submitted", "refuse", "refused", "operator"),
    ("submitted", "merge", "merged", "operator"),
    ("submitted", "withdraw", "withdrawn", "reporter"),
    ("received", "transfer", "transferred", "operator"),
    ("received", "request_info", "needs_info", "operator"),
    ("received", "refuse", "refused", "operator"),
    ("received", "merge", "merged", "operator"),
    ("received", "withdraw", "withdrawn", "reporter"),
    ("transferred", "accept", "processing", "coordinator or clock"),
    ("transferred", "decline", "received", "coordinator or clock"),
    ("transferred", "withdraw", "withdrawn", "reporter"),
    ("processing", "submit_reply", "awaiting_approval", "assigned officer"),
    ("processing", "request_info", "needs_info", "assigned officer"),
    ("processing", "send_back", "received", "coordinator"),
    ("processing", "withdraw", "withdrawn", "reporter"),
    ("awaiting_approval", "approve", "answered", "leader"),
    ("awaiting_approval", "return_reply", "processing", "leader"),
    ("needs_info", "supply_info", "submitted", "reporter"),
    ("needs_info", "supply_info", "received", "reporter"),
    ("needs_info", "supply_info", "processing", "reporter"),
    ("needs_info", "expire_info", "closed", "clock"),
    ("needs_info", "withdraw", "withdrawn", "reporter"),
    ("answered", "rate_close", "closed", "reporter"),
    ("answered", "expire_rating", "closed", "clock"),
    ("answered", "contest", "under_review", "reporter"),
    ("answered", "reopen", "processing", "reporter"),
    ("under_review", "uphold", "closed", "reviewer"),
    ("under_review", "reopen_review", "processing", "reviewer"),
    ("closed", "reopen", "processing", "reporter"),
]
STATES = {
    "submitted", "needs_info", "received", "transferred", "processing", "awaiting_approval",
    "answered", "under_review", "refused", "merged", "withdrawn", "closed",
}  # fmt: skip
ENDS = {"refused", "merged", "withdrawn", "closed"}
WHO = {
    "operator": {"operator of A", "operator of B", "operator_leader of A", "operator_leader of B"},
    "reporter": {"reporter"},
    "coordinator": {"coordinator of A"},
    "coordinator or clock": {"coordinator of A", "clock"},
    "assigned officer": {"assigned officer"},
    "leader": {"leader of A"},
    "clock": {"clock"},
    "reviewer": {"reviewer of A", "reviewer of B"},
}
WITHOUT_AGENCY = WHO["operator"] | WHO["reviewer"] | WHO["reporter"] | WHO["clock"]
HELD_BY_A = {"transferred", "processing", "awaiting_approval", "answered", "under_review", "closed"}
VERBS = {verb for _source, verb, _target, _who in EDGES}
ALLOWED = {(source, verb): WHO[who] for source, verb, _target, who in EDGES}
TARGET = {(source, verb): target for source, verb, target, _who in EDGES} | {("needs_info", "supply_info"): "submitted"}


@dataclass(frozen=True)
class Everybody:
    """All kinds of actors around a case of agency A, by the names used in WHO."""

    actors: dict[str, Actor]
    main: Case


@pytest.fixture
def everybody(world: World, case_in: Cases) -> Everybody:
    actors = {
        "assigned officer": world.a.officer,
        "clock": access.SYSTEM,
        "superuser": world.superuser,
        "anonymous": access.actor_for(AnonymousUser()),
        "another citizen": access.citizen_of(case_in(State.SUBMITTED)),
    }
    for role in Role:
        actors[f"{role.value} of A"] = person(role, world.a.agency)
        actors[f"{role.value} of B"] = person(role, world.b.agency)
    return Everybody(actors, case_in(State.SUBMITTED))


def verbs(world: World, main: Case) -> dict[str, Callable[[int, Actor, datetime], Any]]:
    """The real service of each verb with plausible arguments; the clock's verbs take no actor of their own."""
    return {
        "receive": handling.receive,
        "request_info": lambda pk, who, now: handling.request_info(pk, who, "Ở đâu?", now),
        "supply_info": lambda pk, who, now: handling.supply_info(pk, who, "Ở số 12.", now),
        "refuse": lambda pk, who, now: handling.refuse(pk, who, world.reason, "Chưa rõ.", now),
        "merge": lambda pk, who, now: handling.merge(pk, who, main, now),
        "transfer": lambda pk, who, now: transfer.transfer(pk, who, world.a.agency, "Thuộc Sở.", now),
        "accept": lambda pk, who, now: transfer.accept(pk, who, now),
        "decline": lambda pk, who, now: transfer.decline(pk, who, "Không thuộc.", None, now),
        "send_back": lambda pk, who, now: transfer.send_back(pk, who, "Không thuộc.", None, now),
        "submit_reply": reply.submit_reply,
        "approve": reply.approve,
        "return_reply": lambda pk, who, now: reply.return_reply(pk, who, "Cần rõ hơn.", now),
        "rate_close": lambda pk, who, now: rating.rate(pk, who, Score.ACCEPTABLE, "", now),
        "contest": lambda pk, who, now: rating.rate(pk, who, Score.UNSATISFIED, "", now),
        "uphold": lambda pk, who, now: rating.uphold(pk, who, "Đúng quy định.", now),
        "reopen_review": lambda pk, who, now: rating.reopen_after_review(pk, who, "Chưa đủ.", now),
        "reopen": lambda pk, who, now: rating.reopen(pk, who, "Vẫn tối.", now),
        "withdraw": handling.withdraw,
        "expire_info": lambda pk, who, now: run_alone(pk, who, Action.EXPIRE_INFO, now),
        "expire_rating": lambda pk, who, now: run_alone(pk, who, Action.EXPIRE_RATING, now),
    }


def run_alone(pk: int, who: Actor, action: Action, now: datetime) -> None:
    with moving(pk, who, action, now):
        pass


def case_at(case_in: Cases, state: str, now: datetime) -> Case:
    """A case in the state; one in processing has a draft, so that only the right to submit it is in question."""
    case = case_in(State(state))
    if state == "processing":
        with unsent():
            reply.save_draft(case.pk, case_in.world.a.officer, REPLY_TEXT, now)
        case = Case.objects.get(pk=case.pk)
    return case


def actors_of(everybody: Everybody, case: Case) -> dict[str, Actor]:
    return everybody.actors | {"reporter": citizen(case.pk)}


def may_elsewhere(name: str, verb: str, source: str) -> bool:
    """Whether these people may run the verb on this case in another state: then they hear that it has moved on."""
    theirs = name in WITHOUT_AGENCY or source in HELD_BY_A
    return theirs and any(name in who for (_source, same), who in ALLOWED.items() if same == verb)


def snapshot(case: Case) -> tuple[Any, ...]:
    fresh = Case.objects.get(pk=case.pk)
    counts = (fresh.events, fresh.messages, fresh.notes, fresh.replies, fresh.ratings, fresh.transfers, fresh.pauses)
    held = (fresh.state, fresh.agency_id, fresh.officer_id, fresh.state_since, fresh.stage_due_at, fresh.due_at)
    return held + tuple(rows.count() for rows in counts)


def attempt(act: Callable[[], Any], case: Case) -> tuple[str, str, int]:
    """Run a service, tell how it ended, where the case then stood and how many events it had; undo it all."""
    with transaction.atomic():
        try:
            act()
            ending = "done"
        except NotAllowed:
            ending = "not allowed"
        except StateChanged:
            ending = "moved on"
        found = (ending, *stored(case.pk))
        transaction.set_rollback(True)
    return found


def stored(pk: int) -> tuple[str, int]:
    """State and number of events of a case, read by plain words: a walk asks some thousand times."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT state, (SELECT count(*) FROM pakn_event WHERE case_id = pakn_case.id) FROM pakn_case WHERE id = %s",
            [pk],
        )
        return cast(tuple[str, int], tuple(cursor.fetchone()))


def machine() -> set[tuple[str, str, str]]:
    """The edges that the machine has: from, verb, to."""
    found: set[tuple[str, str, str]] = set()
    for edge in Case.state.field.get_all_transitions(Case):
        for target in getattr(edge.target, "allowed_states", None) or [edge.target]:
            found.add((str(edge.source), edge.name, str(target)))
    return found


def test_the_machine_has_exactly_the_edges_of_the_rules() -> None:
    assert machine() == {(source, verb, target) for source, verb, target, _who in EDGES}


def test_the_machine_has_exactly_the_states_of_the_rules() -> None:
    assert {state.value for state in State} == STATES


def reach(start: set[str], step: set[tuple[str, str]]) -> set[str]:
    found, grown = set(start), True
    while grown:
        new = {target for source, target in step if source in found} - found
        found, grown = found | new, bool(new)
    return found


def test_every_state_is_reached_from_filing() -> None:
    assert reach({"submitted"}, {(source, target) for source, _verb, target in machine()}) == STATES


def test_an_end_is_reached_from_every_state() -> None:
    assert reach(ENDS, {(target, source) for source, _verb, target in machine()}) == STATES


def test_only_the_citizens_reopening_leads_out_of_an_end() -> None:
    assert {edge for edge in machine() if edge[0] in ENDS} == {("closed", "reopen", "processing")}


@pytest.mark.parametrize(("source", "verb"), sorted(ALLOWED))
def test_an_edge_is_open_to_those_who_may_and_to_nobody_else(
    source: str, verb: str, world: World, everybody: Everybody, case_in: Cases, now: datetime
) -> None:
    case = case_at(case_in, source, now)
    run, before, events = verbs(world, everybody.main)[verb], snapshot(case), case.events.count()
    wrong = {}
    with unsent():
        for name, actor in actors_of(everybody, case).items():
            may = name in ALLOWED[source, verb]
            refusal = "moved on" if may_elsewhere(name, verb, source) else "not allowed"
            expected = ("done", TARGET[source, verb], events + 1) if may else (refusal, source, events)
            found = attempt(lambda actor=actor: run(case.pk, actor, now), case)
            if found != expected or access.can(actor, Action(verb), case) != may:
                wrong[name] = (found, expected)
    assert wrong == {}
    assert snapshot(case) == before


@pytest.mark.parametrize("source", sorted(STATES))
def test_where_no_edge_is_nobody_passes_and_nothing_changes(
    source: str, world: World, everybody: Everybody, case_in: Cases, now: datetime
) -> None:
    case = case_at(case_in, source, now)
    before, events = snapshot(case), case.events.count()
    wrong = []
    with unsent():
        for verb, run in verbs(world, everybody.main).items():
            if (source, verb) in ALLOWED:
                continue
            for name, actor in actors_of(everybody, case).items():
                ending, state, count = attempt(lambda actor=actor, run=run: run(case.pk, actor, now), case)
                if ending == "done" or state != source or count != events or access.can(actor, Action(verb), case):
                    wrong.append((verb, name, ending, state))
    assert wrong == []
    assert snapshot(case) == before


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_those_who_may_hear_that_the_case_has_moved_on_when_they_come_late(
    verb: str, world: World, everybody: Everybody, case_in: Cases, now: datetime
) -> None:
    """The case has ended; those of an agency are told as long as their agency holds it."""
    case, run = case_at(case_in, "refused", now), verbs(world, everybody.main)[verb]
    late = [a for name, a in actors_of(everybody, case).items() if may_elsewhere(name, verb, "refused")]
    with unsent():
        endings = [attempt(lambda actor=actor: run(case.pk, actor, now), case)[0] for actor in late]
    assert endings == ["moved on"] * len(late)
