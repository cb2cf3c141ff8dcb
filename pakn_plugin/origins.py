"""Origins of pages: scheme, host and port, written in one way however they came in. Pure.

`https://WWW.Sở.vn:443/` and `https://www.xn--s-3ga.vn` are one origin. What is no plain web origin is refused: it came
from outside, and could hold anything.
"""

import re
from urllib.parse import urlsplit

LONGEST = 200
PORTS = {"http": 80, "https": 443}
_LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")
_STRANGE = re.compile(r"[\s\\@?#%<>\"'`]")


def normal(origin: str) -> str | None:
    """The origin in its one form, host in punycode, without a usual port; None for anything but a web origin."""
    if not origin or len(origin) > LONGEST or not origin.isprintable() or _STRANGE.search(origin):
        return None
    try:
        parts = urlsplit(origin)
        scheme, host, port = parts.scheme, ascii_host(parts.hostname or ""), parts.port
    except ValueError:
        return None
    if scheme not in PORTS or host is None or parts.path not in ("", "/"):
        return None
    found = f"{scheme}://{host}" if port in (None, PORTS[scheme]) else f"{scheme}://{host}:{port}"
    return found if len(found) <= LONGEST else None


def ascii_host(host: str) -> str | None:
    """A host name in lower case and punycode; None where it is none."""
    if not host or len(host) > LONGEST:
        return None
    try:
        plain = host.removesuffix(".").encode("idna").decode("ascii").lower()
    except UnicodeError:
        return None
    return plain if all(_LABEL.fullmatch(label) for label in plain.split(".")) else None


def of_page(address: str) -> str:
    """The origin of a page's address; empty where it has none."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return ""
    return normal(f"{parts.scheme}://{parts.netloc}") or ""


def site_of(origin: str) -> str:
    """What makes two origins the same site: host and port, with or without `www.`, whatever the scheme."""
    return origin.partition("://")[2].removeprefix("www.")
