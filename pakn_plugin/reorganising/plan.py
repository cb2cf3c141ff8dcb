"""What a plan says: new units, and steps that lead from old units to new ones."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Do(TextChoices):
    """What a step does to its units."""

    MERGE = "merge", _("Nhập")
    SPLIT = "split", _("Chia, tách")
    RENAME = "rename", _("Đổi tên")
    ABOLISH = "abolish", _("Kết thúc hoạt động")
    RELEVEL = "relevel", _("Đổi loại hoặc cấp trên")


class Of(TextChoices):
    """What sort of units a step is about."""

    AGENCY = "agency", _("cơ quan")
    COMMUNE = "commune", _("xã, phường, đặc khu")


class Divide(TextChoices):
    """By what the open cases of a unit go to one of several successors."""

    BOUNDARY = "boundary", _("theo ranh giới đã nạp")
    FIELD = "field", _("theo lĩnh vực")
    AREA = "area", _("theo xã, phường nơi xảy ra")
    HAND = "hand", _("người phụ trách quyết định")


class How(TextChoices):
    """How it was decided where something goes."""

    ONLY = "only", _("chỉ có một đơn vị kế tục")
    BOUNDARY = "boundary", _("vị trí nằm trong ranh giới")
    FIELD = "field", _("theo lĩnh vực")
    AREA = "area", _("theo xã, phường nơi xảy ra")
    NAMED = "named", _("kế hoạch nêu tên")
    FIRST = "first", _("về đơn vị kế tục đầu tiên, cần xem lại")
    HAND = "hand", _("chờ người quyết định")
    KEPT = "kept", _("giữ nguyên, cần đọc lại")


# What a person has to look at after the plan was carried out.
FOR_PEOPLE = frozenset({How.FIRST, How.HAND, How.KEPT})


@dataclass(frozen=True)
class NewAgency:
    """An agency that begins on the effective day."""

    code: str
    name: str
    kind: str
    parent: str = ""
    email: str = ""
    line: int = 0


@dataclass(frozen=True)
class NewCommune:
    """A commune that begins on the effective day; `agency` is the code of its committee."""

    code: str
    kind: str
    name: str
    agency: str = ""
    province: str = ""
    lat: float | None = None
    lon: float | None = None
    line: int = 0


@dataclass(frozen=True)
class Step:
    """One step: the old units, what becomes of them, and how their cases are divided.

    `fields` sends a field of feedback to a successor, `people` a user name. Codes of communes that are older units may
    bear their first day: "22333@2010-01-01".
    """

    number: int
    line: int
    do: Do
    of: Of
    old: tuple[str, ...]
    new: tuple[str, ...] = ()
    divide: Divide | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)
    kind: str = ""
    parent: str = ""


@dataclass(frozen=True)
class Plan:
    """A whole reorganisation."""

    title: str
    document: str
    effective: date
    agencies: tuple[NewAgency, ...] = ()
    communes: tuple[NewCommune, ...] = ()
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True)
class Fault:
    """Something wrong in a plan: where, and what to do. A warning does not stand in the way."""

    text: str
    line: int = 0
    step: int = 0
    warning: bool = False

    def __str__(self) -> str:
        places = [
            str(_("Dòng %(line)d") % {"line": self.line}) if self.line else "",
            str(_("bước %(step)d") % {"step": self.step}) if self.step else "",
        ]
        where = ", ".join(filter(None, places))
        return f"{where[:1].upper()}{where[1:]}: {self.text}" if where else self.text


class BadPlan(Exception):
    """The plan cannot be used; `faults` says why."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults
