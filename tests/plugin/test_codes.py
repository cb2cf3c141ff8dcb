"""Codes that are read aloud and typed with errors."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pakn_plugin import codes

symbols = st.text(alphabet=codes.ALPHABET, min_size=12, max_size=12)


def test_a_code_is_three_groups_of_four_unmistakable_symbols() -> None:
    assert re.fullmatch(r"KH-([0-9A-HJKMNP-TV-Z]{4}-){2}[0-9A-HJKMNP-TV-Z]{4}", codes.new_code("KH"))
    assert not set("ILOU") & set(codes.ALPHABET)
    assert len(codes.ALPHABET) == 32


def test_codes_do_not_repeat_and_have_no_order() -> None:
    drawn = [codes.new_code("KH") for _ in range(2000)]
    assert len(set(drawn)) == 2000
    assert drawn != sorted(drawn)
    assert {code[3] for code in drawn} == set(codes.ALPHABET)


@pytest.mark.parametrize(
    "typed",
    [
        "KH-7F3K-Q2MX-9TBD",
        "kh-7f3k-q2mx-9tbd",
        "7F3K Q2MX 9TBD",
        "  KH 7F3KQ2MX9TBD ",
        "kh–7f3k–q2mx–9tbd",
        "KH.7F3K.Q2MX.9TBD",
        "7f3kq2mx9tbd",
    ],
)
def test_reading_forgives_case_spaces_and_dashes(typed: str) -> None:
    assert codes.read_code(typed, "KH") == "KH-7F3K-Q2MX-9TBD"


def test_reading_takes_letters_that_look_like_digits() -> None:
    assert codes.read_code("KH-OI1L-oi1l-0000", "KH") == "KH-0111-0111-0000"


@pytest.mark.parametrize(
    "typed", ["", "KH", "KH-7F3K", "KH-7F3K-Q2MX-9TBU", "KH-7F3K-Q2MX-9TBD1", "đây là mã", "*" * 12]
)
def test_what_cannot_be_a_code_is_none(typed: str) -> None:
    assert codes.read_code(typed, "KH") == ""


@given(symbols)
def test_every_code_is_read_back_with_and_without_its_prefix(raw: str) -> None:
    code = f"KH-{raw[:4]}-{raw[4:8]}-{raw[8:]}"
    assert codes.read_code(code, "KH") == code
    assert codes.read_code(raw.lower(), "KH") == code


@given(st.text())
def test_reading_never_fails(typed: str) -> None:
    assert len(codes.read_code(typed, "KH")) in (0, 17)
