"""Each action of the desk over HTTP, by the person whose work it is."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from pakn_plugin.access import Actor
from pakn_plugin.models import (
    Case,
    CorrectiveAct,
    Message,
    Note,
    Publication,
    Reply,
    ReviewCause,
    Transfer,
)
from pakn_plugin.services import reply
from pakn_plugin.states import Role, State
from tests.factories import AgencyFactory, CaseFactory, Cases, MembershipFactory, World

SignIn = Callable[[Actor], Client]


def address(case: Case, action: str) -> str:
    return reverse(f"pakn_desk:{action}", args=[case.pk])


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def act(client: Client, case: Case, action: str, **data: Any) -> Any:
    """Look at the form, send it, expect to be sent on."""
    assert client.get(address(case, action)).status_code == 200
    response = client.post(address(case, action), data)
    assert response.status_code == 302, response.context["form"].errors
    return response


def test_operator_receives(world: World, case_in: Cases, at_desk: SignIn) -> None:
    case = case_in(State.SUBMITTED)
    response = act(at_desk(world.operator), case, "receive")
    assert fresh(case).state == State.RECEIVED
    assert response.url == reverse("pakn_desk:case", args=[case.pk])


def test_operator_classifies_and_the_text_stays(world: World, case_in: Cases, at_desk: SignIn) -> None:
    case = case_in(State.RECEIVED)
    act(
        at_desk(world.operator), case, "classify",
        title="Đèn hỏng", topic=case.topic_id, area=case.area_id, level="urgent",
    )  # fmt: skip
    after = fresh(case)
    assert (after.title, after.level, after.text) == ("Đèn hỏng", "urgent", case.text)


def test_operator_classifies_and_transfers_in_one_step(world: World, case_in: Cases, at_desk: SignIn) -> None:
    case = case_in(State.RECEIVED)
    act(
        at_desk(world.operator), case, "transfer",
        title=case.title, topic=case.topic_id, area=case.area_id, level="complex",
        agency=world.b.agency.pk, reason="Thuộc thẩm quyền.",
    )  # fmt: skip
    after = fresh(case)
    assert (after.state, after.agency, after.level) == (State.TRANSFERRED, world.b.agency, "complex")
    assert [e.action for e in after.events.all()][-2:] == ["classify", "transfer"]


def test_transfer_proposes_the_agency_of_the_field(world: World, case_in: Cases, at_desk: SignIn) -> None:
    world.topic.agency = world.b.agency
    world.topic.save()
    case = case_in(State.RECEIVED)
    form = at_desk(world.operator).get(address(case, "transfer")).context["form"]
    assert form["agency"].value() == world.b.agency.pk


def test_operator_asks_the_citizen(world: World, case_in: Cases, at_desk: SignIn) -> None:
    case = case_in(State.RECEIVED)
    act(at_desk(world.operator), case, "request_info", text="Số nhà gần nhất?")
    assert fresh(case).state == State.NEEDS_INFO
    assert Message.objects.get(case=case).text == "Số nhà gần nhất?"


def test_refusal_without_a_text_sends_the_reasons_guidance(world: World, case_in: Cases, at_desk: SignIn) -> None:
    world.reason.guidance = "Mời liên hệ Ban Tiếp công dân."
    world.reason.save()
    case = case_in(State.SUBMITTED)
    act(at_desk(world.operator), case, "refuse", reason=world.reason.pk, text="")
    after = fresh(case)
    assert (after.state, after.refusal_text) == (State.REFUSED, "Mời liên hệ Ban Tiếp công dân.")


def test_operator_merges_by_a_code_that_was_read_out(world: World, case_in: Cases, at_desk: SignIn) -> None:
    case, main = case_in(State.SUBMITTED), case_in(State.RECEIVED)
    act(at_desk(world.operator), case, "merge", main=main.code.lower().replace("-", " "), seen=main.pk)
    assert fresh(case).merged_into == main


def test_a_case_is_not_merged_into_itself(world: World, case_in: Cases, at_desk: SignIn) -> None:
    case = case_in(State.SUBMITTED)
    response = at_desk(world.operator).post(address(case, "merge"), {"main": case.code})
    assert response.status_code == 200
    assert response.context["form"].errors["main"]


def test_coordinator_accepts_and_names_the_officer(world: World, case_in: Cases, at_desk: SignIn) -> None:
    case = case_in(State.TRANSFERRED)
    act(at_desk(world.a.coordinator), case, "accept", officer=world.a.officer.user.pk)
    after = fresh(case)
    assert (after.state, after.officer) == (State.PROCESSING, world.a.officer.user)


def test_officers_of_other_agencies_are_no_choice(world: World, case_in: Cases, at_desk: SignIn) -> None:
    case = case_in(State.TRANSFERRED)
    response = at_desk(world.a.coordinator).post(address(case, "accept"), {"officer": world.b.officer.user.pk})
    assert response.status_code == 200
    assert fresh(case).state == State.TRANSFERRED


@pytest.mark.parametrize(("state", "action"), [(State.TRANSFERRED, "decline"), (State.PROCESSING, "send_back")])
def test_coordinator_gives_back_and_returns_to_the_list(
    state: State, action: str, world: World, case_in: Cases, at_desk: SignIn
) -> None:
    case = case_in(state)
    response = act(
        at_desk(world.a.coordinator), case, action, reason="Không thuộc thẩm quyền.", suggested=world.b.agency.pk
    )
    assert fresh(case).state == State.RECEIVED
    assert response.url == reverse("pakn_desk:index")
    assert Transfer.objects.get(case=case).suggested_agency == world.b.agency


def test_coordinator_assigns_somebody_else(world: World, case_in: Cases, at_desk: SignIn) -> None:
    case = case_in(State.PROCESSING)
    act(at_desk(world.a.coordinator), case, "assign", officer=world.a.second_officer.user.pk)
    assert fresh(case).officer == world.a.second_officer.user


def test_officer_writes_message_and_note_into_two_tables(
    world: World, case_in: Cases, at_desk: SignIn, picture: Any
) -> None:
    case, client = case_in(State.PROCESSING), at_desk(world.a.officer)
    act(client, case, "message", text="Chúng tôi sẽ đến sáng mai.", photos=[picture])
    act(client, case, "note", text="Chờ vật tư.")
    assert Message.objects.get(case=case).photos.count() == 1
    assert Note.objects.get(case=case).text == "Chờ vật tư."


def test_officer_drafts_looks_and_submits(world: World, case_in: Cases, at_desk: SignIn, picture: Any) -> None:
    case, client = case_in(State.PROCESSING), at_desk(world.a.officer)
    act(client, case, "draft_reply", text="Đã thay bóng.", photos=[picture], save="1")
    draft = Reply.objects.get(case=case)
    assert (draft.status, draft.photos.count(), fresh(case).state) == ("draft", 1, State.PROCESSING)
    response = act(client, case, "draft_reply", text="Đã thay sáu bóng.", drop=[draft.photos.get().pk], preview="1")
    assert response.url == reverse("pakn_desk:reply_preview", args=[case.pk])
    assert "Đã thay sáu bóng." in client.get(response.url).content.decode()
    act(client, case, "draft_reply", text="Đã thay cả sáu bóng.", submit="1")
    draft = Reply.objects.get(case=case)
    assert (draft.status, draft.photos.count(), fresh(case).state) == ("pending", 0, State.AWAITING_APPROVAL)


def test_notes_are_never_in_the_preview(world: World, case_in: Cases, at_desk: SignIn) -> None:
    case, client = case_in(State.PROCESSING), at_desk(world.a.officer)
    act(client, case, "note", text="Chỉ nói trong phòng.")
    act(client, case, "draft_reply", text="Đã xong.", save="1")
    assert "Chỉ nói trong phòng." in client.get(address(case, "draft_reply")).content.decode()
    assert "Chỉ nói trong phòng." not in client.get(address(case, "reply_preview")).content.decode()


def test_leader_compares_and_approves_what_was_on_the_screen(world: World, case_in: Cases, at_desk: SignIn) -> None:
    case, client = case_in(State.AWAITING_APPROVAL), at_desk(world.a.leader)
    page = client.get(address(case, "approve"))
    assert "công khai cho người dân" in page.content.decode()
    assert client.post(address(case, "approve"), {"seen": page.context["seen"]}).status_code == 302
    assert fresh(case).state == State.ANSWERED


def test_leader_does_not_approve_a_text_that_changed_meanwhile(
    world: World, case_in: Cases, at_desk: SignIn, now: Any
) -> None:
    case, client = case_in(State.AWAITING_APPROVAL), at_desk(world.a.leader)
    seen = client.get(address(case, "approve")).context["seen"]
    reply.return_reply(case.pk, world.a.leader, "Thêm ảnh.", now)
    reply.save_draft(case.pk, world.a.officer, "Bản khác.", now.replace(hour=10))
    reply.submit_reply(case.pk, world.a.officer, now)
    assert client.post(address(case, "approve"), {"seen": seen}).status_code == 409
    assert fresh(case).state == State.AWAITING_APPROVAL


def test_leader_returns_the_reply_with_remarks(world: World, case_in: Cases, at_desk: SignIn) -> None:
    case = case_in(State.AWAITING_APPROVAL)
    act(at_desk(world.a.leader), case, "return_reply", text="Thêm ảnh kết quả.")
    assert fresh(case).state == State.PROCESSING
    assert Note.objects.get(case=case).text == "Thêm ảnh kết quả."


def test_the_author_does_not_approve_alone(world: World, case_in: Cases, at_desk: SignIn) -> None:
    MembershipFactory(user=world.a.officer.user, agency=world.a.agency, role=Role.LEADER)
    case, client = case_in(State.AWAITING_APPROVAL), at_desk(world.a.officer)
    assert client.get(address(case, "approve")).status_code == 403
    assert client.post(address(case, "approve")).status_code == 403
    assert fresh(case).state == State.AWAITING_APPROVAL


@pytest.mark.parametrize(("action", "after"), [("uphold", State.CLOSED), ("reopen_review", State.PROCESSING)])
def test_reviewer_decides(action: str, after: State, world: World, case_in: Cases, at_desk: SignIn) -> None:
    case = case_in(State.UNDER_REVIEW)
    found = {"cause": ReviewCause.objects.first().pk, "act": CorrectiveAct.objects.first().pk}
    act(at_desk(world.reviewer), case, action, text="Đã kiểm tra tại chỗ.", **found)
    assert fresh(case).state == after


def test_operator_publishes_a_masked_copy_and_takes_it_away(world: World, case_in: Cases, at_desk: SignIn) -> None:
    case = case_in(State.PROCESSING, text="Gọi tôi 0905123456. Đèn tắt.", wants_publication=True)
    client = at_desk(world.operator)
    proposed = client.get(address(case, "publish")).context["form"]["text"].value()
    assert "0905123456" not in proposed
    act(client, case, "publish", title="Đèn tắt", text=proposed)
    assert Publication.objects.get(case=case).withdrawn_at is None
    assert client.post(address(case, "unpublish")).status_code == 302
    assert Publication.objects.get(case=case).withdrawn_at


def test_without_consent_nothing_is_published(world: World, case_in: Cases, at_desk: SignIn) -> None:
    case, client = case_in(State.PROCESSING), at_desk(world.operator)
    assert client.post(address(case, "publish"), {"title": "x", "text": "y"}).status_code == 403
    assert not Publication.objects.exists()
    assert reverse("pakn_desk:publish", args=[case.pk]) not in client.get(address(case, "case")).content.decode()


def test_next_case_is_what_is_due_first(world: World, case_in: Cases, at_desk: SignIn, now: Any) -> None:
    done, other = case_in(State.SUBMITTED), CaseFactory(now=now.replace(hour=14), topic=world.topic, area=world.area)
    client = at_desk(world.operator)
    assert client.get(reverse("pakn_desk:next"), {"but": done.pk}).url == reverse("pakn_desk:case", args=[other.pk])
    AgencyFactory()
    assert at_desk(world.supervisor).get(reverse("pakn_desk:next")).url == reverse("pakn_desk:index")
