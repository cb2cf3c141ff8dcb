"""What is typed in the designer, as a form sends it: made of a draft, and rearranged without losing anything."""

from collections.abc import Iterable
from typing import Any

from django.http import QueryDict

from pakn_plugin.drawing.layout import MOST_LAYERS, SCHEMES, USES, Kind, Layer
from pakn_plugin.drawing.reading import read, written
from pakn_plugin.drawing.sizes import GRIDS
from pakn_plugin.models import BannerDesign
from pakn_plugin.services import designs

Row = dict[str, list[str]]
# Where a new layer lies until it is moved.
START = {"strip": [2, 2, 12, 4], "small": [2, 2, 12, 4], "block": [3, 3, 12, 6], "sheet": [4, 4, 16, 6]}


def typed(design: BannerDesign) -> QueryDict:
    """A draft as its form would send it; what an older draft does not say has its usual value."""
    draft = written(read(design.draft))
    data = QueryDict(mutable=True)
    data["name"], data["name_en"], data["seen"] = design.name, design.name_en, designs.state_of(design)
    for scheme in SCHEMES:
        for name, code in draft["schemes"][scheme].items():
            data[f"{scheme}-{name}"] = code.lower()
    return with_rows(data, [_row(layer) for layer in draft["layers"]])


def _row(layer: dict[str, Any]) -> Row:
    row: Row = {"kind": [layer["kind"]], "when": [layer["when"]], "not_at": list(layer["not_at"])}
    for name in USES[Kind(layer["kind"])]:
        value: Any = layer.get(name)
        said = ", ".join(map(str, value)) if name == "fallback" else value
        row[name] = ["" if said is None else str(said)]
    for family in GRIDS:
        for at, number in enumerate(layer["at"].get(family) or ()):
            row[f"{family}_{at}"] = [str(number)]
    return row


def count(data: QueryDict) -> int:
    """How many layers were sent."""
    given = data.get("layers", "")
    return min(int(given), MOST_LAYERS) if given.isascii() and given.isdigit() else 0


def rows(data: QueryDict) -> list[Row]:
    """What was typed, layer by layer."""
    found: list[Row] = [{} for _number in range(count(data))]
    for key in data:
        word, _dash, rest = key.partition("-")
        number, _dash, name = rest.partition("-")
        if word == "layer" and number.isascii() and number.isdigit() and int(number) < len(found):
            found[int(number)][name] = data.getlist(key)
    return found


def with_rows(data: QueryDict, given: Iterable[Row]) -> QueryDict:
    """The same with other layers."""
    made = QueryDict(mutable=True)
    for key in data:
        if not key.startswith("layer"):
            made.setlist(key, data.getlist(key))
    number = 0
    for number, row in enumerate(given, start=1):
        for name, values in row.items():
            made.setlist(f"layer-{number - 1}-{name}", values)
    made["layers"] = str(number)
    return made


def rearranged(data: QueryDict, do: str) -> QueryDict:
    """What was typed after a button of a layer: "up-3", "down-3", "remove-3", or "add" of the chosen kind."""
    word, _dash, number = do.partition("-")
    layers = rows(data)
    if word == "add":
        kind = data.get("new", "")
        if kind in set(Kind) and len(layers) < MOST_LAYERS:
            layers.append(_new(Kind(kind)))
        return with_rows(data, layers)
    at = int(number) if number.isascii() and number.isdigit() else -1
    if not 0 <= at < len(layers):
        return data
    row = layers.pop(at)
    if word != "remove":
        layers.insert(max(0, at - 1) if word == "up" else at + 1, row)
    return with_rows(data, layers)


def _new(kind: Kind) -> Row:
    layer = Layer(kind)
    values = {name: getattr(layer, name) for name in USES[kind]}
    values |= {"vi": "Chữ mới", "en": ""} if kind == Kind.TEXT else {}
    values |= {"colour": "black", "second": "white"} if kind == Kind.QR else {}
    return _row({"kind": str(kind), "when": "always", "not_at": [], "at": START, **values})
