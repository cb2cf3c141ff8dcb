"""A reorganisation: proposed, looked at, carried out in one transaction, and undone until midnight.

Progress goes through the cache, which is outside of the transaction. What came to an old unit while the plan ran, or
is opened again later, is found by `catch_up`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from hashlib import sha256

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django_q.tasks import async_task

from pakn_plugin import access
from pakn_plugin.access import SYSTEM, Actor, NotAllowed
from pakn_plugin.models import Agency, Case, Reallocation, Reorganisation
from pakn_plugin.queries import case_moves, structure
from pakn_plugin.queries.dry_run import officers_now
from pakn_plugin.queries.fates import Fates, fates_of, registers
from pakn_plugin.reorganising import boundaries as geo
from pakn_plugin.reorganising.boundaries import Boundaries
from pakn_plugin.reorganising.checks import faults_of, serious
from pakn_plugin.reorganising.plan import BadPlan, Fault, Plan
from pakn_plugin.reorganising.reading import parse
from pakn_plugin.services import rendering, reorganised_rows, reorganised_units
from pakn_plugin.services.reorganised_cases import CaseRun, Tell
from pakn_plugin.services.reorganised_log import Log

AN_HOUR = 3600
MOST_STRAYS = 500
Status = Reorganisation.Status
LIVE = (Status.QUEUED, Status.RUNNING)


class Refused(Exception):
    """It cannot be done now. The message is for the person."""


@dataclass(frozen=True)
class Checked:
    """A plan that can be used, its boundaries, and warnings."""

    plan: Plan
    boundaries: Boundaries
    warnings: list[Fault]


def check(text: str, boundaries: str, now: datetime) -> Checked:
    """Read a plan and check it against the registers of this moment. Raises BadPlan with every fault."""
    plan = parse(text)
    faults = faults_of(plan, registers(), timezone.localdate(now))
    if serious(faults):
        raise BadPlan(serious(faults))
    return Checked(plan, geo.read(boundaries), faults)


def propose(actor: Actor, text: str, boundaries: str, now: datetime) -> Reorganisation:
    """Keep a plan that can be used; nothing else changes. Raises BadPlan, NotAllowed."""
    _check_right(actor)
    plan = check(text, boundaries, now).plan
    return Reorganisation.objects.create(
        title=plan.title[:300],
        document=plan.document[:120],
        effective=plan.effective,
        plan=text,
        boundaries=boundaries,
        digest=digest_of(text),
        author=actor.user,
        created_at=now,
    )


def digest_of(text: str) -> str:
    """What a plan is recognised by."""
    return sha256(text.replace("\r\n", "\n").strip().encode()).hexdigest()


def queue(pk: int, actor: Actor, now: datetime) -> Reorganisation:
    """Hand a plan to the worker. Raises Refused where it was carried out, is on its way, or its day has not come."""
    _check_right(actor)
    with transaction.atomic():
        row = _locked(pk)
        if row.status in LIVE:
            return row
        _check_may_run(row, now)
        row.status, row.executed_by, row.error = Status.QUEUED, actor.user, ""
        row.save(update_fields=["status", "executed_by", "error"])
        async_task("pakn_plugin.tasks.reorganise", row.pk)
    return row


def discard(pk: int, actor: Actor) -> None:
    """Delete a plan that was never carried out. Raises Refused for any other: what was done stays on record."""
    _check_right(actor)
    with transaction.atomic():
        row = _locked(pk)
        if row.status not in (Status.PLANNED, Status.FAILED):
            raise Refused(_("Chỉ xóa được kế hoạch chưa thực hiện."))
        row.delete()


def run_queued(pk: int, now: datetime) -> bool:
    """Carry out what was handed to the worker; whether this run did it. Safe to run twice.

    Where it fails everything stays as it was, the row says why, and an unexpected error is raised for the worker.
    """
    Reorganisation.objects.filter(pk=pk, status__in=LIVE).update(status=Status.RUNNING)
    row = Reorganisation.objects.select_related("executed_by").filter(pk=pk, status=Status.RUNNING).first()
    if row is None:
        return False
    actor = access.actor_for(row.executed_by) if row.executed_by else SYSTEM
    try:
        execute(pk, actor, now)
    except (Refused, BadPlan, NotAllowed, ValidationError) as refused:
        _fail(pk, str(refused))
        return False
    except Exception as error:
        _fail(pk, f"{type(error).__name__}: {error}")
        raise
    return True


def execute(pk: int, actor: Actor, now: datetime, tell: Callable[[int, int], None] | None = None) -> Reorganisation:
    """Carry a plan out: units, people, banners, fields, cases, in one transaction, or nothing of it.

    `tell` hears after each chunk how many cases of how many have moved. Raises Refused, BadPlan, NotAllowed.
    """
    _check_right(actor)
    with transaction.atomic():
        row = _locked(pk)
        _check_may_run(row, now)
        checked = check(row.plan, row.boundaries, now)
        list(Agency.objects.select_for_update(of=("self",), no_key=True).order_by("pk").only("pk"))
        log = Log(row)
        _carry_out(row, checked, actor, now, log, tell or _teller(pk))
        log.write()
        row.counts = dict(log.counts) | row.counts
        row.status, row.executed_at, row.executed_by, row.error = Status.EXECUTED, now, actor.user, ""
        row.save()
        transaction.on_commit(structure.forget)
        transaction.on_commit(partial(rendering.ask, actor.user, now))
    catch_up(now)
    return row


def _carry_out(row: Reorganisation, checked: Checked, actor: Actor, now: datetime, log: Log, tell: Tell) -> None:
    reorganised_units.make(checked.plan, log)
    fates = fates_of(checked.plan, checked.boundaries)
    reorganised_units.end(checked.plan, fates, log)
    officers = reorganised_rows.move_memberships(fates, actor, now, log)
    reorganised_rows.move_plain(fates, log)
    run = CaseRun(row, fates, officers, log)
    run.move_all(actor, now, tell)
    reorganised_rows.move_partners(fates, now, log)
    row.counts = {"undecided": run.undecided}


def catch_up(now: datetime) -> int:
    """Move open cases that came to an old unit after all: filed, transferred or opened again meanwhile.

    Returns how many. One query where nothing was reorganised.
    """
    done = 0
    for row in Reorganisation.objects.filter(status=Status.EXECUTED).order_by("executed_at", "pk"):
        plan = parse(row.plan)
        if _left_behind(row, fates_of(plan, Boundaries())).exists():
            done += _move_strays(row, fates_of(plan, geo.read(row.boundaries)), now)
    return done


def _move_strays(row: Reorganisation, fates: Fates, now: datetime) -> int:
    with transaction.atomic():
        rows = _left_behind(row, fates).select_for_update(of=("self",)).only(*case_moves.COLUMNS)
        strays = list(rows.order_by("pk")[:MOST_STRAYS])
        log = Log(row)
        run = CaseRun(row, fates, officers_now(fates, timezone.localdate(now)), log)
        run.move(case_moves.moves_of(strays, fates, run.officers), SYSTEM, now)
        log.write()
    return len(strays)


def _left_behind(row: Reorganisation, fates: Fates) -> QuerySet[Case]:
    """Open cases with a unit that the plan ended, which wait for no person."""
    waiting = Reallocation.objects.filter(reorganisation=row, decided_at=None).values("case")
    return case_moves.concerned(fates).exclude(pk__in=waiting)


def progress(pk: int) -> tuple[int, int]:
    """How many open cases of how many have moved so far; (0, 0) where it has not begun."""
    done, total = cache.get(_key(pk), (0, 0))
    return done, total


def _check_right(actor: Actor) -> None:
    if not access.may_reorganise(actor):
        raise NotAllowed(_("Bạn không có quyền sắp xếp đơn vị."))


def _locked(pk: int) -> Reorganisation:
    """The row, while all others wait: one reorganisation after the other."""
    rows = Reorganisation.objects.select_for_update(of=("self",)).order_by("pk")
    return next(row for row in rows if row.pk == pk)


def _check_may_run(row: Reorganisation, now: datetime) -> None:
    if row.status == Status.EXECUTED or row.status == Status.UNDONE:
        raise Refused(_("Kế hoạch này đã được thực hiện rồi: mỗi kế hoạch chỉ thực hiện một lần."))
    others = Reorganisation.objects.exclude(pk=row.pk)
    if others.filter(digest=row.digest, status=Status.EXECUTED).exists():
        raise Refused(_("Một kế hoạch giống hệt đã được thực hiện."))
    if others.filter(status__in=LIVE).exists():
        raise Refused(_("Một lần sắp xếp khác đang được thực hiện. Hãy chờ xong rồi thử lại."))
    if row.effective > timezone.localdate(now):
        raise Refused(_("Chưa đến ngày hiệu lực %(day)s.") % {"day": f"{row.effective:%d/%m/%Y}"})


def _fail(pk: int, why: str) -> None:
    Reorganisation.objects.filter(pk=pk, status__in=LIVE).update(status=Status.FAILED, error=why[:1000])


def _teller(pk: int) -> Tell:
    return lambda done, total: cache.set(_key(pk), (done, total), AN_HOUR)


def _key(pk: int) -> str:
    return f"pakn.reorganisation.{pk}"


def open_cases_left(row: Reorganisation) -> int:
    """How many open cases lie with a unit that has ended and wait for nobody; there should be none."""
    return _left_behind(row, fates_of(parse(row.plan), Boundaries())).count()
