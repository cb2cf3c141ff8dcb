"""Cases that belong together: duplicates of one matter, parts of one text; what each side may see of the other."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import OuterRef, Q, Subquery

from pakn_plugin import text
from pakn_plugin.access import Actor, visible_cases
from pakn_plugin.models import Case, Event, Publication, Reply
from pakn_plugin.queries.related import COMMON
from pakn_plugin.states import OPEN, Action

SHOWN = 5
LOOKED_AT = 200
HALF_A_YEAR = timedelta(days=180)
SHORTEST = 3
FEWEST = 2


def likely_mains(actor: Actor, case: Case) -> list[Case]:
    """Up to five open cases of the same commune or address that tell of the same, most shared words first.

    One query over at most the newest LOOKED_AT of them; words are compared without marks.
    """
    near = visible_cases(actor).filter(area_id=case.area_id, filed_at__gte=case.filed_at - HALF_A_YEAR, state__in=OPEN)
    columns = ("code", "title", "address", "state", "filed_at", "topic_id", "folded", "agency__name")
    rows = near.exclude(pk=case.pk).select_related("agency").only(*columns).order_by("-filed_at")[:LOOKED_AT]
    mine = _words(case.folded) - _words(text.words(str(case.area)))
    scored = [(_likeness(mine, case, other), other) for other in rows]
    found = sorted((pair for pair in scored if pair[0]), key=lambda pair: -pair[0])
    return [other for _score, other in found[:SHOWN]]


def _likeness(mine: set[str], case: Case, other: Case) -> int:
    """How many telling words two cases share, and a little for the same field; one word alone says nothing."""
    shared = len(mine & _words(other.folded))
    return 0 if shared < FEWEST else 2 * shared + (other.topic_id == case.topic_id)


def _words(folded: str) -> set[str]:
    return {word for word in folded.split() if len(word) >= SHORTEST} - COMMON


def family(actor: Actor, case: Case) -> list[Case]:
    """The whole that a case was split from and the parts that were split from it, as far as this person sees them."""
    same = Q(split_from=case) | Q(pk=case.split_from_id or 0)
    return list(visible_cases(actor).filter(same).only("code", "title", "state", "split_from_id").order_by("pk"))


def own_family(case: Case, steps: Iterable[Event]) -> Sequence[Case]:
    """The same for the reporter, whose cases they all are; asked only where the history tells of a split."""
    if case.split_from_id is None and all(step.action != Action.SPLIT for step in steps):
        return []
    same = Q(split_from=case) | Q(pk=case.split_from_id or 0)
    return list(Case.objects.filter(same).only("code", "title", "link_key", "split_from_id").order_by("pk"))


@dataclass(frozen=True)
class Main:
    """What the reporter of a duplicate may know of its main case: never who filed it, nor their words or pictures."""

    case: Case
    public_id: str
    replies: Sequence[Reply]


def main_of(case: Case, replies: Sequence[Reply]) -> Main | None:
    """The main case of a duplicate with its published `replies` (one query); None where there is none to show."""
    if case.merged_into_id is None:
        return None
    rows = Case.objects.filter(pk=case.merged_into_id, restricted=False).select_related("agency", "refusal_reason")
    shown = Publication.objects.filter(case=OuterRef("pk"), withdrawn_at=None).values("public_id")
    hidden = ("title", "text", "folded", "refusal_text", "address")
    main = rows.defer(*hidden).annotate(public_id=Subquery(shown[:1])).first()
    return Main(main, main.public_id or "", replies) if main else None
