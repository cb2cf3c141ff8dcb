"""The ledger of holding: one party at every moment, nothing between, and lateness is whose it was."""

from collections.abc import Callable
from contextlib import nullcontext
from datetime import datetime, timedelta
from itertools import pairwise
from random import Random

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from pakn_plugin.deadlines import working_time
from pakn_plugin.models import Case, Deadline, Holding, Pause
from pakn_plugin.queries import by_structure, clock, ledger, statistics
from pakn_plugin.services import handling, rating, reply, transfer
from pakn_plugin.states import OPEN, Party, Score, State
from tests.factories import Cases, World, citizen, unsent

DAY, INSTANT = timedelta(days=1), timedelta(microseconds=1)


def spans(case: Case, now: datetime) -> list[tuple[str, str]]:
    calendar = clock.working_calendar(timezone.localtime(now).date())
    return [(span.party.value, span.agency) for span in ledger.ledger_of(case, calendar, now).spans]


def test_a_whole_life_names_each_holder_in_turn(world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.UNDER_REVIEW)
    agency = world.a.agency.name
    assert spans(case, now + DAY) == [("operator", ""), ("agency", agency), ("citizen", ""), ("reviewer", "")]
    assert list(ledger.faults()) == []


def test_a_refused_transfer_goes_back_to_the_operator(world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.TRANSFERRED)
    transfer.decline(case.pk, world.a.coordinator, "Không thuộc thẩm quyền.", world.b.agency, now + DAY)
    transfer.transfer(case.pk, world.operator, world.b.agency, "Theo đề xuất.", now + 2 * DAY)
    found = spans(Case.objects.get(pk=case.pk), now + 3 * DAY)
    assert found == [
        ("operator", ""),
        ("agency", world.a.agency.name),
        ("operator", ""),
        ("agency", world.b.agency.name),
    ]
    ends = list(Holding.objects.filter(case=case).order_by("began_at", "id").values_list("began_at", "ended_at"))
    assert all(before[1] == after[0] for before, after in pairwise(ends))


def test_nobody_holds_a_case_that_has_ended_and_a_reopened_one_goes_on(
    world: World, case_in: Cases, now: datetime
) -> None:
    case = case_in(State.CLOSED)
    assert not Holding.objects.filter(case=case, ended_at=None).exists()
    rating.reopen(case.pk, citizen(case.pk), "Đèn lại tắt.", now + DAY)
    assert Holding.objects.get(case=case, ended_at=None).agency == world.a.agency
    assert list(ledger.faults()) == []


def verbs(world: World) -> dict[str, list[Callable[[int, datetime], object]]]:
    """What may happen to a case in each state, by the right person."""
    a, operator = world.a, world.operator

    def draft(pk: int, now: datetime) -> None:
        reply.save_draft(pk, a.officer, "Đã thay bóng đèn.", now)
        reply.submit_reply(pk, a.officer, now)

    return {
        "submitted": [
            lambda pk, now: handling.receive(pk, operator, now),
            lambda pk, now: handling.request_info(pk, operator, "Ở đâu?", now),
        ],
        "received": [
            lambda pk, now: transfer.transfer(pk, operator, a.agency, "Thuộc thẩm quyền.", now),
            lambda pk, now: handling.request_info(pk, operator, "Số mấy?", now),
        ],
        "transferred": [
            lambda pk, now: transfer.accept(pk, a.coordinator, now, a.officer.user),
            lambda pk, now: transfer.decline(pk, a.coordinator, "Không thuộc thẩm quyền.", None, now),
        ],
        "processing": [
            draft,
            lambda pk, now: handling.request_info(pk, a.officer, "Trụ nào?", now),
            lambda pk, now: transfer.send_back(pk, a.coordinator, "Nhầm nơi.", None, now),
        ],
        "awaiting_approval": [
            lambda pk, now: reply.approve(pk, a.leader, now),
            lambda pk, now: reply.return_reply(pk, a.leader, "Thiếu ngày.", now),
        ],
        "needs_info": [lambda pk, now: handling.supply_info(pk, citizen(pk), "Trụ 17.", now)],
        "answered": [
            lambda pk, now: rating.rate(pk, citizen(pk), Score.UNSATISFIED, "Chưa được.", now),
            lambda pk, now: rating.rate(pk, citizen(pk), Score.SATISFIED, "Được.", now),
        ],
        "under_review": [lambda pk, now: rating.reopen_after_review(pk, world.reviewer, "Làm lại.", now)],
    }


@pytest.mark.parametrize("seed", range(12))
def test_on_any_way_the_ledger_is_whole_and_every_limit_follows_from_its_facts(
    world: World, case_in: Cases, now: datetime, seed: int
) -> None:
    chance, case = Random(seed), case_in(State.SUBMITTED)
    table, moment = verbs(world), now
    with unsent():
        for _step in range(14):
            state = Case.objects.get(pk=case.pk).state
            if state not in table:
                break
            moment += timedelta(minutes=chance.randrange(0, 4000))
            choices = table[state]
            if Case.objects.get(pk=case.pk).declines:
                choices = choices[:1]
            chance.choice(choices)(case.pk, moment)
    assert list(ledger.faults()) == []
    after = Case.objects.get(pk=case.pk)
    rules = clock.rules_at(now)
    until = after.ended_at or moment
    whole = working_time(timezone.localtime(now), timezone.localtime(until), rules.calendar)
    assert ledger.ledger_of(after, rules.calendar, until).total == whole
    for row in Deadline.objects.filter(case=after, ended_at=None):
        own = clock.ended_pauses(Pause.objects.filter(case=after, began_at__gte=row.began_at))
        assert row.due_at == clock.deadline_due(row, rules, own)
    assert Deadline.objects.filter(case=after, ended_at=None).exists() == (after.state in OPEN)


def break_it(case: Case, **values: object) -> list[str]:
    last = Holding.objects.filter(case=case).order_by("-began_at", "-id")[0]
    Holding.objects.filter(pk=last.pk).update(**values)
    return [fault.what for fault in ledger.faults(case.code)]


def test_the_check_finds_gaps_wrong_holders_and_missing_lines(case_in: Cases, now: datetime) -> None:
    case = case_in(State.PROCESSING)
    assert any("gap" in what for what in break_it(case, began_at=now + DAY))
    assert any("holder" in what for what in break_it(case, began_at=now, party=Party.OPERATOR, agency=None))
    Holding.objects.filter(case=case).delete()
    assert [fault.what for fault in ledger.faults(case.code)] == ["no line at all"]
    with pytest.raises(CommandError, match="1"):
        call_command("check_ledger", case=case.code)


def test_the_command_says_so_where_all_is_well(case_in: Cases, capsys: pytest.CaptureFixture[str]) -> None:
    case_in(State.ANSWERED)
    call_command("check_ledger")
    assert "không có chỗ sai" in capsys.readouterr().out


def test_the_database_lets_only_one_party_hold_a_case(case_in: Cases, now: datetime) -> None:
    case = case_in(State.RECEIVED)
    with pytest.raises(IntegrityError), transaction.atomic():
        Holding.objects.create(case=case, party=Party.CITIZEN, began_at=now + DAY)


@pytest.mark.one_database("postgresql")
@pytest.mark.usefixtures("on_postgresql")
@pytest.mark.parametrize(
    ("began", "ended", "fits"),
    [
        (2 * DAY, None, True),  # touches the end
        (2 * DAY - INSTANT, None, False),
        (2 * DAY - INSTANT, 3 * DAY, False),
        (-DAY, timedelta(), True),  # touches the beginning
        (-DAY, INSTANT, False),
        (DAY, DAY + INSTANT, False),  # inside
        (-DAY, 3 * DAY, False),  # around
        (DAY, DAY, True),  # no time at all
        (5 * DAY, 5 * DAY + INSTANT, True),
    ],
)
def test_intervals_of_a_case_may_touch_and_not_overlap_by_an_instant(
    case_in: Cases, now: datetime, began: timedelta, ended: timedelta | None, fits: bool
) -> None:
    """To the microsecond, which is what a moment is kept to; other cases have nothing to do with it."""
    case, other = case_in(State.RECEIVED), case_in(State.RECEIVED)
    now += timedelta(microseconds=123_457)
    Holding.objects.filter(case__in=(case, other)).delete()
    Holding.objects.create(case=case, party=Party.OPERATOR, began_at=now, ended_at=now + 2 * DAY)
    row = {"party": Party.CITIZEN, "began_at": now + began, "ended_at": None if ended is None else now + ended}
    Holding.objects.create(case=other, **row)
    with nullcontext() if fits else pytest.raises(IntegrityError, match="one_at_a_time"), transaction.atomic():
        Holding.objects.create(case=case, **row)


def test_lateness_is_whose_it_was_when_the_answer_was_due(world: World, case_in: Cases, now: datetime) -> None:
    with unsent():
        case = case_in(State.PROCESSING)
        late = now + 20 * DAY
        transfer.send_back(case.pk, world.a.coordinator, "Không thuộc thẩm quyền.", world.b.agency, late)
        transfer.transfer(case.pk, world.operator, world.b.agency, "Theo đề xuất.", late)
    Case.objects.filter(pk=case.pk).update(due_at=now + 9 * DAY)
    period = statistics.Period(None, None, late + DAY)
    today = timezone.localdate()
    rows = {row.name: row.late for row in by_structure.by_agency(period, by_structure.View.THEN, today).lines}
    assert rows == {world.b.agency.name: 0, world.a.agency.name: 1}
    calendar = clock.working_calendar(timezone.localtime(now).date())
    lines = ledger.ledger_of(Case.objects.get(pk=case.pk), calendar, late + DAY).spans
    assert [bool(line.late) for line in lines] == [False, True, False, True]


def test_who_is_late_when_a_case_is_handled_again_stands_in_the_ledger(
    world: World, case_in: Cases, now: datetime
) -> None:
    case = case_in(State.ANSWERED)
    again = now + DAY
    with unsent():
        rating.reopen(case.pk, citizen(case.pk), "Vẫn chưa dọn hết.", again)
    case.refresh_from_db()
    assert case.stage_due_at
    calendar = clock.working_calendar(timezone.localtime(now).date())
    on_time, late = (ledger.ledger_of(case, calendar, moment) for moment in (case.stage_due_at, again + 40 * DAY))
    assert not on_time.late
    assert [bool(span.late) for span in late.spans][-1] and late.late == late.spans[-1].late
    from_limit = working_time(timezone.localtime(case.stage_due_at), timezone.localtime(again + 40 * DAY), calendar)
    assert late.late == from_limit


def test_a_case_that_the_operator_kept_too_long_is_the_operators(case_in: Cases, now: datetime) -> None:
    case_in(State.RECEIVED)
    period, today = statistics.Period(None, None, now + 90 * DAY), timezone.localdate()
    rows = by_structure.by_agency(period, by_structure.View.THEN, today).lines
    assert [(row.name, row.late) for row in rows] == [(Party.OPERATOR.label, 1)]
