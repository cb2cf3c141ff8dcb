"""Where a counted link may lead: only to paths of this site. Pure."""

from urllib.parse import unquote, urlsplit

from django.utils.encoding import iri_to_uri
from django.utils.http import url_has_allowed_host_and_scheme

LONGEST = 500


def safe_path(target: str) -> str | None:
    """The target as an address of this site, or None.

    It begins with one slash, and neither it nor what is left of it after decoding twice holds a second slash at the
    beginning, a backslash, an empty part, or anything invisible.
    """
    if not target or len(target) > LONGEST:
        return None
    for form in (target, unquote(target), unquote(unquote(target))):
        if not _is_plain(form):
            return None
    return iri_to_uri(target)


def _is_plain(target: str) -> bool:
    return (
        target.startswith("/")
        and target.isprintable()
        and not any(c in target for c in " \\<>\"'`\ufffd")
        and "//" not in target.split("?", 1)[0]
        and url_has_allowed_host_and_scheme(target, allowed_hosts=None)
        and not urlsplit(target).netloc
    )
