"""What a change of the wording would do: the last published replies compared as today, and as they would be."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from pakn_plugin.access import Actor, visible_cases
from pakn_plugin.firewall import Finding, Wording
from pakn_plugin.models import Reply
from pakn_plugin.queries import internal, wording
from pakn_plugin.queries.internal import KNOWN, REPLY, Comparison

MOST, EXAMPLES = 200, 10
BLOCKED, WARNED, CLEAN = "blocked", "warned", "clean"
Written = tuple[str, str, datetime]


@dataclass(frozen=True)
class Example:
    """A published reply that would fare otherwise: how it fares now and then."""

    reply: Reply
    now: Comparison
    then: Comparison

    @property
    def levels(self) -> tuple[str, str]:
        """What happens to it now and then."""
        return level_of(self.now.findings), level_of(self.then.findings)


@dataclass
class Trial:
    """How many of the replies are blocked, warned of or clean, now and then; those that fare otherwise, some shown."""

    looked: int = 0
    now: Counter[str] = field(default_factory=Counter)
    then: Counter[str] = field(default_factory=Counter)
    changed: int = 0
    examples: list[Example] = field(default_factory=list)


def level_of(findings: Sequence[Finding]) -> str:
    """What happens to a reply where this is found."""
    if any(finding.blocks for finding in findings):
        return BLOCKED
    return WARNED if findings else CLEAN


def try_out(actor: Actor, then: Wording, number: int = MOST) -> Trial:
    """Compare the last `number` (at most MOST) published replies with what was written before each (four queries).

    Complaints and denunciations are left out. Examples are of cases that the actor may open.
    """
    rows = Reply.objects.filter(status=Reply.Status.PUBLISHED, case__restricted=False)
    replies = list(rows.select_related("case__reporter").order_by("-published_at", "-pk")[: min(number, MOST)])
    cases = {reply.case_id for reply in replies}
    texts = internal.texts_by_case(sorted(cases)) if cases else {}
    visible = set(visible_cases(actor).filter(pk__in=cases).values_list("pk", flat=True))
    found, today = Trial(), wording.now()
    for reply in replies:
        example = _fares(reply, texts.get(reply.case_id, []), today, then)
        found.looked += 1
        for counter, level in zip((found.now, found.then), example.levels, strict=True):
            counter[level] += 1
        if _rules(example.now) != _rules(example.then):
            found.changed += 1
            if reply.case_id in visible and len(found.examples) < EXAMPLES:
                found.examples.append(example)
    return found


def _fares(reply: Reply, texts: Sequence[Written], today: Wording, then: Wording) -> Example:
    at, case = reply.published_at, reply.case
    earlier = [(kind, text) for kind, text, written in texts if at and written < at]
    inside = [(kind, text) for kind, text in earlier if kind != KNOWN and not kind.startswith(REPLY)]
    known = [case.text, case.title, case.address, *(text for kind, text in earlier if _is_public(kind, reply))]
    beside = ([text for _kind, text in inside], known, [case.reporter.name])
    both = (Comparison(each.examine(reply.whole, *beside), inside) for each in (today, then))
    return Example(reply, *both)


def _is_public(kind: str, reply: Reply) -> bool:
    """Whether the citizen had read a text before: the dialogue, and replies published earlier."""
    if kind == KNOWN:
        return True
    if not kind.startswith(REPLY):
        return False
    _kind, pk, number, _agency, status, _corrects = kind.split(":")
    return status == Reply.Status.PUBLISHED and int(pk) != reply.pk and int(number) < reply.number


def _rules(found: Comparison) -> list[tuple[str, int | None]]:
    return [(finding.rule.value, finding.source) for finding in found.findings]
