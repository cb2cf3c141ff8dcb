"""A layout is read strictly, words are fitted or refused, and what cannot be published is said in words."""

import copy
import io
import re
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from django.core.management import call_command
from PIL import Image

from pakn_plugin.drawing import builtin, checking, coding
from pakn_plugin.drawing.composing import compose
from pakn_plugin.drawing.layout import Layout
from pakn_plugin.drawing.lettering import LEADING, DoesNotFit, Slot, fit
from pakn_plugin.drawing.printing import pdf
from pakn_plugin.drawing.raster import draw, encode
from pakn_plugin.drawing.reading import LayoutError, read, written
from pakn_plugin.drawing.sizes import size_of
from pakn_plugin.drawing.vector import svg
from tests.plugin.drawing.drawn import BUSY, LINK, TEXTS, composed, drawn, order

STRIP = {"strip": [1, 1, 48, 9]}


def data(*layers: dict[str, Any]) -> dict[str, Any]:
    """A small layout: the ground in every size, and some layers."""
    whole = {"strip": [1, 1, 48, 9], "small": [1, 1, 32, 10], "block": [1, 1, 30, 30], "sheet": [1, 1, 40, 56]}
    ground = {"kind": "colour", "colour": "ground", "at": whole}
    return {"schemes": copy.deepcopy(builtin.every()[0].data["schemes"]), "layers": [ground, *layers]}


def text(words: str, at: list[int], **more: Any) -> dict[str, Any]:
    return {"kind": "text", "vi": words, "en": words, "colour": "ink", "at": {"strip": at}, **more}


def stands_against(layout: Layout) -> list[str]:
    return [problem.message for problem in checking.problems(layout, TEXTS, BUSY, LINK, {})]


@pytest.mark.parametrize("given", builtin.every(), ids=lambda given: given.code)
def test_what_is_written_is_read_again(given: builtin.Builtin) -> None:
    assert read(written(given.layout)) == given.layout


@pytest.mark.parametrize("wrong", [None, [], "x", {}, {"layers": 3}, {"layers": []}])
def test_what_is_no_layout_is_refused(wrong: Any) -> None:
    with pytest.raises(LayoutError):
        read(wrong)


@pytest.mark.parametrize(
    "layer",
    [
        {"kind": "video"},
        {"kind": ["text"]},
        "text",
        {"kind": "colour", "colour": "", "at": STRIP},
        {"kind": "colour", "colour": 7, "at": STRIP},
        {"kind": "colour", "colour": "ground", "at": {"strip": 5}},
        {"kind": "colour", "colour": "pink", "at": STRIP},
        {"kind": "colour", "colour": "ground", "at": {"strip": [40, 1, 20, 9]}},
        {"kind": "colour", "colour": "ground", "at": {"strip": [0, 1, 2, 2]}},
        {"kind": "colour", "colour": "ground", "at": {"strip": [1.5, 1, 2, 2]}},
        {"kind": "colour", "colour": "ground", "opacity": 0, "at": STRIP},
        {"kind": "scenery", "motif": "volcano", "at": STRIP},
        {"kind": "picture", "at": STRIP},
        {"kind": "text", "vi": "", "at": STRIP},
        {"kind": "text", "vi": "x" * 161, "at": STRIP},
        {"kind": "text", "vi": "x", "fallback": [70, 90], "at": STRIP},
        {"kind": "text", "vi": "x", "fallback": [], "at": STRIP},
        {"kind": "text", "vi": "x", "lines": 9, "at": STRIP},
    ],
)
def test_a_wrong_layer_is_named(layer: Any) -> None:
    with pytest.raises(LayoutError) as caught:
        read(data(layer))
    assert [problem.layer for problem in caught.value.problems] == [1]


def test_colours_are_hexadecimal() -> None:
    given = data()
    given["schemes"]["dark"]["ink"] = "white"
    with pytest.raises(LayoutError, match="ink"):
        read(given)


def test_a_long_text_becomes_smaller_and_then_wraps() -> None:
    slot = Slot((0, 0, 200, 60), lines=2, fallback=(100, 80, 60))
    assert fit("Ngắn", slot) == (["Ngắn"], 60 / LEADING)
    lines, size = fit("Gửi ý kiến", slot)
    assert len(lines) == 1
    assert size in (60 / LEADING * 0.8, 60 / LEADING * 0.6)
    lines, size = fit("Gửi ý kiến đến Ủy ban đặc khu", slot)
    assert len(lines) == 2
    assert size * LEADING * 2 <= 60


def test_a_text_that_cannot_be_shown_is_refused() -> None:
    with pytest.raises(DoesNotFit):
        fit("chữ " * 300, Slot((0, 0, 100, 20)))


def test_a_refused_text_is_told_with_size_and_language_and_never_drawn_cut() -> None:
    layout = read(data(text("Một câu quá dài cho cái ô nhỏ này", [2, 2, 4, 2])))
    assert compose(layout, "728x90", order()).words == ()
    found = stands_against(layout)
    assert "Chữ “Một câu quá dài cho cái ô nhỏ này” (tiếng Việt) không vừa ô ở cỡ 728 × 90" in " ".join(found)
    assert "(tiếng Anh)" in " ".join(found)


def test_faint_words_are_refused_with_what_was_measured() -> None:
    layout = read(data(text("Mờ nhạt", [2, 2, 20, 5], colour="far")))
    message = next(each for each in stands_against(layout) if "728 × 90" in each and "màu sáng" in each)
    measured = re.search(r"tương phản (\d+,\d) với nền", message)
    assert "Mờ nhạt" in message
    assert measured is not None
    assert 1 < float(measured.group(1).replace(",", ".")) < 4.5


def test_contrast_is_measured_on_the_pixels_that_are_really_behind() -> None:
    """Enough on the ground, too little where a panel lies below half of the words."""
    panel = {"kind": "colour", "colour": "sail", "at": {"strip": [5, 1, 20, 9]}}
    assert stands_against(read(data(text("Chữ trắng", [2, 2, 20, 5])))) == []
    found = stands_against(read(data(panel, text("Chữ trắng", [2, 2, 20, 5]))))
    assert any("Chữ trắng" in each and "1,0" in each for each in found)


def test_texts_that_lie_on_each_other_are_refused() -> None:
    layout = read(data(text("Một", [2, 2, 10, 4]), text("Hai", [8, 4, 10, 4])))
    assert any("nằm chồng" in each and "728 × 90" in each for each in stands_against(layout))


def test_a_code_that_no_phone_reads_is_refused() -> None:
    tiny = {"kind": "qr", "colour": "black", "second": "white", "at": {"small": [28, 8, 3, 3]}}
    turned = {"kind": "qr", "colour": "white", "second": "black", "at": {"sheet": [2, 2, 12, 12]}}
    assert any("quá nhỏ" in each for each in stands_against(read(data(tiny))))
    assert any("đậm trên nền nhạt" in each for each in stands_against(read(data(turned))))


def test_a_code_has_its_quiet_zone_and_corrects_a_quarter() -> None:
    rows = coding.modules(LINK)
    assert all(set(row) == {"0"} for row in (*rows[:4], *rows[-4:]))
    assert all(row[:4] == row[-4:] == "0000" for row in rows)
    assert "1" in rows[4]
    code = zxingcpp.read_barcodes(drawn("nen-sang", "light", "vi", "a4").image.convert("L"))[0]
    assert code.ec_level == "Q"


def test_a_svg_is_vectors_and_outlines_only() -> None:
    markup = svg(composed("bien-xanh", "light", "vi", "728x90"), "Phản ánh & kiến nghị").decode()
    assert "<title>Phản ánh &amp; kiến nghị</title>" in markup
    assert not re.search(
        r"<(text|image|script|style|foreignObject)|font-family|http(?!://www\.w3\.org/2000/svg)", markup
    )
    assert len(markup) < 40_000
    used, made = set(re.findall(r'href="#(g\d+)"', markup)), set(re.findall(r'path id="(g\d+)"', markup))
    assert used == made
    assert len(re.findall("<use", markup)) == 59


def test_a_picture_fills_its_place_in_every_form() -> None:
    source = io.BytesIO()
    Image.new("RGB", (400, 300), (200, 30, 30)).save(source, "JPEG")
    layer = {"kind": "picture", "image": 7, "at": {"strip": [25, 1, 24, 9], "sheet": [1, 1, 40, 20]}}
    layout = read(data(layer))
    given = order()
    given = type(given)(given.scheme, given.language, given.texts, None, LINK, {7: source.getvalue()})
    image = draw(compose(layout, "728x90", given)).image
    assert image.getpixel((1400, 90))[0] > 180
    assert image.getpixel((300, 90))[0] < 50
    assert b"data:image/jpeg;base64," in svg(compose(layout, "728x90", given), "x")
    page = pypdfium2.PdfDocument(pdf(compose(layout, "a4", given), "x"))[0].render(scale=1).to_pil()
    assert page.getpixel((300, 100))[0] > 180
    assert encode(image, "avif")


@pytest.mark.parametrize("size", ["a4", "a5"])
def test_a_poster_is_one_page_of_its_paper_with_a_readable_code(size: str) -> None:
    document = pypdfium2.PdfDocument(pdf(composed("hoang-hon", "light", "vi", size), "Phản ánh, kiến nghị"))
    assert len(document) == 1
    assert tuple(round(v) for v in document[0].get_size()) == size_of(size)
    assert document.get_metadata_dict()["Title"] == "Phản ánh, kiến nghị"
    page = document[0].render(scale=2).to_pil()
    assert [code.text for code in zxingcpp.read_barcodes(page.convert("L"))] == [LINK]


def test_a_pdf_shows_what_the_picture_shows() -> None:
    made = composed("thap-ba", "light", "vi", "a5")
    page = pypdfium2.PdfDocument(pdf(made, "x"))[0].render(scale=1).to_pil().convert("RGB")
    picture = drawn("thap-ba", "light", "vi", "a5").image.resize(page.size)
    far = sum(
        max(abs(a - b) for a, b in zip(page.getpixel((x, y)), picture.getpixel((x, y)), strict=True)) > 60
        for x in range(0, page.width, 7)
        for y in range(0, page.height, 7)
    )
    assert far < 0.03 * (page.width // 7) * (page.height // 7)


def test_one_picture_shows_designs_in_all_sizes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = builtin.every()[:1]
    monkeypatch.setattr(builtin, "every", lambda: first)
    call_command("banner_sheet", tmp_path / "sheet.png", stdout=io.StringIO())
    picture = Image.open(tmp_path / "sheet.png")
    assert picture.width == 1640
    assert len(picture.convert("RGB").getcolors(1_000_000)) > 50
