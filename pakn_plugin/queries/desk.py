"""What the case desk reads: queues with capped counts, a page of cases by due moment, and one case whole."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import BigIntegerField, F, IntegerField, QuerySet, Subquery
from django.utils import timezone

from pakn_plugin import codes, conf
from pakn_plugin.access import SEES_AGENCY, SEES_ALL, Actor, visible_cases
from pakn_plugin.models import Case, Coordination, Membership, Transfer
from pakn_plugin.models.agency import in_force
from pakn_plugin.prepared import Prepared, PreparedObjects, PreparedText, PreparedTextObjects
from pakn_plugin.queries import approvals, seen
from pakn_plugin.queries.narrowing import Wanted, narrowing
from pakn_plugin.queries.queues import Queue, condition, ended_among
from pakn_plugin.queries.reminders import told_above
from pakn_plugin.queries.searching import matching
from pakn_plugin.queries.soon import soon_until
from pakn_plugin.states import Role

PAGE = 25
CAP = 99
MOST_KEPT = 400
# Values that stand for others in a query that is put together once.
SOME_NOW, SOME_END, SOME_DUE = (datetime(1, 1, day, tzinfo=UTC) for day in (3, 4, 5))
SOME_KEY = -99
Part = Callable[..., QuerySet[Case]]
Among = tuple[int, ...] | None
# What a line of the list is made of; the names of the registers are at hand (`queries.registers`).
COLUMNS = (
    *("code", "title", "state", "level", "restricted", "declines", "stage_due_at", "next_due_at"),
    *("word_by", "word_since", "word_due_at", "topic", "area", "agency", "officer"),
)
# What the page of a case names of other tables.
NAMED = ("topic", "area", "agency", "officer", "reporter", "merged_into", "refusal_reason")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
ONE_MICROSECOND = timedelta(microseconds=1)


class CappedCount(Subquery):
    """How many rows a sliced queryset has: the database stops counting at the slice."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) capped)"
    output_field = IntegerField()


def counts(actor: Actor, queues: Iterable[Queue], now: datetime) -> dict[str, int]:
    """How many cases wait in each queue, and replies for a leader's decision, at most CAP + 1 each (one query for all).

    Put together once for each person as long as their rights stay the same.
    """
    wanted = tuple(queues)
    row = next(iter(_counting(actor, wanted, conf.get("DECLINES")).rows(now=now, soon=soon_until(now))), ())
    return {name: number or 0 for name, number in zip((*wanted, *approvals.counted(actor)), row, strict=False)}


@lru_cache(maxsize=MOST_KEPT)
def _counting(actor: Actor, queues: tuple[Queue, ...], _declines: int) -> PreparedText:
    def build(now: datetime = SOME_NOW, soon: datetime = SOME_END) -> QuerySet[Any, Any]:
        visible = visible_cases(actor).order_by()
        wanted = [visible.filter(condition(queue, actor, now, soon)) for queue in queues]
        every = [*wanted, *(rows.order_by() for rows in approvals.counted(actor).values())]
        sliced = [CappedCount(rows.values("pk")[: CAP + 1]) for rows in every]
        return get_user_model()._default_manager.filter(pk=actor.user.pk).values_list(*sliced)[:1]

    return PreparedText(build, **_moments(*queues))


def _moments(*queues: Queue) -> dict[str, datetime]:
    """Samples of the moments on which some queues depend."""
    found = {"now": SOME_NOW} if {Queue.LATE, Queue.SOON}.intersection(queues) else {}
    return {**found, "soon": SOME_END} if Queue.SOON in queues else found


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


def page(actor: Actor, wanted: Wanted, now: datetime, after: str = "", size: int = PAGE) -> Page:
    """The page of the work list after a mark. A case that goes on has a limit: only some queues hold others.

    For a queue without filters, which is what is asked most, the query is put together once for each person.
    """
    everything = wanted.queue in (Queue.ALL, Queue.RESTRICTED) or bool(wanted.search)
    among = None if everything else tuple(ended_among(wanted.queue, actor))
    if wanted != Wanted(wanted.queue):
        return page_of(cases_for(actor, wanted, now), after, size, among, reader=actor.user)
    moments = {"now": now, "soon": soon_until(now)}

    def ask(part: Part, **marks: Any) -> list[Case]:
        given = {name: value for name, value in marks.items() if value}
        listing = _listing(actor, wanted.queue, part, among, frozenset(given), size, conf.get("DECLINES"))
        return listing.objects(**moments, **given)

    return _page(ask, after, size, among)


@lru_cache(maxsize=MOST_KEPT)
def _listing(
    actor: Actor, queue: Queue, part: Part, among: Among, marks: frozenset[str], size: int, _declines: int
) -> PreparedTextObjects[Case]:
    def build(now: datetime = SOME_NOW, soon: datetime = SOME_END, **marks: Any) -> QuerySet[Case]:
        cases = visible_cases(actor).filter(condition(queue, actor, now, soon))
        return part(_listed(cases, actor.user), among, **marks)[: size + 1]

    samples = {name: sample for name, sample in (("due", SOME_DUE), ("last", SOME_KEY)) if name in marks}
    return PreparedTextObjects(build, **_moments(queue), **samples)


def page_of(
    cases: QuerySet[Case], after: str = "", size: int = PAGE, among: Among = None, *, reader: Any = None
) -> Page:
    """The cases after a mark: what is due first, then what has no limit any more, newest first. Never counts.

    `among` are the only ones that may have none, where that is known. The rows tell what is new to the reader.
    """
    plain = _listed(cases, reader)
    return _page(lambda part, **marks: list(part(plain, among, **marks)[: size + 1]), after, size, among)


def _page(ask: Callable[..., list[Case]], after: str, size: int, among: Among) -> Page:
    due, last = _read_mark(after)
    rows = ask(_dated, due=due, last=last) if due or not last else []
    if (among is None or among) and len(rows) <= size:
        rows += ask(_undated, last=None if due else last)[: size + 1 - len(rows)]
    return Page(rows[:size], _mark(rows[size - 1]) if len(rows) > size else "")


def _listed(cases: QuerySet[Case], reader: Any) -> QuerySet[Case]:
    plain = cases.select_related("officer").only(*COLUMNS)
    return plain.annotate(told_above=told_above(), news=seen.news_for(reader))


def _dated(
    plain: QuerySet[Case], _among: Among, due: datetime | None = None, last: int | None = None
) -> QuerySet[Case]:
    rows = plain.filter(next_due_at__isnull=False).order_by("next_due_at", "pk")
    return rows.filter(next_due_at__gte=due).exclude(next_due_at=due, pk__lte=last) if due else rows


def _undated(plain: QuerySet[Case], among: Among, last: int | None = None) -> QuerySet[Case]:
    rows = plain.filter(next_due_at__isnull=True).order_by("-pk")
    rows = rows if among is None else rows.filter(pk__in=among)
    return rows.filter(pk__lt=last) if last else rows


def _mark(case: Case) -> str:
    due = (case.next_due_at - EPOCH) // ONE_MICROSECOND if case.next_due_at else ""
    return f"{due}.{case.pk}"


def _read_mark(mark: str) -> tuple[datetime | None, int | None]:
    due, _dot, pk = mark.partition(".")
    if not pk.isdecimal() or len(pk) > 18 or len(due) > 17 or (due and not due.isdecimal()):
        return None, None
    return (EPOCH + int(due) * ONE_MICROSECOND if due else None), int(pk)


def sees_all_agencies(actor: Actor) -> bool:
    """Whether the agency is worth a column and a filter for this person."""
    return actor.is_superuser or actor.has(*SEES_ALL)


def next_case(actor: Actor, but: int | None, now: datetime) -> int | None:
    """The case of one's own work that is due first, other than the one just done."""
    mine = visible_cases(actor).filter(condition(Queue.MINE, actor, now)).exclude(pk=but or 0)
    return mine.order_by(F("next_due_at").asc(nulls_last=True), "pk").values_list("pk", flat=True).first()


def opened(actor: Actor, case_id: int, *, whole: bool = True) -> Case | None:
    """The case where this person may open it (one query, put together once for each person).

    `whole` brings what its page names of other tables; joining that takes longer than most changes.
    """
    return _opening(actor, whole).first(case_id=case_id) if case_id <= BigIntegerField.MAX_BIGINT else None


@lru_cache(maxsize=MOST_KEPT)
def _opening(actor: Actor, whole: bool) -> PreparedObjects[Case]:
    def build(case_id: int) -> QuerySet[Case]:
        rows = visible_cases(actor).filter(pk=case_id).order_by()
        return rows.select_related(*NAMED) if whole else rows

    return PreparedObjects(build, case_id=SOME_KEY)


def was_ours(actor: Actor, case_id: int) -> bool:
    """Whether a case stood before one of the actor's agencies once, or was co-ordinated by it; never a hidden one."""
    return case_id <= BigIntegerField.MAX_BIGINT and any(once.rows(case_id=case_id) for once in _once_ours(actor))


@lru_cache(maxsize=MOST_KEPT)
def _once_ours(actor: Actor) -> tuple[Prepared, ...]:
    def of(model: type[Transfer | Coordination]) -> Prepared:
        rows = model._default_manager.filter(agency_id__in=actor.agencies(*SEES_AGENCY), case__restricted=False)
        return Prepared(lambda case_id: rows.filter(case_id=case_id).order_by().values_list("pk")[:1], case_id=SOME_KEY)

    return of(Transfer), of(Coordination)


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
