"""Placements of the banner: counting (day and kind only; nothing of the visitor is kept), saving, drawing."""

import time
from datetime import date, datetime
from functools import partial
from typing import Any

from django.db import Error, IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django_q.tasks import async_task

from pakn_plugin.models import Placement, PlacementCount
from pakn_plugin.queries.banner_heirs import dependents
from pakn_plugin.services import banner_cards, banner_files, rendering
from pakn_plugin.services.banner_cards import Wanted

# Keys are at most this long: longer ones are asked of nobody.
LONGEST_KEY = 16
# So long an unknown key is remembered as unknown, and a database that does not answer is left alone.
UNKNOWN_SECONDS, DOWN_SECONDS, MOST_UNKNOWN = 60.0, 5.0, 2048
_unknown: dict[str, float] = {}
_DOWN = "/"


def count(placement_id: int, kind: str, day: date) -> None:
    """Add one to a placement's counter of the day."""
    row = PlacementCount.objects.filter(placement_id=placement_id, day=day, kind=kind)
    if row.update(number=F("number") + 1):
        return
    try:
        with transaction.atomic():
            PlacementCount.objects.create(placement_id=placement_id, day=day, kind=kind, number=1)
    except IntegrityError:
        row.update(number=F("number") + 1)


def save(placement: Placement) -> None:
    """Keep a placement and have its pictures, and those of placements that lead to it, drawn by the worker."""
    with transaction.atomic():
        placement.save()
        transaction.on_commit(partial(async_task, "pakn_plugin.tasks.render_banner", placement.pk))


def render(placement_id: int) -> bool:
    """Draw a placement's banner ahead; False where the placement is gone. Doing it twice does no harm."""
    if not Placement.objects.filter(pk=placement_id).exists():
        return False
    banner_cards.publish({placement_id, *dependents([placement_id])}, timezone.localdate())
    return True


def render_all_of(design_id: int, by: Any, now: datetime) -> None:
    """Have the worker draw what a new version of a design changes, once it is committed; a screen shows how far it is.

    The run looks at all placements: one whose picture stays the same costs next to nothing.
    """
    if Placement.objects.filter(design=design_id).exists():
        transaction.on_commit(partial(rendering.ask, by, now))


def render_all(now: datetime, tell: rendering.Tell | None = None) -> str:
    """Draw all banners here and now; returns why it stopped, empty where it did not."""
    run = rendering.begin(None, now)
    while rendering.step(run.pk, now, tell):
        pass
    return type(run).objects.get(pk=run.pk).error


def look_up(key: str, now: datetime) -> Wanted | None:
    """What a placement without files should show, from the database; kept in files, so that it is asked once.

    None for an unknown key, which is remembered for a minute, and while the database does not answer: it is then left
    alone for seconds, so that no request waits for it.
    """
    moment = time.monotonic()
    if len(key) > LONGEST_KEY or max(_unknown.get(key, 0.0), _unknown.get(_DOWN, 0.0)) > moment:
        return None
    try:
        rows = list(Placement.objects.select_related("agency", "design__current").filter(key=key))
        wanted = banner_cards.wanted_of(rows, timezone.localdate(now)).get(key)
    except Error:  # also a connection that was closed under us
        _unknown[_DOWN] = moment + DOWN_SECONDS
        return None
    if wanted is None:
        _remember_unknown(key, moment)
        return None
    _keep(key, wanted)
    return wanted


def _keep(key: str, wanted: Wanted) -> None:
    """Found in the database again next time where the disk is full."""
    try:
        banner_files.keep_card(key, wanted.card)
        banner_files.link(key, wanted.look)
    except OSError:
        return


def _remember_unknown(key: str, moment: float) -> None:
    if len(_unknown) >= MOST_UNKNOWN:
        _unknown.clear()
    _unknown[key] = moment + UNKNOWN_SECONDS
