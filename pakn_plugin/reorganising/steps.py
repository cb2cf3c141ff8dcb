"""The steps of a plan as sentences, with the names of the units."""

from datetime import timedelta

from django.utils.translation import gettext as _

from pakn_plugin.reorganising.plan import Do, Of, Plan, Step
from pakn_plugin.reorganising.registers import Registers


def in_words(plan: Plan, known: Registers) -> list[str]:
    """A sentence for each step; a code that is nowhere stands for itself."""
    return [_sentence(step, plan, _Names(plan, known)) for step in plan.steps]


class _Names:
    """The name of a unit by its code: of today, or of this plan."""

    def __init__(self, plan: Plan, known: Registers) -> None:
        self.known, self.day = known, plan.effective - timedelta(days=1)
        self.made = {(Of.AGENCY, each.code): each.name for each in plan.agencies}
        self.made |= {(Of.COMMUNE, each.code): f"{each.kind} {each.name}" for each in plan.communes}

    def of(self, kind: Of, codes: tuple[str, ...], new: bool = False) -> str:
        """The names of several units."""
        return ", ".join(self._one(kind, code, new) for code in codes)

    def _one(self, kind: Of, code: str, new: bool) -> str:
        made = self.made.get((kind, code))
        if new and made:
            return made
        found = self.known.agency(code) if kind == Of.AGENCY else self.known.commune(code, self.day)
        return found.name if found else made or code


def _sentence(step: Step, plan: Plan, names: _Names) -> str:
    words = {
        "old": names.of(step.of, step.old),
        "new": names.of(step.of, step.new, new=True),
        "day": f"{plan.effective:%d/%m/%Y}",
    }
    said = _of_kind(step) % words
    if step.do == Do.RELEVEL and step.parent:
        said += " " + _("Cấp trên mới: %(parent)s.") % {"parent": names.of(Of.AGENCY, (step.parent,), new=True)}
    if step.divide:
        said += " " + _("Phản ánh đang mở được chia %(how)s.") % {"how": step.divide.label}
    return said


def _of_kind(step: Step) -> str:
    if step.do == Do.MERGE:
        return _("Nhập %(old)s vào %(new)s từ ngày %(day)s.")
    if step.do == Do.SPLIT:
        return _("Chia, tách %(old)s thành %(new)s từ ngày %(day)s.")
    if step.do == Do.ABOLISH:
        return _("%(old)s kết thúc hoạt động từ ngày %(day)s; %(new)s kế tục.")
    if step.do == Do.RELEVEL and not step.new:
        return _("Đổi loại hoặc cấp trên của %(old)s từ ngày %(day)s.")
    return _("%(old)s trở thành %(new)s từ ngày %(day)s.")
