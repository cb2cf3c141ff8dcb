"""Logs name refused requests; the signed part of an address is a key and is never among it."""

import logging

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from pakn_plugin import links
from tests.factories import CaseFactory


@pytest.mark.parametrize("name", ["follow", "rate"])
def test_a_refused_request_leaves_no_key_in_the_log(db: None, caplog: pytest.LogCaptureFixture, name: str) -> None:
    token = links.token_for(CaseFactory(now=timezone.now()))
    with caplog.at_level(logging.INFO):
        Client().get(reverse(f"pakn:{name}", args=[token]) + "khong-co/")
        Client(enforce_csrf_checks=True).post(reverse(f"pakn:{name}", args=[token]), {"do": "rate"})
    assert caplog.records
    assert token not in caplog.text
    assert "…" in caplog.text
