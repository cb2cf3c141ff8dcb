"""Plays request plans against a server, each request on a connection of its own, and keeps every answer's time."""

import http.client
import statistics
import threading
import time
import urllib.parse
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

CONNECTIONS = 2
TIMEOUT = 60


class UnexpectedAnswer(Exception):
    """A wrong status: a fast refusal is no fast answer, so nothing is reported."""


@dataclass
class Times:
    """Milliseconds of the answers, round by round, and the number of statements that the server named."""

    rounds: list[list[float]] = field(default_factory=list)
    statements: list[int] = field(default_factory=list)

    @property
    def all(self) -> list[float]:
        """Every answer's time."""
        return [each for part in self.rounds for each in part]

    def median(self) -> float:
        """The median of all answers, in ms."""
        return statistics.median(self.all)

    def p95(self) -> float:
        """The time below which 95 of 100 answers lie, in ms."""
        return statistics.quantiles(self.all, n=20, method="inclusive")[-1]

    def sql(self) -> int:
        """The most statements that an answer took; the first answers fill what is kept in memory."""
        return max(self.statements[len(self.statements) // 5 :], default=0)


@dataclass
class Target:
    """A server and one plan for it. Bodies and paths are used one after another, over all rounds."""

    base: str
    plan: dict[str, Any]
    times: Times = field(default_factory=Times)
    turn: int = 0

    def requests(self, number: int) -> Iterator[tuple[str, str, str | None]]:
        """Method, path and body of the next requests."""
        paths, bodies = self.plan.get("paths") or [self.plan["path"]], self.plan.get("bodies") or [None]
        for _each in range(number):
            yield self.plan.get("method", "GET"), paths[self.turn % len(paths)], bodies[self.turn % len(bodies)]
            self.turn += 1

    def play(self, number: int, keep: bool = True) -> None:
        """Send so many requests over CONNECTIONS at a time. Raises UnexpectedAnswer."""
        waiting, lock, found = self.requests(number), threading.Lock(), []

        def work() -> None:
            while True:
                with lock:
                    request = next(waiting, None)
                if request is None:
                    return
                found.append(self._one(*request))

        threads = [threading.Thread(target=work) for _each in range(CONNECTIONS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        wrong = [status for status, _ms, _sql in found if status != self.plan.get("expect", 200)]
        if wrong or len(found) != number:
            raise UnexpectedAnswer(f"{self.base}{self.plan.get('path', '')}: {len(found)} of {number}, {set(wrong)}")
        if keep:
            self.times.rounds.append([ms for _status, ms, _sql in found])
            self.times.statements += [sql for _status, _ms, sql in found if sql is not None]

    def _one(self, method: str, path: str, body: str | None) -> tuple[int, float, int | None]:
        place = urllib.parse.urlsplit(self.base)
        connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=TIMEOUT)
        began = time.perf_counter()
        try:
            connection.request(method, path, body, self.plan.get("headers") or {})
            answer = connection.getresponse()
            answer.read()
        finally:
            connection.close()
        sql = answer.getheader("X-SQL-Count")
        return answer.status, (time.perf_counter() - began) * 1000, int(sql) if sql else None


def interleave(targets: list[Target], rounds: int, number: int, warm: int = 10) -> None:
    """Play all targets in turns, there and back (A B C, C B A …), so that what the machine does meets them alike."""
    for target in targets:
        target.play(warm, keep=False)
    for index in range(rounds):
        for target in targets if index % 2 == 0 else reversed(targets):
            target.play(number)


def ratio(one: Times, other: Times) -> float:
    """How many times as long `one` takes as `other`: the median of the rounds' ratios of medians."""
    pairs = zip(one.rounds, other.rounds, strict=True)
    return statistics.median(statistics.median(a) / statistics.median(b) for a, b in pairs)
