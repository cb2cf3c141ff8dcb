"""Is the banner on its page? Fetched as carefully as a stranger's address deserves, without the internet."""

import socket
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime

import pytest
from pytest_django import Settings

from pakn_plugin.models import PageCheck, Placement
from pakn_plugin.services import page_check, page_fetch
from pakn_plugin.services.page_fetch import Net, is_public
from tests.factories import PlacementFactory
from tests.portal import HOST, PUBLIC, Answer, Portal, page, redirect


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    portal = Portal(tmp_path_factory.mktemp("portal"))
    yield portal
    portal.listening.close()


@pytest.fixture
def portal(served: Portal, settings: Settings) -> Portal:
    settings.PAKN_BASE_URL = "https://phananh.example.vn"
    for kept in (served.answers, served.asked, served.connected, served.looked_up):
        kept.clear()
    return served


@pytest.fixture
def placed(db: None) -> Placement:
    return PlacementFactory(page=f"https://{HOST}/trang chủ/".replace(" ", "-"), check_page=True, key="abc12345")


LINK = '<a href="https://phananh.example.vn/b/abc12345"><img src="/x.png"></a>'


@pytest.mark.parametrize(
    "html",
    [
        LINK,
        "<A HREF='http://phananh.example.vn/b/abc12345/'>",
        '<img src="//phananh.example.vn/banner/v1/abc12345/728x90.png">',
        '<source srcset="https://phananh.example.vn/banner/v1/abc12345/728x90.webp 2x">',
        '<iframe src="https://phananh.example.vn/embed/abc12345/"></iframe>',
        f"<div><p>Không đóng {LINK}",
    ],
)
def test_the_banner_is_found(portal: Portal, placed: Placement, html: str, now: datetime) -> None:
    portal.answers = [page(html)]
    assert page_check.check(placed.pk, now, portal.net()) == PageCheck.FOUND
    row = Placement.objects.get()
    assert (row.check_result, row.checked_at) == ("found", now)
    sight = row.sights.get()
    assert (sight.origin, sight.last_at) == (f"https://{HOST}", now)


@pytest.mark.parametrize(
    "html",
    [
        "",
        f"<!-- {LINK} -->",
        "<p>https://phananh.example.vn/b/abc12345</p>",
        '<a href="https://phananh.example.vn/b/abc123456">',
        '<a href="https://evil.vn/b/abc12345">',
        '<a href="https://phananh.example.vn/b/other">',
        f"<script>var x = '{LINK}';</script>",
        '<a href="https://[phananh/b/abc12345">',
    ],
)
def test_what_only_looks_like_it_is_not(portal: Portal, placed: Placement, html: str, now: datetime) -> None:
    portal.answers = [page(html)]
    assert page_check.check(placed.pk, now, portal.net()) == PageCheck.ABSENT
    assert not placed.sights.exists()


def test_it_asks_honestly_and_goes_to_the_address_that_was_looked_up(portal: Portal, placed: Placement) -> None:
    portal.answers = [redirect("/moi/"), page(LINK)]
    assert page_check.look(placed, portal.net(PUBLIC, "2606:2800:220:1::1")) == PageCheck.FOUND
    assert (portal.looked_up, portal.connected) == ([HOST], [PUBLIC, PUBLIC])
    first, second = portal.asked
    assert first.startswith("GET /trang-ch%E1%BB%A7/ HTTP/1.1\r\n") and second.startswith("GET /moi/ HTTP/1.1\r\n")
    assert f"Host: {HOST}\r\n" in first
    assert "User-Agent: PAKN-banner-check/1 (+https://phananh.example.vn)" in first
    assert "Accept-Encoding: identity" in first
    assert "cookie" not in first.lower()


@pytest.mark.parametrize(
    "address",
    [
        *(
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "224.0.0.1",
        ),
        *("224.0.0.1", "255.255.255.255", "240.0.0.1", "192.0.2.1", "198.18.0.1", "::1"),
        *("::", "fe80::1", "fe80::1%eth0", "fc00::1"),
        *("ff02::1", "fec0::1", "::ffff:10.0.0.1", "::ffff:8.8.8.8", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::1"),
        *("2002:7f00:1::", "2001::1", "2001:db8::1", "not an address", ""),
    ],
)
def test_no_way_leads_inside(portal: Portal, placed: Placement, address: str) -> None:
    assert not is_public(address)
    assert page_check.look(placed, portal.net(PUBLIC, address)) == PageCheck.NOT_PUBLIC
    assert portal.connected == []


@pytest.mark.parametrize("address", [PUBLIC, "8.8.8.8", "2606:2800:220:1::1"])
def test_public_addresses_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("http://sxd.example.vn/", PageCheck.NOT_HTTPS),
        ("https://sxd.example.vn:8443/", PageCheck.NOT_HTTPS),
        ("https://user:pass@sxd.example.vn/", PageCheck.NOT_HTTPS),
        ("https://@sxd.example.vn/", PageCheck.NOT_HTTPS),
        ("file:///etc/passwd", PageCheck.NOT_HTTPS),
        ("https://sxd.example.vn/\r\nX: y", PageCheck.NOT_HTTPS),
        ("https://93.184.216.34/", PageCheck.NOT_PUBLIC),
        ("https://2130706433/", PageCheck.NOT_PUBLIC),
        ("https://0x7f.1/", PageCheck.NOT_PUBLIC),
        ("https://[::1]/", PageCheck.NOT_HTTPS),
        ("https://localhost/", PageCheck.NOT_PUBLIC),
        ("https://" + "a" * 2000, PageCheck.NOT_HTTPS),
    ],
)
def test_only_https_to_a_named_host_on_its_usual_port(portal: Portal, address: str, code: PageCheck) -> None:
    assert page_check.look(Placement(page=address, key="k"), portal.net()) == code
    assert portal.looked_up == portal.connected == []


@pytest.mark.parametrize(
    "to",
    [
        *("https://other.example.vn/", "http://sxd.example.vn/", "https://sxd.example.vn:8443/", "//evil.vn/"),
        *("https://sxd.example.vn@evil.vn/", "file:///etc/passwd", "https://www.sxd.example.vn/"),
    ],
)
def test_a_redirect_leads_nowhere_else(portal: Portal, placed: Placement, to: str) -> None:
    portal.answers = [redirect(to)]
    assert page_check.look(placed, portal.net()) == PageCheck.AWAY
    assert len(portal.connected) == 1


@pytest.mark.parametrize(("times", "code"), [(3, PageCheck.FOUND), (4, PageCheck.AWAY)])
def test_three_redirects_and_no_more(portal: Portal, placed: Placement, times: int, code: PageCheck) -> None:
    portal.answers = [*[redirect("/tiep/")] * times, page(LINK)]
    assert page_check.look(placed, portal.net()) == code


def test_the_certificate_is_for_the_name(portal: Portal, placed: Placement) -> None:
    placed.page = "https://other.example.vn/"
    assert page_check.look(placed, portal.net()) == PageCheck.TLS
    placed.page = f"https://{HOST}/"
    strange = Net(lambda _host: [PUBLIC], portal.net().connect)
    assert page_check.look(placed, strange) == PageCheck.TLS


def test_a_name_that_is_not_there(placed: Placement) -> None:
    def nobody(host: str) -> list[str]:
        raise socket.gaierror(-2, "Name or service not known")

    assert page_check.look(placed, Net(look_up=nobody)) == PageCheck.NO_HOST
    assert page_check.look(placed, Net(look_up=lambda _host: [])) == PageCheck.NO_HOST


def drip(tls: socket.socket) -> None:
    tls.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n")
    with suppress(OSError):
        for _each in range(100):
            tls.sendall(b"X-Slow: 1\r\n")
            time.sleep(0.1)


def silence(tls: socket.socket) -> None:
    time.sleep(1.5)


@pytest.mark.parametrize("answer", [drip, silence])
def test_the_time_is_for_the_whole(portal: Portal, placed: Placement, answer: Answer) -> None:
    portal.answers = [answer]
    began = time.monotonic()
    assert page_check.look(placed, portal.net(seconds=0.6)) == PageCheck.TIMEOUT
    assert time.monotonic() - began < 1.4


def test_a_slow_look_up_is_left_behind(portal: Portal, placed: Placement) -> None:
    net = Net(lambda _host: [time.sleep(1.0) or PUBLIC], seconds=0.2)
    began = time.monotonic()
    assert page_check.look(placed, net) == PageCheck.TIMEOUT
    assert time.monotonic() - began < 0.8


def test_no_more_than_256_kilobytes_are_read(portal: Portal, placed: Placement) -> None:
    filling = "<p>x</p>" * (page_fetch.MOST_BYTES // 8 + 10)
    portal.answers = [page(filling + LINK)]
    assert page_check.look(placed, portal.net()) == PageCheck.TOO_LONG
    portal.answers = [page(LINK + filling)]
    assert page_check.look(placed, portal.net()) == PageCheck.FOUND


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (page(LINK, "Content-Encoding: gzip"), PageCheck.UNREADABLE),
        (b"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\n\r\nx", PageCheck.UNREADABLE),
        (b"HTTP/1.1 500 Oh\r\nContent-Type: text/html\r\n\r\n" + LINK.encode(), PageCheck.FAILED),
        (b"SSH-2.0-OpenSSH\r\n", PageCheck.FAILED),
        (b"HTTP/1.1 200 OK\r\n" + b"X: " + b"y" * 70_000, PageCheck.FAILED),
        (b"", PageCheck.FAILED),
    ],
)
def test_other_answers_are_no_page(portal: Portal, placed: Placement, answer: bytes, code: PageCheck) -> None:
    portal.answers = [answer]
    assert page_check.look(placed, portal.net()) == code


HOSTILE = [
    "<!--",
    "<a ",
    "<![",
    "&#",
    "</",
    '<a href="',
    "<a b=c ",
    "<a b='",
    "<!",
    "<?",
    "<script>",
    "<a = ",
    "<a\n\n",
    "<",
]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_hostile_page_takes_no_time(placed: Placement, hostile: str) -> None:
    began = time.monotonic()
    assert not page_check.shows(hostile * (page_fetch.MOST_BYTES // len(hostile)), placed)
    assert time.monotonic() - began < 5


def test_a_placement_that_is_gone_or_has_no_page_is_nothing(placed: Placement, now: datetime) -> None:
    assert page_check.check(999_999, now) == ""
    Placement.objects.update(page="")
    assert page_check.check(placed.pk, now) == ""
