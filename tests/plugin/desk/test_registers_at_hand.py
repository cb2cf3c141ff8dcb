"""The names that the work list has at hand: those of all rows, in the reader's language, never without a new one."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import override

from pakn_plugin.models import Area, Case, Topic
from pakn_plugin.queries.registers import naming, registers
from pakn_plugin.states import State
from tests.factories import Cases, World


def test_all_rows_have_a_name_and_those_of_today_are_offered(
    world: World, now: datetime, django_assert_num_queries: Callable[[int], Any]
) -> None:
    today = now.date()
    Area.objects.create(kind="phường", name="Cũ", code="cu", valid_to=today - timedelta(days=1))
    Topic.objects.create(code="den", name="Đèn đường", name_en="Street lights")
    with django_assert_num_queries(1):
        known = registers(today)
    with django_assert_num_queries(0):
        assert registers(today) is known
    assert "phường Cũ" in known.area.names.values()
    assert "phường Cũ" not in [name for _pk, name in known.area.offered]
    assert "Đèn đường" in [name for _pk, name in known.topic.offered]
    assert set(known.agency.names) >= {world.a.agency.pk, world.b.agency.pk}
    with override("en"):
        assert "Street lights" in registers(today).topic.names.values()


def test_what_was_added_a_moment_ago_is_read_at_once(case_in: Cases, now: datetime) -> None:
    case = case_in(State.SUBMITTED)
    before = registers(now.date())
    topic = Topic.objects.create(code="moi", name="Lĩnh vực mới")
    Case.objects.filter(pk=case.pk).update(topic=topic)
    assert naming([case], now.date()) is before
    case.refresh_from_db()
    assert naming([case], now.date()).topic.names[topic.pk] == "Lĩnh vực mới"


def test_the_list_of_another_day_offers_what_there_was(world: World) -> None:
    old = Area.objects.create(kind="xã", name="Xưa", code="xua", valid_to=date(2020, 1, 1))
    assert (old.pk, "xã Xưa") in registers(date(2019, 5, 1)).area.offered
