"""The typeface is subset once and holds every Vietnamese letter."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import override_settings
from fontTools.ttLib import TTFont


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The typeface as it is built, once for all tests of this file."""
    found = tmp_path_factory.mktemp("fonts")
    with override_settings(FONTS_ROOT=found):
        call_command("build_fonts", verbosity=0)
        yield found


def test_three_small_weights_with_every_vietnamese_letter(folder: Path) -> None:
    files = sorted(folder.glob("*.woff2"))
    assert [file.name[-8:-6] + file.suffix for file in files] == ["00.woff2"] * 3
    letters = "aăâbcdđeêghiklmnoôơpqrstuưvxy" + "ằẳẵắặầẩẫấậềểễếệồổỗốộờởỡớợừửữứựỳỷỹýỵ" + "…–“”₫"
    for file in files:
        assert file.stat().st_size < 40_000
        known = TTFont(file).getBestCmap()
        assert all(ord(char) in known for char in letters + letters.upper())


def test_a_second_run_touches_nothing(folder: Path) -> None:
    before = {file.name: file.stat().st_mtime_ns for file in folder.iterdir()}
    call_command("build_fonts", verbosity=0)
    assert {file.name: file.stat().st_mtime_ns for file in folder.iterdir()} == before


def test_the_style_sheet_names_files_that_are_built(folder: Path) -> None:
    css = (Path(__file__).parents[2] / "static/css/fonts.css").read_text("utf-8")
    assert css.count("font-display: swap") == 3
    assert all(f"../fonts/{file.name}" in css for file in folder.iterdir())
