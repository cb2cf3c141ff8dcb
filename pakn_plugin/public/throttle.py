"""How often one address may do something. Counted in the cache; the address itself is not kept."""

from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

HOUR = 3600
TEN_MINUTES = 600


def allow(request: HttpRequest, scope: str, limit: int, seconds: int) -> bool:
    """Count one try; False where the address has used up its limit in the running window of `seconds`."""
    address = request.META.get("REMOTE_ADDR", "")
    window = int(timezone.now().timestamp()) // seconds
    digest = salted_hmac("pakn.throttle", f"{scope}:{address}").hexdigest()[:24]
    key = f"pakn:{scope}:{window}:{digest}"
    return _count(key, seconds) <= limit


def _count(key: str, seconds: int) -> int:
    """Which try this is in the window; what the cache forgets between two calls counts as the first."""
    for _each in range(2):
        try:
            return cache.incr(key)
        except ValueError:
            cache.add(key, 0, seconds)
    return 1
