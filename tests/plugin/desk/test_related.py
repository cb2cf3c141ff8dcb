"""Cases beside a case: nearby ones, and those of the same person; few, ranked, visible ones only."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from pakn_plugin.access import Actor
from pakn_plugin.models import Case
from pakn_plugin.queries.related import nearby_cases, same_reporter_cases
from pakn_plugin.states import State
from tests.factories import AreaFactory, Cases, TopicFactory, UserFactory, World

SignIn = Callable[[Actor], Client]


def pks(cases: list[Case]) -> list[int]:
    return [case.pk for case in cases]


def test_the_address_ranks_and_the_newest_stands_first_among_equals(
    world: World, case_in: Cases, now: datetime
) -> None:
    other = case_in(State.SUBMITTED, address="12 Lê Hồng Phong", now=now - timedelta(days=1))
    newer = case_in(State.SUBMITTED, address="Chợ Đầm", now=now)
    same = case_in(State.SUBMITTED, address="hẻm 34, VO THI SAU", now=now - timedelta(days=9))
    case = case_in(State.SUBMITTED, address="34 Võ Thị Sáu")
    assert pks(nearby_cases(world.operator, case, now)) == [same.pk, newer.pk, other.pk]


def test_nearby_means_same_commune_same_field_and_half_a_year(world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.SUBMITTED)
    case_in(State.SUBMITTED, area=AreaFactory())
    case_in(State.SUBMITTED, topic=TopicFactory())
    case_in(State.SUBMITTED, now=now - timedelta(days=181))
    kept = case_in(State.SUBMITTED, now=now - timedelta(days=179))
    assert pks(nearby_cases(world.operator, case, now)) == [kept.pk]


def test_five_at_most_in_one_query(
    world: World, case_in: Cases, now: datetime, django_assert_num_queries: Callable[[int], Any]
) -> None:
    case = case_in(State.SUBMITTED, email="an@example.vn")
    for _number in range(7):
        case_in(State.SUBMITTED, email="an@example.vn")
    with django_assert_num_queries(1):
        assert len(nearby_cases(world.operator, case, now)) == 5
    with django_assert_num_queries(2):
        assert len(same_reporter_cases(world.operator, case)) == 5


def test_invisible_cases_are_nobodys_neighbours(world: World, case_in: Cases, now: datetime) -> None:
    case, foreign = case_in(State.PROCESSING), case_in(State.SUBMITTED)
    assert pks(nearby_cases(world.a.officer, case, now)) == []
    assert pks(nearby_cases(world.operator, case, now)) == [foreign.pk]
    Case.objects.filter(pk=foreign.pk).update(restricted=True)
    for actor in (world.operator, world.superuser):
        assert pks(nearby_cases(actor, case, now)) == []


def test_the_same_phone_mail_or_account_is_the_same_person(world: World, case_in: Cases, now: datetime) -> None:
    user = UserFactory()
    case = case_in(State.SUBMITTED, email="an@example.vn", phone="+84905123456", user=user)
    by_mail = case_in(State.SUBMITTED, email="an@example.vn", now=now - timedelta(days=3))
    by_phone = case_in(State.SUBMITTED, phone="+84905123456", now=now - timedelta(days=2))
    by_user = case_in(State.SUBMITTED, user=user, now=now - timedelta(days=1))
    case_in(State.SUBMITTED)
    assert pks(same_reporter_cases(world.operator, case)) == [by_user.pk, by_phone.pk, by_mail.pk]


def test_an_empty_contact_joins_nobody(world: World, case_in: Cases) -> None:
    case = case_in(State.SUBMITTED, email="", phone="+84905123456")
    case_in(State.SUBMITTED, email="", phone="+84905999999")
    assert same_reporter_cases(world.operator, case) == []


def test_same_person_is_told_only_where_the_person_stands_open(world: World, case_in: Cases) -> None:
    case = case_in(State.PROCESSING, email="an@example.vn")
    case_in(State.PROCESSING, email="an@example.vn")
    assert len(same_reporter_cases(world.operator, case)) == 1
    for actor in (world.a.coordinator, world.a.officer, world.reviewer, world.superuser):
        assert same_reporter_cases(actor, case) == []


def test_a_persons_denunciation_stays_hidden(world: World, case_in: Cases) -> None:
    case, hidden = (case_in(State.SUBMITTED, email="an@example.vn") for _number in range(2))
    Case.objects.filter(pk=hidden.pk).update(restricted=True)
    assert same_reporter_cases(world.operator, case) == []


def test_the_screen_shows_both_and_asks_no_more_for_more(world: World, case_in: Cases, at_desk: SignIn) -> None:
    lately = timezone.now() - timedelta(days=1)
    case, first = (case_in(State.SUBMITTED, email="an@example.vn", now=lately) for _number in range(2))
    client, url = at_desk(world.operator), reverse("pakn_desk:case", args=[case.pk])
    page = client.get(url).content.decode()
    assert "Cùng người gửi" in page
    assert page.count(first.code) == 2
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    for _number in range(4):
        case_in(State.SUBMITTED, email="an@example.vn", now=lately)
    with CaptureQueriesContext(connection) as more:
        client.get(url)
    assert len(more) == len(few)
