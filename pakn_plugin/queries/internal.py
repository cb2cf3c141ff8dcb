"""The texts of a case by who reads them: what stays inside the offices, and what the citizen knows."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import CharField, Model, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext_lazy as _

from pakn_plugin import firewall, promising
from pakn_plugin.firewall import Finding, Rule, Span
from pakn_plugin.models import Case, Coordination, Message, Note, Reply, TimeRequest, Transfer

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
}


@dataclass(frozen=True)
class Comparison:
    """A reply beside the texts of its case: what was found, and the internal texts with their kinds."""

    findings: list[Finding]
    internal: list[tuple[str, str]]

    @property
    def blocks(self) -> bool:
        """Whether the reply cannot be published without a reason."""
        return any(finding.blocks for finding in self.findings)


@dataclass(frozen=True)
class Version:
    """One reply of a case, published or not."""

    pk: int
    number: int
    agency_id: int
    status: str


@dataclass(frozen=True)
class Texts:
    """Everything that was written about a case: internal texts with their kinds, what the citizen knows, replies."""

    internal: list[tuple[str, str]]
    known: list[str]
    versions: list[Version]


def texts_of(case: Case) -> Texts:
    """The texts of a case, and its replies with the newest first (one query)."""
    texts, versions = Texts([], [case.text, case.title, case.address], []), []
    for kind, text in _texts(case)[:MOST]:
        if kind.startswith(REPLY):
            _kind, pk, number, agency, status = kind.split(":")
            versions.append(Version(int(pk), int(number), int(agency), status))
            if status == Reply.Status.PUBLISHED:
                texts.known.append(text)
        elif kind == KNOWN:
            texts.known.append(text)
        else:
            texts.internal.append((kind, text))
    texts.versions.extend(sorted(versions, key=lambda each: -each.number))
    return texts


def compare(case: Case, reply: str, texts: Texts | None = None) -> Comparison:
    """Compare a text for the citizen with everything that was written about the case (one query, or the texts)."""
    texts = texts or texts_of(case)
    found = firewall.examine(reply, [text for _kind, text in texts.internal], texts.known, [case.reporter.name])
    return Comparison(found, texts.internal)


def compare_reply(case: Case, reply: Reply, today: date, texts: Texts | None = None) -> Comparison:
    """Compare everything that a reply says, also point by point (one query, or the texts).

    A day that is promised in words only, while no answer to a point carries it, is found too.
    """
    found = compare(case, reply.whole, texts)
    days = [] if reply.promises_a_day else promising.promised_days(reply.whole, today)
    if days:
        found.findings.append(Finding(Rule.PROMISE, tuple(Span(*place) for place in days)))
    return found


def _texts(case: Case) -> Any:
    parts = [
        _part(Transfer, case, "transfer", "reason"),
        _part(Transfer, case, "decline", "decline_reason"),
        _part(Coordination, case, "question", "question"),
        _part(Coordination, case, "answer", "answer"),
        _part(TimeRequest, case, "remark", "remark"),
        _part(Message, case, KNOWN, "text"),
    ]
    parts.append(_replies(case))
    return _part(Note, case, "note", "text").union(*parts, all=True)


def _replies(case: Case) -> Any:
    parts = [
        piece for name in ("pk", "number", "agency_id", "status") for piece in (Value(":"), Cast(name, CharField()))
    ]
    kind = Concat(Value(REPLY), *parts, output_field=CharField())
    said = Concat(Cast("text", CharField()), Value("\n"), Cast("words", CharField()), output_field=CharField())
    return Reply.objects.filter(case=case).order_by().values_list(kind, said)


def _part(model: type[Model], case: Case, kind: str, name: str, **narrowed: Any) -> Any:
    rows: Any = model._default_manager.filter(case=case, **narrowed).exclude(**{name: ""}).order_by()
    return rows.values_list(Value(kind, CharField()), Cast(name, CharField()))
