"""Codes that people read aloud: 12 random symbols of Crockford's base 32 (60 bits, no order, no number). Pure."""

import re
import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})
_NOISE = re.compile(r"[\s\-–—.]+")


def random_symbols(length: int) -> str:
    """`length` symbols, each of 5 random bits: of the 256 values of a byte every symbol has eight."""
    return "".join(ALPHABET[byte % len(ALPHABET)] for byte in secrets.token_bytes(length))


def new_link_key() -> str:
    """What opens one case in a signed link; changing it voids the links."""
    return random_symbols(16)


def new_code(prefix: str) -> str:
    """A fresh tracking code such as `KH-7F3K-Q2MX-9TBD`."""
    raw = random_symbols(12)
    return f"{prefix}-{raw[:4]}-{raw[4:8]}-{raw[8:]}"


def read_code(typed: str, prefix: str) -> str:
    """The code meant by what someone typed: case, spaces and dashes do not matter, o is 0, i and l are 1.

    Returns an empty string where it cannot be a code.
    """
    raw = _NOISE.sub("", typed.strip().upper())
    if len(raw) == 12 + len(prefix) and raw.startswith(prefix.upper()):
        raw = raw[len(prefix) :]
    raw = raw.translate(_READ_AS)
    if len(raw) != 12 or any(symbol not in ALPHABET for symbol in raw):
        return ""
    return f"{prefix}-{raw[:4]}-{raw[4:8]}-{raw[8:]}"
