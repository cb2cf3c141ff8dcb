"""Somebody was faster: a clear message, nothing typed is lost, nothing is done twice."""

from collections.abc import Callable
from datetime import datetime

from django.test import Client
from django.urls import reverse

from pakn_plugin.access import Actor
from pakn_plugin.models import Case, Note
from pakn_plugin.services import handling, transfer
from pakn_plugin.states import State
from tests.factories import Cases, World

SignIn = Callable[[Actor], Client]
TYPED = "Một đoạn dài đã gõ mất mười phút."


def address(case: Case, action: str) -> str:
    return reverse(f"pakn_desk:{action}", args=[case.pk])


def test_a_conflict_answers_409_and_keeps_the_typing(
    world: World, case_in: Cases, at_desk: SignIn, now: datetime
) -> None:
    case, client = case_in(State.SUBMITTED), at_desk(world.operator)
    handling.refuse(case.pk, world.second_operator, world.reason, "Không rõ.", now)
    response = client.post(address(case, "request_info"), {"text": TYPED})
    page = response.content.decode()
    assert response.status_code == 409
    assert TYPED in page
    assert "vừa được người khác xử lý" in page


def test_a_form_that_came_too_late_leads_back_to_the_case(
    world: World, case_in: Cases, at_desk: SignIn, now: datetime
) -> None:
    case, client = case_in(State.SUBMITTED), at_desk(world.operator)
    handling.receive(case.pk, world.second_operator, now)
    response = client.get(address(case, "receive"), follow=True)
    assert response.redirect_chain == [(reverse("pakn_desk:case", args=[case.pk]), 302)]
    assert "Không còn làm được việc" in response.content.decode()


def test_a_second_click_does_nothing_twice(world: World, case_in: Cases, at_desk: SignIn) -> None:
    case, client = case_in(State.PROCESSING), at_desk(world.a.officer)
    form = {"text": TYPED, "key": client.get(address(case, "note")).context["key"]}
    assert [client.post(address(case, "note"), form).status_code for _click in range(2)] == [302, 302]
    assert Note.objects.filter(case=case).count() == 1


def test_a_faulty_form_may_be_sent_again_with_its_key(world: World, case_in: Cases, at_desk: SignIn) -> None:
    case, client = case_in(State.PROCESSING), at_desk(world.a.officer)
    assert client.post(address(case, "note"), {"text": "", "key": "k"}).status_code == 200
    assert client.post(address(case, "note"), {"text": TYPED, "key": "k"}).status_code == 302


def test_a_case_that_was_taken_away_leaves_the_typing_on_the_screen(
    world: World, case_in: Cases, at_desk: SignIn, now: datetime
) -> None:
    case, client = case_in(State.PROCESSING), at_desk(world.a.officer)
    transfer.send_back(case.pk, world.a.coordinator, "Không thuộc thẩm quyền.", None, now)
    seen = client.get(reverse("pakn_desk:case", args=[case.pk]), follow=True)
    assert seen.redirect_chain == [(reverse("pakn_desk:index"), 302)]
    assert "không còn ở đơn vị của bạn" in seen.content.decode()
    sent = client.post(address(case, "note"), {"text": TYPED})
    assert sent.status_code == 409
    assert TYPED in sent.content.decode()
    assert case.text not in sent.content.decode()
    assert not Note.objects.exists()


def test_without_the_right_the_form_is_not_shown(world: World, case_in: Cases, at_desk: SignIn) -> None:
    case, client = case_in(State.PROCESSING), at_desk(world.a.leader)
    assert client.get(address(case, "assign")).status_code == 403
    assert client.post(address(case, "assign"), {"officer": world.a.officer.user.pk}).status_code == 403
