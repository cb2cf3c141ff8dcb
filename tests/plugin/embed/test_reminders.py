"""An agency is reminded of its banner by a mail with the line to paste: once a day, by the worker."""

from datetime import datetime, timedelta
from typing import Any
from unittest import mock

import pytest
from django.core.mail import EmailMessage
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from pakn_plugin.access import NotAllowed
from pakn_plugin.models import Agency, BannerReminder, Membership, Placement
from pakn_plugin.services import outreach
from pakn_plugin.services.banner_line import line
from tests.factories import AgencyFactory, PlacementFactory, World

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def queued(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    asked: list[int] = []
    monkeypatch.setattr(outreach, "async_task", lambda _name, pk: asked.append(pk))
    return asked


def test_it_reaches_webmasters_and_administrators_else_the_agency(world: World, now: datetime) -> None:
    lonely, silent = AgencyFactory(email="so@example.vn"), AgencyFactory(email="")
    ended = Membership.objects.get(user=world.agency_admin.user)
    ended.valid_to = now.date() - timedelta(days=1)
    ended.save()
    found = outreach.readers([world.a.agency, lonely, silent], now)
    assert found == {world.a.agency.pk: [world.webmaster.user.email], lonely.pk: ["so@example.vn"], silent.pk: []}


def test_the_mail_holds_state_line_and_kit(
    world: World, now: datetime, mailoutbox: list[EmailMessage], queued: list[int], settings: Settings
) -> None:
    settings.PAKN_BASE_URL = "https://phananh.example.vn"
    placed = PlacementFactory(agency=world.a.agency, page="https://sxd.example.vn", place="Đầu trang")
    assert outreach.remind([world.a.agency], world.supervisor, now) == 1
    assert mailoutbox == []
    assert outreach.send(queued[0], now)
    mail = mailoutbox[0]
    assert set(mail.to) == {world.webmaster.user.email, world.agency_admin.user.email}
    assert world.a.agency.name in mail.subject
    for said in (
        "Đầu trang",
        "Chưa thấy lần nào",
        line(placed),
        f"https://phananh.example.vn/admin/pakn/bieu-ngu/{placed.pk}/",
    ):
        assert said in mail.body
    assert BannerReminder.objects.get().sent_at == now


def test_an_agency_without_a_placement_gets_one(
    world: World, now: datetime, mailoutbox: list[EmailMessage], queued: list[int]
) -> None:
    outreach.remind([world.a.agency], world.operator, now)
    outreach.send(queued[0], now)
    placed = Placement.objects.get()
    assert (placed.agency, placed.created_by) == (world.a.agency, world.operator.user)
    assert line(placed) in mailoutbox[0].body
    outreach.remind([world.a.agency], world.operator, now + timedelta(days=1))
    assert Placement.objects.count() == 1


def test_once_a_day_and_no_more(world: World, now: datetime, queued: list[int]) -> None:
    both = [world.a.agency, Agency.objects.get(pk=world.operators.pk)]
    world.operators.email = "dau-moi@example.vn"
    world.operators.save()
    assert outreach.remind(both[:1], world.operator, now) == 1
    assert outreach.remind(both, world.operator, now + timedelta(hours=5)) == 1
    assert outreach.remind(both, world.operator, now + timedelta(hours=6)) == 0
    assert outreach.remind(both, world.operator, now + timedelta(days=1)) == 2
    assert len(queued) == BannerReminder.objects.count() == 4


def test_nobody_to_reach_is_no_reminder(now: datetime, world: World, queued: list[int]) -> None:
    assert outreach.remind([AgencyFactory(email="")], world.operator, now) == 0
    assert queued == []
    assert not Placement.objects.exists()


@pytest.mark.parametrize("who", ["webmaster", "agency_admin"])
def test_only_those_who_watch_over_all_remind(world: World, now: datetime, who: str) -> None:
    with pytest.raises(NotAllowed):
        outreach.remind([world.a.agency], getattr(world, who), now)
    assert not BannerReminder.objects.exists()


def test_sending_twice_sends_once(
    world: World, now: datetime, mailoutbox: list[EmailMessage], queued: list[int]
) -> None:
    outreach.remind([world.a.agency], world.operator, now)
    assert outreach.send(queued[0], now)
    assert not outreach.send(queued[0], now)
    assert not outreach.send(999_999, now)
    assert len(mailoutbox) == 1


def test_a_mail_that_failed_is_sent_by_the_next_run(
    world: World, now: datetime, mailoutbox: list[EmailMessage], queued: list[int]
) -> None:
    outreach.remind([world.a.agency], world.operator, now)
    broken: Any = mock.patch.object(EmailMessage, "send", side_effect=OSError("no server"))
    with broken, pytest.raises(OSError, match="no server"):
        outreach.send(queued[0], now)
    assert BannerReminder.objects.get().sent_at is None
    assert outreach.resend(now) == 0
    assert outreach.resend(now + timedelta(minutes=20)) == 1
    assert outreach.send(queued[-1], now + timedelta(minutes=20))
    assert outreach.resend(now + timedelta(minutes=40)) == 0
    assert len(mailoutbox) == 1


def test_the_worker_sends_it(
    world: World,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
    mailoutbox: list[EmailMessage],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    monkeypatch.undo()
    with django_capture_on_commit_callbacks(execute=True):
        outreach.remind([world.a.agency], world.operator, now)
    assert len(mailoutbox) == 1
