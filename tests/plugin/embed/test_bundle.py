"""Files of the kit: an archive for portals that take nothing from elsewhere, and codes that read back."""

import io
import re
import zipfile
from collections.abc import Iterator

import pytest
import zxingcpp
from django.test import Client
from django.urls import reverse
from PIL import Image

from pakn_plugin.embed import bundle, snippet
from pakn_plugin.models import Placement
from pakn_plugin.services import banner
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
        assert snippet.html(mine, size) in told
        for form in bundle.PICTURE_FORMS:
            width, height = (int(part) for part in size.split("x"))
            picture = Image.open(io.BytesIO(found[f"{size}/bieu-ngu-{size}.{form}"]))
            assert picture.width / picture.height == pytest.approx(width / height, abs=0.01)
    assert snippet.link_url(mine) in told
    assert {name for name in found if name.startswith("qr/")} == {
        f"qr/qr-{scale}.{form}" for scale in bundle.CODES for form in bundle.CODE_TYPES
    }


@pytest.mark.parametrize("scale", bundle.CODES)
def test_a_code_reads_back_at_every_size(webmaster: Client, mine: Placement, scale: str) -> None:
    response = webmaster.get(reverse("pakn_banner:code", args=[mine.pk, scale, "png"]))
    assert response["Content-Type"] == "image/png"
    (found,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(response.content)).convert("L"))
    assert found.text == snippet.link_url(mine)


@pytest.mark.parametrize("scale", bundle.CODES)
def test_the_vector_code_has_the_same_modules(mine: Placement, scale: str) -> None:
    """Drawn from its own path, so that what is checked is the file and not the library's matrix."""
    address = snippet.link_url(mine)
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
