"""What became of agencies and communes, and figures as it was and as it is: both add up to the same."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from pakn_plugin import links
from pakn_plugin.models import Agency, AreaSuccession, Case
from pakn_plugin.queries import by_structure, statistics, structure
from pakn_plugin.queries.by_structure import View
from pakn_plugin.queries.structure import Structure
from pakn_plugin.services import publication
from pakn_plugin.states import State
from tests.factories import AgencyFactory, AreaFactory, Cases, World, unsent
from tests.plugin.desk.conftest import at_desk  # noqa: F401
from tests.plugin.public.conftest import asking
from tests.plugin.test_budgets import copy_of

DAY, ENDED = date(2026, 7, 1), date(2025, 6, 30)
PAGE = "/phan-anh/thong-ke/"
NODES = st.integers(1, 12)
GRAPHS = st.builds(
    lambda ended, links: Structure(
        {pk: f"Cơ quan {pk}" for pk in range(1, 13)},
        {pk: ENDED if pk in ended else None for pk in range(1, 13)},
        {old: frozenset(new) for old, new in links.items()},
    ),
    st.sets(NODES),
    st.dictionaries(NODES, st.sets(NODES, max_size=3)),
)


def chain(**ends: Any) -> Structure:
    """1 → 2 → 3; 4 → {5, 6}; 7 → 8 → 7; 9 → nothing."""
    links = {1: {2}, 2: {3}, 4: {5, 6}, 7: {8}, 8: {7}}
    over = {1, 2, 4, 7, 8, 9}
    return Structure(
        {pk: f"C{pk}" for pk in range(1, 10)},
        {pk: ENDED if pk in over else None for pk in range(1, 10)},
        {old: frozenset(new) for old, new in links.items()},
    )


@pytest.mark.parametrize(
    ("pk", "under", "now", "then"),
    [
        (1, 3, "C3", "C1 (nay là C3)"),
        (3, 3, "C3", "C3"),
        (4, 4, "C4 (đã chia tách)", "C4 (nay là C5, C6)"),
        (7, 7, "C7 (đã kết thúc hoạt động)", "C7 (đã kết thúc hoạt động)"),
        (9, 9, "C9 (đã kết thúc hoạt động)", "C9 (đã kết thúc hoạt động)"),
    ],
)
def test_an_ended_agency_is_followed_to_its_only_heir(pk: int, under: int, now: str, then: str) -> None:
    found = chain()
    assert found.stands_for(pk, DAY) == under
    assert (found.label_now(under, DAY), found.label_then(pk, DAY)) == (now, then)


def test_before_its_end_it_stands_for_itself() -> None:
    assert chain().stands_for(1, ENDED) == 1
    assert chain().label_then(1, ENDED) == "C1"


@given(GRAPHS, NODES)
def test_following_ends_in_every_graph_and_where_it_ends_it_stays(graph: Structure, pk: int) -> None:
    under = graph.stands_for(pk, DAY)
    assert graph.stands_for(under, DAY) == under
    assert under == pk or graph.ends[under] is None
    assert all(graph.ends[heir] is None for heir in graph.heirs(pk, DAY))


@given(GRAPHS, st.dictionaries(NODES, st.integers(0, 50), min_size=1))
def test_both_views_of_any_graph_add_up_to_the_same(graph: Structure, cases: dict[int, int]) -> None:
    sums = []
    for view in View:
        lines: dict[object, by_structure.Line] = {}
        for pk, number in cases.items():
            by_structure._line(lines, graph, pk, view, DAY).cases += number
        table = by_structure._table(lines)
        sums.append((table.total.cases, sum(line.cases for line in table.lines)))
    assert sums[0] == sums[1] == (sum(cases.values()),) * 2


def test_a_successor_that_leads_back_is_noticed() -> None:
    found = chain()
    assert found.leads_back(3, [1])
    assert found.leads_back(1, [1])
    assert not found.leads_back(5, [6, 7])


@pytest.fixture
def merged(world: World, case_in: Cases, now: datetime) -> Agency:
    """Agency A has gone into a new one; of its five cases one is late. Its ward was split in two."""
    for state in (State.CLOSED, State.ANSWERED, State.PROCESSING, State.PROCESSING, State.TRANSFERRED):
        case_in(state)
    heir: Agency = AgencyFactory(name="Sở Hợp nhất")
    a = world.a.agency
    a.valid_to = timezone.localdate() - timedelta(days=1)
    a.save()
    a.successors.add(heir)
    world.area.valid_to = a.valid_to
    world.area.save()
    for part in (AreaFactory(), AreaFactory()):
        AreaSuccession.objects.create(old=world.area, new=part, whole=False)
    return heir


def whole(now: datetime) -> statistics.Period:
    return statistics.Period(None, None, now + timedelta(days=90))


@pytest.mark.django_db
def test_figures_by_agency_and_area_in_both_views(world: World, merged: Agency, now: datetime) -> None:
    today = timezone.localdate()
    then, at_present = (by_structure.by_agency(whole(now), view, today) for view in (View.THEN, View.NOW))
    assert [line.name for line in then.lines] == ["Sở A (nay là Sở Hợp nhất)"]
    assert [line.name for line in at_present.lines] == ["Sở Hợp nhất"]
    assert then.total == at_present.total
    assert (then.total.cases, then.total.answered, then.total.late) == (5, 2, 3)
    areas = [by_structure.by_area(whole(now), view, today) for view in View]
    assert areas[0].total == areas[1].total
    assert [line.name for line in areas[1].lines] == ["Phường Nha Trang (đã chia tách)"]
    before = by_structure.by_agency(whole(now), View.NOW, today - timedelta(days=1))
    assert [line.name for line in before.lines] == ["Sở A"]


@pytest.mark.django_db
def test_the_page_has_both_views_without_a_script(world: World, merged: Agency, client: Client) -> None:
    page = client.get(PAGE).content.decode()
    assert "Sở A (nay là Sở Hợp nhất)" in page
    assert "?theo=hien-nay#don-vi" in page
    page = client.get(PAGE, {"theo": "hien-nay"}).content.decode()
    assert "Sở A" not in page
    assert "Phường Nha Trang (đã chia tách)" in page
    yesterday = timezone.localdate() - timedelta(days=1)
    page = client.get(PAGE, {"theo": "hien-nay", "ngay": yesterday.isoformat(), "ky": "nam-nay"}).content.decode()
    assert "Sở Hợp nhất" not in page
    assert "ky=nam-nay&amp;theo=luc-do" in page


@pytest.mark.django_db
def test_the_queries_are_constant_in_the_amount_of_data(world: World, merged: Agency, client: Client) -> None:
    counted = []
    made = Case.objects.first()
    assert made is not None
    for number in (0, 40):
        Case.objects.bulk_create([copy_of(made, n + number) for n in range(number)])
        client.get(PAGE)
        with asking() as queries:
            client.get(PAGE, {"theo": "hien-nay"})
        counted.append(len(queries))
    assert counted[0] == counted[1] <= 11


@pytest.mark.django_db
def test_a_closed_case_says_who_its_agency_is_today(
    world: World,
    merged: Agency,
    client: Client,
    at_desk: Any,  # noqa: F811
    now: datetime,
) -> None:
    case, words = Case.objects.filter(state=State.CLOSED)[0], "Sở A (nay là Sở Hợp nhất)"
    assert words in client.get(links.follow_path(case)).content.decode()
    assert words in at_desk(world.operator).get(reverse("pakn_desk:case", args=[case.pk])).content.decode()
    Case.objects.filter(pk=case.pk).update(wants_publication=True)
    with unsent():
        row = publication.publish(case.pk, world.operator, "Đèn tắt", "Đèn đường tắt cả dãy.", [], now)
    assert words in client.get(reverse("pakn:published", args=[row.public_id])).content.decode()


@pytest.mark.django_db
def test_an_agency_in_force_asks_nothing(world: World) -> None:
    with CaptureQueriesContext(connection) as queries:
        assert structure.name_with_today(world.a.agency) == "Sở A"
    assert len(queries) == 0


@pytest.mark.django_db
def test_the_register_refuses_a_circle(world: World, merged: Agency, at_desk: Any) -> None:  # noqa: F811
    fields = {"name": merged.name, "code": merged.code, "kind": merged.kind, "successors": [world.a.agency.pk]}
    page = at_desk(world.superuser).post(f"/admin/pakn/agency/edit/{merged.pk}/", fields)
    assert page.status_code == 200
    assert not merged.successors.exists()
    assert "dẫn ngược" in page.content.decode()
