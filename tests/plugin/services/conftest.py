"""Services are tested without sending: the queue is a list of the ids of events to be told."""

from collections.abc import Iterator
from unittest import mock

import pytest


@pytest.fixture(autouse=True)
def queue() -> Iterator[list[int]]:
    """The worker's queue: ids of events in the order in which they were handed over."""
    handed: list[int] = []
    with mock.patch("pakn_plugin.services.outbox.async_task", lambda task, pk: handed.append(pk)):
        yield handed
