"""A published reply is corrected by a new version: by two people, compared, and without moving what was measured."""

from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from pakn_plugin import access, corrections
from pakn_plugin.access import NotAllowed, StateChanged
from pakn_plugin.models import Case, Event, Photo, Reply
from pakn_plugin.pictures import Picture
from pakn_plugin.queries import approvals
from pakn_plugin.queries.casefile import case_file
from pakn_plugin.services import conversation, outbox, rating, reply
from pakn_plugin.services import corrections as service
from pakn_plugin.services.comparing import Held
from pakn_plugin.states import Action, Role, Score, State
from tests.factories import REPLY_TEXT, Cases, MembershipFactory, World, citizen

FIXED = "Đã thay cả sáu bóng đèn ngày 21/3/2026; mời ông bà kiểm tra lại."
WHY = "Ngày thay ghi thiếu; đúng là 21/3/2026."
NOTE = "Nhà thầu đang nợ lương công nhân nên bỏ chuyến, việc này nhạy cảm chưa đưa ra ngoài."
Status = Reply.Status


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def proposed(case: Case, world: World, now: datetime, **more: str) -> Reply:
    return service.submit(case.pk, world.a.officer, FIXED, WHY, now, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("state", [State.ANSWERED, State.CLOSED])
def test_a_correction_is_a_version_and_moves_nothing(state: State, world: World, case_in: Cases, now: datetime) -> None:
    case, later = case_in(state), now + timedelta(days=3)
    row = proposed(case, world, later)
    assert (row.number, row.status, row.corrects.number) == (2, Status.PENDING, 1)
    published = service.approve(case.pk, world.a.leader, later)
    assert (published.status, published.approver, published.published_at) == (
        Status.PUBLISHED, world.a.leader.user, later,
    )  # fmt: skip
    assert Reply.objects.get(case=case, number=1).text == REPLY_TEXT
    kept = ("state", "state_since", "answered_at", "stage_due_at", "due_at", "ended_at")
    assert [getattr(fresh(case), name) for name in kept] == [getattr(case, name) for name in kept]
    event = Event.objects.get(case=case, action="approve_correction")
    assert event.data == {"reply": row.pk, "number": 2, "corrects": row.corrects_id}


def test_author_and_approver_of_a_correction_differ(world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.ANSWERED)
    MembershipFactory(user=world.a.officer.user, agency=world.a.agency, role=Role.LEADER)
    both = access.actor_for(world.a.officer.user)
    proposed(case, world, now)
    assert not access.can(both, Action.APPROVE_CORRECTION, fresh(case))
    with pytest.raises(NotAllowed):
        service.approve(case.pk, both, now)


def test_only_the_cases_officer_corrects_and_only_what_was_published(
    world: World, case_in: Cases, now: datetime
) -> None:
    case = case_in(State.ANSWERED)
    for who in (world.a.second_officer, world.a.leader, world.a.coordinator, world.b.officer, world.operator):
        with pytest.raises((NotAllowed, StateChanged)):
            service.submit(case.pk, who, FIXED, WHY, now)
    with pytest.raises(StateChanged):
        service.submit(case_in(State.PROCESSING).pk, world.a.officer, FIXED, WHY, now)


def test_it_says_what_and_why(world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.ANSWERED)
    for body, why in ((FIXED, " "), (" ", WHY)):
        with pytest.raises(ValueError):
            service.submit(case.pk, world.a.officer, body, why, now)
    row = proposed(case, world, now)
    with pytest.raises(IntegrityError), transaction.atomic():
        Reply.objects.filter(pk=row.pk).update(correction_reason="")


def test_a_correction_is_compared_like_a_reply_also_its_reason(world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.ANSWERED)
    conversation.add_note(case.pk, world.a.leader, NOTE, now)
    with pytest.raises(Held):
        service.submit(case.pk, world.a.officer, FIXED, NOTE, now)
    assert Reply.objects.filter(case=case).count() == 1
    service.submit(case.pk, world.a.officer, FIXED, NOTE, now, passing="Nhà thầu đã tự công bố.")
    with pytest.raises(StateChanged):
        service.approve(case.pk, world.a.leader, now)
    service.approve(case.pk, world.a.leader, now, "Nhà thầu đã tự công bố.")
    data = Event.objects.get(case=case, action="approve_correction").data
    assert data["found"]["copied"] >= 1 and data["note"]


def test_a_returned_correction_is_written_on_with_its_remark(world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.ANSWERED)
    first = proposed(case, world, now)
    service.send_back(case.pk, world.a.leader, "Nêu rõ ngày.", now)
    assert fresh(case).state == State.ANSWERED and case.notes.get().text == "Nêu rõ ngày."
    again = proposed(case, world, now)
    assert (again.pk, again.number, again.status) == (first.pk, 2, Status.PENDING)


def test_one_correction_waits_at_a_time(world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.ANSWERED)
    proposed(case, world, now)
    with pytest.raises(StateChanged):
        proposed(case, world, now)
    service.approve(case.pk, world.a.leader, now)
    assert proposed(case, world, now).corrects.number == 2


def test_a_rating_between_draft_and_approval_stays_with_what_was_read(
    world: World, case_in: Cases, now: datetime
) -> None:
    case = case_in(State.ANSWERED)
    proposed(case, world, now)
    given = rating.rate(case.pk, citizen(case.pk), Score.SATISFIED, "", now)
    service.approve(case.pk, world.a.leader, now)
    assert given.reply.number == 1
    assert fresh(case).state == State.CLOSED and corrections.newest(case).number == 2


def test_a_correction_rests_during_a_review(world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.ANSWERED)
    proposed(case, world, now)
    rating.rate(case.pk, citizen(case.pk), Score.UNSATISFIED, "Vẫn tối.", now)
    assert approvals.count(world.a.leader) == 0
    with pytest.raises(StateChanged):
        service.approve(case.pk, world.a.leader, now)
    rating.uphold(case.pk, world.reviewer, "Đúng quy định.", now)
    assert approvals.count(world.a.leader) == 1
    assert service.approve(case.pk, world.a.leader, now).number == 2


def test_a_newer_reply_makes_a_correction_void(world: World, case_in: Cases, now: datetime) -> None:
    """The case is handled again: its officer writes the next reply, not on the correction, which nobody approves."""
    case = case_in(State.ANSWERED)
    proposed(case, world, now)
    rating.reopen(case.pk, citizen(case.pk), "Vẫn tối.", now)
    reply.write_and_submit(case.pk, world.a.officer, "Đã thay cả dây ngày 5/3/2026.", now)
    assert reply.approve(case.pk, world.a.leader, now).number == 3
    assert approvals.count(world.a.leader) == 0
    with pytest.raises(StateChanged):
        service.approve(case.pk, world.a.leader, now)
    assert [each.number for each in case_file(fresh(case)).replies] == [1, 3]
    assert proposed(case, world, now).corrects.number == 3


def test_a_correction_opens_no_new_window(world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.CLOSED)
    late = now + timedelta(days=120)
    proposed(case, world, late)
    service.approve(case.pk, world.a.leader, late)
    assert rating.may_reopen(fresh(case), now + timedelta(days=1))
    assert not rating.may_reopen(fresh(case), late + timedelta(days=1))


def test_the_version_that_is_read_is_rated(world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.ANSWERED)
    proposed(case, world, now)
    service.approve(case.pk, world.a.leader, now)
    assert rating.rate(case.pk, citizen(case.pk), Score.SATISFIED, "", now).reply.number == 2


def test_photos_of_the_earlier_version_go_along(world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.PROCESSING)
    reply.write_and_submit(case.pk, world.a.officer, REPLY_TEXT, now, [Picture(b"x", b"y", 8, 6)])
    reply.approve(case.pk, world.a.leader, now)
    row = service.save_draft(case.pk, world.a.officer, FIXED, WHY, now)
    copied = Photo.objects.get(reply=row)
    assert copied.width == 8 and Photo.objects.filter(case=case).count() == 2
    service.submit(case.pk, world.a.officer, FIXED, WHY, now, drop_photos=[copied.pk])
    assert not Photo.objects.filter(reply=row).exists() and Photo.objects.filter(case=case).count() == 1


def test_the_citizen_and_the_leader_are_told(world: World, case_in: Cases, now: datetime, queue: list[int]) -> None:
    case = case_in(State.CLOSED)
    proposed(case, world, now)
    outbox.deliver_event(queue.pop(), now)
    assert [sent.to for sent in mail.outbox] == [[world.a.leader.user.email]]
    service.approve(case.pk, world.a.leader, now)
    outbox.deliver_event(queue.pop(), now)
    told = mail.outbox[-1]
    assert told.to == [case.reporter.email] and "Đính chính" in told.subject
    assert WHY in told.body and FIXED in told.body
