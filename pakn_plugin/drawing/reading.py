"""From JSON to a layout and back. What does not make sense is told, layer by layer, in the words of the designer."""

import re
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from pakn_plugin.drawing.layout import (
    BOUNDS,
    CHOICES,
    COLOURS,
    FIXED,
    LONGEST,
    MOST_LAYERS,
    SCHEMES,
    USES,
    Kind,
    Layer,
    Layout,
    Place,
)
from pakn_plugin.drawing.sizes import EVERY, FAMILIES, GRIDS

CODE = re.compile(r"#[0-9A-Fa-f]{6}")


@dataclass(frozen=True)
class Problem:
    """What stands against publishing: which layer it concerns (None: the whole), and the sentence for people.

    `gist` is the same without size and figure, by which what is wrong in several sizes is told at once; `size` is the
    one, and `contrast` what was measured there, where it was.
    """

    message: str
    layer: int | None = None
    gist: str = field(default="", compare=False)
    size: str = field(default="", compare=False)
    contrast: float | None = field(default=None, compare=False)


class LayoutError(ValueError):
    """The data are no layout; `problems` say why."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("; ".join(problem.message for problem in problems))
        self.problems = problems


def read(data: Any) -> Layout:
    """The layout that some JSON describes. Raises LayoutError with every problem that was found."""
    if not isinstance(data, dict) or not isinstance(data.get("layers"), list):
        raise LayoutError([Problem(_("Dữ liệu mẫu không đúng dạng."))])
    problems: list[Problem] = []
    schemes = {scheme: _scheme(data.get("schemes"), scheme, problems) for scheme in SCHEMES}
    if not 0 < len(data["layers"]) <= MOST_LAYERS:
        problems.append(Problem(_("Mẫu phải có từ 1 đến %(most)s lớp.") % {"most": MOST_LAYERS}))
    layers = [_layer(row, number, problems) for number, row in enumerate(data["layers"][:MOST_LAYERS])]
    if problems:
        raise LayoutError(problems)
    return Layout(schemes, tuple(layer for layer in layers if layer))


def written(layout: Layout) -> dict[str, Any]:
    """The layout as JSON, each layer with the settings of its kind only."""
    return {
        "schemes": {scheme: dict(colours) for scheme, colours in layout.schemes.items()},
        "layers": [_row(layer) for layer in layout.layers],
    }


def _row(layer: Layer) -> dict[str, Any]:
    row: dict[str, Any] = {"kind": str(layer.kind)}
    row |= {name: getattr(layer, name) for name in USES[layer.kind]}
    if "fallback" in row:
        row["fallback"] = list(layer.fallback)
    row["when"], row["not_at"] = layer.when, list(layer.not_at)
    row["at"] = {f: [p.column, p.row, p.width, p.height] for f, p in layer.at.items()}
    return row


def _scheme(schemes: Any, scheme: str, problems: list[Problem]) -> dict[str, str]:
    given = schemes.get(scheme) if isinstance(schemes, dict) else None
    given = given if isinstance(given, dict) else {}
    wrong = [name for name in COLOURS if not CODE.fullmatch(str(given.get(name, "")))]
    if wrong:
        problems.append(
            Problem(
                _("Bảng màu “%(scheme)s”: màu %(names)s phải có dạng #RRGGBB.")
                % {"scheme": scheme, "names": ", ".join(wrong)}
            )
        )
    return {name: str(given.get(name)).upper() for name in COLOURS}


def _layer(row: Any, number: int, problems: list[Problem]) -> Layer | None:
    def wrong(message: str) -> None:
        problems.append(Problem(message, number))

    if not isinstance(row, dict) or str(row.get("kind")) not in set(Kind):
        wrong(_("Loại lớp không có."))
        return None
    kind = Kind(str(row["kind"]))
    found: dict[str, Any] = {"kind": kind}
    for name in ("when", *USES[kind]):
        if name in row:
            found[name] = _setting(name, row[name], wrong)
    absent = row.get("not_at")
    found["not_at"] = tuple(size for size in EVERY if isinstance(absent, list) and size in absent)
    found["at"] = {family: place for family in GRIDS if (place := _place(row.get("at"), family, wrong))}
    if kind == Kind.PICTURE and not found.get("image"):
        wrong(_("Hãy chọn hình cho lớp hình."))
    if kind == Kind.TEXT and not found.get("vi"):
        wrong(_("Hãy viết chữ tiếng Việt cho lớp chữ."))
    return Layer(**found)


def _setting(name: str, value: Any, wrong: Any) -> Any:
    if name in CHOICES:
        if value not in CHOICES[name]:
            wrong(_("Giá trị “%(value)s” không có trong danh sách.") % {"value": value})
        return value
    if name in BOUNDS:
        low, high = BOUNDS[name]
        if not _whole(value) or not low <= value <= high:
            wrong(_("Giá trị phải là số nguyên từ %(low)s đến %(high)s.") % {"low": low, "high": high})
        return value
    if name in ("colour", "second"):
        if value not in (*COLOURS, *FIXED) and (value != "" or name == "colour"):
            wrong(_("Màu “%(value)s” không có trong bảng màu.") % {"value": value})
        return value
    if name == "fallback":
        return _fallback(value, wrong)
    if name == "image":
        if value is not None and not _whole(value):
            wrong(_("Hình đã chọn không đọc được."))
        return value
    text = " ".join(str(value).split(" ")).strip()
    if len(text) > LONGEST:
        wrong(_("Chữ dài quá %(most)s ký tự.") % {"most": LONGEST})
    return text


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _fallback(value: Any, wrong: Any) -> tuple[int, ...]:
    sizes = tuple(value) if isinstance(value, list | tuple) else ()
    right = 0 < len(sizes) <= 12 and all(_whole(each) and 20 <= each <= 100 for each in sizes)
    if not right or list(sizes) != sorted(sizes, reverse=True):
        wrong(_("Cỡ chữ dự phòng phải là các số nguyên từ 100 xuống 20, giảm dần."))
    return sizes


def _place(at: Any, family: str, wrong: Any) -> Place | None:
    value = at.get(family) if isinstance(at, dict) else None
    if not value:
        return None
    four = isinstance(value, list | tuple) and len(value) == 4 and all(_whole(each) for each in value)
    place = Place(*value) if four else None
    if place is None or not place.inside(family):
        columns, rows = GRIDS[family]
        wrong(
            _("Vị trí ở nhóm cỡ “%(family)s” phải nằm trong lưới %(columns)s cột × %(rows)s hàng.")
            % {"family": ", ".join(FAMILIES[family]), "columns": columns, "rows": rows}
        )
    return place
