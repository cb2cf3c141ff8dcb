"""What every test can use: `now`, `world`, `case_in`.

`tests` is a package and pytest puts the project's root first on the path, so any test may say
`from tests.factories import UserFactory`. Folders below need no `__init__.py`: test files are imported by their path,
two may bear the same name. `world` and `case_in` work on every database; mails that lie on a case's way into a state
are not sent, so that a test's mailbox is empty when it begins.

SQLite tests run on a file, as the site does: threads then lock each other as they would in life. Tests marked
`django_db(transaction=True)` empty the database afterwards; pytest-django runs them after all others.
"""

import gc
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import cache
from django.db import connections
from hypothesis import settings as hypothesis_settings

from tests.factories import Cases, World, build_world

# Examples are drawn anew each time; a slow or busy machine is no reason to fail.
hypothesis_settings.register_profile("house", max_examples=50, deadline=None, database=None)
hypothesis_settings.load_profile("house")

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
DATABASE_FIXTURES = {"db", "transactional_db", "live_server"}


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--database only|never`: what never asks a database gives the same answer beside any."""
    parser.addoption("--database", choices=["only", "never"], help="take tests with, or tests without a database")


def pytest_collection_finish() -> None:
    """What lives until the end – modules, tests, forms – is not looked through again and again for garbage."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(500_000, 10, 10)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out tests without, or with a database where that was asked for, and what is for the other one's run."""
    wanted = config.getoption("--database")
    if not wanted:
        return
    here = connections["default"].vendor
    kept = [item for item in items if _uses_database(item) == (wanted == "only") and _asked_of(item) in ("", here)]
    left = set(kept)
    config.hook.pytest_deselected(items=[item for item in items if item not in left])
    items[:] = kept


def _asked_of(item: pytest.Item) -> str:
    """The database to whose run a test belongs alone; nothing for almost all."""
    marker = item.get_closest_marker("one_database")
    return str(marker.args[0]) if marker else ""


def _uses_database(item: pytest.Item) -> bool:
    return bool(item.get_closest_marker("django_db") or DATABASE_FIXTURES & set(getattr(item, "fixturenames", ())))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    tmp_path_factory: pytest.TempPathFactory, django_db_modify_db_settings_parallel_suffix: None
) -> None:
    """SQLite: a file of this worker's own instead of memory, where threads fail on table locks."""
    default = connections["default"]
    if default.vendor == "sqlite":
        folder: Path = tmp_path_factory.mktemp("database")
        default.settings_dict["TEST"]["NAME"] = str(folder / "test.sqlite3")


@pytest.fixture
def on_postgresql() -> None:
    """For who runs by hand what PostgreSQL alone can do; `make test` gives it to that run (`one_database`)."""
    if connections["default"].vendor != "postgresql":
        pytest.skip("only PostgreSQL can do this")


@pytest.fixture(autouse=True)
def _fresh_cache() -> None:
    """Rate limits and cached pages of one test must not meet the next."""
    cache.clear()


@pytest.fixture
def now() -> datetime:
    """A plain Wednesday morning in office hours, in a month without holidays."""
    return datetime(2026, 3, 4, 9, 0, tzinfo=HANOI)


@pytest.fixture
def world(db: None) -> World:
    """Operators, reviewer, supervisor, two line agencies with their people, one topic, one area, one reason."""
    return build_world()


@pytest.fixture
def case_in(world: World, now: datetime) -> Cases:
    """`case_in(State.PROCESSING)`: a case of agency A in that state, its officer `world.a.officer`."""
    return Cases(world, now)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Figures that tests have measured (`record_property("figure", …)`), also where workers ran the tests."""
    reports = (report for report in terminalreporter.getreports("passed") if report.when == "call")
    for name, value in (pair for report in reports for pair in report.user_properties):
        if name == "figure":
            terminalreporter.write_line(value)
