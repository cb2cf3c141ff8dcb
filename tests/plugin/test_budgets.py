"""How many statements the hot requests may take, through the whole stack and as the real people.

BEGIN, COMMIT and savepoints are not counted.

What is kept in memory for a minute is warmed up by a first request: a budget is what every further request costs.
"""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from pakn_plugin import links
from pakn_plugin.access import Actor
from pakn_plugin.desk.permissions import staff_group
from pakn_plugin.models import Case, Event, Notification
from pakn_plugin.queries import desk
from pakn_plugin.services import conversation
from pakn_plugin.states import State
from tests.factories import Cases, World, citizen, unsent
from tests.scale.sqlcount import Meter

FILE, FILE_ON_POSTGRESQL, FOLLOW, LIST, REPLY = 10, 6, 6, 12, 12
SHORT, LONG = 3, 60


class Counted(Meter):
    """Keeps the statements, so that a failing budget names them."""

    def __init__(self) -> None:
        super().__init__()
        self.all: list[str] = []

    def __call__(self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
        self.all.append(str(sql))
        return super().__call__(execute, sql, params, many, context)

    @property
    def budgeted(self) -> list[str]:
        """What a budget counts."""
        return [sql for sql in self.all if "SAVEPOINT" not in sql]

    def writes_in_one_transaction(self) -> bool:
        """Whether every write stands inside the only savepoint (a test is a transaction itself)."""
        begins = [place for place, sql in enumerate(self.all) if sql.startswith("SAVEPOINT")]
        end = next(place for place, sql in enumerate(self.all) if sql.startswith("RELEASE SAVEPOINT"))
        writes = [place for place, sql in enumerate(self.all) if sql.startswith(("INSERT", "UPDATE", "DELETE", "WITH"))]
        return len(begins) == 1 and begins[0] < min(writes) and max(writes) < end


@contextmanager
def at_most(limit: int) -> Iterator[Counted]:
    """No more than so many statements within this block."""
    meter = Counted()
    with connection.execute_wrapper(meter):
        yield meter
    found = meter.budgeted
    assert len(found) <= limit, "\n".join([f"{len(found)} statements, at most {limit}:", *(s[:260] for s in found)])


@pytest.fixture(autouse=True)
def _unsynced(monkeypatch: pytest.MonkeyPatch) -> None:
    """The suite runs tasks at once; here they are rows, as they are in life."""
    from django_q.conf import Conf

    monkeypatch.setattr(Conf, "SYNC", False)


@pytest.fixture
def at_desk(world: World) -> Callable[[Actor], Client]:
    """A browser in which this person is signed in."""

    def sign_in(actor: Actor) -> Client:
        actor.user.groups.add(staff_group())
        client = Client()
        client.force_login(actor.user)
        return client

    return sign_in


def form(world: World, **changes: str) -> dict[str, str]:
    fields = {
        "key": str(uuid.uuid4()),
        "b": "",
        "text": "Đèn đường hẻm 34 Võ Thị Sáu tắt cả dãy.",
        "topic": str(world.topic.pk),
        "area": str(world.area.pk),
        "address": "Hẻm 34 Võ Thị Sáu",
        "name": "Trần Thị An",
        "email": "an@example.vn",
        "consent": "on",
    }
    return fields | changes


def talk(case: Case, world: World, number: int, now: datetime) -> None:
    """A dialogue: officer and citizen in turn."""
    with unsent():
        for turn in range(number):
            moment = now + timedelta(minutes=turn)
            if turn % 2:
                conversation.answer_message(case.pk, citizen(case.pk), f"Vẫn thế, lần {turn}.", moment)
            else:
                conversation.send_message(case.pk, world.a.officer, f"Chúng tôi đang làm, lần {turn}.", moment)


def test_a_citizen_files_a_case(world: World, client: Client) -> None:
    address = reverse("pakn:file")
    assert client.post(address, form(world)).status_code == 302
    with at_most(FILE_ON_POSTGRESQL if connection.vendor == "postgresql" else FILE) as asked:
        assert client.post(address, form(world)).status_code == 302
    case = Case.objects.latest("pk")
    event = Event.objects.get(case=case)
    assert (case.steps, case.chain) == (1, event.hash)
    assert Notification.objects.filter(event=event).count() >= 2
    assert asked.writes_in_one_transaction()


@pytest.mark.parametrize("length", [SHORT, LONG])
@pytest.mark.parametrize("state", [State.PROCESSING, State.ANSWERED])
def test_a_citizen_looks_at_the_case(
    world: World, case_in: Cases, client: Client, now: datetime, length: int, state: State
) -> None:
    case = case_in(State.PROCESSING)
    talk(case, world, length, now)
    if state == State.ANSWERED:
        case_in.submit(case.pk, now + timedelta(hours=2))
        case_in.approve(case.pk, now + timedelta(hours=3))
    path = links.follow_path(case)
    for _first_stores_settings_second_keeps_them in range(2):
        client.get(path)
    with at_most(FOLLOW):
        page = client.get(path)
    assert page.content.decode().count("lần ") >= length


@pytest.mark.parametrize("size", [25, 100])
@pytest.mark.parametrize("who", ["operator", "officer", "leader", "supervisor"])
def test_staff_look_at_the_list(
    world: World, case_in: Cases, at_desk: Any, monkeypatch: pytest.MonkeyPatch, size: int, who: str
) -> None:
    made = case_in(State.PROCESSING)
    rows = [copy_of(made, number) for number in range(size)]
    Case.objects.bulk_create(rows)
    monkeypatch.setattr(desk.page, "__defaults__", ("", size))
    actor = getattr(world.a if who in ("officer", "leader") else world, who)
    client = at_desk(actor)
    path = reverse("pakn_desk:index") + ("?queue=all" if who != "officer" else "")
    client.get(path)
    with at_most(LIST):
        page = client.get(path)
    assert page.status_code == 200
    assert len(page.context["lines"]) == size


def test_what_was_retired_a_moment_ago_is_not_filed_under(world: World, client: Client) -> None:
    """The form's lists are kept for a minute; the check is not."""
    address = reverse("pakn:file")
    assert client.post(address, form(world)).status_code == 302
    type(world.topic).objects.update(active=False)
    page = client.post(address, form(world))
    assert page.status_code == 422
    assert "Hãy chọn lĩnh vực." in page.content.decode()
    assert Case.objects.count() == 1
    assert not client.get(address).context["form"].fields["topic"].rows


def copy_of(case: Case, number: int) -> Case:
    """Another case like this one."""
    values = {field.attname: getattr(case, field.attname) for field in Case._meta.concrete_fields if field.name != "id"}
    return Case(**values | {"code": f"KH-BUDGET-{number:04d}", "filing_key": uuid.uuid4()})


@pytest.mark.parametrize("length", [SHORT, LONG])
def test_an_officer_replies_and_submits(world: World, case_in: Cases, at_desk: Any, now: datetime, length: int) -> None:
    client = at_desk(world.a.officer)
    for warm in (False, True):
        case = case_in(State.PROCESSING)
        talk(case, world, length, now)
        fields = {"text": "Đã thay bóng và kiểm tra cả dãy.", "key": uuid.uuid4().hex[:20], "submit": "1"}
        path = reverse("pakn_desk:draft_reply", args=[case.pk])
        with at_most(REPLY if warm else 2 * REPLY):
            assert client.post(path, fields).status_code == 302
        assert Case.objects.get(pk=case.pk).state == State.AWAITING_APPROVAL
