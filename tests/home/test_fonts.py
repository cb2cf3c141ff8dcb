"""The typeface is subset once and holds every Vietnamese letter."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from fontTools.ttLib import TTFont


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.FONTS_ROOT = tmp_path
    call_command("build_fonts", verbosity=0)
    return tmp_path


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
