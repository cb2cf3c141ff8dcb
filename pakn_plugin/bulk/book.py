"""What simulated lives refer to: registers, people, and the rules of time with the answers that come again."""

import random
from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import accumulate

from django.utils import timezone

from pakn_plugin import conf
from pakn_plugin.bulk.days import FIRST_DAY, Arrivals, Office
from pakn_plugin.deadlines import Interval, Limit, WorkingCalendar, due_moment
from pakn_plugin.models import Agency, Area, Membership, RefusalReason, Topic
from pakn_plugin.models.agency import in_force
from pakn_plugin.queries import reminders
from pakn_plugin.queries.clock import PROMISE
from pakn_plugin.queries.reminders import Mark
from pakn_plugin.queries.rules import HORIZON, Rules, rules_between
from pakn_plugin.states import Level, Role, Silence, Stage, Unit

LINE = (Role.COORDINATOR, Role.OFFICER, Role.LEADER)


@dataclass(frozen=True)
class Desk:
    """A line agency whose three roles are held by three people."""

    pk: int
    code: str
    coordinator: int
    officer: int
    leader: int


@dataclass(frozen=True)
class Place:
    """An area as a case names it; `desk` is the committee of the commune where it has people."""

    pk: int
    name: str
    desk: Desk | None


@dataclass(frozen=True)
class Field:
    """A topic with the desk that usually handles it."""

    pk: int
    code: str
    desk: Desk | None


@dataclass(frozen=True)
class People:
    """Accounts by what they do outside the line agencies."""

    operators: tuple[int, ...]
    leaders: tuple[int, ...]
    reviewers: tuple[int, ...]
    confidential: tuple[int, ...]


@dataclass(frozen=True)
class Book:
    """Everything that a life looks up. Made once, then only read: workers share it."""

    now: datetime
    rules: Rules
    arrivals: Arrivals
    office: Office
    desks: tuple[Desk, ...]
    topics: tuple[Field, ...]
    areas: tuple[Place, ...]
    people: People
    reasons: tuple[tuple[int, str], ...]
    denunciation: tuple[int, str]
    prefix: str
    notice: str
    declines: int
    _days: dict[tuple[date, int, Unit], datetime] = field(default_factory=dict)
    _limits: dict[tuple[Stage, int, str, int], Limit] = field(default_factory=dict)
    _marks: dict[tuple[Stage, datetime], list[Mark]] = field(default_factory=dict)

    def topic(self, rng: random.Random) -> Field:
        """Some topic; the first of the register come most often."""
        return rng.choices(self.topics, cum_weights=self._weights)[0]

    def desk(self, topic: Field, area: Place, rng: random.Random) -> Desk:
        """The agency to which a case belongs."""
        return topic.desk or area.desk or rng.choice(self.desks)

    def limit(self, stage: Stage, filed: date, topic: int, level: str) -> Limit:
        """The limit of a stage for a case filed on a day."""
        key = (stage, topic, level, bisect_right(self._edges, filed))
        if key not in self._limits:
            self._limits[key] = self.rules.limit(stage, filed, topic, level)
        return self._limits[key]

    def due(self, start: datetime, limit: Limit, pauses: tuple[Interval, ...] = ()) -> datetime:
        """The due moment of a limit. One in days depends on the day of its beginning alone, and days come again."""
        if pauses:
            return due_moment(start, limit, self.rules.calendar, pauses)
        if limit.unit == Unit.WORKING_HOURS:
            return self.office.after(start, timedelta(hours=limit.amount))
        key = (start.date(), limit.amount, limit.unit)
        if key not in self._days:
            self._days[key] = due_moment(start, limit, self.rules.calendar)
        return self._days[key]

    def promised(self, filed: datetime, topic: int, pauses: tuple[Interval, ...] = ()) -> datetime:
        """What a citizen is told at filing."""
        day, moment = filed.date(), filed
        for stage in PROMISE:
            moment = self.due(moment, self.limit(stage, day, topic, Level.NORMAL), pauses)
        return moment

    def marks(self, stage: Stage, began: datetime, due: datetime) -> list[Mark]:
        """The reminders of a stage's run, in the order of time. Due moments on a whole minute come again and again."""
        if due.second or stage == Stage.RATING:
            return reminders.marks(stage, began, due, self.rules, self._later)
        key = (stage, due)
        if key not in self._marks:
            self._marks[key] = reminders.marks(stage, due - HORIZON, due, self.rules, self._later)
        return [mark for mark in self._marks[key] if mark.moment > began]

    def _later(self, start: datetime, limit: Limit, _calendar: WorkingCalendar) -> datetime:
        """`due_moment`, which is remembered here for limits in days."""
        return self.due(start, limit)

    def silence(self, filed: date, topic: int, level: str) -> Silence:
        """What it means when an agency does not answer a proposal."""
        return self.rules.silence(filed, topic, level)

    @cached_property
    def _weights(self) -> list[float]:
        return list(accumulate(1 / rank for rank in range(1, len(self.topics) + 1)))

    @cached_property
    def _edges(self) -> tuple[date, ...]:
        """Days on which some policy begins or ends."""
        found = {policy.first for policy in self.rules.policies if policy.first}
        found |= {policy.last + timedelta(days=1) for policy in self.rules.policies if policy.last}
        return tuple(sorted(found))


def read_book(now: datetime, arrivals: Arrivals) -> Book:
    """Read the registers. Raises LookupError where nobody is there to handle a case."""
    now = timezone.localtime(now)
    today = in_force(now.date())
    people, desks = _people(now.date())
    reasons = list(RefusalReason.objects.filter(active=True).order_by("pk").values_list("pk", "code", "restricted"))
    named = [(pk, code) for pk, code, restricted in reasons if restricted]
    by_agency = {desk.pk: desk for desk in desks}
    topics = Topic.objects.filter(active=True).order_by("order", "pk")
    areas = Area.objects.filter(today).order_by("pk")
    if not (desks and reasons and people.operators and topics and areas):
        raise LookupError("no line agency with all its roles, no operator, topic, area or reason of refusal")
    rules = rules_between(FIRST_DAY - HORIZON, now.date() + HORIZON)
    return Book(
        now=now,
        rules=rules,
        arrivals=arrivals,
        office=Office(rules.calendar),
        desks=desks,
        topics=tuple(Field(row.pk, row.code, by_agency.get(row.agency_id or 0)) for row in topics),
        areas=tuple(Place(row.pk, str(row), by_agency.get(row.agency_id or 0)) for row in areas),
        people=people,
        reasons=tuple((pk, code) for pk, code, restricted in reasons if not restricted) or tuple(named),
        denunciation=(named or [(pk, code) for pk, code, _restricted in reasons])[0],
        prefix=str(conf.get("CODE_PREFIX")),
        notice=str(conf.get("NOTICE_VERSION")),
        declines=int(conf.get("DECLINES")),
    )


def _people(today: date) -> tuple[People, tuple[Desk, ...]]:
    held: dict[str, list[int]] = {}
    by_agency: dict[int, dict[str, int]] = {}
    rows = Membership.objects.filter(in_force(today)).order_by("pk").values_list("user_id", "agency_id", "role")
    for user, agency, role in rows:
        held.setdefault(role, []).append(user)
        by_agency.setdefault(agency, {}).setdefault(role, user)
    codes = dict(Agency.objects.values_list("pk", "code"))
    desks = [
        Desk(pk, codes[pk], *(who[role] for role in LINE))
        for pk, who in sorted(by_agency.items())
        if set(LINE) <= set(who) and who[Role.OFFICER] != who[Role.LEADER]
    ]
    operators = tuple(held.get(Role.OPERATOR, ()))
    people = People(
        operators=operators,
        leaders=tuple(held.get(Role.OPERATOR_LEADER, ())) or operators,
        reviewers=tuple(held.get(Role.REVIEWER, ())) or operators,
        confidential=tuple(held.get(Role.CONFIDENTIAL, ())) or operators,
    )
    return people, tuple(desks)
