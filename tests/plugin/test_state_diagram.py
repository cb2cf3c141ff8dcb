"""The page about the states tells what the machine does, and nobody forgets to write it anew."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from pakn_plugin.management.commands.state_diagram import PAGE
from pakn_plugin.states import State


def written(path: Path) -> str:
    call_command("state_diagram", output=path, stdout=StringIO())
    return path.read_text(encoding="utf-8")


def test_the_page_in_the_docs_is_up_to_date(tmp_path: Path) -> None:
    call_command("state_diagram", "--check", stdout=StringIO())
    assert PAGE.read_text(encoding="utf-8") == written(tmp_path / "states.md")


def test_it_draws_every_state_by_its_vietnamese_name_whatever_language_is_active(tmp_path: Path) -> None:
    with translation.override("en"):
        page = written(tmp_path / "states.md")
    with translation.override("vi"):
        assert not [state for state in State if f"    {state.value}: {state.label}\n" not in page]


def test_it_draws_each_arrow_once_with_all_its_words(tmp_path: Path) -> None:
    page = written(tmp_path / "states.md")
    assert page.count("    answered --> closed:") == 1
    assert "    answered --> closed: Đánh giá và kết thúc / Kết thúc do hết hạn đánh giá\n" in page
    assert "    [*] --> submitted: Gửi phản ánh\n" in page
    assert "    merged --> [*]\n" in page


def test_it_says_who_may(tmp_path: Path) -> None:
    page = written(tmp_path / "states.md")
    row = next(line for line in page.splitlines() if "`approve`" in line)
    assert row == (
        "| Chờ duyệt trả lời | Duyệt và công bố trả lời (`approve`) | Đã trả lời | Lãnh đạo duyệt của cơ quan |"
    )
    asked = [line for line in page.splitlines() if "`request_info`" in line]
    assert [("được phân công" in line) for line in asked] == [False, False, True]


@pytest.mark.parametrize("content", ["# something else", None])
def test_a_stale_or_absent_page_fails_the_check(content: str | None, tmp_path: Path) -> None:
    path = tmp_path / "states.md"
    if content:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(CommandError) as failed:
        call_command("state_diagram", "--check", output=path)
    assert failed.value.returncode == 1
