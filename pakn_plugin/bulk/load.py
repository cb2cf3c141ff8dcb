"""The load itself: chunks of cases, each simulated and written in one transaction, by as many processes as wanted."""

import gc
import multiprocessing
import random
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, connections

from pakn_plugin.bulk import indexes, story, tables
from pakn_plugin.bulk.book import Book, read_book
from pakn_plugin.bulk.days import arrivals, by_day
from pakn_plugin.bulk.ids import Ids, width
from pakn_plugin.bulk.life import Life
from pakn_plugin.bulk.story import Known
from pakn_plugin.states import ENDED, NEVER_PUBLIC

CHUNK = 1000
SELDOM = 1_000_000
# Cases that are to be open were filed within these days; one that is not to be is moved back until it has ended.
OPEN_DAYS = 21
FURTHER_BACK = timedelta(days=40)
Tell = Callable[[int, int], None]


@dataclass(frozen=True)
class Job:
    """What is to be made. `open` is the number of cases that are left open; None leaves it to the course of time."""

    book: Book
    seed: int
    cases: int
    open: int | None
    first: dict[str, int]

    @property
    def chunks(self) -> int:
        """How many transactions that takes."""
        return -(-self.cases // CHUNK)


def load(cases: int, seed: int, workers: int, open_: int | None, now: datetime, tell: Tell) -> int:
    """Make so many cases and return how many rows that were; `tell` hears after each chunk how many are done.

    Takes the moment that counts as now: cases were filed before it, and lives stop there. Raises LookupError where
    registers or people are missing, ValueError where more cases are to be open than there are.
    """
    if open_ is not None and open_ > cases:
        raise ValueError("more open cases than cases")
    book = read_book(now, arrivals(random.Random(seed), now))
    chunks = -(-cases // CHUNK)
    first = tables.reserve({name: chunks * width(name, CHUNK) for name in tables.TABLES})
    job = Job(book, seed, cases, open_, first)
    trusted = tables.trusted()
    if trusted and cases >= max(indexes.WORTH_IT, tables.model_of("Case").objects.count()):
        indexes.sleep(tables.names())
    try:
        rows = _load(job, workers, tell)
    finally:
        if trusted:
            indexes.wake_all(tables.names())  # what a fault, or a load that was killed, left asleep
    tables.analyze()
    return rows


def _load(job: Job, workers: int, tell: Tell) -> int:
    done = rows = 0
    tell(0, job.cases)
    with _pool(job, workers) as each:
        for number, written in each(_work, range(job.chunks)):
            done, rows = done + number, rows + written
            tell(done, job.cases)
        for _none in each(indexes.wake, indexes.asleep(tables.names())):
            tell(done, job.cases)  # the last of the work, by all who loaded
    return rows


@contextmanager
def _pool(job: Job, workers: int) -> Iterator[Callable[..., Iterable[Any]]]:
    """What does something with each of many: processes, or this one alone.

    SQLite lets one process write at a time, and not every system can fork.
    """
    alone = workers < 2 or connection.vendor != "postgresql" or job.chunks < 2
    if alone or "fork" not in multiprocessing.get_all_start_methods():
        _Worker.job = job
        yield map
        return
    connections.close_all()  # each process opens its own
    with multiprocessing.get_context("fork").Pool(workers, _begin, (job,)) as pool:
        yield pool.imap_unordered


class _Worker:
    """The job of a worker process."""

    job: Job


def _begin(job: Job) -> None:
    _Worker.job = job
    gc.freeze()  # what was loaded before stays
    gc.set_threshold(SELDOM)  # lives hold no circles; looking for some after every few rows costs a fifth of the time


def _work(number: int) -> tuple[int, int]:
    return _chunk(_Worker.job, number)


def _chunk(job: Job, number: int) -> tuple[int, int]:
    rows = simulate(job, number)
    tables.write(rows)
    return len(rows["Case"]), sum(len(found) for found in rows.values())


def simulate(job: Job, number: int) -> tables.Rows:
    """The rows of one chunk. The same seed on the same ids gives the same rows, whoever works."""
    begin, end = number * CHUNK, min((number + 1) * CHUNK, job.cases)
    rng = random.Random(f"{job.seed}-{job.first['Case']}-{number}")
    ids = Ids({name: job.first[name] + number * width(name, CHUNK) for name in tables.TABLES}, end - begin)
    rows: tables.Rows = {name: [] for name in tables.TABLES}
    mains: list[Known] = []
    for index in range(begin, end):
        life = _life(job, index, rng, ids, mains)
        if life.stands not in NEVER_PUBLIC and not life.values["restricted"]:
            mains.append(Known(life.values["id"], life.values["filed_at"]))
        for name, found in life.finish().items():
            rows[name] += found
    return rows


def _life(job: Job, index: int, rng: random.Random, ids: Ids, mains: list[Known]) -> Life:
    """One life; where the number of open cases is given, lives are drawn until one fits."""
    book, now = job.book, job.book.now
    left = None if job.open is None else job.open - (job.cases - index) + 1
    if left is None or left <= 0:
        filed = book.arrivals.moment((index + 0.5) / job.cases, rng, now)
    mark = ids.mark()
    while True:
        if left is not None and left > 0:
            ago = OPEN_DAYS * (job.cases - index) // (job.open or 1)
            filed = by_day(now.date() - timedelta(days=min(ago, OPEN_DAYS)), rng, now)
        life = Life(book, rng, ids, filed)
        story.tell(life, mains)
        if left is None or (life.stands in ENDED) == (left <= 0):
            return life
        ids.back(dict(mark))
        filed -= FURTHER_BACK
