"""The drawn pictures: the same arguments give the same pixels, different ones visibly different pictures."""

import time
from functools import cache
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image, ImageChops, ImageStat

from home import art

STATIC = Path(__file__).resolve().parents[2] / "static" / "img"
SVGS = sorted(STATIC.glob("*.svg"))
SMALL = (320, 180)
FIELD_ICONS = (
    "road building leaf heart-pulse graduation wheat scale users sun signal briefcase coins id-card flask drum city"
)


@cache
def scene(name: str, seed: int) -> Image.Image:
    return art.draw(name, SMALL, seed)


@cache
def photo(kind: str, seed: int, after: bool = False) -> Image.Image:
    return art.case_photo(kind, seed, after=after)


def difference(a: Image.Image, b: Image.Image) -> float:
    """Mean difference of two pictures, 0 (same) to 255."""
    return sum(ImageStat.Stat(ImageChops.difference(a, b)).mean) / 3


@pytest.mark.parametrize("name", art.SCENES)
def test_it_draws_the_same_scene_from_the_same_arguments(name: str) -> None:
    first, second = scene(name, 2), art.draw(name, SMALL, 2)
    assert first.size == SMALL
    assert first.mode == "RGB"
    assert first.tobytes() == second.tobytes()


@pytest.mark.parametrize("name", art.SCENES)
def test_a_seed_changes_the_picture(name: str) -> None:
    pictures = [scene(name, seed) for seed in range(3)]
    assert all(difference(a, b) > 1.5 for a, b in combinations(pictures, 2))


def test_no_two_scenes_look_alike() -> None:
    pictures = [scene(name, 0) for name in art.SCENES]
    assert all(difference(a, b) > 5 for a, b in combinations(pictures, 2))


def test_every_scene_has_its_own_vietnamese_alternative_text() -> None:
    assert len(art.SCENES) >= 16
    assert len(set(art.SCENES.values())) == len(art.SCENES)
    assert all(alt.startswith("Tranh minh họa: ") for alt in art.SCENES.values())


@pytest.mark.parametrize("size", [(1600, 900), (640, 640), (400, 900)])
def test_any_shape_is_filled_to_its_edges(size: tuple[int, int]) -> None:
    picture = art.draw("bay", size)
    assert picture.size == size
    assert all(picture.getpixel(corner) != (0, 0, 0) for corner in ((0, 0), (size[0] - 1, size[1] - 1)))


def test_a_full_picture_is_drawn_in_seconds() -> None:
    started = time.process_time()
    art.draw("festival")
    assert time.process_time() - started < 10


def test_an_unknown_scene_is_refused() -> None:
    with pytest.raises(KeyError):
        art.draw("volcano")


@pytest.mark.parametrize("kind", art.CASES)
def test_a_case_is_shown_before_and_after(kind: str) -> None:
    before, after = photo(kind, 1), photo(kind, 1, after=True)
    assert before.size == after.size == (1280, 960)
    assert before.tobytes() == art.case_photo(kind, 1).tobytes()
    assert difference(before, after) > 1


@pytest.mark.parametrize("kind", art.CASES)
def test_two_cases_of_a_kind_differ(kind: str) -> None:
    assert difference(photo(kind, 1), photo(kind, 2)) > 1


@pytest.mark.parametrize("path", SVGS, ids=lambda path: path.name)
def test_svgs_keep_the_content_security_policy(path: Path) -> None:
    for element in ElementTree.fromstring(path.read_text()).iter():
        assert element.tag.split("}")[1] not in {"script", "style", "foreignObject", "image", "text"}
        for name, value in element.attrib.items():
            assert not name.startswith("on")
            assert name != "style"
            assert "//" not in value
            assert "href" not in name or value.startswith("#")


def test_the_svgs_that_pages_use_are_there() -> None:
    names = {path.stem for path in SVGS}
    assert names >= {"logo", "favicon", "hero", "hero-dark", "empty", "404", "icons"}
    assert all((STATIC / name).stat().st_size <= 20_480 for name in ("hero.svg", "hero-dark.svg"))


def test_the_sprite_has_an_icon_for_every_field() -> None:
    root = ElementTree.fromstring((STATIC / "icons.svg").read_text())
    ids = [element.get("id") for element in root]
    assert len(ids) == len(set(ids))
    assert set(FIELD_ICONS.split()) <= set(ids)
