"""The banner at its pasted address: for ever there, cheap to ask again, without a cookie."""

import io
from pathlib import Path
from unittest import mock

import pytest
from django.db import OperationalError
from django.test import Client
from PIL import Image
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks, Settings

from pakn_plugin.models import BannerDesign, Placement
from pakn_plugin.services import banner, banner_files, banner_look
from pakn_plugin.services.banner_look import FORMS, SIZES
from tests.factories import AgencyFactory, PlacementFactory

pytestmark = pytest.mark.django_db


def design(code: str) -> BannerDesign:
    return BannerDesign.objects.get(code=code)


def address(placement: Placement, size: str = "728x90", form: str = "png") -> str:
    return f"/banner/v1/{placement.key}/{size}.{form}"


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("form", ["png", "webp"])
def test_every_size_is_a_picture_that_other_sites_may_show(
    client: Client, placement: Placement, size: str, form: str
) -> None:
    response = client.get(address(placement, size, form))
    assert response.status_code == 200
    assert response["Content-Type"] == f"image/{form}"
    assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "must-revalidate" in response["Cache-Control"]
    assert "Set-Cookie" not in response
    assert not response.cookies
    assert int(response["Content-Length"]) == len(response.content)
    assert Image.open(io.BytesIO(response.content)).format == form.upper()


def test_asking_again_costs_no_picture(client: Client, placement: Placement) -> None:
    first = client.get(address(placement))
    again = client.get(address(placement), headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    assert again.content == b""
    assert again["ETag"] == first["ETag"]
    assert "Set-Cookie" not in again
    assert client.get(address(placement), headers={"If-None-Match": '"other"'}).status_code == 200


def test_head_tells_the_same_without_the_picture(client: Client, placement: Placement) -> None:
    got, head = client.get(address(placement)), client.head(address(placement))
    assert head.status_code == 200
    assert head.content == b""
    for name in ("ETag", "Content-Length", "Content-Type", "Cache-Control"):
        assert head[name] == got[name]


@pytest.mark.parametrize("verb", ["post", "put", "patch", "delete"])
def test_it_is_only_read(client: Client, placement: Placement, verb: str) -> None:
    assert getattr(client, verb)(address(placement)).status_code == 405


def test_a_drawn_banner_needs_no_database(
    client: Client, placement: Placement, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    banner.render(placement.pk)
    with django_assert_num_queries(0):
        assert client.get(address(placement)).status_code == 200


def test_a_banner_appears_while_the_database_is_down(client: Client, placement: Placement) -> None:
    banner.render(placement.pk)
    with mock.patch.object(Placement.objects, "filter", side_effect=OperationalError):
        assert client.get(address(placement)).status_code == 200
        unknown = client.get("/banner/v1/neverseen/728x90.png")
    assert unknown.status_code == 200
    assert unknown["Content-Type"] == "image/png"


@pytest.mark.parametrize("key", ["unknown1", "UPPER", "a" * 64, "-", "_"])
def test_an_unknown_placement_shows_the_neutral_banner(client: Client, banners: Path, key: str) -> None:
    response = client.get(f"/banner/v1/{key}/300x250.png")
    assert response.status_code == 200
    assert response.content == banner_files.picture(banner_files.NEUTRAL, "300x250", "png")
    assert not (banners / "placements").exists()


@pytest.mark.parametrize("key", ["..", "%2e%2e", "a.b", "a%2fb", "a" * 65])
def test_a_key_cannot_leave_its_folder(client: Client, key: str) -> None:
    assert client.get(f"/banner/v1/{key}/728x90.png").status_code == 404


def test_a_size_that_is_not_offered_is_no_broken_picture(client: Client, placement: Placement) -> None:
    assert client.get(address(placement, "468x60")).content == client.get(address(placement)).content


def test_a_placement_not_in_use_shows_the_neutral_banner(client: Client) -> None:
    placement = PlacementFactory(design=design("hoang-hon"), active=False)
    assert client.get(address(placement)).content == banner_files.picture(banner_files.NEUTRAL, "728x90", "png")


def test_the_banner_of_an_abolished_agency_stays(client: Client) -> None:
    placement = PlacementFactory(agency=AgencyFactory(valid_to="2025-06-30"), design=design("hoang-hon"))
    response = client.get(address(placement))
    assert response.content == banner_files.look_of(placement).picture("728x90", "png")
    assert response.content != banner_files.NEUTRAL.picture("728x90", "png")


def test_a_new_design_replaces_the_picture_at_the_same_address(
    client: Client, placement: Placement, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    before = client.get(address(placement))
    placement.design = design("nen-sang")
    with django_capture_on_commit_callbacks(execute=True):
        banner.save(placement)
    after = client.get(address(placement), headers={"If-None-Match": before["ETag"]})
    assert after.status_code == 200
    assert after["ETag"] != before["ETag"]


def test_saving_draws_all_sizes_ahead(
    db: None, banners: Path, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    placement = PlacementFactory.build(agency=AgencyFactory(), design=design("nen-sang"), language="en")
    with django_capture_on_commit_callbacks(execute=True):
        banner.save(placement)
    look = banner_files.look_of(placement).name
    names = {path.name for path in banners.glob(f"looks/{look}/*")}
    assert names == {f"{size}.{form}" for size in SIZES for form in FORMS}
    assert banner_files.remembered(placement.key) == look


def test_drawing_twice_draws_once(placement: Placement) -> None:
    banner.render(placement.pk)
    with mock.patch.object(banner_look, "draw", side_effect=AssertionError):
        assert banner.render(placement.pk)


def test_drawing_for_a_placement_that_is_gone_does_nothing() -> None:
    assert banner.render(999_999) is False


def test_other_words_make_other_pictures(client: Client, placement: Placement, settings: Settings) -> None:
    before = client.get(address(placement))["ETag"]
    settings.PAKN_BANNER_TEXTS = {"vi": {"heading": "Góp ý", "line": "Xã Diên Lạc", "call": "Gửi", "place": "Xã"}}
    assert client.get(address(placement))["ETag"] != before


def test_a_full_disk_does_not_break_the_picture(client: Client, placement: Placement) -> None:
    with mock.patch.object(banner_files, "_write", side_effect=OSError):
        assert client.get(address(placement)).status_code == 200
