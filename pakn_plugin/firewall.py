"""Is this the answer to a citizen, or the inside of an office? A reply beside the internal texts of its case. Pure.

Five rules: what was copied from an internal text, the language of offices among themselves, personal data, a gap where
words are missing, and an answer that names no act, no date and no basis. Words are compared folded: marks, case and
punctuation hide nothing.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from pakn_plugin.text import fold, nfc

_WORD = re.compile(r"\w+")
_SENTENCE = re.compile(r"(?<=[.!?;…])\s+|\n+")
_REACH = 4
_DATE = re.compile(
    r"\b\d{1,2}[/.-]\d{1,2}\b|\b(ngay|thang|quy|nam) \d|\b\d{1,2} gio\b|\b(hom nay|sang nay|chieu nay)\b"
)
_BASIS = re.compile(r"\b(nghi dinh|nghi quyet|quyet dinh|thong tu|luat|qcvn|tcvn|dieu \d|khoan \d|van ban so)\b")
_ACT = re.compile(
    r"\bda (?!(duoc )?(tiep nhan|ghi nhan|chuyen|nhan|nam|biet|bao cao|phan anh|xem xet|trao doi|quan tam|gui)\b)\w+"
)
_ACT_ENGLISH = re.compile(
    r"\b(was|were|has|have|has been|have been) (?!been|received|noted|forwarded|asked)\w+(ed|t|n)\b"
)
_NUMBER = re.compile(r"(?<![\d/.])(?:\+?84|0)(?:[\s.\-]?\d){8,10}(?!\d)|(?<!\d)\d{12}(?!\d)|(?<!\d)\d{9}(?!\d)")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
_TITLE = r"(?:[Ôô]ng|[Bb]à|[Aa]nh|[Cc]hị|[Cc]ô|[Cc]hú|[Bb]ác|[Ee]m|[Cc]háu|[Đđ]ồng chí)"
_CAPITAL = r"[A-ZÀ-ÖØ-ÝĂĐƠƯẠ-Ỹ][a-zà-öø-ýăđơưạ-ỹ]+"
_PERSON = re.compile(rf"\b{_TITLE} ((?:{_CAPITAL} ){{1,4}}{_CAPITAL})")
# Dots after a space, and then the sentence is over; after a comma they mean “and so on”.
_GAP = re.compile(r"(?<=[^\s,;])\s+(…|\.{3,})(?=\s*(?:[.,;:!?)\]”\"]|\n|$)|\s+(\w))")


class Rule(StrEnum):
    """What is wrong with a reply."""

    COPIED = "copied"
    INTERNAL = "internal"
    PERSONAL = "personal"
    GAP = "gap"
    EMPTY = "empty"
    PROMISE = "promise"


@dataclass(frozen=True)
class Span:
    """A part of a text: positions of its first character and of the one behind its last."""

    start: int
    end: int


@dataclass(frozen=True)
class Finding:
    """Something wrong: where in the reply, and for a copy the number of the internal text and where in that."""

    rule: Rule
    spans: tuple[Span, ...] = ()
    source: int | None = None
    there: tuple[Span, ...] = ()

    @property
    def blocks(self) -> bool:
        """Whether the reply cannot go on without a reason; the other rules warn."""
        return self.rule == Rule.COPIED


@dataclass(frozen=True)
class Limits:
    """From where on an agreement counts.

    `run`: words in a row; `share`: part (0 to 1) of the word pairs of an internal sentence that come again in the same
    order, with at most a few words put between them; `least`: how many such pairs it takes at
    least; `short`: up to how many words a reply is empty talk if all it says is a weak phrase.
    """

    run: int = 8
    share: float = 0.5
    least: int = 6
    short: int = 40


PHRASES = (
    "kính chuyển",
    "báo cáo lãnh đạo",
    "trình lãnh đạo",
    "xin ý kiến lãnh đạo",
    "xin ý kiến chỉ đạo",
    "tham mưu",
    "chỉ đạo chuyên viên",
    "đề nghị đơn vị phối hợp",
    "báo cáo kết quả về",
    "lưu hành nội bộ",
    "đề nghị phòng",
    "giao phòng",
)
WEAK = ("theo thẩm quyền", "theo quy định", "cơ quan chức năng")


@dataclass(frozen=True)
class Wording:
    """What a comparison goes by: phrases that always count, phrases that count in empty talk, and the limits."""

    strong: tuple[str, ...] = PHRASES
    weak: tuple[str, ...] = WEAK
    limits: Limits = Limits()

    def examine(
        self,
        reply: str,
        internal: Sequence[str],
        known: Iterable[str] = (),
        names: Iterable[str] = (),
        answers: bool = True,
    ) -> list[Finding]:
        """What is wrong with a reply by this wording; as `examine`."""
        return examine(reply, internal, known, names, self.strong, self.limits, self.weak, answers)


@dataclass(frozen=True)
class _Word:
    folded: str
    start: int
    end: int


def examine(
    reply: str,
    internal: Sequence[str],
    known: Iterable[str] = (),
    names: Iterable[str] = (),
    phrases: Sequence[str] = PHRASES,
    limits: Limits = Limits(),
    weak: Sequence[str] = WEAK,
    answers: bool = True,
) -> list[Finding]:
    """What is wrong with a reply, the worst first; positions hold for its composed form (`text.nfc`).

    `internal` are the case's internal texts; `known` are texts that the citizen has written or read, whose words are
    no secret; `names` are people of the case who must not be named. What `answers` nothing, like a review's reason,
    need not say what was done, and no phrase in it is empty talk.
    """
    reply = nfc(reply)
    words = _words(reply)
    public = [_words(nfc(each)) for each in known]
    found = [copied for number, each in enumerate(internal) if (copied := _copied(words, number, each, public, limits))]
    for rule, spans in (
        (Rule.INTERNAL, _phrases(words, phrases, weak if answers else (), limits)),
        (Rule.PERSONAL, _personal(reply, names)),
        (Rule.GAP, _gaps(reply)),
    ):
        if spans:
            found.append(Finding(rule, spans))
    if answers and _is_empty(reply):
        found.append(Finding(Rule.EMPTY, (Span(0, len(reply)),)))
    return found


def _words(text: str) -> list[_Word]:
    return [_Word(fold(found[0]), found.start(), found.end()) for found in _WORD.finditer(text)]


def _copied(words: list[_Word], number: int, source: str, public: list[list[_Word]], limits: Limits) -> Finding | None:
    """The words of the reply that come from this internal text, if they are more than chance."""
    theirs = _words(nfc(source))
    runs = _runs(words, theirs, public, limits.run)
    again = _retold(words, nfc(source), public, limits)
    if not (runs[0] or again[0]):
        return None
    here, there = runs[0] | again[0], runs[1] | again[1]
    return Finding(Rule.COPIED, _spans(words, here), number, _spans(theirs, there))


def _runs(words: list[_Word], theirs: list[_Word], public: list[list[_Word]], size: int) -> tuple[set[int], set[int]]:
    """Places of words that stand in a row of `size` in both texts and nowhere in public."""
    secret = _rows(theirs, size)
    for each in public:
        for row in _rows(each, size):
            secret.pop(row, None)
    here: set[int] = set()
    there: set[int] = set()
    for row, places in _rows(words, size).items():
        if row in secret:
            here |= {place + step for place in places for step in range(size)}
            there |= {place + step for place in secret[row] for step in range(size)}
    return here, there


def _rows(words: list[_Word], size: int) -> dict[tuple[str, ...], list[int]]:
    found: dict[tuple[str, ...], list[int]] = {}
    for place in range(len(words) - size + 1):
        found.setdefault(tuple(word.folded for word in words[place : place + size]), []).append(place)
    return found


def _retold(words: list[_Word], source: str, public: list[list[_Word]], limits: Limits) -> tuple[set[int], set[int]]:
    """Places of words where a sentence of the internal text is told again in other words or another order."""
    open_pairs = {pair for each in public for pair in _pairs(each, 1)}
    reached = _pairs(words, _REACH)
    here: set[int] = set()
    there: set[int] = set()
    first = 0
    for sentence in _SENTENCE.split(source):
        theirs = _words(sentence)
        pairs = {pair: places for pair, places in _pairs(theirs, 1).items() if pair not in open_pairs}
        shared = [pair for pair in pairs if pair in reached]
        if len(shared) >= max(limits.share * len(pairs), limits.least):
            here |= {place for pair in shared for both in reached[pair] for place in both}
            there |= {first + place for pair in shared for both in pairs[pair] for place in both}
        first += len(theirs)
    return here, there


def _pairs(words: list[_Word], reach: int) -> dict[tuple[str, str], list[tuple[int, int]]]:
    """Two words in their order, at most `reach` words apart, with their places."""
    found: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for place, word in enumerate(words):
        for other in range(place + 1, min(place + reach + 1, len(words))):
            found.setdefault((word.folded, words[other].folded), []).append((place, other))
    return found


def _spans(words: list[_Word], places: set[int]) -> tuple[Span, ...]:
    """The places as parts of the text; words that stand next to each other, or one apart, make one part."""
    found: list[list[int]] = []
    for place in sorted(places):
        if found and place - found[-1][1] <= 2:
            found[-1][1] = place
        else:
            found.append([place, place])
    return tuple(Span(words[first].start, words[last].end) for first, last in found)


def _phrases(words: list[_Word], phrases: Sequence[str], weak: Sequence[str], limits: Limits) -> tuple[Span, ...]:
    """Phrases of offices; weak ones count where a short reply says nothing else."""
    bare = not _says_something(" ".join(word.folded for word in words)) and len(words) <= limits.short
    wanted = [*phrases, *(weak if bare else ())]
    places: set[int] = set()
    for phrase in wanted:
        row = [word.folded for word in _words(nfc(phrase))]
        for place in _rows(words, len(row)).get(tuple(row), []) if row else []:
            places |= set(range(place, place + len(row)))
    return _spans(words, places)


def _personal(reply: str, names: Iterable[str]) -> tuple[Span, ...]:
    """Numbers, addresses of mail, people with their names."""
    found = [Span(*match.span()) for pattern in (_NUMBER, _EMAIL) for match in pattern.finditer(reply)]
    found += [Span(*match.span(1)) for match in _PERSON.finditer(reply)]
    words = _words(reply)
    for name in names:
        row = tuple(word.folded for word in _words(nfc(name)))
        if len(row) > 1:
            found += [Span(words[at].start, words[at + len(row) - 1].end) for at in _rows(words, len(row)).get(row, [])]
    return tuple(sorted(set(found), key=lambda span: (span.start, span.end)))


def _gaps(reply: str) -> tuple[Span, ...]:
    """Dots in the place of words, up to punctuation, the end of a line or a word that begins a new sentence."""
    return tuple(Span(*match.span(1)) for match in _GAP.finditer(reply) if not match[2] or match[2].isupper())


def _is_empty(reply: str) -> bool:
    return not _says_something(fold(reply))


def _says_something(folded: str) -> bool:
    return any(pattern.search(folded) for pattern in (_DATE, _BASIS, _ACT, _ACT_ENGLISH))
