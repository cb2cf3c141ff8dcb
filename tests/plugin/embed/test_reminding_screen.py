"""Reminding from the table: who can be ticked, who cannot be written to, and where one comes back to."""

from typing import Any

import pytest

from pakn_plugin.models import BannerReminder, Membership
from pakn_plugin.queries.banner import PLACERS
from pakn_plugin.queries.outreach import Shown
from pakn_plugin.services import outreach
from tests.factories import AgencyFactory, World
from tests.plugin.embed.test_compliance import page, signed_in, url

pytestmark = pytest.mark.django_db
NONE = str(Shown.NONE.value)


@pytest.fixture(autouse=True)
def queued(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    asked: list[int] = []
    monkeypatch.setattr(outreach, "async_task", lambda _name, pk: asked.append(pk))
    return asked


def test_only_who_can_be_written_to_is_offered_a_tick(world: World) -> None:
    mute = AgencyFactory(name="Xã không địa chỉ", email="")
    shown = page(signed_in(world.superuser), url("state"), state=NONE)
    assert f'id="pakn-agency-{world.a.agency.pk}"' in shown
    assert f'id="pakn-agency-{mute.pk}"' not in shown
    assert "chưa có địa chỉ nhận" in shown
    assert f"/agency/edit/{mute.pk}/" in shown
    assert 'data-pakn-all="agency"' in shown
    assert "pakn-state__remind--bar" in shown


def test_where_nobody_can_be_reached_no_button_promises_it(world: World) -> None:
    mute = AgencyFactory(name="Xã không địa chỉ", email="")
    client = signed_in(world.operator)
    whole = page(client, url("state"))
    assert f"/agency/edit/{mute.pk}/" not in whole
    Membership.objects.filter(role__in=PLACERS).delete()
    alone = page(client, url("state"), state=NONE)
    assert "data-pakn-all" not in alone
    assert "Nhắc các cơ quan đã chọn" not in alone


def test_the_way_back_keeps_what_the_table_was_narrowed_to(world: World, queued: list[int]) -> None:
    client = signed_in(world.supervisor)
    asked: dict[str, Any] = {"agency": [world.a.agency.pk], "state": NONE, "order": "reminded", "p": "1"}
    back = f"{url('state')}?state={NONE}&order=reminded&p=1"
    shown = client.post(url("state_remind"), asked).content.decode()
    assert f'href="{back.replace("&", "&amp;")}"' in shown
    assert f'name="state" value="{NONE}"' in shown
    answer: Any = client.post(url("state_remind"), asked | {"confirmed": "1"})
    assert answer.url == back
    assert BannerReminder.objects.count() == len(queued) == 1


@pytest.mark.parametrize("typed", ["//evil.example", "9;x", "²"])
def test_what_the_table_does_not_know_does_not_come_back(world: World, typed: str) -> None:
    answer: Any = signed_in(world.operator).post(url("state_remind"), {"state": typed, "order": typed, "p": typed})
    assert answer.url == url("state")
