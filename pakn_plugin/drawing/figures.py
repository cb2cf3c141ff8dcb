"""The figures of an agency's month, as they are drawn."""

from dataclasses import dataclass
from datetime import date

from django.utils import translation
from django.utils.translation import gettext as _

# Fewer cases than this say nothing, and could point at somebody.
FEWEST = 5


@dataclass(frozen=True)
class Figures:
    """Cases received in a month up to the end of a day, those that were answered, and how many were not late."""

    received: int
    answered: int
    on_time: int
    owed: int
    day: date

    @property
    def percent(self) -> int:
        """What share of the cases that are owed an answer is on time, in whole per cent."""
        return int(100 * self.on_time / self.owed) if self.owed else 100


def sentence(figures: Figures, language: str) -> str:
    """All of it on one line."""
    with translation.override(language):
        return _("%(days)s: nhận %(received)s, trả lời %(answered)s, đúng hạn %(percent)s%%") % {
            "days": f"1–{figures.day.day}/{figures.day:%m/%Y}",
            **_numbers(figures, language),
        }


def columns(figures: Figures, language: str) -> list[tuple[str, str]]:
    """Three numbers with what they count."""
    numbers = _numbers(figures, language)
    with translation.override(language):
        return [
            (numbers["received"], _("đã nhận")),
            (numbers["answered"], _("đã trả lời")),
            (f"{numbers['percent']}%", _("đúng hạn")),
        ]


def dated(figures: Figures, language: str) -> str:
    """The line below the columns."""
    with translation.override(language):
        return _("Từ đầu tháng đến hết ngày %(day)s") % {"day": f"{figures.day:%d/%m/%Y}"}


def _numbers(figures: Figures, language: str) -> dict[str, str]:
    mark = "." if language == "vi" else ","
    counts = {"received": figures.received, "answered": figures.answered, "percent": figures.percent}
    return {name: f"{count:,}".replace(",", mark) for name, count in counts.items()}
