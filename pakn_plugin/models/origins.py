"""Web addresses of other sites, by their origin alone: scheme, host, port."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MOST = 20
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_ORIGIN = re.compile(rf"https://(?:{_LABEL}\.)+(?:xn--[a-z0-9-]{{2,59}}|[a-z]{{2,63}})(?::(\d{{1,5}}))?")


def read_origins(text: str) -> list[str]:
    """The origins in a text, one on a line, each once. Raises ValidationError for the first that is none.

    They are written into a response header: only https, a full host name, perhaps a port; no wildcard, path or name.
    """
    found = list(dict.fromkeys(line for line in (_plain(raw) for raw in text.splitlines()) if line))
    for each in found:
        match = _ORIGIN.fullmatch(each)
        if match is None or len(each) > 200 or not 0 < int(match[1] or 443) < 65536:
            raise ValidationError(
                _("“%(line)s” không dùng được: ghi https:// và tên miền, không có đường dẫn hoặc dấu *."),
                params={"line": each[:100]},
            )
    if len(found) > MOST:
        raise ValidationError(_("Nhiều nhất %(most)s địa chỉ."), params={"most": MOST})
    return found


def _plain(line: str) -> str:
    """As browsers write it: lower case, ASCII, without the slash and the port that go without saying."""
    plain = line.strip().lower().removesuffix("/").removesuffix(":443")
    scheme, mark, host = plain.partition("://")
    try:
        return f"{scheme}{mark}{host.encode('idna').decode()}" if mark and not host.isascii() else plain
    except UnicodeError:
        return plain
