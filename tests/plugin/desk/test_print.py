"""A case on paper: what this person sees, without menus, and who filed only where it stands open."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from pakn_plugin.access import Actor
from pakn_plugin.models import Case, Viewing
from pakn_plugin.services import conversation
from pakn_plugin.states import Role, State
from tests.factories import REPLY_TEXT, Cases, World, person

SignIn = Callable[[Actor], Client]


def paper(client: Client, pk: int, query: str = "") -> str:
    response = client.get(reverse("pakn_desk:print", args=[pk]) + query)
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    return response.content.decode()


def test_everything_of_the_case_is_on_the_paper(world: World, case_in: Cases, at_desk: SignIn, now: datetime) -> None:
    case = case_in(State.ANSWERED)
    conversation.add_note(case.pk, world.a.officer, "Chỉ nói trong phòng.", now)
    page = paper(at_desk(world.a.officer), case.pk)
    for part in (case.code, case.text, REPLY_TEXT, "Chỉ nói trong phòng.", "Đường đi giữa các cơ quan", "Sổ giữ việc"):
        assert part in page
    assert "Tiếp nhận" in page


def test_no_menu_no_button_no_foreign_file(world: World, case_in: Cases, at_desk: SignIn) -> None:
    page = paper(at_desk(world.operator), case_in(State.SUBMITTED).pk)
    for noise in ("wagtail-sidebar", "/refuse/", "/receive/", "http://", "https://", "<style", " style="):
        assert noise not in page


def test_the_reporter_is_printed_only_where_open(world: World, case_in: Cases, at_desk: SignIn) -> None:
    case = case_in(State.PROCESSING, email="kin@example.vn")
    assert "kin@example.vn" in paper(at_desk(world.operator), case.pk)
    url = reverse("pakn_desk:print", args=[case.pk])
    for actor in (world.a.coordinator, world.a.officer, world.a.leader, world.reviewer, world.superuser):
        assert "kin@example.vn" not in paper(at_desk(actor), case.pk, "?contact=1")
        assert at_desk(actor).post(url).status_code == 405


@pytest.mark.parametrize("verb", ["get", "head", "post", "put", "delete", "options"])
def test_a_foreign_case_is_not_printed(verb: str, world: World, case_in: Cases, at_desk: SignIn) -> None:
    url = reverse("pakn_desk:print", args=[case_in(State.PROCESSING).pk])
    assert getattr(at_desk(world.b.officer), verb)(url).status_code == 404


def test_the_case_links_to_its_paper(world: World, case_in: Cases, at_desk: SignIn) -> None:
    case = case_in(State.PROCESSING)
    page = at_desk(world.a.officer).get(reverse("pakn_desk:case", args=[case.pk])).content.decode()
    assert reverse("pakn_desk:print", args=[case.pk]) in page


def test_printing_a_denunciation_is_a_recorded_look_for_the_named_people_only(
    world: World, case_in: Cases, at_desk: SignIn
) -> None:
    case = case_in(State.SUBMITTED)
    Case.objects.filter(pk=case.pk).update(restricted=True)
    url = reverse("pakn_desk:print", args=[case.pk])
    for actor in (world.operator, world.operator_leader, world.superuser):
        assert at_desk(actor).get(url).status_code == 404
    named = person(Role.CONFIDENTIAL, world.operators)
    assert "mỗi lượt xem được ghi lại" in paper(at_desk(named), case.pk)
    assert list(Viewing.objects.values_list("user", "what")) == [(named.user.pk, "case")]
