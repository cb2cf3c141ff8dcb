"""Plans as administrators give them: a file, or steps that are put together by choosing units."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pakn_plugin.desk.days import day_field
from pakn_plugin.models import Agency, AgencyKind, Area
from pakn_plugin.models.agency import in_force
from pakn_plugin.queries.groups import grouped
from pakn_plugin.reorganising.plan import BadPlan, Divide, Do, NewAgency, NewCommune, Of, Plan, Step
from pakn_plugin.reorganising.reading import parse

NEW_UNITS = 3
NEW_PARTS = ("code", "name", "kind", "above")
UNCHANGED = gettext_lazy("– Không đổi –")
AREA_KINDS = ("Xã", "Phường", "Đặc khu")
LARGEST_PLAN, LARGEST_BOUNDARIES = 1_000_000, 20_000_000


def text_of(upload: Any, largest: int) -> str:
    """An uploaded file as text. Raises ValidationError."""
    if upload.size > largest:
        raise forms.ValidationError(_("Tệp quá lớn (nhiều nhất %(n)d MB).") % {"n": largest // 1_000_000})
    try:
        return str(upload.read().decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise forms.ValidationError(_("Tệp phải là văn bản UTF-8.")) from error


class BoundariesMixin(forms.Form):
    """Boundaries may come along with a plan."""

    boundaries = forms.FileField(
        label=gettext_lazy("Tệp ranh giới xã, phường mới (GeoJSON)"),
        required=False,
        help_text=gettext_lazy("Chỉ cần khi có xã, phường bị chia tách. Thuộc tính “code” là mã mới."),
    )

    def clean_boundaries(self) -> str:
        upload = self.cleaned_data.get("boundaries")
        return text_of(upload, LARGEST_BOUNDARIES) if upload else ""


class UploadForm(BoundariesMixin):
    """A plan that somebody wrote or downloaded."""

    plan = forms.FileField(label=gettext_lazy("Tệp kế hoạch (TOML)"))
    field_order = ["plan", "boundaries"]

    def clean_plan(self) -> str:
        return text_of(self.cleaned_data["plan"], LARGEST_PLAN)


class ConfirmForm(forms.Form):
    """What is carried out is confirmed by a tick: it cannot be taken back after midnight."""

    sure = forms.BooleanField(label=gettext_lazy("Tôi đã xem kết quả chạy thử và muốn thực hiện kế hoạch này."))


class HeadForm(BoundariesMixin):
    """Title, document and day of a plan that is put together here; `draft` are the steps so far."""

    title = forms.CharField(label=gettext_lazy("Tên kế hoạch"), max_length=300)
    document = forms.CharField(label=gettext_lazy("Số văn bản"), max_length=120)
    effective = day_field(gettext_lazy("Ngày hiệu lực"))
    draft = forms.CharField(widget=forms.HiddenInput, required=False, max_length=LARGEST_PLAN)
    field_order = ["title", "document", "effective", "boundaries", "draft"]

    def plan(self) -> Plan:
        """The plan so far; steps that cannot be read any more are none."""
        head = Plan(*(self.cleaned_data.get(name) for name in ("title", "document", "effective")))  # type: ignore[arg-type]
        try:
            drafted = parse(self.cleaned_data.get("draft") or "")
        except BadPlan:
            return head
        return replace(head, agencies=drafted.agencies, communes=drafted.communes, steps=drafted.steps)


class StepForm(forms.Form):
    """One more step: which units, what becomes of them, and the new units that it needs."""

    do = forms.ChoiceField(label=gettext_lazy("Việc"), choices=Do.choices)
    of = forms.ChoiceField(label=gettext_lazy("Loại đơn vị"), choices=Of.choices)
    old = forms.MultipleChoiceField(
        label=gettext_lazy("Đơn vị cũ"),
        widget=forms.SelectMultiple(attrs={"size": 8}),
        help_text=gettext_lazy("Giữ phím Ctrl để chọn nhiều đơn vị."),
    )
    heirs = forms.MultipleChoiceField(
        label=gettext_lazy("Đơn vị kế tục đã có"), widget=forms.SelectMultiple(attrs={"size": 6}), required=False
    )
    divide = forms.ChoiceField(
        label=gettext_lazy("Chia phản ánh"),
        choices=[("", gettext_lazy("Không cần: một đơn vị kế tục")), *Divide.choices],
        required=False,
    )
    fields_to = forms.CharField(
        label=gettext_lazy("Lĩnh vực về đơn vị nào"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        help_text=gettext_lazy("Khi chia theo lĩnh vực; mỗi dòng: mã lĩnh vực = mã đơn vị."),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Loại mới của cơ quan"), choices=[("", UNCHANGED), *AgencyKind.choices], required=False
    )
    parent = forms.ChoiceField(label=gettext_lazy("Cấp trên mới của cơ quan"), required=False)

    def __init__(self, data: Any = None, *, day: date, drafted: Plan | None = None) -> None:
        super().__init__(data)
        existing = unit_choices(day)
        made = [(f"agency:{each.code}", each.name) for each in drafted.agencies] if drafted else []
        made += [(f"commune:{each.code}", f"{each.kind} {each.name}") for each in drafted.communes] if drafted else []
        fields: Any = self.fields
        fields["old"].choices = existing
        fields["heirs"].choices = [*existing, (_("Đơn vị mới trong kế hoạch này"), made)] if made else existing
        everything = [*(unit for _heading, units in existing for unit in units), *made]
        agencies = [(value.partition(":")[2], name) for value, name in everything if value[:7] == "agency:"]
        fields["parent"].choices = [("", UNCHANGED), *agencies]
        for number in range(1, NEW_UNITS + 1):
            self._add_new_unit(number, agencies)

    def _add_new_unit(self, number: int, agencies: list[tuple[str, str]]) -> None:
        words, bodies = {"n": number}, [("", _("– Không có –")), *agencies]
        kinds = [("", _("– Chọn loại –")), *AgencyKind.choices, *((name, name) for name in AREA_KINDS)]
        above = _("Đơn vị mới %(n)d: cơ quan cấp trên, hoặc ủy ban của xã, phường") % words
        self.fields |= {
            f"code_{number}": _short(_("Đơn vị mới %(n)d: mã") % words, 64),
            f"name_{number}": _short(_("Đơn vị mới %(n)d: tên") % words, 200),
            f"kind_{number}": _one_of(_("Đơn vị mới %(n)d: loại") % words, kinds),
            f"above_{number}": _one_of(above, bodies),
        }

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        self._drop_what_does_not_belong(found)
        for name in ("old", "heirs"):
            if any(value.partition(":")[0] != found.get("of") for value in found.get(name, ())):
                self.add_error(name, _("Chọn những đơn vị cùng loại với ô “Loại đơn vị”."))
        for number in range(1, NEW_UNITS + 1):
            given = [bool(found.get(f"{part}_{number}")) for part in ("code", "name", "kind")]
            if any(given) and not all(given):
                self.add_error(f"code_{number}", _("Đơn vị mới cần đủ mã, tên và loại."))
        for line in found.get("fields_to", "").splitlines():
            if line.strip() and "=" not in line:
                self.add_error("fields_to", _("Mỗi dòng viết: lĩnh vực = mã đơn vị."))
        return found

    def _drop_what_does_not_belong(self, found: dict[str, Any]) -> None:
        """What was filled in for another kind of step is not shown any more, so it must not count either."""
        in_place = found.get("do") == Do.RELEVEL and found.get("of") == Of.AGENCY
        shown = {"level": in_place, "divide": found.get("do") in (Do.SPLIT, Do.ABOLISH), "heirs": not in_place}
        for group, names in self.groups().items():
            for name in names if not shown.get(group, True) else ():
                found[name] = [] if name == "heirs" else ""
                self.errors.pop(name, None)

    @staticmethod
    def groups() -> dict[str, list[str]]:
        """The fields by what they are about; the page shows those that the chosen kind of step needs."""
        made = [f"{part}_{number}" for number in range(1, NEW_UNITS + 1) for part in NEW_PARTS]
        return {"level": ["kind", "parent"], "divide": ["divide", "fields_to"], "heirs": ["heirs", *made]}

    @property
    def new_units(self) -> list[dict[str, Any]]:
        """The fields of each new unit, for the page; unfolded where something was filled in."""
        rows = [[self[f"{part}_{number}"] for part in NEW_PARTS] for number in range(1, NEW_UNITS + 1)]
        return [{"fields": row, "filled": any(field.value() for field in row)} for row in rows]

    def add_to(self, plan: Plan) -> Plan:
        """The plan with this step and its new units."""
        given, of = self.cleaned_data, Of(self.cleaned_data["of"])
        agencies = tuple(self._new_units()) if of == Of.AGENCY else ()
        communes = tuple(self._new_communes()) if of == Of.COMMUNE else ()
        new = [value.partition(":")[2] for value in given["heirs"]]
        new += [each.code for each in agencies] + [each.code for each in communes]
        step = Step(
            len(plan.steps) + 1,
            0,
            Do(given["do"]),
            of,
            tuple(value.partition(":")[2] for value in given["old"]),
            tuple(new),
            Divide(given["divide"]) if given["divide"] else None,
            dict(self._pairs()),
            kind=given["kind"],
            parent=given["parent"],
        )
        return replace(
            plan,
            agencies=plan.agencies + agencies,
            communes=plan.communes + communes,
            steps=(*plan.steps, step),
        )

    def _pairs(self) -> Iterator[tuple[str, str]]:
        for line in self.cleaned_data["fields_to"].splitlines():
            if line.strip():
                topic, _sign, code = line.partition("=")
                yield topic.strip(), code.strip()

    def _given(self) -> Iterator[tuple[str, str, str, str]]:
        for number in range(1, NEW_UNITS + 1):
            code, name, kind, above = (self.cleaned_data[f"{part}_{number}"].strip() for part in NEW_PARTS)
            if code:
                yield code, name, kind, above

    def _new_units(self) -> Iterator[NewAgency]:
        for code, name, kind, parent in self._given():
            yield NewAgency(code, name, kind, parent)

    def _new_communes(self) -> Iterator[NewCommune]:
        for code, name, kind, committee in self._given():
            yield NewCommune(code, kind, name, committee)


def _short(label: str, longest: int) -> forms.CharField:
    return forms.CharField(label=label, max_length=longest, required=False)


def _one_of(label: str, choices: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, required=False)


def unit_choices(day: date) -> list[tuple[str, list[tuple[str, str]]]]:
    """The agencies and communes in force on the day before, each under what they are (two queries)."""
    before: Q = in_force(day - timedelta(days=1))
    agencies = Agency.objects.filter(before).order_by().values_list("code", "name", "kind")
    communes = Area.objects.filter(before).order_by()
    bodies = grouped((f"agency:{code}", f"{name} ({code})", kind) for code, name, kind in agencies)
    places = grouped((f"commune:{_reference(row)}", f"{row} ({row.code})", row.kind) for row in communes)
    return [(_("Cơ quan: %(kind)s") % {"kind": kind}, rows) for kind, rows in bodies] + [
        (_("Địa bàn: %(kind)s") % {"kind": kind}, rows) for kind, rows in places
    ]


def _reference(row: Area) -> str:
    return f"{row.code}@{row.valid_from.isoformat()}" if row.valid_from else row.code
