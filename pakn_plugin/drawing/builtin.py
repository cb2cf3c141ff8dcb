"""The designs that come with the product, as data."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from pakn_plugin.drawing.layout import Layout
from pakn_plugin.drawing.reading import read

FOLDER = Path(__file__).parent / "designs"
CODES = ("bien-xanh", "hoang-hon", "nen-sang", "thap-ba")


@dataclass(frozen=True)
class Builtin:
    """A design of the product: its short name, its names, and its layout as JSON."""

    code: str
    name: str
    name_en: str
    data: dict[str, Any]

    @property
    def layout(self) -> Layout:
        """The layout, checked."""
        return read(self.data)


@lru_cache(maxsize=1)
def every() -> tuple[Builtin, ...]:
    """All of them, in the order in which they are offered."""
    found = []
    for code in CODES:
        data = tomllib.loads((FOLDER / f"{code}.toml").read_text(encoding="utf-8"))
        found.append(Builtin(code, data.pop("name"), data.pop("name_en"), data))
    return tuple(found)
