"""The screens of reorganisations: a file or a form, the dry run, carrying out, undoing; what waits for operators."""

from datetime import date, datetime, timedelta
from typing import Any
from unittest import mock

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from pakn_plugin import tasks
from pakn_plugin.access import SYSTEM, NotAllowed
from pakn_plugin.models import Agency, Case, Reallocation, Reorganisation
from pakn_plugin.reorganising.plan import Do
from pakn_plugin.reorganising.reading import parse
from pakn_plugin.services import reorganisation
from pakn_plugin.states import State
from tests.factories import Cases, TopicFactory, World
from tests.reorganising import MERGE, SPLIT, agencies, carry_out, plan

INDEX = "/admin/pakn/reorganisations/"
Status = Reorganisation.Status


@pytest.fixture
def admin(world: World, at_desk: Any) -> Client:
    client: Client = at_desk(world.superuser)
    return client


@pytest.fixture
def today() -> date:
    return timezone.localdate()


def upload(client: Client, text: str, **more: Any) -> Any:
    file = SimpleUploadedFile("ke-hoach.toml", text.encode())
    return client.post(f"{INDEX}upload/", {"plan": file, **more}, follow=True)


def test_an_uploaded_plan_is_looked_at_and_nothing_changes(
    admin: Client, case_in: Cases, today: date, world: World
) -> None:
    case = case_in(State.PROCESSING)
    page = upload(admin, plan(today, MERGE, new=agencies("c")))
    text = page.content.decode()
    assert "Chạy thử: chưa có gì thay đổi" in text
    assert case.code in text
    assert "Sở C" in text and "chỉ có một đơn vị kế tục" in text
    assert Case.objects.get(pk=case.pk).agency == world.a.agency
    assert not Agency.objects.filter(code="c").exists()
    roles = admin.get(f"{INDEX}{Reorganisation.objects.get().pk}/?what=membership").content.decode()
    assert str(world.a.officer.user) in roles


def test_a_faulty_plan_says_where_in_the_form(admin: Client, today: date) -> None:
    text = upload(admin, plan(today, MERGE)).content.decode()
    assert "Dòng 5, bước 1: Đơn vị kế tục “c” không tồn tại" in text
    assert not Reorganisation.objects.exists()
    assert (
        "phải là văn bản UTF-8"
        in admin.post(f"{INDEX}upload/", {"plan": SimpleUploadedFile("x.toml", b"\xff\xfe\x00")}).content.decode()
    )
    shapes = SimpleUploadedFile("ranh-gioi.json", b"[]")
    assert "GeoJSON" in upload(admin, plan(today, MERGE, new=agencies("c")), boundaries=shapes).content.decode()


HEAD = {"title": "Sắp xếp 2027", "document": "NQ 1", "do": "merge", "of": "agency", "draft": ""}
NEW = {"code_1": "so-moi", "name_1": "Sở Mới", "kind_1": "department", "above_1": "van-phong"}


def test_a_plan_is_composed_by_choosing_units(admin: Client, world: World, today: date) -> None:
    head = HEAD | {"effective": today.isoformat()}
    page = admin.post(f"{INDEX}compose/", head | NEW | {"old": ["agency:a", "agency:b"], "add": "1"})
    assert "Các bước đã có (1)" in page.content.decode()
    draft = page.context["draft"]
    file = admin.post(f"{INDEX}compose/", head | {"draft": draft, "download": "1"})
    assert file.headers["Content-Disposition"] == 'attachment; filename="ke-hoach.toml"'
    made = parse(file.content.decode())
    assert (made.steps[0].do, made.steps[0].old, made.steps[0].new) == (Do.MERGE, ("a", "b"), ("so-moi",))
    assert made.agencies[0].parent == "van-phong"
    dropped = admin.post(f"{INDEX}compose/", head | {"draft": draft, "drop": "1"})
    assert "Chưa có bước nào" in dropped.content.decode()
    page = admin.post(f"{INDEX}compose/", head | {"draft": draft}, follow=True)
    assert "Chạy thử: chưa có gì thay đổi" in page.content.decode()
    row = Reorganisation.objects.get()
    assert admin.get(f"{INDEX}{row.pk}/download/").content.decode() == row.plan == file.content.decode()


def test_a_step_that_is_not_whole_keeps_what_was_typed(admin: Client, world: World, today: date) -> None:
    area = f"commune:{world.area.code}"
    given = HEAD | {"effective": today.isoformat(), "old": [area], "code_1": "x", "fields_to": "rác", "add": "1"}
    text = admin.post(f"{INDEX}compose/", given).content.decode()
    assert "Chọn những đơn vị cùng loại" in text
    assert "Đơn vị mới cần đủ mã, tên và loại." in text
    assert "lĩnh vực = mã đơn vị" in text
    assert 'value="Sắp xếp 2027"' in text
    assert "Kế hoạch có lỗi" not in text


def test_what_belongs_to_another_kind_of_step_does_not_count(admin: Client, world: World, today: date) -> None:
    """The page hides it once the kind is chosen: what was typed there before must not slip into the plan."""
    left = {"divide": "field", "fields_to": "rác", "kind": "utility", "parent": "b"}
    given = HEAD | NEW | left | {"effective": today.isoformat(), "old": ["agency:a", "agency:b"], "add": "1"}
    page = admin.post(f"{INDEX}compose/", given)
    step = parse(page.context["draft"]).steps[0]
    assert (step.divide, dict(step.fields), step.kind, step.parent) == (None, {}, "", "")
    assert f"Nhập Sở A, Sở B vào Sở Mới từ ngày {today:%d/%m/%Y}." in page.content.decode()
    text = admin.get(f"{INDEX}compose/").content.decode()
    assert text.count("<fieldset") >= 4 and 'label="Cơ quan: Sở, ban, ngành"' in text


def test_the_dry_run_says_the_steps_and_names_cases_with_the_way_there(
    admin: Client, case_in: Cases, today: date
) -> None:
    case = case_in(State.PROCESSING)
    text = upload(admin, plan(today, MERGE, new=agencies("c"))).content.decode()
    assert f"Nhập Sở A, Sở B vào Sở C từ ngày {today:%d/%m/%Y}." in text
    assert f'<a href="{reverse("pakn_desk:case", args=[case.pk])}">{case.code}</a>' in text and case.title in text
    assert "1 phản ánh: chỉ có một đơn vị kế tục" in text


def test_a_plan_that_was_never_carried_out_can_be_thrown_away(
    admin: Client, world: World, now: datetime, today: date
) -> None:
    upload(admin, plan(today, MERGE, new=agencies("c")))
    row = Reorganisation.objects.get()
    address = f"{INDEX}{row.pk}/delete/"
    assert address in admin.get(f"{INDEX}{row.pk}/").content.decode()
    assert "Xóa kế hoạch này" in admin.get(address).content.decode()
    assert Reorganisation.objects.exists()
    assert "Đã xóa kế hoạch" in admin.post(address, follow=True).content.decode()
    assert not Reorganisation.objects.exists()


def test_a_plan_that_was_carried_out_stays(admin: Client, world: World, now: datetime) -> None:
    row = carry_out(now, MERGE)
    address = f"{INDEX}{row.pk}/delete/"
    assert address not in admin.get(f"{INDEX}{row.pk}/").content.decode()
    assert admin.get(address).status_code == 302
    assert "Chỉ xóa được kế hoạch chưa thực hiện." in admin.post(address, follow=True).content.decode()
    with pytest.raises(NotAllowed):
        reorganisation.discard(row.pk, world.operator)
    assert Reorganisation.objects.get() == row


def test_carrying_out_needs_a_tick_and_runs_in_the_worker(
    admin: Client, case_in: Cases, today: date, world: World
) -> None:
    case = case_in(State.PROCESSING)
    upload(admin, plan(today, MERGE, new=agencies("c")))
    row = Reorganisation.objects.get()
    with mock.patch("pakn_plugin.services.reorganisation.async_task") as task:
        page = admin.post(f"{INDEX}{row.pk}/execute/", follow=True)
        assert "Hãy đánh dấu ô xác nhận" in page.content.decode()
        page = admin.post(f"{INDEX}{row.pk}/execute/", {"sure": "on"}, follow=True)
    task.assert_called_once_with("pakn_plugin.tasks.reorganise", row.pk)
    assert "Đang chờ tiến trình nền" in page.content.decode()
    assert 'http-equiv="refresh"' in page.content.decode()
    assert tasks.reorganise(row.pk) is True
    assert tasks.reorganise(row.pk) is False
    text = admin.get(f"{INDEX}{row.pk}/").content.decode()
    assert "Đã thực hiện lúc" in text and "Hoàn tác kế hoạch này" in text
    assert Case.objects.get(pk=case.pk).agency == Agency.objects.get(code="c")
    assert "Đã thực hiện" in admin.get(INDEX).content.decode()
    page = admin.post(f"{INDEX}{row.pk}/undo/", follow=True)
    assert "Đã hoàn tác" in page.content.decode()
    assert Case.objects.get(pk=case.pk).agency == world.a.agency


def test_a_failed_run_says_why_and_can_be_looked_at_again(admin: Client, today: date, world: World) -> None:
    upload(admin, plan(today, MERGE, new=agencies("c")))
    row = Reorganisation.objects.get()
    with mock.patch("pakn_plugin.services.reorganisation.async_task"):
        admin.post(f"{INDEX}{row.pk}/execute/", {"sure": "on"})
    with (
        mock.patch("pakn_plugin.services.reorganised_units.make", side_effect=RuntimeError("hỏng")),
        pytest.raises(RuntimeError),
    ):
        tasks.reorganise(row.pk)
    text = admin.get(f"{INDEX}{row.pk}/").content.decode()
    assert "Không thực hiện được; chưa có gì thay đổi." in text and "RuntimeError: hỏng" in text
    assert "Thực hiện kế hoạch" in text


def test_before_its_day_there_is_no_button(admin: Client, today: date) -> None:
    text = upload(admin, plan(today + timedelta(days=3), MERGE, new=agencies("c"))).content.decode()
    assert "Ngày hiệu lực chưa đến" in text
    assert "Thực hiện kế hoạch" not in text


def test_after_midnight_there_is_no_undo(admin: Client, world: World, now: datetime) -> None:
    row = carry_out(now, MERGE)
    text = admin.get(f"{INDEX}{row.pk}/").content.decode()
    assert "không hoàn tác được nữa" in text
    page = admin.post(f"{INDEX}{row.pk}/undo/", follow=True)
    assert "Chỉ hoàn tác được đến nửa đêm" in page.content.decode()


def test_the_pages_take_few_queries_however_many_rows(
    admin: Client, case_in: Cases, today: date, django_assert_max_num_queries: Any
) -> None:
    for _ in range(8):
        case_in(State.PROCESSING)
    row = reorganisation.propose(SYSTEM, plan(today, MERGE, new=agencies("c")), "", timezone.now())
    admin.get(f"{INDEX}{row.pk}/")
    with django_assert_max_num_queries(45):
        admin.get(f"{INDEX}{row.pk}/?what=case")
    reorganisation.execute(row.pk, SYSTEM, timezone.now())
    with django_assert_max_num_queries(16):
        admin.get(f"{INDEX}{row.pk}/")


@pytest.fixture
def waiting(case_in: Cases, now: datetime) -> list[Case]:
    topic = TopicFactory(code="khac")
    cases = [case_in(State.PROCESSING, topic=topic) for _ in range(3)]
    carry_out(now, SPLIT)
    return cases


def test_an_operator_decides_one_or_many(waiting: list[Case], at_desk: Any, world: World) -> None:
    client, url = at_desk(world.operator), reverse("pakn_reallocate:index")
    text = client.get(url).content.decode()
    assert all(case.code in text for case in waiting)
    assert "3 phản ánh đang chờ." in text and "(gợi ý)" in text
    rows = list(Reallocation.objects.order_by("pk").values_list("pk", flat=True))
    page = client.post(reverse("pakn_reallocate:decide", args=[rows[0]]), {"choice": "1"}, follow=True)
    assert "Đã phân lại phản ánh" in page.content.decode()
    assert str(Case.objects.get(pk=waiting[0].pk).agency) == "Sở D"
    assert "Hãy đánh dấu ít nhất một" in client.post(url, follow=True).content.decode()
    page = client.post(url, {"row": rows}, follow=True)
    assert "Đã phân lại 2 phản ánh." in page.content.decode()
    assert "Không có phản ánh nào chờ phân lại." in page.content.decode()
    gone = client.post(reverse("pakn_reallocate:decide", args=[rows[0]]), {"choice": "1"})
    assert gone.status_code == 404


def test_the_list_takes_few_queries(
    waiting: list[Case], at_desk: Any, world: World, django_assert_max_num_queries: Any
) -> None:
    client, url = at_desk(world.operator), reverse("pakn_reallocate:index")
    client.get(url)
    with django_assert_max_num_queries(14):
        client.get(url)
