"""Vietnamese text: one normal form at the edge, one folded form for search, masks for personal data. Pure."""

import re
import unicodedata
from collections.abc import Callable

# Invisible direction marks and zero-width characters (joiners of emoji stay), and control characters.
_INVISIBLE = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
)
_SPACES = re.compile(r"\s+")
_MANY_BLANK_LINES = re.compile(r"\n{4,}")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
_LONG_NUMBER = re.compile(r"(?<!\d)(?:\+?84|0)(?:[\s.\-]?\d){8,10}(?!\d)|(?<!\d)\d{12}(?!\d)|(?<!\d)\d{9}(?!\d)")
_COMPLAINT = re.compile(r"\b(?:t[ốo]\s+c[áa]o|khi[ếe]u\s+(?:n[ạa]i|t[ốo]))\b")
MASK = "[đã ẩn]"
LONGEST_WORD = 40
_GREETING = re.compile(r"(?:kinh (?:gui|thua|chao)|thua|dear) ")
LATIN_ENDS = 0x2000


class _Signs(dict[int, str]):
    """What becomes of each sign of a text, worked out when it is met first: a text is turned in one go.

    Kept for the signs of the first alphabets only, which are few.
    """

    def __init__(self, turn: Callable[[str], str]) -> None:
        super().__init__()
        self.turn = turn

    def __missing__(self, code: int) -> str:
        found = self.turn(chr(code))
        if code < LATIN_ENDS:
            self[code] = found
        return found


def _bare(sign: str) -> str:
    return "" if unicodedata.combining(sign) else {"đ": "d", "Đ": "D"}.get(sign, sign)


_BARE = _Signs(_bare)
_OF_WORDS = _Signs(lambda sign: sign if sign.isalnum() else " ")


def nfc(text: str) -> str:
    """The text in composed form, as Vietnamese keyboards on most systems write it."""
    return unicodedata.normalize("NFC", text)


def clean(text: str) -> str:
    """A citizen's text as it is stored: composed, without invisible control characters, lines kept."""
    text = nfc(text.replace("\r\n", "\n").replace("\r", "\n"))
    return _MANY_BLANK_LINES.sub("\n\n\n", _INVISIBLE.sub("", text)).strip()


def fold(text: str) -> str:
    """The search form: no diacritics, đ as d, one case, single spaces ("Đường" and "duong" are equal)."""
    bare = unicodedata.normalize("NFD", text).translate(_BARE)
    return _SPACES.sub(" ", bare.casefold()).strip()


def words(text: str) -> str:
    """A text as it is kept for search: folded words of letters and digits between single spaces."""
    return " ".join(word[:LONGEST_WORD] for word in fold(text).translate(_OF_WORDS).split())


def headline(text: str, limit: int = 90) -> str:
    """The first sentence of a text, cut between words at `limit` characters."""
    first = re.split(r"(?<=[.!?…])\s|\n", text.strip(), maxsplit=1)[0]
    first = _SPACES.sub(" ", first)
    if len(first) <= limit:
        return first.rstrip(".")
    return first[: limit - 1].rsplit(" ", 1)[0].rstrip(" ,;:–-") + "…"


def sounds_like_complaint(text: str) -> bool:
    """Whether the words of a complaint or denunciation occur, with or without their marks: a hint, not a verdict."""
    return bool(_COMPLAINT.search(nfc(text).casefold()))


def mask_personal(text: str) -> str:
    """A proposal for the public copy: phone and identity numbers and e-mail addresses are masked."""
    return _LONG_NUMBER.sub(MASK, _EMAIL.sub(MASK, text))


def greets(text: str) -> bool:
    """Whether a text begins by greeting its reader, so that a letter around it need not."""
    return bool(_GREETING.match(fold(text[:40])))
