"""Messages and notes: two tables, two verbs, never the one in place of the other."""

from datetime import datetime

import pytest

from pakn_plugin.access import NotAllowed, StateChanged
from pakn_plugin.models import Message, Note, Photo, Reply
from pakn_plugin.pictures import Picture
from pakn_plugin.services import conversation
from pakn_plugin.states import State
from tests.factories import Cases, World, citizen


def test_both_sides_write_in_one_thread(world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.PROCESSING)
    conversation.send_message(case.pk, world.a.officer, "Xin cho biết số nhà.", now)
    conversation.answer_message(case.pk, citizen(case.pk), "Số 12.", now, [Picture(b"full", b"small", 4, 3)])
    asked, answered = case.messages.all()
    assert (asked.from_citizen, asked.author, asked.agency) == (False, world.a.officer.user, world.a.agency)
    assert (answered.from_citizen, answered.author, answered.agency) == (True, None, None)
    assert Photo.objects.get(case=case).message == answered


def test_a_note_is_no_message_and_no_reply(world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.PROCESSING)
    note = conversation.add_note(case.pk, world.a.leader, "Nội bộ: chờ vật tư.", now)
    assert (note.author, note.agency, note.text) == (world.a.leader.user, world.a.agency, "Nội bộ: chờ vật tư.")
    assert (Note.objects.count(), Message.objects.count(), Reply.objects.count()) == (1, 0, 0)


@pytest.mark.parametrize("verb", [conversation.add_note, conversation.send_message])
def test_an_empty_text_is_refused(verb: object, world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.PROCESSING)
    with pytest.raises(ValueError):
        verb(case.pk, world.a.officer, "\u202e \u200b", now)


@pytest.mark.parametrize("who", ["b.officer", "a.second_officer", "a.leader", "webmaster", "superuser"])
def test_those_who_do_not_handle_the_case_do_not_write_to_the_citizen(
    who: str, world: World, case_in: Cases, now: datetime
) -> None:
    case, actor = case_in(State.PROCESSING), world
    for part in who.split("."):
        actor = getattr(actor, part)
    with pytest.raises(NotAllowed):
        conversation.send_message(case.pk, actor, "Xin chào", now)


@pytest.mark.parametrize("state", [State.REFUSED, State.CLOSED, State.WITHDRAWN, State.MERGED])
def test_an_ended_case_takes_no_more_messages(state: State, case_in: Cases, now: datetime) -> None:
    case = case_in(state)
    with pytest.raises(StateChanged):
        conversation.answer_message(case.pk, citizen(case.pk), "Còn gì nữa?", now)


def test_while_a_question_is_open_the_answer_is_the_supplement(case_in: Cases, now: datetime) -> None:
    case = case_in(State.NEEDS_INFO)
    with pytest.raises(StateChanged):
        conversation.answer_message(case.pk, citizen(case.pk), "Đây.", now)
    assert case.messages.count() == 1
