"""Every page of the admin with a field for a day brings the calendar's script, and says how a day is written."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from pakn_plugin.desk.permissions import staff_group
from pakn_plugin.models import Membership
from pakn_plugin.states import State
from tests.factories import Cases, World
from tests.matrix.test_every_admin_address import OURS

pytestmark = pytest.mark.one_database("postgresql")

CALLED = re.compile(r"\binitDate(Time)?Chooser\(")
SCRIPT = "wagtailadmin/js/date-time-chooser.js"
KNOWN = ("pakn_members:add", "pakn_calendar:days", "pakn_reorganise:compose")


@pytest.fixture
def client(world: World) -> Client:
    user: Any = world.superuser.user
    user.groups.add(staff_group())
    signed_in = Client(raise_request_exception=False)
    signed_in.force_login(user)
    return signed_in


def test_whoever_is_asked_for_a_day_gets_a_calendar(client: Client, world: World, case_in: Cases) -> None:
    case = case_in(State.PROCESSING)
    people = [Membership.objects.get(user=actor.user).pk for actor in (world.a.leader, world.a.officer)]
    paths = {f"/admin/{re.sub('/1/', f'/{pk}/', route)}" for route in OURS for pk in (case.pk, *people)}
    found, without = set(), []
    for path in sorted(paths):
        page = client.get(path)
        text = "" if page.streaming else page.content.decode(errors="replace")
        if CALLED.search(text):
            found.add(path)
            without += [path] if SCRIPT not in text else []
    named = [reverse(name) for name in KNOWN]
    named += [reverse("pakn_deputies:name", args=people[:1]), reverse("pakn_members:end", args=people[1:])]
    assert found >= set(named)
    assert without == []


@pytest.mark.parametrize("name", KNOWN)
def test_a_field_for_a_day_says_how_a_day_is_written(client: Client, name: str) -> None:
    assert "Ngày/tháng/năm, ví dụ 31/12/2026." in client.get(reverse(name)).content.decode()
