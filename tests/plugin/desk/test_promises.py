"""Promises at the desk: the list, the report, the case's screen; and a template's sample before it is saved."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from pakn_plugin.answers import Answer, Outcome, Point, points_of
from pakn_plugin.models import Case, Commitment, Photo, ReplyTemplate
from pakn_plugin.services import conversation, points, promises, reply
from pakn_plugin.services.answering import Extras
from pakn_plugin.states import Role, State
from tests.factories import REPLY_TEXT, AgencyFactory, Cases, World, person
from tests.plugin.desk.conftest import SignIn

LIST = "/admin/pakn/cases/promises/"
DONE = "Đã thay tủ điều khiển ngày 12/3; đèn sáng ổn định."
FINISHED = {"outcome": "done", "done_on": "2026-03-12"}


@pytest.fixture
def promised(world: World, case_in: Cases, now: datetime) -> Commitment:
    """A promise of agency A that is open today."""
    case = points.mark_points(case_in(State.PROCESSING).pk, world.a.officer, [Point(0, "Bao giờ thay tủ điện?")], now)
    day = timezone.localdate() + timedelta(days=9)
    extras = Extras([Answer(points_of(case.points)[0], Outcome.PROMISED, day, "Thay tủ kín nước.")])
    reply.write_and_submit(case.pk, world.a.officer, REPLY_TEXT, now, extras=extras)
    reply.approve(case.pk, world.a.leader, now)
    return Commitment.objects.get()


def report(row: Commitment) -> str:
    return reverse("pakn_desk:keep_promise", args=[row.case_id, row.pk])


def test_the_list_offers_the_report_to_the_agency_only(world: World, promised: Commitment, at_desk: SignIn) -> None:
    assert reverse("pakn_desk:promises") == LIST
    for actor, offered in ((world.a.officer, True), (world.a.leader, False), (world.supervisor, False)):
        page = at_desk(actor).get(LIST).content.decode()
        assert "Bao giờ thay tủ điện?" in page and (report(promised) in page) == offered
    assert "Bao giờ thay tủ điện?" not in at_desk(world.b.officer).get(LIST).content.decode()


def test_tabs_tell_open_broken_and_reported_apart(
    world: World, promised: Commitment, at_desk: SignIn, now: datetime
) -> None:
    client = at_desk(world.a.officer)
    assert "Bao giờ thay tủ điện?" not in client.get(f"{LIST}?xem=qua-hen").content.decode()
    promises.report(promised.pk, world.a.officer, DONE, now)
    assert DONE in client.get(f"{LIST}?xem=da-bao").content.decode()
    assert "Bao giờ thay tủ điện?" not in client.get(f"{LIST}?xem=la&sau=hong").content.decode()


def test_the_list_asks_the_same_however_many_there_are(
    world: World, promised: Commitment, at_desk: SignIn, django_assert_max_num_queries: Any
) -> None:
    client = at_desk(world.a.officer)
    client.get(LIST)
    more = [
        Commitment(case=promised.case, reply=promised.reply, point=n, agency=world.a.agency, due=promised.due)
        for n in range(10, 100)
    ]
    Commitment.objects.bulk_create(more)
    with django_assert_max_num_queries(14):
        page = client.get(LIST)
    assert len(page.context["rows"]) == 50 and "sau=" in page.context["older"]


def test_the_agency_reports_with_a_picture(world: World, promised: Commitment, at_desk: SignIn, picture: Any) -> None:
    client = at_desk(world.a.coordinator)
    assert "Thay tủ kín nước." in client.get(report(promised)).content.decode()
    response = client.post(report(promised), FINISHED | {"text": DONE, "photos": picture})
    assert (response.status_code, response.url) == (302, LIST)
    assert Commitment.objects.get().report == DONE and Photo.objects.get().side == "proof"
    assert client.get(report(promised)).status_code == 302
    assert DONE in client.get(reverse("pakn_desk:case", args=[promised.case_id])).content.decode()


def test_a_copied_note_comes_back_with_its_source(
    world: World, promised: Commitment, at_desk: SignIn, now: datetime
) -> None:
    note = "Nhà thầu đang nợ lương công nhân nên bỏ chuyến, việc này nhạy cảm chưa đưa ra ngoài."
    conversation.add_note(promised.case_id, world.a.officer, note, now)
    client = at_desk(world.a.officer)
    page = client.post(report(promised), FINISHED | {"text": note})
    assert page.status_code == 409 and page.context["must_say_why"] and f"<mark>{note[:-1]}" in page.content.decode()
    assert client.post(report(promised), FINISHED | {"text": note, "passing": "Đã đăng báo."}).status_code == 302


def test_a_report_without_words_is_an_error(world: World, promised: Commitment, at_desk: SignIn) -> None:
    page = at_desk(world.a.officer).post(report(promised), {"text": " "})
    assert page.status_code == 200 and page.context["form"].errors["text"]


@pytest.mark.parametrize("verb", ["get", "post", "head", "put", "delete"])
def test_a_foreign_promise_is_404_at_every_verb(
    world: World, promised: Commitment, case_in: Cases, at_desk: SignIn, verb: str
) -> None:
    other = case_in(State.PROCESSING)
    for role in ("coordinator", "officer", "leader"):
        client = at_desk(getattr(world.b, role))
        assert getattr(client, verb)(report(promised)).status_code == 404
    crossed = reverse("pakn_desk:keep_promise", args=[other.pk, promised.pk])
    assert getattr(at_desk(world.a.officer), verb)(crossed).status_code == 404


def test_a_complaint_is_404_for_all(world: World, promised: Commitment, at_desk: SignIn) -> None:
    Case.objects.filter(pk=promised.case_id).update(restricted=True)
    for actor in (world.a.officer, world.supervisor, world.superuser):
        assert at_desk(actor).get(report(promised)).status_code == 404


def test_a_successor_reports_what_it_took_over(world: World, promised: Commitment, at_desk: SignIn) -> None:
    heir = AgencyFactory(name="Sở Mới")
    world.a.agency.successors.add(heir)
    type(heir).objects.filter(pk=world.a.agency.pk).update(valid_to=timezone.localdate() - timedelta(days=1))
    client = at_desk(person(Role.COORDINATOR, heir))
    page = client.get(LIST).content.decode()
    assert report(promised) in page and "nay là Sở Mới" in page
    assert reverse("pakn_desk:case", args=[promised.case_id]) + '"' not in page
    assert client.post(report(promised), FINISHED | {"text": DONE}).status_code == 302
    assert Commitment.objects.get().standing == "kept"


@pytest.fixture
def admin(client: Client, world: World) -> Client:
    client.force_login(world.superuser.user)
    return client


def test_a_template_is_seen_as_mail_and_page_before_it_is_saved(admin: Client, world: World) -> None:
    sent = {"name": "Hẹn", "topic": "", "kind": "promised", "active": "on", "preview": "1"}
    page = admin.post("/admin/pakn/replytemplate/create/", sent | {"text": "{co_quan} hẹn ngày {ngay_hen}."})
    found = page.content.decode()
    assert page.status_code == 200 and not ReplyTemplate.objects.exists()
    day = f"{timezone.localdate() + timedelta(days=14):%d/%m/%Y}"
    assert found.count(f"hẹn ngày {day}.") == 2 and "Thư gửi người dân" in found and "Kính gửi ông/bà" in found
    assert '<input type="text" name="name" value="Hẹn"' in found


def test_a_faulty_template_has_no_sample_and_is_not_saved(admin: Client, world: World) -> None:
    row = ReplyTemplate.objects.create(name="Hẹn", text="Chào.")
    sent = {"name": "Hẹn", "topic": "", "kind": "", "active": "on", "text": "{ten_nguoi_gui}"}
    for button in ({"preview": "1"}, {}):
        page = admin.post(f"/admin/pakn/replytemplate/edit/{row.pk}/", sent | button)
        assert page.status_code == 200 and "sample" not in page.context
    assert ReplyTemplate.objects.get().text == "Chào."


def test_a_template_is_saved_with_its_kind(admin: Client, world: World) -> None:
    sent = {"name": "Xong", "topic": str(world.topic.pk), "kind": "done", "active": "on", "text": "Đã xong {ma}."}
    assert admin.post("/admin/pakn/replytemplate/create/", sent).status_code == 302
    assert ReplyTemplate.objects.get().kind == "done"
    assert "Đã làm" in admin.get("/admin/pakn/replytemplate/").content.decode()
