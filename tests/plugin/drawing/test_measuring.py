"""Contrast is measured on a small part: it says what the finished picture would say, and never something milder."""

import io
from itertools import product
from typing import Any
from unittest import mock

import pytest
from PIL import Image, ImageFilter

from pakn_plugin.drawing import checking, raster
from pakn_plugin.drawing.composing import Composed, Order, compose
from pakn_plugin.drawing.layout import SCHEMES, Layout
from pakn_plugin.drawing.measuring import behind, contrast, kilobytes, lines_of, opener, worst_contrast
from pakn_plugin.drawing.raster import draw, encode
from pakn_plugin.drawing.reading import read
from pakn_plugin.drawing.sizes import EVERY, SIZES, density_of, said
from tests.plugin.drawing.drawn import BUSY, DESIGNS, LINK, TEXTS, composed, layout_of, order
from tests.plugin.drawing.test_layouts import data, text

LIMIT = checking.LOWEST
WHOLE = {"strip": [1, 1, 48, 9], "small": [1, 1, 32, 10], "block": [1, 1, 30, 30], "sheet": [1, 1, 40, 56]}


def both(made: Composed) -> list[tuple[float, float]]:
    """For each text: what is measured, and what the finished picture has."""
    part, ground, density = behind(made, made.words, opener()), draw(made).ground, density_of(made.size)
    found = []
    for words in made.words:
        crops = [ground.crop(tuple(round(v * density) for v in box)) for box in lines_of(words)]  # type: ignore[arg-type]
        pixels: Any = [pixel for crop in crops for _n, pixel in crop.getcolors(crop.width * crop.height) or []]
        found.append((worst_contrast(words, part), min(contrast(words.colour, pixel) for pixel in pixels)))
    return found


def photo(kind: str) -> bytes:
    """A flat picture, one as a camera takes it, and one that is nothing but grain."""
    flat = Image.new("RGB", (1600, 1200), (20, 60, 90))
    grain = Image.effect_noise((1600, 1200), 80)
    soft = grain.filter(ImageFilter.GaussianBlur(3))
    out = io.BytesIO()
    {"flat": flat, "camera": Image.merge("RGB", (soft, grain.filter(ImageFilter.GaussianBlur(6)), soft)),
     "grain": grain.convert("RGB")}[kind].save(out, "JPEG", quality=88)  # fmt: skip
    return out.getvalue()


def with_photo(kind: str, *layers: dict[str, Any]) -> tuple[Layout, Order]:
    layout = read(data({"kind": "picture", "image": 7, "at": WHOLE}, *layers))
    return layout, Order("light", "vi", TEXTS["vi"], None, LINK, {7: photo(kind)})


@pytest.mark.parametrize(("design", "scheme"), list(product(DESIGNS, SCHEMES)))
def test_the_products_designs_measure_the_same_and_no_milder(design: str, scheme: str) -> None:
    for size, language in product(EVERY, ("vi", "en")):
        for measured, real in both(composed(design, scheme, language, size)):
            assert measured <= real + 1e-9, size
            assert (measured < LIMIT) == (real < LIMIT), size
            assert real - measured < 2, size


LINE = {"kind": "colour", "colour": "sail", "at": {"strip": [6, 1, 1, 9], "block": [6, 1, 1, 30]}}
HALF = {"kind": "colour", "colour": "sail", "opacity": 40, "at": {"strip": [5, 1, 20, 9], "block": [5, 1, 20, 30]}}
RAMP = {"kind": "gradient", "colour": "ground", "second": "sail", "direction": "diagonal", "at": WHOLE}
SCENE = {"kind": "scenery", "motif": "sea", "at": WHOLE}
WORDS = text("Chữ trắng trên nền", [2, 2, 30, 5])
WORDS["at"]["block"] = [2, 2, 28, 6]


@pytest.mark.parametrize("layer", [LINE, HALF, RAMP, SCENE], ids=["line", "half", "ramp", "scene"])
def test_what_fails_in_the_picture_fails_here(layer: dict[str, Any]) -> None:
    layout = read(data(layer, WORDS))
    for size in ("728x90", "300x250", "1080x1080"):
        for measured, real in both(compose(layout, size, order())):
            assert (measured < LIMIT) == (real < LIMIT)
            assert measured <= real + 1e-9


@pytest.mark.parametrize(("kind", "fails"), [("flat", False), ("grain", True)])
def test_words_on_a_photo(kind: str, fails: bool) -> None:
    layout, given = with_photo(kind, WORDS)
    for measured, real in both(compose(layout, "728x90", given)):
        assert (measured < LIMIT) == (real < LIMIT) == fails


@pytest.mark.parametrize("kind", ["flat", "camera", "grain"])
def test_a_heavy_photo_is_told_as_the_finished_file_would_be(kind: str) -> None:
    layout, given = with_photo(kind)
    for size in ("970x90", "300x250"):
        made = compose(layout, size, given)
        real = len(encode(draw(made).ground, "png")) / 1024
        found = [each.message for each in checking.of_orders(layout, [given])]
        told = any("nặng" in message and said(size) in message for message in found)
        assert told == (real > 4 * checking.HEAVIEST[size]), size
        assert 0.6 * real - 2 < kilobytes(made, opener()) < 2 * real + 2


def test_the_check_draws_no_whole_picture() -> None:
    """A leader waits for this answer."""
    with (
        mock.patch.object(raster, "draw", side_effect=AssertionError),
        mock.patch.object(Image, "new", wraps=Image.new) as made,
    ):
        assert checking.problems(layout_of("hoang-hon"), TEXTS, BUSY, LINK, {}) == []
    pixels = [call.args[1][0] * call.args[1][1] for call in made.call_args_list]
    assert max(pixels) <= 1080 * 1080 and sum(pixels) < 20_000_000


def test_sizes_that_have_no_photo_are_not_weighed() -> None:
    layer = {"kind": "picture", "image": 7, "at": {"sheet": [1, 1, 40, 20]}}
    given = Order("light", "vi", TEXTS["vi"], None, LINK, {7: photo("grain")})
    assert checking.of_orders(read(data(layer)), [given]) == []
    assert not any(read(data(layer)).draws(read(data(layer)).layers[1].kind, size) for size in SIZES)
