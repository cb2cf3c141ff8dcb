"""Vietnamese text: folding for search, cleaning at the edge, headlines, masks."""

import csv
import json
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pakn_plugin import text

DATA = Path(__file__).resolve().parents[1] / "data"
QUERIES = list(csv.DictReader((DATA / "search_queries.csv").read_text(encoding="utf-8").splitlines()))
SAMPLES = [json.loads(line) for line in (DATA / "feedback_samples.jsonl").read_text(encoding="utf-8").splitlines()]
BY_KIND = {row["kind"]: row["text"] for row in SAMPLES}
anything = st.text(st.characters(codec="utf-8"))


def decomposed(plain: str) -> str:
    return unicodedata.normalize("NFD", plain)


@pytest.mark.parametrize("row", QUERIES, ids=lambda row: row["query"])
def test_a_folded_query_is_found_in_the_folded_title(row: dict[str, str]) -> None:
    for title in (row["must_find"], decomposed(row["must_find"])):
        for query in (row["query"], decomposed(row["query"]), row["query"].upper()):
            assert text.fold(query) in text.fold(title)


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Đường Trần Phú", "duong tran phu"),
        ("ĐẶC KHU TRƯỜNG SA", "dac khu truong sa"),
        ("  nhiều \n khoảng\ttrắng ", "nhieu khoang trang"),
        ("Uỷ ban", "uy ban"),
        ("Ủy ban", "uy ban"),
        ("Hoà", "hoa"),
        ("", ""),
    ],
)
def test_folding_drops_marks_case_and_spaces(typed: str, folded: str) -> None:
    assert text.fold(typed) == folded


@given(anything)
def test_folding_twice_changes_nothing(typed: str) -> None:
    assert text.fold(text.fold(typed)) == text.fold(typed)


@given(anything)
def test_folding_goes_by_what_unicode_says_of_each_sign(typed: str) -> None:
    parts = [sign for sign in decomposed(typed) if not unicodedata.combining(sign)]
    plain = "".join(parts).replace("đ", "d").replace("Đ", "D").casefold()
    assert text.fold(typed) == " ".join(re.sub(r"\s+", " ", plain).strip().split(" "))
    kept = "".join(sign if sign.isalnum() else " " for sign in text.fold(typed))
    assert text.words(typed) == " ".join(word[: text.LONGEST_WORD] for word in kept.split())


@given(anything)
def test_composed_and_decomposed_text_fold_alike(typed: str) -> None:
    assert text.fold(decomposed(typed)) == text.fold(typed)


@given(anything)
def test_cleaning_never_fails_and_cleans_once(typed: str) -> None:
    cleaned = text.clean(typed)
    assert text.clean(cleaned) == cleaned
    assert "\x00" not in cleaned and "\r" not in cleaned and "\u202e" not in cleaned


@pytest.mark.parametrize("row", SAMPLES, ids=lambda row: f"{row['kind']}-{row['text'][:12]}")
def test_no_visible_letter_of_a_citizen_is_changed(row: dict[str, str]) -> None:
    hidden = {"\u200b", "\u202e", "\u202c"}
    visible = "".join(c for c in unicodedata.normalize("NFC", row["text"]) if c not in hidden).strip()
    assert text.clean(row["text"]) == visible


def test_invisible_marks_that_turn_or_hide_text_are_dropped() -> None:
    assert text.clean("Tin nhắn rác\u200b \u202egửi liên tục\u202c!") == "Tin nhắn rác gửi liên tục!"


def test_joined_emoji_stay_joined() -> None:
    family = "👨\u200d👩\u200d👧"
    assert text.clean(family) == family


def test_line_ends_are_one_character_and_walls_of_blank_lines_shrink() -> None:
    assert text.clean("một\r\nhai\rba") == "một\nhai\nba"
    assert text.clean("một" + "\n" * 40 + "hai") == "một\n\n\nhai"


def test_decomposed_text_is_stored_composed() -> None:
    assert text.clean(decomposed("Đèn đường Nguyễn Trãi")) == "Đèn đường Nguyễn Trãi"


@pytest.mark.parametrize(
    ("body", "title"),
    [
        ("Đèn tắt. Tối quá.", "Đèn tắt"),
        ("Đèn tắt!\nTối quá.", "Đèn tắt!"),
        ("Ổ gà ở km 1.5 rất sâu", "Ổ gà ở km 1.5 rất sâu"),
        ("ồn quá", "ồn quá"),
    ],
)
def test_the_headline_is_the_first_sentence(body: str, title: str) -> None:
    assert text.headline(body) == title


@pytest.mark.parametrize("row", SAMPLES, ids=lambda row: f"{row['kind']}-{row['text'][:12]}")
def test_a_headline_is_one_short_line_of_whole_words(row: dict[str, str]) -> None:
    title = text.headline(text.clean(row["text"]))
    assert 0 < len(title) <= 90
    assert "\n" not in title
    whole = " ".join(text.clean(row["text"]).split())
    if title not in whole:
        assert whole.startswith(title[:-1])
        assert whole[len(title) - 1] in " ,;:–-."


def test_numbers_and_addresses_of_people_are_masked_for_the_public_copy() -> None:
    masked = text.mask_personal(BY_KIND["personal-data-inside"])
    assert "056090001234" not in masked and "0905123456" not in masked
    assert masked.count(text.MASK) == 2
    assert "nhà số 7" in masked


@pytest.mark.parametrize(
    "personal",
    ["0905 123 456", "+84 905.123.456", "0905-123-456", "0258 3822 229", "225123456", "an.tran+1@example.com.vn"],
)
def test_every_usual_way_to_write_them_is_masked(personal: str) -> None:
    assert text.mask_personal(f"Gọi {personal} nhé.").startswith(f"Gọi {text.MASK}")


@pytest.mark.parametrize("harmless", ["đường 23/10", "1.200.000 đồng", "Quyết định 1234/QĐ-UBND", "ngày 04/03/2026"])
def test_sums_dates_and_documents_stay_readable(harmless: str) -> None:
    assert text.mask_personal(harmless) == harmless


@pytest.mark.parametrize(
    ("said", "sounds"),
    [
        ("Tôi tố cáo ông X.", True),
        ("TO CAO can bo xa", True),
        ("Đơn khiê\u0301u na\u0323i về đất", True),
        ("khieu nai quyet dinh", True),
        ("Khiếu tố kéo dài", True),
        ("Đèn đường tắt.", False),
        ("Gió to, cáo chạy vào vườn", False),
        ("Tổ cáo", False),
    ],
)
def test_the_words_of_a_complaint_are_heard(said: str, sounds: bool) -> None:
    assert text.sounds_like_complaint(said) is sounds
