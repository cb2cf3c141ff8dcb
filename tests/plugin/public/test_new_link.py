"""The link to one's own case: forged, too old, changed or another's, it opens nothing and says the same."""

import re
from typing import Any

import pytest
from django.core import mail
from django.core.signing import dumps
from django.test import Client
from django.urls import reverse

from pakn_plugin import links
from pakn_plugin.access import NotAllowed
from pakn_plugin.models import Case, Event
from pakn_plugin.services import own_link
from pakn_plugin.states import State
from tests.factories import Cases, World, citizen
from tests.signing import whenever


def path(token: str) -> str:
    return reverse("pakn:follow", args=[token])


def change(client: Client, case: Case, **data: Any) -> Any:
    return client.post(links.follow_path(case), {"do": "new_link", **data})


def plain(response: Any) -> tuple[int, str]:
    """Status and words of a page; what differs by chance or by its address is left out."""
    page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"|nonce="[^"]*"', "", response.content.decode())
    return response.status_code, page.replace(response.request["PATH_INFO"], "").replace("/en", "")


def test_forged_expired_changed_and_foreign_links_answer_alike(
    client: Client, case_in: Cases, settings: Any, world: World
) -> None:
    case, other = case_in(State.PROCESSING), case_in(State.PROCESSING)
    old = links.token_for(case)
    foreign = dumps([case.pk, other.link_key], salt=links.SALT)
    own_link.revoke(case.pk, citizen(case.pk), case.filed_at)
    answers = {
        "forged": client.get(path(old[:-3] + "abc")),
        "nonsense": client.get(path("x")),
        "changed": client.get(path(old)),
        "another's key": client.get(path(foreign)),
        "posted": client.post(path(old), {"do": "answer", "text": "Xin chào"}),
    }
    settings.PAKN_LINK_DAYS = -1
    answers["too old"] = client.get(path(links.token_for(other)))
    assert {plain(answer) for answer in answers.values()} == {plain(answers["nonsense"])}
    assert answers["changed"].status_code == 404
    assert not case.messages.exists()


@pytest.mark.parametrize("tail", ["", "da-gui/", "thoi-han/", "qr.svg", "anh/1/", "anh/1/nho/", "tai-lieu/1/", "don/"])
def test_a_changed_link_opens_none_of_its_pages(tail: str, client: Client, case_in: Cases) -> None:
    case = case_in(State.SUBMITTED)
    old = links.follow_path(case)
    own_link.revoke(case.pk, citizen(case.pk), case.filed_at)
    assert client.get(old + tail).status_code == 404


def test_the_citizen_changes_it_and_the_new_one_comes_by_mail_only(client: Client, case_in: Cases) -> None:
    case = case_in(State.PROCESSING)
    old = links.follow_path(case)
    answer = change(client, case, sure="on")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Mọi liên kết cũ đến phản ánh này đã hết hiệu lực." in page
    assert client.get(old).status_code == 404
    (sent,) = [each for each in mail.outbox if each.to == [case.reporter.email]]
    (new,) = set(re.findall(r"/phan-anh/theo-doi/\S+", sent.body))
    assert new not in page
    assert client.get(new).status_code == 200
    assert (Event.objects.filter(case=case).last().action, case.state) == ("revoke_link", State.PROCESSING)
    assert "Liên kết theo dõi được đổi; liên kết cũ hết hiệu lực." in client.get(new).content.decode()


def test_without_an_address_the_lookup_opens_it_again(client: Client, case_in: Cases) -> None:
    case = case_in(State.PROCESSING, email="", phone="+84905123456")
    answer = change(client, case, sure="on")
    assert "mã phản ánh và số điện thoại" in answer.content.decode()
    assert mail.outbox == []
    found = client.post(reverse("pakn:lookup"), {"code": case.code, "contact": "0905123456"})
    assert whenever(links.follow_path(Case.objects.get(pk=case.pk))).fullmatch(found["Location"])


def test_it_asks_twice(client: Client, case_in: Cases) -> None:
    case = case_in(State.PROCESSING)
    answer = change(client, case)
    assert answer.status_code == 422
    assert "Hãy đánh dấu để xác nhận đổi liên kết." in answer.content.decode()
    assert Case.objects.get(pk=case.pk).link_key == case.link_key


@pytest.mark.parametrize("state", list(State))
def test_the_operator_and_the_reporter_may_in_every_state(state: State, world: World, case_in: Cases) -> None:
    case = case_in(state)
    for actor in (world.operator, citizen(case.pk)):
        before = Case.objects.get(pk=case.pk).link_key
        assert own_link.revoke(case.pk, actor, case.filed_at).link_key != before
    for actor in (world.a.officer, world.a.leader, world.supervisor, world.superuser):
        with pytest.raises(NotAllowed):
            own_link.revoke(case.pk, actor, case.filed_at)
