"""The demo's files, and the lasting keys of what stands in them."""

import csv
import tomllib
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

FOLDER = Path(__file__).parent / "data"


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a CSV file with a header."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def toml(name: str) -> dict[str, Any]:
    """A TOML file."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def filing_key(key: str) -> UUID:
    """The key under which a demo case is filed, now and always."""
    return uuid5(NAMESPACE_URL, f"pakn-demo:{key}")
