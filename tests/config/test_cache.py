"""The cache in files counts attempts as a server would: none is lost, and the window ends when it was to."""

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from config.cache import FileCache
from config.settings import base
from django.core.cache.backends.base import BaseCache
from django.core.cache.backends.dummy import DummyCache
from django.test import RequestFactory

from pakn_plugin.public import throttle


@pytest.fixture
def files(tmp_path: Path) -> FileCache:
    return FileCache(str(tmp_path), {})


def test_it_is_the_cache_of_a_site_that_names_no_other() -> None:
    assert base.CACHES["default"]["BACKEND"] == "config.cache.FileCache"


def test_it_counts_up_and_down_over_every_length_of_a_number(files: FileCache) -> None:
    files.set("tries", 250)
    assert [files.incr("tries") for _ in range(10)] == list(range(251, 261))
    assert files.decr("tries", 200) == 60 == files.get("tries")


def test_a_count_runs_out_when_it_was_to(files: FileCache, monkeypatch: pytest.MonkeyPatch) -> None:
    """Django's own lets it run out five minutes after the last try, and so forgets a limit of an hour."""
    now = time.time()
    files.add("tries", 1, 3600)
    files.incr("tries")
    monkeypatch.setattr("time.time", lambda: now + 3500)
    assert files.incr("tries") == 3
    monkeypatch.setattr("time.time", lambda: now + 3700)
    with pytest.raises(ValueError, match="not found"):
        files.incr("tries")


def test_what_is_not_there_cannot_be_counted(files: FileCache) -> None:
    with pytest.raises(ValueError, match="not found"):
        files.incr("tries")


def test_no_try_of_many_at_once_is_lost(tmp_path: Path) -> None:
    """Each thread opens the file anew, as each process does."""
    FileCache(str(tmp_path), {}).set("tries", 0)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: FileCache(str(tmp_path), {}).incr("tries"), range(200)))
    assert sorted(found) == list(range(1, 201))


@pytest.mark.parametrize("limit", [0, 1, 3])
def test_a_limit_lets_so_many_through(files: BaseCache, monkeypatch: pytest.MonkeyPatch, limit: int) -> None:
    monkeypatch.setattr(throttle, "cache", files)
    request = RequestFactory().get("/")
    assert [throttle.allow(request, "file", limit, throttle.HOUR) for _ in range(5)].count(True) == limit
    other = RequestFactory().get("/", REMOTE_ADDR="203.0.113.7")
    assert throttle.allow(other, "file", limit, throttle.HOUR) is (limit > 0)


def test_what_the_cache_forgets_counts_as_a_first_try(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throttle, "cache", DummyCache("", {}))
    assert throttle.allow(RequestFactory().get("/"), "file", 1, throttle.HOUR)
    assert not throttle.allow(RequestFactory().get("/"), "file", 0, throttle.HOUR)
