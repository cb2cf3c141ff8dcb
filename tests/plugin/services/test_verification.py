"""Verification on site: the clock stands still from the leader's word to its end, and never longer than granted."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from pakn_plugin.access import NotAllowed, StateChanged
from pakn_plugin.models import CalendarDay, Case, Deadline, Notification, Pause, TimeRequest
from pakn_plugin.queries import clock, statistics
from pakn_plugin.services import handling, reply, time_requests, timing, transfer
from pakn_plugin.states import Action, Ground, Stage, State
from tests.factories import REPLY_TEXT, Cases, World, citizen

WHY = "Phải đo đạc tại hiện trường cùng đơn vị thi công trước khi kết luận."
DAY = timedelta(days=1)


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def at(now: datetime, day: int, hour: int = 17, minute: int = 30) -> datetime:
    return now.replace(day=day, hour=hour, minute=minute)


@pytest.fixture
def case(case_in: Cases) -> Case:
    """In processing since Wednesday 4 March, due on Friday 13 March at 17:30."""
    return case_in(State.PROCESSING)


@pytest.fixture
def on_site(case: Case, world: World, now: datetime) -> Case:
    """Verified from Thursday 5 March, 9:00, for three working days at most: until Tuesday 10 March, 17:30."""
    time_requests.ask_verification(case.pk, world.a.officer, 3, WHY, now)
    time_requests.grant_verification(case.pk, world.a.leader, now + DAY)
    return fresh(case)


def test_the_clock_stands_still_and_the_state_does_not_change(on_site: Case, now: datetime) -> None:
    pause = Pause.objects.get(case=on_site)
    assert (pause.ground, pause.began_at, pause.until) == (Ground.VERIFICATION, now + DAY, at(now, 10))
    assert (on_site.state, on_site.stage_due_at, on_site.due_at) == (State.PROCESSING, at(now, 10), at(now, 13))
    templates = set(Notification.objects.filter(event__action=Action.GRANT_VERIFICATION).values_list("template"))
    assert templates == {("verification",), ("staff_time_granted",)}


def test_the_officer_ends_it_and_the_due_moment_moves_by_the_paused_days(
    on_site: Case, world: World, now: datetime
) -> None:
    """Friday and Monday are paused."""
    time_requests.end_verification(on_site.pk, world.a.officer, at(now, 9, 10, 0))
    after = fresh(on_site)
    assert after.due_at == after.stage_due_at == at(now, 17)
    event = on_site.events.last()
    assert (event.action, event.data["due_to"]) == (Action.END_VERIFICATION, at(now, 17).isoformat())
    with pytest.raises(StateChanged, match="đã kết thúc"):
        time_requests.end_verification(on_site.pk, world.a.officer, at(now, 9, 11, 0))


def test_the_sweep_ends_it_at_its_limit_however_late_it_comes(on_site: Case, now: datetime) -> None:
    assert time_requests.end_overdue(at(now, 10)) == 0
    assert time_requests.end_overdue(at(now, 16)) == 1
    assert Pause.objects.get().ended_at == at(now, 10)
    assert fresh(on_site).due_at == at(now, 18)
    assert on_site.events.last().actor_kind == "system"
    assert time_requests.end_overdue(at(now, 16)) == 0


def test_an_officer_who_comes_late_gains_nothing(on_site: Case, world: World, now: datetime) -> None:
    time_requests.end_verification(on_site.pk, world.a.officer, at(now, 13))
    assert Pause.objects.get().ended_at == at(now, 10)
    assert fresh(on_site).due_at == at(now, 18)


def submit(pk: int, world: World, now: datetime) -> None:
    reply.save_draft(pk, world.a.officer, REPLY_TEXT, now)
    reply.submit_reply(pk, world.a.officer, now)


LEAVING: dict[str, Callable[[int, World, datetime], Any]] = {
    "reply": submit,
    "question": lambda pk, w, now: handling.request_info(pk, w.a.officer, "Trụ nào?", now),
    "sent back": lambda pk, w, now: transfer.send_back(pk, w.a.coordinator, "Thuộc Sở B.", None, now),
    "withdrawn": lambda pk, w, now: handling.withdraw(pk, citizen(pk), now),
}


@pytest.mark.parametrize("way", LEAVING)
def test_it_ends_with_the_work_and_the_limit_of_the_work_knows(
    way: str, on_site: Case, world: World, now: datetime
) -> None:
    LEAVING[way](on_site.pk, world, at(now, 9, 10, 0))
    pause = Pause.objects.get(case=on_site, ground=Ground.VERIFICATION)
    assert pause.ended_at == at(now, 9, 10, 0)
    assert Deadline.objects.get(case=on_site, stage=Stage.PROCESS).due_at == at(now, 17)
    assert not time_requests.end_overdue(at(now, 20))


def test_while_the_reply_waits_the_limit_for_processing_is_what_is_due(
    on_site: Case, world: World, now: datetime
) -> None:
    submit(on_site.pk, world, at(now, 9, 10, 0))
    after = fresh(on_site)
    assert after.stage_due_at == after.due_at == at(now, 17)


def test_both_pauses_of_one_case_count(on_site: Case, world: World, now: datetime) -> None:
    """Friday and Monday on site, Tuesday and Wednesday with the citizen."""
    handling.request_info(on_site.pk, world.a.officer, "Trụ nào?", at(now, 9, 10, 0))
    handling.supply_info(on_site.pk, citizen(on_site.pk), "Trụ 17.", at(now, 11, 10, 0))
    assert fresh(on_site).due_at == at(now, 19)


def test_an_extension_granted_meanwhile_leaves_the_clock_standing(on_site: Case, world: World, now: datetime) -> None:
    time_requests.ask_extension(on_site.pk, world.a.officer, 2, WHY, at(now, 6, 9, 0))
    time_requests.grant_extension(on_site.pk, world.a.leader, at(now, 6, 10, 0))
    assert fresh(on_site).stage_due_at == at(now, 10)
    time_requests.end_verification(on_site.pk, world.a.officer, at(now, 9, 10, 0))
    assert fresh(on_site).due_at == at(now, 19)


def test_a_clock_that_stands_still_is_not_over_yet(world: World, case: Case, now: datetime) -> None:
    """The due moment that was told has passed on the 13th, but three days of the limit are not used up."""
    time_requests.ask_verification(case.pk, world.a.officer, 5, WHY, now)
    time_requests.grant_verification(case.pk, world.a.leader, at(now, 10, 9, 0))
    assert time_requests.ask_extension(case.pk, world.a.officer, 1, WHY, at(now, 16, 9, 0))


def test_no_pause_makes_a_late_case_punctual(world: World, case: Case, now: datetime) -> None:
    time_requests.ask_verification(case.pk, world.a.officer, 3, WHY, now)
    with pytest.raises(NotAllowed, match="quá hạn"):
        time_requests.grant_verification(case.pk, world.a.leader, at(now, 13, 17, 31))
    time_requests.refuse_verification(case.pk, world.a.leader, "Đã quá hạn.", at(now, 13, 17, 31))
    assert not Pause.objects.exists()


def test_no_longer_than_the_policy_allows(world: World, case: Case, now: datetime) -> None:
    with pytest.raises(NotAllowed, match="từ 1 đến 5 ngày làm việc"):
        time_requests.ask_verification(case.pk, world.a.officer, 6, WHY, now)
    assert not TimeRequest.objects.exists()


def test_a_changed_calendar_moves_the_end_of_the_verification(on_site: Case, now: datetime) -> None:
    CalendarDay.objects.create(day=date(2026, 3, 6), kind="off", name="Nghỉ bù")
    case = fresh(on_site)
    timing.refresh(case, clock.rules_at(now))
    assert (case.stage_due_at, case.due_at) == (at(now, 11), at(now, 16))
    assert Pause.objects.get().until == at(now, 11)


def late(now: datetime) -> int:
    found = {figure.key: figure for figure in statistics.figures(None, None, now)}
    return found["late"].numerator


def test_the_figures_do_not_count_a_clock_that_stands_still_as_late(world: World, case: Case, now: datetime) -> None:
    time_requests.ask_verification(case.pk, world.a.officer, 5, WHY, now)
    time_requests.grant_verification(case.pk, world.a.leader, at(now, 12, 9, 0))
    assert late(at(now, 17)) == 0
    time_requests.end_verification(case.pk, world.a.officer, at(now, 18, 9, 0))
    assert fresh(case).due_at == at(now, 19)
    assert (late(at(now, 19)), late(at(now, 20))) == (0, 1)


def test_a_verification_that_began_after_the_due_moment_of_another_case_excuses_nobody(
    world: World, case_in: Cases, now: datetime
) -> None:
    tardy, other = case_in(State.PROCESSING), case_in(State.PROCESSING, now=now + 7 * DAY)
    time_requests.ask_verification(other.pk, world.a.officer, 5, WHY, now + 7 * DAY)
    time_requests.grant_verification(other.pk, world.a.leader, at(now, 16, 9, 0))
    assert timezone.localtime(tardy.due_at) < at(now, 16, 9, 0)
    assert late(at(now, 17)) == 1
