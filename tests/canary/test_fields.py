"""The list of fields is whole: whoever adds one says who may read it."""

import base64
from urllib.parse import quote

import pytest

from tests.canary.fields import FIELDS, answers, fields
from tests.canary.words import inside, traces


def test_every_field_says_who_may_read_it() -> None:
    assert {name for name, _model, _field in fields()} == set(answers())


def test_no_field_is_named_twice() -> None:
    named = [f"{model}.{name}" for model, row in FIELDS.items() for names in row.values() for name in names.split()]
    assert len(named) == len(set(named))


@pytest.mark.parametrize("before", ["", "a", "ab", "abc"])
def test_a_canary_is_found_in_every_disguise(before: str) -> None:
    word = inside("Note.text")
    text = f"{before} {word} ."
    coded = base64.b64encode((before + word + ".").encode())
    forms = [text, text.upper(), quote(text), f"{before}{word[:9]}=\n{word[9:]}", coded]
    assert [word in traces(form) for form in forms] == [True] * 5
    assert traces(f"{before} zq canary 7") == set()
