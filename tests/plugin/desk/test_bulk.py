"""One action for many cases: confirmed first, done one by one, told line by line, never twice."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from pakn_plugin.access import Actor
from pakn_plugin.desk import bulk
from pakn_plugin.models import Case, Event, Reply, ReplyTemplate, Transfer
from pakn_plugin.models.desk import check_placeholders, fill_in
from pakn_plugin.services import conversation, handling, reply
from pakn_plugin.states import State
from tests.factories import Cases, TopicFactory, World

SignIn = Callable[[Actor], Client]
INDEX = "/admin/pakn/cases/"
TEXT = "Phản ánh {ma} tại {noi_xay_ra} đã được xử lý."


def address(name: str) -> str:
    return reverse(f"pakn_desk:bulk_{name}")


def send(client: Client, name: str, cases: list[Case], **data: Any) -> Any:
    """Look at the confirmation page, send it, read the result page."""
    ids = [case.pk for case in cases]
    page = client.get(address(name), {"case": ids})
    assert page.status_code == 200
    answer = client.post(address(name), {"case": ids, "key": page.context["key"], **data})
    assert answer.status_code == 302, answer.context["form"].errors
    return client.get(answer.url)


def outcome(page: Any) -> dict[str, bool]:
    return {line["code"]: line["done"] for line in page.context["lines"]}


@pytest.fixture
def template(world: World) -> ReplyTemplate:
    return ReplyTemplate.objects.create(name="Đã xử lý", text=TEXT)


def test_a_coordinator_assigns_many(world: World, case_in: Cases, at_desk: SignIn) -> None:
    cases = [case_in(State.PROCESSING) for _number in range(3)]
    page = send(at_desk(world.a.coordinator), "assign", cases, officer=world.a.second_officer.user.pk)
    assert outcome(page) == {case.code: True for case in cases}
    assert {case.officer for case in Case.objects.all()} == {world.a.second_officer.user}


def test_an_operator_transfers_many_and_reads_why_one_stayed(
    world: World, case_in: Cases, at_desk: SignIn, now: datetime
) -> None:
    cases = [case_in(State.RECEIVED), case_in(State.RECEIVED), case_in(State.RECEIVED)]
    client = at_desk(world.operator)
    ids = [case.pk for case in cases]
    key = client.get(address("transfer"), {"case": ids}).context["key"]
    handling.refuse(cases[1].pk, world.second_operator, world.reason, "Không rõ.", now)
    sent = client.post(
        address("transfer"),
        {"case": ids, "key": key, "agency": world.b.agency.pk, "reason": "Thuộc Sở.", "legal_basis": "QĐ 1"},
    )
    page = client.get(sent.url)
    assert outcome(page) == {cases[0].code: True, cases[1].code: False, cases[2].code: True}
    assert "vừa được người khác xử lý" in page.content.decode()
    assert set(Transfer.objects.values_list("agency", "reason", "legal_basis")) == {
        (world.b.agency.pk, "Thuộc Sở.", "QĐ 1")
    }


def test_one_that_may_not_be_done_is_named_before(world: World, case_in: Cases, at_desk: SignIn) -> None:
    ready, early = case_in(State.RECEIVED), case_in(State.SUBMITTED)
    page = at_desk(world.operator).get(address("transfer"), {"case": [ready.pk, early.pk]})
    assert page.context["possible"] == 1
    assert "Chờ tiếp nhận" in page.content.decode()
    assert not Transfer.objects.exists()


def test_what_the_leader_has_to_decide_says_so(world: World, case_in: Cases, at_desk: SignIn) -> None:
    case, other = case_in(State.RECEIVED), case_in(State.RECEIVED)
    Case.objects.filter(pk=case.pk).update(declines=2)
    page = at_desk(world.operator).get(address("transfer"), {"case": [case.pk, other.pk]}).content.decode()
    assert "lãnh đạo đầu mối tiếp nhận quyết định cơ quan xử lý" in page


def test_where_nothing_is_possible_there_is_no_form(world: World, case_in: Cases, at_desk: SignIn) -> None:
    case = case_in(State.PROCESSING)
    page = at_desk(world.a.leader).get(address("assign"), {"case": case.pk}).content.decode()
    assert "Không có phản ánh nào trong số đã chọn làm được việc này." in page
    assert 'name="officer"' not in page


def test_an_officer_replies_with_a_template(
    world: World, case_in: Cases, at_desk: SignIn, template: ReplyTemplate
) -> None:
    cases = [case_in(State.PROCESSING), case_in(State.PROCESSING)]
    page = send(at_desk(world.a.officer), "reply", cases, template=template.pk)
    assert all(outcome(page).values())
    for case in Case.objects.all():
        written = Reply.objects.get(case=case)
        assert (case.state, written.status) == (State.AWAITING_APPROVAL, Reply.Status.PENDING)
        assert written.text == f"Phản ánh {case.code} tại Phường Nha Trang đã được xử lý."


def test_each_reply_can_be_read_before(world: World, case_in: Cases, at_desk: SignIn, template: ReplyTemplate) -> None:
    case = case_in(State.PROCESSING)
    data = {"case": case.pk, "template": template.pk, "text": "Sửa: {ma}, {linh_vuc}.", "preview": "1"}
    page = at_desk(world.a.officer).post(address("reply"), data)
    assert page.status_code == 200
    assert f"Sửa: {case.code}, Hạ tầng đô thị." in page.content.decode()
    assert not Reply.objects.exists()


def test_a_draft_that_was_begun_is_not_written_over(
    world: World, case_in: Cases, at_desk: SignIn, template: ReplyTemplate, now: datetime
) -> None:
    case, fresh = case_in(State.PROCESSING), case_in(State.PROCESSING)
    reply.save_draft(case.pk, world.a.officer, "Đang viết dở.", now)
    page = send(at_desk(world.a.officer), "reply", [case, fresh], template=template.pk)
    assert outcome(page) == {case.code: False, fresh.code: True}
    assert Reply.objects.get(case=case).text == "Đang viết dở."


def test_a_copy_of_a_note_stays_and_the_others_go(world: World, case_in: Cases, at_desk: SignIn, now: datetime) -> None:
    case, other = case_in(State.PROCESSING), case_in(State.PROCESSING)
    note = "Nhà thầu đang nợ lương công nhân nên bỏ chuyến, việc này chưa đưa ra ngoài."
    conversation.add_note(case.pk, world.a.officer, note, now)
    template = ReplyTemplate.objects.create(name="Chép", text=note)
    page = send(at_desk(world.a.officer), "reply", [case, other], template=template.pk)
    assert outcome(page) == {case.code: False, other.code: True}
    assert not Reply.objects.filter(case=case).exists()


def test_a_template_of_one_field_is_not_sent_to_another(world: World, case_in: Cases, at_desk: SignIn) -> None:
    lamp, dump = case_in(State.PROCESSING), case_in(State.PROCESSING, topic=TopicFactory())
    template = ReplyTemplate.objects.create(name="Đèn", text="Đã thay đèn.", topic=world.topic)
    page = send(at_desk(world.a.officer), "reply", [lamp, dump], template=template.pk)
    assert outcome(page) == {lamp.code: True, dump.code: False}


def test_only_the_assigned_officer_replies(
    world: World, case_in: Cases, at_desk: SignIn, template: ReplyTemplate
) -> None:
    case = case_in(State.PROCESSING)
    client = at_desk(world.a.second_officer)
    sent = client.post(address("reply"), {"case": case.pk, "key": "k", "template": template.pk})
    assert outcome(client.get(sent.url)) == {case.code: False}
    assert not Reply.objects.exists()


def test_a_second_click_acts_once_and_shows_the_same_result(world: World, case_in: Cases, at_desk: SignIn) -> None:
    case, client = case_in(State.RECEIVED), at_desk(world.operator)
    data = {"case": case.pk, "key": "einmal", "agency": world.a.agency.pk, "reason": "Thuộc Sở."}
    first, second = (client.post(address("transfer"), data) for _click in range(2))
    assert first.url == second.url
    assert outcome(client.get(second.url)) == {case.code: True}
    assert Transfer.objects.count() == 1


def test_a_faulty_form_keeps_the_choice_and_may_be_sent_again(world: World, case_in: Cases, at_desk: SignIn) -> None:
    case, client = case_in(State.RECEIVED), at_desk(world.operator)
    page = client.post(address("transfer"), {"case": case.pk, "key": "k", "agency": "", "reason": "Gõ rồi."})
    assert (page.status_code, [row["case"] for row in page.context["rows"]]) == (200, [case])
    assert "Gõ rồi." in page.content.decode()
    data = {"case": case.pk, "key": "k", "agency": world.a.agency.pk, "reason": "Thuộc Sở."}
    assert client.post(address("transfer"), data).status_code == 302


@pytest.mark.parametrize("verb", ["get", "post"])
def test_foreign_cases_are_silently_outside(verb: str, world: World, case_in: Cases, at_desk: SignIn) -> None:
    own, foreign = case_in(State.PROCESSING), case_in(State.SUBMITTED)
    client = at_desk(world.a.coordinator)
    page = getattr(client, verb)(address("assign"), {"case": [own.pk, foreign.pk]})
    assert [row["case"].pk for row in page.context["rows"]] == [own.pk]
    assert foreign.code not in page.content.decode()
    assert getattr(client, verb)(address("assign"), {"case": foreign.pk}).status_code == 404


def test_nothing_chosen_and_too_much_lead_back_to_the_list(
    world: World, case_in: Cases, at_desk: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, events = at_desk(world.operator), Event.objects.count()
    answer = client.get(address("transfer"), {"back": "queue=late"}, follow=True)
    assert answer.redirect_chain == [(f"{INDEX}?queue=late", 302)]
    assert "chưa chọn phản ánh nào" in answer.content.decode()
    monkeypatch.setattr(bulk, "MOST", 1)
    ids = [case_in(State.RECEIVED).pk for _number in range(2)]
    events = Event.objects.count()
    answer = client.post(
        address("transfer"), {"case": ids, "agency": world.a.agency.pk, "reason": "Thuộc Sở."}, follow=True
    )
    assert "nhiều nhất 1 phản ánh" in answer.content.decode()
    assert Event.objects.count() == events


def test_a_crash_in_the_middle_leaves_no_result_that_never_comes(
    world: World, case_in: Cases, at_desk: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, client = case_in(State.RECEIVED), at_desk(world.operator)
    data = {"case": case.pk, "key": "k", "agency": world.a.agency.pk, "reason": "Thuộc Sở."}
    with monkeypatch.context() as broken:
        broken.setattr(bulk.transfer, "transfer", lambda *args: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            client.post(address("transfer"), data)
    assert outcome(client.get(client.post(address("transfer"), data).url)) == {case.code: True}


def test_a_result_is_for_the_one_who_did_it(world: World, case_in: Cases, at_desk: SignIn) -> None:
    case = case_in(State.RECEIVED)
    data = {"case": case.pk, "key": "k", "agency": world.a.agency.pk, "reason": "Thuộc Sở."}
    url = at_desk(world.operator).post(address("transfer"), data).url
    assert at_desk(world.operator).get(url).status_code == 200
    assert at_desk(world.second_operator).get(url).status_code == 404
    assert at_desk(world.operator).get(url.replace("/k/", "/other/")).status_code == 404


def test_buttons_and_ticks_follow_the_role(world: World, case_in: Cases, at_desk: SignIn) -> None:
    case_in(State.PROCESSING)
    shown = {
        actor: at_desk(actor).get(f"{INDEX}?queue=all")
        for actor in (world.operator, world.a.coordinator, world.a.officer, world.supervisor)
    }
    urls = [[button["url"] for button in page.context["bulk"]] for page in shown.values()]
    assert urls == [[address("transfer")], [address("assign")], [address("reply")], []]
    assert 'type="checkbox"' not in shown[world.supervisor].content.decode().split("<table")[1]


def test_the_whole_page_is_ticked_without_a_script(world: World, case_in: Cases, at_desk: SignIn) -> None:
    for _number in range(3):
        case_in(State.RECEIVED)
    page = at_desk(world.operator).get(f"{INDEX}?queue=all&tick=all").content.decode()
    assert page.count(" checked>") == 3


@pytest.mark.parametrize("text", ["{ten_nguoi_gui}", "{}", "Chào {ma", "Chào ma}", "{ma!r}", "{{ma}}"])
def test_unknown_placeholders_are_refused_with_the_known_ones(text: str) -> None:
    with pytest.raises(ValidationError) as refused:
        check_placeholders(text)
    assert "{tieu_de} – tiêu đề" in refused.value.messages[0]


def test_an_unknown_placeholder_is_refused_in_the_form(
    world: World, case_in: Cases, at_desk: SignIn, template: ReplyTemplate
) -> None:
    data = {"case": case_in(State.PROCESSING).pk, "template": template.pk, "text": "Kính gửi {ho_ten}"}
    page = at_desk(world.a.officer).post(address("reply"), data)
    assert "{ho_ten}" in str(page.context["form"].errors["text"])


def test_one_text_without_a_template_will_do_and_nothing_will_not(
    world: World, case_in: Cases, at_desk: SignIn
) -> None:
    case, client = case_in(State.PROCESSING), at_desk(world.a.officer)
    page = client.post(address("reply"), {"case": case.pk, "key": "k"})
    assert "chọn một mẫu hoặc viết" in str(page.context["form"].errors["text"])
    send(client, "reply", [case], text="Đã xử lý {ma}.")
    assert Reply.objects.get().text == f"Đã xử lý {case.code}."


def test_what_a_citizen_wrote_is_never_a_placeholder(case_in: Cases) -> None:
    case = case_in(State.PROCESSING)
    case.title = "{ma} gọi 0905123456"
    assert fill_in("“{tieu_de}”", case) == "“{ma} gọi [đã ẩn]”"


def test_an_administrator_keeps_the_templates(world: World, at_desk: SignIn) -> None:
    client = at_desk(world.superuser)
    page = client.post("/admin/pakn/replytemplate/create/", {"name": "x", "text": "{sai}", "active": "on"})
    assert "Chỉ dùng được" in page.content.decode()
    client.post("/admin/pakn/replytemplate/create/", {"name": "x", "text": "Đã xong {ma}.", "active": "on"})
    assert ReplyTemplate.objects.get().text == "Đã xong {ma}."
