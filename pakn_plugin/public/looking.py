"""Whether a person reads a page, or a machine only fetches it (docs/decisions/0017 names the doubt that stays)."""

from django.http import HttpRequest

FETCHED_AHEAD = ("HTTP_SEC_PURPOSE", "HTTP_PURPOSE", "HTTP_X_PURPOSE", "HTTP_X_MOZ")


def somebody_reads(request: HttpRequest) -> bool:
    """A plain GET that asks for a page: no HEAD, nothing fetched ahead, and no scanner that takes anything."""
    if request.method != "GET" or any(name in request.META for name in FETCHED_AHEAD):
        return False
    if request.META.get("HTTP_SEC_FETCH_MODE", "navigate") != "navigate":
        return False
    return "text/html" in request.META.get("HTTP_ACCEPT", "")
