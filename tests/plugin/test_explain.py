"""Every due moment can be read: each day with what became of it and why."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from pakn_plugin import links
from pakn_plugin.deadlines import LineKind
from pakn_plugin.desk.permissions import staff_group
from pakn_plugin.models import CalendarDay, Case, Deadline, DeadlinePolicy
from pakn_plugin.queries import clock
from pakn_plugin.queries.explain import Account, explain
from pakn_plugin.services import conversation, handling
from pakn_plugin.states import DayKind, Level, Stage, State
from tests.factories import Cases, World, citizen
from tests.signing import whenever

DAY = timedelta(days=1)


def accounts(case: Case, now: datetime) -> list[Account]:
    return explain(Case.objects.get(pk=case.pk), clock.rules_at(case.filed_at), now)


def last_days(account: Account) -> list[tuple[int, str]]:
    return [(line.day.day, line.kind.value) for line in account.lines]


def test_before_acceptance_the_promise_adds_the_stages_up(case_in: Cases, now: datetime) -> None:
    case = case_in(State.RECEIVED)
    promise, *stages = accounts(case, now)
    assert promise.limit == "8 giờ làm việc + 1 ngày làm việc + 1 ngày làm việc + 7 ngày làm việc"
    assert promise.due_at == case.due_at and promise.decisive
    named = {line.words.split(": ")[0] for line in promise.lines}
    assert named == {str(s.label) for s in (Stage.RECEIVE, Stage.CLASSIFY, Stage.ACCEPT, Stage.PROCESS)}
    assert promise.lines[-1].day.date() == case.due_at.date()
    assert [a.title for a in stages] == [Stage.RECEIVE.label, Stage.CLASSIFY.label]
    assert stages[-1].due_at == case.stage_due_at


def test_after_acceptance_the_processing_limit_decides(case_in: Cases, now: datetime) -> None:
    CalendarDay.objects.create(day=date(2026, 3, 9), kind=DayKind.OFF, name="Giỗ Tổ", document="QĐ 1")
    case = case_in(State.PROCESSING)
    decisive = [account for account in accounts(case, now) if account.decisive]
    assert [account.title for account in decisive] == [Stage.PROCESS.label]
    assert decisive[0].due_at == case.due_at
    assert last_days(decisive[0]) == [
        (4, "start"), (5, "counted"), (6, "counted"), (7, "off"), (8, "off"), (9, "off"),
        (10, "counted"), (11, "counted"), (12, "counted"), (13, "counted"), (14, "off"), (15, "off"), (16, "counted"),
    ]  # fmt: skip
    words = {line.day.day: line.words for line in decisive[0].lines}
    assert "Giỗ Tổ" in words[9] and "Thứ Bảy" in words[7] and "7" in words[16]


def test_a_pause_takes_its_days_out_and_says_why(world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.PROCESSING)
    handling.request_info(case.pk, world.a.officer, "Trụ nào?", now)
    running = next(account for account in accounts(case, now + 2 * DAY) if account.decisive)
    assert running.paused and (6, "paused") in last_days(running)
    handling.supply_info(case.pk, citizen(case.pk), "Trụ 17.", now + 2 * DAY)
    after = next(account for account in accounts(case, now + 3 * DAY) if account.decisive)
    assert [n for n, kind in last_days(after) if kind == LineKind.PAUSED] == [5, 6]
    assert after.due_at == Case.objects.get(pk=case.pk).due_at == case.due_at + 4 * DAY
    assert "bổ sung" in next(line.words for line in after.lines if line.kind == LineKind.PAUSED)


def test_a_case_keeps_the_policy_of_the_day_it_was_filed(world: World, case_in: Cases, now: datetime) -> None:
    old = {"stage": Stage.PROCESS, "amount": 3, "document": "QĐ 18/2022", "valid_to": now.date()}
    DeadlinePolicy.objects.create(**old)
    DeadlinePolicy.objects.create(stage=Stage.PROCESS, amount=9, document="QĐ 7/2026", valid_from=now.date() + DAY)
    case = case_in(State.RECEIVED)
    case_in.transfer(case.pk, now + 2 * DAY)
    case_in.accept(case.pk, now + 2 * DAY)
    row = Deadline.objects.get(case=case, stage=Stage.PROCESS)
    assert (row.amount, row.document) == (3, "QĐ 18/2022")
    assert next(a for a in accounts(case, now + 2 * DAY) if a.decisive).document == "QĐ 18/2022"


def test_the_row_is_chosen_by_level_when_the_stage_begins(world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.RECEIVED)
    before = (case.due_at, case.stage_due_at)
    chosen = handling.Classification(case.title, case.topic, case.area, Level.COMPLEX)
    handling.classify(case.pk, world.operator, chosen, now)
    edited = Case.objects.get(pk=case.pk)
    assert (edited.due_at, edited.stage_due_at) == before
    case_in.transfer(case.pk, now)
    case_in.accept(case.pk, now)
    assert Deadline.objects.get(case=case, stage=Stage.PROCESS).amount == 15


@pytest.mark.parametrize("state", [State.SUBMITTED, State.PROCESSING])
def test_words_and_looks_never_move_a_clock(
    world: World, case_in: Cases, now: datetime, client: Client, state: State
) -> None:
    case = case_in(state)
    clocks = Deadline.objects.filter(case=case).exclude(stage=Stage.MESSAGE).values_list("due_at", "ended_at")
    before = list(clocks)
    staff = world.operator if state == State.SUBMITTED else world.a.officer
    conversation.add_note(case.pk, staff, "Đã gọi điện.", now + DAY)
    conversation.send_message(case.pk, staff, "Chúng tôi đang xem.", now + DAY)
    conversation.answer_message(case.pk, citizen(case.pk), "Cảm ơn.", now + DAY)
    client.get(links.follow_path(case))
    after = Case.objects.get(pk=case.pk)
    assert (after.due_at, after.stage_due_at, after.state_since) == (case.due_at, case.stage_due_at, case.state_since)
    assert list(clocks.all()) == before


def test_the_reporter_reads_it_in_plain_words(case_in: Cases, client: Client) -> None:
    case = case_in(State.PROCESSING)
    page = client.get(reverse("pakn:timing", args=[links.token_for(case)]))
    text = page.content.decode()
    assert "7 ngày làm việc" in text and "ngày bắt đầu, không tính" in text and case.agency.name in text
    assert page["Cache-Control"] == "private, no-store"
    own = client.get(links.follow_path(case)).content.decode()
    assert whenever(reverse("pakn:timing", args=[links.token_for(case)])).search(own)


def test_the_officer_reads_it_on_the_case(world: World, case_in: Cases, client: Client) -> None:
    case = case_in(State.PROCESSING)
    client.force_login(world.a.officer.user)
    world.a.officer.user.groups.add(staff_group())
    text = client.get(reverse("pakn_desk:case", args=[case.pk])).content.decode()
    assert "ngày thứ 7" in text and "Sổ giữ việc" in text


def test_it_costs_the_same_however_long_the_story(
    world: World, case_in: Cases, now: datetime, django_assert_num_queries: Any
) -> None:
    case = case_in(State.PROCESSING)
    for n in range(4):
        handling.request_info(case.pk, world.a.officer, "Trụ nào?", now + n * DAY)
        handling.supply_info(case.pk, citizen(case.pk), "Trụ 17.", now + n * DAY)
    rules = clock.rules_at(now)
    with django_assert_num_queries(2):
        explain(case, rules, now)
