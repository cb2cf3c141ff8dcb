"""Screens say up to when was counted, and lists lead from a design to the placements that use it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from pakn_plugin.models import BannerDesign
from pakn_plugin.services import counting
from tests.factories import PlacementFactory, World
from tests.plugin.embed.test_compliance import page, signed_in, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(banners: Path) -> datetime:
    """A file that is not counted yet, half an hour old; and when its minute began."""
    at = timezone.now().astimezone(UTC).replace(second=0, microsecond=0) - timedelta(minutes=30)
    folder = banners / "counts"
    folder.mkdir(parents=True, exist_ok=True)
    for name in (f"{at:%Y%m%dT%H%M}-a-1.log", f"{at + timedelta(minutes=3):%Y%m%dT%H%M}-a-1.log", "note.txt"):
        (folder / name).write_bytes(b"\n")
    return at


def test_counted_up_to_the_oldest_file_that_waits(waiting: datetime) -> None:
    now = timezone.now()
    assert counting.counted_to(now) == waiting
    counting.collect(now)
    assert counting.counted_to(now) == now


def test_without_a_folder_all_is_counted(banners: Path, now: datetime) -> None:
    assert counting.counted_to(now) == now


def test_the_screens_say_it(world: World, waiting: datetime) -> None:
    said = f"Đã đếm đến {timezone.localtime(waiting):%H:%M %d/%m/%Y}"
    placed = PlacementFactory(agency=world.a.agency)
    kit = page(signed_in(world.webmaster), url("kit", placed.pk))
    assert said in kit
    assert "nhiều nhất 10 phút" in kit
    assert said in page(signed_in(world.supervisor), url("state"))


def test_a_design_leads_to_the_placements_that_use_it(world: World) -> None:
    here = PlacementFactory(agency=world.a.agency, place="Đầu trang A")
    other = BannerDesign.objects.exclude(pk=here.design_id)[0]
    PlacementFactory(agency=world.a.agency, place="Chân trang A", design=other)
    PlacementFactory(agency=world.a.agency, place="Ngừng A", design=here.design, active=False)
    client = signed_in(world.operator_leader)
    link = f"{url('index')}?mau={here.design_id}"
    assert f'href="{link}"' in page(client, url("designs"))
    shown = page(client, link)
    assert "Đầu trang A" in shown
    assert "Chân trang A" not in shown and "Ngừng A" not in shown
    for unread in ("x", "²", "9" * 30):
        assert "Chân trang A" in page(client, url("index"), mau=unread)


def test_a_filter_shows_no_foreign_placement(world: World) -> None:
    theirs = PlacementFactory(agency=world.b.agency, place="Đầu trang B")
    shown = page(signed_in(world.webmaster), url("index"), mau=str(theirs.design_id))
    assert "Đầu trang B" not in shown
    assert "Không có nơi đặt nào bạn phụ trách" in shown
