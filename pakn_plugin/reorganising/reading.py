"""From the text of a plan (TOML) to the plan. Every fault is found at once, each with its line and step."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from pakn_plugin.reorganising.plan import BadPlan, Divide, Do, Fault, NewAgency, NewCommune, Of, Plan, Step

LONGEST = 1_000_000
TOP = {"title", "document", "effective", "agency", "commune", "step"}
OF_AGENCY = {"code", "name", "kind", "parent", "email"}
OF_COMMUNE = {"code", "kind", "name", "agency", "province", "lat", "lon"}
OF_STEP = {"do", "of", "from", "to", "divide", "fields", "people", "kind", "parent"}
_TABLE = re.compile(r"^\s*\[\[\s*(agency|commune|step)\s*\]\]")
_LINE = re.compile(r"at line (\d+)")


def parse(text: str) -> Plan:
    """The plan that a text describes. Raises BadPlan with everything that is wrong in its form."""
    if len(text) > LONGEST:
        raise BadPlan([Fault(_("Tệp kế hoạch quá lớn (nhiều nhất 1 MB)."))])
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = _LINE.search(str(error))
        words = _("Không đọc được tệp TOML (%(why)s). Hãy sửa dòng này theo mẫu trong tài liệu.") % {"why": error}
        raise BadPlan([Fault(words, int(line[1]) if line else len(text.splitlines()))]) from error
    reader = Reader(found, _lines_of(text))
    plan = reader.plan()
    if reader.faults:
        raise BadPlan(reader.faults)
    return plan


def _lines_of(text: str) -> dict[str, list[int]]:
    """Where each table begins; lines are counted from 1."""
    found: dict[str, list[int]] = {"agency": [], "commune": [], "step": []}
    for number, line in enumerate(text.splitlines(), start=1):
        table = _TABLE.match(line)
        if table:
            found[table[1]].append(number)
    return found


class Reader:
    """Reads the parts of a plan and keeps what is wrong with them."""

    def __init__(self, found: Mapping[str, Any], lines: Mapping[str, list[int]]) -> None:
        self.found, self.lines = found, lines
        self.faults: list[Fault] = []

    def plan(self) -> Plan:
        """Everything that could be read."""
        self._unknown(self.found, TOP, 0, 0)
        plan = Plan(
            self._word(self.found, "title", 0),
            self._word(self.found, "document", 0),
            self._day(),
            tuple(self._agency(row, line) for row, line in self._tables("agency")),
            tuple(self._commune(row, line) for row, line in self._tables("commune")),
            tuple(filter(None, (self._step(n, *each) for n, each in enumerate(self._tables("step"), start=1)))),
        )
        if not self.found.get("step"):
            self.faults.append(Fault(_("Kế hoạch chưa có bước nào: thêm ít nhất một bảng [[step]].")))
        return plan

    def _tables(self, name: str) -> Iterator[tuple[dict[str, Any], int]]:
        rows = self.found.get(name, [])
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            self.faults.append(Fault(_("“%(name)s” phải viết thành các bảng [[%(name)s]].") % {"name": name}))
            return
        lines = self.lines[name]
        for index, row in enumerate(rows):
            yield row, lines[index] if index < len(lines) else 0

    def _agency(self, row: dict[str, Any], line: int) -> NewAgency:
        self._unknown(row, OF_AGENCY, line, 0)
        words = {name: self._word(row, name, line) for name in ("code", "name", "kind")}
        words |= {name: self._word(row, name, line, needed=False) for name in ("parent", "email")}
        return NewAgency(**words, line=line)

    def _commune(self, row: dict[str, Any], line: int) -> NewCommune:
        self._unknown(row, OF_COMMUNE, line, 0)
        words = {name: self._word(row, name, line) for name in ("code", "kind", "name")}
        words |= {name: self._word(row, name, line, needed=False) for name in ("agency", "province")}
        lat, lon = self._number(row, "lat", 90, line), self._number(row, "lon", 180, line)
        return NewCommune(**words, lat=lat, lon=lon, line=line)

    def _step(self, number: int, row: dict[str, Any], line: int) -> Step | None:
        self._unknown(row, OF_STEP, line, number)
        do = self._choice(row, "do", Do, line, number)
        of = self._choice(row, "of", Of, line, number)
        divide = self._choice(row, "divide", Divide, line, number) if "divide" in row else None
        old, new = self._codes(row, "from", line, number), self._codes(row, "to", line, number)
        fields, people = self._pairs(row, "fields", line, number), self._pairs(row, "people", line, number)
        kind, parent = (self._word(row, name, line, number, needed=False) for name in ("kind", "parent"))
        if do is None or of is None:
            return None
        return Step(number, line, do, of, old, new, divide, fields, people, kind, parent)

    def _day(self) -> date:
        day = self.found.get("effective")
        if isinstance(day, datetime) or not isinstance(day, date):
            self.faults.append(Fault(_("Thiếu ngày hiệu lực: viết effective = 2025-07-01 (năm-tháng-ngày).")))
            return date.max
        return day

    def _unknown(self, row: Mapping[str, Any], known: set[str], line: int, step: int) -> None:
        for name in sorted(set(row) - known):
            words = _("Không có mục “%(name)s”. Các mục dùng được: %(known)s.")
            self._say(words % {"name": name, "known": ", ".join(sorted(known))}, line, step)

    def _word(self, row: Mapping[str, Any], name: str, line: int, step: int = 0, needed: bool = True) -> str:
        value = row.get(name, "")
        if isinstance(value, str) and (value.strip() or not needed):
            return value.strip()
        self._say(_("Mục “%(name)s” phải là chữ và không để trống.") % {"name": name}, line, step)
        return ""

    def _number(self, row: Mapping[str, Any], name: str, most: int, line: int) -> float | None:
        value = row.get(name)
        if value is None or (isinstance(value, int | float) and -most <= value <= most):
            return value if value is None else float(value)
        self._say(_("Mục “%(name)s” phải là tọa độ theo độ, ví dụ 12.25.") % {"name": name}, line, 0)
        return None

    def _choice(self, row: Mapping[str, Any], name: str, choices: Any, line: int, step: int) -> Any:
        try:
            return choices(row.get(name, ""))
        except ValueError:
            known = ", ".join(choices.values)
            self._say(_("Mục “%(name)s” phải là một trong: %(known)s.") % {"name": name, "known": known}, line, step)
            return None

    def _codes(self, row: Mapping[str, Any], name: str, line: int, step: int) -> tuple[str, ...]:
        value = row.get(name, [])
        if isinstance(value, list) and all(isinstance(each, str) and each.strip() for each in value):
            return tuple(each.strip() for each in value)
        self._say(_('Mục “%(name)s” phải là danh sách mã, ví dụ ["so-a", "so-b"].') % {"name": name}, line, step)
        return ()

    def _pairs(self, row: Mapping[str, Any], name: str, line: int, step: int) -> dict[str, str]:
        value = row.get(name, {})
        if isinstance(value, dict) and all(isinstance(each, str) for each in value.values()):
            return dict(value)
        words = _('Mục “%(name)s” phải là các cặp tên = "mã đơn vị".') % {"name": name}
        self._say(words, line, step)
        return {}

    def _say(self, words: str, line: int, step: int) -> None:
        self.faults.append(Fault(words, line, step))
