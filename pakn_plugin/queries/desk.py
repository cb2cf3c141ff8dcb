"""What the case desk reads: queues with capped counts, a page of cases by due moment, and one case whole."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import F, IntegerField, Q, QuerySet, Subquery, Value
from django.db.models.functions import Concat
from django.utils import timezone

from pakn_plugin import codes, conf, text
from pakn_plugin.access import SEES_AGENCY, SEES_ALL, Actor, visible_cases
from pakn_plugin.models import Agency, Area, Case, Coordination, Membership, Topic, Transfer
from pakn_plugin.queries import seen
from pakn_plugin.queries.narrowing import Wanted, narrowing
from pakn_plugin.queries.queues import Queue, condition
from pakn_plugin.queries.reminders import told_above
from pakn_plugin.queries.searching import matching
from pakn_plugin.states import Role

PAGE = 25
CAP = 99
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
ONE_MICROSECOND = timedelta(microseconds=1)


class CappedCount(Subquery):
    """How many rows a sliced queryset has: the database stops counting at the slice."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) capped)"
    output_field = IntegerField()


def counts(
    actor: Actor, queues: Iterable[Queue], now: datetime, also: Mapping[str, QuerySet[Any]] | None = None
) -> dict[str, int]:
    """How many cases wait in each queue, and rows of what is asked `also`, at most CAP + 1 each (one query for all)."""
    wanted: dict[str, QuerySet[Any]] = {
        queue: visible_cases(actor).filter(condition(queue, actor, now)) for queue in queues
    }
    wanted.update(also or {})
    sliced = [CappedCount(rows.order_by().values("pk")[: CAP + 1]) for rows in wanted.values()]
    row = get_user_model()._default_manager.filter(pk=actor.user.pk).values_list(*sliced).first() or ()
    return {name: number or 0 for name, number in zip(wanted, row, strict=False)}


def cases_for(actor: Actor, wanted: Wanted, now: datetime) -> QuerySet[Case]:
    """The visible cases that match; a whole code finds its case, whatever the queue and the filters say."""
    visible = visible_cases(actor)
    code = codes.read_code(wanted.search, conf.get("CODE_PREFIX")) if wanted.search else ""
    if code and visible.filter(code=code).exists():
        return visible.filter(code=code)
    found = visible.filter(condition(wanted.queue, actor, now), narrowing(wanted, now))
    return matching(found, wanted.search)


@dataclass(frozen=True)
class Page:
    """Some rows and the mark from which the next page goes on; an empty mark is the end."""

    rows: list[Case]
    mark: str


def page_of(
    cases: QuerySet[Case],
    after: str = "",
    size: int = PAGE,
    ended: bool = True,
    *,
    among: Sequence[int] = (),
    reader: Any = None,
) -> Page:
    """The cases after a mark: what is due first, then what has no limit any more, newest first. Never counts.

    `ended` False spares the query for the latter: a case that goes on always has a limit. `among` are then the few
    that may have none. The rows tell what is new to the reader.
    """
    due, last = _read_mark(after)
    plain = cases.select_related("topic", "area", "agency", "officer").defer("text", "folded", "refusal_text")
    plain = plain.annotate(told_above=told_above(), news=seen.news_for(reader))
    rows: list[Case] = []
    if not last or due:
        dated = plain.filter(next_due_at__isnull=False).order_by("next_due_at", "pk")
        if due:
            dated = dated.filter(next_due_at__gte=due).exclude(next_due_at=due, pk__lte=last)
        rows += dated[: size + 1]
    if (ended or among) and len(rows) <= size:
        rest = plain.filter(next_due_at__isnull=True).order_by("-pk")
        rest = rest if ended else rest.filter(pk__in=among)
        if last and not due:
            rest = rest.filter(pk__lt=last)
        rows += rest[: size + 1 - len(rows)]
    return Page(rows[:size], _mark(rows[size - 1]) if len(rows) > size else "")


def _mark(case: Case) -> str:
    due = (case.next_due_at - EPOCH) // ONE_MICROSECOND if case.next_due_at else ""
    return f"{due}.{case.pk}"


def _read_mark(mark: str) -> tuple[datetime | None, int | None]:
    due, _dot, pk = mark.partition(".")
    if not pk.isdecimal() or len(pk) > 18 or len(due) > 17 or (due and not due.isdecimal()):
        return None, None
    return (EPOCH + int(due) * ONE_MICROSECOND if due else None), int(pk)


def in_force(today: date) -> Q:
    """The condition for dated rows that exist on a day."""
    return Q(Q(valid_from__isnull=True) | Q(valid_from__lte=today), Q(valid_to__isnull=True) | Q(valid_to__gte=today))


def filter_choices(today: date) -> dict[str, list[tuple[int, str]]]:
    """Fields, communes and agencies to filter by, in one query: kind → (id, name)."""
    topics = Topic.objects.order_by().values_list(Value("topic"), "pk", "name")
    areas = (
        Area.objects.filter(in_force(today))
        .order_by()
        .values_list(Value("area"), "pk", Concat("kind", Value(" "), "name"))
    )
    agencies = Agency.objects.filter(in_force(today)).order_by().values_list(Value("agency"), "pk", "name")
    choices: dict[str, list[tuple[int, str]]] = {"topic": [], "area": [], "agency": []}
    for kind, pk, name in topics.union(areas, agencies, all=True):
        choices[kind].append((pk, name))
    return {kind: sorted(rows, key=lambda row: text.fold(row[1])) for kind, rows in choices.items()}


def sees_all_agencies(actor: Actor) -> bool:
    """Whether the agency is worth a column and a filter for this person."""
    return actor.is_superuser or actor.has(*SEES_ALL)


def next_case(actor: Actor, but: int | None, now: datetime) -> int | None:
    """The case of one's own work that is due first, other than the one just done."""
    mine = visible_cases(actor).filter(condition(Queue.MINE, actor, now)).exclude(pk=but or 0)
    return mine.order_by(F("next_due_at").asc(nulls_last=True), "pk").values_list("pk", flat=True).first()


def was_ours(actor: Actor, case_id: int) -> bool:
    """Whether a case stood before one of the actor's agencies once, or was co-ordinated by it; never a hidden one."""
    rows = {"case_id": case_id, "case__restricted": False, "agency_id__in": actor.agencies(*SEES_AGENCY)}
    return Transfer.objects.filter(**rows).exists() or Coordination.objects.filter(**rows).exists()


def suggested_agency(case: Case) -> int | None:
    """Where a case probably belongs: what the last agency proposed, else the field's agency, else the commune's."""
    proposed = (
        Transfer.objects.filter(case=case).order_by("-proposed_at", "-id").values_list("suggested_agency", flat=True)
    )
    return proposed.first() or case.topic.agency_id or case.area.agency_id


def officers_of(agency_id: int) -> QuerySet[Any]:
    """The people who handle cases in an agency today, by their own names."""
    return officers_among({agency_id})


def officers_among(agencies: Iterable[int]) -> QuerySet[Any]:
    """The same for several agencies."""
    members = Membership.objects.filter(in_force(timezone.localdate()), agency_id__in=agencies, role=Role.OFFICER)
    users = get_user_model()._default_manager.filter(is_active=True, pk__in=members.values("user"))
    return users.order_by("first_name", "last_name", "pk")
