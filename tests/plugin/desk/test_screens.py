"""The list, the case, photos and contacts: who sees what, at what price."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pakn_plugin.access import Actor
from pakn_plugin.desk.permissions import staff_group
from pakn_plugin.desk.words import due_of, time_left
from pakn_plugin.models import Photo
from pakn_plugin.pictures import clean_picture
from pakn_plugin.queries import desk
from pakn_plugin.queries.queues import Queue, queues_of
from pakn_plugin.services import conversation, photos
from pakn_plugin.states import State
from tests.factories import CaseFactory, Cases, UserFactory, World

SignIn = Callable[[Actor], Client]
INDEX = "/admin/pakn/cases/"
# Wagtail asks 8 questions for any admin page of ours; the list itself asks 4.
MOST_QUERIES = 12


def file_many(world: World, number: int, now: datetime) -> None:
    for hour in range(number):
        CaseFactory(now=now + timedelta(hours=hour), topic=world.topic, area=world.area)


def codes_on(page: Any) -> list[str]:
    return [line.code for line in page.context["lines"]]


def test_the_list_takes_few_queries_however_long_it_is(world: World, at_desk: SignIn, now: datetime) -> None:
    client = at_desk(world.operator)
    file_many(world, 1, now)
    client.get(INDEX)
    with CaptureQueriesContext(connection) as short:
        client.get(INDEX)
    file_many(world, 24, now)
    with CaptureQueriesContext(connection) as full:
        page = client.get(INDEX)
    assert len(page.context["lines"]) == 25
    assert len(full) == len(short)
    assert len(full) <= MOST_QUERIES, [query["sql"][:120] for query in full]


def test_pages_follow_each_other_without_gap_or_repetition(world: World, at_desk: SignIn, now: datetime) -> None:
    file_many(world, 60, now)
    client, url, found = at_desk(world.operator), f"{INDEX}?queue=all", []
    while url:
        page = client.get(url)
        found += codes_on(page)
        url = page.context["next_url"]
    assert len(found) == len(set(found)) == 60


def test_what_is_due_first_stands_first_and_ended_cases_last(
    world: World, case_in: Cases, at_desk: SignIn, now: datetime
) -> None:
    closed = case_in(State.CLOSED)
    late = case_in(State.SUBMITTED, now=now - timedelta(days=9))
    young = case_in(State.SUBMITTED)
    assert codes_on(at_desk(world.operator).get(f"{INDEX}?queue=all")) == [late.code, young.code, closed.code]


def test_counts_stop_at_the_cap(world: World, at_desk: SignIn, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "CAP", 3)
    file_many(world, 6, now)
    tabs = at_desk(world.operator).get(INDEX).context["tabs"]
    assert tabs[0]["count"] == "3+"


def test_search_finds_a_code_and_words_without_marks(world: World, case_in: Cases, at_desk: SignIn) -> None:
    lamp, dump = case_in(State.SUBMITTED), case_in(State.ANSWERED, text="Bãi rác cuối đường Đống Đa bốc mùi.")
    client = at_desk(world.operator)
    assert codes_on(client.get(INDEX, {"q": "dong da bai rac"})) == [dump.code]
    assert codes_on(client.get(INDEX, {"q": lamp.code.lower(), "queue": "answered"})) == [lamp.code]
    assert codes_on(client.get(INDEX, {"q": "khong co gi"})) == []


def test_filters_narrow_and_nonsense_is_ignored(world: World, case_in: Cases, at_desk: SignIn) -> None:
    case = case_in(State.PROCESSING)
    client = at_desk(world.operator)
    chosen = {"queue": "all", "topic": world.topic.pk, "area": world.area.pk, "agency": world.a.agency.pk}
    assert codes_on(client.get(INDEX, chosen)) == [case.code]
    assert codes_on(client.get(INDEX, {**chosen, "agency": world.b.agency.pk})) == []
    assert codes_on(client.get(INDEX, {"queue": "x", "topic": "x", "after": "9" * 40, "level": "x"})) == []


def test_my_work_is_what_waits_for_my_hand(world: World, case_in: Cases, at_desk: SignIn) -> None:
    cases = {state: case_in(state) for state in State}
    mine = {
        world.operator: [State.SUBMITTED, State.RECEIVED],
        world.a.coordinator: [State.TRANSFERRED],
        world.a.officer: [State.PROCESSING],
        world.a.second_officer: [],
        world.a.leader: [State.AWAITING_APPROVAL],
        world.reviewer: [State.UNDER_REVIEW],
    }
    for actor, states in mine.items():
        shown = set(codes_on(at_desk(actor).get(f"{INDEX}?queue=mine")))
        assert {cases[state].code for state in states} <= shown
        assert not shown & {case.code for state, case in cases.items() if state not in states}


def test_roles_see_the_queues_they_need(world: World) -> None:
    assert Queue.INCOMING in queues_of(world.operator)
    assert Queue.INCOMING not in queues_of(world.a.officer)
    assert Queue.MINE not in queues_of(world.supervisor)


def test_an_agency_sees_only_its_own_cases(world: World, case_in: Cases, at_desk: SignIn) -> None:
    case = case_in(State.PROCESSING)
    assert codes_on(at_desk(world.a.second_officer).get(f"{INDEX}?queue=all")) == [case.code]
    assert codes_on(at_desk(world.b.officer).get(f"{INDEX}?queue=all")) == []


def test_the_front_page_shows_the_desk_to_staff_and_not_to_editors(world: World, at_desk: SignIn) -> None:
    page = at_desk(world.operator).get("/admin/").content.decode()
    assert "pakn-work" in page
    assert INDEX in page
    editor = UserFactory()
    editor.groups.add(staff_group())
    client = Client()
    client.force_login(editor)
    page = client.get("/admin/").content.decode()
    assert "pakn-work" not in page
    assert INDEX not in page
    assert client.get(INDEX).status_code == 404


def test_staff_see_no_editors_menu(world: World, at_desk: SignIn) -> None:
    page = at_desk(world.a.officer).get("/admin/").content.decode()
    for noise in ("/admin/images/", "/admin/documents/", "/admin/pakn/topic/"):
        assert noise not in page


def test_the_reporter_is_shown_by_need(world: World, case_in: Cases, at_desk: SignIn) -> None:
    case = case_in(State.PROCESSING, email="kin@example.vn")
    url = reverse("pakn_desk:case", args=[case.pk])
    shown = {
        actor: ["kin@example.vn" in getattr(at_desk(actor), verb)(url).content.decode() for verb in ("get", "post")]
        for actor in (world.operator, world.a.coordinator, world.a.officer, world.a.leader, world.a.second_officer)
    }
    assert list(shown.values()) == [[True, True], [False, True], [False, True], [False, False], [False, False]]
    assert "kin@example.vn" not in at_desk(world.reviewer).get(url + "?contact=1").content.decode()


def test_citizens_text_is_escaped_and_keeps_its_direction(world: World, case_in: Cases, at_desk: SignIn) -> None:
    case = case_in(State.SUBMITTED, text="<script>alert(1)</script> مرحبا")
    page = at_desk(world.operator).get(reverse("pakn_desk:case", args=[case.pk])).content.decode()
    assert "<script>alert(1)" not in page
    assert 'dir="auto"' in page


def test_photos_are_for_those_who_may_open_the_case(
    world: World, case_in: Cases, at_desk: SignIn, picture: SimpleUploadedFile
) -> None:
    case, other = case_in(State.PROCESSING), case_in(State.PROCESSING)
    photos.attach(case, [clean_picture(picture.read())])
    photo = Photo.objects.get(case=case)
    url = reverse("pakn_desk:photo", args=[case.pk, photo.pk, "small"])
    found = at_desk(world.a.officer).get(url)
    assert (found.status_code, found["Content-Type"]) == (200, "image/jpeg")
    assert b"".join(found.streaming_content)[:2] == b"\xff\xd8"
    assert at_desk(world.b.officer).get(url).status_code == 404
    assert Client().get(url).status_code == 302
    crossed = reverse("pakn_desk:photo", args=[other.pk, photo.pk, "full"])
    assert at_desk(world.a.officer).get(crossed).status_code == 404


def test_a_long_case_takes_no_more_queries_than_a_short_one(
    world: World, case_in: Cases, at_desk: SignIn, now: datetime
) -> None:
    case, client = case_in(State.PROCESSING), at_desk(world.a.officer)
    url = reverse("pakn_desk:case", args=[case.pk])
    for _first in range(2):
        client.get(url)
        conversation.add_note(case.pk, world.a.officer, "Một.", now)
        conversation.send_message(case.pk, world.a.officer, "Một.", now)
    with CaptureQueriesContext(connection) as short:
        client.get(url)
    for number in range(10):
        conversation.add_note(case.pk, world.a.officer, f"Ghi chú {number}.", now)
        conversation.send_message(case.pk, world.a.officer, f"Tin {number}.", now)
    with CaptureQueriesContext(connection) as long:
        client.get(url)
    assert len(long) == len(short)


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        (-72, "quá hạn 3 ngày"),
        (-2, "quá hạn 2 giờ"),
        (-0.5, "quá hạn dưới 1 giờ"),
        (3, "hôm nay, đến 12:00"),
        (48, "còn 2 ngày"),
    ],
)
def test_due_moments_in_words(hours: float, words: str, now: datetime) -> None:
    assert time_left(now + timedelta(hours=hours), now) == words


def test_a_citizens_limit_is_not_our_delay(case_in: Cases, now: datetime) -> None:
    assert due_of(case_in(State.NEEDS_INFO), now + timedelta(days=90)).kind == "rest"
    assert due_of(case_in(State.SUBMITTED), now + timedelta(days=90)).kind == "late"
    assert due_of(case_in(State.SUBMITTED), now).kind == "soon"
    assert due_of(case_in(State.CLOSED), now).at is None
