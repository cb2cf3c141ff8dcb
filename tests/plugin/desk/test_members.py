"""“Cán bộ của đơn vị”: the screen of an agency's administrator, and the system administrator's register."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from pakn_plugin.desk.members import MembersDesk
from pakn_plugin.models import Case, Membership, MembershipChange
from pakn_plugin.states import Role, State
from tests.factories import AgencyFactory, Cases, MembershipFactory, UserFactory, World, person
from tests.plugin.desk.conftest import SignIn

pytestmark = pytest.mark.django_db
INDEX = "/admin/pakn/members/"
NAMES = [pattern.name for pattern in MembersDesk().get_urlpatterns()]
VERBS = ("get", "head", "post", "put", "delete", "options")


def address(name: str, row: Membership) -> str:
    return reverse(f"pakn_members:{name}", args=[row.pk] if name in ("end", "invite") else [])


def days(first: Any = None, last: Any = None) -> dict[str, str]:
    first = first or timezone.localdate()
    return {"first": first.strftime("%d/%m/%Y"), "last": last.strftime("%d/%m/%Y") if last else ""}


def test_it_lists_who_holds_will_hold_and_held_a_role_in_the_own_agency_only(
    world: World, at_desk: SignIn, case_in: Cases
) -> None:
    case_in(State.PROCESSING)
    today, day = timezone.localdate(), timedelta(days=1)
    MembershipFactory(agency=world.a.agency, valid_from=today + day)
    MembershipFactory(agency=world.a.agency, valid_to=today - day)
    page = at_desk(world.agency_admin).get(INDEX)
    current, coming, ended = (rows for _heading, rows, _open in page.context["groups"])
    assert (len(current), len(coming), len(ended)) == (6, 1, 1)
    assert {row.agency for row in current} == {world.a.agency}
    assert "1 phản ánh đang xử lý" in page.content.decode()
    assert "officer-b" not in page.content.decode()


def test_the_number_of_queries_does_not_grow_with_the_people(
    world: World, at_desk: SignIn, django_assert_max_num_queries: Any
) -> None:
    client = at_desk(world.agency_admin)
    MembershipFactory.create_batch(30, agency=world.a.agency)
    client.get(INDEX)
    with django_assert_max_num_queries(16):
        client.get(INDEX)


@pytest.mark.parametrize("verb", VERBS)
def test_a_foreign_agency_is_404_at_every_verb(world: World, at_desk: SignIn, verb: str) -> None:
    client, foreign = at_desk(world.agency_admin), Membership.objects.get(user=world.b.officer.user)
    for name in ("end", "invite"):
        assert getattr(client, verb)(address(name, foreign)).status_code == 404, name
    above = Membership.objects.get(user=world.operator.user)
    assert getattr(client, verb)(address("end", above)).status_code == 404
    assert Membership.objects.get(pk=foreign.pk).valid_to is None


@pytest.mark.parametrize("verb", VERBS)
def test_nobody_else_has_these_addresses(world: World, at_desk: SignIn, verb: str) -> None:
    row = Membership.objects.get(user=world.a.officer.user)
    for actor in (world.a.leader, world.a.coordinator, world.operator, world.webmaster, world.supervisor):
        client = at_desk(actor)
        for name in NAMES:
            assert getattr(client, verb)(address(name, row)).status_code == 404, (actor, name)


def test_an_account_is_found_by_its_name_and_gets_the_role(world: World, at_desk: SignIn) -> None:
    fields = {"account": "officer-b", "agency": world.a.agency.pk, "role": "officer", **days()}
    assert at_desk(world.agency_admin).post(address("add", Membership()), fields).status_code == 302
    row = Membership.objects.get(user=world.b.officer.user, agency=world.a.agency)
    assert row.valid_from == timezone.localdate()
    assert "Giao vai trò" in at_desk(world.agency_admin).get(INDEX).content.decode()


@pytest.mark.parametrize(
    "changes",
    [{"role": "operator"}, {"agency": "foreign"}, {"account": "khong-co-ai"}, {"account": "moi@example.vn"}],
)
def test_what_is_not_possible_is_said_and_nothing_typed_is_lost(
    world: World, at_desk: SignIn, changes: dict[str, str]
) -> None:
    fields = {"account": "officer-b", "agency": world.a.agency.pk, "role": "officer", **days(), **changes}
    if fields["agency"] == "foreign":
        fields["agency"] = world.b.agency.pk
    before = Membership.objects.count()
    page = at_desk(world.agency_admin).post(address("add", Membership()), fields)
    assert page.status_code == 200
    assert page.context["form"].errors
    assert f'value="{fields["account"]}"' in page.content.decode()
    assert Membership.objects.count() == before


def test_a_new_person_is_invited_by_mail(world: World, at_desk: SignIn) -> None:
    client = at_desk(world.agency_admin)
    names = {"last_name": "Lê Thị", "first_name": "Hoa"}
    fields = {"account": "hoa@example.vn", **names, "agency": world.a.agency.pk, "role": "officer", **days()}
    assert client.post(address("add", Membership()), fields).status_code == 302
    row = Membership.objects.get(user__email="hoa@example.vn")
    assert [letter.to for letter in mail.outbox] == [["hoa@example.vn"]]
    assert client.post(address("invite", row)).status_code == 302
    assert len(mail.outbox) == 2


def test_an_officer_with_open_cases_is_ended_with_a_hand_over(world: World, at_desk: SignIn, case_in: Cases) -> None:
    case = case_in(State.PROCESSING)
    row = Membership.objects.get(user=world.a.officer.user)
    client, today = at_desk(world.agency_admin), timezone.localdate().strftime("%d/%m/%Y")
    page = client.get(address("end", row))
    assert "còn 1 phản ánh đang xử lý" in page.content.decode()
    assert client.post(address("end", row), {"day": today, "heir": ""}).status_code == 200
    assert Membership.objects.get(pk=row.pk).valid_to is None
    heir = {"day": today, "heir": world.a.second_officer.user.pk}
    assert client.post(address("end", row), heir).status_code == 302
    assert Case.objects.get(pk=case.pk).officer == world.a.second_officer.user


def test_agencies_below_are_kept_too_and_found_by_a_name_without_marks(world: World, at_desk: SignIn) -> None:
    below = AgencyFactory(parent=world.a.agency)
    MembershipFactory(agency=below, user=UserFactory(last_name="Trần Đình", first_name="Đức"))
    page = at_desk(world.agency_admin).get(INDEX, {"q": "dinh duc"})
    [row] = page.context["groups"][0][1]
    assert row.agency == below


def test_the_register_goes_through_the_same_checks(world: World, at_desk: SignIn, case_in: Cases) -> None:
    case_in(State.PROCESSING)
    client, add = at_desk(world.superuser), "/admin/pakn/membership/create/"
    officer = world.a.officer.user
    given = {"user": officer.pk, "agency": world.a.agency.pk, "role": "officer", "valid_from": "", "valid_to": ""}
    page = client.post(add, given)
    assert page.status_code == 200
    assert "đã có vai trò đó" in page.content.decode()
    assert client.post(add, {**given, "role": "reviewer"}).status_code == 302
    row = Membership.objects.get(user=officer, role=Role.REVIEWER)
    assert MembershipChange.objects.get().by == world.superuser.user
    leader = Membership.objects.get(user=world.a.leader.user)
    moved = {"user": officer.pk, "agency": world.b.agency.pk, "role": "reviewer", "valid_from": "", "valid_to": ""}
    page = client.post(f"/admin/pakn/membership/edit/{row.pk}/", moved)
    assert "không đổi được" in page.content.decode()
    edit = f"/admin/pakn/membership/edit/{leader.pk}/"
    kept = {"user": leader.user_id, "agency": leader.agency_id, "role": "leader", "valid_from": ""}
    assert client.post(edit, {**kept, "valid_to": "2026-01-01"}).status_code == 200
    person(Role.LEADER, world.a.agency)
    assert client.post(edit, {**kept, "valid_to": "2026-01-01"}).status_code == 302
    assert str(Membership.objects.get(pk=leader.pk).valid_to) == "2026-01-01"
    assert client.post(f"/admin/pakn/membership/delete/{row.pk}/").status_code in (302, 403, 404)
    assert Membership.objects.filter(pk=row.pk).exists()


def test_the_menu_shows_it_to_those_who_keep_people(world: World, at_desk: SignIn) -> None:
    assert INDEX in at_desk(world.agency_admin).get("/admin/").content.decode()
    assert INDEX not in at_desk(world.a.officer).get("/admin/").content.decode()
