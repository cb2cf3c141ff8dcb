"""Builders of test data.

Registers and people are plain rows; a case only ever comes from the services, as in life: nothing here writes a
state. `build_world` makes the people around a case, `Cases` brings a case into any state.
"""

import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from unittest import mock

import factory
from django.contrib.auth import get_user_model

from pakn_plugin import access, models
from pakn_plugin.access import Actor
from pakn_plugin.models import ActorKind, AgencyKind, Case
from pakn_plugin.services import handling, intake, rating, reply, transfer
from pakn_plugin.states import Role, Score, State

PASSWORD = "pakn-demo-2026"
CITIZEN_TEXT = "Đèn đường hẻm 34 Võ Thị Sáu tắt cả dãy 6 trụ. Tối rất sợ, đã mất một xe máy."
REPLY_TEXT = "Đã thay cả sáu bóng đèn trong ngày; mời ông bà kiểm tra lại."


class UserFactory(factory.django.DjangoModelFactory):
    """An active account that can sign in with PASSWORD."""

    class Meta:
        model = get_user_model()
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"nguoi-{n}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@example.vn")
    last_name = "Nguyễn"
    first_name = factory.Sequence(lambda n: f"Văn {n}")
    password = factory.django.Password(PASSWORD)


class AgencyFactory(factory.django.DjangoModelFactory):
    """A department."""

    class Meta:
        model = models.Agency

    code = factory.Sequence(lambda n: f"co-quan-{n}")
    name = factory.Sequence(lambda n: f"Sở số {n}")
    kind = AgencyKind.DEPARTMENT


class AreaFactory(factory.django.DjangoModelFactory):
    """A ward."""

    class Meta:
        model = models.Area

    code = factory.Sequence(lambda n: f"{22000 + n}")
    kind = "Phường"
    name = factory.Sequence(lambda n: f"Nha Trang {n}")


class TopicFactory(factory.django.DjangoModelFactory):
    """A field of feedback."""

    class Meta:
        model = models.Topic

    code = factory.Sequence(lambda n: f"linh-vuc-{n}")
    name = factory.Sequence(lambda n: f"Hạ tầng đô thị {n}")


class MembershipFactory(factory.django.DjangoModelFactory):
    """A role held by a new person in a new agency."""

    class Meta:
        model = models.Membership

    user = factory.SubFactory(UserFactory)
    agency = factory.SubFactory(AgencyFactory)
    role = Role.OFFICER


class RefusalReasonFactory(factory.django.DjangoModelFactory):
    """A reason from the list."""

    class Meta:
        model = models.RefusalReason

    code = factory.Sequence(lambda n: f"ly-do-{n}")
    label = "Nội dung không rõ hoặc không có địa điểm"


class PlacementFactory(factory.django.DjangoModelFactory):
    """A banner on an agency's portal."""

    class Meta:
        model = models.Placement

    agency = factory.SubFactory(AgencyFactory)
    place = "Đầu trang cổng thông tin"
    design = factory.LazyFunction(lambda: models.BannerDesign.objects.get(code="bien-xanh"))


class FilingFactory(factory.Factory):
    """What a citizen sends in the form, checked."""

    class Meta:
        model = intake.Filing

    key = factory.LazyFunction(uuid.uuid4)
    text = CITIZEN_TEXT
    topic = factory.SubFactory(TopicFactory)
    area = factory.SubFactory(AreaFactory)
    name = "Trần Thị An"
    email = factory.Sequence(lambda n: f"an-{n}@example.vn")


class CaseFactory(factory.Factory):
    """A freshly filed case; takes the fields of a Filing and `now`."""

    class Meta:
        model = Case

    @classmethod
    def _create(cls, model_class: type[Case], *args: Any, **kwargs: Any) -> Case:
        now = kwargs.pop("now")
        return intake.file_case(FilingFactory(**kwargs), now)


def person(role: Role, agency: models.Agency, name: str = "") -> Actor:
    """A new member of staff as an actor; the account is `.user`."""
    named = {"username": name} if name else {}
    user = UserFactory(**named)
    MembershipFactory(user=user, agency=agency, role=role)
    return access.actor_for(user)


UNIT = {
    "coordinator": Role.COORDINATOR,
    "officer": Role.OFFICER,
    "second-officer": Role.OFFICER,
    "leader": Role.LEADER,
}


@dataclass(frozen=True)
class Unit:
    """A line agency with its people."""

    agency: models.Agency
    coordinator: Actor
    officer: Actor
    second_officer: Actor
    leader: Actor


@dataclass(frozen=True)
class World:
    """Everybody around a case. People are actors; `world.operator.user` is the account."""

    operators: models.Agency
    office: models.Agency
    a: Unit
    b: Unit
    operator: Actor
    second_operator: Actor
    operator_leader: Actor
    reviewer: Actor
    supervisor: Actor
    webmaster: Actor
    agency_admin: Actor
    superuser: Actor
    topic: models.Topic
    area: models.Area
    reason: models.RefusalReason


def people(*wanted: tuple[Role, models.Agency, str]) -> list[Actor]:
    """New members of staff by role, agency and name: what `person` makes, by one statement for each table."""
    users = get_user_model().objects.bulk_create([UserFactory.build(username=name) for _role, _agency, name in wanted])
    held = [(user, role, agency) for user, (role, agency, _name) in zip(users, wanted, strict=True)]
    models.Membership.objects.bulk_create(
        [MembershipFactory.build(user=user, role=role, agency=agency) for user, role, agency in held]
    )
    return [Actor(ActorKind.STAFF, user, frozenset({(role.value, agency.pk)})) for user, role, agency in held]


def build_unit(name: str) -> Unit:
    """A line agency with a coordinator, two officers and a leader."""
    agency = AgencyFactory(code=name, name=f"Sở {name.upper()}")
    return Unit(agency, *people(*[(role, agency, f"{who}-{name}") for who, role in UNIT.items()]))


def build_world() -> World:
    """The operator's unit, the supervisor's office, line agencies A and B, and the registers."""
    operators = AgencyFactory(code="dau-moi", name="Trung tâm Điều hành", kind=AgencyKind.OPERATOR)
    office = AgencyFactory(code="van-phong", name="Văn phòng UBND tỉnh", kind=AgencyKind.PROVINCE)
    a, b = build_unit("a"), build_unit("b")
    staff = people(
        (Role.OPERATOR, operators, "operator"),
        (Role.OPERATOR, operators, "second-operator"),
        (Role.OPERATOR_LEADER, operators, "operator-leader"),
        (Role.REVIEWER, office, "reviewer"),
        (Role.SUPERVISOR, office, "supervisor"),
        (Role.WEBMASTER, a.agency, "webmaster-a"),
        (Role.AGENCY_ADMIN, a.agency, "agency-admin-a"),
    )
    superuser = access.actor_for(UserFactory(username="admin", is_staff=True, is_superuser=True))
    topic = TopicFactory(code="ha-tang", name="Hạ tầng đô thị")
    return World(
        operators, office, a, b, *staff, superuser, topic, AreaFactory(name="Nha Trang"), RefusalReasonFactory()
    )


def unsent() -> AbstractContextManager[Any]:
    """No mail leaves within this block: notifications are rows only."""
    return mock.patch("pakn_plugin.services.outbox.async_task")


class Cases:
    """Brings cases of agency A into a state through the services; what was mailed on the way is not sent."""

    def __init__(self, world: World, now: datetime) -> None:
        self.world = world
        self.now = now

    def __call__(self, state: State, **filing: Any) -> Case:
        """A case in the state, fresh from the database; `filing` are fields of the Filing (and `now`)."""
        now = filing.pop("now", self.now)
        with unsent():
            filed = {"topic": self.world.topic, "area": self.world.area} | filing
            case = CaseFactory(now=now, **filed)
            for step in self._path(state):
                step(case.pk, now)
        return Case.objects.select_related("reporter", "topic", "area", "agency", "officer").get(pk=case.pk)

    def _path(self, state: State) -> list[Callable[[int, datetime], Any]]:
        to_processing = [self.receive, self.transfer, self.accept]
        to_answered = [*to_processing, self.submit, self.approve]
        return {
            State.SUBMITTED: [],
            State.NEEDS_INFO: [self.ask],
            State.RECEIVED: [self.receive],
            State.TRANSFERRED: [self.receive, self.transfer],
            State.PROCESSING: to_processing,
            State.AWAITING_APPROVAL: [*to_processing, self.submit],
            State.ANSWERED: to_answered,
            State.UNDER_REVIEW: [*to_answered, self.contest],
            State.CLOSED: [*to_answered, self.satisfied],
            State.REFUSED: [self.refuse],
            State.MERGED: [self.merge],
            State.WITHDRAWN: [self.withdraw],
        }[state]

    def receive(self, pk: int, now: datetime) -> None:
        handling.receive(pk, self.world.operator, now)

    def ask(self, pk: int, now: datetime) -> None:
        handling.request_info(pk, self.world.operator, "Xin cho biết số nhà gần nhất.", now)

    def transfer(self, pk: int, now: datetime) -> None:
        transfer.transfer(pk, self.world.operator, self.world.a.agency, "Thuộc thẩm quyền của Sở.", now)

    def accept(self, pk: int, now: datetime) -> None:
        transfer.accept(pk, self.world.a.coordinator, now, self.world.a.officer.user)

    def submit(self, pk: int, now: datetime) -> None:
        reply.save_draft(pk, self.world.a.officer, REPLY_TEXT, now)
        reply.submit_reply(pk, self.world.a.officer, now)

    def approve(self, pk: int, now: datetime) -> None:
        reply.approve(pk, self.world.a.leader, now)

    def contest(self, pk: int, now: datetime) -> None:
        rating.rate(pk, citizen(pk), Score.UNSATISFIED, "Vẫn tối.", now)

    def satisfied(self, pk: int, now: datetime) -> None:
        rating.rate(pk, citizen(pk), Score.SATISFIED, "Cảm ơn.", now)

    def refuse(self, pk: int, now: datetime) -> None:
        handling.refuse(pk, self.world.operator, self.world.reason, "Chưa rõ địa điểm.", now)

    def merge(self, pk: int, now: datetime) -> None:
        main = CaseFactory(now=now, topic=self.world.topic, area=self.world.area)
        handling.merge(pk, self.world.operator, main, now)

    def withdraw(self, pk: int, now: datetime) -> None:
        handling.withdraw(pk, citizen(pk), now)


def citizen(pk: int) -> Actor:
    """The reporter of a case, as their signed link makes them."""
    return access.citizen_of(Case.objects.get(pk=pk))
