"""Further filters; filters that are saved, shared, renamed, deleted; and who sees whose."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from pakn_plugin.access import Actor, visible_filters
from pakn_plugin.desk import saved
from pakn_plugin.models import SavedFilter
from pakn_plugin.states import State
from tests.factories import Cases, World

SignIn = Callable[[Actor], Client]
INDEX = "/admin/pakn/cases/"
ADD = f"{INDEX}filters/add/"


def codes_on(page: Any) -> set[str]:
    return {line.code for line in page.context["lines"]}


def keep(actor: Actor, name: str, audience: str = "private", agency: Any = None, query: str = "queue=all") -> Any:
    moment = datetime(2026, 3, 4, tzinfo=None).astimezone()
    return SavedFilter.objects.create(
        owner=actor.user, name=name, audience=audience, agency=agency, query=query, created_at=moment
    )


def names(actor: Actor) -> set[str]:
    return set(visible_filters(actor).values_list("name", flat=True))


def test_state_channel_and_level_narrow(world: World, case_in: Cases, at_desk: SignIn) -> None:
    case = case_in(State.PROCESSING)
    case_in(State.SUBMITTED)
    client = at_desk(world.operator)
    assert codes_on(client.get(INDEX, {"queue": "all", "state": "processing"})) == {case.code}
    assert codes_on(client.get(INDEX, {"queue": "all", "channel": "letter"})) == set()
    assert len(codes_on(client.get(INDEX, {"queue": "all", "channel": "web", "level": "normal"}))) == 2


def test_days_of_filing_are_both_included(world: World, case_in: Cases, at_desk: SignIn, now: datetime) -> None:
    case = case_in(State.SUBMITTED, now=now.replace(hour=23, minute=59))
    client, day = at_desk(world.operator), "2026-03-04"
    assert codes_on(client.get(INDEX, {"queue": "all", "filed_from": day, "filed_to": day})) == {case.code}
    assert codes_on(client.get(INDEX, {"queue": "all", "filed_from": "2026-03-05"})) == set()
    assert codes_on(client.get(INDEX, {"queue": "all", "filed_to": "2026-03-03"})) == set()


def test_officer_or_nobody(world: World, case_in: Cases, at_desk: SignIn) -> None:
    assigned, waiting = case_in(State.PROCESSING), case_in(State.TRANSFERRED)
    client = at_desk(world.a.coordinator)
    officer = world.a.officer.user.pk
    assert codes_on(client.get(INDEX, {"queue": "all", "officer": officer})) == {assigned.code}
    assert codes_on(client.get(INDEX, {"queue": "all", "officer": "none"})) == {waiting.code}


def test_officers_of_other_agencies_are_not_offered(world: World, at_desk: SignIn) -> None:
    def offered(actor: Actor, **query: Any) -> set[str]:
        form = at_desk(actor).get(INDEX, query).context["form"]
        return {value for value, _name in form.fields["officer"].choices} - {"", "none"}

    own = {str(actor.user.pk) for actor in (world.a.officer, world.a.second_officer)}
    assert offered(world.a.coordinator) == own
    assert offered(world.a.coordinator, agency=world.b.agency.pk) == own
    assert offered(world.operator) == set()
    assert offered(world.operator, agency=world.a.agency.pk) == own


def test_late_or_on_time(world: World, case_in: Cases, at_desk: SignIn) -> None:
    late = case_in(State.SUBMITTED)
    client = at_desk(world.operator)
    assert codes_on(client.get(INDEX, {"queue": "all", "late": "late"})) == {late.code}
    assert codes_on(client.get(INDEX, {"queue": "all", "late": "on_time"})) == set()


def test_what_is_on_the_screen_is_saved_without_nonsense(world: World, at_desk: SignIn) -> None:
    client = at_desk(world.operator)
    url = f"{ADD}?queue=late&topic={world.topic.pk}&state=nonsense&evil=1&after=9.9&late=late"
    assert "Hạ tầng đô thị" in client.get(url).content.decode()
    sent = client.post(url, {"name": "Đèn trễ", "audience": "private"})
    row = SavedFilter.objects.get()
    assert row.query == f"queue=late&topic={world.topic.pk}&late=late"
    assert sent.url == f"{INDEX}?{row.query}"
    page = client.get(sent.url)
    assert [(chip["name"], chip["current"]) for chip in page.context["chips"]] == [("Đèn trễ", True)]


def test_who_sees_which_filter(world: World) -> None:
    keep(world.a.officer, "riêng")
    keep(world.a.officer, "đơn vị", "agency", world.a.agency)
    keep(world.a.officer, "chung", "desk")
    assert names(world.a.officer) == {"riêng", "đơn vị", "chung"}
    assert names(world.a.leader) == {"đơn vị", "chung"}
    assert names(world.b.officer) == names(world.operator) == names(world.superuser) == {"chung"}
    assert names(world.webmaster) == set()


def test_a_shared_filter_shows_nobody_more_cases(world: World, case_in: Cases, at_desk: SignIn) -> None:
    case = case_in(State.PROCESSING)
    row = keep(world.operator, "chung", "desk", query=f"queue=all&agency={world.a.agency.pk}")
    assert codes_on(at_desk(world.operator).get(f"{INDEX}?{row.query}")) == {case.code}
    assert codes_on(at_desk(world.b.officer).get(f"{INDEX}?{row.query}")) == set()


@pytest.mark.parametrize("name", ["filter_edit", "filter_delete"])
@pytest.mark.parametrize("verb", ["get", "post", "put", "delete"])
def test_only_ones_own_filters_are_changed(name: str, verb: str, world: World, at_desk: SignIn) -> None:
    row = keep(world.operator, "chung", "desk")
    url = reverse(f"pakn_desk:{name}", args=[row.pk])
    for actor in (world.second_operator, world.superuser, world.a.officer):
        answer = getattr(at_desk(actor), verb)(url, {"name": "khác", "audience": "private"})
        assert answer.status_code == 404
    assert SavedFilter.objects.get().name == "chung"


def test_rename_share_and_delete(world: World, at_desk: SignIn) -> None:
    row, client = keep(world.a.officer, "cũ"), at_desk(world.a.officer)
    url = reverse("pakn_desk:filter_edit", args=[row.pk])
    assert client.post(url, {"name": "mới", "audience": f"agency:{world.a.agency.pk}"}).status_code == 302
    row = SavedFilter.objects.get()
    assert (row.name, row.audience, row.agency) == ("mới", "agency", world.a.agency)
    assert "mới" in at_desk(world.a.leader).get(INDEX).content.decode()
    assert client.post(reverse("pakn_desk:filter_delete", args=[row.pk])).status_code == 302
    assert not SavedFilter.objects.exists()
    assert client.get(INDEX).context["chips"] == []


def test_a_foreign_agency_is_no_choice(world: World, at_desk: SignIn) -> None:
    page = at_desk(world.a.officer).post(f"{ADD}?queue=all", {"name": "x", "audience": f"agency:{world.b.agency.pk}"})
    assert page.context["form"].errors["audience"]
    assert not SavedFilter.objects.exists()


def test_a_name_is_used_once_and_there_is_an_end_of_saving(
    world: World, at_desk: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(world.operator, "một")
    client = at_desk(world.operator)
    page = client.post(f"{ADD}?queue=all", {"name": "một", "audience": "private"})
    assert "đã có bộ lọc tên" in page.content.decode()
    monkeypatch.setattr(saved, "MOST_OWN", 1)
    page = client.post(f"{ADD}?queue=all", {"name": "hai", "audience": "private"})
    assert "Hãy xóa bớt" in page.content.decode()
    assert SavedFilter.objects.count() == 1


def test_chips_are_bounded_and_own_ones_stand_first(
    world: World, at_desk: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saved, "MOST_SHOWN", 3)
    for number in range(5):
        keep(world.operator, f"a{number}", "desk")
    keep(world.a.officer, "z của tôi")
    found = at_desk(world.a.officer).get(INDEX).context["chips"]
    assert [chip["name"] for chip in found] == ["z của tôi", "a0", "a1"]


def test_the_page_of_filters_says_what_each_does(world: World, at_desk: SignIn) -> None:
    empty = at_desk(world.a.leader).get(f"{INDEX}filters/").content.decode()
    assert "Chưa có bộ lọc nào" in empty
    keep(world.operator, "Của đầu mối", "desk", query="queue=late&state=processing&filed_from=2026-03-01")
    page = at_desk(world.a.leader).get(f"{INDEX}filters/").content.decode()
    for words in ("Của đầu mối", "Quá hạn", "Đang xử lý", "01/03/2026", str(world.operator.user)):
        assert words in page
    assert "Đổi tên" not in page


def test_a_long_ago_saved_day_still_reads(world: World, at_desk: SignIn) -> None:
    day = (datetime(2026, 3, 4).date() - timedelta(days=9000)).isoformat()
    keep(world.operator, "cũ", query=f"queue=all&filed_to={day}")
    assert at_desk(world.operator).get(f"{INDEX}?queue=all&filed_to={day}").status_code == 200
