"""What a citizen asks, marked point by point: by the operator at first, then by those who handle the case.

The points stand on the case; each change leaves a version with who made it, and an event.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from pakn_plugin import text
from pakn_plugin.access import Actor, NotAllowed
from pakn_plugin.answers import LONGEST_POINT, MOST_POINTS, Point, numbered, points_of
from pakn_plugin.models import Case, PointsVersion
from pakn_plugin.services import history
from pakn_plugin.services.moves import moving
from pakn_plugin.states import WITH_OPERATOR, Action, State

# Where a main case still takes over what its duplicate asks: nobody has written an answer for approval yet.
STILL_ASKED = WITH_OPERATOR | {State.TRANSFERRED, State.PROCESSING}


def mark_points(case_id: int, actor: Actor, wanted: Sequence[Point], now: datetime) -> Case:
    """Say anew what is asked, in this order; a point without a number is new. Raises NotAllowed for too many."""
    with moving(case_id, actor, Action.MARK_POINTS, now) as move:
        move.data = put(move.case, wanted, actor, now)
        return move.case


def put(case: Case, wanted: Sequence[Point], actor: Actor, now: datetime) -> dict[str, Any]:
    """Set the points of a locked case, which the caller saves, and keep the version; what its event remembers.

    Empty where nothing differs: then nothing is kept.
    """
    before = points_of(case.points)
    cleaned = [Point(point.number, text.clean(point.text)[:LONGEST_POINT]) for point in wanted]
    points = numbered([point for point in cleaned if point.text], _ever(case, before))
    if len(points) > MOST_POINTS:
        raise NotAllowed(_("Mỗi phản ánh nêu nhiều nhất %(most)d điều được hỏi.") % {"most": MOST_POINTS})
    if points == before:
        return {}
    case.points = [point.stored() for point in points]
    version = PointsVersion.objects.create(case=case, points=case.points, marked_by=actor.user, marked_at=now)
    return {"points": len(points), "version": version.pk}


def carry_over(duplicate: Case, main: Case, actor: Actor, now: datetime) -> None:
    """What only a duplicate asks is asked of its main case too, as long as its reply is not written for approval."""
    known = points_of(main.points)
    folded = {text.fold(point.text) for point in known}
    new = [Point(0, point.text) for point in points_of(duplicate.points) if text.fold(point.text) not in folded]
    room = MOST_POINTS - len(known)
    if not new[:room] or main.state not in STILL_ASKED:
        return
    data = put(main, [*known, *new[:room]], actor, now)
    history.append(main, Action.MARK_POINTS, actor, now, str(main.state), data | {"from": duplicate.pk})
    main.save()


def part_of(whole: Case, case: Case, numbers: Sequence[int], actor: Actor, now: datetime) -> None:
    """Points of a split case that go with the part, in their order; the rest stays."""
    points = points_of(whole.points)
    gone = [point for point in points if point.number in numbers]
    if gone:
        put(whole, [point for point in points if point not in gone], actor, now)
        put(case, [Point(0, point.text) for point in gone], actor, now)


def _ever(case: Case, before: Sequence[Point]) -> list[Point]:
    """All points that the case has ever had, so that no number comes again."""
    versions = PointsVersion.objects.filter(case=case).values_list("points", flat=True) if case.pk and before else []
    return [*before, *(point for stored in versions for point in points_of(stored))]
