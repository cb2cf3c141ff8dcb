"""All banners drawn again, in batches that the worker takes one after the other; a screen shows how far it is."""

import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django_q.tasks import async_task

from pakn_plugin.models import Placement, Rendering
from pakn_plugin.models.rendering import NOT_BEGUN
from pakn_plugin.services import banner_cards, banner_files

# Most placements, and about most seconds, of one task.
BATCH, SECONDS = 25, 30.0
# A run that has not moved for so long has lost its task: it is taken up where it was.
STALLED = timedelta(minutes=15)
KEPT = timedelta(days=30)
Tell = Callable[[int, int], None]


def ask(by: Any, now: datetime) -> Rendering:
    """Have all banners drawn again by the worker. One that was asked for and has not begun is enough.

    To be called after what was changed is committed: one that has begun may have read what was before.
    """
    with transaction.atomic():
        waiting = Rendering.objects.filter(finished_at=None, after=NOT_BEGUN).first()
        if waiting:
            return waiting
        run = begin(by, now)
        transaction.on_commit(partial(_enqueue, run.pk))
    return run


def begin(by: Any, now: datetime) -> Rendering:
    """A run of its own, for whoever takes its steps."""
    return Rendering.objects.create(asked_at=now, step_at=now, by=by, total=Placement.objects.count())


def step(pk: int, now: datetime, tell: Tell | None = None, then: Callable[[int], None] | None = None) -> bool:
    """Draw the next placements of a run; whether more is to be done. Safe to run twice and at once.

    They are marked as done after their files lie there, by whoever comes first, and `then` is called in the same
    transaction: a killed worker's placements are done again. A full disk ends the run with its reason; what was shown
    before stays. A banner that cannot be drawn is named and left as it is.
    """
    run = Rendering.objects.filter(pk=pk, finished_at=None).first()
    if run is None:
        return False
    try:
        ids, failed = _draw(run, timezone.localdate(now))
    except OSError as full:
        _end(run, now, str(full)[:300])
        return False
    if not ids:
        _end(run, now, run.error)
        return False
    error = "; ".join([run.error, *failed] if run.error else failed)[:300]
    moved = Rendering.objects.filter(pk=pk, after=run.after, finished_at=None)
    with transaction.atomic():
        mine = moved.update(after=ids[-1], done=F("done") + len(ids), step_at=now, error=error)
        if mine and then:
            then(pk)
    if tell:
        tell(min(run.done + len(ids), run.total), run.total)
    return True


def _draw(run: Rendering, today: date) -> tuple[list[int], list[str]]:
    """The placements that were looked at now, and what was wrong with some. Raises OSError."""
    if run.after == NOT_BEGUN:
        Rendering.objects.filter(pk=run.pk, after=NOT_BEGUN).update(after=0)
        run.after = 0
        banner_files.publish_neutral()
    rows = Placement.objects.filter(pk__gt=run.after).order_by("pk").values_list("pk", flat=True)[:BATCH]
    ids, failed, end = list[int](), list[str](), time.monotonic() + SECONDS
    for pk in rows:
        failed += banner_cards.publish([pk], today)
        ids.append(pk)
        if time.monotonic() > end:
            break
    return ids, failed


def _end(run: Rendering, now: datetime, error: str) -> None:
    """Written once; a run that reached the last row has done them all, also those that came meanwhile."""
    Rendering.objects.filter(pk=run.pk, finished_at=None).update(finished_at=now, step_at=now, error=error)


def run_queued(pk: int, now: datetime) -> bool:
    """One batch by the worker, and the task of the next."""
    return step(pk, now, then=_enqueue)


def take_up(now: datetime) -> int:
    """Give runs that have stopped moving a new task; returns how many."""
    lost = Rendering.objects.filter(finished_at=None, step_at__lt=now - STALLED)
    found = list(lost.values_list("pk", flat=True)[:10])
    for pk in found:
        if Rendering.objects.filter(pk=pk, finished_at=None, step_at__lt=now - STALLED).update(step_at=now):
            _enqueue(pk)
    return len(found)


def nightly(now: datetime) -> None:
    """What a new day changes: agencies that ended, figures; and what nobody needs any more."""
    ask(None, now)
    banner_files.clean(now)
    Rendering.objects.filter(asked_at__lt=now - KEPT).delete()


def latest() -> Rendering | None:
    """The run that a screen shows: the newest."""
    return Rendering.objects.select_related("by").order_by("-pk").first()


def _enqueue(pk: int) -> None:
    async_task("pakn_plugin.tasks.render_banners", pk)
