"""The month's list of unsatisfied verdicts: rows, filters, totals, file, and what it costs."""

import csv
from datetime import datetime, timedelta
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from pakn_plugin.models import Case, CorrectiveAct, DissatisfactionReason, Rating, ReviewCause
from pakn_plugin.queries import reviews
from pakn_plugin.services import rating
from pakn_plugin.services.review import Assessment
from pakn_plugin.states import Score, State
from tests.factories import Cases, World, citizen, unsent
from tests.plugin.desk.test_actions import SignIn

LIST = "/admin/pakn/reviews/"
MARCH = {"month": "2026-03"}
DAY = timedelta(days=1)


def cause(code: str) -> ReviewCause:
    return ReviewCause.objects.get(code=code)


def codes_of(client: Client, **query: Any) -> list[str]:
    return [row.case.code for row, _open in client.get(LIST, MARCH | query).context["rows"]]


@pytest.fixture
def three(case_in: Cases, world: World, now: datetime) -> list[Case]:
    """One upheld, one reopened and satisfied then, one not reviewed; and one that was content from the beginning."""
    cases = [case_in(State.UNDER_REVIEW, now=now + n * timedelta(hours=1)) for n in range(3)]
    case_in(State.CLOSED)
    why = DissatisfactionReason.objects.get(code="thieu-minh-chung")
    Rating.objects.get(case=cases[1]).reasons.add(why)
    act = CorrectiveAct.objects.get(code="bao-cao")
    found = Assessment(
        cause("chua-kiem-tra"), act, "=HYPERLINK(1)", world.a.agency, (now + 9 * DAY).date(), "Nhận xét."
    )
    with unsent():
        rating.uphold(cases[0].pk, world.reviewer, "Đã làm đúng.", now + DAY, Assessment(cause("khac")))
        rating.reopen_after_review(cases[1].pk, world.reviewer, "Sẽ thay lại.", now + DAY, found)
        case_in.submit(cases[1].pk, now + 2 * DAY)
        case_in.approve(cases[1].pk, now + 2 * DAY)
        rating.rate(cases[1].pk, citizen(cases[1].pk), Score.SATISFIED, "", now + 2 * DAY)
    return cases


def test_each_verdict_stands_with_what_was_made_of_it(three: list[Case], world: World, at_desk: SignIn) -> None:
    page = at_desk(world.reviewer).get(LIST, MARCH)
    shown = " ".join(page.content.decode().split())
    assert codes_of(at_desk(world.reviewer)) == [case.code for case in reversed(three)]
    for words in ("Thiếu hình ảnh, tài liệu chứng minh", "Chưa kiểm tra thực địa", "Yêu cầu báo cáo", "Chưa rà soát"):
        assert words in shown
    assert "Không hài lòng → <strong>Hài lòng</strong>" in shown
    assert "Nhận xét." not in shown


def test_totals_say_of_how_many(three: list[Case], world: World, at_desk: SignIn) -> None:
    totals = at_desk(world.supervisor).get(LIST, MARCH | {"cause": "none"}).context["totals"]
    (line,) = totals.agencies
    assert (line.part, line.whole, line.reopened, line.better) == (3, 5, 1, 1)
    assert totals.reviewed == 2
    assert [(each.name, each.part, each.whole) for each in totals.causes] == [
        (each.name, 1, 2) for each in totals.causes
    ]
    assert {each.name for each in totals.causes} == {"Nguyên nhân khác", "Chưa kiểm tra thực địa"}


def test_filters_narrow_and_nonsense_does_not(three: list[Case], world: World, at_desk: SignIn) -> None:
    client, all_codes = at_desk(world.reviewer), [case.code for case in reversed(three)]
    assert codes_of(client, cause=cause("chua-kiem-tra").pk) == [three[1].code]
    assert codes_of(client, cause="none") == [three[2].code]
    assert codes_of(client, agency=world.a.agency.pk) == all_codes
    assert codes_of(client, agency=world.b.agency.pk) == []
    assert codes_of(client, agency="x", cause="١", after="zzz") == all_codes
    assert codes_of(client, month="2026-02") == []


def test_the_month_may_begin_at_noon_of_the_25th(
    case_in: Cases, world: World, at_desk: SignIn, settings: Any, now: datetime
) -> None:
    settings.PAKN_MONTH_BEGINS = (25, "12:00")
    noon = now.replace(day=25, hour=12)
    before, after = (case_in(State.UNDER_REVIEW, now=m) for m in (noon - timedelta(minutes=1), noon))
    client = at_desk(world.reviewer)
    assert codes_of(client) == [before.code]
    assert codes_of(client, month="2026-04") == [after.code]


def test_pages_follow_each_other(
    case_in: Cases, world: World, at_desk: SignIn, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases = [case_in(State.UNDER_REVIEW, now=now + n * timedelta(hours=1)) for n in range(3)]
    monkeypatch.setattr(reviews, "PAGE", 2)
    client = at_desk(world.reviewer)
    first = client.get(LIST, MARCH)
    second = client.get(LIST + first.context["next_url"])
    found = [row.case.code for page in (first, second) for row, _open in page.context["rows"]]
    assert found == [case.code for case in reversed(cases)]
    assert second.context["next_url"] == ""


def test_the_file_holds_what_is_on_the_screen_and_runs_nothing(
    three: list[Case], world: World, at_desk: SignIn
) -> None:
    client = at_desk(world.reviewer)
    query = MARCH | {"cause": cause("chua-kiem-tra").pk}
    answer: Any = client.get(f"{LIST}export/csv/", query)
    assert "no-store" in answer["Cache-Control"]
    heading, row = csv.reader(StringIO(b"".join(answer.streaming_content).decode("utf-8-sig")))
    cells = dict(zip(heading, row, strict=True))
    assert cells["Mã phản ánh"] == three[1].code
    assert cells["Nội dung chấn chỉnh"] == "'=HYPERLINK(1)"
    assert (cells["Trước → sau"], cells["Hạn thực hiện"]) == ("Không hài lòng → Hài lòng", "13/03/2026")
    book: Any = client.get(f"{LIST}export/xlsx/", query)
    sheet = load_workbook(BytesIO(b"".join(book.streaming_content))).active
    values = [[cell.value for cell in line] for line in sheet.iter_rows()]
    assert len(values) == 2 and "=HYPERLINK(1)" in values[1]
    assert all(cell.data_type != "f" for line in sheet.iter_rows() for cell in line)
    assert client.get(f"{LIST}export/pdf/", MARCH).status_code == 404


def test_the_cost_does_not_grow_with_the_rows(
    case_in: Cases, world: World, at_desk: SignIn, now: datetime, django_assert_max_num_queries: Any
) -> None:
    client = at_desk(world.reviewer)
    why = DissatisfactionReason.objects.get(code="khac")
    for _round in range(2):
        for _ in range(4):
            case = case_in(State.UNDER_REVIEW)
            Rating.objects.get(case=case).reasons.add(why)
            with unsent():
                rating.uphold(case.pk, world.reviewer, "Đã làm đúng.", now, Assessment(cause("khac")))
        client.get(LIST, MARCH)
        with django_assert_max_num_queries(12):
            assert client.get(LIST, MARCH).status_code == 200


def test_a_case_that_went_elsewhere_is_named_without_a_link(three: list[Case], world: World, at_desk: SignIn) -> None:
    Case.objects.filter(pk=three[0].pk).update(agency=world.b.agency)
    rows = at_desk(world.a.leader).get(LIST, MARCH).context["rows"]
    assert {row.case.code: may_open for row, may_open in rows} == {case.code: case != three[0] for case in three}
