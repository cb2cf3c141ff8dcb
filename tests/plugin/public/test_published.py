"""The published cases: what everyone reads, what nobody does, paging and filters."""

from datetime import timedelta
from typing import Any

import pytest
from django.template import Context, Template
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from pakn_plugin import links
from pakn_plugin.models import Case, Photo, Publication
from pakn_plugin.pictures import clean_picture
from pakn_plugin.queries import published
from pakn_plugin.services import conversation, publication, rating
from pakn_plugin.states import Score, State
from tests.factories import REPLY_TEXT, AreaFactory, Cases, TopicFactory, UserFactory, World, citizen, unsent
from tests.plugin.public.conftest import asking, picture

pytestmark = pytest.mark.django_db
LIST = "/phan-anh/"


def publish(world: World, case: Case, title: str = "Đèn đường tắt", **changes: Any) -> Publication:
    """An operator approves the public copy."""
    with unsent():
        return publication.publish(
            case.pk,
            world.operator,
            title,
            changes.get("body", "Đèn đường tắt cả dãy."),
            changes.get("photos", []),
            changes.get("now", timezone.now()),
        )


@pytest.fixture
def shown(world: World, case_in: Cases) -> Publication:
    """An answered case with two photos, one of them public, and a note."""
    small = clean_picture(picture((60, 40)))
    case = case_in(
        State.ANSWERED,
        wants_publication=True,
        name="TÊN-BÍ-MẬT",
        phone="+84905123456",
        email="bi.mat@example.vn",
        address="ĐỊA-CHỈ-BÍ-MẬT",
        text="NGUYÊN-VĂN-BÍ-MẬT",
        pictures=[small, small],
    )
    with unsent():
        conversation.add_note(case.pk, world.operator, "GHI-CHÚ-BÍ-MẬT", timezone.now())
        conversation.answer_message(case.pk, citizen(case.pk), "TIN-NHẮN-BÍ-MẬT", timezone.now())
    first = Photo.objects.filter(case=case).order_by("id").first()
    assert first is not None
    return publish(world, case, photos=[first.pk])


def test_the_public_page_tells_the_public_copy_and_nothing_else(client: Client, shown: Publication) -> None:
    rating.rate(shown.case_id, citizen(shown.case_id), Score.ACCEPTABLE, "LỜI-BÌNH-BÍ-MẬT", timezone.now())
    page = client.get(f"/phan-anh/{shown.public_id}/").content.decode()
    assert "Đèn đường tắt cả dãy." in page
    assert REPLY_TEXT in page
    assert str(Score.ACCEPTABLE.label) in page
    for secret in ("BÍ-MẬT", "905123456", "bi.mat", shown.case.code, shown.case.code[3:]):
        assert secret not in page


def test_only_approved_photos_are_served(client: Client, shown: Publication) -> None:
    approved, hidden = Photo.objects.filter(case=shown.case).order_by("id")
    assert client.get(reverse("pakn:public_photo", args=[shown.public_id, approved.pk])).status_code == 200
    assert client.get(reverse("pakn:public_thumbnail", args=[shown.public_id, approved.pk])).status_code == 200
    assert client.get(reverse("pakn:public_photo", args=[shown.public_id, hidden.pk])).status_code == 404


def test_the_list_shows_it_until_it_is_taken_back(client: Client, shown: Publication, world: World) -> None:
    assert shown.title in client.get(LIST).content.decode()
    with unsent():
        publication.unpublish(shown.case_id, world.operator, timezone.now())
    assert shown.title not in client.get(LIST).content.decode()
    assert client.get(f"/phan-anh/{shown.public_id}/").status_code == 404
    photo = Photo.objects.filter(is_public=True).get()
    assert client.get(reverse("pakn:public_photo", args=[shown.public_id, photo.pk])).status_code == 404


def test_a_withdrawn_case_is_not_public_any_more(client: Client, case_in: Cases, world: World) -> None:
    copy = publish(world, case_in(State.RECEIVED, wants_publication=True))
    assert client.get(f"/phan-anh/{copy.public_id}/").status_code == 200
    client.post(reverse("pakn:follow", args=[links.token_for(copy.case)]), {"do": "withdraw", "sure": "on"})
    assert client.get(f"/phan-anh/{copy.public_id}/").status_code == 404


def test_the_tracking_code_opens_no_public_page(client: Client, shown: Publication) -> None:
    assert client.get(f"/phan-anh/{shown.case.code}/").status_code == 404


def test_an_empty_list_says_so(client: Client, world: World) -> None:
    assert "Chưa có phản ánh nào được công khai." in client.get(LIST).content.decode()
    assert "Không có phản ánh công khai nào như vậy." in client.get(LIST, {"q": "x"}).content.decode()


def test_older_pages_follow_without_gap_or_repetition(
    client: Client, case_in: Cases, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(published, "PAGE", 2)
    now = timezone.now()
    copies = [
        publish(world, case_in(State.RECEIVED, wants_publication=True), f"Số {n}", now=now + timedelta(hours=n // 2))
        for n in range(5)
    ]
    seen, cursor = [], ""
    while True:
        rows, cursor = published.published_page(published.Wanted(), cursor)
        seen += [row.pk for row in rows]
        if not cursor:
            break
    assert seen == [copy.pk for copy in reversed(copies)]
    assert "Cũ hơn" in client.get(LIST).content.decode()


@pytest.mark.parametrize("cursor", ["x", "1", "-", "9" * 60, "1-x", "²-1"])
def test_a_broken_cursor_is_the_beginning(client: Client, shown: Publication, cursor: str) -> None:
    assert shown.title in client.get(LIST, {"sau": cursor}).content.decode()


def test_it_is_filtered_and_searched_without_marks(client: Client, case_in: Cases, world: World) -> None:
    topic, area = TopicFactory(code="moi-truong"), AreaFactory(name="Cam Ranh")
    rubbish = case_in(State.RECEIVED, wants_publication=True, topic=topic, area=area)
    publish(world, rubbish, "Rác ở Đường Biển", body="Rác")
    publish(world, case_in(State.ANSWERED, wants_publication=True), "Đèn tắt", body="Đèn")

    def found(**asked: Any) -> tuple[bool, bool]:
        page = client.get(LIST, {name.replace("_", "-"): value for name, value in asked.items()}).content.decode()
        return "Rác ở Đường Biển" in page, "Đèn tắt" in page

    assert found(q="duong bien") == (True, False)
    assert found(linh_vuc="moi-truong") == (True, False)
    assert found(xa=area.pk) == (True, False)
    assert found(tinh_trang="answered") == (False, True)
    assert found(tinh_trang="open") == (True, False)
    assert found(xa="x", tinh_trang="?") == (True, True)


def test_the_list_asks_the_same_few_questions_whatever_its_length(client: Client, case_in: Cases, world: World) -> None:
    def count() -> int:
        with asking() as queries:
            client.get(LIST)
        return len(queries)

    publish(world, case_in(State.RECEIVED, wants_publication=True))
    client.get(LIST)
    before = count()
    for _ in range(4):
        publish(world, case_in(State.ANSWERED, wants_publication=True))
    assert count() == before


def test_the_tag_shows_what_was_solved_in_the_last_week(shown: Publication, world: World, case_in: Cases) -> None:
    old = publish(world, case_in(State.ANSWERED, wants_publication=True), "Chuyện tháng trước")
    now = timezone.now()
    Case.objects.filter(pk=shown.case_id).update(answered_at=now - timedelta(days=6, hours=23))
    Case.objects.filter(pk=old.case_id).update(answered_at=now - timedelta(days=7, hours=1))
    each = "{% for c in cases %}{{ c.title }}|{{ c.url }}|{{ c.commune }}|{{ c.agency }}{% endfor %}"
    drawn = Template("{% load pakn_tags %}{% recently_solved limit=3 as cases %}" + each).render(Context())
    assert drawn.startswith(f"{shown.title}|/phan-anh/{shown.public_id}/|Phường Nha Trang|")
    assert old.title not in drawn


def test_the_tag_shows_ones_own_cases(case_in: Cases, world: World) -> None:
    user = UserFactory()
    case = case_in(State.SUBMITTED, user=user)
    each = "{% for c in cases %}{{ c.code }}|{{ c.state_label }}{% endfor %}"
    assert (
        Template("{% load pakn_tags %}{% my_cases user as cases %}" + each).render(Context({"user": user}))
        == f"{case.code}|Chờ tiếp nhận"
    )
