"""The calendar's screens: a year at a look, a change with its preview, who may, and the warning before a new year."""

from datetime import date
from typing import Any
from unittest import mock

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from pakn_plugin.access import Actor
from pakn_plugin.desk.calendar import CalendarDesk
from pakn_plugin.desk.permissions import staff_group
from pakn_plugin.desk.registers import Registers
from pakn_plugin.models import CalendarChange, CalendarDay, CalendarYear, Case, OfficeDay
from pakn_plugin.queries.calendar import months, unconfirmed, years_to_check
from pakn_plugin.services import calendar_changes
from pakn_plugin.states import DayKind, State
from tests.factories import Cases, UserFactory, World

Status = CalendarChange.Status
SWAP = {
    "day": "2026-03-06",
    "to_day": "",
    "kind": "off",
    "name": "Nghỉ hoán đổi",
    "instead": "2026-03-14",
    "document": "QĐ 12/QĐ-TTg",
}


@pytest.fixture
def keeper(world: World) -> Client:
    """Somebody who may change the calendar and nothing else."""
    user = UserFactory()
    user.groups.add(staff_group())
    user.user_permissions.add(Permission.objects.get(codename="change_calendarday"))
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture(autouse=True)
def task() -> Any:
    """The worker's queue, which here does nothing."""
    with mock.patch("pakn_plugin.services.calendar_changes.async_task") as queue:
        yield queue


def addresses() -> list[str]:
    change = calendar_changes.propose(None, [], calendar_now())
    args: dict[str, list[int]] = {"index": [], "days": [], "change": [change.pk]}
    names = [str(pattern.name) for pattern in CalendarDesk().get_urlpatterns()]
    return [reverse(f"pakn_calendar:{name}", args=args.get(name, [2026])) for name in names]


def calendar_now() -> Any:
    from django.utils import timezone

    return timezone.now()


def post(client: Client, name: str, data: dict[str, str], *args: int) -> Any:
    return client.post(reverse(f"pakn_calendar:{name}", args=args), data)


@pytest.mark.parametrize("who", ["operator", "operator_leader", "supervisor", "agency_admin"])
def test_without_the_permission_the_calendar_does_not_exist(world: World, at_desk: Any, who: str) -> None:
    actor: Actor = getattr(world, who)
    client = at_desk(actor)
    for url in addresses():
        for verb in ("get", "head", "post", "put", "delete", "options"):
            assert getattr(client, verb)(url).status_code == 404, (who, url, verb)
    assert reverse("pakn_calendar:index") not in client.get(reverse("pakn_desk:index")).content.decode()


def test_a_stranger_is_asked_to_sign_in(world: World) -> None:
    assert {Client().get(url).status_code for url in addresses()} == {302}


def test_the_year_shows_each_kind_of_day_in_words(keeper: Client) -> None:
    CalendarDay.objects.create(day=date(2026, 1, 2), kind=DayKind.OFF, name="Nghỉ hoán đổi", document="QĐ 1")
    CalendarDay.objects.create(day=date(2026, 1, 10), kind=DayKind.FULL, name="Làm bù", document="QĐ 1")
    CalendarDay.objects.create(day=date(2026, 1, 6), kind=DayKind.MORNING, name="Chiều nghỉ", document="QĐ 2")
    page = keeper.get(reverse("pakn_calendar:year", args=[2026])).content.decode()
    for words in ("Nghỉ, Nghỉ hoán đổi", "Làm việc cả ngày, Làm bù", "Chỉ làm việc buổi sáng, Chiều nghỉ", "QĐ 2"):
        assert words in page
    assert "chưa được xác nhận" in page


def test_the_grids_hold_every_day_of_the_year_once() -> None:
    days = [cell.day for month in months(2028, []) for week in month.weeks for cell in week if cell]
    assert len(days) == len(set(days)) == 366


def test_the_year_costs_the_same_with_many_days(keeper: Client, django_assert_max_num_queries: Any) -> None:
    url = reverse("pakn_calendar:year", args=[2026])
    keeper.get(url)
    for number in range(1, 29):
        CalendarDay.objects.create(day=date(2026, 3, number), kind=DayKind.OFF, name="Nghỉ")
    with django_assert_max_num_queries(14):
        keeper.get(url)


def test_a_swap_is_previewed_applied_and_shown(keeper: Client, case_in: Cases, now: Any, task: mock.Mock) -> None:
    case = case_in(State.PROCESSING)
    with mock.patch("django.utils.timezone.now", return_value=now):
        answer = post(keeper, "days", SWAP)
        change = CalendarChange.objects.get()
        assert answer.url == reverse("pakn_calendar:change", args=[change.pk])
        page = keeper.get(answer.url).content.decode()
    assert case.code in page
    assert "Áp dụng" in page
    assert not CalendarDay.objects.exists()
    task.assert_not_called()
    post(keeper, "change", {}, change.pk)
    assert CalendarChange.objects.get().status == Status.QUEUED
    waiting = keeper.get(answer.url).content.decode()
    assert 'http-equiv="refresh"' in waiting
    calendar_changes.apply(change.pk, now)
    done = keeper.get(answer.url).content.decode()
    assert case.code in done
    assert "Số phản ánh đổi hạn: 1" in done
    assert [row.kind for row in CalendarDay.objects.order_by("day")] == [DayKind.OFF, DayKind.FULL]
    assert Case.objects.get(pk=case.pk).due_at > case.due_at


def test_a_calendar_that_changed_meanwhile_has_to_be_looked_at_again(keeper: Client, task: mock.Mock) -> None:
    post(keeper, "days", SWAP)
    change = CalendarChange.objects.get()
    CalendarDay.objects.create(day=date(2026, 3, 9), kind=DayKind.OFF, name="Nghỉ", document="QĐ 3")
    post(keeper, "change", {}, change.pk)
    task.assert_not_called()
    page = keeper.get(reverse("pakn_calendar:change", args=[change.pk])).content.decode()
    assert "Xem trước lại" in page
    assert ">Áp dụng<" not in page
    post(keeper, "change", {"again": "1"}, change.pk)
    fresh = CalendarChange.objects.exclude(pk=change.pk).get()
    post(keeper, "change", {}, fresh.pk)
    task.assert_called_once()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"document": ""}, "document"),
        ({"name": ""}, "name"),
        ({"to_day": "2026-03-01"}, "to_day"),
        ({"kind": "full"}, "instead"),
        ({"kind": "morning", "instead": "", "document": ""}, "document"),
        ({"kind": "", "instead": ""}, None),
    ],
)
def test_what_is_missing_is_said_at_its_field(keeper: Client, change: dict[str, str], field: str | None) -> None:
    form = post(keeper, "days", {**SWAP, **change}).context["form"]
    assert list(form.errors) == [field or "__all__"]
    assert not CalendarChange.objects.exists()


def test_several_days_leave_the_weekend_alone(keeper: Client) -> None:
    post(keeper, "days", {**SWAP, "day": "2026-03-05", "to_day": "2026-03-09", "instead": ""})
    days = [each["day"] for each in CalendarChange.objects.get().days]
    assert days == ["2026-03-05", "2026-03-06", "2026-03-09"]


def test_the_import_proposes_and_never_overwrites(keeper: Client) -> None:
    CalendarDay.objects.create(day=date(2026, 9, 2), kind=DayKind.FULL, name="Làm việc", document="QĐ thử")
    post(keeper, "import", {}, 2026)
    days = {each["day"]: each for each in CalendarChange.objects.get().days}
    assert "2026-09-02" not in days
    assert days["2026-04-30"]["source"] == "package"
    assert CalendarDay.objects.count() == 1


def test_a_year_is_confirmed_with_its_document(keeper: Client) -> None:
    assert post(keeper, "confirm", {"document": ""}, 2027).status_code == 200
    post(keeper, "confirm", {"document": "TB 9/TB-BNV"}, 2027)
    assert CalendarYear.objects.get().document == "TB 9/TB-BNV"
    page = keeper.get(reverse("pakn_calendar:year", args=[2027])).content.decode()
    assert "TB 9/TB-BNV" in page


@pytest.mark.parametrize(
    ("day", "years"),
    [
        (date(2026, 1, 1), [2026]),
        (date(2026, 9, 30), [2026]),
        (date(2026, 10, 1), [2026, 2027]),
        (date(2026, 12, 31), [2026, 2027]),
    ],
)
def test_from_october_on_the_next_year_counts(day: date, years: list[int]) -> None:
    assert years_to_check(day) == years


def test_a_confirmed_year_warns_no_more(db: None, now: Any) -> None:
    CalendarYear.objects.create(year=2026, confirmed_at=now)
    assert unconfirmed(date(2026, 9, 30)) == []
    assert unconfirmed(date(2026, 10, 1)) == [2027]


def test_the_front_page_warns_leaders_and_keepers_only(world: World, at_desk: Any, keeper: Client) -> None:
    home = reverse("wagtailadmin_home")
    assert "chưa xác nhận" in keeper.get(home).content.decode()
    assert "chưa xác nhận" in at_desk(world.operator_leader).get(home).content.decode()
    assert "chưa xác nhận" not in at_desk(world.operator).get(home).content.decode()


def test_no_register_leads_around_the_preview() -> None:
    assert CalendarDay not in [register.model for register in Registers().modeladmin_instances]


def test_new_office_hours_queue_a_recompute(world: World, at_desk: Any, task: mock.Mock) -> None:
    register = next(each for each in Registers().modeladmin_instances if each.model is OfficeDay)
    client = at_desk(world.superuser)
    data = {"morning_from": "07:00", "morning_to": "11:00", "afternoon_from": "13:00", "afternoon_to": "16:30"}
    answer = client.post(register.url_helper.create_url, {**data, "document": "QĐ 5", "valid_from": "", "valid_to": ""})
    change = CalendarChange.objects.get()
    assert answer.url == reverse("pakn_calendar:change", args=[change.pk])
    task.assert_called_once_with("pakn_plugin.tasks.apply_calendar", change.pk)
    client.post(register.url_helper.get_action_url("delete", OfficeDay.objects.get().pk))
    assert (OfficeDay.objects.count(), task.call_count) == (0, 2)
