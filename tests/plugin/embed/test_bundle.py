"""Files of the kit: an archive for portals that take nothing from elsewhere, and codes that read back."""

import io
import re
import zipfile
from collections.abc import Iterator

import pytest
import zxingcpp
from django.test import Client
from django.urls import reverse
from django.utils.html import escape
from PIL import Image
from pypdf import PdfReader

from pakn_plugin.embed import bundle, snippet
from pakn_plugin.models import BannerDesign, Placement
from pakn_plugin.services import banner, banner_line
from pakn_plugin.services.banner_look import POSTERS, size_of
from tests.factories import PlacementFactory, World
from tests.plugin.embed.conftest import admin_client


@pytest.fixture
def mine(world: World) -> Placement:
    placement = PlacementFactory(agency=world.a.agency)
    banner.render(placement.pk)
    return placement


@pytest.fixture
def webmaster(world: World) -> Client:
    return admin_client(world.webmaster)


def files(data: bytes) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        for name in archive.namelist():
            yield name, archive.read(name)


def test_the_archive_has_every_size_the_codes_and_the_lines(webmaster: Client, mine: Placement) -> None:
    response = webmaster.get(reverse("pakn_banner:package", args=[mine.pk]))
    assert response["Content-Type"] == "application/zip"
    assert "attachment" in response["Content-Disposition"]
    found = dict(files(response.content))
    told = found["huong-dan.txt"].decode()
    for size in snippet.FITS:
        assert banner_line.line(mine, size) in told
        for form in bundle.PICTURE_FORMS:
            width, height = (int(part) for part in size.split("x"))
            picture = Image.open(io.BytesIO(found[f"{size}/bieu-ngu-{size}.{form}"]))
            assert picture.width / picture.height == pytest.approx(width / height, abs=0.01)
    assert banner_line.link_url(mine) in told
    assert {name for name in found if name.startswith("qr/")} == {
        f"qr/qr-{scale}.{form}" for scale in bundle.CODES for form in bundle.CODE_TYPES
    }


@pytest.mark.parametrize("scale", bundle.CODES)
def test_a_code_reads_back_at_every_size(webmaster: Client, mine: Placement, scale: str) -> None:
    response = webmaster.get(reverse("pakn_banner:code", args=[mine.pk, scale, "png"]))
    assert response["Content-Type"] == "image/png"
    (found,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(response.content)).convert("L"))
    assert found.text == banner_line.link_url(mine)


@pytest.mark.parametrize("scale", bundle.CODES)
def test_the_vector_code_has_the_same_modules(mine: Placement, scale: str) -> None:
    """Drawn from its own path, so that what is checked is the file and not the library's matrix."""
    address = banner_line.link_url(mine)
    (found,) = zxingcpp.read_barcodes(drawn(bundle.code(address, "svg", bundle.CODES[scale].scale).decode()))
    assert found.text == address


def drawn(svg: str) -> Image.Image:
    """The picture that the file's strokes make: rows of dark runs, in units of modules."""
    side = int(found_in(svg, r'fill="#fff" d="M0 0h(\d+)v'))
    image, x, y = Image.new("L", (side, side), 255), 0, 0
    for step, body in re.findall(r"([Mmh])([^Mmh]*)", found_in(svg, r'class="qrline"[^>]* d="([^"]+)"')):
        numbers = [int(float(each)) for each in re.findall(r"-?\d+(?:\.\d+)?", body)]
        if step == "M":
            x, y = numbers
        elif step == "m":
            x, y = x + numbers[0], y + numbers[1]
        else:
            image.paste(0, (x, y, x + numbers[0], y + 1))
            x += numbers[0]
    return image.resize((side * 6, side * 6), Image.Resampling.NEAREST)


def found_in(text: str, pattern: str) -> str:
    found = re.search(pattern, text)
    assert found, pattern
    return found.group(1)


@pytest.mark.parametrize("form", ["png", "svg"])
def test_there_is_no_other_size_of_the_code(webmaster: Client, mine: Placement, form: str) -> None:
    assert webmaster.get(reverse("pakn_banner:code", args=[mine.pk, "khong-co", form])).status_code == 404


@pytest.mark.parametrize("paper", POSTERS)
def test_a_poster_is_print_with_the_placements_own_code(webmaster: Client, mine: Placement, paper: str) -> None:
    address = reverse("pakn_banner:poster", args=[mine.pk, paper, "pdf"])
    page = PdfReader(io.BytesIO(webmaster.get(address).content)).pages[0]
    assert (round(page.mediabox.width), round(page.mediabox.height)) == size_of(paper)
    drawn = webmaster.get(reverse("pakn_banner:poster", args=[mine.pk, paper, "png"]))
    (found,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(drawn.content)).convert("L"))
    assert found.text == banner_line.link_url(mine)


def test_there_is_no_poster_of_another_paper(webmaster: Client, mine: Placement) -> None:
    assert webmaster.get(reverse("pakn_banner:poster", args=[mine.pk, "a0", "pdf"])).status_code == 404


@pytest.mark.parametrize("name", ["poster", "code"])
def test_files_of_a_foreign_placement_are_never_there(webmaster: Client, world: World, name: str) -> None:
    foreign = PlacementFactory(agency=world.b.agency)
    args = [foreign.pk, "a4", "pdf"] if name == "poster" else [foreign.pk, "vua", "png"]
    assert webmaster.get(reverse(f"pakn_banner:{name}", args=args)).status_code == 404


def test_choices_are_seen_before_they_are_saved(webmaster: Client, world: World) -> None:
    sea, dusk = (BannerDesign.objects.get(code=code).pk for code in ("bien-xanh", "hoang-hon"))
    asked = {"size": "728x90", "design": sea, "scheme": "light", "language": "vi"}
    pictures = [
        webmaster.get(reverse("pakn_banner:look"), {**asked, **change}).content
        for change in ({}, {"design": dusk}, {"scheme": "dark"}, {"language": "en"})
    ]
    assert len(set(pictures)) == 4
    assert all(Image.open(io.BytesIO(each)).size == (1456, 180) for each in pictures)
    assert not Placement.objects.exists()


@pytest.mark.parametrize("change", [{"size": "1x1"}, {"design": "0"}, {"scheme": "red"}, {"with_figures": "on"}])
def test_choices_that_the_form_would_refuse_have_no_picture(webmaster: Client, change: dict[str, str]) -> None:
    design = BannerDesign.objects.get(code="bien-xanh").pk
    asked = {"size": "728x90", "design": design, "scheme": "light", "language": "vi", **change}
    assert webmaster.get(reverse("pakn_banner:look"), asked).status_code == 404


def test_figures_of_another_agency_are_not_looked_at(webmaster: Client, world: World) -> None:
    design = BannerDesign.objects.get(code="bien-xanh").pk
    asked = {"size": "728x90", "design": design, "scheme": "light", "language": "vi", "with_figures": "on"}
    assert webmaster.get(reverse("pakn_banner:look"), {**asked, "agency": world.a.agency.pk}).status_code == 200
    assert webmaster.get(reverse("pakn_banner:look"), {**asked, "agency": world.b.agency.pk}).status_code == 404


def test_the_form_shows_the_picture_that_is_saved(webmaster: Client, mine: Placement) -> None:
    page = webmaster.get(reverse("pakn_banner:edit", args=[mine.pk]))
    assert webmaster.get(page.context["preview"])["Content-Type"] == "image/png"
    assert escape(page.context["preview"]) in page.content.decode()
    assert webmaster.get(webmaster.get(reverse("pakn_banner:add")).context["preview"]).status_code == 200
