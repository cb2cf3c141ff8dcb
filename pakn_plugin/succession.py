"""Which agencies have taken over the work of which: a few rows, in the process's memory for a minute."""

from datetime import date

from pakn_plugin import memory
from pakn_plugin.models.commitment import came_from, reach

AGENCIES = "agencies-then"


def inherited(own: set[int], day: date) -> tuple[tuple[int, int], ...]:
    """Pairs of one of these agencies and an ended one whose work has come to it, however many steps away."""
    before = memory.kept(AGENCIES, ("before", day), lambda: came_from(day)) if own else {}
    return tuple((heir, old) for heir in sorted(own & before.keys()) for old in sorted(reach(before, {heir}) - {heir}))
