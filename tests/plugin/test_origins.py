"""One origin has one form, and what is none is refused."""

import pytest

from pakn_plugin import origins


@pytest.mark.parametrize(
    ("said", "known"),
    [
        ("https://sxd.khanhhoa.gov.vn", "https://sxd.khanhhoa.gov.vn"),
        ("https://SXD.KhanhHoa.gov.vn./", "https://sxd.khanhhoa.gov.vn"),
        ("https://sxd.khanhhoa.gov.vn:443", "https://sxd.khanhhoa.gov.vn"),
        ("http://sxd.khanhhoa.gov.vn:80", "http://sxd.khanhhoa.gov.vn"),
        ("http://sxd.khanhhoa.gov.vn:8080", "http://sxd.khanhhoa.gov.vn:8080"),
        ("https://sở-xây-dựng.vn", "https://xn--s-xy-dng-w2a2404h8ca.vn"),
    ],
)
def test_an_origin_has_one_form(said: str, known: str) -> None:
    found = origins.normal(said)
    assert found is not None and found.isascii()
    if "xn--" not in known:
        assert found == known
    else:
        assert found.startswith("https://xn--") and found.endswith(".vn")


@pytest.mark.parametrize(
    "said",
    [
        "",
        "null",
        "-",
        "sxd.khanhhoa.gov.vn",
        "//sxd.khanhhoa.gov.vn",
        "ftp://sxd.khanhhoa.gov.vn",
        "javascript://sxd.khanhhoa.gov.vn",
        "https://",
        "https://a.vn/trang",
        "https://a.vn?x=1",
        "https://a.vn#x",
        "https://user:secret@a.vn",
        "https://a.vn:0x50",
        "https://a.vn:99999",
        "https://a b.vn",
        "https://a_b.vn",
        "https://-a.vn",
        "https://a..vn",
        "https://a.vn\\b",
        "https://a.vn\n",
        "https://a.vn\u202e",
        "https://<script>.vn",
        "https://[::1]",
        "https://" + "a" * 64 + ".vn",
        "https://" + ".".join(["abcdefgh"] * 30),
        "https://%61.vn",
    ],
)
def test_what_is_no_web_origin_is_refused(said: str) -> None:
    assert origins.normal(said) is None


def test_a_page_has_the_origin_of_its_address() -> None:
    assert origins.of_page("https://WWW.a.vn/tin-tuc/?x=1#y") == "https://www.a.vn"
    assert origins.of_page("https://[a.vn/") == ""
    assert origins.of_page("") == ""


def test_www_and_the_scheme_make_no_other_site() -> None:
    assert {origins.site_of(each) for each in ("https://a.vn", "http://www.a.vn")} == {"a.vn"}
    assert origins.site_of("https://a.vn:8443") != origins.site_of("https://a.vn")
    assert origins.site_of("") == ""
