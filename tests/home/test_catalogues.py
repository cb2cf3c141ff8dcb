"""English is whole: every Vietnamese string of home, news and the root templates has its English one."""

from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).parents[2]
APPS = ["home", "news"]


def catalogue(app: str, kind: str) -> Path:
    return ROOT / app / "locale/en/LC_MESSAGES" / f"django.{kind}"


@pytest.mark.parametrize("app", APPS)
def test_every_string_is_translated(app: str) -> None:
    entries = polib.pofile(str(catalogue(app, "po")))
    assert len(entries) > 50
    assert [entry.msgid for entry in entries if not entry.translated() or entry.fuzzy] == []


@pytest.mark.parametrize("app", APPS)
def test_the_compiled_file_is_in_step(app: str) -> None:
    source = {entry.msgid: entry.msgstr for entry in polib.pofile(str(catalogue(app, "po")))}
    compiled = {entry.msgid: entry.msgstr for entry in polib.mofile(str(catalogue(app, "mo")))}
    assert compiled == source
