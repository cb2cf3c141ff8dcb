"""Who asks, as far as a request tells: a person or a program, and from which site. Nothing of it is kept but the site.

Read from the plain environment of the request: these lines run for every picture.
"""

import re
from functools import lru_cache

from django.http import HttpRequest

# Programs that follow links by themselves: counting them as people would make the figures worthless.
_MACHINE = re.compile(
    r"bot|crawl|spider|slurp|preview|scan|monitor|facebookexternalhit|curl|wget|python|java/|okhttp|go-http|headless|"
    r"lighthouse",
    re.IGNORECASE,
)
_AHEAD = ("HTTP_SEC_PURPOSE", "HTTP_PURPOSE", "HTTP_X_PURPOSE", "HTTP_X_MOZ")
_ORIGIN = re.compile(r"(https?://[a-z0-9.-]{1,180}(?::\d{1,5})?)(?:[/?#]|\Z)", re.IGNORECASE)


def is_machine(request: HttpRequest) -> bool:
    """Whether a program asks, or a browser that nobody told to."""
    meta = request.META
    return _is_program(meta.get("HTTP_USER_AGENT", "")) or any("pre" in meta.get(name, "").lower() for name in _AHEAD)


@lru_cache(maxsize=1024)
def _is_program(agent: str) -> bool:
    return not agent or _MACHINE.search(agent) is not None


def origin(request: HttpRequest) -> str:
    """The site that shows the banner: scheme, host and port of the referring page; empty where it is not told."""
    return _origin(request.META.get("HTTP_REFERER", "")[:250])


@lru_cache(maxsize=1024)
def _origin(address: str) -> str:
    found = _ORIGIN.match(address)
    return found[1].lower() if found else ""
