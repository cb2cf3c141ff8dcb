"""The texts of a case by who reads them: what stays inside the offices, and what the citizen knows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, F, Model, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext_lazy as _

from pakn_plugin import firewall
from pakn_plugin.firewall import Finding
from pakn_plugin.models import Case, Coordination, Message, Note, Rating, Reply, Review, TimeRequest, Transfer

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


def compare(case: Case, reply: str, texts: Texts | None = None, more: Sequence[tuple[str, str]] = ()) -> Comparison:
    """Compare a text for the citizen with everything that was written about the case (one query, or the texts).

    `more` are internal texts, with their kinds, that are only just being written.
    """
    texts = texts or texts_of(case)
    inside = [*texts.internal, *more]
    found = firewall.examine(reply, [text for _kind, text in inside], texts.known, [case.reporter.name])
    return Comparison(found, inside)


def _texts(case: Case) -> Any:
    parts = [
        _part(Transfer, case, "transfer", "reason"),
        _part(Transfer, case, "decline", "decline_reason"),
        _part(Coordination, case, "question", "question"),
        _part(Coordination, case, "answer", "answer"),
        _part(TimeRequest, case, "remark", "remark"),
        _part(Message, case, KNOWN, "text"),
        _part(Rating, case, KNOWN, "comment"),
        _part(Review, case, KNOWN, "reason", "rating__case"),
        _part(Review, case, "review", "remark", "rating__case"),
        _part(Review, case, "act", "act_text", "rating__case"),
    ]
    parts.append(_replies(case))
    return _part(Note, case, "note", "text").union(*parts, all=True)


def _replies(case: Case) -> Any:
    parts = [
        piece for name in ("pk", "number", "agency_id", "status") for piece in (Value(":"), Cast(name, CharField()))
    ]
    kind = Concat(Value(REPLY), *parts, output_field=CharField())
    return Reply.objects.filter(case=case).order_by().values_list(kind, Cast(F("text"), CharField()))


def _part(model: type[Model], case: Case, kind: str, name: str, to_case: str = "case") -> Any:
    rows: Any = model._default_manager.filter(**{to_case: case}).exclude(**{name: ""}).order_by()
    return rows.values_list(Value(kind, CharField()), Cast(name, CharField()))
