"""Filing: from the form to the confirmation, and every way in which it can go wrong without losing a word."""

import re
import unicodedata
import uuid
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from pakn_plugin import links
from pakn_plugin.models import AreaSuccession, Case, HeldPhoto, Photo, PlacementCount, Reporter, Topic
from tests.factories import AreaFactory, PlacementFactory, UserFactory, World
from tests.plugin.public.conftest import picture, upload

pytestmark = pytest.mark.django_db
FILE = "/phan-anh/gui/"
Fill = Callable[..., dict[str, Any]]


def refused(client: Client, data: dict[str, Any], word: str) -> str:
    """The form comes back with a message, and nothing was filed."""
    response = client.post(FILE, data)
    page = response.content.decode()
    assert response.status_code == 422
    assert Case.objects.count() == 0
    assert "data-pk-errors" in page
    assert word in page
    return page


def test_the_form_is_shown_and_never_cached(client: Client, world: World) -> None:
    response = client.get(FILE)
    page = response.content.decode()
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert 'name="consent"' in page
    assert "checked" not in page
    assert reverse("pakn:notice") in page
    assert len(response.content) < 40_000


def test_the_english_form_is_the_same_form(client: Client, world: World) -> None:
    assert client.get("/en" + FILE).status_code == 200


def test_the_english_form_shows_no_vietnamese_examples(client: Client, world: World) -> None:
    Topic.objects.update(examples="ô nhiễm, xả rác")
    assert "ô nhiễm, xả rác" in client.get(FILE).content.decode()
    page = client.get(f"/en{FILE}").content.decode()
    assert "ô nhiễm, xả rác" not in page and "Current commune, ward or special zone" in page


def test_a_filing_becomes_a_case_and_leads_to_the_confirmation(client: Client, filled: Fill) -> None:
    response = client.post(FILE, filled(photos=[upload(picture())]), follow=True)
    case = Case.objects.get()
    page = response.content.decode()
    assert response.status_code == 200
    assert response.request["PATH_INFO"].endswith("/da-gui/")
    assert case.code in page
    assert "qr.svg" in page
    assert case.reporter.phone == "+84905123456"
    assert case.photos.count() == 1
    assert not case.wants_publication


def test_the_qr_code_is_a_private_picture(client: Client, filled: Fill) -> None:
    client.post(FILE, filled())
    response = client.get(reverse("pakn:qr", args=[links.token_for(Case.objects.get())]))
    assert response["Content-Type"] == "image/svg+xml"
    assert "no-store" in response["Cache-Control"]
    assert b"style=" not in response.content


def test_a_double_click_files_once(client: Client, filled: Fill) -> None:
    data = filled()
    first, second = client.post(FILE, data), client.post(FILE, data)
    assert first.status_code == second.status_code == 302
    assert Case.objects.count() == 1


def test_agreement_to_publication_is_kept(client: Client, filled: Fill) -> None:
    client.post(FILE, filled(publication="on"))
    assert Case.objects.get().wants_publication


def test_without_consent_nothing_is_filed(client: Client, filled: Fill) -> None:
    page = refused(client, filled(consent=None), "sự đồng ý của bạn")
    assert "Hẻm 34 Võ Thị Sáu" in page
    assert Reporter.objects.count() == 0


def test_an_empty_text_is_named(client: Client, filled: Fill) -> None:
    refused(client, filled(text="  \n "), "Hãy viết nội dung phản ánh.")
    assert not Case.objects.exists()


def test_8000_characters_are_fine_and_8001_are_not(client: Client, filled: Fill) -> None:
    page = refused(client, filled(text="đ" * 8001), "8001")
    assert "đ" * 8001 in page
    client.post(FILE, filled(text="đ" * 8000))
    assert len(Case.objects.get().text) == 8000


def test_scripts_are_only_text(client: Client, filled: Fill, follow: Callable[[Case], Any]) -> None:
    evil = "<script>alert(1)</script> & \"'"
    page = refused(client, filled(text=evil, name=evil, phone=""), "ít nhất một trong hai")
    assert "<script>alert" not in page
    client.post(FILE, filled(text=evil, address=evil))
    case = Case.objects.get()
    assert case.text == evil
    shown = follow(case).content.decode()
    assert "<script>alert" not in shown
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown


def test_decomposed_text_is_composed(client: Client, filled: Fill) -> None:
    client.post(FILE, filled(text=unicodedata.normalize("NFD", "Đường Trần Phú ngập")))
    assert Case.objects.get().text == "Đường Trần Phú ngập"


def test_direction_marks_cannot_turn_the_page(client: Client, filled: Fill, follow: Callable[[Case], Any]) -> None:
    client.post(FILE, filled(text="Ổ gà \u202egnud gnourt", name="An\u202e Trần"))
    case = Case.objects.get()
    assert case.text == "Ổ gà gnud gnourt"
    assert case.reporter.name == "An Trần"
    assert 'dir="auto"' in follow(case).content.decode()


def test_one_contact_is_enough_and_none_is_not(client: Client, filled: Fill) -> None:
    refused(client, filled(phone="", email=""), "ít nhất một trong hai")
    client.post(FILE, filled(phone="", email="an@example.vn"))
    assert Case.objects.get().reporter.email == "an@example.vn"


def test_a_wrong_phone_is_named_and_kept(client: Client, filled: Fill) -> None:
    assert 'value="12x"' in refused(client, filled(phone="12x"), "Số điện thoại chưa đúng")


def test_a_missing_topic_and_place_are_named(client: Client, filled: Fill) -> None:
    refused(client, filled(topic=None, area=""), "Hãy chọn lĩnh vực.")
    assert not Case.objects.exists()


def test_an_old_commune_leads_to_the_new_one(client: Client, filled: Fill, world: World) -> None:
    old = AreaFactory(name="Lộc Thọ", valid_to=date(2025, 6, 30))
    AreaSuccession.objects.create(old=old, new=world.area)
    client.post(FILE, filled(area="", old_name="phuong loc tho"))
    assert Case.objects.get().area == world.area


def test_a_split_commune_asks_which_part(client: Client, filled: Fill, world: World) -> None:
    old, other = AreaFactory(name="Lộc Thọ", valid_to=date(2025, 6, 30)), AreaFactory(name="Tây Nha Trang")
    for new in (world.area, other):
        AreaSuccession.objects.create(old=old, new=new, whole=False)
    refused(client, filled(area="", old_name="Lộc Thọ"), "Phường Tây Nha Trang")
    assert not Case.objects.exists()


def test_a_new_commune_with_an_old_name_is_never_guessed(client: Client, filled: Fill, world: World) -> None:
    AreaFactory(kind="Xã", name="Vĩnh Hải")
    old = AreaFactory(name="Vĩnh Hải", valid_to=date(2025, 6, 30))
    AreaSuccession.objects.create(old=old, new=world.area)
    refused(client, filled(area="", old_name="Vĩnh Hải"), "Xã Vĩnh Hải, Phường Nha Trang")
    client.post(FILE, filled(area="", old_name="phường Vĩnh Hải"))
    assert Case.objects.get().area == world.area


def test_an_ended_commune_cannot_be_chosen(client: Client, filled: Fill) -> None:
    gone = AreaFactory(name="Cũ", valid_to=date(2025, 6, 30))
    refused(client, filled(area=str(gone.pk)), "trong danh sách")
    assert not Case.objects.exists()


def test_an_unknown_place_is_named(client: Client, filled: Fill) -> None:
    refused(client, filled(area="", old_name="Không Có"), "Không tìm thấy xã, phường nào tên “Không Có”")
    assert not Case.objects.exists()


def test_good_photos_wait_while_the_form_is_mended(client: Client, filled: Fill) -> None:
    data = filled(consent=None, photos=[upload(picture()), upload(b"not a picture", "chu.jpg")])
    page = refused(client, data, "không phải là ảnh")
    held = HeldPhoto.objects.get()
    assert held.key in page
    shown = client.get(reverse("pakn:held_photo", args=[held.key]))
    assert shown["Content-Type"] == "image/jpeg"
    client.post(FILE, data | {"consent": "on", "held": [held.key], "photos": [upload(picture((300, 200)))]})
    assert [photo.width for photo in Photo.objects.order_by("id")] == [640, 300]


def test_a_held_photo_can_be_dropped(client: Client, filled: Fill) -> None:
    refused(client, filled(consent=None, photos=[upload(picture())]), "đồng ý")
    key = HeldPhoto.objects.get().key
    client.post(FILE, filled(held=[key], drop=[key]))
    assert Case.objects.get().photos.count() == 0


def test_more_than_five_photos_are_too_many(client: Client, filled: Fill) -> None:
    small = picture((40, 30))
    refused(client, filled(photos=[upload(small) for _ in range(6)]), "tối đa 5 ảnh")
    assert HeldPhoto.objects.count() == 5


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"ghi chu" * 20, "không phải là ảnh"),
        (b"\xff\xd8\xff" + b"0" * (12 * 1024 * 1024), "lớn hơn 10 MB"),
        (picture()[:4000], "bị lỗi hoặc tải lên chưa hết"),
    ],
    ids=["text", "12 MB", "truncated"],
)
def test_a_bad_photo_is_named(client: Client, filled: Fill, content: bytes, word: str) -> None:
    page = refused(client, filled(photos=[upload(content, "xau.jpg")]), word)
    assert "xau.jpg" in page


def test_the_place_in_a_photo_is_neither_stored_nor_served(client: Client, filled: Fill) -> None:
    raw = picture(gps=True)
    assert b"MAYANH" in raw
    client.post(FILE, filled(photos=[upload(raw)]))
    photo = Photo.objects.get()
    token = links.token_for(Case.objects.get())
    for name in ("pakn:follow_photo", "pakn:follow_thumbnail"):
        served = client.get(reverse(name, args=[token, photo.pk]))
        content = b"".join(served.streaming_content)
        assert b"MAYANH" not in content
        assert served["Content-Disposition"].startswith("inline")
        assert served["X-Content-Type-Options"] == "nosniff"
    for file in (photo.file, photo.thumbnail):
        with Image.open(file.open()) as stored:
            assert not stored.getexif()


def test_an_account_fills_in_its_contact(client: Client, world: World) -> None:
    user = UserFactory(email="binh@example.vn")
    client.force_login(user)
    assert 'value="binh@example.vn"' in client.get(FILE).content.decode()


def test_a_filing_while_signed_in_belongs_to_the_account(client: Client, filled: Fill) -> None:
    user = UserFactory()
    client.force_login(user)
    client.post(FILE, filled())
    assert Case.objects.get().reporter.user == user


def test_the_banner_is_counted(client: Client, filled: Fill) -> None:
    placement = PlacementFactory()
    assert f'value="{placement.key}"' in client.get(FILE, {"b": placement.key}).content.decode()
    client.post(FILE, filled(b=placement.key))
    assert Case.objects.get().placement == placement
    assert PlacementCount.objects.get(kind=PlacementCount.Kind.FILED).number == 1


def test_an_unknown_banner_does_no_harm(client: Client, filled: Fill) -> None:
    client.post(FILE, filled(b="khong-co"))
    assert Case.objects.get().placement is None


def test_too_many_filings_keep_what_was_typed(client: Client, filled: Fill, settings: Any) -> None:
    settings.PAKN_FILINGS_PER_HOUR = 1
    client.post(FILE, filled())
    response = client.post(FILE, filled(text="Lần thứ hai", photos=[upload(picture())]))
    page = response.content.decode()
    assert response.status_code == 429
    assert "Quá nhiều phản ánh" in page
    assert "Lần thứ hai" in page
    assert HeldPhoto.objects.count() == 1
    assert Case.objects.count() == 1


def test_another_address_is_not_slowed_down(client: Client, filled: Fill, settings: Any) -> None:
    settings.PAKN_FILINGS_PER_HOUR = 1
    client.post(FILE, filled())
    assert client.post(FILE, filled(), REMOTE_ADDR="10.1.2.3").status_code == 302


def test_the_key_survives_an_error(client: Client, filled: Fill) -> None:
    key = str(uuid.uuid4())
    page = client.post(FILE, filled(key=key, consent=None)).content.decode()
    assert re.search(rf'name="key" value="{key}"', page)


def test_errors_are_linked_to_their_fields(client: Client, filled: Fill) -> None:
    page = client.post(FILE, filled(text="", topic=None, consent=None)).content.decode()
    for target in ("id_text", "id_topic_0", "id_consent"):
        assert f'href="#{target}"' in page
        assert f'id="{target}"' in page
