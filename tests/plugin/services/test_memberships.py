"""Roles are given and taken by day, within one's own agency, and nothing is left behind."""

from collections.abc import Callable
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest import mock

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from pakn_plugin import access
from pakn_plugin.access import NotAllowed
from pakn_plugin.models import Case, Invitation, Membership, MembershipChange, Notification
from pakn_plugin.services import memberships, staff
from pakn_plugin.services.sweep import sweep
from pakn_plugin.states import Action, Role, State
from tests.factories import AgencyFactory, Cases, MembershipFactory, UserFactory, World, person

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def moment() -> datetime:
    return timezone.now()


@pytest.fixture
def today(moment: datetime) -> Any:
    return timezone.localdate(moment)


def of(user: Any, role: Role) -> Membership:
    return Membership.objects.get(user=user, role=role)


def at(day: Any) -> Any:
    """That day's noon as the present."""
    noon = timezone.make_aware(datetime(day.year, day.month, day.day, 12))
    return mock.patch("django.utils.timezone.now", lambda: noon.astimezone(UTC))


def test_rights_begin_on_the_first_day_and_end_after_the_last(world: World, moment: Any, today: Any) -> None:
    user, first, last = world.a.officer.user, today + 2 * DAY, today + 4 * DAY
    memberships.grant(world.agency_admin, world.a.agency.pk, user, Role.LEADER, first, last, moment)
    held = {}
    for offset in range(7):
        with at(today + offset * DAY):
            held[offset] = access.actor_for(user).has(Role.LEADER)
    assert held == {0: False, 1: False, 2: True, 3: True, 4: True, 5: False, 6: False}


@pytest.mark.parametrize(
    "role", [Role.OPERATOR, Role.OPERATOR_LEADER, Role.REVIEWER, Role.SUPERVISOR, Role.CONFIDENTIAL]
)
def test_roles_above_an_agency_are_not_theirs_to_give(world: World, moment: Any, today: Any, role: Role) -> None:
    with pytest.raises(NotAllowed):
        memberships.grant(world.agency_admin, world.a.agency.pk, UserFactory(), role, today, None, moment)
    assert not Membership.objects.filter(role=role, agency=world.a.agency).exists()


@pytest.mark.parametrize("who", ["leader", "coordinator", "officer"])
def test_nobody_else_gives_roles(world: World, moment: Any, today: Any, who: str) -> None:
    with pytest.raises(NotAllowed):
        actor = getattr(world.a, who)
        memberships.grant(actor, world.a.agency.pk, UserFactory(), Role.OFFICER, today, None, moment)


def test_not_in_a_foreign_agency_but_in_one_below(world: World, moment: Any, today: Any) -> None:
    with pytest.raises(NotAllowed):
        memberships.grant(world.agency_admin, world.b.agency.pk, UserFactory(), Role.OFFICER, today, None, moment)
    below = AgencyFactory(parent=AgencyFactory(parent=world.a.agency))
    row = memberships.grant(world.agency_admin, below.pk, UserFactory(), Role.OFFICER, today, None, moment)
    assert row.agency == below


@pytest.mark.parametrize(("first", "last"), [(0, None), (-9, 0), (5, 9), (2, 3), (-9, None), (0, 0)])
def test_the_same_role_is_not_held_twice_at_a_time(
    world: World, moment: Any, today: Any, first: int, last: int | None
) -> None:
    user = UserFactory()
    memberships.grant(world.superuser, world.a.agency.pk, user, Role.OFFICER, today, today + 5 * DAY, moment)
    end = today + last * DAY if last is not None else None
    with pytest.raises(NotAllowed):
        memberships.grant(world.superuser, world.a.agency.pk, user, Role.OFFICER, today + first * DAY, end, moment)
    begin = today + 6 * DAY
    memberships.grant(world.superuser, world.a.agency.pk, user, Role.OFFICER, begin, None, moment)
    assert user.pakn_memberships.count() == 2


def test_the_database_refuses_overlapping_days_itself_where_it_can(world: World, today: Any) -> None:
    row = MembershipFactory(valid_from=today, valid_to=today + 5 * DAY)
    refused = pytest.raises(IntegrityError) if connection.vendor == "postgresql" else nullcontext()
    with refused, transaction.atomic():
        MembershipFactory(user=row.user, agency=row.agency, role=row.role, valid_from=today + DAY)
    MembershipFactory(user=row.user, agency=row.agency, role=Role.LEADER, valid_from=today + DAY)
    MembershipFactory(user=row.user, agency=row.agency, role=row.role, valid_from=today, valid_to=today - DAY)


def test_an_officer_who_leaves_today_hands_over(world: World, case_in: Cases, moment: Any, today: Any) -> None:
    case, waiting, over = case_in(State.PROCESSING), case_in(State.AWAITING_APPROVAL), case_in(State.CLOSED)
    row = of(world.a.officer.user, Role.OFFICER)
    with pytest.raises(memberships.CasesRemain):
        memberships.end(world.agency_admin, row.pk, today, moment)
    assert memberships.end(world.agency_admin, row.pk, today, moment, heir=world.a.second_officer.user) == 2
    found = Case.objects.get(pk=case.pk)
    event = found.events.latest("number")
    assert (found.officer, event.action) == (world.a.second_officer.user, Action.HAND_OVER)
    assert Notification.objects.filter(event=event, user=world.a.second_officer.user).exists()
    assert Case.objects.get(pk=waiting.pk).officer == world.a.second_officer.user
    assert Case.objects.get(pk=over.pk).officer == world.a.officer.user
    assert not access.actor_for(world.a.officer.user).has(Role.OFFICER)
    assert Membership.objects.get(pk=row.pk).valid_to == today - DAY
    change = MembershipChange.objects.get(what="ended")
    assert (change.by, change.handed_over) == (world.agency_admin.user, 2)


def test_only_an_officer_of_the_agency_takes_over(world: World, case_in: Cases, moment: Any, today: Any) -> None:
    case = case_in(State.PROCESSING)
    row = of(world.a.officer.user, Role.OFFICER)
    for heir in (world.b.officer.user, world.a.officer.user, world.a.leader.user):
        with pytest.raises(NotAllowed):
            memberships.end(world.agency_admin, row.pk, today, moment, heir=heir)
    assert Membership.objects.get(pk=row.pk).valid_to is None
    assert Case.objects.get(pk=case.pk).officer == world.a.officer.user


def test_what_remains_on_the_last_day_goes_to_the_coordinator(
    world: World, case_in: Cases, moment: Any, today: Any
) -> None:
    case = case_in(State.PROCESSING, now=moment)
    memberships.end(world.agency_admin, of(world.a.officer.user, Role.OFFICER).pk, today + DAY, moment)
    assert sweep(moment)["released"] == 0
    assert sweep(moment + DAY)["released"] == 1
    assert Case.objects.get(pk=case.pk).officer is None
    assert sweep(moment + DAY)["released"] == 0


@pytest.mark.parametrize("who", ["leader", "coordinator"])
def test_the_last_one_whom_open_cases_need_stays(
    world: World, case_in: Cases, moment: Any, today: Any, who: str
) -> None:
    case_in(State.PROCESSING)
    user, role = getattr(world.a, who).user, Role(who)
    row = of(user, role)
    with pytest.raises(NotAllowed):
        memberships.end(world.agency_admin, row.pk, today + DAY, moment)
    later = today + 9 * DAY
    memberships.grant(world.agency_admin, world.a.agency.pk, UserFactory(), role, later, None, moment)
    with pytest.raises(NotAllowed):
        memberships.end(world.agency_admin, row.pk, today + DAY, moment)
    memberships.end(world.agency_admin, row.pk, later, moment)
    assert Membership.objects.get(pk=row.pk).valid_to == later - DAY


def test_without_open_cases_the_last_leader_may_go(world: World, moment: Any, today: Any) -> None:
    row = of(world.a.leader.user, Role.LEADER)
    memberships.end(world.agency_admin, row.pk, today + DAY, moment)
    assert Membership.objects.get(pk=row.pk).valid_to == today


def test_nobody_removes_the_own_last_administration(world: World, moment: Any, today: Any) -> None:
    row = of(world.agency_admin.user, Role.AGENCY_ADMIN)
    with pytest.raises(NotAllowed):
        memberships.end(world.agency_admin, row.pk, today, moment)
    person(Role.AGENCY_ADMIN, world.a.agency)
    memberships.end(world.agency_admin, row.pk, today, moment)
    assert not access.actor_for(world.agency_admin.user).has(Role.AGENCY_ADMIN)


def test_what_has_not_begun_is_taken_back_and_may_be_given_anew(world: World, moment: Any, today: Any) -> None:
    user, first = UserFactory(), today + 5 * DAY
    give: Callable[[], Membership] = lambda: memberships.grant(  # noqa: E731
        world.agency_admin, world.a.agency.pk, user, Role.LEADER, first, None, moment
    )
    memberships.end(world.agency_admin, give().pk, today, moment)
    with at(first):
        assert not access.actor_for(user).has(Role.LEADER)
    give()
    with at(first):
        assert access.actor_for(user).has(Role.LEADER)


def test_a_new_person_sets_a_password_by_a_link_that_works_once(
    world: World, moment: Any, today: Any, client: Client
) -> None:
    who = ("Hoa.Le@example.vn", "Lê Thị", "Hoa")
    with mock.patch("pakn_plugin.services.staff.async_task") as task:
        row = memberships.invite(world.agency_admin, world.a.agency.pk, who, Role.OFFICER, today, None, moment)
    assert not row.user.has_usable_password()
    invitation = Invitation.objects.get()
    task.assert_called_once_with("pakn_plugin.tasks.send_invitation", invitation.pk)
    assert staff.send_invitation(invitation.pk, moment)
    assert not staff.send_invitation(invitation.pk, moment)
    [letter] = mail.outbox
    link = next(line for line in letter.body.splitlines() if "/admin/" in line)
    path = "/admin/" + link.partition("/admin/")[2]
    page = client.get(path, follow=True)
    secret = "Kh0ng-de-doan-2026"
    fields = {"new_password1": secret, "new_password2": secret}
    assert client.post(page.request["PATH_INFO"], fields).status_code == 302
    assert type(row.user).objects.get(pk=row.user.pk).check_password(secret)
    assert "new_password1" not in Client().get(path, follow=True).content.decode()
    with pytest.raises(NotAllowed):
        memberships.invite_again(world.agency_admin, row.pk, moment)


def test_a_citizens_account_is_neither_found_nor_taken(world: World, moment: Any, today: Any) -> None:
    citizen = UserFactory(email="an@example.vn")
    assert staff.account_named("an@example.vn") is None
    with pytest.raises(NotAllowed):
        who = ("AN@example.vn", "Trần", "An")
        memberships.invite(world.agency_admin, world.a.agency.pk, who, Role.OFFICER, today, None, moment)
    assert not citizen.pakn_memberships.exists()
    assert staff.account_named("officer-b") == world.b.officer.user


def test_the_log_is_append_only(world: World, moment: Any, today: Any) -> None:
    memberships.grant(world.agency_admin, world.a.agency.pk, UserFactory(), Role.OFFICER, today, None, moment)
    change = MembershipChange.objects.get()
    for act in (change.save, change.delete, MembershipChange.objects.all().delete):
        with pytest.raises(TypeError):
            act()
    assert change.by == world.agency_admin.user
