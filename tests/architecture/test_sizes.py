"""How long things may be, and what no file may hold."""

import re
from pathlib import Path

from tests.architecture.source import APPS, ROOT, everything, functions, place, sources


def test_no_function_is_longer_than_fifty_lines() -> None:
    long = [
        f"{place(path, f)} {f.name}: {f.end_lineno - f.lineno + 1}"
        for path in (everything() + list(sources("tests")))
        for f in functions(path)
        if f.end_lineno and f.end_lineno - f.lineno + 1 > 50
    ]
    assert long == []


def test_no_file_is_longer_than_three_hundred_lines() -> None:
    lengths = {
        path: len(path.read_text(encoding="utf-8").splitlines()) for path in (everything() + list(sources("tests")))
    }
    assert {str(p.relative_to(ROOT)): n for p, n in lengths.items() if n > 300} == {}


def test_every_function_of_the_source_is_annotated() -> None:
    bare = [place(path, f) for path in everything() for f in functions(path) if f.returns is None]
    assert bare == []


def test_no_module_is_a_drawer_for_anything() -> None:
    assert [p for p in everything() if p.stem in {"utils", "helpers", "common", "misc"}] == []


def test_site_is_a_path_and_no_package() -> None:
    """`import site` is Python's own module; an `__init__.py` here would stand before it."""
    assert not (ROOT / "site" / "__init__.py").exists()


def test_no_source_names_a_folder_of_one_machine() -> None:
    pattern = re.compile(r"/(?:work|home/[a-z]+|root|Users|tmp/[a-z])/")
    folders = (*APPS, "site", "tests", "templates", "static", "docs")
    suffixes = {".py", ".html", ".txt", ".md", ".css", ".js", ".toml", ".po"}
    files = [p for f in folders for p in (ROOT / f).rglob("*") if p.suffix in suffixes and p != Path(__file__)]
    files += [
        ROOT / name for name in ("README.md", "Makefile", "pyproject.toml", "manage.py") if (ROOT / name).exists()
    ]
    named = [str(p.relative_to(ROOT)) for p in files if pattern.search(p.read_text(encoding="utf-8"))]
    assert named == []
