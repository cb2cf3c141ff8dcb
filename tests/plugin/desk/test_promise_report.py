"""The form of a report asks whether the promise is done; what was refused keeps its pictures beside the notes."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from pakn_plugin.answers import Answer, Kept, Outcome, Point, points_of
from pakn_plugin.models import Commitment, HeldPhoto, Photo
from pakn_plugin.services import conversation, points, reply
from pakn_plugin.services.answering import Extras
from pakn_plugin.states import State
from tests.factories import REPLY_TEXT, Cases, World
from tests.plugin.desk.conftest import SignIn

LIST = "/admin/pakn/cases/promises/"
DONE = "Đã thay tủ điều khiển ngày 12/3; đèn sáng ổn định."
WHY = "Chưa thực hiện: nhà máy giao tủ điện trễ một tuần, ngày 20/4 lắp."
NOTE = "Nhà thầu đang nợ lương công nhân nên bỏ chuyến, việc này nhạy cảm chưa đưa ra ngoài."


def day(days: int) -> str:
    return (timezone.localdate() + timedelta(days=days)).isoformat()


@pytest.fixture
def row(world: World, case_in: Cases, now: datetime) -> Commitment:
    """A promise of agency A, due nine days from today."""
    case = points.mark_points(case_in(State.PROCESSING).pk, world.a.officer, [Point(0, "Bao giờ thay tủ điện?")], now)
    due = timezone.localdate() + timedelta(days=9)
    extras = Extras([Answer(points_of(case.points)[0], Outcome.PROMISED, due, "Thay tủ kín nước.")])
    reply.write_and_submit(case.pk, world.a.officer, REPLY_TEXT, now, extras=extras)
    reply.approve(case.pk, world.a.leader, now)
    return Commitment.objects.get()


def address(row: Commitment) -> str:
    return reverse("pakn_desk:keep_promise", args=[row.case_id, row.pk])


def test_not_yet_done_goes_on_waiting_with_its_new_day(world: World, row: Commitment, at_desk: SignIn) -> None:
    client, first = at_desk(world.a.officer), row.due
    assert client.post(address(row), {"outcome": "not_yet", "new_day": day(20), "text": WHY}).status_code == 302
    row.refresh_from_db()
    assert (row.standing, row.first_due, row.due.isoformat()) == (Kept.MOVED, first, day(20))
    page = client.get(LIST).content.decode()
    assert WHY in page and "Chưa thực hiện, đã hẹn lại" in page and f"hẹn đầu: {first:%d/%m/%Y}" in page
    assert WHY in client.get(reverse("pakn_desk:case", args=[row.case_id])).content.decode()
    assert "chưa thực hiện xong" in page  # the message after the report


@pytest.mark.parametrize(
    ("sent", "wrong"),
    [
        ({}, "outcome"),
        ({"outcome": "done"}, "done_on"),
        ({"outcome": "done", "done_on": day(1)}, "done_on"),
        ({"outcome": "done", "done_on": "2020-01-01"}, "done_on"),
        ({"outcome": "done", "done_on": day(0), "new_day": day(20)}, "new_day"),
        ({"outcome": "not_yet", "done_on": day(0)}, "done_on"),
        ({"outcome": "not_yet", "new_day": day(9)}, "new_day"),
    ],
)
def test_the_answer_and_its_day_must_fit(
    sent: dict[str, str], wrong: str, world: World, row: Commitment, at_desk: SignIn
) -> None:
    page = at_desk(world.a.officer).post(address(row), sent | {"text": WHY})
    assert page.status_code == 200 and list(page.context["form"].errors) == [wrong]
    row.refresh_from_db()
    assert row.standing == Kept.OPEN and not row.delays


def test_a_refused_report_keeps_its_picture_and_stands_beside_the_notes(
    world: World, row: Commitment, at_desk: SignIn, picture: Any, now: datetime
) -> None:
    conversation.add_note(row.case_id, world.a.officer, NOTE, now)
    client, sent = at_desk(world.a.officer), {"outcome": "done", "done_on": day(0)}
    assert NOTE in client.get(address(row)).content.decode()
    page = client.post(address(row), sent | {"text": NOTE, "photos": picture})
    held = HeldPhoto.objects.get()
    assert page.status_code == 409 and f'name="held" value="{held.key}"' in page.content.decode()
    assert client.post(address(row), sent | {"text": DONE, "held": held.key}).status_code == 302
    assert Photo.objects.get(side="proof").reply_id == row.reply_id
