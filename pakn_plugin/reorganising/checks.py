"""A plan against the registers: unknown units, units used twice, circles, successors that do not exist on the day."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.utils.translation import gettext as _

from pakn_plugin.reorganising.plan import Divide, Do, Fault, Of, Plan, Step
from pakn_plugin.reorganising.registers import Known, Registers, ending_committees

DAY = timedelta(days=1)
A_YEAR = timedelta(days=366)
MOST_YEARS = 10


def faults_of(plan: Plan, known: Registers, today: date) -> list[Fault]:
    """Everything that is wrong with a plan, in the order of the text; warnings are marked."""
    checker = Checker(plan, known)
    found = [*_about_the_day(plan, today), *checker.definitions()]
    for step in plan.steps:
        found += checker.step(step)
    found += checker.between_steps()
    return sorted(found, key=lambda fault: (fault.warning, fault.line))


def serious(faults: list[Fault]) -> list[Fault]:
    """Those that stand in the way."""
    return [fault for fault in faults if not fault.warning]


def _about_the_day(plan: Plan, today: date) -> Iterator[Fault]:
    apart = abs(plan.effective - today)
    if apart > MOST_YEARS * A_YEAR:
        yield Fault(_("Ngày hiệu lực cách hôm nay hơn 10 năm: hãy xem lại năm."))
    elif plan.effective > today:
        words = _("Ngày hiệu lực chưa đến: chạy thử được ngay, chỉ thực hiện được từ ngày %(day)s.")
        yield Fault(words % {"day": f"{plan.effective:%d/%m/%Y}"}, warning=True)
    elif plan.effective < today:
        words = _("Ngày hiệu lực đã qua: đơn vị mới tính từ ngày %(day)s, vai trò của cán bộ chuyển từ hôm nay.")
        yield Fault(words % {"day": f"{plan.effective:%d/%m/%Y}"}, warning=True)


class Checker:
    """Checks the parts of one plan against one state of the registers."""

    def __init__(self, plan: Plan, known: Registers) -> None:
        self.plan, self.known = plan, known
        self.before = plan.effective - DAY
        self.new_agencies = {each.code for each in plan.agencies}
        self.new_communes = {each.code for each in plan.communes}
        self.ending = {(step.of, code) for step in plan.steps for code in step.old if self._ends(step, code)}
        self.ending |= {(Of.AGENCY, code) for code in ending_committees(plan, known)}

    @staticmethod
    def _ends(step: Step, code: str) -> bool:
        """Whether a unit ends by a step: not one that others join, nor an agency that only changes its level."""
        return not (step.of == Of.AGENCY and (step.do == Do.RELEVEL or code in step.new))

    def definitions(self) -> Iterator[Fault]:
        """New units: once each, with a free code, a known kind, a parent and a committee that exist."""
        seen: set[tuple[str, str]] = set()
        used = {(step.of, code) for step in self.plan.steps for code in step.new}
        served = {commune.agency for commune in self.plan.communes} | {each.parent for each in self.plan.agencies}
        for of, each in [(Of.AGENCY, a) for a in self.plan.agencies] + [(Of.COMMUNE, c) for c in self.plan.communes]:
            if (of, each.code) in seen:
                yield self._at(each.line, _("Mã “%(code)s” được khai báo hai lần: bỏ một bảng."), each.code)
            seen.add((of, each.code))
            if (of, each.code) not in used and not (of == Of.AGENCY and each.code in served):
                words = _("Đơn vị mới “%(code)s” không kế tục đơn vị nào: nếu sai, thêm mã vào “to” của một bước.")
                yield Fault(words % {"code": each.code}, each.line, warning=of == Of.AGENCY)
        for agency in self.plan.agencies:
            if self.known.agency(agency.code):
                words = _("Mã cơ quan “%(code)s” đã có trong danh mục: đặt mã mới cho cơ quan mới.")
                yield self._at(agency.line, words, agency.code)
            if agency.kind not in self.known.kinds:
                words = _("Loại cơ quan “%(code)s” không có. Các loại: %(known)s.")
                yield Fault(words % {"code": agency.kind, "known": ", ".join(sorted(self.known.kinds))}, agency.line)
            if agency.parent and not self._lasts(agency.parent):
                words = _("Cơ quan cấp trên “%(code)s” không tồn tại vào ngày hiệu lực.")
                yield self._at(agency.line, words, agency.parent)
        yield from self._communes()

    def _communes(self) -> Iterator[Fault]:
        for commune in self.plan.communes:
            begins = [each.first for each in self.known.communes.get(commune.code, ()) if not each.void]
            if self.plan.effective in begins:
                words = _("Xã, phường mã “%(code)s” bắt đầu từ ngày hiệu lực đã có trong danh mục.")
                yield self._at(commune.line, words, commune.code)
            if commune.agency and not self._lasts(commune.agency):
                words = _("Ủy ban “%(code)s” của xã, phường mới không tồn tại vào ngày hiệu lực: khai báo [[agency]].")
                yield self._at(commune.line, words, commune.agency)

    def step(self, step: Step) -> Iterator[Fault]:
        """One step by itself: its shape, its old and new units, how cases are divided."""
        yield from self._shape(step)
        for code in step.old:
            yield from self._old(step, code)
        for code in step.new:
            yield from self._new(step, code)
        targets = set(step.new)
        for name, code in [*step.fields.items(), *step.people.items()]:
            if code not in targets:
                words = _("“%(name)s” được chuyển đến “%(code)s”, nhưng mã này không có trong “to” của bước.")
                yield Fault(words % {"name": name, "code": code}, step.line, step.number)
        for topic in step.fields:
            if topic not in self.known.topics:
                yield self._in(step, _("Không có lĩnh vực mã “%(code)s” trong danh mục."), topic)
        if step.parent and not self._lasts(step.parent):
            yield self._in(step, _("Cơ quan cấp trên “%(code)s” không tồn tại vào ngày hiệu lực."), step.parent)
        if step.kind and step.kind not in self.known.kinds:
            yield self._in(step, _("Không có loại cơ quan “%(code)s”."), step.kind)

    def _shape(self, step: Step) -> Iterator[Fault]:
        old, new, in_place = len(step.old), len(step.new), step.do == Do.RELEVEL and step.of == Of.AGENCY
        words = ""
        if step.do == Do.MERGE and (not old or new != 1 or step.old == step.new):
            words = _("Bước nhập cần ít nhất một đơn vị ở “from” và đúng một đơn vị khác ở “to”.")
        elif step.do == Do.SPLIT and (old != 1 or new < 2):
            words = _("Bước chia tách cần đúng một đơn vị ở “from” và từ hai đơn vị ở “to”.")
        elif step.do == Do.ABOLISH and (old != 1 or not new):
            words = _("Bước kết thúc hoạt động cần một đơn vị ở “from” và ít nhất một đơn vị tiếp nhận ở “to”.")
        elif step.do == Do.RENAME and (old != 1 or new != 1 or (step.old == step.new and step.of == Of.AGENCY)):
            words = _("Bước đổi tên cần một đơn vị ở “from” và một đơn vị mới, mã khác, ở “to”: tên cũ vẫn tra được.")
        elif in_place and (old != 1 or new or not (step.kind or step.parent)):
            words = _("Đổi loại hoặc cấp trên của cơ quan cần một mã ở “from”, không có “to”, và “kind” hoặc “parent”.")
        elif step.do == Do.RELEVEL and not in_place and (old != 1 or new != 1):
            words = _("Đổi loại của xã, phường cần một đơn vị ở “from” và một đơn vị mới ở “to”.")
        elif new > 1 and step.divide is None:
            words = _("Có nhiều đơn vị kế tục: nêu “divide” là boundary, field, area hoặc hand.")
        if words:
            yield Fault(words, step.line, step.number)
        wrong = {Divide.FIELD, Divide.AREA} if step.of == Of.COMMUNE else {Divide.BOUNDARY}
        if step.divide in wrong:
            yield self._in(step, _("Không chia được như vậy (%(code)s) cho loại đơn vị này."), step.divide.value)
        if step.divide == Divide.FIELD and not step.fields:
            yield Fault(_("Chia theo lĩnh vực cần “fields”: lĩnh vực nào về đơn vị nào."), step.line, step.number)

    def _old(self, step: Step, code: str) -> Iterator[Fault]:
        if step.of == Of.AGENCY:
            found, ever = self.known.agency(code), self.known.agency(code) is not None
        else:
            found, ever = self.known.commune(code, self.before), self.known.ever(code)
        if not ever:
            yield self._in(step, _("Không có đơn vị mã “%(code)s”: xem lại mã trong danh mục."), code)
        elif found is None or not (found.in_force(self.before) and found.in_force(self.plan.effective)):
            words = _("Đơn vị “%(code)s” không còn hoặc chưa hoạt động vào ngày hiệu lực và ngày trước đó.")
            yield self._in(step, words, code)

    def _new(self, step: Step, code: str) -> Iterator[Fault]:
        defined = self.new_agencies if step.of == Of.AGENCY else self.new_communes
        if code in defined:
            return
        found = self._lasting(step.of, code)
        if found is None:
            words = _("Đơn vị kế tục “%(code)s” không tồn tại vào ngày hiệu lực: khai báo bảng đơn vị mới hoặc sửa mã.")
            yield self._in(step, words, code)
        elif step.do in (Do.RENAME,) or (step.of == Of.COMMUNE and step.do == Do.RELEVEL):
            yield self._in(step, _("Tên hoặc loại mới cần một đơn vị mới: khai báo bảng cho “%(code)s”."), code)
        elif (step.of, code) in self.ending:
            words = _("Vòng lặp: “%(code)s” vừa là đơn vị kế tục, vừa kết thúc trong chính kế hoạch này.")
            yield self._in(step, words, code)
        elif any(self._leads_to(found, old, step.of) for old in step.old):
            words = _("Vòng lặp: “%(code)s” đã có đơn vị kế tục dẫn ngược về đơn vị cũ của bước này.")
            yield self._in(step, words, code)

    def _leads_to(self, unit: Known, code: str, of: Of) -> bool:
        seen, waiting = set[str](), list(unit.heirs)
        while waiting:
            here = waiting.pop()
            if here == code:
                return True
            found = self.known.agency(here) if of == Of.AGENCY else None
            if here not in seen and found:
                waiting += found.heirs
            seen.add(here)
        return False

    def between_steps(self) -> Iterator[Fault]:
        """A unit is the old unit of one step only."""
        first: dict[tuple[str, str], int] = {}
        for step in self.plan.steps:
            for code in step.old:
                key = (step.of.value, code.partition("@")[0])
                if key in first and not (step.of == Of.AGENCY and code in step.new):
                    words = _("Đơn vị “%(code)s” đã có ở bước %(first)d: mỗi đơn vị cũ chỉ thuộc một bước.")
                    yield Fault(words % {"code": code, "first": first[key]}, step.line, step.number)
                first.setdefault(key, step.number)

    def _lasts(self, code: str) -> bool:
        """Whether an agency exists on the effective day when the plan was carried out."""
        if code in self.new_agencies:
            return True
        found = self.known.agency(code)
        return bool(found and found.in_force(self.plan.effective)) and (Of.AGENCY, code) not in self.ending

    def _lasting(self, of: Of, code: str) -> Known | None:
        day = self.plan.effective
        found = self.known.agency(code) if of == Of.AGENCY else self.known.commune(code, day)
        return found if found and found.in_force(day) else None

    def _in(self, step: Step, words: str, code: str) -> Fault:
        return Fault(words % {"code": code}, step.line, step.number)

    def _at(self, line: int, words: str, code: str) -> Fault:
        return Fault(words % {"code": code}, line)
