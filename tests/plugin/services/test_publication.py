"""The public copy: only with consent and an operator's approval; the original never changes."""

from datetime import datetime

import pytest

from pakn_plugin.access import NotAllowed
from pakn_plugin.models import Case, Photo, Publication
from pakn_plugin.pictures import Picture
from pakn_plugin.services import conversation, publication
from pakn_plugin.states import State
from tests.factories import Cases, World


def test_nothing_is_public_by_itself(case_in: Cases) -> None:
    for state in State:
        case_in(state, wants_publication=True)
    assert not Publication.objects.exists()


def test_the_operator_approves_a_redacted_copy(world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.CLOSED, wants_publication=True)
    copy = publication.publish(case.pk, world.operator, "Đèn tắt", "Đèn [đã ẩn] tắt.", [], now)
    assert (copy.title, copy.text, copy.approved_by, copy.approved_at) == (
        "Đèn tắt",
        "Đèn [đã ẩn] tắt.",
        world.operator.user,
        now,
    )
    assert "den tat" in copy.folded
    assert "phuong nha trang" in copy.folded
    assert Case.objects.get(pk=case.pk).text == case.text


def test_its_address_says_nothing_of_the_tracking_code(world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.CLOSED, wants_publication=True)
    copy = publication.publish(case.pk, world.operator, "Đèn tắt", "Đèn tắt.", [], now)
    assert len(copy.public_id) == 10
    assert copy.public_id not in case.code.replace("-", "").lower()


def test_without_consent_nobody_publishes(world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.CLOSED, wants_publication=False)
    with pytest.raises(NotAllowed):
        publication.publish(case.pk, world.operator, "Đèn tắt", "Đèn tắt.", [], now)
    assert not Publication.objects.exists()


def test_only_operators_publish(world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.PROCESSING, wants_publication=True)
    for actor in (world.a.officer, world.a.leader, world.reviewer, world.superuser):
        with pytest.raises(NotAllowed):
            publication.publish(case.pk, actor, "Đèn tắt", "Đèn tắt.", [], now)


def test_only_chosen_photos_of_the_filing_become_public(world: World, case_in: Cases, now: datetime) -> None:
    pictures = [Picture(b"full", b"small", 4, 3), Picture(b"full", b"small", 8, 6)]
    case = case_in(State.PROCESSING, wants_publication=True, pictures=pictures)
    first, second = case.photos.order_by("pk")
    message = conversation.send_message(case.pk, world.a.officer, "Xem ảnh.", now, pictures[:1])
    inner = Photo.objects.get(message=message)
    publication.publish(case.pk, world.operator, "Đèn", "Đèn.", [first.pk, inner.pk], now)
    assert set(Photo.objects.filter(is_public=True)) == {first}
    publication.publish(case.pk, world.operator, "Đèn", "Đèn.", [second.pk], now)
    assert set(Photo.objects.filter(is_public=True)) == {second}


def test_a_second_approval_changes_the_copy_at_the_same_address(world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.CLOSED, wants_publication=True)
    first = publication.publish(case.pk, world.operator, "Một", "Một.", [], now)
    publication.unpublish(case.pk, world.operator, now)
    assert Publication.objects.get(case=case).withdrawn_at == now
    second = publication.publish(case.pk, world.operator_leader, "Hai", "Hai.", [], now)
    assert second.public_id == first.public_id
    row = Publication.objects.get(case=case)
    assert (row.title, row.withdrawn_at) == ("Hai", None)
