"""One step at a time: who goes where, how that was decided, and what is refused."""

from datetime import date, datetime, timedelta
from typing import Any
from unittest import mock

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from pakn_plugin import access
from pakn_plugin.access import SYSTEM, NotAllowed
from pakn_plugin.models import (
    Agency,
    Area,
    AreaSuccession,
    Case,
    Event,
    Membership,
    Notification,
    Reallocation,
    Reorganisation,
)
from pakn_plugin.queries import dry_run, ledger
from pakn_plugin.queries.digest import Digest
from pakn_plugin.queries.fates import fates_of
from pakn_plugin.queries.moved import with_moved
from pakn_plugin.reorganising.plan import BadPlan
from pakn_plugin.services import rating, reorganisation
from pakn_plugin.services.reorganisation import Refused
from pakn_plugin.services.sweep import sweep
from pakn_plugin.states import OPEN, Action, State
from tests import snapshot
from tests.factories import AreaFactory, Cases, TopicFactory, World, citizen, unsent
from tests.reorganising import MERGE, SHAPES, SPLIT, WARD, WARDS, Carry, agencies, plan


@pytest.fixture
def today(now: datetime) -> date:
    return timezone.localdate(now)


def fresh(case: Case) -> Case:
    return Case.objects.select_related("agency", "area").get(pk=case.pk)


@pytest.mark.parametrize("state", sorted(OPEN))
def test_an_open_case_goes_to_the_successor_with_its_officer(case_in: Cases, carry: Carry, state: State) -> None:
    case = case_in(state)
    carry(MERGE)
    found = fresh(case)
    if case.agency_id:
        assert found.agency is not None and found.agency.code == "c"
    assert (found.state, found.officer_id, found.stage_due_at) == (case.state, case.officer_id, case.stage_due_at)
    assert list(ledger.faults()) == []


def test_an_ended_case_keeps_the_agency_that_it_had(case_in: Cases, carry: Carry) -> None:
    case = case_in(State.CLOSED)
    carry(MERGE)
    assert fresh(case).agency_id == case.agency_id
    assert fresh(case).steps == case.steps


def test_the_event_holds_ids_and_words_only(case_in: Cases, carry: Carry) -> None:
    case = case_in(State.PROCESSING)
    row = carry(MERGE)
    event = Event.objects.filter(case=case).last()
    assert event is not None and event.action == Action.REORGANISE
    c = Agency.objects.get(code="c")
    expected = {"reorganisation": row.pk, "how": "only", "agency_from": case.agency_id, "agency_to": c.pk}
    assert event.data == expected


def test_a_split_agencys_cases_go_by_field_and_the_rest_waits(
    case_in: Cases, carry: Carry, world: World, now: datetime
) -> None:
    decided = case_in(State.PROCESSING)
    other = case_in(State.PROCESSING, topic=TopicFactory(code="khac"))
    carry(SPLIT)
    assert str(fresh(decided).agency) == "Sở D"
    assert fresh(decided).officer_id is None  # the officer went to the first successor
    kept = fresh(other)
    assert str(kept.agency) == "Sở C"
    assert kept.officer_id == other.officer_id
    row = Reallocation.objects.get()
    assert (row.case_id, row.suggested) == (other.pk, 0)
    assert [Agency.objects.get(pk=agency).code for _area, agency in row.choices] == ["c", "d"]


def test_a_person_named_in_the_plan_goes_where_it_says(case_in: Cases, carry: Carry, world: World) -> None:
    case = case_in(State.PROCESSING)
    carry(SPLIT + '\npeople = { "officer-a" = "d" }')
    held = Membership.objects.filter(user=world.a.officer.user, valid_to=None)
    assert [row.agency.code for row in held] == ["d"]
    assert fresh(case).officer_id == world.a.officer.user.pk


@pytest.fixture
def split_ward(world: World) -> str:
    """The ward, whose committee is agency A, becomes two wards with committees of their own."""
    Area.objects.filter(pk=world.area.pk).update(agency=world.a.agency, code="91")
    return WARDS


def test_a_split_wards_cases_go_by_boundary_and_suggestions_stay_suggestions(
    case_in: Cases, carry: Carry, split_ward: str
) -> None:
    inside, without, outside = (case_in(State.PROCESSING) for _ in range(3))
    Case.objects.filter(pk=inside.pk).update(lat=12.2, lon=109.8)
    Case.objects.filter(pk=outside.pk).update(lat=12.2, lon=110.8)
    carry(WARD, boundaries=SHAPES, new=split_ward)
    assert (str(fresh(inside).area), str(fresh(inside).agency)) == ("Phường Phần 92", "Sở D")
    assert fresh(without).area_id == without.area_id  # nothing is guessed
    assert str(fresh(without).agency) == "Sở C"  # but somebody has it
    places = {row.case_id: (len(row.choices), row.suggested) for row in Reallocation.objects.all()}
    assert places == {without.pk: (2, 0), outside.pk: (2, 1)}


def test_without_boundaries_nobody_is_moved_by_the_nearest_centre(
    case_in: Cases, carry: Carry, split_ward: str
) -> None:
    case = case_in(State.RECEIVED)
    Case.objects.filter(pk=case.pk).update(lat=12.5, lon=109.74)
    carry(WARD, new=split_ward)
    row = Reallocation.objects.get()
    assert (fresh(case).area_id, fresh(case).agency_id, row.suggested) == (case.area_id, None, 1)


def test_a_complaint_moves_but_is_named_to_nobody(case_in: Cases, now: datetime, today: date) -> None:
    case = case_in(State.PROCESSING)
    Case.objects.filter(pk=case.pk).update(restricted=True)
    checked = reorganisation.check(plan(today, MERGE, new=agencies("c")), "", now)
    fates = fates_of(checked.plan, checked.boundaries)
    assert dry_run.totals(fates, now).rows["case"] == 1
    assert dry_run.page(fates, "case", now).rows == []
    row = reorganisation.propose(SYSTEM, plan(today, MERGE, new=agencies("c")), "", now)
    reorganisation.execute(row.pk, SYSTEM, now)
    assert str(fresh(case).agency) == "Sở C"
    assert not Notification.objects.filter(template="staff_reorganised").exists()


def test_the_daily_mail_tells_how_many_cases_came(case_in: Cases, carry: Carry, world: World) -> None:
    for _ in range(3):
        case_in(State.PROCESSING)
    carry(MERGE)
    told = Notification.objects.select_related("event", "user").filter(user=world.a.coordinator.user)
    events = [(row.template, row.event) for row in told if row.template == "staff_reorganised"]
    found = with_moved(Digest([], 0), access.actor_for(world.a.coordinator.user), events)
    assert [(line.code, line.words) for group in found.groups for line in group.lines] == [
        ("NQ 9", "3 phản ánh chuyển đến đơn vị của bạn")
    ]


def test_a_case_that_is_opened_again_later_follows_by_the_sweep(
    case_in: Cases, carry: Carry, world: World, now: datetime
) -> None:
    case = case_in(State.CLOSED)
    carry(MERGE)
    with unsent():
        rating.reopen(case.pk, citizen(case.pk), "Vẫn tối.", now + timedelta(hours=1))
        assert fresh(case).agency == world.a.agency
        assert sweep(now + timedelta(hours=2))["reorganised"] == 1
    assert str(fresh(case).agency) == "Sở C"
    assert list(ledger.faults()) == []
    assert reorganisation.catch_up(now) == 0


def test_it_is_carried_out_once(carry: Carry, world: World, now: datetime, today: date) -> None:
    row = carry(MERGE)
    before = snapshot.whole()
    with pytest.raises(Refused, match="đã được thực hiện rồi"):
        reorganisation.execute(row.pk, SYSTEM, now)
    with pytest.raises(BadPlan, match="không còn"):
        reorganisation.propose(SYSTEM, row.plan, "", now + timedelta(days=1))
    assert snapshot.whole() == before


def test_not_before_its_day(world: World, now: datetime, today: date) -> None:
    text = plan(today + timedelta(days=1), MERGE, new=agencies("c"))
    row = reorganisation.propose(SYSTEM, text, "", now)
    with pytest.raises(Refused, match="Chưa đến ngày hiệu lực"):
        reorganisation.execute(row.pk, SYSTEM, now)


def test_only_who_may(world: World, now: datetime, today: date) -> None:
    text = plan(today, MERGE, new=agencies("c"))
    row = reorganisation.propose(world.superuser, text, "", now)
    for actor in (world.operator, world.agency_admin, access.Actor(access.ActorKind.STAFF)):
        for act in (
            lambda who: reorganisation.propose(who, text, "", now),
            lambda who: reorganisation.queue(row.pk, who, now),
            lambda who: reorganisation.execute(row.pk, who, now),
        ):
            with pytest.raises(NotAllowed):
                act(actor)


def test_a_run_that_dies_leaves_nothing(case_in: Cases, world: World, now: datetime, today: date) -> None:
    case_in(State.PROCESSING)
    row = reorganisation.propose(SYSTEM, plan(today, MERGE, new=agencies("c")), "", now)
    before = snapshot.whole()
    dying = mock.patch("pakn_plugin.services.reorganised_rows.move_partners", side_effect=KeyboardInterrupt)
    with dying, pytest.raises(KeyboardInterrupt):
        reorganisation.execute(row.pk, SYSTEM, now)
    assert snapshot.whole() == before


def test_the_worker_says_why_it_failed(world: World, now: datetime, today: date) -> None:
    row = reorganisation.propose(world.superuser, plan(today, MERGE, new=agencies("c")), "", now)
    with mock.patch("pakn_plugin.services.reorganisation.async_task") as task:
        reorganisation.queue(row.pk, world.superuser, now)
        reorganisation.queue(row.pk, world.superuser, now)
    task.assert_called_once_with("pakn_plugin.tasks.reorganise", row.pk)
    Agency.objects.filter(pk=world.b.agency.pk).update(valid_to=today - timedelta(days=9))
    assert reorganisation.run_queued(row.pk, now) is False
    found = Reorganisation.objects.get(pk=row.pk)
    assert found.status == Reorganisation.Status.FAILED
    assert "“b” không còn" in found.error
    assert reorganisation.run_queued(row.pk, now) is False


def test_the_number_of_queries_does_not_grow_with_the_cases(
    case_in: Cases, carry: Carry, django_assert_max_num_queries: Any, now: datetime, today: date
) -> None:
    for _ in range(12):
        case_in(State.PROCESSING)
    row = reorganisation.propose(SYSTEM, plan(today, MERGE, new=agencies("c")), "", now)
    with django_assert_max_num_queries(95):
        reorganisation.execute(row.pk, SYSTEM, now)


def test_a_circle_of_communes_is_never_written(world: World) -> None:
    first, second, third = (AreaFactory() for _ in range(3))
    AreaSuccession.objects.create(old=first, new=second)
    AreaSuccession.objects.create(old=second, new=third)
    for old, new in ((third, first), (second, first), (first, first)):
        with pytest.raises(ValidationError, match="dẫn ngược"):
            AreaSuccession.objects.create(old=old, new=new)
    assert AreaSuccession.objects.count() == 2
