"""Who has not rated is reminded once, in the middle of the window: never too late, never after a verdict."""

from datetime import datetime, timedelta

import pytest
from django.core import mail

from pakn_plugin import mails
from pakn_plugin.models import Case, Deadline, Event, Notification, ReminderRule
from pakn_plugin.queries.clock import rules_at
from pakn_plugin.services import handling, outbox, rating, reminders
from pakn_plugin.services.sweep import sweep
from pakn_plugin.states import Action, Score, Stage, State, Unit, When
from tests.factories import Cases, World, citizen, unsent

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


def fresh(case: Case) -> Case:
    return Case.objects.select_related("reporter").get(pk=case.pk)


def reminded(case: Case) -> list[Notification]:
    rows = Notification.objects.filter(event__case=case, event__action=Action.REMIND)
    return list(rows.filter(template="rating_reminder").select_related("event__case", "reporter"))


@pytest.fixture
def answered(case_in: Cases) -> Case:
    """An answered case; its window of ten working days ends on 18 March at 17:30."""
    return case_in(State.ANSWERED)


def test_it_comes_in_the_middle_and_once(answered: Case, now: datetime) -> None:
    due = answered.stage_due_at
    assert due is not None
    middle = now + (due - now) / 2
    assert answered.remind_at == middle
    assert sweep(middle - MINUTE)["reminded"] == 0
    assert sweep(middle)["reminded"] == 1
    assert [sweep(middle + n * DAY)["reminded"] for n in (0, 1, 3)] == [0, 0, 0]
    (row,) = reminded(answered)
    assert (row.reporter, row.user) == (answered.reporter, None)
    letter = mails.render(row)
    assert letter.body.count("/danh-gia/") == 3
    assert answered.code in letter.subject


def test_three_missed_days_are_caught_up(answered: Case) -> None:
    assert answered.remind_at is not None
    assert sweep(answered.remind_at + 3 * DAY)["reminded"] == 1
    assert len(reminded(answered)) == 1


def test_after_the_end_of_the_window_nobody_is_reminded(answered: Case) -> None:
    assert answered.stage_due_at is not None
    late = answered.stage_due_at + MINUTE
    assert not reminders.remind(answered.pk, late, rules_at(late))
    assert fresh(answered).remind_at is None
    done = sweep(late)
    assert (done["rating_expired"], done["reminded"]) == (1, 0)
    assert reminded(answered) == []


def test_after_a_verdict_nothing_is_sent(answered: Case, now: datetime) -> None:
    rating.rate(answered.pk, citizen(answered.pk), Score.SATISFIED, "", now)
    assert fresh(answered).remind_at is None
    assert sweep(now + 8 * DAY)["reminded"] == 0


def test_a_mail_on_its_way_is_dropped_when_the_verdict_comes_first(answered: Case) -> None:
    assert answered.remind_at is not None
    with unsent():
        sweep(answered.remind_at)
        rating.rate(answered.pk, citizen(answered.pk), Score.ACCEPTABLE, "", answered.remind_at)
    mail.outbox.clear()
    event = Event.objects.get(case=answered, action=Action.REMIND)
    assert outbox.deliver_event(event.pk, answered.remind_at) == 0
    assert mail.outbox == []
    assert reminded(answered)[0].sent_at is not None


def test_without_an_address_nothing_is_planned_nor_recorded(case_in: Cases, now: datetime) -> None:
    case = case_in(State.ANSWERED, email="", phone="+84905123456")
    assert case.remind_at is None
    Case.objects.filter(pk=case.pk).update(remind_at=now)
    assert sweep(now + DAY)["reminded"] == 0
    assert not Event.objects.filter(case=case, action=Action.REMIND).exists()
    assert fresh(case).remind_at is None


def test_a_hidden_case_is_never_named(answered: Case) -> None:
    assert answered.remind_at is not None
    Case.objects.filter(pk=answered.pk).update(restricted=True)
    assert sweep(answered.remind_at)["reminded"] == 0
    assert reminded(answered) == []


def test_the_reporters_of_duplicates_are_not_reminded(answered: Case, case_in: Cases, world: World) -> None:
    twin = case_in(State.SUBMITTED)
    handling.merge(twin.pk, world.operator, answered, case_in.now)
    assert answered.remind_at is not None
    assert sweep(answered.remind_at)["reminded"] == 1
    assert reminded(twin) == [] and len(reminded(answered)) == 1


def test_a_due_moment_that_moves_brings_no_second_one(answered: Case) -> None:
    assert answered.remind_at is not None
    middle = answered.remind_at
    sweep(middle)
    row = Deadline.objects.get(case=answered, ended_at=None)
    Deadline.objects.filter(pk=row.pk).update(due_at=row.due_at + 6 * DAY)
    Case.objects.filter(pk=answered.pk).update(stage_due_at=row.due_at + 6 * DAY)
    reminders.plan_again(answered.pk, rules_at(middle))
    assert sweep(middle + 5 * DAY)["reminded"] == 0
    assert len(reminded(answered)) == 1


def test_a_rule_of_that_stage_wins_a_general_one_does_not_apply(case_in: Cases, now: datetime) -> None:
    ReminderRule.objects.create(when=When.BEFORE, amount=1, unit=Unit.WORKING_DAYS)
    assert case_in(State.ANSWERED).remind_at == now + (case_in(State.ANSWERED).stage_due_at - now) / 2
    ReminderRule.objects.create(stage=Stage.RATING, when=When.BEFORE, amount=2, unit=Unit.WORKING_DAYS)
    assert case_in(State.ANSWERED).remind_at == now.replace(day=16, hour=17, minute=30)


def test_the_setting_moves_it_or_switches_it_off(case_in: Cases, now: datetime, settings: object) -> None:
    settings.PAKN_RATING_REMINDER = 0  # type: ignore[attr-defined]
    assert case_in(State.ANSWERED).remind_at is None
    settings.PAKN_RATING_REMINDER = 75  # type: ignore[attr-defined]
    case = case_in(State.ANSWERED)
    assert case.remind_at == now + (case.stage_due_at - now) * 0.75


def test_a_changed_rule_holds_for_answers_that_wait_for_a_verdict(answered: Case, now: datetime) -> None:
    ReminderRule.objects.create(stage=Stage.RATING, when=When.BEFORE, amount=1, unit=Unit.WORKING_DAYS)
    reminders.plan_batch(0, now)
    assert fresh(answered).remind_at == now.replace(day=17, hour=17, minute=30)


def test_a_second_answer_has_a_reminder_of_its_own(answered: Case, case_in: Cases, world: World) -> None:
    assert answered.remind_at is not None
    later = answered.remind_at + MINUTE
    with unsent():
        sweep(answered.remind_at)
        rating.reopen(answered.pk, citizen(answered.pk), "Còn trụ số 6.", later)
        case_in.submit(answered.pk, later)
        case_in.approve(answered.pk, later)
    again = fresh(answered).remind_at
    assert again is not None
    assert sweep(again)["reminded"] == 1
    assert len(reminded(answered)) == 2
