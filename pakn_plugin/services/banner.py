"""Placements of the banner: counting (day and kind only; nothing of the visitor is kept), saving, drawing."""

from datetime import date
from functools import partial

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet
from django_q.tasks import async_task

from pakn_plugin.models import Placement, PlacementCount
from pakn_plugin.services import banner_files


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
    """Keep a placement and have its pictures drawn by the worker."""
    with transaction.atomic():
        placement.save()
        transaction.on_commit(partial(async_task, "pakn_plugin.tasks.render_banner", placement.pk))


def render(placement_id: int) -> bool:
    """Draw a placement's banner ahead; False where the placement is gone. Doing it twice does no harm."""
    placement = Placement.objects.select_related("design__current").filter(pk=placement_id).first()
    if placement is None:
        return False
    banner_files.render(banner_files.look_of(placement))
    banner_files.remember(placement)
    return True


def render_all_of(design_id: int) -> None:
    """Have the worker draw every placement of a design again, once what is being done is committed."""
    transaction.on_commit(partial(async_task, "pakn_plugin.tasks.render_design", design_id))


def render_design(design_id: int) -> int:
    """Draw all placements of a design that are in use; how many."""
    return _render(Placement.objects.filter(design=design_id, active=True))


def render_figures() -> int:
    """Draw the placements that show figures, with those of today; how many."""
    return _render(Placement.objects.filter(with_figures=True, active=True))


def _render(placements: QuerySet[Placement]) -> int:
    return sum(render(pk) for pk in placements.order_by("pk").values_list("pk", flat=True))
