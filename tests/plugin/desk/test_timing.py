"""More time at the desk: who is offered what, what the leader sees before agreeing, and what is refused politely."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from pakn_plugin.access import Actor, allowed_actions
from pakn_plugin.models import Case, DeadlinePolicy, Pause, TimeRequest
from pakn_plugin.queries import desk
from pakn_plugin.queries.narrowing import Wanted
from pakn_plugin.queries.queues import Queue, queues_of
from pakn_plugin.services import time_requests
from pakn_plugin.states import Stage, State, Unit
from tests.factories import Cases, World

SignIn = Callable[[Actor], Client]
WHY = "Phải chờ vật tư từ thành phố khác, cuối tuần sau mới về."
Outcome = TimeRequest.Outcome


@pytest.fixture
def moment() -> datetime:
    """The desk lives now."""
    return timezone.now()


@pytest.fixture
def case(case_in: Cases, moment: datetime) -> Case:
    return case_in(State.PROCESSING, now=moment)


def address(case: Case, action: str) -> str:
    return reverse(f"pakn_desk:{action}", args=[case.pk])


def buttons(client: Client, case: Case) -> set[str]:
    page = client.get(address(case, "case"))
    return {button["url"].rstrip("/").rsplit("/", 1)[-1] for button in page.context["actions"]}


def test_the_officer_asks_the_leader_sees_the_new_due_moment_and_agrees(
    world: World, case: Case, at_desk: SignIn
) -> None:
    officer, leader = at_desk(world.a.officer), at_desk(world.a.leader)
    assert {"ask_extension", "ask_verification"} <= buttons(officer, case)
    assert "Nhiều nhất 7 ngày làm việc." in officer.get(address(case, "ask_extension")).content.decode()
    assert officer.post(address(case, "ask_extension"), {"amount": 3, "reason": WHY}).status_code == 302
    assert "ask_extension" not in buttons(officer, case)
    assert {"grant_extension", "refuse_extension"} <= buttons(leader, case)
    page = leader.get(address(case, "grant_extension"))
    shown = page.content.decode()
    assert WHY in shown
    assert timezone.localtime(page.context["due_then"]).strftime("%H:%M %d/%m/%Y") in shown
    seen = {"seen": page.context["waiting"].pk}
    assert leader.post(address(case, "grant_extension"), seen).status_code == 302
    after = Case.objects.get(pk=case.pk)
    assert after.due_at == page.context["due_then"] > case.due_at
    assert WHY in officer.get(address(case, "case")).content.decode()


def test_the_form_keeps_to_the_policy_and_wants_a_reason(
    world: World, case_in: Cases, at_desk: SignIn, moment: datetime
) -> None:
    DeadlinePolicy.objects.create(stage=Stage.EXTENSION, amount=2, unit=Unit.WORKING_DAYS, document="12/QĐ-UBND")
    case, client = case_in(State.PROCESSING, now=moment), at_desk(world.a.officer)
    response = client.post(address(case, "ask_extension"), {"amount": 3, "reason": "bận"})
    assert response.status_code == 200
    assert set(response.context["form"].errors) == {"amount", "reason"}
    assert "12/QĐ-UBND" in response.content.decode()
    assert not TimeRequest.objects.exists()


def test_after_the_due_moment_there_is_no_button_and_a_clear_refusal(
    world: World, case_in: Cases, at_desk: SignIn, moment: datetime
) -> None:
    late, client = case_in(State.PROCESSING, now=moment - timedelta(days=60)), at_desk(world.a.officer)
    assert not {"ask_extension", "ask_verification"} & buttons(client, late)
    assert "Đã quá hạn xử lý" in client.get(address(late, "ask_extension")).content.decode()
    response = client.post(address(late, "ask_extension"), {"amount": 1, "reason": WHY})
    assert response.status_code == 403
    assert "Đã quá hạn xử lý" in response.content.decode()
    assert WHY in response.content.decode()


def test_a_refusal_carries_a_remark_that_the_officer_reads(
    world: World, case: Case, at_desk: SignIn, moment: datetime
) -> None:
    asked = time_requests.ask_verification(case.pk, world.a.officer, 2, WHY, moment)
    leader = at_desk(world.a.leader)
    assert leader.post(address(case, "refuse_verification"), {"seen": asked.pk, "text": ""}).status_code == 200
    sent = {"seen": asked.pk, "text": "Có ảnh chụp là đủ."}
    assert leader.post(address(case, "refuse_verification"), sent).status_code == 302
    assert TimeRequest.objects.get().remark == "Có ảnh chụp là đủ."
    assert "Có ảnh chụp là đủ." in at_desk(world.a.officer).get(address(case, "case")).content.decode()


def test_the_leader_decides_about_what_was_on_the_screen(
    world: World, case: Case, at_desk: SignIn, moment: datetime
) -> None:
    time_requests.ask_extension(case.pk, world.a.officer, 1, WHY, moment)
    response = at_desk(world.a.leader).post(address(case, "grant_extension"), {"seen": "0"})
    assert response.status_code == 409
    assert "Đề nghị đã thay đổi" in response.content.decode()
    assert TimeRequest.objects.get().outcome == Outcome.PENDING


def test_the_second_leader_gets_a_clear_message(world: World, case: Case, at_desk: SignIn, moment: datetime) -> None:
    asked = time_requests.ask_extension(case.pk, world.a.officer, 1, WHY, moment)
    time_requests.grant_extension(case.pk, world.a.leader, moment)
    response = at_desk(world.a.leader).post(address(case, "refuse_extension"), {"seen": asked.pk, "text": "Không."})
    assert response.status_code == 409
    assert "vừa được quyết định" in response.content.decode()


def test_a_verification_is_granted_and_ended(world: World, case: Case, at_desk: SignIn, moment: datetime) -> None:
    officer, leader = at_desk(world.a.officer), at_desk(world.a.leader)
    assert officer.post(address(case, "ask_verification"), {"amount": 2, "reason": WHY}).status_code == 302
    page = leader.get(address(case, "grant_verification"))
    assert leader.post(address(case, "grant_verification"), {"seen": page.context["waiting"].pk}).status_code == 302
    assert Pause.objects.get().until == Case.objects.get(pk=case.pk).stage_due_at
    assert "end_verification" in buttons(officer, case)
    assert "Thời hạn đang tạm dừng để xác minh thực địa" in officer.get(address(case, "case")).content.decode()
    assert officer.post(address(case, "end_verification")).status_code == 302
    assert Pause.objects.get().ended_at
    assert "end_verification" not in buttons(officer, case)


def test_requests_wait_in_a_queue_of_the_leaders(world: World, case: Case, case_in: Cases, moment: datetime) -> None:
    case_in(State.PROCESSING, now=moment)
    assert Queue.TIME_ASKED in queues_of(world.a.leader)
    assert Queue.TIME_ASKED not in queues_of(world.a.officer)
    assert not desk.cases_for(world.a.leader, Wanted(Queue.TIME_ASKED), moment).exists()
    time_requests.ask_extension(case.pk, world.a.officer, 1, WHY, moment)
    assert desk.cases_for(world.a.leader, Wanted(Queue.TIME_ASKED), moment).get() == case
    assert not desk.cases_for(world.b.leader, Wanted(Queue.TIME_ASKED), moment).exists()


@pytest.mark.parametrize("who", ["officer", "leader", "coordinator"])
def test_what_is_offered_takes_few_queries(who: str, world: World, case: Case, moment: datetime) -> None:
    time_requests.ask_extension(case.pk, world.a.officer, 1, WHY, moment)
    actor: Any = getattr(world.a, who)
    with CaptureQueriesContext(connection) as queries:
        allowed_actions(actor, Case.objects.get(pk=case.pk))
    assert len(queries) <= 9
