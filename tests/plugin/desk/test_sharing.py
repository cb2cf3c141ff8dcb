"""Co-ordination at the desk: screens, mark, queue, and what stays hidden from a partner."""

from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from pakn_plugin.models import Case, Photo
from pakn_plugin.pictures import clean_picture
from pakn_plugin.services import coordination, reply
from pakn_plugin.states import State
from tests.factories import CITIZEN_TEXT, Cases, World, unsent
from tests.plugin.desk.conftest import SignIn

INDEX = reverse("pakn_desk:index")
ASKED = "CANARY-HỎI-CƠ-QUAN-B"
ANSWER = "CANARY-Ý-KIẾN-CỦA-B"


def address(case: Case, name: str = "case") -> str:
    return reverse(f"pakn_desk:{name}", args=[case.pk])


def text_of(response: Any) -> str:
    return response.content.decode()


def shown(page: Any) -> list[str]:
    return [line.code for line in page.context["lines"]]


@pytest.fixture
def shared(world: World, case_in: Cases, now: datetime) -> Case:
    """A case of agency A in processing, which B co-ordinates."""
    case = case_in(State.PROCESSING, name="Trần Thị Kín", email="kin@example.vn")
    with unsent():
        coordination.invite(case.pk, world.a.officer, world.b.agency, ASKED, now)
    return Case.objects.get(pk=case.pk)


def test_the_officer_invites_and_ends_it(world: World, case_in: Cases, at_desk: SignIn) -> None:
    case, client = case_in(State.PROCESSING), at_desk(world.a.officer)
    assert address(case, "invite") in text_of(client.get(address(case)))
    page = client.get(address(case, "invite"))
    assert world.a.agency not in page.context["form"].fields["agency"].queryset
    client.post(address(case, "invite"), {"agency": world.b.agency.pk, "question": ASKED})
    row = case.coordinations.get()
    assert ASKED in text_of(client.get(address(case)))
    assert world.b.agency not in client.get(address(case, "invite")).context["form"].fields["agency"].queryset
    ending = f"{address(case, 'uninvite')}?coordination={row.pk}"
    assert ending in text_of(client.get(address(case)))
    assert client.post(ending, {"coordination": row.pk}).status_code == 302
    assert case.coordinations.get().ended_at is not None


def test_the_partner_finds_the_case_in_a_queue_of_its_own(world: World, shared: Case, at_desk: SignIn) -> None:
    for member in (world.b.coordinator, world.b.officer, world.b.leader):
        page = at_desk(member).get(f"{INDEX}?queue=to_contribute")
        assert shown(page) == [shared.code]
        assert page.context["lines"][0].main_agency == str(world.a.agency)
        assert "Phối hợp" in text_of(page)
    assert shown(at_desk(world.b.coordinator).get(f"{INDEX}?queue=mine")) == [shared.code]
    own = at_desk(world.a.officer).get(f"{INDEX}?queue=all")
    assert [line.main_agency for line in own.context["lines"]] == [""]


def test_a_main_agencys_delay_is_not_its_partners(world: World, shared: Case, at_desk: SignIn) -> None:
    assert shared.stage_due_at and shared.stage_due_at < timezone.now()
    for member, rows in ((world.b.coordinator, []), (world.a.coordinator, [shared.code])):
        assert shown(at_desk(member).get(f"{INDEX}?queue=late")) == rows


def test_the_partner_answers_and_the_queue_is_empty(world: World, shared: Case, at_desk: SignIn) -> None:
    client = at_desk(world.b.officer)
    assert ASKED in text_of(client.get(address(shared, "contribute")))
    assert client.post(address(shared, "contribute"), {"text": ANSWER}).status_code == 302
    assert shown(client.get(f"{INDEX}?queue=to_contribute")) == []
    assert ANSWER in text_of(client.get(address(shared)))
    again = client.get(address(shared, "contribute"))
    assert again.context["form"]["text"].value() == ANSWER


def test_the_partner_never_sees_who_filed_nor_a_draft(
    world: World, shared: Case, at_desk: SignIn, now: datetime, picture: Any
) -> None:
    with unsent():
        reply.save_draft(shared.pk, world.a.officer, "CANARY-NHÁP", now, [clean_picture(picture.read())])
    photo = reverse("pakn_desk:photo", args=[shared.pk, Photo.objects.get(case=shared).pk, "full"])
    for member in (world.b.coordinator, world.b.officer, world.b.leader):
        client = at_desk(member)
        page = text_of(client.get(address(shared) + "?contact=1"))
        assert CITIZEN_TEXT[:20] in page
        for hidden in ("Trần Thị Kín", "kin@example.vn", "CANARY-NHÁP"):
            assert hidden not in page
            assert hidden not in text_of(client.get(address(shared, "print")))
        assert client.get(address(shared, "reply_preview")).status_code == 404
        assert client.get(photo).status_code == 404
    assert at_desk(world.a.officer).get(photo).status_code == 200


def test_what_a_partner_may_not_do_is_403_and_changes_nothing(world: World, shared: Case, at_desk: SignIn) -> None:
    client = at_desk(world.b.coordinator)
    closed = ["draft_reply", "send_back", "assign", "message", "request_info", "transfer", "refuse", "merge", "split"]
    for name in [*closed, "invite", "uninvite", "publish"]:
        assert client.get(address(shared, name)).status_code == 403, name
        assert client.post(address(shared, name), {"text": "x"}).status_code == 403, name
    assert Case.objects.get(pk=shared.pk).steps == shared.steps


def test_reply_and_approval_stand_beside_the_contributions(
    world: World, shared: Case, at_desk: SignIn, now: datetime
) -> None:
    with unsent():
        coordination.contribute(shared.pk, world.b.officer, ANSWER, now)
    page = text_of(at_desk(world.a.officer).get(address(shared, "draft_reply")))
    assert ANSWER in page
    assert "Nội bộ" in page
    with unsent():
        reply.save_draft(shared.pk, world.a.officer, "Đã lấp.", now)
        reply.submit_reply(shared.pk, world.a.officer, now)
    assert ANSWER in text_of(at_desk(world.a.leader).get(address(shared, "approve")))
    preview = at_desk(world.a.officer).get(address(shared, "reply_preview"))
    assert ANSWER not in text_of(preview)


def test_a_late_answer_is_given_back_and_not_lost(world: World, shared: Case, at_desk: SignIn, now: datetime) -> None:
    client = at_desk(world.b.officer)
    with unsent():
        coordination.uninvite(shared.pk, world.a.officer, shared.coordinations.get().pk, now)
    response = client.post(address(shared, "contribute"), {"text": ANSWER})
    assert response.status_code == 409
    assert ANSWER in text_of(response)
    assert shown(client.get(f"{INDEX}?queue=all")) == []


def test_more_shared_cases_take_no_more_queries(
    world: World, shared: Case, at_desk: SignIn, case_in: Cases, now: datetime
) -> None:
    client = at_desk(world.b.coordinator)
    client.get(f"{INDEX}?queue=to_contribute")
    asked = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get(f"{INDEX}?queue=to_contribute")
        asked.append(len(queries))
        for _more in range(3):
            with unsent():
                coordination.invite(case_in(State.PROCESSING).pk, world.a.officer, world.b.agency, ASKED, now)
    assert asked[0] == asked[1] <= 12


def test_a_shared_case_that_no_agency_holds_does_not_break_the_list(
    world: World, shared: Case, at_desk: SignIn
) -> None:
    Case.objects.filter(pk=shared.pk).update(agency=None)
    page = at_desk(world.b.coordinator).get(f"{INDEX}?queue=all")
    assert (page.status_code, shown(page)) == (200, [shared.code])
    assert page.context["lines"][0].main_agency == ""
