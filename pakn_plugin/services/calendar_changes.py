"""A change of the working calendar: proposed, looked at, queued, and applied by the worker together with all deadlines.

Days and deadlines change in one transaction, or not at all. Progress goes through the cache, which is outside of it.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.utils.translation import gettext as _
from django_q.tasks import async_task

from pakn_plugin.models import CalendarChange, CalendarDay, CalendarYear
from pakn_plugin.queries.calendar import digest
from pakn_plugin.services.recompute import recompute

AN_HOUR = 3600
LIVE = (CalendarChange.Status.QUEUED, CalendarChange.Status.RUNNING)


class CalendarMoved(Exception):
    """Somebody changed the calendar since it was looked at. The message is for the person."""


def propose(author: Any, days: Sequence[dict[str, str]], now: datetime) -> CalendarChange:
    """Write down days that would become something else, on the basis of the calendar as it is now."""
    return CalendarChange.objects.create(author=author, created_at=now, days=list(days), basis=digest())


def queue(change_id: int) -> CalendarChange:
    """Hand a proposed change to the worker; one that was handed over before stays as it is.

    Raises CalendarMoved where the calendar is no longer the one that was looked at, or another change is under way.
    """
    with transaction.atomic():
        change = CalendarChange.objects.select_for_update().get(pk=change_id)
        if change.status != CalendarChange.Status.DRAFT:
            return change
        if CalendarChange.objects.filter(status__in=LIVE).exists():
            raise CalendarMoved(_("Một thay đổi khác đang được áp dụng. Hãy chờ xong rồi xem trước lại."))
        _check_basis(change)
        change.status = CalendarChange.Status.QUEUED
        change.save(update_fields=["status"])
        async_task("pakn_plugin.tasks.apply_calendar", change.pk)
    return change


def queue_recompute(author: Any, now: datetime) -> CalendarChange:
    """Have all deadlines worked out anew, because office hours changed."""
    with transaction.atomic():
        status = CalendarChange.Status.QUEUED
        change = CalendarChange.objects.create(author=author, created_at=now, status=status)
        async_task("pakn_plugin.tasks.apply_calendar", change.pk)
    return change


def apply(change_id: int, now: datetime) -> bool:
    """Write the days and recompute all deadlines; returns whether this run did it. Safe to run twice.

    Where it fails everything stays as it was, the change says why, and the error is raised for the worker.
    """
    CalendarChange.objects.filter(pk=change_id, status__in=LIVE).update(status=CalendarChange.Status.RUNNING)
    try:
        with transaction.atomic():
            change = _locked(change_id)
            if change is None:
                return False
            _apply(change, now)
    except CalendarMoved as moved:
        _fail(change_id, str(moved), now)
        return False
    except Exception as error:
        _fail(change_id, f"{type(error).__name__}: {error}", now)
        raise
    # Cases that were filed while this ran got their limits by the old calendar.
    recompute(now)
    return True


def progress(change_id: int) -> tuple[int, int]:
    """How many open cases of how many were looked at so far; (0, 0) where it has not begun."""
    done, total = cache.get(_key(change_id), (0, 0))
    return done, total


def confirm_year(year: int, document: str, user: Any, now: datetime) -> CalendarYear:
    """Confirm the calendar of a year; a second confirmation replaces the document of the first."""
    facts = {"document": document, "confirmed_at": now, "confirmed_by": user}
    return CalendarYear.objects.update_or_create(year=year, defaults=facts)[0]


def _locked(change_id: int) -> CalendarChange | None:
    """The change, if it is still to be applied. Changes lock all that are under way: they run one after the other."""
    rows = CalendarChange.objects.select_for_update().filter(status__in=LIVE).order_by("pk")
    return next((row for row in rows if row.pk == change_id), None)


def _apply(change: CalendarChange, now: datetime) -> None:
    if change.days:
        _check_basis(change)
    for each in change.days:
        _write_day(each)
    result = recompute(now, lambda done, total: cache.set(_key(change.pk), (done, total), AN_HOUR))
    change.cases_moved, change.first_moved = result.moved, list(result.first)
    change.finished_at, change.status = now, CalendarChange.Status.DONE
    change.save()


def _write_day(each: dict[str, str]) -> None:
    day = date.fromisoformat(each["day"])
    if not each["kind"]:
        CalendarDay.objects.filter(day=day).delete()
        return
    source = each.get("source") or CalendarDay.Source.DECISION
    facts = {"kind": each["kind"], "name": each["name"], "document": each["document"], "source": source}
    CalendarDay.objects.update_or_create(day=day, defaults=facts)


def _check_basis(change: CalendarChange) -> None:
    if change.basis != digest():
        raise CalendarMoved(_("Lịch đã được người khác thay đổi sau khi bạn xem trước. Hãy xem trước lại."))


def _fail(change_id: int, why: str, now: datetime) -> None:
    rows = CalendarChange.objects.filter(pk=change_id, status__in=LIVE)
    rows.update(status=CalendarChange.Status.FAILED, error=why[:300], finished_at=now)


def _key(change_id: int) -> str:
    return f"pakn.calendar.{change_id}"
