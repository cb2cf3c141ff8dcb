"""A case keeps the policy under which it was filed: a row that has begun is ended, not changed."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from pakn_plugin.desk.registers import Registers
from pakn_plugin.models import DeadlinePolicy
from pakn_plugin.states import Level, Silence, Stage, State, Unit
from tests.factories import CaseFactory, Cases, World

ONE_DAY = timedelta(days=1)


@pytest.fixture
def today() -> date:
    return timezone.localdate()


@pytest.fixture
def begun(db: None, today: date) -> DeadlinePolicy:
    """A row in force, made before the first case as a first set-up makes it."""
    return DeadlinePolicy.objects.create(stage=Stage.PROCESS, amount=7, valid_from=today - 30 * ONE_DAY)


@pytest.fixture
def coming(db: None, today: date) -> DeadlinePolicy:
    return DeadlinePolicy.objects.create(stage=Stage.PROCESS, amount=5, valid_from=today + 10 * ONE_DAY)


def refused(row: DeadlinePolicy, **changes: Any) -> dict[str, list[str]]:
    """The messages by field with which saving the changed row is refused."""
    fresh = DeadlinePolicy.objects.get(pk=row.pk)
    for name, value in changes.items():
        setattr(fresh, name, value)
    with pytest.raises(ValidationError) as caught:
        fresh.save()
    return caught.value.message_dict


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("amount", 8),
        ("unit", Unit.CALENDAR_DAYS),
        ("stage", Stage.RECEIVE),
        ("level", Level.URGENT),
        ("silence", Silence.ACCEPT),
        ("valid_from", None),
    ],
)
def test_a_row_that_has_begun_is_frozen(begun: DeadlinePolicy, name: str, value: Any) -> None:
    assert "rồi thêm quy định mới" in refused(begun, **{name: value})[name][0]


def test_its_field_is_frozen_too(begun: DeadlinePolicy, world: World) -> None:
    assert list(refused(begun, topic=world.topic)) == ["topic"]


def test_it_may_end_today_or_later_and_have_its_document_corrected(begun: DeadlinePolicy, today: date) -> None:
    begun.valid_to, begun.document = today, "QĐ 18/2022/QĐ-UBND"
    begun.save()
    assert list(refused(begun, valid_to=today - ONE_DAY)) == ["valid_to"]


def test_what_has_ended_stays_ended(db: None, today: date) -> None:
    ended = DeadlinePolicy.objects.create(
        stage=Stage.PROCESS, amount=7, valid_from=today - 30 * ONE_DAY, valid_to=today - 9 * ONE_DAY
    )
    assert "thêm quy định mới" in refused(ended, valid_to=None)["valid_to"][0]


def test_it_cannot_be_deleted(begun: DeadlinePolicy) -> None:
    with pytest.raises(ValidationError):
        begun.delete()


def test_a_row_that_is_still_to_come_is_free(coming: DeadlinePolicy, today: date) -> None:
    coming.amount, coming.valid_from = 6, today + 20 * ONE_DAY
    coming.save()
    coming.delete()
    assert not DeadlinePolicy.objects.filter(amount=6).exists()


def test_a_new_row_never_reaches_back_over_filed_cases(world: World, today: date) -> None:
    CaseFactory(now=timezone.now() - ONE_DAY, topic=world.topic, area=world.area)
    for first in (None, today - 30 * ONE_DAY, today - ONE_DAY):
        with pytest.raises(ValidationError) as caught:
            DeadlinePolicy.objects.create(stage=Stage.PROCESS, amount=3, valid_from=first)
        assert f"{today + ONE_DAY:%d/%m/%Y}" in caught.value.message_dict["valid_from"][0]
    DeadlinePolicy.objects.create(stage=Stage.PROCESS, amount=3, valid_from=today)


def test_a_row_to_come_cannot_be_moved_back_over_filed_cases(coming: DeadlinePolicy, world: World) -> None:
    CaseFactory(now=timezone.now(), topic=world.topic, area=world.area)
    assert list(refused(coming, valid_from=None)) == ["valid_from"]


def test_an_end_before_the_beginning_is_refused(coming: DeadlinePolicy, today: date) -> None:
    assert list(refused(coming, valid_to=today)) == ["valid_to"]


def test_a_case_keeps_its_policy_when_a_new_one_begins(case_in: Cases, today: date) -> None:
    case = case_in(State.PROCESSING)
    DeadlinePolicy.objects.create(stage=Stage.PROCESS, amount=1, valid_from=today + ONE_DAY)
    assert case.deadlines.get(stage=Stage.PROCESS).amount == 7


def register() -> Any:
    return next(each for each in Registers().modeladmin_instances if each.model is DeadlinePolicy)


def test_the_screen_says_what_to_do_instead(begun: DeadlinePolicy, world: World, client: Any) -> None:
    client.force_login(world.superuser.user)
    url = register().url_helper.get_action_url("edit", begun.pk)
    facts = {"stage": "process", "level": "normal", "topic": "", "unit": "working_days", "silence": "", "document": ""}
    answer = client.post(url, {**facts, "amount": "9", "valid_from": f"{begun.valid_from:%Y-%m-%d}", "valid_to": ""})
    assert answer.status_code == 200
    assert "rồi thêm quy định mới" in answer.content.decode()
    assert DeadlinePolicy.objects.get(pk=begun.pk).amount == 7


def test_the_screen_offers_no_deletion_of_a_begun_row(
    begun: DeadlinePolicy, coming: DeadlinePolicy, world: World
) -> None:
    helper = register().permission_helper
    assert not helper.user_can_delete_obj(world.superuser.user, begun)
    assert helper.user_can_delete_obj(world.superuser.user, coming)


def test_the_list_says_what_holds_today(begun: DeadlinePolicy, coming: DeadlinePolicy) -> None:
    assert [str(register().in_force_today(row)) for row in (begun, coming)] == ["Có", "Không"]
