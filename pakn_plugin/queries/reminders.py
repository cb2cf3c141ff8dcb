"""What the reminders of a step are, which of them were sent, and how many cases are late where."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case as Branch
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone

from pakn_plugin import conf
from pakn_plugin.deadlines import Limit, WorkingCalendar, due_moment
from pakn_plugin.models import Case, Deadline, Event, Pause
from pakn_plugin.models.case import OWED
from pakn_plugin.queries.narrowing import TURN
from pakn_plugin.queries.queues import OURS
from pakn_plugin.queries.rules import Reminder, Rules
from pakn_plugin.reminding import moment_of
from pakn_plugin.states import STAGE_OF, Action, Audience, Party, Stage, State, Unit
from pakn_plugin.states import When as Moment

ESCALATED = (Audience.UP.value, Audience.TOP.value)
WHEN, AUDIENCE = list(Moment), list(Audience)
MOST_AGENCIES = 10
IN_THE_MIDDLE = Reminder(0, Stage.RATING, Moment.BEFORE, Limit(0, Unit.CALENDAR_DAYS), Audience.HOLDER, True)


@dataclass(frozen=True)
class Mark:
    """A rule and the moment at which it falls due for one step of one case."""

    moment: datetime
    rule: Reminder

    @property
    def strength(self) -> tuple[int, int, datetime]:
        """After beats at, at beats before; then the higher audience, then the later moment."""
        return WHEN.index(Moment(self.rule.when)), AUDIENCE.index(Audience(self.rule.audience)), self.moment


def marks(
    stage: Stage,
    began: datetime,
    due: datetime,
    rules: Rules,
    later: Callable[[datetime, Limit, WorkingCalendar], datetime] = due_moment,
) -> list[Mark]:
    """The reminders of a stage's run, in the order of time.

    What would lie before the stage began is left out. A citizen is reminded once, before the limit: of an answer that
    is owed, and of a rating by a rule of that stage alone, else in the middle of its window. Who asks very often may
    give its own quicker `due_moment`.
    """
    general = () if stage == Stage.RATING else ("",)
    of_stage = [rule for rule in rules.reminders if rule.stage in (*general, stage)]
    if not of_stage:
        return _in_the_middle(began, due) if stage == Stage.RATING else []
    local = timezone.localtime(due)
    found = [Mark(moment_of(rule.when, local, rule.limit, rules.calendar, later), rule) for rule in of_stage]
    found = sorted((mark for mark in found if mark.moment > began), key=lambda mark: mark.moment)
    if stage in (Stage.SUPPLEMENT, Stage.RATING):
        return [mark for mark in found if mark.rule.when == Moment.BEFORE][-1:]
    return found


def _in_the_middle(began: datetime, due: datetime) -> list[Mark]:
    """The one reminder of a rating where the register has no rule for it; none where the setting says 0."""
    share = conf.get("RATING_REMINDER")
    return [Mark(began + (due - began) * share / 100, IN_THE_MIDDLE)] if share else []


def may_be_reminded(case: Case) -> bool:
    """Whether there is anybody to remind: a citizen who is to rate needs an address, and a case that may be named."""
    return case.state != State.ANSWERED or bool(case.reporter.email and not case.restricted)


def first_moment(stage: Stage, began: datetime, due: datetime, rules: Rules) -> datetime | None:
    """When somebody has to be reminded of a stage's run for the first time."""
    found = marks(stage, began, due, rules)
    return found[0].moment if found else None


def running(case: Case) -> Deadline | None:
    """The limit of the step at which the case stands; none while a verification on site lets the clock stand still."""
    stage = STAGE_OF.get(State(case.state))
    on_site = Pause.objects.filter(case=case, ended_at__isnull=True, until__isnull=False)
    return Deadline.objects.filter(~Exists(on_site), case=case, stage=stage or "", ended_at__isnull=True).first()


def owed(case: Case) -> Deadline | None:
    """The limit within which a message of the citizen has to be answered; a pause does not stop it."""
    return Deadline.objects.filter(case=case, stage=Stage.MESSAGE, ended_at__isnull=True).first()


def reminded_at(row: Deadline) -> datetime | None:
    """When somebody was last reminded of this limit with this due moment; of a rating, whatever its due moment was."""
    events = Event.objects.filter(case_id=row.case_id, action=Action.REMIND, data__limit=row.pk)
    if row.stage != Stage.RATING:
        events = events.filter(data__due=words(row))
    return events.order_by("-number").values_list("at", flat=True).first()


def words(row: Deadline) -> str:
    """A limit's due moment as an event keeps it."""
    return timezone.localtime(row.due_at).isoformat()


def due_for_a_look(now: datetime) -> QuerySet[Case]:
    """The cases at which a reminder has fallen due; its index holds only cases that will be reminded of."""
    return Case.objects.filter(remind_at__lte=now).order_by("remind_at")


def due_for_a_word(now: datetime) -> QuerySet[Case]:
    """The cases at which a reminder of an unanswered message has fallen due."""
    return Case.objects.filter(word_remind_at__lte=now).order_by("word_remind_at")


def told_above() -> Exists:
    """Whether a case of a list was reported to the level above since it came into its state."""
    told = Event.objects.filter(case=OuterRef("pk"), action=Action.REMIND, data__audience__in=ESCALATED)
    return Exists(told.filter(at__gte=OuterRef("state_since")))


@dataclass(frozen=True)
class Late:
    """How many late cases wait for one party, and for which agency."""

    party: Party
    agency_id: int | None
    name: str
    number: int


def late_by_party(now: datetime) -> list[Late]:
    """Whom late cases wait for: the operator, the reviewers, and the agencies with the most; in this order.

    The numbers add up to the queue of late cases but for agencies beyond MOST_AGENCIES. Complaints and denunciations
    are not counted.
    """
    late = Q(state__in=OURS, stage_due_at__lt=now) | OWED & Q(word_due_at__lt=now)
    turn = Branch(*(When(condition, then=Value(party)) for party, condition in TURN.items()), default=Value(""))
    rows = Case.objects.filter(late, restricted=False).order_by().annotate(turn=turn)
    found: dict[tuple[str, int | None, str], int] = Counter()
    for party, pk, name, number in rows.values_list("turn", "agency_id", "agency__name").annotate(number=Count("pk")):
        key = (party, pk, name) if party == Party.AGENCY else (party, None, str(Party(party).label))
        found[key] += number
    ordered = sorted(found.items(), key=lambda item: (item[0][0] == Party.AGENCY, -item[1], item[0][2]))
    counted = [Late(Party(party), pk, name, number) for (party, pk, name), number in ordered]
    return counted[: MOST_AGENCIES + len([each for each in counted if each.agency_id is None])]
