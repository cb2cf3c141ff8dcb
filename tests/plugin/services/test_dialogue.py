"""Who owes the next word: since when, until when, and what settles it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from pakn_plugin.access import NotAllowed, StateChanged
from pakn_plugin.models import CalendarDay, Case, Deadline, Event, Message, Note, Notification
from pakn_plugin.queries import clock
from pakn_plugin.queries.dialogue import turn_of
from pakn_plugin.queries.explain import explain
from pakn_plugin.services import conversation, handling, rating, reply, splitting, time_requests, transfer
from pakn_plugin.services.recompute import recompute
from pakn_plugin.services.sweep import sweep
from pakn_plugin.states import Answered, DayKind, Score, Side, Stage, State
from tests.factories import REPLY_TEXT, Cases, World, citizen, unsent

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def write(case: Case, now: datetime, text: str = "Bao giờ xong ạ?") -> Message:
    with unsent():
        return conversation.answer_message(case.pk, citizen(case.pk), text, now)


def owed(case: Case) -> tuple[str, datetime | None, datetime | None]:
    found = fresh(case)
    return found.word_by, found.word_since, found.word_due_at


NOTHING = ("", None, None)


def test_a_message_is_owed_an_answer_within_the_limit_of_the_policy(case_in: Cases, now: datetime) -> None:
    case = case_in(State.PROCESSING)
    write(case, now)
    due = clock.stage_due(case, Stage.MESSAGE, now)
    assert owed(case) == (Side.HANDLER, now, due)
    assert (due - now).days == 2
    turn = turn_of(fresh(case), due)
    assert (turn.side, turn.since, turn.until, turn.late) == (Side.HANDLER, now, due, False)
    assert turn_of(fresh(case), due + HOUR).late
    assert fresh(case).next_due_at == due < case.stage_due_at


def test_a_second_message_does_not_begin_anew(case_in: Cases, now: datetime) -> None:
    case = case_in(State.PROCESSING)
    write(case, now)
    before = owed(case)
    write(case, now + HOUR)
    assert owed(case) == before
    assert Deadline.objects.filter(case=case, stage=Stage.MESSAGE).count() == 1


def test_a_message_back_settles_it_and_says_after_how_long(world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.PROCESSING)
    first, second = write(case, now), write(case, now + HOUR)
    with unsent():
        conversation.send_message(case.pk, world.a.officer, "Tuần sau.", now + DAY)
    assert owed(case) == NOTHING
    assert fresh(case).word_remind_at is None
    rows = Message.objects.filter(pk__in=[first.pk, second.pk]).order_by("pk")
    values = rows.values_list("settled_as", "settled_at", "settled_agency", "settled_minutes")
    told = (Answered.MESSAGE, now + DAY, world.a.agency.pk)
    assert list(values) == [(*told, 8 * 60), (*told, 7 * 60)]
    assert Deadline.objects.get(case=case, stage=Stage.MESSAGE).ended_at == now + DAY


def test_a_published_reply_settles_it(world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.AWAITING_APPROVAL)
    message = write(case, now)
    with unsent():
        reply.approve(case.pk, world.a.leader, now + HOUR)
    assert owed(case) == NOTHING
    found = Message.objects.get(pk=message.pk)
    assert (found.settled_as, found.settled_minutes, found.settled_agency) == (Answered.REPLY, 60, world.a.agency)


def test_a_draft_and_a_submission_settle_nothing(world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.PROCESSING)
    write(case, now)
    before = owed(case)
    with unsent():
        reply.write_and_submit(case.pk, world.a.officer, REPLY_TEXT, now + HOUR)
        assert owed(case) == before
        reply.return_reply(case.pk, world.a.leader, "Rõ hơn.", now + HOUR)
        conversation.add_note(case.pk, world.a.officer, "Nội bộ.", now + HOUR)
    assert owed(case) == before


def test_no_answer_needed_is_said_inside_and_outside(world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.PROCESSING)
    thanks = write(case, now, "Cảm ơn.")
    with unsent():
        said = conversation.waive_message(case.pk, world.a.officer, "Chỉ là lời cảm ơn.", "Đã đọc.", now + HOUR)
    assert owed(case) == NOTHING
    assert Note.objects.get(case=case).text == "Chỉ là lời cảm ơn."
    assert (said.from_citizen, said.text) == (False, "Đã đọc.")
    found = Message.objects.get(pk=thanks.pk)
    assert (found.settled_as, found.settled_minutes, found.settled_agency) == (Answered.WAIVED, None, None)
    row = Notification.objects.get(event__case=case, event__action="waive_message")
    assert (row.template, row.reporter) == ("message", case.reporter)
    with pytest.raises(StateChanged):
        conversation.waive_message(case.pk, world.a.officer, "Lần nữa.", "Đã đọc.", now + HOUR)


@pytest.mark.parametrize("who", ["b.officer", "a.second_officer", "a.leader", "superuser"])
def test_others_do_not_waive_it(who: str, world: World, case_in: Cases, now: datetime) -> None:
    case, actor = case_in(State.PROCESSING), world
    write(case, now)
    for part in who.split("."):
        actor = getattr(actor, part)
    with pytest.raises(NotAllowed):
        conversation.waive_message(case.pk, actor, "Không cần.", "Đã đọc.", now)


def test_a_question_makes_the_citizen_owe_and_moves_no_clock(world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.PROCESSING)
    write(case, now)
    with unsent():
        conversation.send_message(case.pk, world.a.officer, "Ở trụ nào?", now + HOUR, asks=True)
    after = fresh(case)
    until = clock.stage_due(case, Stage.SUPPLEMENT, now + HOUR)
    assert owed(case) == (Side.CITIZEN, now + HOUR, until)
    assert (after.stage_due_at, after.due_at, after.state) == (case.stage_due_at, case.due_at, State.PROCESSING)
    assert after.next_due_at == case.stage_due_at
    assert not case.pauses.exists()
    assert not turn_of(after, until + DAY).late
    with unsent():
        conversation.send_message(case.pk, world.a.officer, "Chúng tôi vẫn chờ.", now + DAY)
    assert owed(case)[0] == Side.CITIZEN
    write(case, now + DAY, "Trụ số 3.")
    assert owed(case)[0] == Side.HANDLER


def test_a_request_for_a_supplement_answers_and_then_it_is_the_citizens_turn(
    world: World, case_in: Cases, now: datetime
) -> None:
    case = case_in(State.PROCESSING)
    write(case, now)
    with unsent():
        handling.request_info(case.pk, world.a.officer, "Số nhà?", now + HOUR)
    assert owed(case) == NOTHING
    found = fresh(case)
    turn = turn_of(found, now + HOUR)
    assert (turn.side, turn.since, turn.until) == (Side.CITIZEN, found.state_since, found.stage_due_at)
    with unsent():
        handling.supply_info(case.pk, citizen(case.pk), "Số 12.", now + DAY)
    assert turn_of(fresh(case), now + DAY).side is None


def test_it_follows_the_case_and_does_not_begin_anew(world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.PROCESSING)
    message = write(case, now)
    before, later = owed(case), now + DAY
    with unsent():
        transfer.send_back(case.pk, world.a.coordinator, "Không thuộc.", None, later)
        assert owed(case) == before
        transfer.transfer(case.pk, world.operator, world.b.agency, "Thuộc Sở B.", later)
        assert owed(case) == before
        with pytest.raises(StateChanged):
            conversation.send_message(case.pk, world.operator, "Đang chuyển.", later)
        conversation.send_message(case.pk, world.b.coordinator, "Sở B đang xem.", later)
    assert owed(case) == NOTHING
    assert Message.objects.get(pk=message.pk).settled_agency == world.b.agency


def test_what_the_operator_answers_counts_for_no_agency(world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.RECEIVED)
    message = write(case, now)
    with unsent():
        conversation.send_message(case.pk, world.operator, "Đang chọn cơ quan.", now + HOUR)
    found = Message.objects.get(pk=message.pk)
    assert (found.settled_agency, found.settled_minutes) == (None, 60)


def test_after_the_answer_the_agency_owes_and_answers(world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.ANSWERED)
    write(case, now)
    assert owed(case)[0] == Side.HANDLER
    with unsent():
        conversation.send_message(case.pk, world.a.officer, "Đã kiểm tra lại.", now + HOUR)
    assert owed(case) == NOTHING


ENDINGS: dict[str, tuple[State, Callable[[Any, World, datetime], Any]]] = {
    "refused": (State.SUBMITTED, lambda pk, w, now: handling.refuse(pk, w.operator, w.reason, "Chưa rõ.", now)),
    "withdrawn": (State.PROCESSING, lambda pk, w, now: handling.withdraw(pk, citizen(pk), now)),
    "rated": (State.ANSWERED, lambda pk, w, now: rating.rate(pk, citizen(pk), Score.SATISFIED, "", now)),
    "upheld": (State.UNDER_REVIEW, lambda pk, w, now: rating.uphold(pk, w.reviewer, "Đúng.", now)),
}


@pytest.mark.parametrize("ending", ENDINGS)
def test_it_ends_with_the_case_when_a_person_ends_it(ending: str, world: World, case_in: Cases, now: datetime) -> None:
    state, end = ENDINGS[ending]
    case = case_in(state)
    write(case, now)
    with unsent():
        end(case.pk, world, now + HOUR)
    assert owed(case) == NOTHING
    assert not Deadline.objects.filter(case=case, ended_at=None).exists()


def test_time_that_ends_a_case_does_not_end_what_is_owed(world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.ANSWERED)
    write(case, now)
    due = owed(case)[2]
    with unsent():
        sweep(now + 30 * DAY)
    closed = fresh(case)
    assert (closed.state, closed.word_by, closed.word_due_at, closed.next_due_at) == ("closed", "handler", due, due)
    with unsent():
        conversation.send_message(case.pk, world.a.officer, "Xin lỗi vì chậm.", now + 31 * DAY)
    assert owed(case) == NOTHING
    with pytest.raises(StateChanged):
        conversation.send_message(case.pk, world.a.officer, "Thêm một lời.", now + 31 * DAY)


def test_a_part_that_is_split_off_owes_nothing(world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.RECEIVED)
    write(case, now)
    part = splitting.Part("đã mất một xe máy.", "Mất xe", world.topic, world.area)
    with unsent():
        other = splitting.split(case.pk, world.operator, part, now + HOUR)
    assert owed(other) == NOTHING
    assert not Deadline.objects.filter(case=other, stage=Stage.MESSAGE).exists()
    assert owed(case)[0] == Side.HANDLER


def test_it_is_computed_anew_with_the_calendar_and_explained(case_in: Cases, now: datetime) -> None:
    case = case_in(State.PROCESSING)
    write(case, now)
    before = owed(case)[2]
    CalendarDay.objects.create(day=(now + DAY).date(), kind=DayKind.OFF, name="Nghỉ bù", document="QĐ 1")
    recompute(now)
    after = fresh(case)
    assert before and after.word_due_at == before + 3 * DAY  # over the weekend
    assert after.word_remind_at == now
    row = Deadline.objects.get(case=case, stage=Stage.MESSAGE)
    assert row.due_at == after.word_due_at
    account = next(each for each in explain(after, clock.rules_at(now), now) if each.title == Stage.MESSAGE.label)
    assert (account.due_at, account.decisive) == (row.due_at, False)
    assert any("Nghỉ bù" in line.words for line in account.lines)


def test_a_verification_on_site_does_not_stop_it(world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.PROCESSING)
    write(case, now)
    due = owed(case)[2]
    with unsent():
        time_requests.ask_verification(case.pk, world.a.officer, 3, "Cần đo tiếng ồn ban đêm tại chỗ.", now)
        time_requests.grant_verification(case.pk, world.a.leader, now)
        time_requests.end_verification(case.pk, world.a.officer, now + DAY)
    assert owed(case)[2] == due


def test_the_history_holds_no_word_of_it(case_in: Cases, now: datetime) -> None:
    case = case_in(State.PROCESSING)
    message = write(case, now, "Số của tôi là 0905123456")
    assert Event.objects.filter(case=case).last().data == {"message": message.pk}
