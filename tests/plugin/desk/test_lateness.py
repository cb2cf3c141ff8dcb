"""What the desk shows of lateness: the mark on a reported case, its history, the panel for those who watch."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from html import unescape
from typing import Any
from unittest import mock

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from pakn_plugin.access import Actor
from pakn_plugin.models import Case, ReminderRule
from pakn_plugin.queries import desk
from pakn_plugin.queries.narrowing import TURN
from pakn_plugin.queries.queues import Queue
from pakn_plugin.queries.reminders import MOST_AGENCIES, Late, late_by_party
from pakn_plugin.services.sweep import sweep
from pakn_plugin.states import Party, State
from tests.factories import AgencyFactory, Cases, World

SignIn = Callable[[Actor], Client]
MONTH = timedelta(days=30)
MARK = "Đã báo cấp trên"


def listed(client: Client) -> str:
    return client.get(reverse("pakn_desk:index"), {"queue": "all"}).content.decode()


def test_a_late_case_that_was_reported_above_is_marked(
    world: World, case_in: Cases, now: datetime, at_desk: SignIn
) -> None:
    case = case_in(State.PROCESSING)
    client = at_desk(world.supervisor)
    assert MARK not in listed(client)
    assert case.remind_at
    sweep(case.remind_at)
    assert MARK not in listed(client)
    sweep(now + MONTH)
    assert MARK in listed(client)


def test_the_history_says_who_was_told(world: World, case_in: Cases, now: datetime, at_desk: SignIn) -> None:
    case = case_in(State.PROCESSING)
    sweep(now + MONTH)
    page = at_desk(world.a.officer).get(reverse("pakn_desk:case", args=[case.pk])).content.decode()
    assert "Nhắc hạn" in page
    assert "báo bộ phận theo dõi, giám sát" in page


def test_the_mark_costs_no_query(
    world: World, case_in: Cases, now: datetime, django_assert_num_queries: Callable[[int], Any]
) -> None:
    from pakn_plugin.queries import desk

    for _ in range(3):
        case_in(State.PROCESSING)
    sweep(now + MONTH)
    with django_assert_num_queries(1):
        rows = desk.page_of(Case.objects.filter(state=State.PROCESSING), among=()).rows
        assert [row.told_above for row in rows] == [True] * 3  # type: ignore[attr-defined]


def test_agencies_are_ordered_by_their_late_cases_in_one_query(
    world: World, case_in: Cases, now: datetime, django_assert_num_queries: Callable[[int], Any]
) -> None:
    for _ in range(2):
        case_in(State.PROCESSING)
    Case.objects.filter(pk=case_in(State.PROCESSING).pk).update(agency=world.b.agency)
    Case.objects.filter(pk=case_in(State.PROCESSING).pk).update(restricted=True)
    for _ in range(MOST_AGENCIES):
        Case.objects.filter(pk=case_in(State.TRANSFERRED).pk).update(agency=AgencyFactory(name="Z"))
    assert late_by_party(now) == []
    with django_assert_num_queries(1):
        found = late_by_party(now + MONTH)
    agency = Party.AGENCY
    assert found[:2] == [Late(agency, world.a.agency.pk, "Sở A", 2), Late(agency, world.b.agency.pk, "Sở B", 1)]
    assert len(found) == MOST_AGENCIES


def test_the_panel_adds_up_to_the_queue_and_each_number_leads_to_its_cases(
    world: World, case_in: Cases, at_desk: SignIn
) -> None:
    for state in (State.SUBMITTED, State.RECEIVED, State.PROCESSING, State.UNDER_REVIEW, State.ANSWERED):
        case_in(state)
    asking = case_in(State.ANSWERED)
    Case.objects.filter(pk=asking.pk).update(word_by="handler", word_since=asking.filed_at, word_due_at=asking.filed_at)
    client, now = at_desk(world.supervisor), timezone.now()
    tiles = tiles_of(client)
    assert sum(number for number, _url in tiles) == desk.counts(world.supervisor, [Queue.LATE], now)[Queue.LATE] == 5
    for number, url in tiles:
        assert len(client.get(url).context["lines"]) == number
    turns = dict(TURN)
    for party, condition in turns.items():
        others = [other for key, other in turns.items() if key != party]
        assert not any(Case.objects.filter(condition & other).exists() for other in others)


def tiles_of(client: Client) -> list[tuple[int, str]]:
    page = client.get(reverse("wagtailadmin_home")).content.decode()
    part = page[page.index("Quá hạn đang chờ ai") :]
    found = re.findall(r'href="([^"]*queue=late[^"]*turn=[^"]*)"[^>]*><strong>(\d+)<', part)
    return [(int(number), unescape(url)) for url, number in found]


def test_the_panel_is_there_for_those_who_watch_over_all(world: World, case_in: Cases, at_desk: SignIn) -> None:
    case_in(State.PROCESSING)
    home = reverse("wagtailadmin_home")
    for watches in (world.supervisor, world.operator_leader):
        page = at_desk(watches).get(home).content.decode()
        assert "Quá hạn đang chờ ai" in page
        assert f"queue=late&amp;turn=agency&amp;agency={world.a.agency.pk}" in page
    for works in (world.operator, world.a.leader, world.a.officer, world.reviewer):
        assert "Quá hạn đang chờ ai" not in at_desk(works).get(home).content.decode()


def test_an_edited_rule_plans_the_reminders_anew(world: World, at_desk: SignIn) -> None:
    asked: list[tuple[object, ...]] = []
    client = at_desk(world.superuser)
    values = {"when": "at", "amount": 0, "unit": "working_days", "stage": "", "audience": "up", "active": "on"}
    with mock.patch("pakn_plugin.services.reminders.async_task", lambda *args: asked.append(args)):
        assert client.post("/admin/pakn/reminderrule/create/", values).status_code == 302
        rule = ReminderRule.objects.get()
        assert client.post(f"/admin/pakn/reminderrule/edit/{rule.pk}/", values | {"amount": 1}).status_code == 302
    assert asked == [("pakn_plugin.tasks.plan_reminders", 0)] * 2
