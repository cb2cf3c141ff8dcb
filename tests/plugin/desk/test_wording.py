"""Phrases and limits are changed by administrators, who see first what a change does; the next comparison obeys."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from pakn_plugin.access import NotAllowed
from pakn_plugin.firewall import PHRASES, WEAK, Limits, Rule
from pakn_plugin.models import Case, ComparisonLimits, OfficePhrase
from pakn_plugin.queries import internal, trial
from pakn_plugin.queries import wording as kept
from pakn_plugin.services import conversation, reply, wording
from pakn_plugin.states import State
from tests.factories import Cases, World
from tests.plugin.desk.conftest import SignIn

NOW_LIMITS = {"run": 8, "share": 50, "least": 6, "short": 40}
PATH = "pakn_wording:index"
PHRASE = "chuyển phòng nghiệp vụ"
BODY = f"Ngày 3/6 chúng tôi đã {PHRASE} để thay sáu bóng đèn; việc này đã xong."


def rules(case: Case, body: str) -> list[Rule]:
    return [finding.rule for finding in internal.compare(case, body).findings]


def form(**changes: Any) -> dict[str, Any]:
    return NOW_LIMITS | {"last": 100} | changes


@pytest.fixture
def published(world: World, case_in: Cases, now: datetime) -> Case:
    """A case whose published reply holds the phrase."""
    case = case_in(State.PROCESSING)
    reply.write_and_submit(case.pk, world.a.officer, BODY, now)
    reply.approve(case.pk, world.a.leader, now)
    return case


def test_the_built_in_phrases_stand_in_the_register_and_are_what_counts(db: None) -> None:
    assert OfficePhrase.objects.count() == len(PHRASES) + len(WEAK)
    found = kept.read()
    assert set(found.strong) == set(PHRASES) and set(found.weak) == set(WEAK) and found.limits == Limits()
    wording.ensure()
    assert OfficePhrase.objects.count() == len(PHRASES) + len(WEAK)


def test_a_new_phrase_counts_at_once_and_one_taken_out_no_more(world: World, published: Case) -> None:
    assert rules(published, BODY) == []
    wording.change(world.superuser, NOW_LIMITS, strong=[PHRASE])
    assert rules(published, BODY) == [Rule.INTERNAL]
    row = OfficePhrase.objects.get(text=PHRASE)
    wording.change(world.superuser, NOW_LIMITS, dropped=[row.pk])
    assert rules(published, BODY) == []
    wording.change(world.superuser, NOW_LIMITS, weak=[PHRASE.upper()])
    row.refresh_from_db()
    assert row.active and row.strength == "weak" and rules(published, BODY) == []


def test_limits_decide_what_is_a_copy(world: World, case_in: Cases, now: datetime) -> None:
    case = case_in(State.PROCESSING)
    conversation.add_note(case.pk, world.a.officer, "Kho còn đủ bóng nên tối thứ tư đi thay.", now)
    body = "Tối 13/5 đã thay bóng; kho còn đủ bóng nên việc này xong sớm."
    assert rules(case, body) == []
    wording.change(world.superuser, NOW_LIMITS | {"run": 5})
    assert rules(case, body) == [Rule.COPIED]


def test_the_comparison_asks_for_its_wording_once(
    world: World, published: Case, django_assert_num_queries: Any
) -> None:
    internal.compare(published, BODY)
    with django_assert_num_queries(1):
        internal.compare(published, BODY)


@pytest.mark.parametrize(("name", "value"), [("run", 3), ("share", 96), ("least", 2), ("short", 201)])
def test_values_out_of_bounds_are_refused_by_form_service_and_database(
    name: str, value: int, world: World, at_desk: SignIn
) -> None:
    page = at_desk(world.superuser).post(reverse(PATH), form(**{name: value}))
    assert page.context["form"].errors[name]
    with pytest.raises(ValidationError):
        wording.change(world.superuser, NOW_LIMITS | {name: value})
    with pytest.raises(IntegrityError), transaction.atomic():
        ComparisonLimits.objects.create(**{name: value})


@pytest.mark.parametrize("phrase", ["một", "!!! ...", "một " * 13, "x" * 90 + " y"])
def test_a_phrase_is_a_few_words(phrase: str, world: World, at_desk: SignIn) -> None:
    page = at_desk(world.superuser).post(reverse(PATH), form(strong=phrase))
    assert page.context["form"].errors["strong"]


def test_a_change_is_tried_before_it_is_made(world: World, published: Case, at_desk: SignIn) -> None:
    client = at_desk(world.superuser)
    page = client.post(reverse(PATH), form(strong=PHRASE, pasted=BODY, **{"try": "1"}))
    effect = page.context["effect"]
    assert (effect["looked"], effect["changed"]) == (1, 1)
    assert [(row["now"], row["then"]) for row in effect["rows"]] == [(0, 0), (0, 1), (1, 0)]
    assert published.code in page.content.decode() and f"<mark>{PHRASE}</mark>" in page.content.decode()
    assert [str(row["level"]) for row in page.context["pasted"]] == ["không có gì", "bị cảnh báo"]
    assert not OfficePhrase.objects.filter(text=PHRASE).exists()
    other = form(strong=f"{PHRASE}\nviệc này đã xong", save="1", tried=page.context["tried"])
    assert client.post(reverse(PATH), other).status_code == 200 and not ComparisonLimits.objects.exists()
    done = client.post(reverse(PATH), form(strong=PHRASE, note="Họp ngày 2/3", save="1", tried=page.context["tried"]))
    assert done.status_code == 302
    assert OfficePhrase.objects.get(text=PHRASE).note == "Họp ngày 2/3"
    assert rules(published, BODY) == [Rule.INTERNAL]


def test_the_register_shows_what_a_phrase_does_before_it_is_stored(
    world: World, published: Case, at_desk: SignIn
) -> None:
    client, create = at_desk(world.superuser), reverse("pakn_officephrase_modeladmin_create")
    given = {"text": PHRASE, "strength": "strong", "note": "", "active": "on"}
    page = client.post(create, given)
    assert page.status_code == 200 and page.context["effect"]["changed"] == 1
    assert not OfficePhrase.objects.filter(text=PHRASE).exists()
    assert client.post(create, given | {"confirmed": "1"}).status_code == 302
    assert rules(published, BODY) == [Rule.INTERNAL]
    row = OfficePhrase.objects.get(text=PHRASE)
    edit = reverse("pakn_officephrase_modeladmin_edit", args=[row.pk])
    off = {"text": PHRASE, "strength": "strong", "note": "Thôi dùng"}
    assert client.post(edit, off).context["effect"]["changed"] == 1
    client.post(edit, off | {"confirmed": "1"})
    assert rules(published, BODY) == []
    twice = client.post(create, given | {"text": PHRASE.upper()})
    assert twice.context["form"].errors["text"]


def test_phrases_are_never_deleted(world: World, at_desk: SignIn) -> None:
    row = OfficePhrase.objects.first()
    assert row is not None
    at_desk(world.superuser).post(reverse("pakn_officephrase_modeladmin_delete", args=[row.pk]))
    assert OfficePhrase.objects.filter(pk=row.pk).exists()


def test_a_trial_leaves_out_what_is_restricted_and_what_was_written_later(
    world: World, published: Case, now: datetime
) -> None:
    conversation.add_note(published.pk, world.operator, BODY, now + timedelta(hours=1))
    found = trial.try_out(world.superuser, kept.read())
    assert (found.looked, found.changed, found.now[trial.CLEAN]) == (1, 0, 1)
    Case.objects.filter(pk=published.pk).update(restricted=True)
    assert trial.try_out(world.superuser, kept.read()).looked == 0


def test_a_trial_asks_no_more_for_more_replies(
    world: World, case_in: Cases, published: Case, django_assert_max_num_queries: Any
) -> None:
    for _number in range(4):
        case_in(State.ANSWERED)
    with django_assert_max_num_queries(6):
        assert trial.try_out(world.superuser, kept.read()).looked == 5


@pytest.mark.parametrize("verb", ["get", "head", "post", "put", "delete", "options"])
def test_only_those_who_keep_the_wording_find_the_screen(verb: str, world: World, at_desk: SignIn) -> None:
    roles = ("operator", "operator_leader", "reviewer", "supervisor", "webmaster", "agency_admin")
    people = [getattr(world, role) for role in roles] + [world.a.leader, world.a.officer, world.a.coordinator]
    assert {getattr(at_desk(who), verb)(reverse(PATH)).status_code for who in people} == {404}
    assert getattr(at_desk(world.superuser), verb)(reverse(PATH)).status_code in (200, 405)
    with pytest.raises(NotAllowed):
        wording.change(world.a.leader, NOW_LIMITS)
