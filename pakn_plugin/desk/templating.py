"""Prepared replies in the editor: which fit, and how one gets into the text without a script."""

from typing import Any

from django.db.models import Case as Branch
from django.db.models import IntegerField, Q, Value, When
from django.utils.translation import gettext as _

from pakn_plugin.answers import Outcome
from pakn_plugin.models import Case, Reply, ReplyTemplate
from pakn_plugin.models.desk import fill_in

MOST = 60
# A heading, and the templates below it.
Group = tuple[str, list[ReplyTemplate]]


def fitting(case: Case, draft: Reply | None) -> list[Group]:
    """Prepared replies in two groups, those for the case's field and its outcomes first (one query)."""
    outcomes = {row["outcome"] for row in draft.points if row["outcome"]} if draft else set()
    own_field = Q(topic=None) | Q(topic=case.topic_id)
    right_kind = Q(kind="") | Q(kind__in=outcomes or Outcome.values)
    fits = Branch(
        When(own_field & right_kind & Q(topic=case.topic_id), then=Value(0)),
        When(own_field & right_kind, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    rows: list[Any] = list(
        ReplyTemplate.objects.filter(active=True).annotate(fits=fits).order_by("fits", "name")[:MOST]
    )
    groups = [
        (_("Phù hợp với phản ánh này"), [row for row in rows if row.fits < 2]),
        (_("Mẫu khác"), [row for row in rows if row.fits == 2]),
    ]
    return [(heading, found) for heading, found in groups if found]


def with_template(typed: Any, case: Case) -> tuple[Any, str]:
    """What was typed with the chosen template behind the text, and what is wrong where none was chosen."""
    chosen = typed.get("template", "")
    row = (
        ReplyTemplate.objects.filter(active=True, pk=chosen).first()
        if chosen.isascii() and chosen.isdecimal() and len(chosen) < 18
        else None
    )
    if row is None:
        return typed, _("Hãy chọn một mẫu trước khi chèn. Những gì đã nhập được lưu ở bản nháp.")
    filled = typed.copy()
    filled["text"] = "\n\n".join(part for part in (typed.get("text", "").strip(), fill_in(row.text, case)) if part)
    return filled, ""
