"""What seldom changes, kept in the process's memory for a minute. Pure: it knows no tables.

The shared cache holds a token for each kind of thing. Whoever changes such a thing throws the token away (`forget`),
and every process notices at its next look. The things themselves are not put into the cache: unpacking a few dozen
rows costs more than reading them. They are shared between requests: nobody may change them.
"""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from django.core.cache import cache
from django.utils.crypto import get_random_string

SECONDS = 60
T = TypeVar("T")
_kept: dict[str, tuple[str, dict[Hashable, Any]]] = {}


def kept(kind: str, key: Hashable, make: Callable[[], T]) -> T:
    """The thing of a kind under a key, at most SECONDS old; `make` reads it where it is not at hand."""
    token = str(cache.get_or_set(_name(kind), _new_token, SECONDS))
    known = _kept.get(kind)
    if known is None or known[0] != token:
        known = _kept[kind] = (token, {})
    if key not in known[1]:
        known[1][key] = make()
    found: T = known[1][key]
    return found


def forget(kind: str) -> None:
    """What is kept of a kind is read anew, in every process."""
    cache.delete(_name(kind))


def _name(kind: str) -> str:
    return f"pakn-memory:{kind}"


def _new_token() -> str:
    return get_random_string(12)
