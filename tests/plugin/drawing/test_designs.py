"""The four designs that come with the product: every scheme, language and size, measured on what is drawn."""

import io
from functools import lru_cache
from itertools import combinations, product

import pytest
import zxingcpp
from PIL import Image

from pakn_plugin.drawing import checking
from pakn_plugin.drawing.layout import LANGUAGES, SCHEMES, Kind
from pakn_plugin.drawing.lettering import width_of
from pakn_plugin.drawing.raster import encode, reduced
from pakn_plugin.drawing.sizes import EVERY, POSTERS, SIZES, density_of, pixels_of, size_of
from tests.plugin.drawing.drawn import BUSY, DESIGNS, LINK, TEXTS, composed, drawn, layout_of

LOOKS = list(product(DESIGNS, SCHEMES, LANGUAGES))
SHOWN = [*((*look, False) for look in LOOKS), *((*look, True) for look in LOOKS if look[2] == "vi")]
SMALL = [size for size in SIZES if size != "1080x1080"]
KILOBYTES = {"970x90": 15, "728x90": 12, "300x250": 13, "320x100": 9, "234x60": 6, "1080x1080": 40, "a4": 90, "a5": 60}


@lru_cache(maxsize=128)
def few(design: str, scheme: str, language: str, size: str) -> Image.Image:
    return reduced(drawn(design, scheme, language, size).image)


@lru_cache(maxsize=65536)
def luminance(pixel: tuple[int, int, int]) -> float:
    parts = [v / 255 / 12.92 if v <= 10 else ((v / 255 + 0.055) / 1.055) ** 2.4 for v in pixel]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(a: tuple[int, int, int], b: tuple[int, int, int]) -> float:
    light, dark = sorted((luminance(a), luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("design", "scheme", "language"), LOOKS)
def test_it_has_twice_the_pixels_and_a_small_file(design: str, scheme: str, language: str) -> None:
    for size, form in product(SMALL, ("png", "webp")):
        data = encode(drawn(design, scheme, language, size).image, form, few(design, scheme, language, size))
        picture = Image.open(io.BytesIO(data))
        assert picture.format == form.upper()
        assert picture.size == tuple(2 * v for v in size_of(size))
        assert len(data) <= KILOBYTES[size] * 1024, size


@pytest.mark.parametrize(("design", "sizes"), [("hoang-hon", ("1080x1080",)), ("thap-ba", ("1080x1080", *POSTERS))])
def test_squares_and_posters_have_their_pixels_and_files_of_a_sane_size(design: str, sizes: tuple[str, ...]) -> None:
    for size in sizes:
        data = encode(drawn(design, "light", "vi", size).image, "png")
        assert Image.open(io.BytesIO(data)).size == pixels_of(size)
        assert len(data) <= KILOBYTES[size] * 1024, size


def test_a_poster_has_at_least_150_dots_an_inch() -> None:
    for size, inches in (("a4", 210 / 25.4), ("a5", 148 / 25.4)):
        assert pixels_of(size)[0] / inches >= 150


@pytest.mark.parametrize("design", DESIGNS)
def test_every_design_is_offered_as_avif(design: str) -> None:
    data = encode(drawn(design, "light", "vi", "728x90").image, "avif")
    assert Image.open(io.BytesIO(data)).format == "AVIF"
    assert len(data) <= 15 * 1024


@pytest.mark.parametrize(("design", "scheme", "language", "figures"), SHOWN)
def test_words_stand_out_from_every_pixel_behind_them(design: str, scheme: str, language: str, figures: bool) -> None:
    for size in EVERY if not figures else SMALL:
        made = composed(design, scheme, language, size, figures)
        same = made.shapes == composed(design, scheme, "vi", size, figures).shapes
        ground = drawn(design, scheme, "vi" if same else language, size, figures).ground
        density = density_of(size)
        for words in made.words:
            for x, y, line in words.lines:
                wide = width_of(line, words.weight, words.size)
                box = (x, y - words.size, x + wide, y + words.size * 0.3)
                behind = ground.crop(tuple(round(v * density) for v in box))
                worst = min(contrast(words.colour, pixel) for _count, pixel in behind.getcolors(1_000_000))
                assert worst >= 4.5, (size, line, worst)


@pytest.mark.parametrize(("design", "scheme", "language"), LOOKS)
def test_the_finished_file_keeps_the_contrast_of_its_words(design: str, scheme: str, language: str) -> None:
    for size in SMALL:
        final = few(design, scheme, language, size).convert("RGB")
        for words in composed(design, scheme, language, size).words:
            x, y, line = words.lines[0]
            box = (x, y - words.size, x + width_of(line, words.weight, words.size), y + words.size * 0.3)
            shades = [luminance(c) for _n, c in final.crop(tuple(round(v * 2) for v in box)).getcolors(1_000_000)]
            assert (max(shades) + 0.05) / (min(shades) + 0.05) >= 4.5, (size, line)


@pytest.mark.parametrize("figures", [False, True])
@pytest.mark.parametrize(("design", "scheme", "language"), LOOKS)
def test_no_word_is_cut_or_leaves_its_place(design: str, scheme: str, language: str, figures: bool) -> None:
    for size in EVERY:
        made = composed(design, scheme, language, size, figures)
        assert made.refused == ()
        for words in made.words:
            left, top, right, bottom = words.box
            for x, y, line in words.lines:
                assert x >= left - 0.01
                assert x + width_of(line, words.weight, words.size) <= right + 0.5, (size, line)
                assert y - words.size * 0.8 >= top - 1, (size, line)
                assert y + words.size * 0.28 <= bottom + 1, (size, line)


@pytest.mark.parametrize(("design", "language"), list(product(DESIGNS, LANGUAGES)))
def test_every_size_says_the_heading_and_calls(design: str, language: str) -> None:
    for size in EVERY:
        said = [" ".join(x[2] for x in words.lines) for words in composed(design, "light", language, size).words]
        assert TEXTS[language]["heading"] in said, size
        assert TEXTS[language]["call"] in said or size in POSTERS, size


@pytest.mark.parametrize(("design", "figures"), list(product(DESIGNS, (False, True))))
def test_words_and_codes_do_not_lie_on_each_other(design: str, figures: bool) -> None:
    for size in EVERY:
        boxes = [box for _layer, box in composed(design, "light", "vi", size, figures).boxes]
        for a, b in combinations(boxes, 2):
            apart = a[2] <= b[0] + 0.01 or b[2] <= a[0] + 0.01 or a[3] <= b[1] + 0.01 or b[3] <= a[1] + 0.01
            assert apart, (size, a, b)


@pytest.mark.parametrize("figures", [False, True])
@pytest.mark.parametrize(("design", "scheme"), list(product(DESIGNS, SCHEMES)))
def test_the_code_reads_back_wherever_it_is_drawn(design: str, scheme: str, figures: bool) -> None:
    sizes = [size for size in EVERY if layout_of(design).draws(Kind.QR, size)]
    assert set(POSTERS) <= set(sizes)
    for size in sizes:
        read = zxingcpp.read_barcodes(drawn(design, scheme, "vi", size, figures).image.convert("L"))
        assert [code.text for code in read] == [LINK], size


def test_nothing_stands_against_publishing_one() -> None:
    assert checking.problems(layout_of("thap-ba"), TEXTS, BUSY, LINK, {}) == []


@pytest.mark.parametrize("size", EVERY)
def test_figures_are_drawn_with_their_date(size: str) -> None:
    if size in ("234x60", "300x250"):
        return
    said = " ".join(x[2] for words in composed("bien-xanh", "light", "vi", size, True).words for x in words.lines)
    assert "18.888" in said
    assert "28/11/2026" in said
    without = composed("bien-xanh", "light", "vi", size).words
    assert "18.888" not in " ".join(x[2] for words in without for x in words.lines)
