"""Asks one address again and again by the barest client, so that the server is measured and not the client.

One connection a request, as visitors of many portals come; every status is looked at.
"""

import socket
import statistics
import threading
import time
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from tests.scale.play import CONNECTIONS, UnexpectedAnswer

AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@dataclass
class Address:
    """An address and how many requests a second it answered, round by round."""

    base: str
    path: str
    expect: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    rounds: list[float] = field(default_factory=list)

    def request(self) -> bytes:
        """The request as it is sent."""
        said = {"Host": urlsplit(self.base).netloc, "Connection": "close", "User-Agent": AGENT, **self.headers}
        lines = "".join(f"{name}: {value}\r\n" for name, value in said.items())
        return f"GET {self.path} HTTP/1.1\r\n{lines}\r\n".encode()

    def play(self, number: int, keep: bool = True) -> None:
        """So many requests over CONNECTIONS at a time. Raises UnexpectedAnswer."""
        place, request = urlsplit(self.base), self.request()
        wanted, wrong = f"HTTP/1.1 {self.expect} ".encode(), list[bytes]()

        def work(share: int) -> None:
            for _each in range(share):
                answer = _ask((place.hostname or "", place.port or 80), request)
                if not answer.startswith(wanted):
                    wrong.append(answer[:60])

        threads = [threading.Thread(target=work, args=(number // CONNECTIONS,)) for _each in range(CONNECTIONS)]
        began = time.perf_counter()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        seconds = time.perf_counter() - began
        if wrong:
            raise UnexpectedAnswer(f"{self.path}: {len(wrong)} wrong, {wrong[0]!r}")
        if keep:
            self.rounds.append(number / seconds)


def _ask(place: tuple[str, int], request: bytes) -> bytes:
    with socket.create_connection(place, timeout=60) as connection:
        connection.sendall(request)
        parts = []
        while part := connection.recv(65536):
            parts.append(part)
    return b"".join(parts)


def interleave(addresses: list[Address], rounds: int, number: int) -> None:
    """All in turns, there and back, after each was warmed."""
    for address in addresses:
        address.play(max(CONNECTIONS, number // 4), keep=False)
    for index in range(rounds):
        for address in addresses if index % 2 == 0 else reversed(addresses):
            address.play(number)


def share(one: Address, other: Address) -> float:
    """Requests a second of one as a part of the other's: the median of the rounds."""
    return statistics.median(a / b for a, b in zip(one.rounds, other.rounds, strict=True))


def per_second(address: Address) -> float:
    """The median of the rounds."""
    return statistics.median(address.rounds)
