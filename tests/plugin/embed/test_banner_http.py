"""The banner at its pasted address: for ever there, cheap to ask again, without a cookie, without the database."""

import io
import os
from pathlib import Path
from unittest import mock

import pytest
from django.db import InterfaceError, OperationalError
from django.test import Client
from django.utils import timezone
from PIL import Image
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks, Settings

from pakn_plugin.models import Placement
from pakn_plugin.services import banner, banner_files
from pakn_plugin.services.banner_look import FORMS, NEUTRAL, SIZES, Look, look_of
from tests.factories import AgencyFactory, PlacementFactory
from tests.plugin.embed.conftest import design

pytestmark = pytest.mark.django_db
FAST = "pakn_plugin.embed.middleware.BannerMiddleware"


@pytest.fixture(params=["first", "none"], autouse=True)
def _both_ways(request: pytest.FixtureRequest, settings: Settings) -> None:
    """By the middleware, and through the resolver of a host that has not placed it."""
    if request.param == "none":
        settings.MIDDLEWARE = [each for each in settings.MIDDLEWARE if each != FAST]


def address(placement: Placement, size: str = "728x90", form: str = "png") -> str:
    return f"/banner/v1/{placement.key}/{size}.{form}"


def today(placement: Placement) -> Look:
    return look_of(placement, timezone.localdate())


def drawn(look: Look, size: str = "728x90") -> bytes:
    return look.picture(size, "png")


def test_every_size_and_form_is_a_picture_that_other_sites_may_show(client: Client, rendered: Placement) -> None:
    for size in SIZES:
        for form in FORMS:
            response = client.get(address(rendered, size, form))
            assert response.status_code == 200
            assert response["Content-Type"] == {"svg": "image/svg+xml"}.get(form, f"image/{form}")
            assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
            assert response["X-Content-Type-Options"] == "nosniff"
            assert int(response["Content-Length"]) == len(response.content)
            if form != "svg":
                assert Image.open(io.BytesIO(response.content)).format == form.upper()


def test_the_pasted_address_is_asked_again_and_outlives_us(client: Client, rendered: Placement) -> None:
    response = client.get(address(rendered))
    parts = dict(each.partition("=")[::2] for each in response["Cache-Control"].split(", "))
    assert parts["max-age"] == "600" and "public" in parts
    assert int(parts["stale-while-revalidate"]) >= 86_400 and int(parts["stale-if-error"]) >= 86_400
    assert not response.cookies and "Cookie" not in response.get("Vary", "")


def test_asking_again_costs_no_picture(client: Client, rendered: Placement) -> None:
    first = client.get(address(rendered))
    assert not first["ETag"].startswith("W/")
    for asked in (first["ETag"], f'"other", {first["ETag"]}', f"W/{first['ETag']}", "*"):
        again = client.get(address(rendered), headers={"If-None-Match": asked})
        assert (again.status_code, again.content) == (304, b"")
        for name in ("ETag", "Cache-Control", "Last-Modified", "Cross-Origin-Resource-Policy"):
            assert again[name] == first[name]
        assert "Set-Cookie" not in again
    assert client.get(address(rendered), headers={"If-None-Match": '"other"'}).status_code == 200


def test_a_date_counts_only_where_it_is_the_same_and_no_tag_is_sent(client: Client, rendered: Placement) -> None:
    moment = client.get(address(rendered))["Last-Modified"]
    assert client.get(address(rendered), headers={"If-Modified-Since": moment}).status_code == 304
    later = "Fri, 01 Jan 2100 00:00:00 GMT"
    assert client.get(address(rendered), headers={"If-Modified-Since": later}).status_code == 200
    both = {"If-Modified-Since": moment, "If-None-Match": '"other"'}
    assert client.get(address(rendered), headers=both).status_code == 200


def test_head_tells_the_same_without_the_picture(client: Client, rendered: Placement) -> None:
    got, head = client.get(address(rendered)), client.head(address(rendered))
    assert (head.status_code, head.content) == (200, b"")
    for name in ("ETag", "Content-Length", "Content-Type", "Cache-Control", "Last-Modified"):
        assert head[name] == got[name]


@pytest.mark.parametrize("verb", ["post", "put", "patch", "delete"])
def test_it_is_only_read(client: Client, rendered: Placement, verb: str) -> None:
    assert getattr(client, verb)(address(rendered)).status_code == 405


@pytest.mark.parametrize("form", ["gif", "jpg", "html", "PNG", "pngx"])
def test_an_unknown_form_is_not_there(client: Client, rendered: Placement, form: str) -> None:
    assert client.get(address(rendered, form=form)).status_code == 404


def test_a_drawing_may_do_nothing_where_it_is_opened_alone(client: Client, rendered: Placement) -> None:
    policy = client.get(address(rendered, form="svg"))["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "sandbox" in policy and "script-src" not in policy


def test_a_drawn_banner_asks_nothing_of_the_database(
    client: Client, rendered: Placement, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        assert client.get(address(rendered)).status_code == 200
        assert client.head(address(rendered, "300x250", "webp")).status_code == 200


@pytest.mark.usefixtures("no_database")
def test_banners_appear_while_the_database_is_stopped(client: Client, banners: Path) -> None:
    unknown = client.get("/banner/v1/neverseen/728x90.png")
    assert (unknown.status_code, unknown.content) == (200, drawn(NEUTRAL))
    assert not (banners / "v1").exists()


def test_a_placement_never_drawn_is_neutral_while_the_database_is_stopped(
    client: Client, placement: Placement, request: pytest.FixtureRequest, rendered: Placement
) -> None:
    other = PlacementFactory(design=design("hoang-hon"))
    shown = drawn(today(rendered))
    request.getfixturevalue("no_database")
    assert client.get(address(rendered)).content == shown
    answer = client.get(address(other))
    assert answer.content == drawn(NEUTRAL)
    assert "max-age=60," in answer["Cache-Control"]


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_a_stopped_database_is_asked_once_in_seconds(client: Client, error: type[Exception]) -> None:
    with mock.patch.object(Placement.objects, "select_related", side_effect=error) as asked:
        for number in range(5):
            assert client.get(f"/banner/v1/key{number}/728x90.png").status_code == 200
    assert asked.call_count == 1


def test_a_placement_never_drawn_is_found_once_and_then_known(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    placement = PlacementFactory(design=design("hoang-hon"), language="en")
    assert client.get(address(placement)).content == drawn(today(placement))
    with django_assert_num_queries(0):
        assert client.get(address(placement)).content == drawn(today(placement))
        assert client.get(f"/b/{placement.key}").status_code == 302


@pytest.mark.parametrize("key", ["unknown1", "UPPER", "a" * 64, "-", "_"])
def test_an_unknown_placement_shows_the_neutral_banner(client: Client, banners: Path, key: str) -> None:
    response = client.get(f"/banner/v1/{key}/300x250.png")
    assert response.status_code == 200
    assert response.content == drawn(NEUTRAL, "300x250")
    assert not (banners / "placements").exists()
    assert not (banners / "v1").exists()


def test_an_unknown_key_is_asked_of_the_database_once(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.get("/banner/v1/unknown2/300x250.png")
    with django_assert_num_queries(0):
        client.get("/banner/v1/unknown2/300x250.png")
        client.get(f"/banner/v1/{'x' * 17}/300x250.png")


@pytest.mark.parametrize("key", ["..", "%2e%2e", "a.b", "a%2fb", "a" * 65])
def test_a_key_cannot_leave_its_folder(client: Client, key: str) -> None:
    assert client.get(f"/banner/v1/{key}/728x90.png").status_code == 404


def test_a_size_that_is_not_offered_is_no_broken_picture(client: Client, rendered: Placement) -> None:
    assert client.get(address(rendered, "468x60")).content == client.get(address(rendered)).content


def test_a_placement_not_in_use_shows_the_neutral_banner(client: Client) -> None:
    assert client.get(address(PlacementFactory(design=design("hoang-hon"), active=False))).content == drawn(NEUTRAL)


def test_the_banner_of_an_abolished_agency_stays(client: Client) -> None:
    placement = PlacementFactory(agency=AgencyFactory(valid_to="2025-06-30"), design=design("hoang-hon"))
    assert client.get(address(placement)).content == drawn(today(placement))


def test_a_new_design_replaces_the_picture_at_the_same_address(
    client: Client, rendered: Placement, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    before = client.get(address(rendered))
    rendered.design = design("nen-sang")
    with django_capture_on_commit_callbacks(execute=True):
        banner.save(rendered)
    after = client.get(address(rendered), headers={"If-None-Match": before["ETag"]})
    assert after.status_code == 200
    assert after["ETag"] != before["ETag"]


def test_other_words_make_other_pictures(client: Client, rendered: Placement, settings: Settings) -> None:
    before = client.get(address(rendered))
    settings.PAKN_BANNER_TEXTS = {"vi": {"heading": "Góp ý", "line": "Xã Diên Lạc", "call": "Gửi", "place": "Xã"}}
    banner.render(rendered.pk)
    after = client.get(address(rendered))
    assert after["ETag"] != before["ETag"] and after.content != before.content


def test_a_full_disk_does_not_break_the_picture(client: Client, placement: Placement) -> None:
    with (
        mock.patch.object(banner_files, "_write", side_effect=OSError),
        mock.patch.object(banner_files, "_turn", side_effect=OSError),
    ):
        assert client.get(address(placement)).status_code == 200
        assert client.get("/banner/v1/unknown3/728x90.png").status_code == 200


def look_address(name: str, size: str = "728x90", form: str = "png") -> str:
    return f"/banner/v1/-/{name}/{size}.{form}"


def test_an_address_by_look_never_changes(client: Client, rendered: Placement) -> None:
    name = banner_files.linked(rendered.key) or ""
    response = client.get(look_address(name))
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert response.content == client.get(address(rendered)).content
    again = client.get(look_address(name), headers={"If-None-Match": response["ETag"]})
    assert (again.status_code, again["Cache-Control"]) == (304, response["Cache-Control"])


@pytest.mark.parametrize("size", ["728x90", "1x1"])
def test_a_look_that_is_not_kept_shows_the_neutral_banner_for_a_while(client: Client, size: str) -> None:
    response = client.get(look_address("gone-vi-0123456789ab", size))
    assert (response.status_code, response.content) == (200, drawn(NEUTRAL))
    assert "max-age=60," in response["Cache-Control"]


@pytest.mark.parametrize("name", ["..", "a.b", "%2e%2e", "a%2fb"])
def test_a_look_cannot_leave_its_folder(client: Client, name: str) -> None:
    assert client.get(look_address(name)).status_code == 404


def test_a_picture_is_read_from_the_disk_once(client: Client, rendered: Placement) -> None:
    first = client.get(address(rendered)).content
    for path in banner_files.root().glob("looks/*/*"):
        path.write_bytes(b"never read")
    assert client.get(address(rendered)).content == first


def test_memory_for_pictures_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(banner_files, "MOST_BYTES", 1000)
    shelf = banner_files.Shelf()
    for number in range(50):
        shelf.put(str(number), banner_files.Picture(b"x" * 300, "", ""))
        assert sum(len(each.data) for each in shelf.pictures.values()) == shelf.size <= 1000


def test_the_middleware_leaves_all_other_addresses_alone(client: Client) -> None:
    for path in ("/banner/v1/", "/banner/v1/x/y.png", "/b/", "/b/a.b", "/embed/", "/banner/v2/abc/728x90.png"):
        assert client.get(path).status_code == 404


def test_the_fast_way_asks_nothing_else(client: Client, rendered: Placement, settings: Settings) -> None:
    """Neither the host's name nor the way by https, which the next page asks for; nothing secret is in the answer."""
    if FAST not in settings.MIDDLEWARE:
        return
    assert settings.MIDDLEWARE[0] == FAST
    settings.SECURE_SSL_REDIRECT = True
    for path in (address(rendered), f"/b/{rendered.key}", f"/embed/{rendered.key}/"):
        response = client.get(path, headers={"Host": "other.example"})
        assert response.status_code in (200, 302)
        assert "other.example" not in response.get("Location", "") + response.content.decode("latin-1")


def test_pictures_can_be_read_by_another_user(rendered: Placement, banners: Path) -> None:
    files = [*banners.glob("looks/*/*.png"), *banners.glob("placements/*.json")]
    assert len(files) > 5 and all(path.stat().st_mode & 0o777 == 0o644 for path in files)
    assert os.readlink(banners / "v1" / rendered.key).startswith("../looks/")  # noqa: PTH115
