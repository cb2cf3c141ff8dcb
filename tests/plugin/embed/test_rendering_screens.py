"""The screens of drawing all banners again: who sees how far it is, and who asks for it."""

from datetime import datetime

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks

from pakn_plugin.desk.permissions import staff_group
from pakn_plugin.models import Rendering
from tests.factories import World

pytestmark = pytest.mark.django_db


def browser(world: World, who: str) -> Client:
    user = getattr(world, who).user
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    user.groups.add(staff_group())
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize(
    ("who", "reads", "asks"),
    [
        ("superuser", 200, 302),
        ("operator", 200, 302),
        ("operator_leader", 200, 302),
        ("webmaster", 200, 403),
        ("agency_admin", 200, 403),
        ("reviewer", 403, 403),
        ("supervisor", 403, 403),
    ],
)
def test_who_sees_the_progress_and_who_has_all_drawn_again(
    world: World, who: str, reads: int, asks: int, queued: list[int]
) -> None:
    client, address = browser(world, who), reverse("pakn_banner:rendering")
    denied = (302, 403)
    assert client.get(address).status_code in ((reads,) if reads == 200 else denied)
    before = Rendering.objects.count()
    response = client.post(address)
    allowed = asks == 302
    assert response.status_code in denied
    assert Rendering.objects.count() == before + allowed
    if allowed:
        assert response["Location"] == address


@pytest.mark.usefixtures("queued")
def test_the_screens_show_how_far_it_is(world: World, now: datetime) -> None:
    client, address = browser(world, "operator"), reverse("pakn_banner:rendering")
    assert "Vẽ lại tất cả" in client.get(address).content.decode()
    Rendering.objects.create(asked_at=now, step_at=now, total=500, done=120, after=7)
    for screen in (address, reverse("pakn_banner:index")):
        page = client.get(screen).content.decode()
        assert "Đang vẽ lại 120/500" in page and 'value="120"' in page
    page = client.get(address).content.decode()
    assert '<meta http-equiv="refresh"' in page and "Vẽ lại tất cả" not in page
    Rendering.objects.update(finished_at=now, done=120, error="Đĩa đầy")
    page = client.get(address).content.decode()
    assert "Dừng ở 120/500: Đĩa đầy" in page and "http-equiv" not in page and "Vẽ lại tất cả" in page
    Rendering.objects.update(done=500, error="")
    assert "Đã vẽ lại 500 nơi đặt" in client.get(address).content.decode()
    assert "pakn-kit__running" not in client.get(reverse("pakn_banner:index")).content.decode()


def test_an_agency_that_an_administrator_ends_has_the_banners_drawn_again(
    world: World, queued: list[int], django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    agency = world.a.agency
    data = {"name": agency.name, "code": agency.code, "kind": agency.kind, "email": "", "valid_to": "2026-06-30"}
    with django_capture_on_commit_callbacks(execute=True):
        response = browser(world, "superuser").post(
            reverse("pakn_agency_modeladmin_edit", args=[agency.pk]),
            {**data, "parent": "", "valid_from": "", "successors": [world.b.agency.pk]},
        )
    assert response.status_code == 302
    assert list(type(agency).objects.get(pk=agency.pk).successors.all()) == [world.b.agency]
    assert queued == [Rendering.objects.get().pk]
