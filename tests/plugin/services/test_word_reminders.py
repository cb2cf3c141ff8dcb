"""An unanswered message is reminded of and reported like a late case: once, to whom it concerns, however late."""

from datetime import datetime, timedelta
from typing import Any

from django.core import mail
from django.utils import timezone

from pakn_plugin.models import Case, Event, Notification, ReminderRule
from pakn_plugin.queries import reminders as read
from pakn_plugin.queries.clock import rules_at
from pakn_plugin.services import conversation, reminders
from pakn_plugin.services.sweep import sweep
from pakn_plugin.states import Action, State, When
from tests.factories import Cases, World, citizen, person, unsent

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def wrote(case: Case, now: datetime) -> Case:
    with unsent():
        conversation.answer_message(case.pk, citizen(case.pk), "Bao giờ xong ạ?", now)
    return fresh(case)


def of_words(case: Case) -> list[dict[str, Any]]:
    rows = Event.objects.filter(case=case, action=Action.REMIND, data__word=True).order_by("number")
    return list(rows.values_list("data", flat=True))


def told(case: Case) -> set[str]:
    last = Event.objects.filter(case=case, action=Action.REMIND, data__word=True).last()
    return set(Notification.objects.filter(event=last).values_list("user__username", flat=True))


def test_the_holder_is_reminded_then_the_leader_and_the_supervisor_hear(case_in: Cases, now: datetime) -> None:
    case = wrote(case_in(State.ANSWERED), now)
    seen = []
    for _ in range(4):
        at = fresh(case).word_remind_at
        assert at
        assert sweep(at - MINUTE)["words_reminded"] == 0
        assert sweep(at)["words_reminded"] == 1
        seen.append((of_words(case)[-1]["when"], told(case)))
    assert seen == [
        ("before", {"officer-a"}),
        ("at", {"officer-a"}),
        ("after", {"leader-a"}),
        ("after", {"supervisor"}),
    ]
    assert fresh(case).word_remind_at is None


def test_after_three_missed_days_one_reminder_catches_up(case_in: Cases, now: datetime) -> None:
    case = wrote(case_in(State.PROCESSING), now)
    assert case.word_due_at
    late = case.word_due_at + 4 * DAY
    assert sweep(late)["words_reminded"] == 1
    assert told(case) == {"leader-a"}
    assert sweep(late)["words_reminded"] == sweep(late + MINUTE)["words_reminded"] == 0


def test_a_word_and_a_step_stand_once_in_the_daily_mail(world: World, case_in: Cases, now: datetime) -> None:
    case = wrote(case_in(State.PROCESSING), now)
    assert case.stage_due_at
    late = (timezone.localtime(case.stage_due_at) + 10 * DAY).replace(hour=10)
    done = sweep(late)
    assert (done["reminded"], done["words_reminded"]) == (1, 1)
    (sent,) = [each for each in mail.outbox if each.to == [world.supervisor.user.email]]
    assert sent.body.count(case.code) == 1
    assert "tin nhắn chờ trả lời: quá hạn" in sent.body


def test_what_was_answered_is_not_reminded_of(world: World, case_in: Cases, now: datetime) -> None:
    case = wrote(case_in(State.PROCESSING), now)
    with unsent():
        conversation.send_message(case.pk, world.a.officer, "Tuần sau.", now + MINUTE)
    assert sweep(now + 60 * DAY)["words_reminded"] == 0


def test_the_step_keeps_its_own_reminders(case_in: Cases, now: datetime) -> None:
    plain = case_in(State.PROCESSING)
    case = wrote(case_in(State.PROCESSING), now)
    assert case.remind_at == plain.remind_at
    assert case.word_remind_at and case.word_remind_at < case.remind_at
    sweep(case.word_remind_at)
    assert fresh(case).remind_at == plain.remind_at


def test_after_a_move_the_new_holder_is_reminded(world: World, case_in: Cases, now: datetime) -> None:
    case = wrote(case_in(State.SUBMITTED), now)
    with unsent():
        case_in.receive(case.pk, now)
        case_in.transfer(case.pk, now)
    assert case.word_remind_at
    sweep(case.word_remind_at)
    assert told(case) == {"coordinator-a"}


def test_of_a_hidden_case_only_the_named_people_hear(world: World, case_in: Cases, now: datetime) -> None:
    named = person("confidential", world.operators)  # type: ignore[arg-type]
    case = wrote(case_in(State.SUBMITTED), now)
    Case.objects.filter(pk=case.pk).update(restricted=True)
    assert case.word_remind_at
    sweep(case.word_remind_at)
    assert told(case) == {named.user.username}


def test_edited_rules_plan_words_anew(case_in: Cases, now: datetime) -> None:
    case = wrote(case_in(State.ANSWERED), now)
    ReminderRule.objects.create(when=When.AT, stage="message")
    assert reminders.plan_again(case.pk, rules_at(now))
    assert fresh(case).word_remind_at == case.word_due_at
    assert reminders.plan_batch(0, now) == 0


def test_the_sweep_finds_its_cases_by_the_index(db: None, now: datetime) -> None:
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
    assert "pakn_case_word_remind" in read.due_for_a_word(now).values_list("pk")[:500].explain()
