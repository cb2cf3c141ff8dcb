"""How long messages wait: the same percentiles on both databases, by agency and period, and only what may be known."""

from datetime import date, datetime, timedelta
from statistics import quantiles
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from pakn_plugin.access import Actor
from pakn_plugin.desk.permissions import staff_group
from pakn_plugin.models import Agency, Case, Message
from pakn_plugin.queries import answer_times
from pakn_plugin.queries.statistics import Period
from pakn_plugin.services import conversation
from pakn_plugin.states import Answered, State
from tests.factories import Cases, World, citizen, unsent

MINUTE = timedelta(minutes=1)
PATH = reverse("pakn_desk:answer_times")


def answered(case: Case, agency: Agency | None, minutes: list[int], at: datetime) -> None:
    """Messages of a case that were answered after so many office minutes."""
    told = {"case": case, "from_citizen": True, "asks": True, "text": "Bao giờ xong?", "sent_at": at}
    for each in minutes:
        Message.objects.create(
            **told, settled_at=at, settled_as=Answered.MESSAGE, settled_agency=agency, settled_minutes=each
        )


def always(now: datetime) -> Period:
    return Period(None, None, now)


def browser(actor: Actor) -> Client:
    actor.user.groups.add(staff_group())
    client = Client()
    client.force_login(actor.user)
    return client


def test_a_real_dialogue_is_measured(world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.PROCESSING)
    with unsent():
        conversation.answer_message(case.pk, citizen(case.pk), "Bao giờ xong?", now)
        conversation.send_message(case.pk, world.a.officer, "Tuần sau.", now + timedelta(hours=26))
        conversation.answer_message(case.pk, citizen(case.pk), "Cảm ơn.", now + timedelta(hours=27))
        conversation.waive_message(case.pk, world.a.officer, "Lời cảm ơn.", "Đã đọc.", now + timedelta(hours=28))
    (row,) = answer_times.by_agency(always(now + timedelta(days=9)))
    assert (row.agency, row.number, row.median) == (world.a.agency.name, 1, timedelta(hours=10))


@pytest.mark.parametrize("minutes", [[7], [1, 2], [5, 1, 3], list(range(1, 12)), [0, 0, 10, 1000], [3] * 6])
def test_median_and_ninetieth_are_those_of_the_textbook(
    minutes: list[int], world: World, case_in: Cases, now: datetime
) -> None:
    answered(case_in(State.PROCESSING), world.a.agency, minutes, now)
    found = answer_times.of_all(always(now))
    assert found
    cuts = quantiles(minutes, n=10, method="inclusive") if len(minutes) > 1 else minutes * 9
    assert found.number == len(minutes)
    assert found.median / MINUTE == pytest.approx(cuts[4])
    assert found.ninetieth / MINUTE == pytest.approx(cuts[8])


def test_agencies_stand_apart_the_slowest_first(world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.PROCESSING)
    answered(case, world.a.agency, [10, 20, 30], now)
    answered(case, world.b.agency, [100], now)
    answered(case, None, [1, 3], now)
    rows = answer_times.by_agency(always(now))
    assert [(row.agency, row.number, row.median / MINUTE) for row in rows] == [
        (world.b.agency.name, 1, 100),
        (world.a.agency.name, 3, 20),
        ("", 2, 2),
    ]
    only = answer_times.by_agency(always(now), [world.a.agency.pk])
    assert [row.agency_id for row in only] == [world.a.agency.pk]


def test_the_period_is_that_of_the_answer_and_hidden_cases_do_not_count(
    world: World, case_in: Cases, now: datetime
) -> None:
    case, hidden = case_in(State.PROCESSING), case_in(State.SUBMITTED)
    answered(case, world.a.agency, [10], now)
    answered(case, world.a.agency, [99], now - timedelta(days=40))
    answered(hidden, None, [5000], now)
    Case.objects.filter(pk=hidden.pk).update(restricted=True)
    march = Period(date(2026, 3, 1), date(2026, 3, 31), now)
    found = answer_times.of_all(march)
    assert found and (found.number, found.median) == (1, 10 * MINUTE)
    assert answer_times.of_all(Period(date(2025, 1, 1), date(2025, 1, 31), now)) is None


def test_the_queries_do_not_grow(world: World, case_in: Cases, now: datetime, django_assert_num_queries: Any) -> None:
    case = case_in(State.PROCESSING)
    for agency in (world.a.agency, world.b.agency, None):
        answered(case, agency, list(range(30)), now)
    with django_assert_num_queries(2):
        answer_times.by_agency(always(now))
    with django_assert_num_queries(1):
        answer_times.of_all(always(now))


def test_the_public_sees_no_fewer_than_five(world: World, case_in: Cases, now: datetime, client: Client) -> None:
    case = case_in(State.PROCESSING)
    answered(case, world.a.agency, [60] * 4, now)
    assert answer_times.public(always(now)) is None
    page = client.get(reverse("pakn:statistics")).content.decode()
    assert "Chỉ nêu khi có từ 5 tin nhắn được trả lời." in page
    answered(case, world.b.agency, [60], now)
    page = client.get(reverse("pakn:statistics")).content.decode()
    assert "1 giờ" in page and "Tính trên 5 tin nhắn." in page
    assert "Trung vị" in page


def test_the_report_is_for_those_who_answer_for_others(world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.PROCESSING)
    answered(case, world.a.agency, [60], now)
    answered(case, world.b.agency, [480], now)
    days = "?first=2026-03-01&last=2026-03-31"
    for actor in (world.supervisor, world.operator_leader, world.superuser):
        page = browser(actor).get(PATH + days).content.decode()
        assert world.a.agency.name in page and world.b.agency.name in page and "Toàn tỉnh" in page
    own = browser(world.a.leader).get(PATH + days).content.decode()
    assert world.a.agency.name in own and world.b.agency.name not in own
    for actor in (world.a.officer, world.a.coordinator, world.operator, world.reviewer):
        assert browser(actor).get(PATH).status_code == 404
        assert PATH not in browser(actor).get(reverse("pakn_desk:index")).content.decode()


def test_an_odd_period_is_named_and_an_empty_one_says_so(world: World) -> None:
    client = browser(world.supervisor)
    assert "Chưa có tin nhắn nào" in client.get(PATH).content.decode()
    odd = client.get(PATH + "?first=2026-03-31&last=2026-03-01").content.decode()
    assert "Ngày cuối phải từ ngày đầu trở đi." in odd
