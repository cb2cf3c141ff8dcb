"""Main and co-ordinating agencies: asked, answered inside, ended; and what the partner may and may not."""

from datetime import datetime
from typing import Any

import pytest

from pakn_plugin import access
from pakn_plugin.access import Actor, NotAllowed, StateChanged, visible_cases
from pakn_plugin.models import Case, Coordination, Event, Note, Notification
from pakn_plugin.services import conversation, coordination, handling, rating, reply, transfer
from pakn_plugin.states import Action, Role, Score, State
from tests.factories import Cases, World, citizen, person

QUESTION = "Đề nghị cho biết đường ống dưới hố ga còn dùng không."
ANSWER = "Đường ống đã bỏ từ năm 2019, có thể lấp."


def again(actor: Actor) -> Actor:
    """The same person at the next request."""
    return access.actor_for(actor.user)


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


@pytest.fixture
def shared(world: World, case_in: Cases, now: datetime) -> Case:
    """A case that agency A handles and agency B co-ordinates."""
    case = case_in(State.PROCESSING)
    coordination.invite(case.pk, world.a.coordinator, world.b.agency, QUESTION, now)
    return fresh(case)


def test_the_invited_agency_sees_the_case_and_has_two_working_days(world: World, shared: Case, now: datetime) -> None:
    row = shared.coordinations.get()
    assert (row.agency, row.question, row.asked_by) == (world.b.agency, QUESTION, world.a.coordinator.user)
    assert row.due_at == now.replace(day=6, hour=17, minute=30)
    for member in (world.b.coordinator, world.b.officer, world.b.leader):
        assert shared in visible_cases(again(member))
    event = shared.events.last()
    assert (event.action, event.agency, event.data) == (
        Action.INVITE,
        world.a.agency,
        {"coordination": row.pk, "agency": world.b.agency.pk},
    )


@pytest.mark.parametrize(
    ("who", "state", "may"),
    [
        ("operator", State.TRANSFERRED, True),
        ("operator", State.PROCESSING, True),
        ("operator", State.RECEIVED, False),
        ("a.coordinator", State.PROCESSING, True),
        ("a.coordinator", State.TRANSFERRED, False),
        ("a.officer", State.PROCESSING, True),
        ("a.second_officer", State.PROCESSING, False),
        ("a.leader", State.PROCESSING, False),
        ("a.officer", State.AWAITING_APPROVAL, False),
        ("b.coordinator", State.PROCESSING, False),
        ("reviewer", State.PROCESSING, False),
        ("supervisor", State.PROCESSING, False),
        ("superuser", State.PROCESSING, False),
    ],
)
def test_who_invites_and_when(who: str, state: State, may: bool, world: World, case_in: Cases, now: datetime) -> None:
    case, actor = case_in(state), named(world, who)
    assert access.can(actor, Action.INVITE, case) == may
    if may:
        coordination.invite(case.pk, actor, world.b.agency, QUESTION, now)
        return
    with pytest.raises((NotAllowed, StateChanged)):
        coordination.invite(case.pk, actor, world.b.agency, QUESTION, now)
    assert not Coordination.objects.exists()


def named(world: World, path: str) -> Actor:
    found: Any = world
    for part in path.split("."):
        found = getattr(found, part)
    return found


def test_neither_the_main_agency_nor_one_that_was_asked_is_invited(world: World, shared: Case, now: datetime) -> None:
    for agency in (world.a.agency, world.b.agency):
        with pytest.raises(NotAllowed):
            coordination.invite(shared.pk, world.operator, agency, QUESTION, now)
    with pytest.raises(ValueError, match="question"):
        coordination.invite(shared.pk, world.operator, world.office, "  ", now)
    assert shared.coordinations.count() == 1


def test_a_partner_answers_and_writes_notes_and_does_nothing_else(world: World, shared: Case) -> None:
    for member in (world.b.coordinator, world.b.officer):
        assert set(access.allowed_actions(member, shared)) == {Action.NOTE, Action.CONTRIBUTE}
        assert access.may_see_reporter(member, shared) == ""
    assert access.allowed_actions(world.b.leader, shared) == []
    assert access.may_see_reporter(world.b.leader, shared) == ""


def test_a_partners_verbs_are_refused_one_by_one(world: World, shared: Case, now: datetime) -> None:
    pk, partner = shared.pk, world.b.coordinator
    tries = [
        lambda: reply.save_draft(pk, partner, "Đã xong.", now),
        lambda: reply.submit_reply(pk, partner, now),
        lambda: transfer.send_back(pk, partner, "Không thuộc.", None, now),
        lambda: handling.assign(pk, partner, world.b.officer.user, now),
        lambda: conversation.send_message(pk, partner, "Chào.", now),
        lambda: handling.request_info(pk, partner, "Ở đâu?", now),
        lambda: coordination.invite(pk, partner, world.office, QUESTION, now),
        lambda: coordination.uninvite(pk, partner, shared.coordinations.get().pk, now),
    ]
    for act in tries:
        with pytest.raises(NotAllowed):
            act()
    assert shared.events.last().action == Action.INVITE


def test_the_answer_is_internal_and_may_be_written_anew(world: World, shared: Case, now: datetime) -> None:
    coordination.contribute(shared.pk, world.b.officer, "Để hỏi lại.", now)
    later = now.replace(hour=15)
    coordination.contribute(shared.pk, world.b.coordinator, ANSWER, later)
    row = shared.coordinations.get()
    assert (row.answer, row.answered_by, row.answered_at) == (ANSWER, world.b.coordinator.user, later)
    assert fresh(shared).state == State.PROCESSING
    assert [e.action for e in shared.events.all()][-2:] == [Action.CONTRIBUTE] * 2
    with pytest.raises(ValueError, match="text"):
        coordination.contribute(shared.pk, world.b.officer, " ", now)


def test_nobody_answers_for_an_agency_that_was_not_asked(world: World, shared: Case, now: datetime) -> None:
    stranger = person(Role.COORDINATOR, world.office)
    for actor in (stranger, world.a.coordinator, world.operator, world.superuser, citizen(shared.pk)):
        with pytest.raises(NotAllowed):
            coordination.contribute(shared.pk, actor, ANSWER, now)


def test_a_partners_note_bears_the_partners_name(world: World, shared: Case, now: datetime) -> None:
    conversation.add_note(shared.pk, world.b.officer, "Sẽ cử người xem.", now)
    conversation.add_note(shared.pk, world.a.officer, "Chờ ý kiến.", now)
    assert [note.agency for note in Note.objects.filter(case=shared)] == [world.b.agency, world.a.agency]


def end_by(how: str, case: Case, world: World, now: datetime) -> None:
    if how == "uninvited":
        coordination.uninvite(case.pk, world.a.officer, case.coordinations.get().pk, now)
    elif how == "sent back":
        transfer.send_back(case.pk, world.a.coordinator, "Không thuộc.", None, now)
    elif how == "withdrawn":
        handling.withdraw(case.pk, citizen(case.pk), now)
    else:
        reply.save_draft(case.pk, world.a.officer, "Đã xong.", now)
        reply.submit_reply(case.pk, world.a.officer, now)
        reply.approve(case.pk, world.a.leader, now)


@pytest.mark.parametrize("how", ["uninvited", "sent back", "withdrawn", "answered"])
def test_when_it_is_over_the_partner_loses_sight_and_the_answer_stays(
    how: str, world: World, shared: Case, now: datetime
) -> None:
    coordination.contribute(shared.pk, world.b.officer, ANSWER, now)
    later = now.replace(hour=16)
    end_by(how, shared, world, later)
    row = shared.coordinations.get()
    assert (row.ended_at, row.answer) == (later, ANSWER)
    assert shared not in visible_cases(again(world.b.coordinator))
    with pytest.raises(StateChanged):
        coordination.contribute(shared.pk, world.b.officer, "Thêm.", later)


def test_while_the_leader_reads_and_the_citizen_is_asked_the_partner_stays(
    world: World, shared: Case, now: datetime
) -> None:
    handling.request_info(shared.pk, world.a.officer, "Ở đâu?", now)
    coordination.contribute(shared.pk, world.b.officer, ANSWER, now)
    handling.supply_info(shared.pk, citizen(shared.pk), "Số 12.", now)
    reply.save_draft(shared.pk, world.a.officer, "Đã xong.", now)
    reply.submit_reply(shared.pk, world.a.officer, now)
    assert shared.coordinations.get().ended_at is None


def test_after_a_new_round_the_agency_is_invited_anew(world: World, shared: Case, now: datetime) -> None:
    end_by("answered", shared, world, now)
    rating.rate(shared.pk, citizen(shared.pk), Score.UNSATISFIED, "Vẫn hở.", now)
    rating.reopen_after_review(shared.pk, world.reviewer, "Chưa đủ.", now)
    assert shared not in visible_cases(again(world.b.coordinator))
    coordination.invite(shared.pk, world.a.officer, world.b.agency, "Còn ống khác không?", now)
    assert shared.coordinations.count() == 2
    assert shared in visible_cases(again(world.b.coordinator))


def test_an_invitation_ends_once(world: World, shared: Case, now: datetime) -> None:
    row = shared.coordinations.get()
    coordination.uninvite(shared.pk, world.operator, row.pk, now)
    with pytest.raises(StateChanged):
        coordination.uninvite(shared.pk, world.operator, row.pk, now)


def test_the_right_people_are_told(world: World, shared: Case, now: datetime) -> None:
    invited = Notification.objects.filter(event__case=shared, template="staff_invited")
    assert [row.user for row in invited] == [world.b.coordinator.user]
    coordination.contribute(shared.pk, world.b.officer, ANSWER, now)
    told = Notification.objects.filter(event__case=shared, template="staff_contributed")
    assert [row.user for row in told] == [world.a.coordinator.user]
    assert not Notification.objects.filter(
        event__in=Event.objects.filter(action__in=[Action.INVITE, Action.CONTRIBUTE]), reporter__isnull=False
    ).exists()


def test_who_asked_and_left_is_replaced_by_who_handles_the_case(world: World, shared: Case, now: datetime) -> None:
    asker = world.a.coordinator.user
    asker.is_active = False
    asker.save()
    coordination.contribute(shared.pk, world.b.officer, ANSWER, now)
    told = Notification.objects.filter(event__case=shared, template="staff_contributed")
    assert [row.user for row in told] == [world.a.officer.user]


def test_a_restricted_case_is_no_partners(world: World, shared: Case) -> None:
    Case.objects.filter(pk=shared.pk).update(restricted=True)
    assert shared not in visible_cases(again(world.b.coordinator))
    assert access.allowed_actions(again(world.b.coordinator), fresh(shared)) == []
