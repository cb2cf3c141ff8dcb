"""Role × address × verb: every address of the desk, with a case of one's own and with a foreign one."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse

from pakn_plugin.access import Actor
from pakn_plugin.desk.permissions import staff_group
from pakn_plugin.desk.registers import Registers
from pakn_plugin.desk.viewsets import ACTION_VIEWS, CaseDesk
from pakn_plugin.documents import Pdf
from pakn_plugin.models import Case, Commitment, Document, Event, Note, NoteDocument, Photo, SavedFilter
from pakn_plugin.pictures import Picture
from pakn_plugin.services import documents, photos
from pakn_plugin.states import State
from tests.factories import Cases, UserFactory, World

pytestmark = pytest.mark.one_database("postgresql")

NAMES = [pattern.name for pattern in CaseDesk().get_urlpatterns()]
# Addresses of the list, which every desk has; and those of something that belongs to one person.
OF_THE_LIST = ("index", "next", "export", "filters", "filter_add", "promises")
TO_FILE = ("file",)
OF_THOSE_WHO_ANSWER = ("answer_times",)
FOR_LEADERS = ("approvals",)
OF_ONE_PERSON = ("filter_edit", "filter_delete", "bulk_done", "filed")
NOT_OF_A_CASE = (*OF_THE_LIST, *TO_FILE, *OF_THOSE_WHO_ANSWER, *FOR_LEADERS, *OF_ONE_PERSON)
OF_A_CASE = [name for name in NAMES if name not in NOT_OF_A_CASE]
AGENCY = ("coordinator", "officer", "second_officer", "leader")
SEE_ALL = ("operator", "second_operator", "operator_leader", "reviewer", "supervisor", "superuser")
FILE_FOR = ("operator", "second_operator", "operator_leader", "coordinator of a", "coordinator of b")
SEE_TIMES = ("operator_leader", "supervisor", "superuser", "leader of a", "leader of b")
NO_DESK = ("webmaster", "agency_admin")
PDF = Pdf(b"%PDF-", 1, "a.pdf")
VERBS = ("get", "head", "post", "put", "delete", "options")


def address(name: str, case: Case) -> str:
    """The address with this case in it; a bulk action names its cases behind the question mark."""
    if name == "photo":
        return reverse("pakn_desk:photo", args=[case.pk, Photo.objects.get(case=case).pk, "full"])
    if name == "document":
        return reverse("pakn_desk:document", args=[case.pk, _first(Document.objects.filter(case=case))])
    if name == "note_file":
        return reverse(
            "pakn_desk:note_file", args=[case.pk, "pdf", _first(NoteDocument.objects.filter(note__case=case))]
        )
    if name == "keep_promise":
        return reverse("pakn_desk:keep_promise", args=[case.pk, _first(Commitment.objects.filter(case=case))])
    if name in ("filter_edit", "filter_delete"):
        return reverse(f"pakn_desk:{name}", args=[SavedFilter.objects.get().pk])
    if name == "bulk_done":
        return reverse("pakn_desk:bulk_done", args=["somebodys"])
    if name.startswith("bulk_"):
        return reverse(f"pakn_desk:{name}") + f"?case={case.pk}"
    if name == "filed":
        return reverse("pakn_desk:filed", args=[case.filing_key])
    if name in (*OF_THE_LIST, *TO_FILE, *OF_THOSE_WHO_ANSWER, *FOR_LEADERS):
        return reverse(f"pakn_desk:{name}", args=["csv"] if name == "export" else [])
    return reverse(f"pakn_desk:{name}", args=[case.pk])


def _first(rows: QuerySet[Any]) -> int:
    """The key of what the case has of this kind, or of what is nowhere."""
    return rows.values_list("pk", flat=True).first() or 999_999


def knock(client: Client, verb: str, name: str, case: Case) -> Any:
    """Use an address; what is posted to a bulk action names the case in its body."""
    data = {"case": case.pk} if verb == "post" and name.startswith("bulk_") else {}
    return getattr(client, verb)(address(name, case), data)


def signed_in(user: Any) -> Client:
    user.groups.add(staff_group())
    client = Client()
    client.force_login(user)
    return client


def people(world: World) -> Iterator[tuple[str, Actor]]:
    for role in (*SEE_ALL, *NO_DESK):
        yield role, getattr(world, role)
    for role in AGENCY:
        yield f"{role} of a", getattr(world.a, role)
        yield f"{role} of b", getattr(world.b, role)


@pytest.fixture
def case(case_in: Cases) -> Case:
    """A case of agency A with a photo, a promise, documents of its reply and of a note; a filter saved for all."""
    found = case_in(State.AWAITING_APPROVAL)
    Commitment.objects.create(
        case=found, reply=found.replies.get(), point=1, text="Sửa", agency=found.agency, due=found.filed_at.date()
    )
    photos.attach(found, [Picture(b"jpeg", b"jpeg", 1, 1)])
    documents.attach(found, [PDF], reply=found.replies.get())
    documents.attach_to_note(Note.objects.create(case=found, text="Nội bộ.", written_at=found.filed_at), [PDF])
    SavedFilter.objects.create(
        owner=found.transfers.get().proposed_by,
        name="chung",
        audience="desk",
        query="queue=all",
        created_at=found.filed_at,
    )
    return found


def test_the_matrix_knows_every_address() -> None:
    assert len(NAMES) == len(set(NAMES)) == 24 + len(ACTION_VIEWS)


@pytest.mark.parametrize("verb", VERBS)
def test_a_foreign_case_is_404_at_every_address(verb: str, world: World, case: Case) -> None:
    before = (case.state, Event.objects.count())
    for role in AGENCY:
        client = signed_in(getattr(world.b, role).user)
        for name in (*OF_A_CASE, *OF_ONE_PERSON):
            assert knock(client, verb, name, case).status_code == 404, (role, name, verb)
    assert before == (Case.objects.get(pk=case.pk).state, Event.objects.count())


@pytest.mark.parametrize("verb", VERBS)
def test_without_a_desk_role_there_is_no_desk(verb: str, world: World, case: Case) -> None:
    for user in (world.webmaster.user, world.agency_admin.user, UserFactory()):
        client = signed_in(user)
        for name in NAMES:
            assert knock(client, verb, name, case).status_code == 404, (user, name, verb)


@pytest.mark.parametrize("verb", VERBS)
def test_a_stranger_is_asked_to_sign_in(verb: str, world: World, case: Case) -> None:
    citizen = Client()
    citizen.force_login(UserFactory())
    for client in (Client(), citizen):
        for name in NAMES:
            response = knock(client, verb, name, case)
            assert response.status_code == 302, (name, verb)
            assert response.url.startswith("/admin/login/")


def test_every_role_gets_an_orderly_answer_at_every_address(world: World, case: Case) -> None:
    """Reading never fails and never changes anything, whoever asks."""
    before = Event.objects.count()
    for who, actor in people(world):
        client = signed_in(actor.user)
        for name in NAMES:
            status = client.get(address(name, case)).status_code
            own = who not in NO_DESK and not who.endswith("of b") and name not in OF_ONE_PERSON
            allowed = {200, 302, 403} if own or (name in OF_THE_LIST and who not in NO_DESK) else {404}
            if name in OF_THOSE_WHO_ANSWER:
                allowed = {200} if who in SEE_TIMES else {404}
            if name in TO_FILE:
                allowed = {200} if who in FILE_FOR else {404}
            if name in FOR_LEADERS:
                allowed = {200} if who.startswith("leader of") else {404}
            saved_it = who == "operator" and name in ("filter_edit", "filter_delete")
            assert status in ({200} if saved_it else allowed), (who, name, status)
    assert Event.objects.count() == before


def test_a_case_in_hand_can_be_read_at_every_address(world: World, case_in: Cases) -> None:
    """In another state other forms are offered, or refused; none fails."""
    case = case_in(State.PROCESSING)
    photos.attach(case, [Picture(b"jpeg", b"jpeg", 1, 1)])
    for actor in (world.operator, world.a.coordinator, world.a.officer, world.a.leader):
        client = signed_in(actor.user)
        for name in OF_A_CASE:
            status = client.get(address(name, case)).status_code
            assert status in {200, 302, 403, 404, 409}, (actor, name, status)


def test_an_empty_post_moves_nothing_without_the_right(world: World, case: Case) -> None:
    """Only the leader of the agency may do anything to this case by an empty form: approve it."""
    for who, actor in people(world):
        if who == "leader of a":
            continue
        client = signed_in(actor.user)
        for name in OF_A_CASE:
            # An empty bulk form goes back to the list, or tells case by case that it was not done.
            orderly = {200, 302} if name.startswith("bulk_") else {200, 403, 404, 405, 409}
            assert knock(client, "post", name, case).status_code in {*orderly, 404}, (who, name)
    assert Case.objects.get(pk=case.pk).state == State.AWAITING_APPROVAL


def test_registers_are_closed_to_members_of_staff(world: World, case: Case) -> None:
    for actor in (world.operator, world.a.officer, world.webmaster):
        client = signed_in(actor.user)
        for register in Registers().modeladmin_instances:
            helper = register.url_helper
            for url in (helper.index_url, helper.create_url, helper.get_action_url("edit", 1)):
                for verb in ("get", "post"):
                    assert getattr(client, verb)(url).status_code in {302, 403, 404}, (actor, url)


def test_registers_open_to_administrators(world: World, case: Case) -> None:
    client = signed_in(world.superuser.user)
    for register in Registers().modeladmin_instances:
        helper = register.url_helper
        assert client.get(helper.index_url).status_code == 200, register
        assert client.get(helper.create_url).status_code == 200, register
    topics = Registers().modeladmin_instances[0].url_helper
    assert client.get(topics.get_action_url("edit", world.topic.pk)).status_code == 200
