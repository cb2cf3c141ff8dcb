"""The list of fields is whole, and the planting is not blind: each word really stands where it was put."""

import pytest

from tests.canary.fields import Reader, answers, fields
from tests.canary.garden import Garden
from tests.canary.words import INSIDE, OWN, traces

pytestmark = pytest.mark.django_db
WANTED = {
    Reader.INSIDE: {INSIDE},
    Reader.UNTIL_APPROVED: {INSIDE},
    Reader.OWN: {OWN},
    Reader.OWN_OR_INSIDE: {INSIDE, OWN},
    Reader.OPEN: set(),
    Reader.MACHINE: set(),
}


def test_every_field_says_who_may_read_it() -> None:
    assert {name for name, _model, _field in fields()} == set(answers())


def test_every_field_holds_the_canaries_that_it_may_hold_and_no_others(garden: Garden) -> None:
    """What nobody outside may read was planted; what everybody may read, and the machine's own words, hold none."""
    known, wrong = answers(), {}
    for name, model, field in fields():
        rows = model._default_manager.values_list(field, flat=True)
        found = set().union(*(traces(str(value)) for value in rows))
        kinds = {INSIDE if each.startswith(INSIDE) else OWN for each in found}
        if kinds != WANTED[known[name]]:
            wrong[name] = (known[name], found)
    assert not wrong
