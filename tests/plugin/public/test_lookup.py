"""Look-up: forgiving about how a code is typed, silent about what was wrong, and slow for who tries many."""

import re
from typing import Any

import pytest
from django.test import Client

from pakn_plugin import codes
from pakn_plugin.states import State
from tests.factories import Cases
from tests.plugin.public.conftest import asking

pytestmark = pytest.mark.django_db
LOOKUP = "/phan-anh/tra-cuu/"


def shown(client: Client, **data: str) -> tuple[int, str, int]:
    """Status, page without what was typed and tokens, and number of queries."""
    with asking() as queries:
        response = client.post(LOOKUP, data)
    page = re.sub(r'value="[^"]*"', "", response.content.decode())
    return response.status_code, page, len(queries)


@pytest.mark.parametrize("contact", ["+84 905.123.456", "0905123456", "AN@example.vn"])
def test_code_and_contact_lead_to_the_case(client: Client, case_in: Cases, contact: str) -> None:
    case = case_in(State.SUBMITTED, phone="+84905123456", email="an@example.vn")
    response = client.post(LOOKUP, {"code": case.code.lower().replace("-", " "), "contact": contact}, follow=True)
    assert case.code in response.content.decode()
    assert "/theo-doi/" in response.request["PATH_INFO"]


def test_unknown_code_and_wrong_contact_get_one_answer(client: Client, case_in: Cases) -> None:
    case = case_in(State.SUBMITTED, phone="+84905123456", email="an@example.vn")
    wrong_contact = shown(client, code=case.code, contact="0905999999")
    unknown_code = shown(client, code=codes.new_code("KH"), contact="0905123456")
    wrong_mail = shown(client, code=case.code, contact="binh@example.vn")
    assert wrong_contact == unknown_code == wrong_mail
    assert wrong_contact[0] == 422


def test_nonsense_gets_the_same_words(client: Client, case_in: Cases) -> None:
    case = case_in(State.SUBMITTED)
    assert shown(client, code="xx", contact="yy")[:2] == shown(client, code=case.code, contact="0905999999")[:2]


def test_it_is_limited(client: Client, db: None, settings: Any) -> None:
    settings.PAKN_LOOKUPS_PER_TEN_MINUTES = 2
    data = {"code": codes.new_code("KH"), "contact": "0905123456"}
    assert [client.post(LOOKUP, data).status_code for _ in range(3)] == [422, 422, 429]


def test_empty_fields_are_named(client: Client, db: None) -> None:
    page = client.post(LOOKUP, {}).content.decode()
    assert "Hãy nhập mã phản ánh." in page
    assert 'href="#id_contact"' in page


def test_it_is_never_cached(client: Client, db: None) -> None:
    assert "no-store" in client.get(LOOKUP)["Cache-Control"]
