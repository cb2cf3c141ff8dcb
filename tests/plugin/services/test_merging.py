"""Duplicates follow their main case: who is told what, under which code, and what goes along when a main is merged."""

from datetime import datetime

import pytest

from pakn_plugin import links, mails
from pakn_plugin.access import NotAllowed
from pakn_plugin.models import Case, Notification
from pakn_plugin.queries import ledger
from pakn_plugin.services import handling, rating, reply, splitting
from pakn_plugin.states import Action, Score, State
from tests.factories import REPLY_TEXT, Cases, World, citizen

TEMPLATES = {"main_answered", "main_refused", "main_reopened", "main_ended"}


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def told(case: Case) -> list[Notification]:
    """Mails to the reporter of a duplicate about its main case."""
    return list(Notification.objects.filter(case=case, template__in=TEMPLATES).order_by("pk"))


@pytest.fixture
def pair(world: World, case_in: Cases, now: datetime) -> tuple[Case, Case]:
    """A main case before the leader, and its duplicate."""
    main, twin = case_in(State.AWAITING_APPROVAL, name="Lê Văn Chính"), case_in(State.SUBMITTED, name="Võ Thị Trùng")
    handling.merge(twin.pk, world.operator, main, now)
    return fresh(main), fresh(twin)


def test_every_published_reply_reaches_the_reporters_of_duplicates(
    world: World, pair: tuple[Case, Case], now: datetime
) -> None:
    main, twin = pair
    reply.approve(main.pk, world.a.leader, now)
    (row,) = told(twin)
    assert (row.template, row.reporter, row.event.case) == ("main_answered", twin.reporter, main)
    mail = mails.render(row)
    assert mail.address == twin.reporter.email
    assert twin.code in mail.subject
    assert REPLY_TEXT in mail.body
    assert "Võ Thị Trùng" in mail.body
    assert links.case_of(mail.body.split("/theo-doi/")[1].split("/")[0]) == twin
    for foreign in (main.code, main.reporter.name, main.reporter.email, main.text, main.title):
        assert foreign not in mail.body + mail.subject


def test_a_second_reply_after_a_review_is_told_again(world: World, pair: tuple[Case, Case], now: datetime) -> None:
    main, twin = pair
    reply.approve(main.pk, world.a.leader, now)
    rating.rate(main.pk, citizen(main.pk), Score.UNSATISFIED, "Vẫn tối.", now)
    rating.reopen_after_review(main.pk, world.reviewer, "Chưa đủ.", now)
    reply.save_draft(main.pk, world.a.officer, "Đã thay thêm hai bóng.", now)
    reply.submit_reply(main.pk, world.a.officer, now)
    reply.approve(main.pk, world.a.leader, now)
    assert [row.template for row in told(twin)] == ["main_answered", "main_reopened", "main_answered"]
    assert "Đã thay thêm hai bóng." in mails.render(told(twin)[-1]).body


def test_a_reopening_by_the_main_reporter_is_told(world: World, pair: tuple[Case, Case], now: datetime) -> None:
    main, twin = pair
    reply.approve(main.pk, world.a.leader, now)
    rating.reopen(main.pk, citizen(main.pk), "Vẫn tối.", now)
    assert told(twin)[-1].template == "main_reopened"
    assert "Vẫn tối." not in mails.render(told(twin)[-1]).body


@pytest.mark.parametrize(("restricted", "template"), [(False, "main_refused"), (True, "main_ended")])
def test_a_refusal_is_told_and_a_denunciation_not_named(
    restricted: bool, template: str, world: World, case_in: Cases, now: datetime
) -> None:
    main, twin = case_in(State.RECEIVED), case_in(State.SUBMITTED)
    handling.merge(twin.pk, world.operator, main, now)
    world.reason.restricted, world.reason.guidance = restricted, "Đến Ban Tiếp công dân."
    world.reason.save()
    handling.refuse(main.pk, world.operator, world.reason, "Gửi riêng ông A.", now)
    (row,) = told(twin)
    body = mails.render(row).body
    assert row.template == template
    assert (str(world.reason) in body, "Ban Tiếp công dân" in body) == (not restricted, not restricted)
    assert "ông A" not in body


def test_a_main_case_that_is_taken_back_does_not_leave_others_waiting(
    world: World, case_in: Cases, now: datetime
) -> None:
    main, twin = case_in(State.PROCESSING), case_in(State.SUBMITTED)
    handling.merge(twin.pk, world.operator, main, now)
    handling.withdraw(main.pk, citizen(main.pk), now)
    assert [row.template for row in told(twin)] == ["main_ended"]


def test_without_an_address_nobody_is_written_to(world: World, case_in: Cases, now: datetime) -> None:
    main, twin = case_in(State.AWAITING_APPROVAL), case_in(State.SUBMITTED, email="", phone="+84905123456")
    handling.merge(twin.pk, world.operator, main, now)
    reply.approve(main.pk, world.a.leader, now)
    assert told(twin) == []


def test_one_person_with_two_duplicates_gets_one_mail(world: World, case_in: Cases, now: datetime) -> None:
    main, whole = case_in(State.AWAITING_APPROVAL), case_in(State.SUBMITTED)
    chosen = splitting.Part(whole.text.split(".")[0] + ".", "Một phần", world.topic, world.area)
    part = splitting.split(whole.pk, world.operator, chosen, now)
    for case in (whole, part):
        handling.merge(case.pk, world.operator, main, now)
    reply.approve(main.pk, world.a.leader, now)
    assert [row.case for row in Notification.objects.filter(template="main_answered")] == [whole]


def test_a_part_that_is_put_back_does_not_double_the_mail(world: World, case_in: Cases, now: datetime) -> None:
    whole = case_in(State.RECEIVED)
    chosen = splitting.Part(whole.text, "Một phần", world.topic, world.area)
    part = splitting.split(whole.pk, world.operator, chosen, now)
    handling.merge(part.pk, world.operator, whole, now)
    handling.refuse(whole.pk, world.operator, world.reason, "Chưa rõ.", now)
    assert told(part) == []


def test_duplicates_go_along_when_their_main_case_is_merged(world: World, case_in: Cases, now: datetime) -> None:
    first, second, third, new = (case_in(State.SUBMITTED) for _ in range(4))
    for twin in (first, second):
        handling.merge(twin.pk, world.operator, third, now)
    handling.merge(third.pk, world.operator, new, now)
    assert {case.pk for case in new.duplicates.all()} == {first.pk, second.pk, third.pk}
    last = first.events.last()
    assert (last.action, last.number, last.data) == (Action.MERGE, 3, {"main": new.pk, "from": third.pk})
    assert (fresh(first).steps, fresh(first).chain) == (last.number, last.hash)
    assert third.events.last().data == {"main": new.pk, "carried": 2}
    assert list(ledger.faults()) == []


def test_duplicates_of_two_levels_never_arise(world: World, case_in: Cases, now: datetime) -> None:
    cases = [case_in(State.SUBMITTED) for _ in range(4)]
    for case, main in ((0, 1), (2, 3), (1, 3)):
        handling.merge(cases[case].pk, world.operator, cases[main], now)
    assert not Case.objects.filter(merged_into__merged_into__isnull=False).exists()


@pytest.mark.parametrize("state", [State.REFUSED, State.WITHDRAWN, State.MERGED])
def test_nothing_is_merged_into_what_nobody_will_answer(
    state: State, world: World, case_in: Cases, now: datetime
) -> None:
    main, twin = case_in(state), case_in(State.SUBMITTED)
    with pytest.raises(NotAllowed):
        handling.merge(twin.pk, world.operator, main, now)
    assert fresh(twin).state == State.SUBMITTED


def test_nothing_is_merged_into_a_denunciation(world: World, case_in: Cases, now: datetime) -> None:
    main, twin = case_in(State.SUBMITTED), case_in(State.SUBMITTED)
    Case.objects.filter(pk=main.pk).update(restricted=True)
    with pytest.raises(NotAllowed):
        handling.merge(twin.pk, world.operator, main, now)
