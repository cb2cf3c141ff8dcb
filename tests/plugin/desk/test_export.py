"""The list as a file: the same rows in the same order, harmless in a spreadsheet, nothing about who filed."""

import csv
from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from pakn_plugin.access import Actor
from pakn_plugin.models import Case
from pakn_plugin.queries import exporting
from pakn_plugin.sheets import harmless
from pakn_plugin.states import State
from tests.factories import CaseFactory, Cases, World

SignIn = Callable[[Actor], Client]
INDEX = "/admin/pakn/cases/"
CSV, XLSX = f"{INDEX}export/csv/", f"{INDEX}export/xlsx/"


def body(client: Client, url: str, **query: Any) -> bytes:
    response: Any = client.get(url, {"queue": "all", **query})
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def rows(client: Client, **query: Any) -> list[list[str]]:
    return list(csv.reader(StringIO(body(client, CSV, **query).decode("utf-8-sig"))))


def codes_of(client: Client, **query: Any) -> list[str]:
    return [row[0] for row in rows(client, **query)[1:]]


def many(world: World, number: int, now: datetime) -> None:
    for hour in range(number):
        CaseFactory(now=now + timedelta(hours=hour), topic=world.topic, area=world.area)


def test_all_pages_in_the_order_of_the_screen(world: World, case_in: Cases, at_desk: SignIn, now: datetime) -> None:
    case_in(State.CLOSED)
    many(world, 30, now)
    client, seen, url = at_desk(world.operator), [], f"{INDEX}?queue=all"
    while url:
        page = client.get(url)
        seen += [line.code for line in page.context["lines"]]
        url = page.context["next_url"]
    assert codes_of(client) == seen
    assert len(seen) == 31


def test_the_same_queue_filters_and_search(world: World, case_in: Cases, at_desk: SignIn) -> None:
    lamp, dump = case_in(State.PROCESSING), case_in(State.SUBMITTED, text="Bãi rác cuối đường Đống Đa.")
    client = at_desk(world.operator)
    assert codes_of(client, queue="processing") == [lamp.code]
    assert codes_of(client, q="bai rac") == [dump.code]
    assert codes_of(client, state="answered") == []
    link = client.get(f"{INDEX}?queue=processing&state=processing").context["exports"][0][1]
    assert link == f"{CSV}?queue=processing&state=processing"


def test_an_agency_exports_only_its_own_cases(world: World, case_in: Cases, at_desk: SignIn) -> None:
    case = case_in(State.PROCESSING)
    case_in(State.SUBMITTED)
    assert codes_of(at_desk(world.a.officer)) == [case.code]
    assert codes_of(at_desk(world.b.officer)) == []


def test_restricted_cases_never_leave_the_desk(world: World, case_in: Cases, at_desk: SignIn) -> None:
    open_case, hidden = case_in(State.SUBMITTED), case_in(State.SUBMITTED)
    Case.objects.filter(pk=hidden.pk).update(restricted=True)
    for actor in (world.operator, world.superuser):
        assert codes_of(at_desk(actor)) == [open_case.code]
    assert [case.pk for case in exporting.every_row(Case.objects.all())] == [open_case.pk]


def test_vietnamese_reaches_excel_and_nothing_about_the_reporter_does(
    world: World, case_in: Cases, at_desk: SignIn
) -> None:
    case_in(State.PROCESSING, name="Lê Văn Kín", email="kin@example.vn", phone="+84905123456", address="Ngõ Kín 7")
    client = at_desk(world.operator)
    content = body(client, CSV)
    assert content.startswith(b"\xef\xbb\xbf")
    text = content.decode("utf-8-sig")
    assert "Phường Nha Trang" in text
    cells = [str(cell.value) for row in load_workbook(BytesIO(body(client, XLSX))).active for cell in row]  # type: ignore[union-attr]
    for whole in (text, " ".join(cells)):
        assert "Đang xử lý" in whole
        for secret in ("Lê Văn Kín", "kin@example.vn", "905123456", "Ngõ Kín"):
            assert secret not in whole


@pytest.mark.parametrize("start", ["=1+1", "+84", "-1", "@SUM(A1)", "\tx", "\rx", "=cmd|' /C calc'!A0"])
def test_nothing_runs_as_a_formula(start: str, world: World, case_in: Cases, at_desk: SignIn) -> None:
    Case.objects.filter(pk=case_in(State.SUBMITTED).pk).update(title=start)
    client = at_desk(world.operator)
    assert f"'{start}" in body(client, CSV).decode("utf-8-sig")
    cell = load_workbook(BytesIO(body(client, XLSX))).active["B2"]  # type: ignore[index]
    assert cell.data_type == "s"
    assert cell.value.strip() == start.strip()


def test_dates_are_dates_at_the_place(world: World, case_in: Cases, at_desk: SignIn, now: datetime) -> None:
    case_in(State.ANSWERED)
    client = at_desk(world.operator)
    assert rows(client)[1][9] == "2026-03-04 09:00"
    sheet: Any = load_workbook(BytesIO(body(client, XLSX))).active
    assert sheet["J2"].value == now.replace(tzinfo=None)
    assert sheet["J2"].is_date
    assert harmless(None) == ""


def test_a_title_with_a_control_character_does_not_break_the_workbook(
    world: World, case_in: Cases, at_desk: SignIn
) -> None:
    Case.objects.filter(pk=case_in(State.SUBMITTED).pk).update(title="Đèn\x0b hỏng")
    assert load_workbook(BytesIO(body(at_desk(world.operator), XLSX))).active["B2"].value == "Đèn hỏng"  # type: ignore[index]


@pytest.mark.parametrize("url", [CSV, XLSX])
def test_queries_do_not_grow_with_the_rows(url: str, world: World, at_desk: SignIn, now: datetime) -> None:
    client = at_desk(world.operator)
    many(world, 1, now)
    body(client, url)
    with CaptureQueriesContext(connection) as short:
        body(client, url)
    many(world, 15, now)
    with CaptureQueriesContext(connection) as long:
        body(client, url)
    assert len(long) == len(short)


def test_there_is_an_end(world: World, now: datetime) -> None:
    many(world, 5, now)
    assert len(list(exporting.every_row(Case.objects.all(), most=3))) == 3


def test_only_the_two_kinds_and_never_from_a_shared_cache(world: World, at_desk: SignIn) -> None:
    client = at_desk(world.operator)
    assert client.get(f"{INDEX}export/pdf/").status_code == 404
    answer = client.get(CSV)
    assert "no-store" in answer["Cache-Control"]
    assert answer["Content-Disposition"].startswith('attachment; filename="phan-anh-')
