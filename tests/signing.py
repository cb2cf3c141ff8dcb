"""A signed link names the second in which it was signed: a page that signs it a second later bears another text."""

import re


def whenever(url: str) -> re.Pattern[str]:
    """What finds `url` with whatever moment and signature stand after its object."""
    return re.compile(re.sub(r":[^/]+", ':[^/"]+', re.escape(url)))
