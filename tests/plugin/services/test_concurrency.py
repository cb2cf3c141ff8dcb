"""Two people at the same moment, for real: two threads with a connection each, on the database under test."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from pakn_plugin.access import NotAllowed, StateChanged
from pakn_plugin.models import Case, Event, Rating, Reply
from pakn_plugin.services import conversation, handling, intake, rating, reply, time_requests, transfer
from pakn_plugin.states import Role, Score, Stage, State
from tests.factories import Cases, FilingFactory, World, build_world, citizen, person

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(transactional_db: None) -> World:
    return build_world()


def at_once(*acts: Callable[[], Any]) -> list[str]:
    """Run each act in a thread of its own, all let go together; how each ended, sorted."""
    gate, endings = threading.Barrier(len(acts)), []

    def run(act: Callable[[], Any]) -> None:
        try:
            connection.ensure_connection()
            gate.wait(timeout=30)
            act()
            endings.append("done")
        except Exception as error:  # the kind of the failure is what the test looks at
            endings.append(type(error).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return sorted(endings)


def test_one_of_two_operators_receives_the_case_the_other_hears_that_it_moved_on(
    world: World, case_in: Cases, now: datetime
) -> None:
    for _ in range(5):
        case = case_in(State.SUBMITTED)
        endings = at_once(
            lambda pk=case.pk: handling.receive(pk, world.operator, now),
            lambda pk=case.pk: handling.receive(pk, world.second_operator, now),
        )
        assert endings == [StateChanged.__name__, "done"]
        assert list(case.events.values_list("number", "action")) == [(1, "file"), (2, "receive")]


def test_a_refusal_and_a_receipt_never_both_happen(world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.SUBMITTED)
    endings = at_once(
        lambda: handling.refuse(case.pk, world.operator, world.reason, "Chưa rõ.", now),
        lambda: handling.withdraw(case.pk, citizen(case.pk), now),
    )
    assert endings == [StateChanged.__name__, "done"]
    assert case.events.count() == 2


def test_a_double_click_on_filing_makes_one_case(world: World, now: datetime) -> None:
    filing = FilingFactory(key=uuid4(), topic=world.topic, area=world.area)
    assert at_once(*[lambda: intake.file_case(filing, now)] * 3) == ["done"] * 3
    assert (Case.objects.count(), Event.objects.count()) == (1, 1)


def test_messages_at_the_same_moment_are_all_kept_and_numbered(world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.PROCESSING)
    events = case.events.count()
    words = [lambda n=n: conversation.add_note(case.pk, world.a.officer, f"Ghi chú {n}", now) for n in range(4)]
    assert at_once(*words) == ["done"] * 4
    assert case.notes.count() == 4
    assert list(case.events.values_list("number", flat=True)) == list(range(1, events + 5))


def test_a_reply_is_rated_once_whatever_is_pressed(case_in: Cases, now: datetime) -> None:
    case = case_in(State.ANSWERED)
    me = citizen(case.pk)
    endings = at_once(
        lambda: rating.rate(case.pk, me, Score.SATISFIED, "", now),
        lambda: rating.rate(case.pk, me, Score.UNSATISFIED, "", now),
    )
    assert endings == [StateChanged.__name__, "done"]
    assert Rating.objects.count() == 1


def test_two_clicks_reopen_a_case_once(case_in: Cases, now: datetime) -> None:
    case = case_in(State.CLOSED)
    me = citizen(case.pk)
    clicks = [lambda: rating.reopen(case.pk, me, "Còn trụ số 6.", now)] * 2
    assert at_once(*clicks) == [StateChanged.__name__, "done"]
    assert (case.messages.count(), Case.objects.get(pk=case.pk).reopened_at) == (1, now)


def test_two_leaders_publish_one_reply(world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.AWAITING_APPROVAL)
    endings = at_once(
        lambda: reply.approve(case.pk, world.a.leader, now),
        lambda: reply.return_reply(case.pk, world.a.leader, "Rõ hơn.", now),
    )
    assert endings == [StateChanged.__name__, "done"]
    assert Reply.objects.count() == 1


def test_two_merges_at_once_make_no_circle(world: World, case_in: Cases, now: datetime) -> None:
    one, two = case_in(State.SUBMITTED), case_in(State.SUBMITTED)
    endings = at_once(
        lambda: handling.merge(one.pk, world.operator, two, now),
        lambda: handling.merge(two.pk, world.second_operator, one, now),
    )
    assert endings == [NotAllowed.__name__, "done"]
    assert Case.objects.filter(merged_into__isnull=False).count() == 1


def test_two_leaders_decide_at_once_and_one_hears_that_it_was_decided(
    world: World, case_in: Cases, now: datetime
) -> None:
    second = person(Role.LEADER, world.a.agency)
    case = case_in(State.PROCESSING)
    time_requests.ask_extension(case.pk, world.a.officer, 2, "Phải chờ vật tư từ thành phố khác.", now)
    endings = at_once(
        lambda: time_requests.grant_extension(case.pk, world.a.leader, now),
        lambda: time_requests.refuse_extension(case.pk, second, "Không cần.", now),
    )
    assert endings == [StateChanged.__name__, "done"]
    decided = case.time_requests.get()
    extra = case.deadlines.get(stage=Stage.PROCESS).extra
    assert extra == (2 if decided.outcome == "granted" else 0)


def test_two_requests_at_once_are_one(world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.PROCESSING)
    ask = [
        lambda who=who: time_requests.ask_extension(case.pk, who, 2, "Phải chờ vật tư từ thành phố khác.", now)
        for who in (world.a.officer, world.a.coordinator)
    ]
    assert at_once(*ask) == [NotAllowed.__name__, "done"]
    assert case.time_requests.count() == 1


def test_an_answer_at_the_last_moment_and_the_sweep_never_both_count(
    world: World, case_in: Cases, now: datetime
) -> None:
    case = case_in(State.TRANSFERRED)
    late = now + timedelta(days=3)
    endings = at_once(
        lambda: transfer.accept(case.pk, world.a.coordinator, late),
        lambda: transfer.pass_limit(case.pk, late),
    )
    assert endings == [StateChanged.__name__, "done"]
