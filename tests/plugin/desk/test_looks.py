"""What the desk's style sheet promises for every page, whatever a template forgets."""

import re
from pathlib import Path

from django.contrib.staticfiles import finders

from pakn_plugin.desk.register_base import Register

STYLE = "pakn/desk.css"


def rules() -> dict[str, str]:
    sheet = Path(str(finders.find(STYLE))).read_text(encoding="utf-8")
    text = re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)
    return {name.strip(): body for name, body in re.findall(r"([^{}]+)\{([^{}]*)\}", text)}


def test_an_icon_has_a_size_wherever_it_stands() -> None:
    """Wagtail sizes icons by their surroundings only: elsewhere one would be as large as its box."""
    body = rules()[":where(main .icon)"]
    assert "width: 1em" in body and "height: 1em" in body


def test_the_registers_read_the_same_sheet() -> None:
    assert Register.index_view_extra_css == [STYLE]
