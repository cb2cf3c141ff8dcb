"""When a registered page is looked at: each week where the agency agreed, and now where somebody asks."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from django_q.models import Schedule

from pakn_plugin import schedules, tasks
from pakn_plugin.access import NotAllowed
from pakn_plugin.embed.forms import PlacementForm
from pakn_plugin.models import PageCheck, Placement
from pakn_plugin.services import page_check, page_fetch
from tests.factories import PlacementFactory, World
from tests.plugin.embed.conftest import design


@pytest.fixture
def placed(db: None) -> Placement:
    return PlacementFactory(page="https://sxd.example.vn/", check_page=True)


def test_those_that_waited_longest_come_first_and_one_failure_stops_no_other(
    placed: Placement, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    queued: list[Any] = []
    monkeypatch.setattr(page_check, "async_task", lambda _name, pk: queued.append(pk))
    agency = placed.agency
    due = PlacementFactory(agency=agency, page=placed.page, check_page=True, checked_at=now - timedelta(days=7))
    PlacementFactory(agency=agency, page=placed.page, check_page=True, checked_at=now - timedelta(days=6))
    PlacementFactory(agency=agency, page=placed.page)
    PlacementFactory(agency=agency, page="", check_page=True)
    PlacementFactory(agency=agency, page=placed.page, check_page=True, active=False)
    assert page_check.queue_due(now) == 2
    assert set(queued) == {placed.pk, due.pk}


def test_now_is_possible_once_a_minute(placed: Placement, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    queued: list[Any] = []
    monkeypatch.setattr(page_check, "async_task", lambda _name, pk: queued.append(pk))
    page_check.queue(placed, now)
    placed.checked_at = now
    with pytest.raises(NotAllowed):
        page_check.queue(placed, now + timedelta(seconds=30))
    page_check.queue(placed, now + timedelta(minutes=2))
    with pytest.raises(NotAllowed):
        page_check.queue(Placement(page=""), now)
    assert queued == [placed.pk, placed.pk]


def test_an_agency_agrees_in_the_form(world: World) -> None:
    assert not Placement._meta.get_field("check_page").default
    sent = {
        "agency": world.a.agency.pk,
        "place": "Chân trang",
        "page": "https://a.vn/",
        "design": design("bien-xanh").pk,
        "scheme": "light",
        "language": "vi",
    }
    form = PlacementForm(sent | {"check_page": "on"}, actor=world.webmaster)
    assert form.is_valid(), form.errors
    assert form.save(commit=False).check_page


def test_the_worker_looks_every_night(placed: Placement, monkeypatch: pytest.MonkeyPatch) -> None:
    queued: list[Any] = []
    monkeypatch.setattr(page_check, "async_task", lambda name, pk: queued.append((name, pk)))
    schedules.ensure()
    row = Schedule.objects.get(name="pakn.banner_pages")
    assert (row.schedule_type, timezone.localtime(row.next_run).hour) == (
        Schedule.DAILY,
        schedules.NIGHTLY["banner_pages"][1],
    )
    assert row.func == "pakn_plugin.tasks.check_banner_pages"
    assert tasks.check_banner_pages() == 1
    assert queued == [("pakn_plugin.tasks.check_banner_page", placed.pk)]


def test_one_page_is_one_task_and_keeps_what_went_wrong(placed: Placement, monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(address: str, net: Any) -> Any:
        raise page_fetch.Unfit(PageCheck.TIMEOUT)

    monkeypatch.setattr(page_check, "fetch", nothing)
    assert tasks.check_banner_page(placed.pk) == "timeout"
    row = Placement.objects.get()
    assert row.check_result == "timeout" and row.checked_at is not None
