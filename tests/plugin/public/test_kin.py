"""The reporter's page of a duplicate, of a part and of its whole; and no internal word on any public page."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.core import mail, signing
from django.test import Client
from django.urls import reverse
from django.utils import translation

from pakn_plugin import links, mails
from pakn_plugin.models import Case, Notification, Photo, Publication
from pakn_plugin.pictures import clean_picture
from pakn_plugin.services import coordination, handling, publication, reply, splitting
from pakn_plugin.states import State
from tests.factories import CITIZEN_TEXT, Cases, World, unsent
from tests.plugin.public.conftest import asking, picture
from tests.signing import whenever

pytestmark = pytest.mark.django_db
Follow = Callable[[Case], Any]
MAIN_TEXT = "CANARY-LỜI-CỦA-NGƯỜI-KHÁC: đèn hẻm 34 tắt."
ANSWER = "CANARY-Ý-KIẾN-NỘI-BỘ"


def page_of(follow: Follow, case: Case) -> str:
    return follow(Case.objects.get(pk=case.pk)).content.decode()


@pytest.fixture
def pair(world: World, case_in: Cases, now: datetime) -> tuple[Case, Case]:
    """A main case whose reply with a photo waits for approval, and its duplicate."""
    main = case_in(State.PROCESSING, text=MAIN_TEXT, name="CANARY-TÊN", email="canary@example.vn", address="CANARY-NHÀ")
    twin = case_in(State.SUBMITTED)
    with unsent():
        handling.merge(twin.pk, world.operator, main, now)
        reply.save_draft(main.pk, world.a.officer, "Đã thay bóng.", now, [clean_picture(picture())])
        reply.submit_reply(main.pk, world.a.officer, now)
    return Case.objects.get(pk=main.pk), Case.objects.get(pk=twin.pk)


def photo_path(case: Case, photo: Photo) -> str:
    return reverse("pakn:follow_photo", args=[links.token_for(case), photo.pk])


def test_the_duplicates_page_shows_the_way_of_the_main_case(
    follow: Follow,
    pair: tuple[Case, Case],
    world: World,
    client: Client,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    second = signing.TimestampSigner().timestamp()
    monkeypatch.setattr(signing.TimestampSigner, "timestamp", lambda signer: second)
    main, twin = pair
    photo = Photo.objects.get(case=main)
    page = page_of(follow, twin)
    assert str(State.AWAITING_APPROVAL.label) in page
    assert world.a.agency.name in page
    assert "Đã thay bóng." not in page
    assert client.get(photo_path(twin, photo)).status_code == 404
    with unsent():
        reply.approve(main.pk, world.a.leader, now)
    page = page_of(follow, twin)
    assert "Đã thay bóng." in page
    assert photo_path(twin, photo) in page
    assert client.get(photo_path(twin, photo)).status_code == 200


def test_nothing_of_the_main_reporter_is_on_it(
    follow: Follow, pair: tuple[Case, Case], world: World, client: Client, now: datetime
) -> None:
    main, twin = pair
    with unsent():
        reply.approve(main.pk, world.a.leader, now)
        own = Photo.objects.create(case=main, file="x.jpg", thumbnail="x.jpg", width=1, height=1)
    page = page_of(follow, twin)
    assert "CANARY" not in page
    assert "canary@" not in page
    assert main.code not in page
    assert client.get(photo_path(twin, own)).status_code == 404


def test_a_restricted_main_case_is_not_described(
    follow: Follow, pair: tuple[Case, Case], world: World, client: Client, now: datetime
) -> None:
    main, twin = pair
    with unsent():
        reply.approve(main.pk, world.a.leader, now)
    Case.objects.filter(pk=main.pk).update(restricted=True)
    page = page_of(follow, twin)
    assert "Đã thay bóng." not in page
    assert world.a.agency.name not in page
    assert client.get(photo_path(twin, Photo.objects.get(case=main))).status_code == 404


def test_part_and_whole_name_each_other_to_their_reporter(
    follow: Follow, world: World, case_in: Cases, now: datetime
) -> None:
    whole = case_in(State.RECEIVED)
    with unsent():
        part = splitting.split(
            whole.pk, world.operator, splitting.Part(CITIZEN_TEXT, "Một việc", world.topic, world.area), now
        )
    assert whenever(links.follow_path(part)).search(page_of(follow, whole))
    assert part.code in page_of(follow, whole)
    page = page_of(follow, part)
    assert whenever(links.follow_path(whole)).search(page)
    assert "Phản ánh được tách ra từ một phản ánh bạn đã gửi." in page


def test_kin_cost_few_queries(follow: Follow, pair: tuple[Case, Case], case_in: Cases) -> None:
    plain = case_in(State.SUBMITTED)
    asked = []
    for case in (plain, pair[1]):
        with asking() as queries:
            follow(Case.objects.get(pk=case.pk))
        asked.append(len(queries))
    assert asked[1] <= asked[0] + 4


def test_guidance_is_read_in_the_reporters_language(
    client: Client, follow: Follow, world: World, case_in: Cases, now: datetime
) -> None:
    reason = world.reason
    reason.guidance, reason.guidance_en, reason.label_en = "Hãy nêu địa điểm.", "Please name the place.", "Unclear"
    reason.save()
    case = case_in(State.SUBMITTED, language="en")
    with unsent():
        handling.refuse(case.pk, world.operator, reason, reason.guidance, now)
    page = page_of(follow, case)
    assert page.count("Hãy nêu địa điểm.") == 1
    with translation.override("en"):
        english = client.get(links.follow_path(case)).content.decode()
    assert "Please name the place." in english
    assert "Hãy nêu địa điểm." not in english
    body = mails.render(Notification.objects.get(template="refused")).body
    assert "Please name the place." in body
    assert "Unclear" in body
    assert "Hãy nêu địa điểm." not in body


def test_a_denunciations_mail_does_not_say_what_it_was(world: World, case_in: Cases, now: datetime) -> None:
    world.reason.restricted, world.reason.guidance = True, "Đến Ban Tiếp công dân."
    world.reason.save()
    case = case_in(State.SUBMITTED)
    with unsent():
        handling.refuse(case.pk, world.operator, world.reason, "Nội dung tố cáo.", now)
    body = mails.render(Notification.objects.get(template="refused")).body
    assert str(world.reason) not in body
    assert "tố cáo" not in body


def test_no_public_page_or_mail_holds_a_contribution(
    client: Client, follow: Follow, world: World, case_in: Cases, now: datetime
) -> None:
    case = case_in(State.PROCESSING, wants_publication=True)
    twin = case_in(State.SUBMITTED)
    with unsent():
        coordination.invite(case.pk, world.a.officer, world.b.agency, f"{ANSWER}-HỎI", now)
        coordination.contribute(case.pk, world.b.officer, ANSWER, now)
        handling.merge(twin.pk, world.operator, case, now)
        publication.publish(case.pk, world.operator, "Đèn tắt", "Đèn hẻm tắt.", [], now)
        case_in.submit(case.pk, now)
        case_in.approve(case.pk, now)
    public_id = Publication.objects.get(case=case).public_id
    addresses = [reverse("pakn:list"), reverse("pakn:published", args=[public_id]), reverse("pakn:statistics")]
    addresses += [reverse("pakn:timing", args=[links.token_for(case)])]
    pages = [client.get(address) for address in addresses]
    pages += [follow(Case.objects.get(pk=c.pk)) for c in (case, twin)]
    assert [page.status_code for page in pages] == [200] * len(pages)
    written = "".join(page.content.decode() for page in pages)
    written += "".join(mails.render(row).body for row in Notification.objects.all())
    written += json.dumps([event.data for event in case.events.all()], ensure_ascii=False)
    assert ANSWER not in written
    assert world.b.agency.name not in "".join(page.content.decode() for page in pages)
    assert mail.outbox == []
