"""The sweep as a whole: parts that fail, time that ends, two sweeps at once."""

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone

from pakn_plugin.models import Case, Event, Notification
from pakn_plugin.services import outbox, photos, rating, time_requests
from pakn_plugin.services import sweep as module
from pakn_plugin.services.sweep import sweep
from pakn_plugin.states import Action, State
from tests.factories import Cases, World, build_world

MONTH = timedelta(days=30)


def together(act: Callable[[], object]) -> int:
    """Run an act in two threads let go together; how many came to their end."""
    gate, ended = threading.Barrier(2), []

    def run() -> None:
        try:
            connection.ensure_connection()
            gate.wait(timeout=30)
            ended.append(act())
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return len(ended)


@pytest.mark.parametrize(
    ("owner", "name", "part"),
    [
        (time_requests, "end_overdue", "verified"),
        (outbox, "resend_stuck", "mails"),
        (photos, "drop_held", "held_photos"),
        (module, "rules_at", "reminded"),
    ],
)
def test_a_part_that_fails_does_not_hold_up_the_others(
    owner: object,
    name: str,
    part: str,
    case_in: Cases,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    case_in(State.ANSWERED)

    def broken(*args: object) -> int:
        raise RuntimeError("an-0@example.vn")

    monkeypatch.setattr(owner, name, broken)
    with caplog.at_level(logging.ERROR):
        done = sweep(now + MONTH)
    # Both kinds of reminders need the rules of time.
    failed = 2 if part == "reminded" else 1
    assert (done["rating_expired"], done[part], done["failed"]) == (1, 0, failed)
    assert f"{part} failed (RuntimeError)" in caplog.text
    assert "@example.vn" not in caplog.text


def test_a_case_that_fails_is_tried_again_by_the_next_run(
    case_in: Cases, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases = [case_in(State.ANSWERED) for _ in range(3)]
    real = rating.expire_rating

    def broken(pk: int, at: datetime) -> Case:
        if pk == cases[0].pk:
            raise RuntimeError
        return real(pk, at)

    with monkeypatch.context() as patch:
        patch.setattr(rating, "expire_rating", broken)
        patch.setattr(module, "BATCH", 1)
        done = sweep(now + MONTH)
    assert (done["rating_expired"], done["failed"]) == (2, 1)
    assert sweep(now + MONTH)["rating_expired"] == 1


def test_batches_go_on_until_nothing_is_left(case_in: Cases, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BATCH", 2)
    for _ in range(5):
        case_in(State.ANSWERED)
        case_in(State.PROCESSING)
    done = sweep(now + MONTH)
    assert (done["rating_expired"], done["reminded"]) == (5, 5)


def test_where_the_time_is_over_the_next_run_goes_on(case_in: Cases, now: datetime) -> None:
    for _ in range(3):
        case_in(State.PROCESSING)
    assert [sweep(now + MONTH, seconds=0)["reminded"] for _ in range(4)] == [1, 1, 1, 0]
    assert Event.objects.filter(action=Action.REMIND).count() == 3


def test_nobody_is_reminded_of_what_silence_has_just_ended(case_in: Cases, now: datetime) -> None:
    case = case_in(State.TRANSFERRED)
    done = sweep(now + MONTH)
    assert (done["silent"], done["reminded"]) == (1, 0)
    assert Case.objects.get(pk=case.pk).state == State.RECEIVED


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_remind_once_and_mail_once(now: datetime) -> None:
    world: World = build_world()
    cases = [Cases(world, now)(State.PROCESSING) for _ in range(4)]
    due = cases[0].stage_due_at
    assert due
    assert together(lambda: sweep(due)) == 2
    assert Event.objects.filter(action=Action.REMIND).count() == 4
    monday = timezone.localtime(due + timedelta(days=3)).replace(hour=8)
    assert together(lambda: sweep(monday)) == 2
    assert [each.to for each in mail.outbox].count([world.a.officer.user.email]) == 1
    assert not Notification.objects.filter(digest_after__lte=monday, sent_at__isnull=True).exists()
