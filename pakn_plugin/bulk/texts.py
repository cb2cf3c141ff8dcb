"""Vietnamese texts from phrases, each folded once; some without diacritics, some typed in decomposed form."""

import random
import unicodedata
from dataclasses import dataclass
from functools import cache

from pakn_plugin import text
from pakn_plugin.bulk.phrases import FAULTS, MESSAGES, NAMES, PLACES, REPLIES, STREETS, SUBJECTS, SURNAMES, WISHES

WITHOUT_MARKS, DECOMPOSED = 0.05, 0.03


@dataclass(frozen=True)
class Writing:
    """What a citizen wrote, as intake stores it, with the words for search: of title and text, and of the address."""

    title: str
    text: str
    address: str
    words: str
    words_of_address: str


@cache
def folded(phrase: str) -> str:
    """The words of a phrase for search; phrases come again and again."""
    return text.words(phrase)


@cache
def bare(phrase: str) -> str:
    """A phrase as many type it on a phone: without diacritics."""
    plain = unicodedata.normalize("NFD", phrase).replace("đ", "d").replace("Đ", "D")
    return "".join(c for c in plain if not unicodedata.combining(c))


def writing(rng: random.Random) -> Writing:
    """A text of three to six sentences with a place and a number.

    What is typed in decomposed form goes through `text.clean`, as at filing: it is stored composed.
    """
    street, number = rng.choice(STREETS), str(rng.randint(1, 999))
    head = [rng.choice(SUBJECTS), rng.choice(FAULTS), "tại đường", street, rng.choice(PLACES), "số", number]
    wishes = rng.sample(WISHES, rng.randint(2, 5))
    first = " ".join(folded(part) for part in head)
    words = " ".join([first, first, *(folded(part) for part in wishes)])
    chance = rng.random()
    if chance < WITHOUT_MARKS:
        head, wishes = [bare(part) for part in head], [bare(part) for part in wishes]
    title = f"{head[0]} {head[1]} {head[2]} {head[3]}, {head[4]} {head[5]} {head[6]}"
    body = f"{title}. {'. '.join(wishes)}."
    if WITHOUT_MARKS <= chance < WITHOUT_MARKS + DECOMPOSED:
        body = text.clean(unicodedata.normalize("NFD", body))
    return Writing(title, body, f"{number} {street}", words, f"{number} {folded(street)}")


def reply(rng: random.Random) -> str:
    """An official answer."""
    return f"{rng.choice(REPLIES)}. {rng.choice(REPLIES)}."


def message(rng: random.Random) -> str:
    """A word of the dialogue."""
    return rng.choice(MESSAGES)


def person(rng: random.Random) -> str:
    """Somebody's name."""
    return f"{rng.choice(SURNAMES)} {rng.choice(NAMES)}"
