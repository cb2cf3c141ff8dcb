"""The drill: the province of 2022 becomes that of 1 July 2025, with people, banners and open cases, and back again."""

import io
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from unittest import mock

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client

from pakn_plugin import access, links
from pakn_plugin.access import SYSTEM
from pakn_plugin.models import (
    Agency,
    Area,
    AreaSuccession,
    Case,
    Deadline,
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
from pakn_plugin.queries.fates import fates_of
from pakn_plugin.services import reorganisation, reorganised_undo
from pakn_plugin.states import ENDED, Action, Party
from tests import snapshot, year_2022
from tests.year_2022 import NIGHT, PLAN, Province

CASES = 300
DAY = date(2025, 7, 1)
GROWING = ("Event", "Holding", "Notification", "MembershipChange", "Reorganisation", "ReorganisationChange")
TEXT = PLAN.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def province(django_db_setup: None, django_db_blocker: Any) -> Iterator[Province]:
    """The province with its cases, made once for this file and rolled back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        found = year_2022.build()
        year_2022.fill(found, CASES)
        yield found
        transaction.set_rollback(True)


@pytest.fixture
def carried_out(province: Province, db: None) -> Reorganisation:
    row = reorganisation.propose(SYSTEM, TEXT, "", NIGHT)
    return reorganisation.execute(row.pk, SYSTEM, NIGHT)


def open_cases() -> Any:
    return Case.objects.exclude(state__in=ENDED)


def test_the_dry_run_changes_nothing_and_names_everything(province: Province, db: None) -> None:
    before = snapshot.whole()
    checked = reorganisation.check(TEXT, "", NIGHT)
    fates = fates_of(checked.plan, checked.boundaries)
    found = dry_run.totals(fates, NIGHT)
    for what in dry_run.KINDS:
        after, listed = 0, 0
        while True:
            page = dry_run.page(fates, what, NIGHT, after)
            assert len(page.rows) <= dry_run.PAGE
            assert [row for row in page.rows if not (row.label and row.how)] == []
            listed, after = listed + len(page.rows), page.after
            if not after:
                break
        assert listed == found.rows.get(what, 0), what
    assert found.rows["case"] == CASES
    assert snapshot.whole() == before


def test_the_dry_run_says_what_execution_does(province: Province, db: None) -> None:
    checked = reorganisation.check(TEXT, "", NIGHT)
    found = dry_run.totals(fates_of(checked.plan, checked.boundaries), NIGHT)
    row = reorganisation.execute(reorganisation.propose(SYSTEM, TEXT, "", NIGHT).pk, SYSTEM, NIGHT)
    kept = {"policy", "template"}
    expected = {what: number for what, number in found.rows.items() if number and what not in kept}
    assert {what: row.counts.get(what) for what in expected} == expected
    assert row.counts["undecided"] == found.cases["hand"]


def test_the_units_are_those_of_2025(carried_out: Reorganisation) -> None:
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


def test_nothing_is_left_behind(province: Province, carried_out: Reorganisation) -> None:
    today = in_force(DAY)
    waiting = Reallocation.objects.filter(decided_at=None).values("case")
    agencies, areas = Agency.objects.filter(today), Area.objects.filter(today)
    assert not open_cases().exclude(agency=None).exclude(agency__in=agencies).exists()
    assert not open_cases().exclude(area__in=areas).exclude(pk__in=waiting).exists()
    assert not members.orphaned(DAY).exists()
    assert reorganisation.open_cases_left(carried_out) == 0
    assert not Membership.objects.filter(today).exclude(agency__in=agencies).exists()
    people = {actor.user.pk for three in province.people.values() for actor in three}
    assert people <= set(Membership.objects.filter(today).values_list("user", flat=True))
    assert not Placement.objects.exclude(agency__in=agencies).exists()
    assert not Topic.objects.exclude(agency=None).exclude(agency__in=agencies).exists()


def test_cases_of_the_eight_split_communes_wait_for_a_person(carried_out: Reorganisation) -> None:
    split = year_2022.split_communes()
    assert len(split) == 8
    found = open_cases().filter(area__code__in=split, area__valid_to=DAY - timedelta(days=1))
    assert found.count() >= 8
    rows = Reallocation.objects.filter(case__in=found)
    assert rows.count() == found.count()
    for row in rows:
        assert row.suggested is not None
        assert all(Area.objects.get(pk=area).valid_from == DAY for area, _agency in row.choices)


def test_state_and_clock_are_untouched_and_each_case_has_one_step(province: Province, db: None) -> None:
    columns = ("pk", "state", "state_since", "stage_due_at", "due_at", "filed_at", "remind_at")
    before, steps = set(Case.objects.values_list(*columns)), dict(Case.objects.values_list("pk", "steps"))
    limits = snapshot.whole()["Deadline"]
    reorganisation.execute(reorganisation.propose(SYSTEM, TEXT, "", NIGHT).pk, SYSTEM, NIGHT)
    assert set(Case.objects.values_list(*columns)) == before
    assert snapshot.whole()["Deadline"] == limits and Deadline.objects.exists()
    assert dict(Case.objects.values_list("pk", "steps")) == {pk: number + 1 for pk, number in steps.items()}
    assert Event.objects.filter(action=Action.REORGANISE).count() == CASES


def test_history_and_ledger_are_sound(carried_out: Reorganisation) -> None:
    call_command("verify_history", stdout=io.StringIO(), stderr=io.StringIO())
    assert list(ledger.faults()) == []
    lines = Holding.objects.filter(party=Party.AGENCY, began_at=NIGHT)
    assert lines.exists()
    assert all(Holding.objects.filter(case=line.case_id, ended_at=NIGHT).count() == 1 for line in lines)


def test_an_officer_keeps_the_case_where_the_role_goes_on(carried_out: Reorganisation) -> None:
    moved = open_cases().filter(agency__code="so-xay-dung", officer__isnull=False)
    assert moved.filter(officer__username="officer.so-giao-thong-van-tai").exists()
    for case in moved:
        assert Membership.objects.filter(in_force(DAY), user=case.officer_id, agency=case.agency_id).exists()


def test_both_views_of_the_figures_add_up(province: Province, db: None) -> None:
    period = statistics.Period(None, None, NIGHT + timedelta(days=60))
    before = [by_structure.by_agency(period, View.THEN, DAY).total, by_structure.by_area(period, View.THEN, DAY).total]
    reorganisation.execute(reorganisation.propose(SYSTEM, TEXT, "", NIGHT).pk, SYSTEM, NIGHT)
    for day in (DAY, DAY - timedelta(days=1)):
        for figures, total in zip((by_structure.by_agency, by_structure.by_area), before, strict=True):
            then, now = (figures(period, view, day) for view in View)
            assert then.total == now.total == total
            assert sum(line.cases for line in now.lines) == total.cases


def test_coordinators_hear_of_it_once_in_their_daily_mail(carried_out: Reorganisation) -> None:
    rows = Notification.objects.filter(template="staff_reorganised")
    assert 0 < rows.count() <= Membership.objects.filter(role="coordinator").count()
    assert not rows.filter(digest_after=None).exists()
    assert Notification.objects.filter(template="staff_to_reallocate").count() == 1


def test_a_citizen_reads_one_plain_sentence(carried_out: Reorganisation, client: Client) -> None:
    case = open_cases().filter(agency__code="so-xay-dung").first()
    assert case is not None
    page = client.get(links.follow_path(case)).content.decode()
    assert page.count("phản ánh nay do Sở Xây dựng xử lý; thời hạn không thay đổi.") == 1


def test_undoing_brings_back_the_exact_rows(province: Province, db: None) -> None:
    before = snapshot.whole(*GROWING)
    row = reorganisation.execute(reorganisation.propose(SYSTEM, TEXT, "", NIGHT).pk, SYSTEM, NIGHT)
    reorganised_undo.undo(row.pk, SYSTEM, NIGHT + timedelta(hours=3))
    after = snapshot.whole(*GROWING)
    for table, rows in before.items():
        for pk, values in rows.items():
            found = after[table][pk]
            if table == "Case":
                values, found = (
                    {k: v for k, v in each.items() if k not in ("steps", "chain")} for each in (values, found)
                )
            assert found == values, table
        void = [each for pk, each in after[table].items() if pk not in rows]
        assert all(each["valid_to"] < each["valid_from"] for each in void), table
    call_command("verify_history", stdout=io.StringIO(), stderr=io.StringIO())
    assert list(ledger.faults()) == []
    assert not Notification.objects.filter(template__startswith="staff_reorganised", sent_at=None).exists()


def test_after_undoing_the_same_plan_can_be_carried_out_again(province: Province, carried_out: Reorganisation) -> None:
    reorganised_undo.undo(carried_out.pk, SYSTEM, NIGHT + timedelta(hours=1))
    later = NIGHT + timedelta(hours=2)
    again = reorganisation.execute(reorganisation.propose(SYSTEM, TEXT, "", later).pk, SYSTEM, later)
    assert reorganisation.open_cases_left(again) == 0
    assert Area.objects.filter(in_force(DAY)).count() == 65
    assert list(ledger.faults()) == []


def test_a_run_that_dies_leaves_nothing(province: Province, db: None) -> None:
    row = reorganisation.propose(SYSTEM, TEXT, "", NIGHT)
    before = snapshot.whole()
    with (
        mock.patch("pakn_plugin.services.reorganised_rows.move_partners", side_effect=KeyboardInterrupt),
        pytest.raises(KeyboardInterrupt),
    ):
        reorganisation.execute(row.pk, access.SYSTEM, NIGHT)
    assert snapshot.whole() == before
