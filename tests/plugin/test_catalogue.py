"""The English catalogue: whole, current, compiled, and with the same variables as the Vietnamese source."""

import ast
import gettext
import re
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest
from django.utils import translation
from django.utils.translation.template import templatize

import pakn_plugin
from pakn_plugin.states import PLAIN, Action, Level, Role, Score, Stage, State, Unit

FOLDER = Path(pakn_plugin.__file__).parent
CATALOGUE = FOLDER / "locale" / "en" / "LC_MESSAGES" / "django.po"
FUNCTIONS = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}
VARIABLE = re.compile(r"%\(\w+\)[sd]|\{\w+\}")
VIETNAMESE = re.compile("[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", re.IGNORECASE)
NAMES = ("Lộc Thọ", "Phước Long")  # examples of places stay as they are


@pytest.fixture(scope="module")
def entries() -> list[polib.POEntry]:
    return list(polib.pofile(str(CATALOGUE)))


def calls(source: str) -> Iterator[tuple[str, str]]:
    """(context, message) of every translated text in Python source."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        texts = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
        if name in FUNCTIONS and texts and isinstance(node.args[0], ast.Constant):
            yield (texts[0], texts[1]) if name.startswith("pgettext") else ("", texts[0])


def in_python() -> set[tuple[str, str]]:
    return {found for path in FOLDER.rglob("*.py") for found in calls(path.read_text("utf-8"))}


def in_templates() -> set[tuple[str, str]]:
    """What Django's own extractor sees; it writes each text as a call of gettext."""
    found: set[tuple[str, str]] = set()
    for path in (FOLDER / "templates").rglob("*.*"):
        source = templatize(path.read_text("utf-8"))
        for call in re.findall(r"(?:n?p?gettext|_)\((?:[^()'\"]|'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")*\)", source):
            found |= set(calls(re.sub(r"\bu(?=['\"])", "", call)))
    return found


def test_nothing_is_empty_or_fuzzy(entries: list[polib.POEntry]) -> None:
    assert [entry.msgid for entry in entries if not entry.translated()] == []
    assert [entry.msgid for entry in entries if entry.fuzzy or entry.obsolete] == []


def test_every_text_of_the_source_is_in_the_catalogue(entries: list[polib.POEntry]) -> None:
    known = {(entry.msgctxt or "", entry.msgid) for entry in entries}
    assert sorted(in_python() - known) == []
    assert sorted(in_templates() - known) == []


def test_the_catalogue_has_nothing_that_the_source_lost(entries: list[polib.POEntry]) -> None:
    source = in_python() | in_templates()
    assert sorted(e.msgid for e in entries if (e.msgctxt or "", e.msgid) not in source) == []


def test_variables_are_the_same(entries: list[polib.POEntry]) -> None:
    for entry in entries:
        for text in [entry.msgstr] if entry.msgstr else entry.msgstr_plural.values():
            assert set(VARIABLE.findall(text)) == set(VARIABLE.findall(entry.msgid)), entry.msgid


def test_english_is_english(entries: list[polib.POEntry]) -> None:
    for entry in entries:
        for text in [entry.msgstr] if entry.msgstr else entry.msgstr_plural.values():
            for name in NAMES:
                text = text.replace(name, "")
            assert not VIETNAMESE.search(text), text


def test_the_compiled_catalogue_says_the_same(entries: list[polib.POEntry]) -> None:
    with CATALOGUE.with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    for entry in entries:
        if entry.msgid_plural:
            assert compiled.ngettext(entry.msgid, entry.msgid_plural, 2) == entry.msgstr_plural[1]
        elif entry.msgctxt:
            assert compiled.pgettext(entry.msgctxt, entry.msgid) == entry.msgstr
        else:
            assert compiled.gettext(entry.msgid) == entry.msgstr


@pytest.mark.parametrize("words", [State, Action, Role, Level, Score, Stage, Unit])
def test_the_words_of_the_casework_differ_in_english(words: type[State]) -> None:
    for word in words:
        with translation.override("vi"):
            vietnamese = str(word.label)
        with translation.override("en"):
            assert str(word.label) != vietnamese


def test_every_state_is_explained_in_english() -> None:
    with translation.override("en"):
        assert all(not VIETNAMESE.search(str(sentence)) for sentence in PLAIN.values())
