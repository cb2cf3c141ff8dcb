"""The canary test: what was written inside is never found where citizens, the public or other agencies look."""

import pytest
from django.core.cache import cache
from django.test import Client

from tests.canary import addresses
from tests.canary.garden import Garden
from tests.canary.surfaces import look
from tests.canary.words import INSIDE, traces

pytestmark = pytest.mark.django_db
# Addresses of the module that must have shown something, or the walk was blind.
SHOWN = {
    "list", "file", "notice", "lookup", "statistics", "follow", "timing", "qr", "rate", "follow_photo",
    "follow_thumbnail", "follow_document", "published", "public_photo", "public_thumbnail", "public_document",
    "banner", "healthz", "sitemap", "search",
}  # fmt: skip


@pytest.fixture
def visitor() -> Client:
    return Client(raise_request_exception=False)


def named(status: dict[str, int]) -> set[str]:
    """The names of the addresses that answered with something."""
    from django.urls import Resolver404, resolve

    found = set()
    for address, code in status.items():
        try:
            found.add(resolve(address.partition("?")[0]).url_name if code == 200 else "")
        except Resolver404:
            continue
    return found


def test_no_address_shows_what_is_not_for_its_reader(garden: Garden, visitor: Client) -> None:
    """Everybody's addresses, then the links of three sorts of reporters; and nothing stays in the cache."""
    g = garden
    open_to_all, first = look(visitor, addresses.of_everybody())
    others, second = look(visitor, addresses.of_reporters([g.twin, g.begun]))
    reporters, third = look(visitor, addresses.of_reporters([g.main, g.part, g.hidden]), [INSIDE])
    assert (open_to_all, others, reporters) == ({}, {}, {})
    status = first | second | third
    assert not {address: code for address, code in status.items() if code >= 500 and address != "/readyz"}
    assert named(status) >= SHOWN
    kept = [key for key, value in cache._cache.items() if traces(bytes(value))]
    assert kept == []
