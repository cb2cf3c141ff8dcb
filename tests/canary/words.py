"""Words that stand nowhere else: one for each field. Where one is found, it says by itself which field leaks.

They are plain lower-case letters and digits, so that folding for the search leaves them as they are.
"""

import base64
import html
import re
from collections.abc import Iterable
from functools import cache
from urllib.parse import unquote_plus

# Never outside the agencies; and: for the reporter's own eyes, but for no other citizen and not for the public.
INSIDE, OWN = "zqcanary7", "vxcanary9"
BOTH = (INSIDE, OWN)
# The reporter's number, place and tracking code cannot be words: their forms as they may be written.
PHONE, LAT, LON, CODE = "+84905987431", 12.2987431, 109.1987431, "KH-VX9C-ASE7-2222"
_NUMBERS = re.compile(r"905[ .\-]?987[ .\-]?431|12[.,]29874|109[.,]19874|vx9c[ \-]?ase7")
_WORD = {kind: re.compile(rf"{kind}[a-z0-9]*") for kind in BOTH}
_SOFT_BREAK = re.compile(r"=\r?\n")
_URLSAFE = bytes.maketrans(b"-_", b"+/")
planted: dict[str, str] = {}


def inside(field: str, which: str = "") -> str:
    """The word of an internal field; `which` tells apart what was written into it at different moments."""
    return _word(INSIDE, field, which)


def own(field: str, which: str = "") -> str:
    """The word of a field that its reporter may read."""
    return _word(OWN, field, which)


def _word(kind: str, field: str, which: str) -> str:
    word = f"{kind}{re.sub('[^a-z0-9]', '', (field + which).lower())}q"
    planted[word] = field
    return word


def traces(found: bytes | str, kinds: Iterable[str] = BOTH) -> set[str]:
    """Every canary of these kinds in a text or file: plain, in HTML, in an address, in a mail, in base64."""
    kinds = tuple(kinds)
    text = (found.decode("utf-8", "replace") if isinstance(found, bytes) else found).casefold()
    seen: set[str] = set()
    for form in (text, html.unescape(text), unquote_plus(text), _SOFT_BREAK.sub("", text)):
        for kind in kinds:
            seen.update(_WORD[kind].findall(form))
        if OWN in kinds:
            seen.update(_NUMBERS.findall(form))
    plain = (found if isinstance(found, bytes) else found.encode()).translate(_URLSAFE)
    seen.update(word for word in planted if word.startswith(kinds) and any(core in plain for core in _in_base64(word)))
    return seen


@cache
def _in_base64(word: str) -> tuple[bytes, ...]:
    """What is sure to stand in the base64 of whatever holds the word, at each of the three places it may begin."""
    coded = [base64.b64encode(b"\0" * before + word.encode()).rstrip(b"=")[:-2] for before in range(3)]
    return tuple(code[-(-before * 4 // 3) :] for before, code in enumerate(coded))
