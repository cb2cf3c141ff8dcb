"""The texts of a case by who reads them: what stays inside the offices, and what the citizen knows."""

from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Model, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from pakn_plugin import firewall
from pakn_plugin.firewall import Finding
from pakn_plugin.models import Case, Coordination, Message, Note, Reply, TimeRequest, Transfer

MOST = 400
KNOWN = "known"
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


def compare(case: Case, reply: str) -> Comparison:
    """Compare a text for the citizen with everything that was written about the case (one query)."""
    rows = list(_texts(case)[:MOST])
    internal = [(kind, text) for kind, text in rows if kind != KNOWN]
    known = [case.text, case.title, case.address, *(text for kind, text in rows if kind == KNOWN)]
    names = [case.reporter.name]
    return Comparison(firewall.examine(reply, [text for _kind, text in internal], known, names), internal)


def _texts(case: Case) -> Any:
    parts = [
        _part(Transfer, case, "transfer", "reason"),
        _part(Transfer, case, "decline", "decline_reason"),
        _part(Coordination, case, "question", "question"),
        _part(Coordination, case, "answer", "answer"),
        _part(TimeRequest, case, "remark", "remark"),
        _part(Message, case, KNOWN, "text"),
        _part(Reply, case, KNOWN, "text", status=Reply.Status.PUBLISHED),
    ]
    return _part(Note, case, "note", "text").union(*parts, all=True)


def _part(model: type[Model], case: Case, kind: str, name: str, **narrowed: Any) -> Any:
    rows: Any = model._default_manager.filter(case=case, **narrowed).exclude(**{name: ""}).order_by()
    return rows.values_list(Value(kind, CharField()), Cast(name, CharField()))
