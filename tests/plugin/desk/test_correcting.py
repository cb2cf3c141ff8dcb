"""A correction through its screens: the officer's editor, the leader's queue, the citizen's page, the public copy."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from pakn_plugin import links
from pakn_plugin.models import Case, Photo, Reply
from pakn_plugin.pictures import Picture
from pakn_plugin.queries import public, published
from pakn_plugin.services import corrections, publication, reply
from pakn_plugin.states import State
from tests.factories import REPLY_TEXT, Cases, World
from tests.plugin.desk.conftest import SignIn
from tests.plugin.desk.test_actions import act, address, fresh

FIXED = "Đã thay cả sáu bóng đèn ngày 21/3/2026; mời ông bà kiểm tra lại."
WHY = "Ngày thay ghi thiếu; đúng là 21/3/2026."


@pytest.fixture
def corrected(world: World, case_in: Cases, now: datetime) -> Case:
    case = case_in(State.CLOSED, wants_publication=True)
    later = now + timedelta(days=2)
    corrections.submit(case.pk, world.a.officer, FIXED, WHY, later)
    corrections.approve(case.pk, world.a.leader, later)
    return case


def test_the_officer_begins_with_the_published_text_and_the_leader_finds_it_in_the_queue(
    world: World, case_in: Cases, at_desk: SignIn
) -> None:
    case, client = case_in(State.ANSWERED), at_desk(world.a.officer)
    assert address(case, "correct") in client.get(reverse("pakn_desk:case", args=[case.pk])).content.decode()
    page = client.get(address(case, "correct"))
    assert page.context["form"]["text"].value() == REPLY_TEXT
    page = client.post(address(case, "correct"), {"text": FIXED, "reason": "", "submit": "1"})
    assert page.context["form"].errors["reason"] and FIXED in page.content.decode()
    act(client, case, "correct", text=FIXED, reason=WHY, submit="1")
    page = at_desk(world.a.leader).get(reverse("pakn_desk:approvals"))
    shown = page.content.decode()
    assert FIXED in shown and WHY in shown and REPLY_TEXT in shown
    waiting = Reply.objects.get(case=case, status="pending")
    given = {"seen": f"{waiting.pk}-{waiting.drafted_at.timestamp()}", "queue": "1"}
    assert at_desk(world.a.leader).post(page.context["approve_url"], given).status_code == 302
    assert fresh(case).state == State.ANSWERED
    assert Reply.objects.get(pk=waiting.pk).status == Reply.Status.PUBLISHED


def test_what_is_held_is_kept_as_a_draft(world: World, case_in: Cases, at_desk: SignIn) -> None:
    case, client = case_in(State.ANSWERED), at_desk(world.a.officer)
    note = "Nhà thầu đang nợ lương công nhân nên bỏ chuyến, việc này nhạy cảm chưa đưa ra ngoài."
    act(at_desk(world.a.leader), case, "note", text=note)
    page = client.post(address(case, "correct"), {"text": FIXED, "reason": note, "submit": "1"}, follow=True)
    assert "Chưa trình duyệt" in page.content.decode() and page.context["must_say_why"]
    assert Reply.objects.get(case=case, corrects__isnull=False).correction_reason == note


def test_a_returned_correction_shows_its_remark(world: World, case_in: Cases, at_desk: SignIn, now: datetime) -> None:
    case = case_in(State.ANSWERED)
    corrections.submit(case.pk, world.a.officer, FIXED, WHY, now)
    act(at_desk(world.a.leader), case, "return_correction", text="Nêu rõ giờ.")
    page = at_desk(world.a.officer).get(address(case, "correct"))
    assert page.context["remarks"].text == "Nêu rõ giờ." and page.context["form"]["reason"].value() == WHY


def test_the_citizen_reads_the_mark_the_reason_and_both_versions(corrected: Case, client: Client) -> None:
    page = client.get(links.follow_path(corrected)).content.decode()
    assert "Đính chính" in page and WHY in page and FIXED in page and REPLY_TEXT in page
    (earlier,) = (each for each in re.findall(r"<details.*?</details>", page, re.S) if "trước khi đính chính" in each)
    assert REPLY_TEXT in earlier and FIXED not in earlier
    assert "đã đính chính câu trả lời." in page


def test_the_public_copy_shows_the_newest_only(world: World, corrected: Case, client: Client, now: datetime) -> None:
    row = publication.publish(corrected.pk, world.operator, "Đèn hẻm tắt", "Đèn tắt cả dãy.", [], now)
    page = client.get(reverse("pakn:published", args=[row.public_id])).content.decode()
    assert "Đính chính" in page and WHY in page and FIXED in page and REPLY_TEXT not in page
    assert "Hài lòng (cho bản trước khi đính chính)" in page


def test_a_picture_that_was_corrected_away_is_public_no_more(world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.PROCESSING, wants_publication=True)
    reply.write_and_submit(case.pk, world.a.officer, REPLY_TEXT, now, [Picture(b"x", b"y", 8, 6)])
    reply.approve(case.pk, world.a.leader, now)
    photo = Photo.objects.get(case=case)
    row = publication.publish(case.pk, world.operator, "Đèn hẻm tắt", "Đèn tắt cả dãy.", [], now)
    assert published.public_photo(row, photo.pk) == photo
    corrections.save_draft(case.pk, world.a.officer, FIXED, WHY, now)
    copied = Photo.objects.get(reply__corrects__isnull=False)
    corrections.submit(case.pk, world.a.officer, FIXED, WHY, now, drop_photos=[copied.pk])
    corrections.approve(case.pk, world.a.leader, now)
    assert published.public_photo(row, photo.pk) is None
    assert public.reporters_photo(case, photo.pk) == photo


def test_the_citizens_page_costs_no_more_for_corrections(
    world: World, corrected: Case, client: Client, django_assert_max_num_queries: Any
) -> None:
    path = links.follow_path(corrected)
    client.get(path)
    with django_assert_max_num_queries(8):  # six statements and what the session takes
        assert client.get(path).status_code == 200
