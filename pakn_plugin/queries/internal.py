"""The texts of a case by who reads them: what stays inside the offices, and what the citizen knows."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import CharField, F, Model, Value
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils.translation import gettext_lazy as _

from pakn_plugin import promising
from pakn_plugin.firewall import Finding, Rule, Span
from pakn_plugin.models import Case, Coordination, Message, Note, Rating, Reply, Review, TimeRequest, Transfer
from pakn_plugin.prepared import Prepared
from pakn_plugin.queries import wording

MOST = 400
KNOWN = "known"
REPLY = "reply"
LABELS = {
    "note": _("Ghi chú nội bộ"),
    "transfer": _("Lý do chuyển"),
    "decline": _("Lý do trả lại"),
    "question": _("Câu hỏi phối hợp"),
    "answer": _("Ý kiến phối hợp"),
    "remark": _("Ý kiến về thời hạn"),
    "review": _("Nhận xét rà soát"),
    "act": _("Nội dung chấn chỉnh"),
}
# Table, kind, column, when it was written, and the way to the case; the last is the one that there is most of.
TABLES: tuple[tuple[type[Model], str, str, str, str], ...] = (
    (Transfer, "transfer", "reason", "proposed_at", "case"),
    (Transfer, "decline", "decline_reason", "decided_at", "case"),
    (Coordination, "question", "question", "asked_at", "case"),
    (Coordination, "answer", "answer", "answered_at", "case"),
    (TimeRequest, "remark", "remark", "decided_at", "case"),
    (Review, "review", "remark", "decided_at", "rating__case"),
    (Review, "act", "act_text", "decided_at", "rating__case"),
    (Review, KNOWN, "reason", "decided_at", "rating__case"),
    (Rating, KNOWN, "comment", "rated_at", "case"),
    (Message, KNOWN, "text", "sent_at", "case"),
    (Note, "note", "text", "written_at", "case"),
)


@dataclass(frozen=True)
class Comparison:
    """A reply beside the texts of its case: what was found, and the internal texts with their kinds."""

    findings: list[Finding]
    internal: list[tuple[str, str]]

    @property
    def blocks(self) -> bool:
        """Whether the reply cannot be published without a reason."""
        return any(finding.blocks for finding in self.findings)

    @property
    def warns(self) -> bool:
        """Whether there is something that people have to confirm that they have seen."""
        return any(not finding.blocks for finding in self.findings)

    def counts(self) -> dict[str, int]:
        """Each rule that was broken, and how often: internal texts that were copied, places for the other rules."""
        found: dict[str, int] = {}
        for finding in self.findings:
            number = 1 if finding.blocks else len(finding.spans)
            found[finding.rule.value] = found.get(finding.rule.value, 0) + number
        return found


@dataclass(frozen=True)
class Version:
    """One reply of a case, published or not; `corrects` is the version that a correction corrects, or 0."""

    pk: int
    number: int
    agency_id: int
    status: str
    corrects: int = 0

    def is_draft_of(self, case: Case) -> bool:
        """Whether the case's agency is working on it."""
        return self.agency_id == case.agency_id and self.status in (Reply.Status.DRAFT, Reply.Status.RETURNED)


@dataclass(frozen=True)
class Texts:
    """Everything that was written about a case: internal texts with their kinds, what the citizen knows, replies."""

    internal: list[tuple[str, str]]
    known: list[str]
    versions: list[Version]


def texts_of(case: Case) -> Texts:
    """The texts of a case, and its replies with the newest first (one query)."""
    texts, versions = Texts([], [case.text, case.title, case.address], []), []
    for kind, text in _OF_ONE.rows(case=case.pk):
        if kind.startswith(REPLY):
            _kind, pk, number, agency, status, corrects = kind.split(":")
            versions.append(Version(int(pk), int(number), int(agency), status, int(corrects)))
            if status == Reply.Status.PUBLISHED:
                texts.known.append(text)
        elif kind == KNOWN:
            texts.known.append(text)
        else:
            texts.internal.append((kind, text))
    texts.versions.extend(sorted(versions, key=lambda each: -each.number))
    return texts


def compare(
    case: Case,
    words: str,
    texts: Texts | None = None,
    more: Sequence[tuple[str, str]] = (),
    answers: bool = False,
) -> Comparison:
    """Compare a text for the citizen with everything that was written about the case (one query, or the texts).

    `more` are internal texts, with their kinds, that are only just being written. Only what `answers` the citizen has
    to say what was done; the reason of a review has not.
    """
    texts = texts or texts_of(case)
    inside = [*texts.internal, *more]
    found = wording.now().examine(words, [text for _kind, text in inside], texts.known, [case.reporter.name], answers)
    return Comparison(found, inside)


def compare_reply(case: Case, reply: Reply, today: date, texts: Texts | None = None) -> Comparison:
    """Compare everything that a reply says, also point by point (one query, or the texts).

    A day that is promised in words only, while no answer to a point carries it, is found too.
    """
    found = compare(case, reply.whole, texts, answers=True)
    days = [] if reply.promises_a_day else promising.promised_days(reply.whole, today)
    if days:
        found.findings.append(Finding(Rule.PROMISE, tuple(Span(*place) for place in days)))
    return found


def texts_by_case(cases: Sequence[int]) -> dict[int, list[tuple[str, str, datetime]]]:
    """What was written about many cases: kind, text and moment (one query, at most MOST for each on average)."""
    found: dict[int, list[tuple[str, str, datetime]]] = defaultdict(list)
    for kind, text, case, at in _texts(cases, dated=True)[: MOST * len(cases)]:
        found[case].append((kind, text, at))
    return found


def _texts(cases: Sequence[int], dated: bool = False) -> Any:
    """The texts by kind, from one table after the other; `dated` adds the case and when each was written."""
    parts = [_part(cases, dated, *table) for table in TABLES]
    return parts[-1].union(*parts[:-1], _replies(cases, dated), all=True)


def _part(cases: Sequence[int], dated: bool, model: type[Model], kind: str, name: str, moment: str, way: str) -> Any:
    rows: Any = model._default_manager.filter(**{f"{way}__in": cases}).exclude(**{name: ""}).order_by()
    return rows.values_list(
        Value(kind, CharField()), Cast(name, CharField()), *([f"{way}_id", moment] if dated else [])
    )


def _replies(cases: Sequence[int], dated: bool) -> Any:
    facts = ("pk", "number", "agency_id", "status")
    parts = [piece for name in facts for piece in (Value(":"), Cast(name, CharField()))]
    parts += [Value(":"), Cast(Coalesce("corrects_id", 0), CharField())]
    kind = Concat(Value(REPLY), *parts, output_field=CharField())
    gap = Value("\n\n")
    whole = Concat(F("text"), gap, F("words"), gap, F("correction_reason"), output_field=CharField())
    rows = Reply.objects.filter(case__in=cases).order_by()
    return rows.values_list(kind, whole, *(["case_id", "drafted_at"] if dated else []))


def _of_one(case: int) -> Any:
    return _texts([case])[:MOST]


_OF_ONE = Prepared(_of_one, case=-1)
