"""In which commune a point lies: holes, several parts, gaps and overlaps."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pakn_plugin.reorganising.boundaries import Boundaries, read
from pakn_plugin.reorganising.plan import BadPlan

BIG = [[109, 12], [110, 12], [110, 13], [109, 13], [109, 12]]
HOLE = [[109.4, 12.4], [109.6, 12.4], [109.6, 12.6], [109.4, 12.6], [109.4, 12.4]]
ISLAND = [[111, 12], [111.5, 12], [111.5, 12.5], [111, 12.5], [111, 12]]


def feature(code: str, kind: str, shape: Any, name: str = "code") -> dict[str, Any]:
    return {"type": "Feature", "properties": {name: code}, "geometry": {"type": kind, "coordinates": shape}}


def collection(*features: dict[str, Any]) -> str:
    return json.dumps({"type": "FeatureCollection", "features": list(features)})


@pytest.fixture
def found() -> Boundaries:
    main = feature("1", "MultiPolygon", [[BIG, HOLE], [ISLAND]])
    return read(collection(main, feature("2", "Polygon", [HOLE], "ma_xa")))


@pytest.mark.parametrize(
    ("lat", "lon", "codes"),
    [(12.1, 109.1, ["1"]), (12.5, 109.5, ["2"]), (12.2, 111.2, ["1"]), (14, 109.5, []), (12.5, 110.5, [])],
)
def test_a_point_is_found_in_its_commune(found: Boundaries, lat: float, lon: float, codes: list[str]) -> None:
    assert found.containing(lat, lon, ["1", "2"]) == codes


def test_only_the_communes_that_are_asked_for_count(found: Boundaries) -> None:
    assert found.containing(12.5, 109.5, ["1", "3"]) == []


@given(st.floats(109.01, 109.99), st.floats(12.01, 12.99))
def test_a_hole_and_what_fills_it_never_share_a_point(lon: float, lat: float) -> None:
    both = read(collection(feature("1", "Polygon", [BIG, HOLE]), feature("2", "Polygon", [HOLE])))
    assert len(both.containing(lat, lon, ["1", "2"])) == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "GeoJSON"),
        ("[]", "GeoJSON"),
        (collection({"type": "Feature", "properties": {}, "geometry": None}), "thứ 1 không có mã"),
        (collection(feature("1", "Point", [1, 2])), "thứ 1 phải là Polygon"),
        (collection(feature("1", "Polygon", [["x"]])), "GeoJSON"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(text: str, words: str) -> None:
    with pytest.raises(BadPlan, match=words):
        read(text)


def test_no_file_is_no_boundaries() -> None:
    assert read("  ") == Boundaries()
