"""Services are tested without sending: the queue is a list of the ids of events to be told."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from unittest import mock

import pytest

from tests.reorganising import Carry, carry_out


@pytest.fixture(autouse=True)
def queue() -> Iterator[list[int]]:
    """The worker's queue: ids of events in the order in which they were handed over."""
    handed: list[int] = []
    with mock.patch("pakn_plugin.services.outbox.async_task", lambda task, pk: handed.append(pk)):
        yield handed


@pytest.fixture
def carry(now: datetime) -> Carry:
    """Carry out a plan of these steps, with new agencies c and d."""
    return partial(carry_out, now)
