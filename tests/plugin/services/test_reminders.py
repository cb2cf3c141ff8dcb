"""Reminders: the strongest one, once, to whom it concerns, however late the sweep is."""

from datetime import datetime, timedelta
from typing import Any
from unittest import mock

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pakn_plugin import audience
from pakn_plugin.access import Actor, visible_cases
from pakn_plugin.models import Case, Deadline, Event, Membership, Notification, Pause, ReminderRule
from pakn_plugin.queries import reminders as read
from pakn_plugin.queries.clock import rules_at
from pakn_plugin.queries.rules import rules_on
from pakn_plugin.services import handling, reminders, reply, timing, transfer
from pakn_plugin.services.sweep import sweep
from pakn_plugin.states import STAGE_OF, Action, Audience, Ground, Level, Role, State, Unit, When
from tests.factories import REPLY_TEXT, AgencyFactory, Cases, World, citizen, person

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


def reminded(case: Case) -> list[dict[str, Any]]:
    return list(Event.objects.filter(case=case, action=Action.REMIND).order_by("number").values_list("data", flat=True))


def told(case: Case) -> set[int | None]:
    last = Event.objects.filter(case=case, action=Action.REMIND).last()
    return set(Notification.objects.filter(event=last).values_list("user", flat=True))


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def ids(*actors: Actor) -> set[int]:
    return {actor.user.pk for actor in actors}


def test_a_case_knows_when_to_look_at_it_from_its_first_moment(case_in: Cases) -> None:
    for state in STAGE_OF:
        case = case_in(state)
        assert case.stage_due_at
        assert case.remind_at
        assert case.state_since < case.remind_at <= case.stage_due_at
    for state in (State.REFUSED, State.MERGED, State.CLOSED, State.WITHDRAWN):
        assert case_in(state).remind_at is None


def test_the_holder_is_reminded_before_and_at_the_limit_then_others_hear_of_it(world: World, case_in: Cases) -> None:
    case = case_in(State.PROCESSING)
    officer, leader, supervisor = ids(world.a.officer), ids(world.a.leader), ids(world.supervisor)
    seen = []
    for _ in range(4):
        at = fresh(case).remind_at
        assert at
        assert sweep(at - MINUTE)["reminded"] == 0
        assert sweep(at)["reminded"] == 1
        seen.append((reminded(case)[-1]["when"], told(case)))
    assert seen == [("before", officer), ("at", officer), ("after", leader), ("after", supervisor)]
    assert fresh(case).remind_at is None


def test_after_three_days_of_silence_one_reminder_catches_up(world: World, case_in: Cases) -> None:
    case = case_in(State.PROCESSING)
    assert case.stage_due_at
    late = case.stage_due_at + 10 * DAY
    assert sweep(late)["reminded"] == 1
    (data,) = reminded(case)
    assert (data["when"], data["audience"]) == ("after", "top")
    assert told(case) == ids(world.supervisor)
    assert sweep(late)["reminded"] == sweep(late + DAY)["reminded"] == 0


def test_what_is_left_after_a_catch_up_comes_in_its_time(case_in: Cases) -> None:
    case = case_in(State.PROCESSING)
    assert case.stage_due_at
    assert sweep(case.stage_due_at)["reminded"] == 1
    assert [data["when"] for data in reminded(case)] == ["at"]
    assert sweep(case.stage_due_at + 10 * DAY)["reminded"] == 1
    assert [data["audience"] for data in reminded(case)] == ["holder", "top"]


def test_a_done_step_is_not_reminded_of(world: World, case_in: Cases) -> None:
    case = case_in(State.AWAITING_APPROVAL)
    assert case.remind_at
    reply.approve(case.pk, world.a.leader, case.remind_at - MINUTE)
    of_the_rating = fresh(case).remind_at
    assert of_the_rating and of_the_rating > case.remind_at + DAY
    assert sweep(case.remind_at + DAY)["reminded"] == 0


def test_a_stale_look_at_an_ended_case_does_nothing(world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.CLOSED)
    Case.objects.filter(pk=case.pk).update(remind_at=now)
    assert sweep(now)["reminded"] == 0
    assert fresh(case).remind_at is None


def test_a_killed_sweep_loses_nothing(case_in: Cases) -> None:
    case = case_in(State.PROCESSING)
    assert case.remind_at
    killed = mock.patch("pakn_plugin.services.moves.outbox.post", side_effect=KeyboardInterrupt)
    with killed, pytest.raises(KeyboardInterrupt):
        reminders.remind(case.pk, case.remind_at, rules_at(case.remind_at))
    assert reminded(case) == []
    assert sweep(case.remind_at)["reminded"] == 1


def test_an_edited_rule_holds_for_what_is_pending(world: World, case_in: Cases) -> None:
    rule = ReminderRule.objects.create(when=When.BEFORE, amount=2, unit=Unit.WORKING_DAYS)
    case = case_in(State.PROCESSING)
    assert case.remind_at
    assert case.stage_due_at
    ReminderRule.objects.filter(pk=rule.pk).update(when=When.AFTER, amount=2, audience=Audience.UP)
    assert sweep(case.remind_at)["reminded"] == 0
    moved = fresh(case).remind_at
    assert moved
    assert moved > case.stage_due_at
    assert sweep(moved)["reminded"] == 1
    assert (reminded(case)[0]["rule"], told(case)) == (rule.pk, ids(world.a.leader))


def test_a_new_rule_is_planned_for_open_cases(case_in: Cases) -> None:
    ReminderRule.objects.create(when=When.AT, stage="review")
    case = case_in(State.PROCESSING)
    assert case.remind_at is None
    ReminderRule.objects.create(when=When.AT, stage="process")
    assert case.stage_due_at
    assert reminders.plan_again(case.pk, rules_at(case.filed_at))
    assert fresh(case).remind_at == case.stage_due_at
    assert not reminders.plan_again(case.pk, rules_at(case.filed_at))


def test_rules_that_are_not_in_use_leave_those_of_the_settings(db: None, now: datetime) -> None:
    ReminderRule.objects.create(when=When.AT, active=False)
    assert {rule.pk for rule in rules_on(now.date()).reminders} == {0}
    row = ReminderRule.objects.create(when=When.AT, stage="process")
    assert [rule.pk for rule in rules_on(now.date()).reminders] == [row.pk]


def test_a_moved_due_moment_is_reminded_of_anew_an_unmoved_one_is_not(case_in: Cases) -> None:
    case = case_in(State.PROCESSING)
    assert case.remind_at
    sweep(case.remind_at)
    again = fresh(case)
    timing.refresh(again, rules_at(case.remind_at))
    again.save()
    assert sweep(case.remind_at)["reminded"] == 0
    Deadline.objects.filter(case=case, stage="process").update(extra=3)
    timing.refresh(again, rules_at(case.remind_at))
    again.save()
    moved = fresh(case).remind_at
    assert moved
    assert moved > case.remind_at
    assert sweep(moved)["reminded"] == 1
    assert [data["when"] for data in reminded(case)] == ["before", "before"]


def test_while_the_site_is_verified_nobody_is_reminded(case_in: Cases) -> None:
    case = case_in(State.PROCESSING)
    assert case.remind_at
    now = case.remind_at
    Pause.objects.create(case=case, ground=Ground.VERIFICATION, began_at=now - DAY, until=now + 9 * DAY)
    assert sweep(now)["reminded"] == 0
    assert fresh(case).remind_at is None
    again = fresh(case)
    timing.end_pause(again, now)
    timing.refresh(again, rules_at(now))
    again.save()
    moved = fresh(case).remind_at
    assert moved
    assert sweep(moved)["reminded"] == 1


def test_the_citizen_is_reminded_once_before_the_limit_for_an_answer(case_in: Cases) -> None:
    case = case_in(State.NEEDS_INFO)
    assert case.remind_at
    assert case.stage_due_at
    assert case.remind_at < case.stage_due_at
    sweep(case.remind_at)
    row = Notification.objects.get(event__case=case, event__action=Action.REMIND)
    assert (row.template, row.reporter, row.digest_after) == ("info_reminder", case.reporter, None)
    assert fresh(case).remind_at is None


@pytest.mark.parametrize(
    ("state", "holder", "up"),
    [
        (State.SUBMITTED, {"operator", "second-operator"}, {"operator-leader"}),
        (State.RECEIVED, {"operator", "second-operator"}, {"operator-leader"}),
        (State.TRANSFERRED, {"coordinator-a"}, {"leader-a"}),
        (State.PROCESSING, {"officer-a"}, {"leader-a"}),
        (State.AWAITING_APPROVAL, {"leader-a"}, {"supervisor"}),
        (State.UNDER_REVIEW, {"reviewer"}, {"supervisor"}),
    ],
)
def test_who_is_reminded(state: State, holder: set[str], up: set[str], case_in: Cases) -> None:
    case = case_in(state)
    names = Membership.objects.values_list("user_id", "user__username")
    by_id = dict(names)
    assert {by_id[pk] for pk in audience.people(case, Audience.HOLDER)} == holder
    assert {by_id[pk] for pk in audience.people(case, Audience.UP)} == up
    assert {by_id[pk] for pk in audience.people(case, Audience.TOP)} == {"supervisor"}


def test_a_leader_who_is_late_is_reported_to_the_leaders_of_the_agency_above(world: World, case_in: Cases) -> None:
    above = AgencyFactory()
    chief = person(Role.LEADER, above)
    world.a.agency.parent = above
    world.a.agency.save()
    assert audience.people(fresh(case_in(State.AWAITING_APPROVAL)), Audience.UP) == [chief.user.pk]


def test_of_a_denunciation_only_the_named_people_hear(world: World, case_in: Cases) -> None:
    named = person(Role.CONFIDENTIAL, world.operators)
    case = case_in(State.SUBMITTED)
    Case.objects.filter(pk=case.pk).update(restricted=True)
    assert case.remind_at
    sweep(case.remind_at + 30 * DAY)
    assert told(case) == ids(named)
    assert not visible_cases(world.supervisor).filter(pk=case.pk).exists()


def test_urgent_cases_and_urgent_rules_are_mailed_at_once(case_in: Cases, queue: list[int]) -> None:
    plain, urgent = case_in(State.PROCESSING), case_in(State.PROCESSING)
    Case.objects.filter(pk=urgent.pk).update(level=Level.URGENT)
    assert plain.remind_at
    sweep(plain.remind_at)
    rows = Notification.objects.filter(event__action=Action.REMIND)
    assert rows.get(event__case=plain).digest_after == plain.remind_at
    at_once = rows.get(event__case=urgent)
    assert at_once.digest_after is None
    assert at_once.event_id in queue
    assert rows.get(event__case=plain).event_id not in queue
    ReminderRule.objects.create(when=When.AT, at_once=True)
    assert plain.stage_due_at
    sweep(plain.stage_due_at)
    assert rows.filter(event__case=plain, digest_after=None).count() == 1


def test_the_cost_of_a_look_does_not_grow_with_the_cases(case_in: Cases, now: datetime) -> None:
    first = case_in(State.PROCESSING)
    assert first.remind_at
    rules = rules_at(now)
    with CaptureQueriesContext(
        connection,
    ) as alone:
        reminders.remind(first.pk, first.remind_at, rules)
    others = [case_in(State.PROCESSING) for _ in range(4)]
    with CaptureQueriesContext(connection) as among:
        reminders.remind(others[-1].pk, first.remind_at, rules)
    assert len(among) == len(alone) <= 20


@pytest.mark.django_db
def test_the_sweep_finds_its_cases_by_the_index(now: datetime) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
    plan = read.due_for_a_look(now).values_list("pk")[:500].explain()
    assert "pakn_case_remind" in plan


def test_a_refused_transfer_plans_for_the_operator_again(world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.TRANSFERRED)
    transfer.decline(case.pk, world.a.coordinator, "Không thuộc thẩm quyền.", None, now)
    back = fresh(case)
    assert back.remind_at
    sweep(back.remind_at)
    assert told(case) == ids(world.operator, world.second_operator)


def test_a_draft_moves_no_reminder(world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.PROCESSING)
    reply.save_draft(case.pk, world.a.officer, REPLY_TEXT, now)
    assert fresh(case).remind_at == case.remind_at
    handling.withdraw(case.pk, citizen(case.pk), now)
    assert fresh(case).remind_at is None


def test_all_open_cases_are_planned_anew_batch_by_batch(case_in: Cases, monkeypatch: pytest.MonkeyPatch) -> None:
    ReminderRule.objects.create(when=When.AT, stage="review")
    cases = [case_in(State.PROCESSING) for _ in range(3)]
    closed = case_in(State.CLOSED)
    ReminderRule.objects.create(when=When.AT, stage="process")
    tasks: list[int] = []
    monkeypatch.setattr(reminders, "BATCH", 2)
    monkeypatch.setattr(reminders, "async_task", lambda name, after: tasks.append(after))
    reminders.rules_changed()
    while tasks:
        reminders.plan_batch(tasks.pop(), cases[0].filed_at)
    assert [fresh(case).remind_at for case in cases] == [case.stage_due_at for case in cases]
    assert fresh(closed).remind_at is None
