"""The lasting codes of demo cases: the same on every machine, so that documentation can name them."""

from random import Random

from pakn_plugin import codes, conf

TOUR = "DEM0"  # the first group of the codes that documentation names


def code(key: str, number: str = "") -> str:
    """The tracking code of a demo case, from its key, or with the number that documentation names."""
    prefix = conf.get("CODE_PREFIX")
    if number:
        return f"{prefix}-{TOUR}-{number}"
    raw = "".join(Random(f"code:{key}").choices(codes.ALPHABET, k=12))
    return f"{prefix}-{raw[:4]}-{raw[4:8]}-{raw[8:]}"
