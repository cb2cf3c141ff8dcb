"""Points and answers at the desk: rows without a script, errors at the field, nothing typed lost."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from pakn_plugin.answers import Point, points_of
from pakn_plugin.demo.reading import toml
from pakn_plugin.models import Case, Commitment, Photo, Reply, ReplyTemplate
from pakn_plugin.models.desk import BLANKS, PLACEHOLDERS, check_placeholders, fill_in, unfilled
from pakn_plugin.pictures import Picture
from pakn_plugin.services import photos, points, reply
from pakn_plugin.services.answering import Unanswered
from pakn_plugin.states import State
from tests.factories import REPLY_TEXT, Cases, World
from tests.plugin.desk.test_actions import SignIn, act, address, fresh

DAY = (timezone.localdate() + timedelta(days=30)).isoformat()


@pytest.fixture
def asked(world: World, case_in: Cases, now: datetime) -> Case:
    case = case_in(State.PROCESSING)
    wanted = [Point(0, "Bao giờ sửa đèn?"), Point(0, "Ai bồi thường?")]
    return points.mark_points(case.pk, world.a.officer, wanted, now)


def rows(*texts: str, numbers: tuple[int | str, ...] = (), order: tuple[int, ...] = ()) -> dict[str, Any]:
    """What the rows of points send."""
    sent: dict[str, Any] = {"points": "1"}
    for row, text in enumerate(texts):
        sent[f"point_{row}"] = text
        sent[f"point_{row}_number"] = numbers[row] if numbers else ""
        sent[f"point_{row}_order"] = order[row] if order else row + 1
    return sent


def said(**parts: str) -> dict[str, str]:
    """A whole answer to both points, with changes."""
    whole = {
        "text": REPLY_TEXT,
        "answer_1_outcome": "promised",
        "answer_1_day": DAY,
        "answer_1_words": "Thay cả dãy.",
        "answer_2_outcome": "impossible",
        "answer_2_words": "Điều 584 Bộ luật Dân sự.",
        "submit": "1",
    }
    return whole | parts


def test_the_operator_marks_points_while_classifying(world: World, case_in: Cases, at_desk: SignIn) -> None:
    case, client = case_in(State.RECEIVED), at_desk(world.operator)
    page = client.get(address(case, "classify"))
    assert len(page.context["form"].point_rows) == 3
    fields = {"title": case.title, "topic": case.topic_id, "area": case.area_id, "level": case.level}
    act(client, case, "classify", **fields, **rows("Sửa đèn", "", "Tìm xe", order=(2, 1, 1)))
    assert [point.text for point in points_of(fresh(case).points)] == ["Tìm xe", "Sửa đèn"]
    assert "Tìm xe" in client.get(reverse("pakn_desk:case", args=[case.pk])).content.decode()


def test_points_alone_are_a_reason_to_classify_before_the_transfer(
    world: World, case_in: Cases, at_desk: SignIn
) -> None:
    case = case_in(State.RECEIVED)
    fields = {"title": case.title, "topic": case.topic_id, "area": case.area_id, "level": case.level}
    more = {"agency": world.a.agency.pk, "reason": "Thuộc Sở."}
    act(at_desk(world.operator), case, "transfer", **fields, **more, **rows("Sửa đèn"))
    assert fresh(case).state == State.TRANSFERRED and len(fresh(case).points) == 1


def test_all_eight_rows_are_there_without_a_script_and_a_sentence_is_not_cut(
    world: World, asked: Case, at_desk: SignIn
) -> None:
    page = at_desk(world.a.officer).get(address(asked, "mark_points"))
    text = page.content.decode()
    assert all(f'name="point_{row}"' in text for row in range(8))
    assert text.index('name="point_4"') < text.index("<summary>Thêm dòng") < text.index('name="point_5"')
    assert text.count("<textarea") >= 8
    act(at_desk(world.a.officer), asked, "mark_points", **rows("Bao giờ\nsửa đèn?", *[""] * 6, "Ai sửa?"))
    assert [point.text for point in points_of(fresh(asked).points)] == ["Bao giờ sửa đèn?", "Ai sửa?"]


def test_a_long_point_is_an_error_at_its_row_and_stays_typed(world: World, asked: Case, at_desk: SignIn) -> None:
    page = at_desk(world.a.officer).post(address(asked, "mark_points"), rows("x" * 201, "Ngắn"))
    assert page.status_code == 200 and page.context["form"].errors["point_0"]
    assert "x" * 201 in page.content.decode() and "Ngắn" in page.content.decode()


def test_the_agency_reorders_and_empties_rows(world: World, asked: Case, at_desk: SignIn) -> None:
    sent = rows("", "Ai bồi thường?", "Mới", numbers=(1, 2, ""), order=(1, 3, 1))
    act(at_desk(world.a.coordinator), asked, "mark_points", **sent)
    assert points_of(fresh(asked).points) == [Point(3, "Mới"), Point(2, "Ai bồi thường?")]
    page = at_desk(world.a.coordinator).get(address(asked, "mark_points")).content.decode()
    assert "Bao giờ sửa đèn?" in page  # in an earlier version


def test_somebody_elses_number_is_a_new_point(world: World, asked: Case, at_desk: SignIn) -> None:
    act(at_desk(world.a.officer), asked, "mark_points", **rows("Lạ", "Lặp", "Lặp nữa", numbers=(77, 1, 1)))
    assert [point.number for point in points_of(fresh(asked).points)] == [3, 1, 4]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"answer_1_outcome": ""}, "answer_1_outcome"),
        ({"answer_1_day": ""}, "answer_1_day"),
        ({"answer_1_day": "2020-01-01"}, "answer_1_day"),
        ({"answer_1_outcome": "done"}, "answer_1_day"),
        ({"answer_1_day": "31/02/2027"}, "answer_1_day"),
        ({"answer_2_words": " "}, "answer_2_words"),
        ({"answer_2_outcome": "elsewhere", "answer_2_words": ""}, "answer_2_agency"),
        ({"answer_2_outcome": "elsewhere", "answer_2_agency": "987654"}, "answer_2_agency"),
        ({"text": "Đã xem {ngay_gui}."}, "text"),
    ],
)
def test_a_gap_is_an_error_at_its_field_and_nothing_is_lost(
    world: World, asked: Case, at_desk: SignIn, changes: dict[str, str], field: str
) -> None:
    page = at_desk(world.a.officer).post(address(asked, "draft_reply"), said(**changes))
    assert page.status_code == 200 and list(page.context["form"].errors) == [field]
    typed = page.content.decode()
    assert "Thay cả dãy." in typed and (REPLY_TEXT in typed or field == "text")
    assert fresh(asked).state == State.PROCESSING and not Reply.objects.filter(case=asked).exists()


def test_a_draft_is_saved_with_gaps_and_comes_back(world: World, asked: Case, at_desk: SignIn) -> None:
    sent = said(answer_1_day="", answer_2_outcome="") | {"save": "1"}
    del sent["submit"]
    client = at_desk(world.a.officer)
    assert client.post(address(asked, "draft_reply"), sent).status_code == 302
    page = client.get(address(asked, "draft_reply"))
    assert [row["chosen"] for row in page.context["form"].answer_rows] == ["promised", ""]
    assert "Điều 584" in page.content.decode()


def test_a_whole_reply_goes_to_the_leader_who_reads_the_points(world: World, asked: Case, at_desk: SignIn) -> None:
    act(at_desk(world.a.officer), asked, "draft_reply", **said())
    page = at_desk(world.a.leader).get(address(asked, "approve")).content.decode()
    for words in ("Bao giờ sửa đèn?", "Sẽ làm", "Không làm được", "Điều 584 Bộ luật Dân sự."):
        assert words in page
    found = Reply.objects.get(case=asked)
    seen = f"{found.pk}-{found.drafted_at.timestamp()}"
    act(at_desk(world.a.leader), asked, "approve", seen=seen)
    assert Commitment.objects.get(case=asked).due.isoformat() == DAY


def test_another_agency_is_kept_with_its_name(world: World, asked: Case, at_desk: SignIn) -> None:
    changed = said(answer_2_outcome="elsewhere", answer_2_words="", answer_2_agency=str(world.b.agency.pk))
    act(at_desk(world.a.officer), asked, "draft_reply", **changed)
    assert Reply.objects.get(case=asked).points[1]["agency_name"] == world.b.agency.name


def test_a_day_in_words_only_asks_for_a_confirmation(world: World, case_in: Cases, at_desk: SignIn) -> None:
    case, client = case_in(State.PROCESSING), at_desk(world.a.officer)
    body = f"Đã xem. Đơn vị sẽ sửa xong trước ngày {timezone.localdate() + timedelta(days=9):%d/%m/%Y}."
    client.post(address(case, "draft_reply"), {"text": body, "submit": "1"})
    page = client.get(address(case, "draft_reply"))
    assert page.context["must_confirm"] and "sẽ không được theo dõi" in page.content.decode()
    act(client, case, "draft_reply", text=body, submit="1", confirmed="on")
    assert fresh(case).state == State.AWAITING_APPROVAL


def test_a_template_is_put_into_the_text_without_a_script(world: World, asked: Case, at_desk: SignIn) -> None:
    text = "{ma} tại {dia_ban}: hẹn ngày {ngay_hen}."
    fits = ReplyTemplate.objects.create(name="Ừ hẹn", text=text, kind="promised", topic=world.topic)
    ReplyTemplate.objects.create(name="A chung", text="x")
    client = at_desk(world.a.officer)
    groups = client.get(address(asked, "draft_reply")).context["templates"]
    assert [row.name for row in groups[0][1]] == ["Ừ hẹn", "A chung"]
    sent = said(template=str(fits.pk), insert="1", answer_2_words="")
    del sent["submit"]
    assert client.post(address(asked, "draft_reply"), sent).status_code == 302
    found = Reply.objects.get(case=asked)
    day = f"{timezone.localdate() + timedelta(days=30):%d/%m/%Y}"
    assert found.text == f"{REPLY_TEXT}\n\n{asked.code} tại {asked.area}: hẹn ngày {day}."
    assert found.points[0]["words"] == "Thay cả dãy."


def test_the_help_of_a_prepared_reply_names_every_placeholder() -> None:
    words = str(ReplyTemplate._meta.get_field("text").help_text)  # type: ignore[union-attr]
    assert [name for name in PLACEHOLDERS if f"{{{name}}}" not in words] == []


def test_the_form_of_a_prepared_reply_names_what_the_officer_fills_in(world: World, client: Client) -> None:
    client.force_login(world.superuser.user)
    page = client.get("/admin/pakn/replytemplate/create/").content.decode()
    assert [name for name in [*PLACEHOLDERS, *BLANKS] if f"{{{name}}}" not in page] == []


@pytest.mark.parametrize("template", toml("replies")["reply"], ids=lambda row: row["name"])
def test_a_shipped_reply_says_by_name_what_is_missing_and_is_held(
    world: World, asked: Case, at_desk: SignIn, template: dict[str, str]
) -> None:
    check_placeholders(template["text"])
    assert "…" not in template["text"] and "..." not in template["text"]
    body = fill_in(template["text"], asked, timezone.localdate() + timedelta(days=30))
    left = unfilled(body)
    assert left and {name[1:-1] for name in left} <= set(BLANKS)
    page = at_desk(world.a.officer).post(address(asked, "draft_reply"), said(text=body))
    assert list(page.context["form"].errors) == ["text"] and left[0] in page.context["form"].errors["text"][0]
    with pytest.raises(Unanswered, match=left[0]):
        reply.write_and_submit(asked.pk, world.a.officer, body, timezone.now())


def test_dots_in_the_place_of_words_ask_for_a_confirmation(world: World, asked: Case, at_desk: SignIn) -> None:
    client = at_desk(world.a.officer)
    client.post(address(asked, "draft_reply"), said(text="Đã kiểm tra ngày 3/6, chưa xong được vì …"))
    page = client.get(address(asked, "draft_reply"))
    shown = page.content.decode()
    assert page.context["must_confirm"] and "<mark>…</mark>" in shown
    assert shown.index('href="#id_confirmed"') < shown.index('id="id_confirmed"')
    assert fresh(asked).state == State.PROCESSING


def test_insert_without_a_choice_keeps_what_was_typed(world: World, asked: Case, at_desk: SignIn) -> None:
    sent = said(insert="1", template="x")
    del sent["submit"]
    assert at_desk(world.a.officer).post(address(asked, "draft_reply"), sent).status_code == 302
    assert Reply.objects.get(case=asked).text == REPLY_TEXT


def test_photos_of_the_filing_show_the_state_before(
    world: World, asked: Case, at_desk: SignIn, picture: Any, now: datetime
) -> None:
    photos.attach(asked, [Picture(b"jpeg", b"jpeg", 1, 1)])
    filed, client = Photo.objects.get(case=asked), at_desk(world.a.officer)
    sent = said(filed=str(filed.pk)) | {"photos": picture, "save": "1"}
    del sent["submit"]
    assert client.post(address(asked, "draft_reply"), sent).status_code == 302
    found = Reply.objects.get(case=asked)
    own = Photo.objects.get(reply=found)
    assert found.before == [filed.pk] and own.side == "after"
    sent = said(own="1", turned=str(own.pk)) | {"save": "1"}
    del sent["submit"]
    client.post(address(asked, "draft_reply"), sent)
    assert Photo.objects.get(reply=found).side == "before" and Reply.objects.get().before == []


def test_no_state_after_is_headed_where_there_is_no_photo_of_it(
    world: World, asked: Case, at_desk: SignIn, picture: Any
) -> None:
    photos.attach(asked, [Picture(b"jpeg", b"jpeg", 1, 1)])
    filed = str(Photo.objects.get(case=asked).pk)
    act(at_desk(world.a.officer), asked, "draft_reply", **said(filed=filed, confirmed="on"))
    page = at_desk(world.a.leader).get(address(asked, "approve")).content.decode()
    assert "Trước khi xử lý" in page and "Sau khi xử lý" not in page


def test_a_foreign_photo_cannot_be_taken(world: World, asked: Case, case_in: Cases, at_desk: SignIn) -> None:
    other = case_in(State.SUBMITTED)
    photos.attach(other, [Picture(b"jpeg", b"jpeg", 1, 1)])
    page = at_desk(world.a.officer).post(
        address(asked, "draft_reply"), said(filed=str(Photo.objects.get(case=other).pk))
    )
    assert list(page.context["form"].errors) == ["filed"]


def test_a_split_lets_points_go_with_the_part(world: World, case_in: Cases, at_desk: SignIn) -> None:
    case, client = case_in(State.RECEIVED), at_desk(world.operator)
    fields = {"title": case.title, "topic": case.topic_id, "area": case.area_id}
    act(client, case, "classify", **fields, level=case.level, **rows("Sửa đèn", "Tìm xe"))
    act(client, case, "split", **fields, text="đã mất một xe máy.", points=["2"])
    assert [point.text for point in points_of(fresh(case).points)] == ["Sửa đèn"]
    assert [point.text for point in points_of(Case.objects.get(split_from=case).points)] == ["Tìm xe"]
