"""What a daily mail says of a reorganisation: how many cases came to the agency, how many wait for a choice."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pakn_plugin.access import Actor, visible_cases
from pakn_plugin.models import Event, Reallocation, Reorganisation
from pakn_plugin.queries.digest import Digest, Group, Line
from pakn_plugin.states import ENDED, Action

MOVED, TO_DECIDE = "staff_reorganised", "staff_to_reallocate"


def with_moved(digest: Digest, actor: Actor, told: Sequence[tuple[str, Event]]) -> Digest:
    """The mail with a group about reorganisations before all others (four queries for each that it tells of)."""
    lines = [line for template, event in told for line in _lines(actor, template, event)]
    if not lines:
        return digest
    return Digest([Group(_("Sau sắp xếp đơn vị"), lines), *digest.groups], digest.more)


def _lines(actor: Actor, template: str, event: Event) -> list[Line]:
    row = Reorganisation.objects.filter(pk=event.data["reorganisation"]).first()
    seen = visible_cases(actor).filter(restricted=False).exclude(state__in=ENDED)
    if row is None or row.status != Reorganisation.Status.EXECUTED:
        return []
    if template == TO_DECIDE:
        waiting = Reallocation.objects.filter(reorganisation=row, decided_at=None, case__in=seen)
        number, words = waiting.count(), _waiting
    else:
        here = Event.objects.filter(action=Action.REORGANISE, at=event.at, agency=event.agency_id, case__in=seen)
        number, words = here.count(), _moved
    return [Line(row.document, words(number), None)] if number else []


def _moved(number: int) -> str:
    words = ngettext("%(n)d phản ánh chuyển đến đơn vị của bạn", "%(n)d phản ánh chuyển đến đơn vị của bạn", number)
    return words % {"n": number}


def _waiting(number: int) -> str:
    return ngettext("%(n)d phản ánh chờ phân lại", "%(n)d phản ánh chờ phân lại", number) % {"n": number}
