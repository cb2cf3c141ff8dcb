"""Does a text promise a day? Future dates beside words like “sẽ”, “trước ngày”, “chậm nhất”. Pure.

A date counts where such a word stands in the same sentence. A day without a year is the next such day; a month or a
quarter counts until its end.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

from pakn_plugin.text import fold, nfc

_SENTENCE = re.compile(r"(?<=[.!?;…])\s+|\n+")
_CUE = re.compile(
    r"\b(se|du kien|hen|cam ket|phan dau|cham nhat|muon nhat|tre nhat|xong truoc|hoan thanh truoc|truoc ngay|"
    r"den het ngay|trong thang|trong quy|will|by|no later than|before|until)\b"
)
_DAY = re.compile(r"(?<![\d/.-])(\d{1,2})\s*[/.-]\s*(\d{1,2})(?:\s*[/.-]\s*(\d{4}))?(?![\d/-])")
_WORDED = re.compile(r"\b(\d{1,2}) thang (\d{1,2})(?: nam (\d{4})|\s*/\s*(\d{4}))?\b")
_MONTH = re.compile(r"(?<!\d )\bthang (\d{1,2})(?: nam (\d{4})|\s*[/-]\s*(\d{4}))?\b")
_QUARTER = re.compile(r"\bquy (iv|iii|ii|i|[1-4])(?: nam (\d{4})|\s*[/-]\s*(\d{4}))?\b")
_SOON = re.compile(r"\b(ngay mai|tuan (?:toi|sau)|thang (?:toi|sau)|quy (?:toi|sau)|nam (?:toi|sau))\b")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_HALF_YEAR = timedelta(days=182)
Place = tuple[int, int]


def promised_days(body: str, today: date) -> list[Place]:
    """Places (start, end) in the composed text where it promises a day after today; in the order of the text."""
    body = nfc(body)
    found = []
    start = 0
    for mark in [*_SENTENCE.finditer(body), None]:
        end = mark.start() if mark else len(body)
        sentence = _same_length(body[start:end])
        if _CUE.search(sentence):
            found += [(start + begin, start + stop) for begin, stop in _future(sentence, today)]
        start = mark.end() if mark else end
    return found


def _same_length(part: str) -> str:
    """Folded letter by letter, so that places in it are places in the text."""
    return "".join((fold(letter) or letter)[0] for letter in part)


def _future(sentence: str, today: date) -> list[Place]:
    places = [match.span() for match in _SOON.finditer(sentence)]
    places += [place for place, day in _dates(sentence, today) if day and day > today]
    kept: list[Place] = []
    for place in sorted(places):
        if not kept or place[0] >= kept[-1][1]:
            kept.append(place)
    return kept


def _dates(sentence: str, today: date) -> Iterator[tuple[Place, date | None]]:
    """Every date of a sentence with its last day; None where it is no date at all."""
    for match in _DAY.finditer(sentence):
        yield match.span(), _day(match[1], match[2], match[3], today)
    for match in _WORDED.finditer(sentence):
        yield match.span(), _day(match[1], match[2], match[3] or match[4], today)
    for match in _MONTH.finditer(sentence):
        yield match.span(), _end(int(match[1]), match[2] or match[3], today)
    for match in _QUARTER.finditer(sentence):
        quarter = _ROMAN.get(match[1]) or int(match[1])
        yield match.span(), _end(3 * quarter, match[2] or match[3], today)


def _day(day: str, month: str, year: str | None, today: date) -> date | None:
    try:
        found = date(int(year or today.year), int(month), int(day))
        return found if year or today - found < _HALF_YEAR else found.replace(year=today.year + 1)
    except ValueError:
        return None


def _end(month: int, year: str | None, today: date) -> date | None:
    """The last day of a month."""
    if not 1 <= month <= 12:
        return None
    last = monthrange(int(year or today.year), month)[1]
    return _day(str(last), str(month), year, today)
