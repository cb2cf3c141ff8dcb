"""A QR code as modules with its quiet zone."""

from functools import lru_cache

import segno

# A quarter of the code may be dirty or torn on a poster and it still is read.
LEVEL = "q"
QUIET = 4


@lru_cache(maxsize=256)
def modules(text: str) -> tuple[str, ...]:
    """Rows of "0" and "1", four empty modules wide on each side."""
    code = segno.make(text, error=LEVEL, micro=False, boost_error=False)
    return tuple("".join("1" if dark else "0" for dark in row) for row in code.matrix_iter(border=QUIET))
