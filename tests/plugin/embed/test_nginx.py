"""The configuration of the how-to, in a real nginx: the banner straight from the disk, with and without us."""

import http.client
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from pakn_plugin.embed.pictures import FOR_EVER, FRESH, NEARLY, SVG_POLICY
from pakn_plugin.models import Placement
from pakn_plugin.services import banner, banner_files
from pakn_plugin.services.banner_look import FORMS, NEUTRAL, SIZES
from tests import nginx
from tests.plugin.embed.conftest import design, look

pytestmark = [pytest.mark.django_db, pytest.mark.nginx]
BROWSER = {"User-Agent": "Mozilla/5.0 Firefox/140.0", "Referer": "https://sxd.khanhhoa.gov.vn/a/b?c"}


@pytest.fixture
def served(rendered: Placement, banners: Path, tmp_path: Path) -> Iterator[str]:
    tmp_path.chmod(0o755)
    with nginx.nginx(tmp_path / "nginx", banners) as base:
        yield base


def ask(base: str, path: str, verb: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection(urlsplit(base).netloc, timeout=20)
    try:
        connection.request(verb, path, headers={**BROWSER, **headers})
        answer = connection.getresponse()
        return answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read()
    finally:
        connection.close()


def test_every_size_and_form_comes_from_the_disk_with_our_headers(served: str, rendered: Placement) -> None:
    seen = look("bien-xanh", "vi")
    for size in SIZES:
        for form in FORMS:
            status, headers, data = ask(served, f"/banner/v1/{rendered.key}/{size}.{form}")
            assert (status, data) == (200, seen.picture(size, form))
            assert headers["content-type"] == {"svg": "image/svg+xml"}.get(form, f"image/{form}")
            assert headers["cache-control"] == FRESH
            assert headers["cross-origin-resource-policy"] == "cross-origin"
            assert headers["x-content-type-options"] == "nosniff"
            assert headers.get("content-security-policy") == (SVG_POLICY if form == "svg" else None)
            assert "set-cookie" not in headers


def test_asking_again_head_and_other_verbs(served: str, rendered: Placement) -> None:
    path = f"/banner/v1/{rendered.key}/728x90.png"
    _status, first, data = ask(served, path)
    again = {"If-None-Match": first["etag"]}
    status, headers, nothing = ask(served, path, **again)
    assert (status, nothing, headers["cache-control"]) == (304, b"", FRESH)
    status, headers, nothing = ask(served, path, "HEAD")
    assert (status, nothing, headers["content-length"]) == (200, b"", str(len(data)))
    assert ask(served, path, "POST")[0] in (403, 405)
    Placement.objects.update(design=design("hoang-hon"))
    banner.render(rendered.pk)
    assert ask(served, path, **again)[2] == look("hoang-hon", "vi").picture("728x90", "png")


def test_what_is_not_there_is_neutral_while_the_application_is_down(served: str, rendered: Placement) -> None:
    for path in ("unknown1/300x250.png", "-/gone-look/300x250.png"):
        status, headers, data = ask(served, f"/banner/v1/{path}")
        assert (status, data, headers["cache-control"]) == (200, NEUTRAL.picture("300x250", "png"), NEARLY)
    status, _headers, data = ask(served, f"/banner/v1/{rendered.key}/1x1.png")
    assert (status, data) == (200, look("bien-xanh", "vi").picture("728x90", "png"))
    assert ask(served, f"/banner/v1/{rendered.key}/728x90.gif")[0] == 404
    assert ask(served, "/banner/v1/../placements/x.json")[0] in (400, 404)


def test_an_address_by_look_is_for_ever(served: str, rendered: Placement) -> None:
    name = banner_files.linked(rendered.key)
    status, headers, data = ask(served, f"/banner/v1/-/{name}/728x90.webp")
    assert (status, data, headers["cache-control"]) == (
        200,
        look("bien-xanh", "vi").picture("728x90", "webp"),
        FOR_EVER,
    )


def test_its_log_tells_the_origin_and_nothing_of_the_visitor(served: str, rendered: Placement, tmp_path: Path) -> None:
    path = f"/banner/v1/{rendered.key}/728x90.png"
    tag = ask(served, path)[1]["etag"]
    ask(served, path, **{"If-None-Match": tag})
    ask(served, path, **{"User-Agent": "Googlebot/2.1", "Referer": "https://u:p@a.vn/x"})
    ask(served, "/banner/v1/unknown1/728x90.png")
    lines = [line.split("\t") for line in (tmp_path / "nginx" / "banner.log").read_text().splitlines()]
    origin = "https://sxd.khanhhoa.gov.vn"
    assert [line[1:] for line in lines] == [
        ["GET", path, "200", origin, "0"],
        ["GET", path, "304", origin, "0"],
        ["GET", path, "200", "", "1"],
    ]
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d", line[0]) for line in lines)
