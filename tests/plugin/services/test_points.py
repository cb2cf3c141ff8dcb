"""What a citizen asks: marked by the operator, changed by those who handle the case, kept in every version."""

from datetime import datetime

import pytest

from pakn_plugin.access import NotAllowed, StateChanged
from pakn_plugin.answers import Point, points_of
from pakn_plugin.models import Case, Event, PointsVersion
from pakn_plugin.services import handling, points, splitting
from pakn_plugin.services.handling import Classification
from pakn_plugin.states import Action, State
from tests.factories import CITIZEN_TEXT, Cases, World

LAMP, BIKE = Point(0, "Sửa đèn đường"), Point(0, "Tìm xe máy bị mất")


def texts(case: Case) -> list[str]:
    return [point.text for point in points_of(Case.objects.get(pk=case.pk).points)]


def classify(world: World, case: Case, wanted: list[Point] | None, now: datetime) -> None:
    chosen = Classification(case.title, case.topic, case.area, case.level, wanted)
    handling.classify(case.pk, world.operator, chosen, now)


def test_they_are_marked_with_the_classification(world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.RECEIVED)
    classify(world, case, [LAMP, BIKE], now)
    assert points_of(Case.objects.get(pk=case.pk).points) == [Point(1, LAMP.text), Point(2, BIKE.text)]
    event = Event.objects.get(case=case, action=Action.CLASSIFY)
    version = PointsVersion.objects.get(case=case)
    assert event.data["points"] == 2 and event.data["version"] == version.pk
    assert version.marked_by == world.operator.user


def test_a_classification_without_rows_leaves_them(world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.RECEIVED)
    classify(world, case, [LAMP], now)
    classify(world, case, None, now)
    assert texts(case) == [LAMP.text]
    assert PointsVersion.objects.count() == 1


def test_every_change_leaves_a_version_and_the_order_is_kept(world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.PROCESSING)
    points.mark_points(case.pk, world.a.officer, [LAMP, BIKE], now)
    points.mark_points(case.pk, world.a.coordinator, [Point(2, BIKE.text), Point(1, "Sửa đèn cả hẻm")], now)
    points.mark_points(case.pk, world.a.coordinator, [Point(2, BIKE.text)], now)
    points.mark_points(case.pk, world.a.coordinator, [Point(2, BIKE.text), LAMP], now)
    assert [row["number"] for row in Case.objects.get(pk=case.pk).points] == [2, 3]
    assert [len(version.points) for version in PointsVersion.objects.filter(case=case)] == [2, 1, 2, 2]
    assert Event.objects.filter(case=case, action=Action.MARK_POINTS).count() == 4


def test_events_never_hold_their_words(world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.PROCESSING)
    points.mark_points(case.pk, world.a.officer, [LAMP], now)
    assert set(Event.objects.get(case=case, action=Action.MARK_POINTS).data) == {"points", "version"}


def test_nine_are_too_many(world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.PROCESSING)
    with pytest.raises(NotAllowed):
        points.mark_points(case.pk, world.a.officer, [Point(0, f"Điều {n}") for n in range(9)], now)
    assert texts(case) == []


@pytest.mark.parametrize("who", ["leader", "second_officer"])
def test_nobody_else_of_the_agency_changes_them(world: World, case_in: Cases, now: datetime, who: str) -> None:
    case = case_in(State.PROCESSING)
    with pytest.raises(NotAllowed):
        points.mark_points(case.pk, getattr(world.a, who), [LAMP], now)


def test_after_publication_they_stay(world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.ANSWERED)
    with pytest.raises(StateChanged):
        points.mark_points(case.pk, world.a.officer, [LAMP], now)


def test_a_part_takes_its_points_along(world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.RECEIVED)
    classify(world, case, [LAMP, BIKE], now)
    part = splitting.Part(CITIZEN_TEXT, "Mất xe máy", case.topic, case.area, points=[2])
    new = splitting.split(case.pk, world.operator, part, now)
    assert texts(case) == [LAMP.text]
    assert points_of(new.points) == [Point(1, BIKE.text)]
    assert texts(new) == [BIKE.text]


def test_a_main_case_is_asked_what_only_its_duplicate_asks(world: World, case_in: Cases, now: datetime) -> None:
    main, duplicate = case_in(State.PROCESSING), case_in(State.RECEIVED)
    points.mark_points(main.pk, world.a.officer, [LAMP], now)
    classify(world, duplicate, [Point(0, "sửa ĐÈN đường"), BIKE], now)
    handling.merge(duplicate.pk, world.operator, main, now)
    assert texts(main) == [LAMP.text, BIKE.text]
    assert Event.objects.filter(case=main, action=Action.MARK_POINTS).latest("number").data["from"] == duplicate.pk


def test_a_main_case_before_the_leader_stays_as_it_is(world: World, case_in: Cases, now: datetime) -> None:
    main, duplicate = case_in(State.AWAITING_APPROVAL), case_in(State.RECEIVED)
    classify(world, duplicate, [BIKE], now)
    handling.merge(duplicate.pk, world.operator, main, now)
    assert texts(main) == []
