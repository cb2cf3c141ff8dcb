"""An agency that never had a banner is asked to place one, told how, and counts as having none until it is seen."""

from datetime import datetime, timedelta

import pytest
from django.core.mail import EmailMessage
from pytest_django import Settings

from pakn_plugin.models import BannerReminder, Membership, Placement
from pakn_plugin.queries.banner import PLACERS
from pakn_plugin.queries.outreach import Shown, agencies, by_state
from pakn_plugin.services import outreach, sightings
from pakn_plugin.services.banner_line import general, line
from tests.factories import PlacementFactory, World

pytestmark = pytest.mark.django_db
BASE = "https://phananh.example.vn"


@pytest.fixture(autouse=True)
def queued(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> list[int]:
    settings.PAKN_BASE_URL = BASE
    asked: list[int] = []
    monkeypatch.setattr(outreach, "async_task", lambda _name, pk: asked.append(pk))
    return asked


def shown(world: World, now: datetime) -> Shown:
    return Shown(agencies(world.supervisor, now, 7).get(pk=world.a.agency.pk).shown)


def mailed(world: World, now: datetime, mailoutbox: list[EmailMessage], queued: list[int]) -> EmailMessage:
    outreach.remind([world.a.agency], world.operator, now)
    assert outreach.send(queued[-1], now)
    return mailoutbox[-1]


def test_it_asks_and_says_how_and_whom_to_ask(
    world: World, now: datetime, mailoutbox: list[EmailMessage], queued: list[int]
) -> None:
    mail = mailed(world, now, mailoutbox, queued)
    placed, by = Placement.objects.get(), world.operator.user
    assert mail.subject.startswith("Đề nghị đặt biểu ngữ")
    for said in (line(placed), f"{BASE}/phan-anh/bieu-ngu/", f"{BASE}/admin/pakn/bieu-ngu/{placed.pk}/"):
        assert said in mail.body
    assert by is not None
    assert by.email in mail.body
    assert mail.reply_to == [by.email]
    for wrong in ("Chưa thấy lần nào", "ghim lại", "không thấy"):
        assert wrong not in mail.body


def test_without_an_account_the_admin_is_not_named(
    world: World, now: datetime, mailoutbox: list[EmailMessage], queued: list[int]
) -> None:
    Membership.objects.filter(role__in=PLACERS).delete()
    world.a.agency.email = "so@example.vn"
    world.a.agency.save()
    mail = mailed(world, now, mailoutbox, queued)
    assert mail.to == ["so@example.vn"]
    assert "/admin/" not in mail.body
    assert f"{BASE}/phan-anh/bieu-ngu/" in mail.body


def test_being_reminded_changes_no_state_being_seen_does(world: World, now: datetime, queued: list[int]) -> None:
    assert shown(world, now) == Shown.NONE
    outreach.remind([world.a.agency], world.operator, now)
    placed = Placement.objects.get()
    assert shown(world, now) == Shown.NONE
    assert by_state([world.a.agency], now, 7) == {world.a.agency.pk: {}}
    sightings.note({(placed.key, "https://sxd.example.vn"): now})
    assert shown(world, now) == Shown.WORKING
    assert shown(world, now + timedelta(days=30)) == Shown.SILENT


def test_a_page_makes_it_the_agencys_own(
    world: World, now: datetime, mailoutbox: list[EmailMessage], queued: list[int]
) -> None:
    outreach.remind([world.a.agency], world.operator, now)
    placed = Placement.objects.get()
    placed.page = "https://sxd.example.vn/"
    placed.save()
    assert shown(world, now) == Shown.NEVER
    mail = mailed(world, now + timedelta(days=1), mailoutbox, queued)
    assert "Chưa thấy lần nào" in mail.body


def test_a_placement_made_by_hand_counts_at_once(world: World, now: datetime, queued: list[int]) -> None:
    PlacementFactory(agency=world.a.agency, page="")
    outreach.remind([world.a.agency], world.operator, now)
    assert shown(world, now) == Shown.NEVER
    assert Placement.objects.count() == 1


def test_asked_again_it_gets_the_same_line(
    world: World, now: datetime, mailoutbox: list[EmailMessage], queued: list[int]
) -> None:
    mailed(world, now, mailoutbox, queued)
    again = mailed(world, now + timedelta(days=1), mailoutbox, queued)
    assert again.subject == mailoutbox[0].subject
    assert line(Placement.objects.get()) in again.body


def test_without_placement_or_sender_it_still_says_something(
    world: World, now: datetime, mailoutbox: list[EmailMessage], queued: list[int]
) -> None:
    outreach.remind([world.a.agency], world.operator, now)
    Placement.objects.all().delete()
    BannerReminder.objects.update(by=None)
    world.operators.email = "dau-moi@example.vn"
    world.operators.save()
    assert outreach.send(queued[0], now)
    assert line(general()) in mailoutbox[0].body
    assert "dau-moi@example.vn" in mailoutbox[0].body
    assert "/admin/" not in mailoutbox[0].body
