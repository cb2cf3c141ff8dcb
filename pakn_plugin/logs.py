"""What logs must not keep: the signed part of an address opens a citizen's case to whoever reads the log."""

import logging
import re

_SIGNED = re.compile(r"(/(?:theo-doi|danh-gia)/)[^/\s]+")


def without_keys(record: logging.LogRecord) -> bool:
    """Take signed parts out of a record's arguments; for `Logger.addFilter`, keeps every record."""
    if isinstance(record.args, tuple):
        record.args = tuple(_SIGNED.sub(r"\1…", each) if isinstance(each, str) else each for each in record.args)
    return True


def wire() -> None:
    """Django names the path of each refused request in `django.request`, of each hostile one in `django.security`."""
    for name in ("django.request", "django.security.csrf", "django.security.SuspiciousOperation"):
        logging.getLogger(name).addFilter(without_keys)
