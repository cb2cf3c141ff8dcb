"""The hot pages keep their budgets with everything of the dialogue on them: files, news, quiet hours, debts."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from pakn_plugin import links
from pakn_plugin.models import Case
from pakn_plugin.pictures import Picture
from pakn_plugin.queries import desk
from pakn_plugin.services import conversation
from pakn_plugin.states import State
from tests.factories import Cases, World, citizen, unsent
from tests.papers import paper
from tests.plugin.test_budgets import FILE, FOLLOW, LIST, REPLY, at_desk, at_most, copy_of, form  # noqa: F401

HTML = {"HTTP_ACCEPT": "text/html"}


@pytest.fixture(autouse=True)
def _as_in_life(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    """Tasks are rows, and there is a night."""
    from django_q.conf import Conf

    monkeypatch.setattr(Conf, "SYNC", False)
    settings.PAKN_QUIET_HOURS = ("21:00", "06:30", True)


def talked(case: Case, world: World, now: datetime) -> None:
    """Both sides with photos and documents; the last word is the citizen's."""
    files = [Picture(b"full", b"small", 4, 3)], [paper(), paper()]
    with unsent():
        conversation.send_message(case.pk, world.a.officer, "Xin xem bản vẽ.", now, *files)
        conversation.answer_message(case.pk, citizen(case.pk), "Đây là đơn.", now + timedelta(minutes=1), *files)


def test_the_own_page_with_files_and_news(world: World, case_in: Cases, client: Client, now: datetime) -> None:
    case = case_in(State.PROCESSING)
    talked(case, world, now)
    path = links.follow_path(case)
    for _first_stores_settings_second_keeps_them in range(2):
        client.get(path)
    Case.objects.filter(pk=case.pk).update(citizen_seen_at=now - timedelta(days=1))
    with at_most(FOLLOW) as asked:
        page = client.get(path, **HTML).content.decode()
    assert "Mới từ lần bạn xem trước" in page and page.count("/tai-lieu/") == 4
    assert any("citizen_seen_at" in sql and sql.startswith("UPDATE") for sql in asked.all)


@pytest.mark.parametrize("size", [25, 100])
def test_the_list_of_messages_to_answer(
    world: World,
    case_in: Cases,
    at_desk: Any,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
    now: datetime,
    size: int,
) -> None:
    made = case_in(State.PROCESSING)
    talked(made, world, now)
    made = Case.objects.get(pk=made.pk)
    Case.objects.bulk_create([copy_of(made, number) for number in range(size)])
    monkeypatch.setattr(desk.page, "__defaults__", ("", size))
    client, path = at_desk(world.a.officer), reverse("pakn_desk:index") + "?queue=to_answer"
    client.get(path)
    with at_most(LIST - 1):
        page = client.get(path)
    assert len(page.context["lines"]) == size
    assert all(line.word for line in page.context["lines"])
    assert any(line.is_new for line in page.context["lines"])  # the copies have no history


def test_a_reply_that_leaves_a_debt_open(world: World, case_in: Cases, at_desk: Any, now: datetime) -> None:  # noqa: F811
    client = at_desk(world.a.officer)
    for warm in (False, True):
        case = case_in(State.PROCESSING)
        talked(case, world, now)
        fields = {"text": "Đã thay bóng và kiểm tra cả dãy.", "key": f"khoa-{warm}", "submit": "1"}
        path = reverse("pakn_desk:draft_reply", args=[case.pk])
        with at_most(REPLY if warm else 3 * REPLY):
            assert client.post(path, fields).status_code == 302
        assert Case.objects.get(pk=case.pk).word_by == "handler"


def test_filing_while_there_is_a_night(world: World, client: Client) -> None:
    address = reverse("pakn:file")
    client.post(address, form(world))
    with at_most(FILE):
        assert client.post(address, form(world)).status_code == 302


@pytest.mark.parametrize("number", [1, 12])
def test_the_case_screen_does_not_grow_with_its_files(
    world: World,
    case_in: Cases,
    at_desk: Any,  # noqa: F811
    now: datetime,
    number: int,
) -> None:
    case = case_in(State.PROCESSING)
    for turn in range(number):
        talked(case, world, now + timedelta(hours=turn))
        with unsent():
            conversation.add_note(case.pk, world.a.officer, "Nội bộ.", now, (), [paper()])
    client, path = at_desk(world.a.officer), reverse("pakn_desk:case", args=[case.pk])
    client.get(path)
    with at_most(44):
        assert client.get(path).status_code == 200
