"""Filing: one key, one case; the citizen's text stays; code, clock and promise from the first moment."""

import uuid
from datetime import datetime, timedelta
from io import BytesIO

import pytest
from PIL import Image

from pakn_plugin.models import Case, Event, Notification, PlacementCount, Reporter
from pakn_plugin.pictures import clean_picture
from pakn_plugin.services import intake
from pakn_plugin.states import Channel, State
from tests.factories import CaseFactory, FilingFactory, PlacementFactory, World


def test_a_double_click_makes_one_case(world: World, now: datetime) -> None:
    key = uuid.uuid4()
    first = CaseFactory(key=key, topic=world.topic, area=world.area, now=now)
    second = CaseFactory(key=key, topic=world.topic, area=world.area, now=now)
    assert first.pk == second.pk
    assert (Case.objects.count(), Reporter.objects.count(), Event.objects.count()) == (1, 1, 1)
    assert Notification.objects.filter(reporter__isnull=False).count() == 1


def test_two_forms_make_two_cases(world: World, now: datetime) -> None:
    first = CaseFactory(topic=world.topic, area=world.area, now=now)
    second = CaseFactory(topic=world.topic, area=world.area, now=now)
    assert first.code != second.code
    assert first.link_key != second.link_key


def test_it_begins_with_the_operator_and_a_promise(world: World, now: datetime) -> None:
    case = CaseFactory(topic=world.topic, area=world.area, now=now)
    assert (case.state, case.agency, case.filed_at, case.state_since) == (State.SUBMITTED, None, now, now)
    assert case.code.startswith("KH-")
    # 8 working hours from Wednesday 9:00 end on Thursday at 9:00.
    assert case.stage_due_at == now + timedelta(days=1)
    # … then one day to classify (Friday), one to accept (Monday), seven to process: Wednesday 18 March, 17:30.
    assert case.due_at == now.replace(day=18, hour=17, minute=30)


def test_it_keeps_the_citizens_words_and_drops_only_what_nobody_sees(world: World, now: datetime) -> None:
    body = "Xin chào.\r\nĐường hư\u200b quá!  Sửa   giúp 😡"
    case = CaseFactory(text=body, topic=world.topic, area=world.area, now=now)
    assert case.text == "Xin chào.\nĐường hư quá!  Sửa   giúp 😡"
    assert case.title == "Xin chào"


def test_staff_find_it_without_diacritics(world: World, now: datetime) -> None:
    case = CaseFactory(text="Đường Trần Phú ngập nước", address="hẻm 34", topic=world.topic, area=world.area, now=now)
    found = Case.objects.filter(folded__contains="duong tran phu")
    assert found.get() == case
    assert all(word in case.folded for word in ("hem 34", "phuong nha trang", case.code.lower().replace("-", " ")))


def test_its_photos_are_stored_in_order_and_have_no_public_address(world: World, now: datetime) -> None:
    pictures = [clean_picture(jpeg(size)) for size in ((40, 30), (30, 40))]
    case = CaseFactory(pictures=pictures, topic=world.topic, area=world.area, now=now)
    assert [(photo.width, photo.height) for photo in case.photos.all()] == [(40, 30), (30, 40)]
    photo = case.photos.first()
    assert photo.file.read()[:2] == b"\xff\xd8"
    assert not photo.is_public
    with pytest.raises(ValueError, match="private"):
        _ = photo.file.url


def test_it_counts_for_the_banner_that_led_to_it(world: World, now: datetime) -> None:
    placement = PlacementFactory(agency=world.a.agency)
    for _ in range(2):
        CaseFactory(placement=placement, topic=world.topic, area=world.area, now=now)
    row = PlacementCount.objects.get(placement=placement)
    assert (row.day, row.kind, row.number) == (now.date(), PlacementCount.Kind.FILED, 2)


def test_the_channel_and_the_agreed_notice_are_kept(world: World, now: datetime, settings: object) -> None:
    settings.PAKN_NOTICE_VERSION = "2027-02"
    case = CaseFactory(channel=Channel.HOTLINE, topic=world.topic, area=world.area, now=now)
    assert (case.channel, case.notice_version, case.wants_publication) == (Channel.HOTLINE, "2027-02", False)


def test_another_faulty_row_is_not_mistaken_for_a_double_click(world: World, now: datetime) -> None:
    filing = FilingFactory(topic=world.topic, area=world.area, email="", phone="")
    with pytest.raises(Case.DoesNotExist):
        intake.file_case(filing, now)
    assert Reporter.objects.count() == 0


def jpeg(size: tuple[int, int]) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, "teal").save(out, "JPEG")
    return out.getvalue()
