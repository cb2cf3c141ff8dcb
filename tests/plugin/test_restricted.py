"""A complaint or denunciation is found by no door: every address × role, mails, exports, logs, figures."""

import logging
from datetime import datetime
from typing import Any

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from django_q.models import OrmQ

from pakn_plugin import links
from pakn_plugin.access import Actor
from pakn_plugin.models import Case, Event, Notification, Viewing
from pakn_plugin.pictures import Picture
from pakn_plugin.services import handling, outbox, photos, restriction, transfer
from pakn_plugin.states import Action, Role, State
from tests.factories import Cases, RefusalReasonFactory, World, citizen, person, unsent
from tests.matrix.test_addresses import NAMES, OF_A_CASE, VERBS, address, people, signed_in
from tests.signing import whenever

CANARY = "Hoàng Yến Kín"
TEXT = f"Tôi tố cáo ông {CANARY} nhận tiền."


@pytest.fixture
def named(world: World) -> Actor:
    return person(Role.CONFIDENTIAL, world.operators, "named")


@pytest.fixture
def hidden(world: World, named: Actor, case_in: Cases, now: datetime) -> Case:
    """A case full of the canary that agency A once had and gave back; then it was marked."""
    case = case_in(State.TRANSFERRED, text=TEXT, address=CANARY, name=CANARY, phone="+84905123456")
    photos.attach(case, [Picture(b"jpeg", b"jpeg", 1, 1)])
    with unsent():
        transfer.decline(case.pk, world.a.coordinator, "Không thuộc.", None, now)
        restriction.restrict(case.pk, world.operator, now)
    return Case.objects.get(pk=case.pk)


def signs(case: Case, content: str) -> list[str]:
    return [sign for sign in (CANARY, case.code, case.reporter.email) if sign in content]


@pytest.mark.one_database("postgresql")
@pytest.mark.parametrize("verb", VERBS)
def test_every_address_is_a_plain_404_for_everybody_else(verb: str, world: World, hidden: Case) -> None:
    before = Event.objects.count()
    for who, actor in people(world):
        client = signed_in(actor.user)
        for name in OF_A_CASE:
            data = {"case": hidden.pk} if verb == "post" and name.startswith("bulk_") else {}
            response = getattr(client, verb)(address(name, hidden), data)
            assert response.status_code == 404, (who, name, verb)
            assert signs(hidden, response.content.decode()) == [], (who, name)
    assert Event.objects.count() == before
    assert not Viewing.objects.exists()


def content_of(response: Any) -> str:
    streaming = response.streaming
    raw = b"".join(response.streaming_content) if streaming else response.content
    return str(raw.decode(errors="replace"))


def test_lists_search_filters_exports_and_counts_do_not_know_it(
    world: World, hidden: Case, case_in: Cases, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    other = case_in(State.RECEIVED, text="Đèn tắt.", name="Khác")
    listing = reverse("pakn_desk:index")
    queries = (
        "?queue=all",
        f"?queue=all&q={CANARY}",
        f"?queue=all&q={hidden.code}",
        "?queue=restricted",
        "?queue=mine",
    )
    pages = [listing + query for query in queries]
    pages += [reverse("pakn_desk:export", args=[kind]) + "?queue=all" for kind in ("csv", "xlsx")]
    pages += [reverse("pakn_desk:case", args=[other.pk]), reverse("pakn_desk:merge", args=[other.pk])]
    for who, actor in people(world):
        client = signed_in(actor.user)
        for page in pages:
            found = signs(hidden, content_of(client.get(page)))
            assert [sign for sign in found if sign not in page] == [], (who, page)
        merged = client.post(reverse("pakn_desk:merge", args=[other.pk]), {"main": hidden.code})
        assert CANARY not in merged.content.decode()
        assert client.get(reverse("pakn_desk:next")).headers.get("Location", "") != reverse(
            "pakn_desk:case", args=[hidden.pk]
        )
    assert [line for line in caplog.messages if CANARY in line and "?" not in line] == []


def test_the_same_code_and_the_same_words_find_it_for_a_named_person(named: Actor, hidden: Case) -> None:
    client = signed_in(named.user)
    for query in (f"?queue=all&q={hidden.code}", "?queue=restricted", "?queue=mine"):
        assert hidden.code in client.get(reverse("pakn_desk:index") + query).content.decode(), query


def test_an_ended_one_stays_in_the_queue_of_named_people(named: Actor, hidden: Case, now: datetime) -> None:
    with unsent():
        handling.refuse(hidden.pk, named, RefusalReasonFactory(restricted=True), "Ban Tiếp công dân.", now)
    assert hidden.code in signed_in(named.user).get(reverse("pakn_desk:index") + "?queue=restricted").content.decode()


def test_named_people_see_it_and_each_kind_of_look_is_recorded(named: Actor, hidden: Case) -> None:
    client = signed_in(named.user)
    for name in ("case", "print", "photo", "note", "case"):
        assert client.get(address(name, hidden)).status_code == 200, name
    assert list(Viewing.objects.values_list("case", "user", "what")) == [(hidden.pk, named.user.pk, "case")]
    assert hidden.reporter.email not in client.get(address("case", hidden)).content.decode()
    page = client.post(address("case", hidden)).content.decode()
    assert hidden.reporter.email in page
    assert "Ai đã xem" in page
    assert set(Viewing.objects.values_list("what", flat=True)) == {"case", "reporter"}


def test_who_filed_an_ordinary_case_is_shown_by_a_recorded_press(world: World, case_in: Cases) -> None:
    case = case_in(State.PROCESSING, email="kin@example.vn")
    url, client = reverse("pakn_desk:case", args=[case.pk]), signed_in(world.a.coordinator.user)
    assert "kin@example.vn" not in client.get(url + "?contact=1").content.decode()
    assert not Viewing.objects.exists()
    assert "kin@example.vn" in client.post(url).content.decode()
    assert [(look.user, look.what) for look in Viewing.objects.all()] == [(world.a.coordinator.user, "reporter")]
    assert signed_in(world.a.leader.user).post(url).status_code == 403
    seen = {who: "Ai đã xem" in signed_in(actor.user).get(url).content.decode() for who, actor in people_of(world)}
    assert seen == {"operator": False, "operator_leader": True, "supervisor": True, "officer": False}


def people_of(world: World) -> list[tuple[str, Actor]]:
    top = [(role, getattr(world, role)) for role in ("operator", "operator_leader", "supervisor")]
    return [*top, ("officer", world.a.officer)]


def test_mails_of_other_people_and_task_names_say_nothing(world: World, named: Actor, hidden: Case) -> None:
    for row in Notification.objects.filter(event__case=hidden, sent_at=None):
        outbox.deliver(row.pk, timezone.now())
    others = [message for message in mail.outbox if message.to != [hidden.reporter.email]]
    assert {message.to[0] for message in others} == {named.user.email}
    assert all(CANARY not in message.body + message.subject for message in others)
    assert all(CANARY not in str(task.task()) for task in OrmQ.objects.all())


def test_the_citizen_still_follows_and_answers(hidden: Case, client: Any, now: datetime) -> None:
    page = client.get(reverse("pakn:follow", args=[links.token_for(hidden)]))
    assert page.status_code == 200
    assert CANARY in page.content.decode()
    assert "Đánh dấu" not in page.content.decode()
    with unsent():
        handling.withdraw(hidden.pk, citizen(hidden.pk), now)
    assert Case.objects.get(pk=hidden.pk).state == State.WITHDRAWN


def test_the_form_to_print_is_there_for_the_refused_reporter_only(
    hidden: Case, named: Actor, client: Any, now: datetime
) -> None:
    url = reverse("pakn:petition", args=[links.token_for(hidden)])
    assert client.get(url).status_code == 404
    with unsent():
        reason = RefusalReasonFactory(restricted=True, guidance="Đến Ban Tiếp công dân tỉnh.")
        handling.refuse(hidden.pk, named, reason, reason.guidance, now)
    assert whenever(url).search(client.get(links.follow_path(hidden)).content.decode())
    page = client.get(url)
    assert "ĐƠN TỐ CÁO" in page.content.decode()
    assert "Ban Tiếp công dân" in page.content.decode()
    assert "no-store" in page.headers["Cache-Control"]
    assert "ĐƠN KHIẾU NẠI" in client.get(url + "?mau=khieu-nai").content.decode()
    assert CANARY not in page.content.decode()


def test_the_screen_hints_and_the_button_takes_the_case_away(world: World, case_in: Cases) -> None:
    case, plain = case_in(State.SUBMITTED, text=TEXT), case_in(State.SUBMITTED)
    client = signed_in(world.operator.user)
    assert "Có thể là đơn khiếu nại, tố cáo" in client.get(address("case", case)).content.decode()
    assert "Có thể là đơn khiếu nại, tố cáo" not in client.get(address("case", plain)).content.decode()
    for _click in range(2):
        response = client.post(reverse("pakn_desk:restrict", args=[case.pk]), {"key": "mot"})
        assert response.headers["Location"] == reverse("pakn_desk:index")
    assert Case.objects.get(pk=case.pk).events.filter(action=Action.RESTRICT).count() == 1
    assert client.post(reverse("pakn_desk:restrict", args=[case.pk]), {"key": "hai"}).status_code == 404


def test_every_address_is_walked() -> None:
    assert {"restrict", "lift", "print", "photo"} <= set(NAMES)
