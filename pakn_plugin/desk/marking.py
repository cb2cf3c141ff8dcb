"""What the comparison of a reply with the internal texts found, as the desk shows it: marks, and words for each."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from pakn_plugin import text
from pakn_plugin.firewall import Rule, Span
from pakn_plugin.queries.internal import LABELS, Comparison

WORDS = {
    Rule.COPIED: _("Trùng với văn bản nội bộ: không công bố được nếu không có lý do."),
    Rule.INTERNAL: _("Có lời lẽ hành chính nội bộ, người dân không cần đọc."),
    Rule.PERSONAL: _("Có thể là dữ liệu cá nhân: tên người, số điện thoại, số giấy tờ hoặc thư điện tử."),
    Rule.PROMISE: _(
        "Lời trả lời hẹn một ngày, nhưng chưa điều nào được trả lời là “Sẽ làm”: ngày hẹn sẽ không được theo dõi."
    ),
    Rule.GAP: _("Có dấu “…” ở chỗ còn thiếu chữ: hãy viết nốt câu."),
    Rule.EMPTY: _("Chưa nêu việc đã làm, ngày sẽ làm hay căn cứ: người dân sẽ không biết kết quả."),
}


def marked(body: str, spans: Iterable[Span]) -> list[tuple[str, bool]]:
    """A text in parts, each with whether it is marked; spans may overlap."""
    body = text.nfc(body)
    parts: list[tuple[str, bool]] = []
    at = 0
    for span in sorted(spans, key=lambda each: (each.start, each.end)):
        start = max(span.start, at)
        if start >= span.end:
            continue
        parts += [(body[at:start], False), (body[start : span.end], True)]
        at = span.end
    parts.append((body[at:], False))
    return [part for part in parts if part[0]]


def shown(body: str, found: Comparison) -> list[dict[str, Any]]:
    """The findings for the template: what is wrong, where in the reply, and where in which internal text."""
    rows = []
    for finding in found.findings:
        row: dict[str, Any] = {"rule": finding.rule.value, "blocks": finding.blocks, "words": WORDS[finding.rule]}
        if finding.rule != Rule.EMPTY:
            row["reply"] = marked(body, finding.spans)
        if finding.source is not None:
            kind, source = found.internal[finding.source]
            row |= {"source": marked(source, finding.there), "label": LABELS[kind]}
        rows.append(row)
    return rows
