"""English is whole: every Vietnamese string of home, news and the root templates has its English one."""

from pathlib import Path

import polib
import pytest
from django.utils import translation
from django.utils.translation import gettext, pgettext

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


def test_a_string_of_two_catalogues_has_one_translation() -> None:
    """All are read as one, the site's before the plugin's: a word with two meanings needs a context."""
    found: dict[tuple[str | None, str], set[str]] = {}
    for app in (*APPS, "pakn_plugin"):
        for entry in polib.pofile(str(catalogue(app, "po"))):
            found.setdefault((entry.msgctxt, entry.msgid), set()).add(entry.msgstr)
    assert {key: texts for key, texts in found.items() if len(texts) > 1} == {}


@pytest.mark.parametrize(
    ("context", "vietnamese", "english"),
    [
        ("", "Ảnh", "Photos"),
        ("block", "Ảnh", "Picture"),
        ("figure", "Tài khoản", "Accounts"),
        ("", "Tài khoản", "Account"),
        ("", "Tra cứu", "Track a case"),
        ("", "Tra cứu phản ánh", "Track a case"),
        ("", "Đặt biểu ngữ", "Add our banner to your site"),
        ("", "Kết thúc", "Closed"),
        ("event", "Kết thúc", "End"),
    ],
)
def test_the_site_does_not_take_words_away_from_the_casework(context: str, vietnamese: str, english: str) -> None:
    with translation.override("en"):
        assert (pgettext(context, vietnamese) if context else gettext(vietnamese)) == english
