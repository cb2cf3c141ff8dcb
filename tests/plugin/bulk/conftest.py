"""Small bulk loads in one process; the registers are those of the house's `world`, with a denunciation to refuse."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from pakn_plugin.bulk.book import Book, read_book
from pakn_plugin.bulk.days import arrivals
from pakn_plugin.bulk.load import load
from tests.factories import World
from tests.plugin.bulk.registers import complete

Load = Callable[..., int]


@pytest.fixture
def bulk_now(now: datetime) -> datetime:
    """The moment at which simulated lives stop."""
    return timezone.localtime(now)


@pytest.fixture
def registers(world: World) -> World:
    """The world with a reason for denunciations and somebody named for them."""
    return complete(world)


@pytest.fixture
def book(registers: World, bulk_now: datetime) -> Book:
    """What lives look up."""
    return read_book(bulk_now, arrivals(random.Random(3), bulk_now))


@pytest.fixture
def load_cases(registers: World, bulk_now: datetime) -> Load:
    """`load_cases(300, open_=100)`: bulk-load so many cases; returns the number of rows."""

    def run(cases: int, seed: int = 3, open_: int | None = None, ago: timedelta = timedelta()) -> int:
        return load(cases, seed, 1, open_, bulk_now - ago, lambda done, total: None)

    return run
