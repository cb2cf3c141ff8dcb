"""Demo pages are text files: facts in TOML between `+++` lines, then prose with `## ` headings."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "pages"


@dataclass(frozen=True)
class Source:
    """One file: its facts and its body as StreamField data."""

    slug: str
    facts: dict[str, Any]
    body: list[tuple[str, Any]]


@cache
def read(path: Path) -> Source:
    """One page's file."""
    _, facts, prose = path.read_text("utf-8").split("+++\n", 2)
    return Source(path.name.split(".")[0], tomllib.loads(facts), body(prose))


def section(name: str) -> list[tuple[Source, Source | None]]:
    """The Vietnamese pages of a folder, each with its English one where there is one."""
    files = sorted(path for path in (FOLDER / name).glob("*.md") if not path.name.endswith(".en.md"))
    return [(read(path), _english(path)) for path in files]


def _english(path: Path) -> Source | None:
    other = path.with_suffix(".en.md")
    return read(other) if other.exists() else None


def body(prose: str) -> list[tuple[str, Any]]:
    """Headings, remarks (`!! ` and the lines after it) and, between them, paragraphs joined to one text block."""
    blocks: list[tuple[str, Any]] = []
    for part in filter(None, (part.strip() for part in prose.split("\n\n"))):
        if part.startswith("## "):
            blocks.append(("heading", {"text": part[3:]}))
        elif part.startswith("!! "):
            title, _, text = part[3:].partition("\n")
            blocks.append(("callout", {"title": title, "text": f"<p>{text}</p>", "link_text": "", "link_page": None}))
        else:
            _add_text(blocks, part if part.startswith("<") else f"<p>{part}</p>")
    return blocks


def _add_text(blocks: list[tuple[str, Any]], html: str) -> None:
    if blocks and blocks[-1][0] == "text":
        blocks[-1] = ("text", blocks[-1][1] + html)
    else:
        blocks.append(("text", html))
