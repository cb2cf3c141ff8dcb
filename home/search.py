"""Search that understands Vietnamese typed with or without its marks, on SQLite and PostgreSQL alike.

Neither database folds Vietnamese as people expect, so that every page puts two spellings of its text in the
index: folded words ("duong"), which any way of typing finds, and for each marked word a spelling after the
Telex keyboard ("ddzuwowngzf"), which only the same marks find. The second makes exact hits come first. Because
Telex writes the tone at the word's end, "Hòa" and "Hoà" are the same word in both.
"""

import re
import unicodedata
from itertools import chain

from wagtail.models import Locale, Page, PageQuerySet
from wagtail.search.query import PlainText

from pakn_plugin.text import fold

MAX_HITS = 200
MAX_WORDS = 8
MAX_QUERY = 100
_WORD = re.compile(r"[^\W_]+")
_TONES = {"\u0300": "f", "\u0301": "s", "\u0303": "x", "\u0309": "r", "\u0323": "j"}
_SHAPES = {"\u0302": "q", "\u0306": "w", "\u031b": "w"}


def words(text: str) -> list[str]:
    """The words of a text in composed lower case; punctuation and operators of a query language fall away."""
    return _WORD.findall(unicodedata.normalize("NFC", text).casefold())


def telex(word: str) -> str:
    """A word's marks spelled in ASCII, the tone last: "đường" gives "ddzuwowngzf"; "" for a word without marks."""
    letters, tone = [], ""
    for char in unicodedata.normalize("NFD", word):
        if char in _TONES:
            tone = _TONES[char]
        elif char == "đ":
            letters.append("ddz")
        else:
            letters.append(_SHAPES.get(char, char))
    spelled = "".join(letters) + (f"z{tone}" if tone else "")
    return spelled if spelled != word else ""


def shadow(text: str) -> str:
    """What goes in the index beside the text itself."""
    found = words(text)
    return " ".join(chain((fold(word) for word in found), filter(None, map(telex, found))))


def search_pages(query: str, language: str) -> list[int]:
    """Primary keys of live, public pages in a language, best first, 200 at most.

    Exact marks come before folded matches, and titles before bodies.
    """
    asked = words(query[:MAX_QUERY])[:MAX_WORDS]
    locale = Locale.objects.filter(language_code=language).first()
    if not asked or locale is None:
        return []
    pages = Page.objects.live().public().filter(locale=locale)
    exact = _hits(pages, [telex(word) or fold(word) for word in asked])
    loose = _hits(pages, [fold(word) for word in asked])
    titles = {**loose, **exact}
    return sorted(titles, key=lambda pk: _rank(titles[pk], asked, pk in exact))


def _hits(pages: PageQuerySet, terms: list[str]) -> dict[int, str]:
    found = pages.search(PlainText(" ".join(terms), operator="and"))[:MAX_HITS]
    return {page.pk: page.title for page in found}


def _rank(title: str, asked: list[str], exact: bool) -> tuple[bool, bool]:
    """Sorts False first; Python's sort keeps the database's order within a group."""
    return not exact, not {fold(word) for word in asked} <= {fold(word) for word in words(title)}
