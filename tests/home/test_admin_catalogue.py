"""The admin and the account pages speak Vietnamese: our catalogue fills and corrects the packages' own.

The packages' English catalogues name every string that can reach a screen. A package that is upgraded and brings new
strings makes these tests fail and name them.
"""

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import allauth
import django.contrib.auth
import polib
import pytest
import wagtail
import wagtail_modeladmin
from django.conf import settings
from django.test import RequestFactory
from django.utils import translation
from django.views.i18n import JSONCatalog

OURS = Path(settings.LOCALE_PATHS[0]) / "vi" / "LC_MESSAGES"
WAGTAIL = Path(wagtail.__file__).parent
APPS = {
    "core": WAGTAIL,
    **{name: WAGTAIL / name for name in ("admin", "documents", "embeds", "images", "search", "sites", "snippets")},
    "users": WAGTAIL / "users",
    **{
        name: WAGTAIL / "contrib" / name
        for name in ("forms", "redirects", "settings", "simple_translation", "table_block", "typed_table_block")
    },
    "modeladmin": Path(wagtail_modeladmin.__file__).parent,
    "django.contrib.auth": Path(django.contrib.auth.__file__).parent,
}
SAME_IN_VIETNAMESE = {
    "Email",
    "ID",
    "URL",
    "Wagtail API v2",
    "Wagtail API v3",
    "%(field_label)s:",
    "%(time_zone_option)s: %(localized_time_zone_label)s",
}
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}|</?[a-zA-Z][^>]*>")


def messages(app: Path, domain: str = "django") -> Iterator[polib.POEntry]:
    """The strings that an app offers for translation."""
    for entry in polib.pofile(str(app / "locale" / "en" / "LC_MESSAGES" / f"{domain}.po")):
        if entry.msgid and not entry.obsolete:
            yield entry


def in_effect(entry: polib.POEntry, number: int = 2) -> str:
    """What a reader of the Vietnamese admin sees for this string."""
    if entry.msgid_plural and entry.msgctxt:
        return translation.npgettext(entry.msgctxt, entry.msgid, entry.msgid_plural, number)
    if entry.msgid_plural:
        return translation.ngettext(entry.msgid, entry.msgid_plural, number)
    if entry.msgctxt:
        return translation.pgettext(entry.msgctxt, entry.msgid)
    return translation.gettext(entry.msgid)


def is_untranslated(entry: polib.POEntry, shown: str) -> bool:
    """Shown as in English, or not at all, without being a word that both languages share."""
    return not shown.strip() or (shown in {entry.msgid, entry.msgid_plural} and shown not in SAME_IN_VIETNAMESE)


def text(entry: polib.POEntry) -> str:
    """The Vietnamese text of one of our entries; Vietnamese has one plural form."""
    return entry.msgstr_plural[0] if entry.msgid_plural else entry.msgstr


def our_entries() -> list[polib.POEntry]:
    return [entry for domain in ("django", "djangojs") for entry in polib.pofile(str(OURS / f"{domain}.po"))]


@pytest.mark.parametrize("app", APPS)
def test_every_string_of_the_admin_is_shown_in_vietnamese(app: str) -> None:
    with translation.override("vi"):
        untranslated = [
            entry.msgid
            for entry in messages(APPS[app])
            for number in (1, 2)
            if is_untranslated(entry, in_effect(entry, number))
        ]
    assert untranslated == []


def test_every_string_of_the_account_pages_is_shown_in_vietnamese() -> None:
    entries = [
        entry
        for entry in messages(Path(allauth.__file__).parent)
        if any(place.startswith(("account/", "templates/account/")) for place, _ in entry.occurrences)
    ]
    assert len(entries) > 100
    with translation.override("vi"):
        assert [entry.msgid for entry in entries if is_untranslated(entry, in_effect(entry))] == []


def test_scripts_of_the_admin_get_their_strings_in_vietnamese() -> None:
    with translation.override("vi"):
        response = JSONCatalog.as_view(packages=["wagtail.admin"])(RequestFactory().get("/"))
    catalogue = json.loads(response.content)["catalog"]
    for entry in messages(WAGTAIL / "admin", "djangojs"):
        shown = catalogue.get(entry.msgid, "")
        forms = shown if isinstance(shown, list) else [shown]
        assert len(forms) == 1, entry.msgid
        assert not is_untranslated(entry, forms[0]), entry.msgid


def test_english_readers_keep_the_english_admin() -> None:
    with translation.override("en"):
        assert translation.gettext("Save draft") == "Save draft"


def test_a_wrong_translation_of_the_framework_is_corrected() -> None:
    """Django says "reset successfully" where it failed, and Wagtail glues the name to the word beside it."""
    with translation.override("vi"):
        assert translation.gettext("Password reset unsuccessful") == "Không đặt lại được mật khẩu"
        assert translation.gettext("%(label)s and Publish") == "%(label)s và xuất bản"


def test_placeholders_and_markup_agree_in_every_entry() -> None:
    wrong = [
        entry.msgid
        for entry in our_entries()
        if Counter(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid)) != Counter(PLACEHOLDER.findall(text(entry)))
    ]
    assert wrong == []


def test_no_entry_is_empty_fuzzy_decomposed_or_changes_the_space_around_it() -> None:
    for entry in our_entries():
        translated = text(entry)
        assert translated.strip(), entry.msgid
        assert not entry.fuzzy, entry.msgid
        assert unicodedata.is_normalized("NFC", translated), entry.msgid
        assert translated[:1].isspace() == entry.msgid[:1].isspace(), entry.msgid
        assert translated[-1:].isspace() == entry.msgid[-1:].isspace(), entry.msgid


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_the_compiled_catalogue_is_that_of_the_source(domain: str) -> None:
    """Both files are kept, because the machine that runs the site needs no gettext; they must not drift apart."""
    source = polib.pofile(str(OURS / f"{domain}.po"))
    compiled = polib.mofile(str(OURS / f"{domain}.mo"))
    assert {(e.msgctxt, e.msgid): text(e) for e in compiled} == {(e.msgctxt, e.msgid): text(e) for e in source}
    assert compiled.metadata["Plural-Forms"] == source.metadata["Plural-Forms"] == "nplurals=1; plural=0;"
