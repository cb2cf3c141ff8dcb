"""The sites that an administrator lists, one on a line."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from pakn_plugin import origins

MOST = 20
_NAMED = re.compile(r"https://(?:[a-z0-9-]+\.)+(?:xn--[a-z0-9-]+|[a-z]{2,63})(?::[1-9]\d*)?")


def read_origins(text: str) -> list[str]:
    """The origins in a text, one on a line, each once. Raises ValidationError for the first that is none.

    They are written into a response header: only https, a full host name, perhaps a port; no wildcard, path or name.
    """
    found = dict[str, None]()
    for line in filter(None, map(str.strip, text.splitlines())):
        origin = origins.normal(line.lower())
        if origin is None or not _NAMED.fullmatch(origin):
            raise ValidationError(
                _("“%(line)s” không dùng được: ghi https:// và tên miền, không có đường dẫn hoặc dấu *."),
                params={"line": line[:100]},
            )
        found[origin] = None
    if len(found) > MOST:
        raise ValidationError(_("Nhiều nhất %(most)s địa chỉ."), params={"most": MOST})
    return list(found)
