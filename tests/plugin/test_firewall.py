"""The comparison of replies with internal texts, on a written corpus: what it catches, and when it cries wolf."""

import re
import tomllib
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pakn_plugin import firewall
from pakn_plugin.firewall import Rule
from pakn_plugin.text import fold, nfc

FOLDER = Path(__file__).resolve().parents[1] / "data" / "replies"
CAUGHT, FALSE = 0.95, 0.02


def corpus(name: str) -> dict[str, list[dict[str, Any]]]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def copy_of(case: dict[str, Any]) -> str:
    """A note as a reply: as it was written down, or made from the notes."""
    notes = " ".join(case["notes"])
    if case["how"] == "reordered":
        notes = " ".join(reversed(re.split(r"(?<=[.!?])\s+", notes)))
    return str(case.get("bad") or (fold(notes) if case["how"] == "unmarked" else notes))


def caught(case: dict[str, Any]) -> bool:
    return any(finding.blocks for finding in firewall.examine(copy_of(case), case["notes"], [case["asked"]]))


def alarmed(case: dict[str, Any]) -> bool:
    return bool(firewall.examine(case["good"], case["notes"], [case["asked"]]))


def test_the_corpus_shows_copies_caught_and_good_replies_let_through(
    record_property: Callable[[str, object], None],
) -> None:
    parts = {name: corpus(name)["case"] for name in ("tuned", "untouched")}
    rates = {name: (sum(map(caught, part)), sum(map(alarmed, part)), len(part)) for name, part in parts.items()}
    for name, (found, false, size) in rates.items():
        record_property(
            "figure",
            f"replies, {name}: {found} of {size} copies caught, {false} of {size} good ones stopped or warned of",
        )
    total = sum(size for _found, _false, size in rates.values())
    assert total >= 60 and rates["untouched"][2] * 3 >= total
    assert sum(found for found, _false, _size in rates.values()) >= CAUGHT * total
    assert sum(false for _found, false, _size in rates.values()) <= FALSE * total
    assert rates["untouched"][0] >= CAUGHT * rates["untouched"][2] and rates["untouched"][1] == 0


def test_the_corpus_holds_copies_of_every_kind() -> None:
    """A third was never tuned on; copies are taken over as they are, reordered, without marks, and reworded."""
    parts = {name: corpus(name)["case"] for name in ("tuned", "untouched")}
    assert 3 * len(parts["untouched"]) >= sum(map(len, parts.values())) >= 60
    assert all(case["good"].strip() and copy_of(case).strip() for part in parts.values() for case in part)
    for part in parts.values():
        kinds = Counter(case["how"] for case in part)
        assert set(kinds) == {"verbatim", "reordered", "unmarked", "reworded"} and min(kinds.values()) >= 3


@pytest.mark.parametrize("other", corpus("tuned")["other"], ids=lambda other: other["text"][:30])
def test_what_is_no_answer_is_told(other: dict[str, str]) -> None:
    findings = firewall.examine(other["text"], [])
    assert other["rule"] in {finding.rule for finding in findings}
    assert not any(finding.blocks for finding in findings)


def gaps(reply: str) -> list[int]:
    found = [finding for finding in firewall.examine(reply, []) if finding.rule == Rule.GAP]
    assert not any(finding.blocks for finding in found)
    return [span.start for finding in found for span in finding.spans]


def test_dots_in_the_place_of_words_are_marked() -> None:
    reply = "Việc này chưa xong được vì … Đơn vị đã kiểm tra ngày ..., lúc ….\nTrong lúc chờ, đơn vị đã …"
    assert gaps(reply) == [reply.index("… Đ"), reply.index("...,"), reply.index("….\n"), len(reply) - 1]


@pytest.mark.parametrize(
    "reply",
    [
        "Ngày 3/6 đã dọn cành cây, xà bần, … trên cả tuyến.",
        "Ngày 3/6 đã dọn cành cây, xà bần, …",
        "Ngày 3/6 đã dọn cành cây, xà bần… Cảm ơn ông bà.",
        "Ngày 3/6 đã sửa: “đoạn đường … ấp 3 bị ngập” theo phản ánh.",
        "Ngày 3/6 đã sửa đoạn Km 3 … 5.",
    ],
)
def test_dots_that_shorten_are_no_gap(reply: str) -> None:
    assert gaps(reply) == []


@pytest.mark.parametrize("name", ["tuned", "untouched"])
def test_no_text_of_the_corpus_has_a_gap(name: str) -> None:
    written = [text for case in corpus(name)["case"] for text in (case["good"], case["asked"], *case["notes"])]
    assert len(written) >= 60 and [text for text in written if gaps(text)] == []


def test_marks_show_the_very_words_in_both_texts() -> None:
    note = "Nội bộ: nhà thầu bỏ chuyến vì nợ lương công nhân hai tháng nay."
    reply = "Xin trả lời ngày 3/6: NHÀ THẦU BỎ CHUYẾN vì nợ lương công nhân hai tháng nay. Cảm ơn."
    (found,) = firewall.examine(reply, [note])
    assert found.source == 0 and found.rule == Rule.COPIED
    assert [reply[span.start : span.end] for span in found.spans] == [
        "NHÀ THẦU BỎ CHUYẾN vì nợ lương công nhân hai tháng nay"
    ]
    assert [note[span.start : span.end] for span in found.there] == [
        "nhà thầu bỏ chuyến vì nợ lương công nhân hai tháng nay"
    ]


def test_what_the_citizen_wrote_is_no_secret() -> None:
    words = "Ngày 3/6 đội đã thay nắp hố ga trước nhà số 15 đường Nguyễn Thị Minh Khai rồi"
    assert firewall.examine(words, [words])[0].blocks
    assert firewall.examine(words, [words], [words]) == []


def test_decomposed_letters_hide_nothing() -> None:
    import unicodedata

    note = "Quán này của người nhà bên phường, đã nhắc ba lần không chuyển biến."
    (found,) = (each for each in firewall.examine(unicodedata.normalize("NFD", note), [note]) if each.blocks)
    assert nfc(note)[found.spans[0].start : found.spans[-1].end] == note[:-1]


def test_an_answer_in_english_is_one_too() -> None:
    assert firewall.examine("The driver was fined and the fare will be paid back.", []) == []
    assert [found.rule for found in firewall.examine("Thank you, this has been noted.", [])] == [Rule.EMPTY]


def test_people_of_the_case_are_not_named() -> None:
    (found,) = firewall.examine("Ngày 3/6 đã hẹn nguyen van binh tại trụ sở.", [], names=["Nguyễn Văn Bình"])
    assert found.rule == Rule.PERSONAL and not found.blocks
