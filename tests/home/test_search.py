"""A page is found however its name is typed, and the exact spelling comes first."""

import csv
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from wagtail.models import Page
from wagtail.search.index import insert_or_update_object

from home.models import StandardPage
from home.search import MAX_HITS, search_pages, shadow, telex

QUERIES = Path(__file__).with_name("search_queries.csv")
ROWS = [(row["query"], row["must_find"]) for row in csv.DictReader(QUERIES.open(encoding="utf-8"))]


def titles(query: str) -> list[str]:
    found = Page.objects.in_bulk(search_pages(query, "vi"))
    return [unicodedata.normalize("NFC", found[pk].title) for pk in search_pages(query, "vi")]


@pytest.fixture
def known_pages(add_page: Any) -> None:
    for title in dict.fromkeys(title for _, title in ROWS):
        page = add_page(title)
        if "Nguyễn Trãi" in title:
            decomposed = unicodedata.normalize("NFD", title)
            StandardPage.objects.filter(pk=page.pk).update(title=decomposed)
            page = StandardPage.objects.get(pk=page.pk)
            assert page.title != title
            insert_or_update_object(page)


@pytest.mark.parametrize(("query", "must_find"), ROWS)
def test_every_way_of_typing_finds_the_title(known_pages: None, query: str, must_find: str) -> None:
    assert must_find in titles(query)


def test_words_that_are_nowhere_find_nothing(known_pages: None) -> None:
    assert titles("sân bay quốc tế") == []


def test_exact_marks_come_before_folded_ones(add_page: Any) -> None:
    for title in ("Má và trẻ em", "Mã số định danh", "Ma trận giao thông"):
        add_page(title)
    assert titles("mã")[0] == "Mã số định danh"
    assert titles("má")[0] == "Má và trẻ em"
    assert len(titles("ma")) == 3


def test_a_title_comes_before_a_body(add_page: Any) -> None:
    add_page("Chuyện khác", body=[("text", "<p>Bến cảng Cam Ranh, bến cảng Cam Ranh, bến cảng.</p>")])
    add_page("Bến cảng Cam Ranh")
    assert titles("ben cang") == ["Bến cảng Cam Ranh", "Chuyện khác"]


def test_the_body_is_searched_without_marks(add_page: Any) -> None:
    add_page("Thông báo", body=[("heading", {"text": "Cắt điện"}), ("text", "<p>Phường Vĩnh Nguyên</p>")])
    assert titles("vinh nguyen") == ["Thông báo"]
    assert titles("cat dien") == ["Thông báo"]


def test_drafts_and_other_languages_are_not_found(add_page: Any, english_home: Any) -> None:
    add_page("Bản nháp bí mật", live=False)
    assert search_pages("bản nháp", "vi") == []
    assert search_pages("Province", "vi") == []
    assert search_pages("Province", "en") == [english_home.pk]


@pytest.mark.parametrize("query", ["", "   ", "\"'()*&|!:", "AND OR NOT", "a" * 5000, "%s %d", "\x00"])
def test_odd_queries_do_no_harm(known_pages: None, query: str) -> None:
    assert len(search_pages(query, "vi")) <= MAX_HITS


def test_telex_keeps_marks_and_ignores_where_the_tone_stands() -> None:
    assert telex("đường") == "ddzuwowngzf"
    assert telex("hòa") == telex("hoà")
    assert len({telex(word) for word in ("má", "mà", "mã", "mả", "mạ", "mâ", "mă")}) == 7
    assert telex("xin") == ""


def test_the_shadow_holds_both_spellings() -> None:
    assert shadow("Đường  lớn").split() == ["duong", "lon", "ddzuwowngzf", "lownzs"]


def test_the_result_page_lists_pages_and_keeps_the_question(client: Any, known_pages: None) -> None:
    html = client.get("/tim-kiem/", {"q": "duong tran phu"}).content.decode()
    assert "Đường Trần Phú ngập nước" in html
    assert 'value="duong tran phu"' in html


def test_an_empty_result_says_so_and_gives_hints(client: Any, home_page: Any) -> None:
    html = client.get("/tim-kiem/", {"q": "<b>không có</b>"}).content.decode()
    assert "Chưa tìm thấy" in html
    assert "<b>không" not in html


def test_results_are_paged_with_a_fixed_number_of_queries(
    client: Any, add_page: Any, django_assert_max_num_queries: Any
) -> None:
    for number in range(23):
        add_page(f"Trạm y tế số {number}")
    client.get("/tim-kiem/", {"q": "trạm y tế"})
    with django_assert_max_num_queries(20):
        first = client.get("/tim-kiem/", {"q": "trạm y tế"})
    assert len(first.context["pages"]) == 10
    assert len(client.get("/tim-kiem/", {"q": "trạm y tế", "trang": "3"}).context["pages"]) == 3
    assert len(client.get("/tim-kiem/", {"q": "trạm y tế", "trang": "999"}).context["pages"]) == 3
