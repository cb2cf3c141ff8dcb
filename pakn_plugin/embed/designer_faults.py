"""What stands against publishing a design, told once for all sizes in which it is the same."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from pakn_plugin.drawing.checking import LOWEST
from pakn_plugin.drawing.reading import Problem
from pakn_plugin.drawing.sizes import said


@dataclass(frozen=True)
class Fault:
    """One thing to mend: the number of its layer (from 1; 0 for the whole), and where it shows."""

    layer: int
    message: str
    sizes: tuple[str, ...]


def grouped(problems: Iterable[Problem]) -> list[Fault]:
    """The problems by layer and kind, in their order; of contrasts the worst is told."""
    groups: dict[tuple[int | None, str], list[Problem]] = {}
    for problem in problems:
        groups.setdefault((problem.layer, problem.gist or problem.message), []).append(problem)
    return [_fault(layer, what, alike) for (layer, what), alike in groups.items()]


def _fault(layer: int | None, what: str, alike: list[Problem]) -> Fault:
    measured = [problem.contrast for problem in alike if problem.contrast is not None]
    if measured:
        numbers = {"what": what, "worst": _number(min(measured)), "least": _number(LOWEST)}
        what = _("%(what)s: tương phản %(worst)s (cần %(least)s)") % numbers
    sizes = tuple(dict.fromkeys(said(problem.size) for problem in alike if problem.size))
    return Fault(0 if layer is None else layer + 1, what, sizes)


def _number(value: float) -> str:
    return f"{value:.1f}".replace(".", ",")
