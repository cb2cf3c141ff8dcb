"""Boundaries of communes (GeoJSON), and in which of them a point lies.

Even-odd rule over the rings of polygons and multipolygons, holes included. What it does not handle: boundaries over
the antimeridian, projections other than degrees of longitude and latitude.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from pakn_plugin.reorganising.plan import BadPlan, Fault

LONGEST = 20_000_000
CODE_NAMES = ("code", "ma", "ma_xa", "maXa")
Ring = Sequence[Sequence[float]]


@dataclass(frozen=True)
class Boundaries:
    """The rings of each commune's polygons, by its new code."""

    rings: Mapping[str, Sequence[Ring]] = field(default_factory=dict)

    def containing(self, lat: float, lon: float, among: Iterable[str]) -> list[str]:
        """The codes among some whose boundary has the point inside."""
        return [code for code in among if _inside(lon, lat, self.rings.get(code, ()))]


def read(text: str) -> Boundaries:
    """Boundaries from a GeoJSON FeatureCollection; each feature bears its commune's new code. Raises BadPlan."""
    if not text.strip():
        return Boundaries()
    if len(text) > LONGEST:
        raise BadPlan([Fault(_("Tệp ranh giới quá lớn (nhiều nhất 20 MB)."))])
    try:
        features = json.loads(text)["features"]
        found: dict[str, list[Ring]] = {}
        for number, feature in enumerate(features, start=1):
            found.setdefault(_code_of(feature, number), []).extend(_rings_of(feature, number))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        words = _("Tệp ranh giới phải là GeoJSON FeatureCollection, tọa độ [kinh độ, vĩ độ].")
        raise BadPlan([Fault(words)]) from error
    return Boundaries(found)


def _code_of(feature: Mapping[str, Any], number: int) -> str:
    properties = feature.get("properties") or {}
    code = next((properties[name] for name in CODE_NAMES if properties.get(name)), None)
    if code is None:
        words = _("Ranh giới thứ %(number)d không có mã xã, phường mới (thuộc tính “code”).")
        raise BadPlan([Fault(words % {"number": number})])
    return str(code)


def _rings_of(feature: Mapping[str, Any], number: int) -> list[Ring]:
    shape = feature["geometry"]
    if shape["type"] not in ("Polygon", "MultiPolygon"):
        words = _("Ranh giới thứ %(number)d phải là Polygon hoặc MultiPolygon.")
        raise BadPlan([Fault(words % {"number": number})])
    polygons = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
    return [[(float(point[0]), float(point[1])) for point in ring] for polygon in polygons for ring in polygon]


def _inside(x: float, y: float, rings: Sequence[Ring]) -> bool:
    """Whether a ray from the point crosses an odd number of edges; a hole's ring takes its part out again."""
    odd = False
    for ring in rings:
        for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], *ring[:1]], strict=True):
            if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
                odd = not odd
    return odd
