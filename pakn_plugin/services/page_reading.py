"""The addresses in a page's tags, read in one pass.

Python's own HTML parser takes hours for a quarter of a megabyte that was made for it (measured: 12 s for 16 KB of
`<a `); what is read here comes from strangers, so each character is looked at a fixed number of times at most.
"""

import re
from collections.abc import Iterator
from html import unescape

LONGEST = 2000
# Tag → where its addresses stand.
PLACES = {"a": ("href",), "area": ("href",), "img": ("src", "srcset"), "source": ("srcset",), "iframe": ("src",)}
# What stands in these is text, whatever it looks like.
RAW = frozenset({"script", "style", "textarea", "title", "xmp", "noembed", "noframes", "template"})
_NAME = re.compile(r"[a-zA-Z][^\s/>]*+")
_PART = re.compile(r"""[\s/]*+([^\s/>=][^\s/>=]*+)(?:\s*+=\s*+("[^"]*+"|'[^']*+'|[^\s>]*+))?""")


def addresses(html: str) -> Iterator[str]:
    """Every address in a link, picture or frame, in the order of the page; none from comments, scripts or text."""
    lower, at = html.lower(), html.find("<")
    while at >= 0:
        if html.startswith("<!--", at):
            at = _after(html, "-->", at + 2)
        elif tag := _NAME.match(html, at + 1):
            name = tag[0].lower()
            at, found = _parts(html, tag.end())
            yield from (each for part, value in found if part in PLACES.get(name, ()) for each in _said(part, value))
            if name in RAW and at >= 0:
                at = lower.find(f"</{name}", at)
        elif html[at + 1 : at + 2] in ("!", "?", "/"):
            at = _after(html, ">", at)
        else:
            at += 1
        at = html.find("<", at) if at >= 0 else at


def _after(html: str, mark: str, at: int) -> int:
    """Behind the next mark; -1 where there is none, and so nothing more to read."""
    found = html.find(mark, at)
    return found + len(mark) if found >= 0 else -1


def _parts(html: str, at: int) -> tuple[int, list[tuple[str, str]]]:
    """Where a tag ends, and its attributes."""
    found = []
    while part := _PART.match(html, at):
        found.append((part[1].lower(), part[2] or ""))
        at = part.end()
    return at, found


def _said(part: str, value: str) -> list[str]:
    """The addresses in the value of an attribute."""
    if len(value) > LONGEST:
        return []
    plain = unescape(value.strip("\"'")).strip()
    return plain.split() if part == "srcset" else [plain]
