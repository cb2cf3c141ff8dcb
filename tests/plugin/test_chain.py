"""The bytes behind an event's hash: the same for ever, different for any difference, and nothing of a person."""

import json
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pakn_plugin import chain

CONTENT: dict[str, Any] = {
    "number": 2,
    "action": "receive",
    "from_state": "submitted",
    "to_state": "received",
    "actor_kind": "staff",
    "actor_id": 3,
    "agency_id": None,
    "at": datetime(2026, 3, 4, 2, 0, 0, 5, tzinfo=UTC),
    "data": {"b": [1, None, True], "a": "x"},
}
KEY = UUID("12345678-1234-5678-1234-567812345678")
words = st.text(alphabet="abcdefghijklmnopqrstuvwxyz_-0123456789", max_size=12)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | words, lambda inner: st.lists(inner) | st.dictionaries(words, inner)
)
contents = st.fixed_dictionaries(
    {
        "number": st.integers(1, 500),
        "action": words,
        "from_state": words,
        "to_state": words,
        "actor_kind": words,
        "actor_id": st.none() | st.integers(1, 2**40),
        "agency_id": st.none() | st.integers(1, 2**40),
        "at": st.datetimes(timezones=st.just(UTC)),
        "data": st.dictionaries(words, values, max_size=4),
    }
)


def test_the_bytes_stay_the_same_for_ever() -> None:
    """An archive of years ago must still verify: changing this value breaks every chain that exists."""
    assert chain.link("", **CONTENT) == "c1d4bc2135de234c7226ea9849a6150a284e3627a196713a1b5bb6e77bbc1df2"
    assert set(CONTENT) == set(chain.COVERED)
    assert chain.seed(KEY, "KH-4B04-ECEK-X1QJ") == "12345678123456781234567812345678/KH-4B04-ECEK-X1QJ"


def test_equal_moments_and_equal_data_give_one_hash() -> None:
    hanoi = CONTENT["at"].astimezone(timezone(timedelta(hours=7)))
    turned = {"a": "x", "b": [1, None, True]}
    assert chain.link("f", **{**CONTENT, "at": hanoi, "data": turned}) == chain.link("f", **CONTENT)


@given(contents, contents, st.sampled_from(chain.COVERED))
def test_a_change_of_any_single_field_changes_the_hash(
    content: dict[str, Any], other: dict[str, Any], field: str
) -> None:
    changed = {**content, field: other[field]}
    before, after = chain.canonical({"of": str(content[field])}), chain.canonical({"of": str(other[field])})
    assert (chain.link("p", **changed) == chain.link("p", **content)) == (before == after)


@given(contents)
def test_the_hash_is_that_of_the_canonical_bytes(content: dict[str, Any]) -> None:
    said = {**content, "previous": "p", "at": content["at"].isoformat(timespec="microseconds")}
    assert chain.link("p", **content) == sha256(chain.canonical(said)).hexdigest()


@pytest.mark.parametrize("data", [None, [], "", 0, False])
def test_other_empty_data_is_not_the_same_as_none(data: Any) -> None:
    assert chain.link("p", **{**CONTENT, "data": data}) != chain.link("p", **{**CONTENT, "data": {}})


@given(contents)
def test_the_hash_before_it_is_part_of_it(content: dict[str, Any]) -> None:
    assert chain.link("a", **content) != chain.link("b", **content)


@pytest.mark.parametrize(
    "data", [{}, {"a": 1}, {"a": {"b": [True, None, "2026-03-04T09:00:00+07:00"]}}, {"a": "x" * 64}]
)
def test_ids_and_words_may_stand_in_an_event(data: dict[str, Any]) -> None:
    chain.refuse_unfit(data)
    assert json.loads(chain.canonical(data)) == data


@pytest.mark.parametrize(
    "data",
    [
        {"a": 1.5},
        {"a": "Trần Thị An"},
        {"a": ["x" * 65]},
        {"a": {"b": datetime(2026, 1, 1)}},
        {"a b": 1},
        {1: 2},
        {"a": b"x"},
    ],
)
def test_fractions_objects_and_free_text_may_not(data: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        chain.refuse_unfit(data)


def test_a_digest_covers_order_ids_hashes_and_the_digest_before() -> None:
    pairs = [(1, "a"), (2, "b")]
    digest, count = chain.seal("", iter(pairs))
    assert count == 2
    others = [("x", pairs), ("", pairs[::-1]), ("", pairs[:1]), ("", [(1, "a"), (3, "b")]), ("", [(1, "a"), (2, "c")])]
    assert digest not in [chain.seal(previous, changed)[0] for previous, changed in others]


def test_a_line_names_the_line_before_it() -> None:
    first = chain.line({"day": "2026-03-04"}, b"")
    assert first == b'{"after":"","day":"2026-03-04"}'
    assert chain.mark(first).encode() in chain.line({"day": "2026-03-05"}, first)
