"""One case from filing to the rated answer in the bare host, by HTTP alone. Run as a program; it fails loudly."""

import re
from typing import Any

import django
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.test.utils import setup_test_environment

REPLY = "Đã thay cả sáu bóng đèn trong ngày."


def main() -> None:
    django.setup()
    setup_test_environment()
    call_command("migrate", verbosity=0)
    call_command("seed_calendar", verbosity=0)
    from pakn_plugin.desk.permissions import staff_group
    from tests.factories import build_world

    world = build_world()
    staff = [world.operator, world.a.coordinator, world.a.officer, world.a.leader]
    staff_group().user_set.add(*[actor.user for actor in staff])
    pk = file_a_case(world)
    handle(pk, world)
    read_and_rate(pk)
    for path in ("/healthz", "/phan-anh/", "/phan-anh/thong-ke/"):
        expect(Client().get(path), 200)
    print("a whole life by HTTP")


def file_a_case(world: Any) -> int:
    from pakn_plugin.models import Case

    browser = Client(enforce_csrf_checks=True)
    page = expect(browser.get("/phan-anh/gui/"), 200)
    sent = browser.post(
        "/phan-anh/gui/",
        {
            "csrfmiddlewaretoken": hidden(page, "csrfmiddlewaretoken"),
            "key": hidden(page, "key"),
            "text": "Đèn đường tắt cả dãy. Tối rất sợ.",
            "topic": world.topic.pk,
            "area": world.area.pk,
            "name": "Trần Thị An",
            "email": "an@example.vn",
            "consent": "on",
        },
    )
    expect(sent, 302)
    case = Case.objects.get()
    assert case.code in expect(browser.get(sent["Location"]), 200)
    return case.pk


def handle(pk: int, world: Any) -> None:
    step(world.operator, pk, "receive", {})
    classified = {"title": "Đèn tắt", "topic": world.topic.pk, "area": world.area.pk, "level": "normal"}
    step(world.operator, pk, "transfer", {**classified, "agency": world.a.agency.pk, "reason": "Thuộc Sở A."})
    step(world.a.coordinator, pk, "accept", {"officer": world.a.officer.user.pk})
    step(world.a.officer, pk, "draft_reply", {"text": REPLY, "submit": "1"})
    step(world.a.leader, pk, "approve", {})


def step(actor: Any, pk: int, action: str, data: dict[str, Any]) -> None:
    browser = Client()
    browser.force_login(actor.user)
    expect(browser.get("/admin/"), 200)
    page = expect(browser.get(f"/admin/pakn/cases/{pk}/{action}/"), 200)
    seen = {name: hidden(page, name) for name in ("key", "seen") if f'name="{name}"' in page}
    expect(browser.post(f"/admin/pakn/cases/{pk}/{action}/", seen | data), 302)


def read_and_rate(pk: int) -> None:
    from pakn_plugin.models import Case
    from pakn_plugin.states import State

    mine = [message for message in mail.outbox if message.to == ["an@example.vn"]]
    link = re.search(r"https://example\.vn(/phan-anh/theo-doi/\S+)", mine[-1].body)
    assert link, mine[-1].body
    page = expect(Client().get(link[1]), 200)
    assert REPLY in page
    assert len(mine) >= 4, [message.subject for message in mine]
    assert Case.objects.get(pk=pk).state == State.ANSWERED
    expect(Client().post(link[1], {"do": "rate", "reply": hidden(page, "reply"), "score": "satisfied"}), 302)
    assert Case.objects.get(pk=pk).state == State.CLOSED


def hidden(page: str, name: str) -> str:
    tag = re.search(rf'<input[^>]*name="{name}"[^>]*>', page)
    assert tag, f"no field {name}"
    value = re.search(r'value="([^"]*)"', tag[0])
    assert value, tag[0]
    return value[1]


def expect(response: Any, status: int) -> str:
    """The text of a page that has to answer so."""
    page = response.content.decode()
    assert response.status_code == status, (response.status_code, re.sub(r"<[^>]+>|\s+", " ", page)[:3000])
    return page


if __name__ == "__main__":
    main()
