"""The citizen's one reopening: with photos, up to the very end of its window, and a clear word when it is over."""

from datetime import datetime, timedelta
from typing import Any
from unittest import mock

import pytest
from django.test import Client
from django.utils import timezone

from pakn_plugin import links
from pakn_plugin.models import Case, Message, Notification
from pakn_plugin.services import handling, rating
from pakn_plugin.states import State
from tests.factories import Cases, World, citizen, unsent
from tests.plugin.public.conftest import picture, upload

pytestmark = pytest.mark.django_db
# 15 working days after Wednesday 4 March 2026.
LAST = timedelta(days=21, hours=8, minutes=30)


def page_at(client: Client, case: Case, moment: datetime, **data: Any) -> Any:
    with mock.patch.object(timezone, "now", return_value=moment):
        path = links.follow_path(case)
        return client.post(path, data) if data else client.get(path)


def test_photos_of_what_is_missing_go_with_it(case_in: Cases, client: Client) -> None:
    case = case_in(State.CLOSED, now=timezone.now())
    photos = [upload(picture()), upload(picture())]
    response = client.post(links.follow_path(case), {"do": "reopen", "missing": "Còn trụ số 6.", "photos": photos})
    assert response.status_code == 302
    message = Message.objects.get(case=case)
    assert (message.text, message.photos.count()) == ("Còn trụ số 6.", 2)
    assert client.get(links.follow_path(case)).content.decode().count("/nho/") == 2


def test_a_photo_is_not_lost_with_an_empty_text(case_in: Cases, client: Client) -> None:
    case = case_in(State.CLOSED, now=timezone.now())
    page = client.post(links.follow_path(case), {"do": "reopen", "missing": " ", "photos": [upload(picture())]})
    assert page.status_code == 422
    assert "Ảnh đã nhận" in page.content.decode()
    assert not Message.objects.exists()


def test_the_window_ends_to_the_minute_and_says_when(case_in: Cases, client: Client, now: datetime) -> None:
    case = case_in(State.CLOSED)
    page = page_at(client, case, now + LAST).content.decode()
    assert 'value="reopen"' in page and "17:30" in page and "25" in page
    over = page_at(client, case, now + LAST + timedelta(minutes=1))
    assert 'value="reopen"' not in over.content.decode()
    assert "Thời hạn đề nghị xử lý lại đã hết lúc" in over.content.decode()
    late = page_at(client, case, now + LAST + timedelta(minutes=1), do="reopen", missing="Muộn rồi")
    assert late.status_code == 409 and "Muộn rồi" in late.content.decode()
    assert page_at(client, case, now + LAST, do="reopen", missing="Vừa kịp").status_code == 302


def test_a_second_wish_is_told_when_the_first_was(case_in: Cases, client: Client, now: datetime) -> None:
    case = case_in(State.CLOSED)
    with unsent():
        rating.reopen(case.pk, citizen(case.pk), "Còn trụ số 6.", now)
        case_in.submit(case.pk, now)
        case_in.approve(case.pk, now)
    page = page_at(client, case, now).content.decode()
    assert "Bạn đã đề nghị xử lý lại ngày" in page and 'value="reopen"' not in page


def test_those_who_follow_a_main_case_hear_of_it_and_reopen_nothing(
    case_in: Cases, client: Client, world: World
) -> None:
    now = timezone.now()
    main, twin = case_in(State.ANSWERED, now=now), case_in(State.SUBMITTED, now=now)
    with unsent():
        handling.merge(twin.pk, world.operator, main, now)
        rating.reopen(main.pk, citizen(main.pk), "Còn trụ số 6.", now)
    page = client.get(links.follow_path(twin)).content.decode()
    assert 'value="reopen"' not in page and "Còn trụ số 6." not in page
    assert client.post(links.follow_path(twin), {"do": "reopen", "missing": "Tôi cũng vậy"}).status_code == 409
    told = Notification.objects.filter(template="main_reopened")
    assert list(told.values_list("case", flat=True)) == [twin.pk]
