"""The drill: the province of 2022 becomes that of 1 July 2025, with people, banners and open cases, and back again."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client

from pakn_plugin import links
from pakn_plugin.access import SYSTEM
from pakn_plugin.models import (
    Agency,
    Area,
    AreaSuccession,
    Case,
    Event,
    Holding,
    Membership,
    Notification,
    Placement,
    Reallocation,
    Reorganisation,
    Topic,
)
from pakn_plugin.models.agency import in_force
from pakn_plugin.queries import by_structure, dry_run, ledger, members, statistics
from pakn_plugin.queries.by_structure import View
from pakn_plugin.queries.fates import Fates, fates_of
from pakn_plugin.queries.touches import Touch
from pakn_plugin.services import reorganisation, reorganised_undo
from pakn_plugin.states import ENDED, Action, Party
from tests import snapshot, year_2022
from tests.year_2022 import NIGHT, PLAN, Province

CASES = 300
DAY = date(2025, 7, 1)
GROWING = ("Event", "Holding", "Notification", "MembershipChange", "Reorganisation", "ReorganisationChange")
TEXT = PLAN.read_text(encoding="utf-8")


@dataclass
class Drill:
    """The province before and after: the plan was tried dry, page by page, and carried out once."""

    province: Province
    before: dict[str, snapshot.Rows]
    after_dry_run: dict[str, snapshot.Rows]
    totals: dry_run.Totals
    listed: dict[str, int]
    figures: list[by_structure.Line]
    row: Reorganisation


@pytest.fixture(scope="module")
def drill(django_db_setup: None, django_db_blocker: Any) -> Iterator[Drill]:
    """Made once for this file and rolled back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        province = year_2022.build()
        year_2022.fill(province, CASES)
        count_anew()
        before = snapshot.whole()
        checked = reorganisation.check(TEXT, "", NIGHT)
        fates = fates_of(checked.plan, checked.boundaries)
        totals = dry_run.totals(fates, NIGHT)
        listed = {what: sum(1 for _row in pages(fates, what)) for what in dry_run.KINDS}
        after, figures = snapshot.whole(), totals_of(View.THEN, DAY)
        row = carry_out(NIGHT)
        count_anew()
        yield Drill(province, before, after, totals, listed, figures, row)
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _within(drill: Drill, db: None) -> None:
    """Each test begins with the plan carried out."""


def count_anew() -> None:
    """PostgreSQL knows how many rows it has, as in a province where they were not all written in this minute."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def carry_out(now: datetime) -> Reorganisation:
    return reorganisation.execute(reorganisation.propose(SYSTEM, TEXT, "", now).pk, SYSTEM, now)


def pages(fates: Fates, what: str) -> Iterator[Touch]:
    """All rows of a kind, by its pages."""
    after = 0
    while True:
        page = dry_run.page(fates, what, NIGHT, after)
        assert len(page.rows) <= dry_run.PAGE
        yield from page.rows
        after = page.after
        if not after:
            return


def totals_of(view: View, day: date) -> list[by_structure.Line]:
    period = statistics.Period(None, None, NIGHT + timedelta(days=60))
    return [figures(period, view, day).total for figures in (by_structure.by_agency, by_structure.by_area)]


def open_cases() -> Any:
    return Case.objects.exclude(state__in=ENDED)


def test_the_dry_run_changes_nothing_and_lists_everything(drill: Drill) -> None:
    assert drill.after_dry_run == drill.before
    assert {what: number for what, number in drill.listed.items() if number} == {
        what: number for what, number in drill.totals.rows.items() if number
    }
    assert drill.listed["case"] == CASES
    assert drill.listed["placement"] == 4
    assert drill.totals.for_people["case"] == drill.totals.cases["hand"] >= 8


def test_the_dry_run_says_what_execution_does(drill: Drill) -> None:
    read_again = {"policy", "template"}
    expected = {what: number for what, number in drill.totals.rows.items() if number and what not in read_again}
    assert {what: drill.row.counts.get(what) for what in expected} == expected
    assert drill.row.counts["undecided"] == drill.totals.cases["hand"]


def test_the_units_are_those_of_2025(drill: Drill) -> None:
    today = in_force(DAY)
    assert Area.objects.filter(today).count() == 65
    assert Area.objects.filter(valid_to=DAY - timedelta(days=1)).count() == 194
    assert AreaSuccession.objects.count() == 205
    assert AreaSuccession.objects.filter(whole=False).count() == 19
    assert not Agency.objects.filter(today, kind="district").exists()
    assert Agency.objects.filter(today, kind="commune").count() == 65
    merged = Agency.objects.get(code="so-giao-thong-van-tai")
    assert [each.code for each in merged.successors.all()] == ["so-xay-dung"]
    assert set(Agency.objects.get(code="ubnd-huyen-truong-sa").successors.values_list("kind", flat=True)) == {"commune"}


def test_nothing_is_left_behind(drill: Drill) -> None:
    today = in_force(DAY)
    waiting = Reallocation.objects.filter(decided_at=None).values("case")
    agencies, areas = Agency.objects.filter(today), Area.objects.filter(today)
    assert not open_cases().exclude(agency=None).exclude(agency__in=agencies).exists()
    assert not open_cases().exclude(area__in=areas).exclude(pk__in=waiting).exists()
    assert not members.orphaned(DAY).exists()
    assert reorganisation.open_cases_left(drill.row) == 0
    assert not Membership.objects.filter(today).exclude(agency__in=agencies).exists()
    people = {actor.user.pk for three in drill.province.people.values() for actor in three}
    assert people <= set(Membership.objects.filter(today).values_list("user", flat=True))
    assert not Placement.objects.exclude(agency__in=agencies).exists()
    assert not Topic.objects.exclude(agency=None).exclude(agency__in=agencies).exists()


def test_cases_of_the_eight_split_communes_wait_for_a_person(drill: Drill) -> None:
    split = year_2022.split_communes()
    assert len(split) == 8
    found = open_cases().filter(area__code__in=split, area__valid_to=DAY - timedelta(days=1))
    assert found.count() >= 8
    rows = Reallocation.objects.filter(case__in=found)
    assert rows.count() == found.count()
    for row in rows:
        assert row.suggested is not None
        assert all(Area.objects.get(pk=area).valid_from == DAY for area, _agency in row.choices)


def test_state_and_clock_are_untouched_and_each_case_has_one_step(drill: Drill) -> None:
    columns = ("state", "state_since", "stage_due_at", "due_at", "filed_at", "remind_at")
    after = snapshot.whole()
    for pk, case in drill.before["Case"].items():
        assert {name: after["Case"][pk][name] for name in columns} == {name: case[name] for name in columns}
        assert after["Case"][pk]["steps"] == case["steps"] + 1
    assert after["Deadline"] == drill.before["Deadline"] != {}
    assert Event.objects.filter(action=Action.REORGANISE).count() == CASES


def test_history_and_ledger_are_sound(drill: Drill) -> None:
    call_command("verify_history", stdout=io.StringIO(), stderr=io.StringIO())
    assert list(ledger.faults()) == []
    lines = Holding.objects.filter(party=Party.AGENCY, began_at=NIGHT)
    assert lines.exists()
    assert all(Holding.objects.filter(case=line.case_id, ended_at=NIGHT).count() == 1 for line in lines)


def test_an_officer_keeps_the_case_where_the_role_goes_on(drill: Drill) -> None:
    moved = open_cases().filter(agency__code="so-xay-dung", officer__isnull=False)
    assert moved.filter(officer__username="officer.so-giao-thong-van-tai").exists()
    for case in moved:
        assert Membership.objects.filter(in_force(DAY), user=case.officer_id, agency=case.agency_id).exists()


@pytest.mark.parametrize("day", [DAY, DAY - timedelta(days=1)])
def test_both_views_of_the_figures_add_up(drill: Drill, day: date) -> None:
    assert totals_of(View.THEN, day) == totals_of(View.NOW, day) == drill.figures
    assert drill.figures[1].cases == CASES


def test_coordinators_hear_of_it_once_in_their_daily_mail(drill: Drill) -> None:
    rows = Notification.objects.filter(template="staff_reorganised")
    assert 0 < rows.count() <= Membership.objects.filter(role="coordinator").count()
    assert not rows.filter(digest_after=None).exists()
    assert Notification.objects.filter(template="staff_to_reallocate").count() == 1


def test_a_citizen_reads_one_plain_sentence(drill: Drill, client: Client) -> None:
    case = open_cases().filter(agency__code="so-xay-dung").first()
    assert case is not None
    page = client.get(links.follow_path(case)).content.decode()
    assert page.count("phản ánh nay do Sở Xây dựng xử lý; thời hạn không thay đổi.") == 1


def test_undoing_brings_back_the_exact_rows_and_the_plan_can_be_carried_out_again(drill: Drill) -> None:
    reorganised_undo.undo(drill.row.pk, SYSTEM, NIGHT + timedelta(hours=3))
    after = snapshot.whole()
    for table, rows in drill.before.items():
        grown = {"steps", "chain"} if table == "Case" else {"ended_at"} if table == "Holding" else set()
        for pk, values in rows.items():
            found = after[table][pk]
            assert [each for each in values if values[each] != found[each] and each not in grown] == [], table
        added = [each for pk, each in after[table].items() if pk not in rows]
        assert table in GROWING or all(each["valid_to"] < each["valid_from"] for each in added), table
    call_command("verify_history", stdout=io.StringIO(), stderr=io.StringIO())
    assert list(ledger.faults()) == []
    assert not Notification.objects.filter(template__startswith="staff_re", sent_at=None).exists()
    again = carry_out(NIGHT + timedelta(hours=4))
    assert reorganisation.open_cases_left(again) == 0
    assert Area.objects.filter(in_force(DAY)).count() == 65
    assert list(ledger.faults()) == []
