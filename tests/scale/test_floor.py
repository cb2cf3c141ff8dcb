"""A floor is one only while it writes the same rows."""

import re
from collections import Counter

from django.http import HttpResponse
from django.test import Client, RequestFactory

from pakn_plugin.models import Membership
from tests.factories import World
from tests.plugin.test_budgets import FILE, _unsynced, at_most, form
from tests.scale import floor

__all__ = ["_unsynced"]


def test_the_floor_of_filing_writes_what_a_filing_writes(world: World, client: Client, rf: RequestFactory) -> None:
    Membership.objects.all().delete()
    sent = form(world)
    client.post("/phan-anh/gui/", form(world))
    with at_most(FILE) as filing:
        assert client.post("/phan-anh/gui/", sent).status_code == 302
    with at_most(FILE) as bare:
        answer: HttpResponse = floor.file(rf.post("/", form(world)))
    assert answer.status_code == 302
    assert _tables(filing.all) == _tables(bare.all) and len(_tables(bare.all)) == 7


def _tables(statements: list[str]) -> Counter[str]:
    return Counter(table for sql in statements for table in re.findall(r'INSERT INTO "(\w+)"', sql))
