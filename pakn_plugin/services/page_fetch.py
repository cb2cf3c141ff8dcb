"""Fetching one page of somebody else's site, as carefully as an address that others wrote down deserves.

https on its usual port alone; the name is looked up once, every address behind it must be a public one, and the
connection goes to that very address, also after redirects (which stay on the host), with the certificate checked
against the name. Five seconds and 256 KB in all; no cookie, no compression.
"""

import http.client
import io
import ipaddress
import socket
import ssl
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from time import monotonic
from typing import Any
from urllib.parse import SplitResult, urljoin, urlsplit

from django.utils.encoding import iri_to_uri

from pakn_plugin import conf, origins
from pakn_plugin.models import PageCheck

SECONDS = 5.0
MOST_BYTES = 256 * 1024
MOST_REDIRECTS = 3
LONGEST_ADDRESS = 2000
HTML = ("text/html", "application/xhtml+xml")
REDIRECTS = frozenset({301, 302, 303, 307, 308})
# Networks that lead elsewhere: IPv4 in IPv6 in its several ways, which would hide a private address.
DETOURS = tuple(
    ipaddress.ip_network(each)
    for each in ("::/96", "::ffff:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "2001::/32", "2002::/16", "fec0::/10")
)


class Unfit(Exception):
    """The page was not read; the code says why."""

    def __init__(self, code: PageCheck) -> None:
        super().__init__(code.value)
        self.code = code


def _look_up(host: str) -> list[str]:
    found = socket.getaddrinfo(host, 443, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_kind, address in found))


def _connect(address: str, seconds: float) -> socket.socket:
    return socket.create_connection((address, 443), seconds)


@dataclass(frozen=True)
class Net:
    """The way out: looking up a name, connecting to an address, and whom to trust. Tests bring their own."""

    look_up: Callable[[str], list[str]] = _look_up
    connect: Callable[[str, float], socket.socket] = _connect
    context: Callable[[], ssl.SSLContext] = ssl.create_default_context
    seconds: float = SECONDS


NET = Net()


@dataclass(frozen=True)
class Page:
    """What was read; `whole` is False where the page is longer."""

    text: str
    whole: bool


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet, not reached by a detour."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    if getattr(found, "scope_id", None) or any(found in net for net in DETOURS if net.version == found.version):
        return False
    return found.is_global and not (found.is_multicast or found.is_reserved or found.is_unspecified)


def fetch(address: str, net: Net = NET) -> Page:
    """The page at an address. Raises Unfit with the reason; never anything else."""
    ends = monotonic() + net.seconds
    try:
        parts, host = _checked(address)
        pinned = _pinned(host, net, ends)
        for _step in range(MOST_REDIRECTS + 1):
            answer = _ask(parts, host, pinned, net, ends)
            if isinstance(answer, Page):
                return answer
            parts = _led_to(answer, host)
    except TimeoutError as error:
        raise Unfit(PageCheck.TIMEOUT) from error
    except ssl.SSLError as error:
        raise Unfit(PageCheck.TLS) from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise Unfit(PageCheck.FAILED) from error
    raise Unfit(PageCheck.AWAY)


def _checked(address: str) -> tuple[SplitResult, str]:
    """The address in ASCII and its host. Raises Unfit for anything but https to a named host on the usual port."""
    if len(address) > LONGEST_ADDRESS or not address.isprintable() or " " in address or "\\" in address:
        raise Unfit(PageCheck.NOT_HTTPS)
    try:
        parts = urlsplit(address)
        host, port = origins.ascii_host(parts.hostname or ""), parts.port
    except ValueError:
        raise Unfit(PageCheck.NOT_HTTPS) from None
    if parts.scheme != "https" or host is None or port not in (None, 443) or "@" in parts.netloc:
        raise Unfit(PageCheck.NOT_HTTPS)
    if "." not in host or host.rpartition(".")[2].isdigit():
        raise Unfit(PageCheck.NOT_PUBLIC)
    return parts, host


def _led_to(address: str, host: str) -> SplitResult:
    """Where a redirect leads: to the same host in the same way, or nowhere."""
    try:
        parts, there = _checked(address)
    except Unfit:
        raise Unfit(PageCheck.AWAY) from None
    if there != host:
        raise Unfit(PageCheck.AWAY)
    return parts


def _pinned(host: str, net: Net, ends: float) -> str:
    """The one address to which everything goes. Looking up has no time limit of its own: it is left behind."""
    pool = ThreadPoolExecutor(max_workers=1)
    try:
        found = pool.submit(net.look_up, host).result(timeout=_left(ends))
    except socket.gaierror as error:
        raise Unfit(PageCheck.NO_HOST) from error
    finally:
        pool.shutdown(wait=False)
    if not found:
        raise Unfit(PageCheck.NO_HOST)
    if not all(is_public(each) for each in found):
        raise Unfit(PageCheck.NOT_PUBLIC)
    return found[0]


def _left(ends: float) -> float:
    left = ends - monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _ask(parts: SplitResult, host: str, pinned: str, net: Net, ends: float) -> Page | str:
    """One request; the page, or the address to which it leads."""
    path = iri_to_uri(parts.path or "/") + (f"?{iri_to_uri(parts.query)}" if parts.query else "")
    lines = (
        f"GET {path} HTTP/1.1",
        f"Host: {host}",
        f"User-Agent: PAKN-banner-check/1 (+{conf.base_url()})",
        "Accept: text/html, application/xhtml+xml",
        "Accept-Encoding: identity",
        "Connection: close",
    )
    with net.connect(pinned, _left(ends)) as plain:
        plain.settimeout(_left(ends))
        with net.context().wrap_socket(plain, server_hostname=host) as tls:
            tls.settimeout(_left(ends))
            tls.sendall("\r\n".join([*lines, "", ""]).encode("ascii"))
            answer = http.client.HTTPResponse(_Timed(tls, ends), method="GET")  # type: ignore[arg-type]
            answer.begin()
            return _read(answer, parts)


def _read(answer: http.client.HTTPResponse, parts: SplitResult) -> Page | str:
    if answer.status in REDIRECTS:
        return urljoin(parts.geturl(), answer.getheader("Location", ""))
    if answer.status != 200:
        raise Unfit(PageCheck.FAILED)
    kind = answer.getheader("Content-Type", "").partition(";")[0].strip().lower()
    packed = answer.getheader("Content-Encoding", "identity").strip().lower()
    if kind not in HTML or packed != "identity":
        raise Unfit(PageCheck.UNREADABLE)
    body = answer.read(MOST_BYTES + 1)
    return Page(body[:MOST_BYTES].decode("utf-8", "replace"), len(body) <= MOST_BYTES)


class _Timed(io.RawIOBase):
    """A connection whose every read ends with the time of the whole, however slowly it drips."""

    def __init__(self, connection: ssl.SSLSocket, ends: float) -> None:
        self.connection = connection
        self.ends = ends

    def makefile(self, *_args: Any, **_kwargs: Any) -> io.BufferedReader:
        """What the reader of answers asks of a socket."""
        return io.BufferedReader(self)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self.connection.settimeout(_left(self.ends))
        return self.connection.recv_into(buffer)
