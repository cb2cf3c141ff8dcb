"""The citizen's page: whose turn it is to write, what is new, and who counts as having read it."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from pakn_plugin import links
from pakn_plugin.models import Case
from pakn_plugin.services import conversation, seeing
from pakn_plugin.services.sweep import sweep
from pakn_plugin.states import State
from tests.factories import Cases, World, citizen, unsent

HTML = {"HTTP_ACCEPT": "text/html,application/xhtml+xml"}


def page(client: Client, case: Case, **headers: str) -> str:
    return client.get(links.follow_path(case), **headers).content.decode()


def seen(case: Case) -> datetime | None:
    return Case.objects.values_list("citizen_seen_at", flat=True).get(pk=case.pk)


def test_it_says_whose_turn_it_is(world: World, client: Client, case_in: Cases, now: datetime) -> None:
    case = case_in(State.PROCESSING)
    with unsent():
        conversation.answer_message(case.pk, citizen(case.pk), "Bao giờ xong?", now)
    told = page(client, case)
    assert "Đến lượt Sở A trả lời tin nhắn của bạn" in told
    assert "chậm nhất" in told and "Đã quá hạn" in told
    with unsent():
        conversation.send_message(case.pk, world.a.officer, "Ở trụ nào?", now, asks=True)
    asked = page(client, case)
    assert "Đến lượt bạn trả lời" in asked and "xin gửi trước" in asked
    with unsent():
        conversation.answer_message(case.pk, citizen(case.pk), "Trụ 3.", now)
        conversation.send_message(case.pk, world.a.officer, "Cảm ơn.", now)
    assert "Không có tin nhắn nào đang chờ trả lời." in page(client, case)


def test_what_came_since_the_last_visit_is_marked_once(
    world: World, client: Client, case_in: Cases, now: datetime
) -> None:
    case = case_in(State.PROCESSING)
    with unsent():
        conversation.send_message(case.pk, world.a.officer, "Lời cũ.", now)
        conversation.send_message(case.pk, world.a.officer, "Lời mới.", now + timedelta(hours=2))
    seeing.citizen_saw(case, now + timedelta(hours=1))
    assert "Mới từ lần bạn xem trước" in page(client, case, **HTML)
    again = page(client, case, **HTML)
    assert "Mới từ lần bạn xem trước" not in again


def test_a_first_visit_marks_nothing_as_new(world: World, client: Client, case_in: Cases, now: datetime) -> None:
    case = case_in(State.PROCESSING)
    with unsent():
        conversation.send_message(case.pk, world.a.officer, "Lời đầu.", now)
    assert "Mới từ lần bạn xem trước" not in page(client, case, **HTML)
    assert seen(case)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"HTTP_ACCEPT": "*/*"},
        HTML | {"HTTP_SEC_PURPOSE": "prefetch;prerender"},
        HTML | {"HTTP_PURPOSE": "prefetch"},
        HTML | {"HTTP_X_MOZ": "prefetch"},
        HTML | {"HTTP_SEC_FETCH_MODE": "no-cors"},
    ],
)
def test_machines_that_fetch_do_not_read(headers: dict[str, str], client: Client, case_in: Cases) -> None:
    case = case_in(State.PROCESSING)
    assert client.get(links.follow_path(case), **headers).status_code == 200
    assert seen(case) is None


def test_a_head_request_does_not_read(client: Client, case_in: Cases) -> None:
    case = case_in(State.PROCESSING)
    client.head(links.follow_path(case), **HTML)
    assert seen(case) is None


def test_reading_takes_no_step_and_moves_nothing(client: Client, case_in: Cases) -> None:
    case = case_in(State.ANSWERED)
    before: Any = vars(Case.objects.get(pk=case.pk)) | {"citizen_seen_at": None, "_state": None}
    page(client, case, **HTML)
    assert vars(Case.objects.get(pk=case.pk)) | {"citizen_seen_at": None, "_state": None} == before


def test_reminders_of_staff_are_not_told(client: Client, case_in: Cases, now: datetime) -> None:
    case = case_in(State.PROCESSING)
    with unsent():
        conversation.answer_message(case.pk, citizen(case.pk), "Bao giờ xong?", now)
        assert sweep(now + timedelta(days=60))["words_reminded"] == 1
    assert "Nhắc hạn" not in page(client, case)
