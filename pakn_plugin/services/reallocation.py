"""What a plan does not decide: a person says to which successor a case goes. Until then the first one keeps it."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from pakn_plugin.access import Actor, NotAllowed, StateChanged, moved_on
from pakn_plugin.models import Case, Reallocation, Reorganisation
from pakn_plugin.queries.touches import What
from pakn_plugin.reorganising.plan import How
from pakn_plugin.services.moves import Move, moving
from pakn_plugin.services.reorganised_log import Log
from pakn_plugin.states import Action


def decide(pk: int, actor: Actor, choice: int, now: datetime) -> Case:
    """Send one case where a person says: `choice` is a place in the row's choices.

    Raises NotAllowed without the right or for a place that is none, StateChanged where it was decided before.
    """
    found = Reallocation.objects.get(pk=pk)
    with moving(found.case_id, actor, Action.REALLOCATE, now) as move:
        row = Reallocation.objects.select_for_update(of=("self",)).select_related("reorganisation").get(pk=pk)
        if row.decided_at or row.reorganisation.status != Reorganisation.Status.EXECUTED:
            raise StateChanged(moved_on(move.case))
        if not 0 <= choice < len(row.choices):
            raise NotAllowed(_("Hãy chọn một trong các đơn vị kế tục."))
        _apply(move, row, choice)
        row.decided_at, row.decided_by = now, actor.user
        row.save(update_fields=["decided_at", "decided_by"])
        return move.case


def _apply(move: Move, row: Reallocation, choice: int) -> None:
    case, values = move.case, dict[str, int | None]()
    area, agency = row.choices[choice]
    keepers = {pair[1] for pair in row.choices}
    if area is not None and area != case.area_id:
        values["area_id"] = area
    # A case that went to some other agency meanwhile stays there: only its commune was still to be said.
    if agency is not None and agency != case.agency_id and case.agency_id in keepers:
        values |= {"agency_id": agency, "officer_id": None}
    move.data = {"reorganisation": row.reorganisation_id, "how": How.HAND.value}
    for name, value in values.items():
        column = name.removesuffix("_id")
        move.data |= {f"{column}_from": getattr(case, name), f"{column}_to": value}
    log = Log(row.reorganisation)
    log.changed(What.CASE, case, How.HAND, **values)
    log.write()


def decide_many(pks: Iterable[int], actor: Actor, now: datetime) -> tuple[int, list[str]]:
    """Follow the suggestion for each of some rows, each by itself; how many were done, and why others were not."""
    done, refused = 0, []
    for row in Reallocation.objects.filter(pk__in=list(pks), decided_at=None).order_by("pk"):
        try:
            decide(row.pk, actor, row.suggested or 0, now)
            done += 1
        except (NotAllowed, StateChanged) as error:
            refused.append(str(error))
    return done, refused
