"""Events: one a change, numbered, append-only, written in the change's own transaction."""

from datetime import datetime
from unittest import mock

import pytest
from django.db import IntegrityError, transaction

from pakn_plugin.access import NotAllowed
from pakn_plugin.models import ActorKind, Case, Event, Message, Notification, Pause, Photo
from pakn_plugin.pictures import Picture
from pakn_plugin.services import conversation, handling, intake, outbox, reply
from pakn_plugin.states import Action, State
from tests.factories import Cases, FilingFactory, World, citizen


@pytest.mark.parametrize("state", list(State))
def test_it_brings_a_case_into_each_state_by_the_verbs_alone(case_in: Cases, state: State) -> None:
    case = case_in(state)
    assert case.state == state
    assert case.events.last().to_state == state


def test_it_numbers_the_events_of_a_case_without_a_gap(case_in: Cases) -> None:
    first, second = case_in(State.CLOSED), case_in(State.RECEIVED)
    assert list(first.events.values_list("number", flat=True)) == list(range(1, first.events.count() + 1))
    assert list(second.events.values_list("action", flat=True)) == ["file", "receive"]
    assert list(second.events.values_list("number", flat=True)) == [1, 2]


def test_it_writes_who_did_what_from_where_to_where_and_when(world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.TRANSFERRED)
    event = case.events.last()
    assert (event.action, event.from_state, event.to_state) == (Action.TRANSFER, State.RECEIVED, State.TRANSFERRED)
    assert (event.actor_kind, event.actor, event.at) == (ActorKind.STAFF, world.operator.user, now)
    assert (event.agency, event.data["to"]) == (world.a.agency, "a")


def test_a_citizens_event_names_no_account(case_in: Cases) -> None:
    event = case_in(State.WITHDRAWN).events.last()
    assert (event.actor_kind, event.actor) == (ActorKind.CITIZEN, None)


def test_events_hold_nothing_that_somebody_wrote(case_in: Cases) -> None:
    """After an erasure the history must still stand, so it holds ids and words of the machine only."""
    secret = {"name": "Trần Thị Kín", "email": "kin@example.vn", "phone": "+84905123456", "address": "12 Ngô Đến"}
    case = case_in(State.CLOSED, text="Chuyện kín. Rất kín.", **secret)
    written = " ".join(str(event.data) for event in case.events.all())
    assert not [text for text in [*secret.values(), "kín", "Cảm ơn", "bóng đèn"] if text in written]


def test_an_event_cannot_be_changed_or_deleted(case_in: Cases) -> None:
    event = case_in(State.SUBMITTED).events.get()
    event.action = Action.REFUSE
    with pytest.raises(TypeError):
        event.save()
    with pytest.raises(TypeError):
        event.delete()
    assert Event.objects.get(pk=event.pk).action == Action.FILE


def test_two_events_of_a_case_never_bear_one_number(case_in: Cases, now: datetime) -> None:
    case = case_in(State.SUBMITTED)
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.create(
            case=case, number=1, action=Action.RECEIVE, to_state=State.RECEIVED, actor_kind=ActorKind.SYSTEM, at=now
        )


def test_a_database_refuses_a_state_that_is_none(case_in: Cases) -> None:
    case = case_in(State.SUBMITTED)
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(state="lost")


def test_the_state_cannot_be_assigned(case_in: Cases) -> None:
    case = case_in(State.SUBMITTED)
    with pytest.raises(AttributeError):
        setattr(case, "state", State.CLOSED)  # noqa: B010 - the plain form is what this forbids


class OutboxError(Exception):
    """The queue does not take the task."""


def broken_outbox() -> mock._patch:
    return mock.patch("pakn_plugin.services.outbox.async_task", side_effect=OutboxError)


def test_a_failing_outbox_undoes_the_whole_change(world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.SUBMITTED)
    notifications = Notification.objects.count()
    with broken_outbox(), pytest.raises(OutboxError):
        handling.request_info(case.pk, world.operator, "Ở đâu?", now)
    assert Case.objects.get(pk=case.pk).state == State.SUBMITTED
    assert (case.events.count(), Message.objects.count(), Pause.objects.count()) == (1, 0, 0)
    assert Notification.objects.count() == notifications


def test_a_failing_outbox_undoes_a_filing(world: World, now: datetime) -> None:
    picture = Picture(b"full", b"small", 4, 3)
    filing = FilingFactory(topic=world.topic, area=world.area, pictures=[picture])
    with broken_outbox(), pytest.raises(OutboxError):
        intake.file_case(filing, now)
    assert (Case.objects.count(), Event.objects.count(), Photo.objects.count()) == (0, 0, 0)


def test_a_refused_action_leaves_nothing_behind(world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.PROCESSING)
    events = case.events.count()
    with pytest.raises(NotAllowed):
        conversation.send_message(case.pk, world.b.officer, "Xin chào", now)
    with pytest.raises(ValueError):
        conversation.send_message(case.pk, world.a.officer, " \u200b ", now)
    assert (case.events.count(), case.messages.count()) == (events, 0)


def test_an_action_that_moves_nothing_is_an_event_all_the_same(world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.PROCESSING)
    reply.save_draft(case.pk, world.a.officer, "Bản nháp.", now)
    event = case.events.last()
    assert (event.action, event.from_state, event.to_state) == (Action.DRAFT_REPLY, State.PROCESSING, State.PROCESSING)
    assert Case.objects.get(pk=case.pk).state_since == case.state_since


def test_the_notification_is_a_row_of_the_same_change(
    world: World, case_in: Cases, now: datetime, queue: list[int]
) -> None:
    case = case_in(State.SUBMITTED)
    handling.receive(case.pk, world.operator, now)
    row = Notification.objects.get(event__action=Action.RECEIVE)
    assert (row.template, row.reporter, row.sent_at, row.created_at) == ("received", case.reporter, None, now)
    assert queue == [row.event_id]


def test_a_planned_mail_is_written_once(case_in: Cases, now: datetime) -> None:
    row = Notification.objects.filter(event=case_in(State.SUBMITTED).events.get(), reporter__isnull=False).get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Notification.objects.create(event=row.event, template=row.template, reporter=row.reporter, created_at=now)


def test_stuck_mails_are_handed_over_again_and_poisoned_ones_put_aside(
    case_in: Cases, now: datetime, queue: list[int]
) -> None:
    first, *others = Notification.objects.filter(event__case=case_in(State.SUBMITTED)).order_by("pk")
    Notification.objects.filter(pk=first.pk).update(attempts=outbox.MOST_ATTEMPTS)
    assert outbox.resend_stuck(now) == 0
    queue.clear()
    assert outbox.resend_stuck(now.replace(hour=10)) == len(others)
    assert queue == [first.event_id]


def test_a_reporter_follows_the_case_they_filed_and_no_other(case_in: Cases, now: datetime) -> None:
    mine, other = case_in(State.SUBMITTED), case_in(State.SUBMITTED)
    with pytest.raises(NotAllowed):
        handling.withdraw(other.pk, citizen(mine.pk), now)
    assert handling.withdraw(mine.pk, citizen(mine.pk), now).state == State.WITHDRAWN
