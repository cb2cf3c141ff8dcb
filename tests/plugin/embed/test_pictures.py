"""The banner as a picture: every design, size and language."""

import io
from itertools import product

import pytest
from PIL import Image
from pytest_django import Settings

from pakn_plugin.services import banner_image
from pakn_plugin.services.banner_image import DENSITY, SIZES, Drawn, Look, Slot, draw, encode, fit, size_of, width_of
from pakn_plugin.services.banner_scene import PALETTES

EVERY = list(product(PALETTES, ("vi", "en"), SIZES))
KILOBYTES = {"970x90": 15, "728x90": 12, "300x250": 13, "320x100": 9, "234x60": 6}


@pytest.fixture(scope="module")
def drawn() -> dict[tuple[str, str, str], Drawn]:
    return {(design, language, size): draw(Look(design, language), size) for design, language, size in EVERY}


def luminance(pixel: tuple[int, int, int]) -> float:
    parts = [v / 255 / 12.92 if v <= 10 else ((v / 255 + 0.055) / 1.055) ** 2.4 for v in pixel]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(a: tuple[int, int, int], b: tuple[int, int, int]) -> float:
    light, dark = sorted((luminance(a), luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("design", "language", "size"), EVERY)
def test_it_has_twice_the_pixels_and_a_small_file(
    drawn: dict[tuple[str, str, str], Drawn], design: str, language: str, size: str
) -> None:
    for form in ("png", "webp"):
        data = encode(drawn[design, language, size].image, form)
        picture = Image.open(io.BytesIO(data))
        assert picture.format == form.upper()
        assert picture.size == tuple(DENSITY * v for v in size_of(size))
        assert len(data) <= KILOBYTES[size] * 1024


@pytest.mark.parametrize(("design", "language", "size"), EVERY)
def test_words_stand_out_from_every_pixel_behind_them(
    drawn: dict[tuple[str, str, str], Drawn], design: str, language: str, size: str
) -> None:
    picture = drawn[design, language, size]
    for words in picture.words:
        for x, y, line in words.lines:
            wide = width_of(line, words.bold, words.size)
            behind = picture.ground.crop(
                tuple(round(v * DENSITY) for v in (x, y - words.size, x + wide, y + words.size * 0.3))
            )
            worst = min(contrast(words.colour, pixel) for _count, pixel in behind.getcolors(1_000_000))
            assert worst >= 4.5, (line, worst)


@pytest.mark.parametrize(("design", "language", "size"), EVERY)
def test_the_finished_file_keeps_the_contrast_of_its_words(
    drawn: dict[tuple[str, str, str], Drawn], design: str, language: str, size: str
) -> None:
    picture = drawn[design, language, size]
    final = Image.open(io.BytesIO(encode(picture.image, "png"))).convert("RGB")
    for words in picture.words:
        x, y, line = words.lines[0]
        box = (x, y - words.size, x + width_of(line, words.bold, words.size), y + words.size * 0.3)
        shades = [luminance(c) for _n, c in final.crop(tuple(round(v * DENSITY) for v in box)).getcolors(1_000_000)]
        assert (max(shades) + 0.05) / (min(shades) + 0.05) >= 4.5


@pytest.mark.parametrize(("design", "language", "size"), EVERY)
def test_no_word_is_cut_or_leaves_its_place(
    drawn: dict[tuple[str, str, str], Drawn], design: str, language: str, size: str
) -> None:
    said = banner_image.texts(language)
    for words, slot in zip(drawn[design, language, size].words, banner_image.LAYOUTS[size].slots, strict=True):
        left, top, right, bottom = words.box
        assert " ".join(line for _x, _y, line in words.lines) == said[slot.text]
        for x, y, line in words.lines:
            assert x >= left
            assert x + width_of(line, words.bold, words.size) <= right + 0.5
            assert y - words.size * 0.8 >= top - 1
            assert y + words.size * 0.28 <= bottom + 1


@pytest.mark.parametrize("size", SIZES)
def test_words_do_not_lie_on_each_other(size: str) -> None:
    boxes = [slot.box for slot in banner_image.LAYOUTS[size].slots]
    for i, a in enumerate(boxes):
        for b in boxes[i + 1 :]:
            assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]


def test_a_long_text_becomes_smaller_and_then_wraps() -> None:
    slot = Slot("line", (0, 0, 200, 60), 16, lines=2)
    lines, size = fit("Gửi ý kiến đến Ủy ban nhân dân đặc khu Trường Sa", slot)
    assert len(lines) == 2
    assert size * 1.28 * 2 <= 60
    assert fit("Ngắn", slot) == (["Ngắn"], 16)


def test_a_text_that_cannot_be_shown_is_refused() -> None:
    with pytest.raises(ValueError, match="does not fit"):
        fit("chữ " * 300, Slot("line", (0, 0, 100, 20), 12))


def test_an_unknown_language_speaks_vietnamese() -> None:
    assert banner_image.texts("fr") == banner_image.texts("vi")


def test_the_site_names_its_province_in_both_languages() -> None:
    assert "Khánh Hòa" in banner_image.alt("vi")
    assert "Khánh Hòa" in banner_image.alt("en")


def test_the_words_come_from_a_setting(settings: Settings) -> None:
    settings.PAKN_BANNER_TEXTS = {"vi": {"heading": "Góp ý", "line": "Xã Diên Lạc", "call": "Gửi", "place": ""}}
    assert [words.lines[0][2] for words in draw(Look("sea", "vi"), "728x90").words] == ["Góp ý", "Xã Diên Lạc", "Gửi"]
    assert len(draw(Look("sea", "vi"), "234x60").words) == 3
