"""What people read, on the page, in public and by mail: answers to points, promises, pictures before and after."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from pakn_plugin import links, mails
from pakn_plugin.answers import Answer, Outcome, Point, points_of
from pakn_plugin.models import Case, Commitment, Notification, Photo, Publication, Reply
from pakn_plugin.pictures import Picture
from pakn_plugin.services import handling, photos, points, promises, publication, rating, reply
from pakn_plugin.services.answering import Extras
from pakn_plugin.states import Score, State
from tests.factories import REPLY_TEXT, Cases, World, citizen
from tests.plugin.public.conftest import asking

PICTURE = Picture(b"jpeg", b"jpeg", 4, 3)
DONE = "Đã thay tủ điều khiển ngày 12/3."
WHY = "Chưa thực hiện: nhà máy giao tủ điện trễ một tuần."
SAID = ("Sửa đèn hẻm 34", "Đã làm", "Đã thay bóng.", "Thay tủ điện", "Sẽ làm", "muộn nhất hết ngày", REPLY_TEXT)


@pytest.fixture
def answered(world: World, case_in: Cases, now: datetime) -> Case:
    """An answered case with a point done and a point promised, a photo of before (filed) and one of after."""
    case = case_in(State.RECEIVED, wants_publication=True)
    photos.attach(case, [PICTURE, PICTURE])
    case_in.transfer(case.pk, now)
    case_in.accept(case.pk, now)
    case = points.mark_points(case.pk, world.a.officer, [Point(0, "Sửa đèn hẻm 34"), Point(0, "Thay tủ điện")], now)
    lamp, box = points_of(case.points)
    given = [
        Answer(lamp, Outcome.DONE, words="Đã thay bóng."),
        Answer(box, Outcome.PROMISED, now.date() + timedelta(days=20), "Thay tủ kín nước."),
    ]
    filed = Photo.objects.filter(case=case).first()
    assert filed
    reply.write_and_submit(case.pk, world.a.officer, REPLY_TEXT, now, [PICTURE], extras=Extras(given, filed=[filed.pk]))
    reply.approve(case.pk, world.a.leader, now)
    return Case.objects.get(pk=case.pk)


def test_the_reporter_reads_each_point(answered: Case, follow: Any) -> None:
    page = follow(answered).content.decode()
    assert all(words in page for words in (*SAID, "Chưa đến hẹn"))


def test_before_and_after_stand_side_by_side_with_captions_and_alt(answered: Case, follow: Any) -> None:
    page = follow(answered).content.decode()
    assert '<div class="pk-sides">' in page
    assert 'alt="Trước khi xử lý: Ảnh 1' in page and 'alt="Sau khi xử lý: Ảnh 1' in page


def test_whoever_rates_can_read_the_whole_reply_again(answered: Case, client: Client) -> None:
    answer = Reply.objects.get(case=answered)
    page = client.get(links.rating_path(answered, answer, Score.SATISFIED)).content.decode()
    assert all(words in page for words in (*SAID, "Chưa đến hẹn"))
    assert 'alt="Trước khi xử lý: Ảnh 1' in page and 'alt="Sau khi xử lý: Ảnh 1' in page


def test_the_page_asks_for_nothing_more(answered: Case, case_in: Cases, follow: Any) -> None:
    plain = case_in(State.ANSWERED)
    follow(plain)
    with asking() as few:
        follow(plain)
    with asking() as many:
        follow(answered)
    assert len(many) == len(few)


def test_a_kept_promise_is_shown_with_its_proof(world: World, answered: Case, follow: Any, now: datetime) -> None:
    row = Commitment.objects.get()
    promises.report(row.pk, world.a.officer, DONE, now, [PICTURE])
    page = follow(answered).content.decode()
    assert "Đã thực hiện đúng hẹn" in page and DONE in page and 'alt="Kết quả việc đã hẹn: Ảnh 1' in page
    assert page.count('alt="Sau khi xử lý') == 1
    proof = Photo.objects.get(side="proof")
    assert reverse("pakn:follow_photo", args=["x", proof.pk]).rpartition("/x/")[2] in page


def test_a_broken_promise_is_shown_as_broken(answered: Case, follow: Any, now: datetime) -> None:
    promises.break_overdue(Commitment.objects.get().pk, now + timedelta(days=21))
    page = follow(answered).content.decode()
    assert "Quá hẹn, chưa thực hiện" in page and "Một việc đã hẹn chưa được thực hiện đúng ngày." in page


@pytest.fixture
def published(world: World, answered: Case, now: datetime) -> Publication:
    return publication.publish(answered.pk, world.operator, "Đèn tắt", "Đèn tắt cả dãy.", [], now)


def test_everyone_reads_each_point(client: Client, published: Publication) -> None:
    page = client.get(reverse("pakn:published", args=[published.public_id])).content.decode()
    assert all(words in page for words in (*SAID, "Chưa đến hẹn"))


def test_in_public_the_filing_is_shown_as_before_only_where_its_photo_is_public(
    world: World, client: Client, published: Publication, now: datetime
) -> None:
    case, address = published.case, reverse("pakn:published", args=[published.public_id])
    filed = Photo.objects.filter(case=case, reply=None).order_by("pk")[0]
    picture = reverse("pakn:public_thumbnail", args=[published.public_id, filed.pk])
    page = client.get(address).content.decode()
    assert "pk-sides" not in page and picture not in page and "Ảnh 1, xem cỡ lớn" in page
    publication.publish(case.pk, world.operator, "Đèn tắt", "Đèn tắt cả dãy.", [filed.pk], now)
    page = client.get(address).content.decode()
    assert "pk-sides" in page and page.count(picture) == 2


def test_the_mail_lists_points_and_outcomes(answered: Case) -> None:
    body = mails.render(Notification.objects.get(template="answered", event__case=answered)).body
    assert "1. Sửa đèn hẻm 34\n   → Đã làm\n   Đã thay bóng." in body
    assert "2. Thay tủ điện\n   → Sẽ làm muộn nhất hết ngày 24/03/2026\n   Thay tủ kín nước." in body


def test_the_reporter_of_a_duplicate_reads_them_too(
    world: World, answered: Case, case_in: Cases, follow: Any, now: datetime
) -> None:
    duplicate = case_in(State.RECEIVED)
    handling.merge(duplicate.pk, world.operator, answered, now)
    page = follow(Case.objects.get(pk=duplicate.pk)).content.decode()
    assert "Thay tủ điện" in page and "Sẽ làm" in page


def test_the_figures_name_promises_by_agency(world: World, client: Client, answered: Case, now: datetime) -> None:
    promises.break_overdue(Commitment.objects.get().pk, now + timedelta(days=21))
    page = client.get(reverse("pakn:statistics")).content.decode()
    assert "Việc đã hẹn được thực hiện đúng hẹn" in page and "Việc đã hẹn với người dân, theo cơ quan hẹn" in page
    assert "0/1 (0,0" in page or "0/1 (0" in page


def test_an_ended_case_names_what_is_still_owed_at_the_top(
    world: World, answered: Case, follow: Any, now: datetime
) -> None:
    rating.rate(answered.pk, citizen(answered.pk), Score.UNSATISFIED, "", now)
    rating.uphold(answered.pk, world.reviewer, "Ngày 5/3 đã kiểm tra lại, tủ điện thay theo lịch.", now)
    top = follow(answered).content.decode().split("Trao đổi và trả lời")[0]
    assert "Việc cơ quan đã hẹn với bạn" in top and "Thay tủ điện" in top and "24/03/2026" in top
    promises.delay(Commitment.objects.get().pk, world.a.officer, WHY, now, new_day=date(2026, 4, 2))
    page = follow(answered).content.decode()
    assert "02/04/2026" in page.split("Trao đổi và trả lời")[0] and WHY in page and "24/03/2026" in page
    assert "Cơ quan báo một việc đã hẹn chưa thực hiện xong và hẹn lại" in page
    assert "đã thực hiện một việc đã hẹn" not in page
    promises.report(Commitment.objects.get().pk, world.a.officer, DONE, now)
    assert "Việc cơ quan đã hẹn với bạn" not in follow(answered).content.decode()


def letter(case: Case, template: str, action: str) -> str:
    notification = Notification(
        case=case, reporter=case.reporter, template=template, event=case.events.filter(action=action).latest("number")
    )
    return mails.render(notification).body


def test_the_mail_greets_once_and_mentions_photos(answered: Case) -> None:
    found = letter(answered, "answered", "approve")
    assert found.count("Kính gửi") == 1 and "Kèm 2 ảnh" in found
    Reply.objects.filter(case=answered).update(text="Kính gửi bà Sáu,\n" + REPLY_TEXT)
    found = letter(answered, "answered", "approve")
    assert found.count("Kính gửi") == 1 and "Kính gửi bà Sáu," in found


@pytest.mark.parametrize(("template", "action"), [("upheld", "uphold"), ("reopened", "reopen_review")])
def test_the_mail_about_a_review_gives_the_reason(
    template: str, action: str, world: World, answered: Case, now: datetime
) -> None:
    why = "Ngày 5/3 đã kiểm tra lại, tủ điện thay theo lịch."
    rating.rate(answered.pk, citizen(answered.pk), Score.UNSATISFIED, "", now)
    decide = rating.uphold if action == "uphold" else rating.reopen_after_review
    decide(answered.pk, world.reviewer, why, now)
    assert why in letter(answered, template, action)
