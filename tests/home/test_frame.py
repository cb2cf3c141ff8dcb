"""Header, footer, languages, robots, error pages."""

from typing import Any

import pytest
from django.test import RequestFactory
from wagtail.models import Site

from home.models import BrandSettings, NavigationSettings
from home.views import csrf_failure


def navigation(**lists: Any) -> None:
    settings = NavigationSettings.for_site(Site.objects.get(is_default_site=True))
    for name, value in lists.items():
        setattr(settings, name, value)
    settings.save()


def page_link(page: Any, label: str = "", label_en: str = "") -> tuple[str, Any]:
    return "page", {"page": page, "label": label, "label_en": label_en}


def test_header_and_footer_show_what_an_editor_set(client: Any, home_page: Any, add_page: Any) -> None:
    about = add_page("Giới thiệu")
    links = [("service", {"service": "search", "label": "Tìm", "label_en": ""})]
    navigation(
        header=[page_link(about, "Về chúng tôi")],
        footer=[("column", {"title": "Hữu ích", "title_en": "Useful", "links": links})],
    )
    html = client.get("/gioi-thieu/").content.decode()
    assert 'href="/gioi-thieu/" aria-current="page">Về chúng tôi' in html
    assert "Hữu ích" in html


def test_an_unpublished_page_leaves_the_navigation(client: Any, home_page: Any, add_page: Any) -> None:
    navigation(header=[page_link(add_page("Nháp", live=False))])
    assert "Nháp" not in client.get("/").content.decode()


def test_english_pages_link_to_translations(client: Any, home_page: Any, english_home: Any, add_page: Any) -> None:
    about = add_page("Giới thiệu")
    copy = about.copy_for_translation(english_home.locale)
    copy.title = "About"
    copy.save_revision().publish()
    navigation(header=[page_link(about, "", "About us")])
    assert 'href="/en/gioi-thieu/">About us' in client.get("/en/").content.decode()


def test_english_pages_leave_out_what_is_not_translated(
    client: Any, home_page: Any, english_home: Any, add_page: Any
) -> None:
    links = [page_link(add_page("Giới thiệu")), page_link(add_page("Tin tức"), "", "News in Vietnamese")]
    navigation(footer=[("column", {"title": "Hữu ích", "title_en": "Useful", "links": links})])
    assert "Giới thiệu</a>" in client.get("/").content.decode()
    english = client.get("/en/").content.decode()
    assert "Giới thiệu" not in english
    assert 'href="/tin-tuc/">News in Vietnamese' in english


def test_brand_has_two_languages(client: Any, home_page: Any, english_home: Any) -> None:
    brand = BrandSettings.for_site(Site.objects.get(is_default_site=True))
    brand.name, brand.name_en = "Tỉnh K", "K Province"
    brand.save()
    assert "Tỉnh K" in client.get("/").content.decode()
    assert "K Province" in client.get("/en/").content.decode()


def test_a_page_leads_to_its_translation(client: Any, home_page: Any, english_home: Any) -> None:
    assert 'href="/en/" hreflang="en"' in client.get("/").content.decode()
    assert 'href="/" hreflang="vi"' in client.get("/en/").content.decode()


def test_a_page_without_translation_leads_to_the_front(client: Any, english_home: Any, add_page: Any) -> None:
    add_page("Giới thiệu")
    assert 'href="/en/" hreflang="en"' in client.get("/gioi-thieu/").content.decode()


def test_a_service_keeps_its_question_when_the_language_changes(client: Any, home_page: Any) -> None:
    assert 'href="/en/tim-kiem/?q=x" hreflang="en"' in client.get("/tim-kiem/?q=x").content.decode()


def test_the_english_tree_is_served_in_english(client: Any, english_home: Any) -> None:
    html = client.get("/en/").content.decode()
    assert '<html lang="en">' in html
    assert "File feedback" in html


def test_the_frame_costs_a_fixed_number_of_queries(
    client: Any, home_page: Any, add_page: Any, django_assert_max_num_queries: Any
) -> None:
    navigation(header=[page_link(add_page(f"Trang {n}")) for n in range(6)])
    client.get("/trang-1/")
    with django_assert_max_num_queries(14):
        client.get("/trang-1/")


def test_a_page_is_readable_by_keyboard_and_without_scripts(client: Any, home_page: Any) -> None:
    html = client.get("/").content.decode()
    assert html.index('href="#noi-dung"') < html.index("<header")
    assert "<script" not in html
    assert "<summary>" in html


def test_public_pages_set_no_cookie(client: Any, home_page: Any) -> None:
    answer = client.get("/")
    assert not answer.cookies
    assert "Cookie" not in answer.headers.get("Vary", "")


def test_robots_and_sitemap(client: Any, add_page: Any) -> None:
    add_page("Giới thiệu")
    robots = client.get("/robots.txt").content.decode()
    assert "Disallow: /tai-khoan/" in robots
    assert "Sitemap: http://testserver/sitemap.xml" in robots
    assert "/gioi-thieu/" in client.get("/sitemap.xml").content.decode()


def test_a_missing_page_helps_to_go_on(client: Any, home_page: Any) -> None:
    answer = client.get("/khong-co/")
    assert answer.status_code == 404
    assert "Không tìm thấy trang" in answer.content.decode()


@pytest.mark.django_db
def test_errors_are_explained_even_without_a_site(client: Any) -> None:
    Site.objects.all().delete()
    assert client.get("/khong-co/").status_code == 404


def test_a_stale_form_is_explained(home_page: Any) -> None:
    answer = csrf_failure(RequestFactory().post("/tai-khoan/dang-nhap/"), "no cookie")
    assert answer.status_code == 403
    assert "hết hạn" in answer.content.decode()


def test_a_server_error_page_needs_no_database() -> None:
    from django.template.loader import render_to_string

    assert "sự cố" in render_to_string("500.html")


def test_the_frame_that_is_drawn_once_belongs_to_each_page(
    client: Any, home_page: Any, english_home: Any, add_page: Any
) -> None:
    first, second = add_page("Giới thiệu"), add_page("Tin tức")
    navigation(header=[page_link(first), page_link(second)])
    for path, current in (("/gioi-thieu/", "Giới thiệu"), ("/tin-tuc/", "Tin tức"), ("/gioi-thieu/", "Giới thiệu")):
        html = client.get(path).content.decode()
        marked = [line for line in html.splitlines() if 'aria-current="page"' in line]
        assert len(marked) == 2 and all(current in line for line in marked)  # in the bar and in the menu
    for path in ("/tim-kiem/?q=a&b=%22", "/phan-anh/tra-cuu/"):
        html = client.get(path).content.decode()
        assert html.count(f'href="/en{path.replace("&", "&amp;")}" hreflang="en"') == 2
        assert f'hreflang="en" href="/en{path.replace("&", "&amp;")}"' in html
        assert "#way-to-" not in html


def test_a_change_of_the_brand_shows_at_once(client: Any, home_page: Any) -> None:
    client.get("/")
    brand = BrandSettings.for_site(Site.objects.get(is_default_site=True))
    brand.name, brand.hotline = "Tên mới", "0258 3 999 999"
    brand.save()
    html = client.get("/").content.decode()
    assert html.count("Tên mới") == 2 and "0258 3 999 999" in html
