"""Staff file on a citizen's behalf: the original's moment starts the clock, one form makes one case."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from pakn_plugin.access import NotAllowed
from pakn_plugin.models import ActorKind, Case, Holding, Notification
from pakn_plugin.services import intake
from pakn_plugin.states import Action, State
from tests.factories import Cases, FilingFactory, World, unsent
from tests.matrix.test_addresses import signed_in

URL = reverse("pakn_desk:file")


def typed(world: World, **changed: Any) -> dict[str, Any]:
    moment = timezone.localtime() - timedelta(days=2)
    return {
        "key": uuid.uuid4(),
        "channel": "hotline",
        "filed_at": moment.strftime("%Y-%m-%dT%H:%M"),
        "text": "Đèn đường tắt từ tuần trước.",
        "topic": world.topic.pk,
        "area": world.area.pk,
        "name": "Lê Thị Ba",
        "phone": "0905 123 456",
        "consent": "on",
    } | changed


def post(client: Client, data: dict[str, Any]) -> Any:
    with unsent():
        return client.post(URL, data)


def test_what_came_by_phone_becomes_a_case_whose_clock_starts_with_the_call(world: World) -> None:
    data = typed(world, email="ba@example.vn")
    response = post(signed_in(world.operator.user), data)
    case = Case.objects.get()
    assert response.headers["Location"] == reverse("pakn_desk:filed", args=[case.filing_key])
    assert (case.channel, case.state, case.text) == ("hotline", State.SUBMITTED, data["text"])
    assert timezone.localtime(case.filed_at).strftime("%Y-%m-%dT%H:%M") == data["filed_at"]
    assert Holding.objects.get(case=case).began_at == case.filed_at == case.state_since
    assert case.deadlines.get().began_at == case.filed_at
    event = case.events.get()
    assert (event.action, event.actor_kind, event.actor) == (Action.FILE, ActorKind.STAFF, world.operator.user)
    filed, due = (timezone.localtime(moment).isoformat() for moment in (case.filed_at, case.due_at))
    assert event.data == {"channel": "hotline", "photos": 0, "due": due, "filed_at": filed}
    assert event.at - case.filed_at > timedelta(days=1)
    assert Notification.objects.filter(template="filed", reporter=case.reporter).exists()


def test_the_screen_after_it_has_what_is_read_out(world: World) -> None:
    client = signed_in(world.operator.user)
    page = client.get(post(client, typed(world)).headers["Location"])
    case = Case.objects.get()
    content = page.content.decode()
    assert case.code in content
    assert timezone.localtime(case.due_at).strftime("%H:%M %d/%m/%Y") in content
    assert "Lê Thị Ba" not in content
    for other in (world.second_operator, world.a.coordinator, world.reviewer):
        assert signed_in(other.user).get(page.request["PATH_INFO"]).status_code == 404


def test_a_coordinator_files_too_and_the_case_goes_to_the_operator(world: World) -> None:
    client = signed_in(world.a.coordinator.user)
    response = post(client, typed(world, channel="counter", phone="", contact_address="12 Trần Phú"))
    case = Case.objects.get()
    assert case.reporter.address == "12 Trần Phú"
    assert client.get(response.headers["Location"]).status_code == 200
    assert client.get(reverse("pakn_desk:case", args=[case.pk])).status_code == 404
    assert case.code in signed_in(world.operator.user).get(reverse("pakn_desk:index")).content.decode()


def test_the_same_form_twice_is_one_case(world: World) -> None:
    client, data = signed_in(world.operator.user), typed(world)
    assert post(client, data).headers["Location"] == post(client, data).headers["Location"]
    assert Case.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"filed_at": "2999-01-01T08:00"}, "tương lai"),
        ({"filed_at": "2020-01-01T08:00"}, "quá 60 ngày"),
        ({"phone": ""}, "ít nhất một cách liên hệ với"),
        ({"consent": ""}, "Cần có sự đồng ý"),
        ({"channel": "web"}, "web"),
        ({"text": " "}, "bắt buộc"),
    ],
)
def test_what_is_wrong_comes_back_as_it_was_typed(changed: dict[str, str], said: str, world: World) -> None:
    response = post(signed_in(world.operator.user), typed(world, **changed))
    assert response.status_code == 200
    assert said in response.content.decode()
    assert "Lê Thị Ba" in response.content.decode()
    assert not Case.objects.exists()


def test_other_cases_of_the_same_phone_are_pointed_out(world: World, case_in: Cases) -> None:
    recent = case_in(State.SUBMITTED, phone="+84905123456", now=timezone.now() - timedelta(days=29))
    old = case_in(State.SUBMITTED, phone="+84905123456", now=timezone.now() - timedelta(days=31))
    client = signed_in(world.operator.user)
    content = client.get(post(client, typed(world)).headers["Location"]).content.decode()
    assert recent.code in content
    assert old.code not in content


def test_nobody_else_files_for_others(world: World) -> None:
    for who in (world.a.officer, world.a.leader, world.reviewer, world.supervisor, world.superuser):
        client = signed_in(who.user)
        assert client.get(URL).status_code == post(client, typed(world)).status_code == 404
        with pytest.raises(NotAllowed):
            intake.file_case(
                FilingFactory(topic=world.topic, area=world.area, entered_by=who, filed_at=timezone.now()),
                timezone.now(),
            )
    assert not Case.objects.exists()


def test_an_original_never_comes_from_the_future(world: World) -> None:
    now = timezone.now()
    filing = FilingFactory(
        topic=world.topic, area=world.area, entered_by=world.operator, filed_at=now + timedelta(minutes=1)
    )
    with pytest.raises(ValueError, match="future"):
        intake.file_case(filing, now)


def test_the_list_offers_it_to_those_who_may(world: World) -> None:
    for who, may in ((world.operator, True), (world.a.coordinator, True), (world.a.officer, False)):
        assert (URL in signed_in(who.user).get(reverse("pakn_desk:index")).content.decode()) == may
