"""The list of fields is whole: whoever adds one says who may read it."""

from tests.canary.fields import FIELDS, answers, fields


def test_every_field_says_who_may_read_it() -> None:
    assert {name for name, _model, _field in fields()} == set(answers())


def test_no_field_is_named_twice() -> None:
    named = [f"{model}.{name}" for model, row in FIELDS.items() for names in row.values() for name in names.split()]
    assert len(named) == len(set(named))
